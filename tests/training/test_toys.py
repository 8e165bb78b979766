"""Each head, trained on toy data: it reads what it learnt from right, from its file, the same each time."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_limits

from bot.answering.prospects import AnswerableModel, prospects
from bot.answering.relevance import RelevanceModel
from bot.answering.signals import SIGNALS
from bot.evaluation.gold import Gold
from bot.understanding.intent import Intent, IntentHead, Want
from index.domain import Polarity
from index.encoders.base import Features
from index.heads.aspects import AspectHead
from index.heads.base import Origin, read_origin
from index.heads.polarity import Feeling, PolarityHead
from index.heads.spoilers import SpoilerHead
from tests.training.toys import COPIES, FELT, MEANT, REVEALING, WANTED, materials
from training import aspects, intent, polarity, relevance, spoilers
from training.__main__ import write
from training.boosting import Recipe
from training.materials import Materials
from training.relevance import Marked
from training.trainer import Trainer


class Unmoved:
    """Feels nothing about any text."""

    @classmethod
    def load(cls) -> Self:
        return cls()

    def read(self, texts: Sequence[str], features: Features) -> list[Feeling]:
        del features
        return [Feeling(Polarity.NONE, 0.0)] * len(texts)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Toy matrices are multiplied sooner by one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with threadpool_limits(1):
        yield
    torch.set_num_threads(before)


def trained_twice(trainer: Trainer, folder: Path) -> tuple[Materials, dict[str, Path], dict[str, Origin]]:
    """Train on toy data twice; return it, and the files with their origins by name, found to be equal."""
    toys = materials(folder)
    folders = [folder / "first", folder / "second"]
    for one in folders:
        one.mkdir()
        write(trainer, toys, one)
    first, second = ({path.name: path for path in one.iterdir()} for one in folders)
    assert {name: path.read_bytes() for name, path in first.items()} == {
        name: path.read_bytes() for name, path in second.items()
    }
    return toys, first, {name: read_origin(path) for name, path in first.items()}


def features_of(toys: Materials, texts: Sequence[str]) -> Features:
    return Features.of(toys.encoder.encode_tokens(texts))


def test_polarity(tmp_path: Path) -> None:
    toys, files, origins = trained_twice(polarity.TRAINER, tmp_path)
    texts = [f"The boat3 lamp3 is {word}." for word in FELT.values()]
    read = PolarityHead.load(files["polarity.npz"]).read(texts, features_of(toys, texts))
    assert dict(zip(FELT, [feeling.polarity.value for feeling in read], strict=True)) == {
        polarity: polarity for polarity in FELT
    }
    origin = origins["polarity.npz"]
    assert (origin.figures["shows_texts"], origin.figures["snippets_texts"]) == (8 * COPIES, 18)
    assert origin.figures["shows_accuracy"] > 0.95
    assert "--only polarity --snippets vaderSentiment-3.3.2.tar.gz" in origin.command


def test_aspects(tmp_path: Path) -> None:
    toys, files, origins = trained_twice(aspects.TRAINER, tmp_path)
    head = AspectHead.load(files["aspects.npz"])
    texts = [f"The boat3 lamp3 is {word}." for word in MEANT.values()]
    likely = head.likelihoods(features_of(toys, texts))
    assert [head.aspects[column] for column in likely.argmax(axis=1)] == list(MEANT)
    assert origins["aspects.npz"].figures["recall"] > 0.9


def test_spoilers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.spoilers.PolarityHead", Unmoved)
    toys, files, origins = trained_twice(spoilers.TRAINER, tmp_path)
    texts = [f"The boat3 lamp3 {REVEALING}.", "The boat3 lamp3 is splendid.", "The boat3 lamp3 is wooden."]
    found = SpoilerHead.load(files["spoilers.npz"]).spoils(texts, features_of(toys, texts), [0.0] * 3)
    assert found == [True, False, False]
    assert origins["spoilers.npz"].figures == {
        "sentences": 8 * COPIES, "reveal": COPIES, "recall": 1.0, "false_alarms": 0.0
    }  # fmt: skip


def test_intent(tmp_path: Path) -> None:
    toys, files, origins = trained_twice(intent.TRAINER, tmp_path)
    head = IntentHead.load(files["intent.npz"])
    wanted = {want: head.read(word, features_of(toys, [word])).wants for want, word in WANTED.items()}
    assert {want: list(Want)[int(found.argmax())] for want, found in wanted.items()} == {
        want: want for want in WANTED
    }
    asked = {name: head.read(word, features_of(toys, [word])).aspects for name, word in MEANT.items()}
    assert {name: max(likely, key=lambda one: likely[one]) for name, likely in asked.items()} == {
        name: name for name in MEANT
    }
    assert origins["intent.npz"].figures["questions"] == 140


# Relevance is learnt from what is found in indexes: here from signals made up.

_INTENT = Intent(np.full(len(Want), 1 / len(Want), np.float32), {})
_ANSWERS = SIGNALS.index("cosine")


def a_marked(number: int) -> Marked:
    """A question of which what is near answers; every third is answered by nothing."""
    chance = np.random.default_rng(number)
    rows = (chance.integers(11, size=(20, len(SIGNALS))) / 10).astype(np.float32)
    is_answered = number % 3 > 0
    if not is_answered:
        rows[:, _ANSWERS] /= 2
    answers = rows[:, _ANSWERS] > 0.655
    show = "missions" if number % 2 else "ferry"
    reviews = tuple(f"{show}/{row}" for row in range(len(rows)))
    right = {review: re.compile("near") for review, own in zip(reviews, answers, strict=True) if own}
    return Marked(
        gold=Gold(question="How is it?", show=show, reviews=right, abstain=not is_answered),
        query="how is it",
        intent=_INTENT,
        asks_season=False,
        rows=rows,
        answers=answers,
        reviews=reviews,
        part=number % 4,
    )


def test_relevance_and_what_is_answerable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.relevance.Recipe", partial(Recipe, trees=20))
    marked = [a_marked(number) for number in range(48)]
    trainer = Trainer("relevance", lambda _: relevance.learnt(marked), lambda _: {"marked": "digest"})
    _, files, origins = trained_twice(trainer, tmp_path)
    trees = RelevanceModel.load(files["relevance.npz"])
    near, far = np.full((2, len(SIGNALS)), 0.5, np.float32)
    near[_ANSWERS], far[_ANSWERS] = 0.8, 0.3
    likely = trees.probabilities(np.stack([near, far]))
    assert likely[0] > 0.8
    assert likely[1] < 0.2
    model = AnswerableModel.load(files["answerable.json"])
    found = [
        model.probability(
            prospects("how is it", _INTENT, one.rows, trees.probabilities(one.rows), asks_season=False)
        )
        for one in marked[:3]
    ]
    assert found[1] > 0.8
    assert found[0] < 0.4
    assert origins["relevance.npz"].figures["seeds_precision@5"] > 0.9
    assert origins["answerable.json"].figures["shows_area"] > 0.9
