"""Score Worthwatch beside LangChain + FAISS and txtai: same reviews, model files, gold and metrics.

In an environment of its own, so that the peers don't mix with the project's libraries:

    python3 -m venv /tmp/peers
    /tmp/peers/bin/pip install -c constraints.txt -e . -r benchmarks/requirements.txt
    /tmp/peers/bin/python -m benchmarks.peers evals/missions-held.jsonl

Each peer is put together in the plain way, untuned, with one index per show:

- LangChain: ``RecursiveCharacterTextSplitter``, ``HuggingFaceEmbeddings``, ``FAISS``, similarity search.
- txtai: ``Embeddings`` with ``hybrid=True`` (vectors and BM25, weighed alike) and stored content, on the
  same chunks as LangChain.

Both show the five best chunks for whatever is asked, and say that the reviews don't tell only when a
search finds nothing at all. A chunk is longer than the sentence that Worthwatch quotes, so it holds an
answer more easily; ``--sentences`` gives the peers Worthwatch's own sentences in place of chunks.

Every system is asked every question once, in turn, warmed up on other questions. Milliseconds are wall
time from question to quotes, and mean something only on an idle machine. Worthwatch's index is built in
a temporary folder. Prints a table for each file, or with ``--json`` one JSON object for each system and
file.
"""

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from bot.answering.reply import Answered, Coverage, Declined, IndexStamp, Missing, Quote, Reply, WhichShow
from bot.app.settings import Settings
from bot.app.wiring import Wiring
from bot.evaluation.gold import Gold, read_gold
from bot.evaluation.score import SHOWN, Scored, score, summary
from bot.understanding.question import Kind, Question
from index import PACKAGED_MODEL, Polarity, Review, Show, check_packaged_model
from index.reading.cut import cut
from index.sources import read_reviews, read_show

with warnings.catch_warnings():  # the package announces its successors
    warnings.simplefilter("ignore")
    from langchain_community.embeddings import HuggingFaceEmbeddings
    from langchain_community.vectorstores import FAISS
from langchain_text_splitters import RecursiveCharacterTextSplitter
from txtai import Embeddings

