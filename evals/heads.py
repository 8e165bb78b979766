"""Score what a built index says of passages against sentences labelled by hand.

    python -m evals.heads missions evals/missions-polarity.jsonl evals/missions-spoilers.jsonl

Polarity: the share of clearly positive or negative sentences that are read so; calling one mixed or
none is wrong. Spoilers: the share of plot-revealing sentences that the classifier covers, whatever mark
their review carries, and of harmless ones that it covers too. Prints one JSON object.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from bot.app.settings import Settings
from bot.app.wiring import Wiring
from index.domain import Passage

CLEAR = {"positive", "negative"}


def main() -> None:
    """Score one show's index and print the figures."""
    parser = argparse.ArgumentParser(description="Score polarity and spoilers against labelled sentences.")
    parser.add_argument("show")
    parser.add_argument("polarity", type=Path)
    parser.add_argument("spoilers", type=Path)
    arguments = parser.parse_args()
    passages = list(Wiring(Settings()).library.snapshot(arguments.show).records.all_passages())
    figures = _polarity(_rows(arguments.polarity), passages) | _spoilers(_rows(arguments.spoilers), passages)
    print(json.dumps(figures))


def _polarity(gold: list[dict[str, Any]], passages: list[Passage]) -> dict[str, float]:
    read = [(row["polarity"], found.polarity.value) for row in gold if (found := _passage_of(row, passages))]
    clear = [wanted == got for wanted, got in read if wanted in CLEAR]
    none = [got == "none" for wanted, got in read if wanted == "none"]
    return {
        "clear_sentences": len(clear),
        "clear_accuracy": round(sum(clear) / len(clear), 4),
        "none_recall": round(sum(none) / len(none), 4),
    }


def _passage_of(row: dict[str, Any], passages: list[Passage]) -> Passage | None:
    own = (passage for passage in passages if passage.review == row["review"])
    return next(
        (passage for passage in own if row["text"] in passage.text or passage.text in row["text"]), None
    )


def _spoilers(gold: list[dict[str, Any]], passages: list[Passage]) -> dict[str, float]:
    read = [(row["spoiler"], found.reveals) for row in gold if (found := _passage_of(row, passages))]
    revealing = [covered for spoils, covered in read if spoils]
    harmless = [covered for spoils, covered in read if not spoils]
    return {
        "revealing_sentences": len(revealing),
        "spoiler_recall": round(sum(revealing) / len(revealing), 4),
        "spoiler_false_alarms": round(sum(harmless) / len(harmless), 4),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
