"""Toy data to learn from: what a sentence or a question says is told by one word of it."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.understanding.intent import Want
from tests.fakes import WordOverlapEncoder
from training.materials import Materials
from training.snippets import Snippets

_DIMENSION = 192
"""Enough that no two toy words share a slot: fewer figures are learnt from sooner."""
COPIES = 60
"""Of each toy sentence, with other words beside: a network learns in some hundred steps."""
_QUESTIONS = 20
"""Of each kind."""
FELT = {"positive": "splendid", "negative": "dreadful", "none": "wooden", "mixed": "uneven"}
REVEALING = "drowned"
MEANT = {"music": "humming", "acting": "magnetic", "pacing": "glacial"}
WANTED = {
    Want.BAD: "downside",
    Want.CHATTER: "hello",
    Want.COMPARE: "versus",
    Want.FACT: "filmed",
    Want.GOOD: "upside",
    Want.OPINION: "think",
    Want.VERDICT: "bother",
}


def write_lines(path: Path, rows: Sequence[dict[str, object]]) -> None:
    """Write rows as JSON, one a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def sentences(first: int) -> list[dict[str, object]]:
    """Sentences with what they say, numbered from ``first`` so that no two are alike."""
    rows: list[dict[str, object]] = []
    for copy in range(first, first + COPIES):
        beside = f"boat{copy % 7} lamp{copy % 5}"
        plain = {"polarity": "none", "reveals": False, "aspects": []}
        rows += [
            {**plain, "text": f"The {beside} is {word}.", "polarity": felt} for felt, word in FELT.items()
        ]
        rows += [
            {**plain, "text": f"The {beside} is {word}.", "aspects": [own]} for own, word in MEANT.items()
        ]
        rows.append({**plain, "text": f"The {beside} {REVEALING}.", "reveals": True})
    return rows


def questions() -> list[dict[str, object]]:
    """Questions with what they want, and the aspects that they ask for."""
    return [
        {"text": f"{word} boat{copy % 7} {aspect_word}", "kind": want.value, "aspects": [aspect]}
        for copy in range(_QUESTIONS)
        for (want, word), (aspect, aspect_word) in zip(WANTED.items(), 3 * list(MEANT.items()), strict=False)
    ]


def snippets() -> Snippets:
    """Snippets rated as the sentences feel."""
    shares = {"splendid": [0.0, 0.1, 0.9], "dreadful": [0.9, 0.1, 0.0], "wooden": [0.0, 1.0, 0.0]}
    pairs = [(f"boat{copy % 7} {word}", own) for copy in range(COPIES) for word, own in shares.items()]
    return Snippets([text for text, _ in pairs], np.array([own for _, own in pairs], np.float32))


def materials(folder: Path) -> Materials:
    """Write toy data into a folder; a show is learnt from, another held out."""
    write_lines(folder / "data" / "sentences.jsonl", sentences(0))
    write_lines(folder / "data" / "questions.jsonl", questions())
    write_lines(folder / "data" / "shows" / "ferry" / "sentences.jsonl", sentences(COPIES))
    write_lines(folder / "held" / "island" / "sentences.jsonl", sentences(2 * COPIES))
    return Materials(WordOverlapEncoder(dimension=_DIMENSION), snippets(), folder / "data", folder / "held")