CHUNK = 300
"""Characters of a chunk at most, some two or three sentences."""
OVERLAP = 30
"""Characters that neighbouring chunks share at most."""
FIGURES = (
    "precision@5",
    "recall@5",
    "reachable_recall@5",
    "key_facts",
    "abstention",
    "false_abstention",
    "exact_quotes",
    "milliseconds_p50",
)
PACKAGES = {
    "Worthwatch": ("worthwatch", "onnxruntime", "faiss-cpu", "tantivy"),
    "LangChain + FAISS": (
        "langchain-community",
        "langchain-core",
        "langchain-text-splitters",
        "sentence-transformers",
        "faiss-cpu",
    ),
    "txtai hybrid": ("txtai", "transformers", "faiss-cpu"),
}
"""The systems, and the packages that make up each."""
WARM_UP = (
    "Is it any good?",
    "Which of the people in it would you want to meet?",
    "I have one free evening and little patience: should I spend it on this or read a book instead?",
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a review as a peer keeps it; ``start`` counts code points of the review's text."""

    review: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """One show's reviews, and the chunks that the peers are given."""

    show: Show
    reviews: tuple[Review, ...]
    chunks: tuple[Chunk, ...]


Corpora = Mapping[str, Corpus]
"""By the show's slug."""
Retrieve = Callable[[str, str], list[Chunk]]
"""Gives the best chunks for a question about the show of that slug."""
Ask = Callable[[str, str], Reply]
"""Answers a question about the show of that slug."""


def chunks_of(review: Review) -> list[Chunk]:
    """Return a review cut as LangChain cuts it."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    documents = splitter.create_documents([review.text])
    return [
        Chunk(review.id, document.metadata["start_index"], document.page_content) for document in documents
    ]


def sentences_of(review: Review) -> list[Chunk]:
    """Return a review cut as Worthwatch cuts it."""
    return [Chunk(review.id, passage.start, passage.text) for passage in cut(review)]


def read_corpus(folder: Path, split: Callable[[Review], list[Chunk]]) -> Corpus:
    """Return a show's reviews and chunks; raises SourceError."""
    show = read_show(folder)
    reviews = tuple(read_reviews(show))
    return Corpus(show, reviews, tuple(chunk for review in reviews for chunk in split(review)))


def langchain_faiss(model: Path, corpora: Corpora) -> Retrieve:
    """Return LangChain's retrieval over the chunks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        embeddings = HuggingFaceEmbeddings(
            model_name=str(model),
            model_kwargs={"device": "cpu", "local_files_only": True},
            encode_kwargs={"normalize_embeddings": True},
        )
    stores = {
        slug: FAISS.from_texts(
            [chunk.text for chunk in corpus.chunks],
            embeddings,
            metadatas=[{"review": chunk.review, "start": chunk.start} for chunk in corpus.chunks],
        )
        for slug, corpus in corpora.items()
    }

    def retrieve(question: str, show: str) -> list[Chunk]:
        found = stores[show].similarity_search(question, k=SHOWN)
        return [
            Chunk(document.metadata["review"], document.metadata["start"], document.page_content)
            for document in found
        ]

    return retrieve


def txtai_hybrid(model: Path, corpora: Corpora) -> Retrieve:
    """Return txtai's hybrid retrieval over the chunks."""
    loaded: dict[str, object] = {}  # so that all shows share one model
    stores = {}
    for slug, corpus in corpora.items():
        stores[slug] = Embeddings(path=str(model), hybrid=True, content=True, gpu=False, models=loaded)
        stores[slug].index((number, chunk.text) for number, chunk in enumerate(corpus.chunks))

    def retrieve(question: str, show: str) -> list[Chunk]:
        found = stores[show].search(question, SHOWN)
        return [replace(corpora[show].chunks[int(row["id"])], text=row["text"]) for row in found]

    return retrieve


def as_ask(retrieve: Retrieve, corpora: Corpora) -> Ask:
    """Return a peer that answers with the chunks it finds, and declines when it finds none."""

    def ask(question: str, show: str) -> Reply:
        found = retrieve(question, show)
        corpus = corpora[show]
        common = {
            "question": Question(question, Kind.OPINION),
            "show": corpus.show,
            "quotes": tuple(_quote(chunk) for chunk in found),
            "coverage": Coverage(len(corpus.reviews), len({chunk.review for chunk in found})),
            "index": IndexStamp("", "", PACKAGED_MODEL),
            "milliseconds": 0.0,
        }
        if not found:
            return Declined(**common, missing=Missing.ANSWER)
        return Answered(**common, verdict=None)

    return ask


def worthwatch(seeds: Path, data: Path, corpora: Corpora) -> Ask:
    """Return Worthwatch itself, over an index built now under ``data``."""
    parts = Wiring(Settings(WORTHWATCH_SEEDS=seeds, WORTHWATCH_DATA=data))
    parts.export()
    for corpus in corpora.values():
        parts.library.build(corpus.show)
    return lambda question, show: parts.answerer.ask(question, show=show)


def score_all(
    gold: Sequence[Gold], systems: Mapping[str, Ask], corpora: Corpora
) -> dict[str, dict[str, float | int | None]]:
    """Return each system's figures, every question asked of every system before the next one is."""
    texts = {review.id: review.text for corpus in corpora.values() for review in corpus.reviews}
    scored: dict[str, list[Scored]] = {name: [] for name in systems}
    for one in gold:
        for name, ask in systems.items():
            scored[name].append(score(one, _timed(ask, one), texts.__getitem__))
    return {name: summary(rows) for name, rows in scored.items()}


def table(rows: Mapping[str, Mapping[str, float | int | None]]) -> str:
    """Return the systems' figures as a Markdown table."""
    cells = [["system", *FIGURES]]
    cells += [[name, *(_cell(figures[figure]) for figure in FIGURES)] for name, figures in rows.items()]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    return "\n".join(_line(row, widths) for row in cells)


def main() -> None:
    """Score every system on every file and print the figures."""
    parser = argparse.ArgumentParser(description="Score Worthwatch beside its peers on gold questions.")
    parser.add_argument("files", nargs="+", type=Path, help="gold questions, one JSON object a line")
    parser.add_argument("--seeds", type=Path, default=Path("seeds"), help="the shows' folders")
    parser.add_argument("--sentences", action="store_true", help="give the peers Worthwatch's own sentences")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each system and file")
    options = parser.parse_args()

    gold = {path: read_gold(path) for path in options.files}
    slugs = sorted({one.show for own in gold.values() for one in own})
    split = sentences_of if options.sentences else chunks_of
    corpora = {slug: read_corpus(options.seeds / slug, split) for slug in slugs}
    model = check_packaged_model()
    with tempfile.TemporaryDirectory() as folder:
        asks = (
            worthwatch(options.seeds, Path(folder), corpora),
            as_ask(langchain_faiss(model, corpora), corpora),
            as_ask(txtai_hybrid(model, corpora), corpora),
        )
        systems = dict(zip(PACKAGES, asks, strict=True))
        for ask in systems.values():
            for slug in slugs:
                for question in WARM_UP:
                    ask(question, slug)
        for path, own in gold.items():
            _print(path, score_all(own, systems, corpora), as_json=options.json)


def _print(path: Path, rows: Mapping[str, Mapping[str, float | int | None]], *, as_json: bool) -> None:
    if not as_json:
        questions = next(iter(rows.values()))["questions"]
        print(f"{path} ({questions} questions)\n\n{table(rows)}\n")
        return
    for name, figures in rows.items():
        row = {"file": str(path), "system": name, "questions": figures["questions"]}
        row |= {figure: figures[figure] for figure in FIGURES}
        print(json.dumps({**row, "versions": {package: version(package) for package in PACKAGES[name]}}))


def _timed(ask: Ask, gold: Gold) -> Reply:
    started = time.perf_counter()
    reply = ask(gold.question, gold.show)
    milliseconds = (time.perf_counter() - started) * 1000
    return reply if isinstance(reply, WhichShow) else replace(reply, milliseconds=milliseconds)


def _quote(chunk: Chunk) -> Quote:
    end = chunk.start + len(chunk.text)
    return Quote(chunk.review, chunk.text, chunk.start, end, (), (), Polarity.NONE, spoiler=False, score=0.0)


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}" if value <= 1 else f"{value:.1f}"


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.rjust(width) if at else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"| {' | '.join((first, *rest))} |"


if __name__ == "__main__":
    main()
