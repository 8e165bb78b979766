"""Whether the reviews can answer a question, and what is missing when they can't."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.evidence import Evidence
from bot.model import Kind, Question
from index import Hit, Snapshot, content_words, words

_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W_]*(?:['’-][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|[\"'“‘(])$")
_LITTLE_WORDS = frozenset(
    [
        "i",
        "i'm",
        "i've",
        "i'd",
        "i'll",
        "ok",
        "tv",
        "sf",
        "sci-fi",
        "scifi",
        "cgi",
        "vfx",
        "sfx",
        "fx",
        "usa",
        "uk",
        "us",
        "mr",
        "mrs",
        "ms",
        "dr",
    ]
)
_NEAR_ENOUGH = 0.45
"""Cosine of the best passage from which a question counts as answered."""
_NEAR_WITH_WORDS = 0.3
"""The same where the reviews use at least half of the question's content words."""
_HALF = 0.5


def unknown_seasons(question: Question, covered: dict[int, int]) -> tuple[int, ...]:
    """Return the seasons asked for that no passage is about."""
    return tuple(season for season in question.seasons if season not in covered)


def unknown_names(query: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the proper names in a question that no review mentions, as typed."""
    return tuple(name for name in proper_names(query) if not _is_mentioned(name, snapshot))


def proper_names(query: str) -> list[str]:
    """Return runs of capitalised words that don't just open a sentence.

    A question typed in capitals throughout has none that could be told apart.
    """
    letters = [letter for letter in query if letter.isalpha()]
    if sum(letter.isupper() for letter in letters) > len(letters) / 2:
        return []
    found = [
        match
        for match in _CAPITALISED.finditer(query)
        if match[0].lower() not in _LITTLE_WORDS and not re.fullmatch(r"[sS]\d+\w*", match[0])
    ]
    names: list[str] = []
    run: list[re.Match[str]] = []
    for match, following in pairwise([*found, None]):
        if match is None:
            continue
        run.append(match)
        if following is None or not re.fullmatch(
            r"[\s]+(?:of\s+(?:the\s+)?|the\s+|and\s+the\s+)?", query[match.end() : following.start()]
        ):
            names += _as_name(run, query)
            run = []
    return names


def is_answered(evidence: Evidence, question: Question, query: str, snapshot: Snapshot) -> bool:
    """Tell whether the evidence is near enough to the question to answer it."""
    if not evidence.hits:
        return False
    if question.kind is Kind.VERDICT or question.aspects:
        return True
    asked = content_words(query)
    if not asked:
        return False
    best = max(hit.cosine for hit in evidence.hits)
    return best >= _NEAR_ENOUGH or (best >= _NEAR_WITH_WORDS and _share_known(asked, snapshot) >= _HALF)


def is_nonsense(query: str) -> bool:
    """Tell whether a question has no word in it at all (emoji, punctuation)."""
    return not words(query)


def strongest(hits: Sequence[Hit]) -> float:
    """Return the largest cosine among the hits, 0 for none."""
    return max((hit.cosine for hit in hits), default=0.0)


def _as_name(run: list[re.Match[str]], query: str) -> list[str]:
    """Return the run as one name; a single word that opens a sentence is no name."""
    first = run[0]
    if _SENTENCE_START.search(query[: first.start()].rstrip(" ")) or first.start() == 0:
        run = run[1:]
    return [query[run[0].start() : run[-1].end()]] if run else []


def _is_mentioned(name: str, snapshot: Snapshot) -> bool:
    stems = snapshot.lexical.stems(content_words(name) or words(name))
    return all(snapshot.lexical.document_frequency(stem) for stem in stems)


def _share_known(asked: list[str], snapshot: Snapshot) -> float:
    stems = snapshot.lexical.stems(asked)
    known = [stem for stem in stems if snapshot.lexical.document_frequency(stem)]
    return len(known) / len(stems) if stems else 0.0
