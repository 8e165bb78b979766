"""What speaks for a passage as an answer to a question, in figures that mean the same in every show."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.model import WORTH, Kind, Question
from bot.understanding import Understood
from index import Hit, Passage, Snapshot, Vectors, content_words, named_seasons

SIGNALS = (
    "cosine",
    "interaction",
    "behind_nearest",
    "words_held",
    "of_aspect",
    "off_aspect",
    "of_narrower",
    "off_narrower",
    "like_aspect",
    "of_likely_aspect",
    "sums_up",
    "names_season",
)
"""The signals of a passage in the order of their columns, each about -1 to 1.

behind_nearest       how far its nearness lies below the nearest passage's (0 or less)
words_held           the share of the question's content words that it holds, by how rare they are
of_aspect            it speaks of an aspect asked for; off_aspect: one is asked for, and it doesn't
of_narrower          it names the narrower thing asked for; off_narrower: one is asked for, and it doesn't
like_aspect          cosine to what reviewers write about an aspect, by how likely that is the one asked for
of_likely_aspect     it speaks of the aspect whose example question is nearest
sums_up              it says whether it is worth watching, where that is asked
names_season         it names a season asked for, not just follows a mention of it
"""

_LIKELY_FROM = 0.3
"""Cosine to an example question from which the question may be about its aspect."""
_SURELY = 0.35
"""What an aspect that the question names counts, beside a cosine less the one above."""
_NEAREST_FROM = 0.5
"""The same from which the nearest aspect counts as the one asked for."""
_LIKELY_SCALE = 3.0
"""Brings the product of two cosines into the range of the other signals."""


def nearness(hit: Hit) -> float:
    """Return how near a passage is to the question by meaning: the mean of cosine and late interaction."""
    return (hit.cosine + hit.interaction) / 2


def signals(snapshot: Snapshot, understood: Understood, hits: Sequence[Hit]) -> NDArray[np.float32]:
    """Return the signals of passages for a question, shape (len(hits), len(SIGNALS))."""
    if not hits:
        return np.empty((0, len(SIGNALS)), np.float32)
    question, query = understood.question, understood.query
    vectors = snapshot.vectors.vectors([hit.passage.number for hit in hits])
    like = _like_aspects(snapshot, understood, vectors)
    nearest = max(nearness(hit) for hit in hits)
    shares = _WordShares(snapshot, query)
    rows = [
        _of_words(hit, nearest, shares) | _of_question(hit.passage, question) | of_aspects
        for hit, of_aspects in zip(hits, like.of(hits), strict=True)
    ]
    return np.array([[float(row[name]) for name in SIGNALS] for row in rows], np.float32)


def _of_words(hit: Hit, nearest: float, shares: "_WordShares") -> dict[str, float]:
    return {
        "cosine": hit.cosine,
        "interaction": hit.interaction,
        "behind_nearest": nearness(hit) - nearest,
        "words_held": shares.of(hit.passage.text),
    }


def _of_question(passage: Passage, question: Question) -> dict[str, float]:
    wanted = set(question.aspects)
    groups = [narrowing.group for narrowing in question.narrowings if narrowing.aspect.name in wanted]
    of_aspect = bool(wanted & set(passage.aspects))
    of_narrower = any(group.search(passage.text) for group in groups)
    return {
        "of_aspect": of_aspect,
        "off_aspect": bool(wanted) and not of_aspect,
        "of_narrower": of_narrower,
        "off_narrower": bool(groups) and not of_narrower,
        "sums_up": question.kind is Kind.VERDICT and WORTH in passage.aspects,
        "names_season": question.kind is not Kind.FACT
        and not question.aspects
        and not set(named_seasons(passage.text)).isdisjoint(question.seasons),
    }


class _WordShares:
    """The question's content words, each with how rare it is in the show."""

    def __init__(self, snapshot: Snapshot, query: str) -> None:
        self._lexical = snapshot.lexical
        total = snapshot.manifest.passages
        self._rarity = {
            stem: log(1 + total / (1 + self._lexical.document_frequency(stem)))
            for stem in self._lexical.stems(content_words(query))
        }
        self._all = sum(self._rarity.values())

    def of(self, text: str) -> float:
        """Return the share (0 to 1) that a passage's words hold of them, rare ones counting more."""
        if not self._rarity:
            return 0.0
        held = self._lexical.stems_of(text)
        return sum(rarity for stem, rarity in self._rarity.items() if stem in held) / self._all


@dataclass(frozen=True, slots=True)
class _LikeAspects:
    """How near passages are to what reviewers write about the aspects that a question is about."""

    like: NDArray[np.float32]
    nearest: str | None

    def of(self, hits: Sequence[Hit]) -> list[dict[str, float]]:
        return [
            {
                "like_aspect": float(like),
                "of_likely_aspect": self.nearest is not None and self.nearest in hit.passage.aspects,
            }
            for hit, like in zip(hits, self.like, strict=True)
        ]


def _like_aspects(snapshot: Snapshot, understood: Understood, vectors: Vectors) -> _LikeAspects:
    questions, examples = snapshot.records.aspect_questions, snapshot.records.aspect_examples
    question = understood.question
    like = np.zeros(len(vectors), np.float32)
    if question.compares_seasons:  # it is near questions about seasons, whatever they ask
        return _LikeAspects(like, None)
    asked = {
        name: float(cosine[0]) for name, cosine in questions.best(understood.encoded.vector[None, :]).items()
    }
    for name, cosines in examples.best(vectors).items():
        likelihood = _SURELY if name in question.aspects else max(0.0, asked[name] - _LIKELY_FROM)
        like = np.maximum(like, likelihood * cosines)
    nearest = max(asked, key=asked.__getitem__)
    return _LikeAspects(_LIKELY_SCALE * like, nearest if asked[nearest] > _NEAREST_FROM else None)
