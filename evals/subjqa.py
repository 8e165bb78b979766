"""Rank the sentences of a review for its question, on SubjQA files given by path.

    python -m evals.subjqa FILE.csv …

Answerable questions only. A sentence is right when it overlaps the annotated
span; equal scores share the mean of their ranks, so that position breaks no
tie. The last line is one JSON object over all files: n, hit1, hit3, mrr.
"""

import argparse
import ast
import csv
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.build.builder import Builder
from index.domain import Hit, Passage
from index.encoders.torch_encoder import packaged_encoder
from index.heads.aspects import AspectHead
from index.heads.catalogue import aspect_catalogue
from index.heads.polarity import PolarityHead
from index.heads.spoilers import SpoilerHead
from index.reading.annotator import Annotator
from index.search.ranking import Scope, rank
from index.sources import read_show
from index.store.shelf import Shelf
from index.store.snapshot import Snapshot

UNANSWERED = "ANSWERNOTFOUND"


@dataclass(frozen=True, slots=True)
class Case:
    """One question of one review, and the annotated answer's span in code points."""

    question: str
    review: str
    span: tuple[int, int]


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the answerable questions of one file."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["human_ans_spans"].strip() == UNANSWERED:
                continue
            start, end = ast.literal_eval(row["human_ans_indices"])
            review = row["review"].rstrip().removesuffix(UNANSWERED).rstrip()
            indent = len(review) - len(review.lstrip())
            yield Case(row["question"], review.lstrip(), (start - indent, end - indent))


def mean_ranks(hits: Sequence[Hit], passages: Sequence[Passage]) -> dict[int, float]:
    """Return each passage's rank from 1; those of equal score, and those not found, share their mean."""
    scores = {passage.number: 0.0 for passage in passages}
    scores.update({hit.passage.number: hit.score for hit in hits})
    ranks = {}
    for number, score in scores.items():
        better = sum(other > score for other in scores.values())
        equal = sum(other == score for other in scores.values())
        ranks[number] = better + (equal + 1) / 2
    return ranks


def best_rank(case: Case, hits: Sequence[Hit], passages: Sequence[Passage]) -> float | None:
    """Return the rank of the best sentence that overlaps the answer, None when no sentence does."""
    ranks = mean_ranks(hits, passages)
    start, end = case.span
    right = [ranks[passage.number] for passage in passages if passage.start < end and start < passage.end]
    return min(right, default=None)


def build(texts: Sequence[str], folder: Path) -> Snapshot:
    """Return a snapshot of the texts, a review each."""
    show = folder / "seeds" / "subjqa"
    show.mkdir(parents=True)
    (show / "show.toml").write_text('title = "SubjQA"\n', encoding="utf-8")
    # A review stays one paragraph here, as its offsets count from its own start.
    lines = [f"• {text}\n" for text in texts]
    (show / "reviews.txt").write_text("".join(lines), encoding="utf-8")
    encoder = packaged_encoder()
    annotator = Annotator(
        encoder, PolarityHead.load(), SpoilerHead.load(), AspectHead.load(), aspect_catalogue()
    )
    builder = Builder(encoder, annotator)
    shelf = Shelf(folder / "subjqa")
    builder.build(read_show(show), shelf)
    return shelf.open()


def main() -> None:
    """Score every file and print the figures of each, then of all."""
    parser = argparse.ArgumentParser(description="Score passage ranking on SubjQA files.")
    parser.add_argument("files", nargs="+", type=Path)
    cases = {path: list(read_cases(path)) for path in parser.parse_args().files}
    with tempfile.TemporaryDirectory() as folder:
        texts = list(dict.fromkeys(case.review for own in cases.values() for case in own))
        snapshot = build(texts, Path(folder))
        rows = {text: f"subjqa/{row}" for row, text in enumerate(texts, 1)}
        by_review: dict[str, list[Passage]] = {}
        for passage in snapshot.records.all_passages():
            by_review.setdefault(passage.review, []).append(passage)
        every: list[float] = []
        for path, own in cases.items():
            ranks = [_rank_of(case, by_review[rows[case.review]], snapshot) for case in own]
            print(json.dumps({"file": path.name, **_figures(ranks)}))
            every += ranks
        print(json.dumps(_figures(every)))


def _rank_of(case: Case, passages: Sequence[Passage], snapshot: Snapshot) -> float:
    encoded = packaged_encoder().encode_tokens([case.question])[0]
    numbers = tuple(passage.number for passage in passages)
    hits = rank(snapshot, case.question, encoded, scope=Scope(passages=numbers))
    return best_rank(case, hits, passages) or float("inf")


def _figures(ranks: Sequence[float]) -> dict[str, float]:
    count = len(ranks)
    if not count:
        return {"n": 0, "hit1": 0.0, "hit3": 0.0, "mrr": 0.0}
    return {
        "n": count,
        "hit1": round(sum(position <= 1 for position in ranks) / count, 4),
        "hit3": round(sum(position <= 3 for position in ranks) / count, 4),  # noqa: PLR2004 (hit3)
        "mrr": round(sum(1 / position for position in ranks) / count, 4),
    }


if __name__ == "__main__":
    main()
