"""What speaks for a passage as an answer to a question, in figures that mean the same in every show."""

from collections.abc import Sequence
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.answering.answer_type import answer_test
from bot.answering.names import holds_names, names_known
from bot.understanding.intent import Wish
from bot.understanding.reader import Understood
from index import WORTH, AspectCatalogue, Cues, Hit, Passage, Snapshot, content_words, named_seasons

SIGNALS = (
    "cosine",
    "interaction",
    "behind_nearest",
    "words_held",
    "bm25",
    "bm25_share",
    "speaks_of_asked",
    "speaks_of_all",
    "speaks_of_likeliest",
    "misses_likeliest",
    "asks_for_aspect",
    "like_aspect",
    "of_narrower",
    "off_narrower",
    "in_season",
    "names_season",
    "names_any_season",
    "lacks_names",
    "lacks_kind",
    "sums_up",
    "positive",
    "negative",
    "length",
    "wish",
    "reveals",
    *(f"wants_{wish.value}" for wish in Wish),
)
"""The signals of a passage in the order of their columns.

behind_nearest       how far its nearness lies below the nearest passage's (0 or less)
words_held           the share of the question's content words that it holds, by how rare they are
bm25, bm25_share     its score for the question's words, in tens, and as a share of the best one's
speaks_of_asked      how likely it speaks of an aspect, times how likely that is asked for: the highest
speaks_of_all        the same summed over aspects; _likeliest: of the likeliest one; misses_: what is left
asks_for_aspect      how likely the likeliest aspect is asked for
like_aspect          cosine to what reviewers write about an aspect, by how likely that is the one asked for
of_narrower          it names the narrower thing asked for; off_narrower: one is asked for, and it doesn't
in_season            it is about a season asked for; names_season: and names it; names_any_season: whichever
lacks_names          the question names somebody or something that it doesn't hold
lacks_kind           it holds no number, no name, … where the question wants one
sums_up              how likely it says whether the show is worth watching
positive, negative   how it feels, 0 to 1
length               the logarithm of its characters, in fives
wants_…              how likely the question wants a verdict, a fact, …: the same for all its passages
"""

_CUED = 0.9
"""How likely a question asks for an aspect that it has a cue for, at least."""
_MEANT = 0.4
"""The same for one that its meaning alone tells, or that the question before it asked for."""
_ROUND = 0.3
"""Added to the sum of what is asked for, so that little of it counts little."""
_LIKELY_FROM = 0.3
"""Cosine to an example question from which the question may be about its aspect."""
_SURELY = 0.35
"""What an aspect that the question names counts, beside a cosine less the one above."""
_LIKELY_SCALE = 3.0
"""Brings the product of two cosines into the range of the other signals."""
_TENS, _FIVES = 10.0, 5.0
_REMEMBERED = 8192
"""Passages that were looked through for a pattern: the same ones come near most questions."""


def nearness(hit: Hit) -> float:
    """Return how near a passage is to the question by meaning: the mean of cosine and late interaction."""
    return (hit.cosine + hit.interaction) / 2


def signals(
    snapshot: Snapshot, understood: Understood, hits: Sequence[Hit], catalogue: AspectCatalogue
) -> NDArray[np.float32]:
    """Return the signals of passages for a question, shape (len(hits), len(SIGNALS))."""
    if not hits:
        return np.empty((0, len(SIGNALS)), np.float32)
    passages = [hit.passage for hit in hits]
    likely = snapshot.records.leanings(passages, tuple(catalogue.aspects))
    columns = (
        _of_nearness(hits)
        | _of_words(snapshot, understood.query, passages)
        | _of_aspects(snapshot, understood, hits, asked_for(understood, catalogue), likely)
        | _of_question(snapshot, understood, passages)
        | _of_passage(passages, likely[:, catalogue.position(WORTH)])
        | {f"wants_{wish.value}": share for wish, share in zip(Wish, understood.intent.wishes, strict=True)}
    )
    rows = np.empty((len(hits), len(SIGNALS)), np.float32)
    for position, name in enumerate(SIGNALS):
        rows[:, position] = columns[name]
    return rows


_Columns = dict[str, NDArray[np.float32] | Sequence[float] | float]


def _of_nearness(hits: Sequence[Hit]) -> _Columns:
    near = np.array([nearness(hit) for hit in hits], np.float32)
    bm25 = np.array([hit.bm25 for hit in hits], np.float32)
    return {
        "cosine": [hit.cosine for hit in hits],
        "interaction": [hit.interaction for hit in hits],
        "behind_nearest": near - near.max(),
        "bm25": bm25 / _TENS,
        "bm25_share": bm25 / (bm25.max() or 1.0),
    }


