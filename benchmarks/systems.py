"""The systems whose speed is measured: each builds and saves its index, and opens it to be asked.

A system's libraries are imported when it is built or opened, so that a process has one system's alone.
The peers are put together as in ``benchmarks/peers.py``, from the same chunks of the same reviews, and
show five chunks.

LangChain's ``save_local`` writes a pickle. Its parts are saved instead: FAISS's own file, and the chunks
as JSON, which the store is put together from when it is opened. That is all that ``load_local`` does.
"""

import json
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_community.embeddings import HuggingFaceEmbeddings

    from benchmarks.peers import Chunk
    from bot.app.wiring import Wiring

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
MISSIONS = SEEDS / "missions"
SHOWN = 5
"""Chunks that a peer is asked for, as many as Worthwatch quotes at most."""

Ask = Callable[[str], object]
"""Answers a question in the system's own way."""


@dataclass(frozen=True, slots=True)
class System:
    """One system: builds its index of a show's folder in another one, and opens it.

    ``locked`` where it can be asked by one thread at a time alone.
    """

    build: Callable[[Path, Path], None]
    open: Callable[[Path, Path], Ask]
    locked: bool = False


def wiring(data: Path, seeds: Path = SEEDS) -> "Wiring":
    """Return Worthwatch's parts over a data folder."""
    from bot.app.settings import Settings  # noqa: PLC0415
    from bot.app.wiring import Wiring  # noqa: PLC0415

    return Wiring(Settings(WORTHWATCH_SEEDS=seeds, WORTHWATCH_DATA=data))


def build_worthwatch(folder: Path, show: Path) -> None:
    """Export the model and build the index."""
    parts = wiring(folder, show.parent)
    parts.export()
    parts.library.build(parts.library.show(show.name))


def open_worthwatch(folder: Path, show: Path) -> Ask:
    """Return the whole way from a question to the text of its answer."""
    from bot.wording.plain import plain_text  # noqa: PLC0415

    parts = wiring(folder, show.parent)
    if not parts.is_exported:
        raise RuntimeError(f"{folder} holds no exported model")
    return lambda question: plain_text(parts.answerer.ask(question, show=show.name), parts.writer)


def build_langchain(folder: Path, show: Path) -> None:
    """Index the chunks; save FAISS's file, the chunks and the model's folder."""
    with warnings.catch_warnings():  # the package announces its successors
        warnings.simplefilter("ignore")
        from langchain_community.vectorstores import FAISS  # noqa: PLC0415
    import faiss  # noqa: PLC0415

    model, chunks = _model_and_chunks(show)
    texts = [chunk.text for chunk in chunks]
    places = [{"review": chunk.review, "start": chunk.start} for chunk in chunks]
    store = FAISS.from_texts(texts, _embeddings(model), metadatas=places)
    folder.mkdir(parents=True)
    faiss.write_index(store.index, str(folder / "index.faiss"))
    saved = {"model": model, "texts": texts, "places": places}
    (folder / "chunks.json").write_text(json.dumps(saved), encoding="utf-8")


def open_langchain(folder: Path, _show: Path) -> Ask:
    """Return LangChain's similarity search over the saved index."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from langchain_community.docstore import InMemoryDocstore  # noqa: PLC0415
        from langchain_community.vectorstores import FAISS  # noqa: PLC0415
    import faiss  # noqa: PLC0415
    from langchain_core.documents import Document  # noqa: PLC0415

    saved = json.loads((folder / "chunks.json").read_text(encoding="utf-8"))
    pairs = zip(saved["texts"], saved["places"], strict=True)
    documents = {
        str(at): Document(page_content=text, metadata=place) for at, (text, place) in enumerate(pairs)
    }
    store = FAISS(
        _embeddings(saved["model"]),
        faiss.read_index(str(folder / "index.faiss")),
        InMemoryDocstore(documents),
        dict(enumerate(documents)),
    )
    return lambda question: store.similarity_search(question, k=SHOWN)


def build_txtai(folder: Path, show: Path) -> None:
    """Index the chunks and save the index."""
    from txtai import Embeddings  # noqa: PLC0415

    model, chunks = _model_and_chunks(show)
    store = Embeddings(path=model, hybrid=True, content=True, gpu=False)
    store.index((number, chunk.text) for number, chunk in enumerate(chunks))
    store.save(str(folder))


def open_txtai(folder: Path, _show: Path) -> Ask:
    """Return txtai's hybrid search over the saved index."""
    from txtai import Embeddings  # noqa: PLC0415

    store = Embeddings()
    store.load(str(folder))
    return lambda question: store.search(question, SHOWN)


SYSTEMS = {
    "Worthwatch": System(build_worthwatch, open_worthwatch),
    "LangChain + FAISS": System(build_langchain, open_langchain),
    # Its searches share one SQLite cursor: without a lock, several threads at once crash the process.
    "txtai hybrid": System(build_txtai, open_txtai, locked=True),
}
OURS, LANGCHAIN, TXTAI = SYSTEMS


def _embeddings(model: str) -> "HuggingFaceEmbeddings":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from langchain_community.embeddings import HuggingFaceEmbeddings  # noqa: PLC0415

        return HuggingFaceEmbeddings(
            model_name=model,
            model_kwargs={"device": "cpu", "local_files_only": True},
            encode_kwargs={"normalize_embeddings": True},
        )


def _model_and_chunks(show: Path) -> tuple[str, "tuple[Chunk, ...]"]:
    """Return the folder of the model that all systems use, and the peers' chunks of a show."""
    from benchmarks.peers import chunks_of, read_corpus  # noqa: PLC0415
    from index import check_packaged_model  # noqa: PLC0415

    return str(check_packaged_model()), read_corpus(show, chunks_of).chunks
