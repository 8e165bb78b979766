"""Proper names in a text, told by their capitals."""

import re
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import combining, normalize
from weakref import WeakKeyDictionary

from bot.answering.english import PASSAGES
from bot.understanding.somebody import works
from index import Snapshot, content_words, words, words_held

_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W_]*(?:['’-][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]\s+|[\"'“‘(]|^\W+)$")
_NEAR = 40
"""Characters before a name that tell whether it opens a sentence."""
_WITHIN_A_NAME = re.compile(r"\s+(?:of\s+(?:the\s+)?|the\s+|and\s+the\s+)?")
_LOOKED_AT = 12
"""Passages that hold a word which are looked at to tell whether it is a name."""
_RARE_SHARE, _FEW = 0.05, 2
"""Share of the passages that a name may be in, and how many may hold it in the smallest show."""
_REMEMBERED = 2048
"""Texts whose names are kept, and words that were judged: the same ones come near most questions."""
_JUDGED: WeakKeyDictionary[Snapshot, dict[str, bool]] = WeakKeyDictionary()
"""Whether words of questions are names in the reviews of an open snapshot, which never change."""
_TITLE_WORDS = 4
"""Words from which capitals throughout are a manner of writing."""
_SEASON = re.compile(r"[sS]\d+\w*")


@lru_cache(maxsize=_REMEMBERED)
def proper_names(text: str) -> tuple[str, ...]:
    """Return runs of capitalised words that don't just open a sentence.

    A text in capitals throughout, or with a capital on each word, has none that
    could be told apart.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter.isupper() for letter in letters) > len(letters) / 2:
        return ()
    if _is_title_case(text):
        return ()
    found = [match for match in _CAPITALISED.finditer(text) if _may_be_name(match[0])]
    names: list[str] = []
    run: list[re.Match[str]] = []
    for match, following in pairwise([*found, None]):
        if match is None:
            break
        run.append(match)
        if following is None or not _WITHIN_A_NAME.fullmatch(text[match.end() : following.start()]):
            names += _as_name(run, text)
            run = []
    return tuple(names)


def named_words(text: str) -> set[str]:
    """Return the words of the text's proper names, in lower case."""
    return {word for name in proper_names(text) for word in words(name)}


@lru_cache(maxsize=_REMEMBERED)
def folded(word: str) -> str:
    """Return a word without its accents: few people type them."""
    return "".join(letter for letter in normalize("NFKD", word) if not combining(letter))


def names_known(query: str, snapshot: Snapshot) -> set[str]:
    """Return the words of a question that are names, in lower case: capitalised in it, or by most reviewers.

    Few people type "the expanse" with a capital. A word that many passages hold tells none of them apart.
    """
    names = named_words(query)
    judged = _JUDGED.setdefault(snapshot, {})
    if len(judged) > _REMEMBERED:
        judged.clear()
    for word in set(content_words(query)) - names:
        is_name = judged.get(word)
        if is_name is None:
            is_name = judged[word] = _is_name_there(word, snapshot)
        if is_name:
            names.add(word)
    return names


def _is_name_there(word: str, snapshot: Snapshot) -> bool:
    """Tell whether reviewers write a word as a name, most of those who use it; too many use no name."""
    most = max(_FEW, int(_RARE_SHARE * snapshot.manifest.passages))
    if all(snapshot.lexical.document_frequency(stem) > most for stem in snapshot.lexical.stems([word])):
        return False
    found = [number for number, _ in snapshot.lexical.best([word], _LOOKED_AT)]
    texts = [passage.text for passage in snapshot.records.passages(found).values()]
    alike = folded(word)
    holding = [text for text in texts if alike in _folded_words(text)]
    return bool(holding) and 2 * sum(alike in map(folded, named_words(text)) for text in holding) >= len(
        holding
    )


def holds_names(text: str, names: set[str]) -> bool:
    """Tell whether a passage holds all these words of names, with their accents or without."""
    return _folded_words(text).issuperset(map(folded, names))


@lru_cache(maxsize=_REMEMBERED)
def _folded_words(text: str) -> frozenset[str]:
    return frozenset(map(folded, words_held(text)))


def works_known(query: str, snapshot: Snapshot) -> set[str]:
    """Return the words of works, or people, that a question names; see ``names_known``."""
    return works(names_known(query, snapshot))


def _is_title_case(text: str) -> bool:
    spelled = [word for word in text.split() if len(word) > 2]  # noqa: PLR2004 (of, is, it)
    return len(spelled) >= _TITLE_WORDS and all(word[0].isupper() for word in spelled)


def _may_be_name(word: str) -> bool:
    return word.lower().replace("’", "'") not in _no_names() and not _SEASON.fullmatch(word)


@cache
def _no_names() -> frozenset[str]:
    return PASSAGES.words("no_names")


def _as_name(run: list[re.Match[str]], text: str) -> list[str]:
    """Return the run as one name, less a first word that opens a sentence."""
    start = run[0].start()
    if _SENTENCE_START.search(text, max(0, start - _NEAR), start):
        run = run[1:]
    return [text[run[0].start() : run[-1].end()]] if run else []