def _of_words(snapshot: Snapshot, query: str, passages: Sequence[Passage]) -> _Columns:
    shares = _WordShares(snapshot, query)
    return {"words_held": shares.of([passage.text for passage in passages])}


def _of_aspects(
    snapshot: Snapshot,
    understood: Understood,
    hits: Sequence[Hit],
    asked: NDArray[np.float32],
    likely: NDArray[np.float32],
) -> _Columns:
    products = likely * asked
    likeliest = int(asked.argmax())
    likeness = snapshot.likeness.of([hit.passage.number for hit in hits])
    weights = _of_likeness(snapshot, understood)
    like = (likeness * weights).max(axis=1, initial=0.0)
    return {
        "speaks_of_asked": products.max(axis=1),
        "speaks_of_all": products.sum(axis=1) / (asked.sum() + _ROUND),
        "speaks_of_likeliest": products[:, likeliest],
        "misses_likeliest": asked[likeliest] - products[:, likeliest],
        "asks_for_aspect": float(asked[likeliest]),
        "like_aspect": _LIKELY_SCALE * like,
    }


def _of_likeness(snapshot: Snapshot, understood: Understood) -> NDArray[np.float32]:
    """Return what likeness to each aspect's examples counts for a question, in their order."""
    questions, aspects = snapshot.records.aspect_questions, snapshot.likeness.aspects
    near = questions.best(understood.encoded.vector[None, :])[0].tolist()
    weights = dict.fromkeys(aspects, 0.0)
    weights |= {
        name: max(0.0, cosine - _LIKELY_FROM) for name, cosine in zip(questions.names, near, strict=True)
    }
    weights |= dict.fromkeys(understood.question.aspects, _SURELY)
    return np.array([weights[name] for name in aspects], np.float32)


def asked_for(understood: Understood, catalogue: AspectCatalogue) -> NDArray[np.float32]:
    """Return how likely each aspect of the catalogue is asked for, shape (aspects,)."""
    likely = understood.intent.aspects
    asked = np.array([likely.get(name, 0.0) for name in catalogue.aspects], np.float32)
    least = _CUED if understood.question.is_cued else _MEANT
    for name in understood.question.aspects:
        asked[catalogue.position(name)] = max(asked[catalogue.position(name)], least)
    asked[catalogue.position(WORTH)] = 0.0  # wants_verdict tells it
    return asked


def _of_question(snapshot: Snapshot, understood: Understood, passages: Sequence[Passage]) -> _Columns:
    question, query = understood.question, understood.query
    texts = [passage.text for passage in passages]
    wanted = set(question.aspects)
    groups = [narrowing.group for narrowing in question.narrowings if narrowing.aspect.name in wanted]
    narrower = np.array([any(_holds(group, text) for group in groups) for text in texts], np.float32)
    seasons = set(question.seasons)
    named = [named_seasons(text) for text in texts]
    names = names_known(query, snapshot)
    are_of_kind = answer_test(query)
    return {
        "of_narrower": narrower,
        "off_narrower": 1 - narrower if groups else 0.0,
        "in_season": [not seasons.isdisjoint(one.seasons) for one in passages] if seasons else 0.0,
        "names_season": [not seasons.isdisjoint(own) for own in named] if seasons else 0.0,
        "names_any_season": [bool(own) for own in named],
        "lacks_names": [not holds_names(text, names) for text in texts] if names else 0.0,
        "lacks_kind": [not one for one in are_of_kind(texts)] if are_of_kind else 0.0,
    }


def _of_passage(passages: Sequence[Passage], sums_up: NDArray[np.float32]) -> _Columns:
    valences = np.array([passage.valence for passage in passages], np.float32)
    return {
        "sums_up": sums_up,
        "positive": np.maximum(valences, 0),
        "negative": np.maximum(-valences, 0),
        "length": [log(1 + len(passage.text)) / _FIVES for passage in passages],
        "wish": [passage.wish for passage in passages],
        "reveals": [passage.reveals for passage in passages],
    }


@lru_cache(maxsize=_REMEMBERED)
def _holds(cues: Cues, text: str) -> bool:
    return cues.search(text) is not None


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

    def of(self, texts: Sequence[str]) -> list[float]:
        """Return the share (0 to 1) that each passage's words hold of them, rare ones counting more."""
        if not self._rarity:
            return [0.0] * len(texts)
        return [self._share(held) for held in self._lexical.stems_of(texts)]

    def _share(self, held: frozenset[str]) -> float:
        if held.isdisjoint(self._rarity):
            return 0.0
        return sum([rarity for stem, rarity in self._rarity.items() if stem in held]) / self._all
