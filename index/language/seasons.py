"""Which seasons a text speaks of, by rule: embeddings don't know "season 3".

Mentions: "season 3", "series 3", "S3", "third season", "3rd season", "seasons 1 & 2",
"first two seasons", "season one to three", "saison 3". A mention that hopes, waits or
wonders ("I hope there's a third season", "not yet a S3") is a wish, no opinion.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from index.domain import Passage

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st première premier premiere 1re 1ère 1er",
            "second 2nd deuxième deuxieme seconde 2e 2ème",
            "third 3rd troisième troisieme 3e 3ème",
            "fourth 4th quatrième quatrieme 4e 4ème",
            "fifth 5th cinquième 5e",
            "sixth 6th sixième 6e",
            "seventh 7th septième 7e",
            "eighth 8th huitième 8e",
            "ninth 9th 9e",
            "tenth 10th 10e",
            "eleventh 11th",
            "twelfth 12th",
        ),
        1,
    )
    for word in words.split()
}
_CARDINALS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
HIGHEST = 60
"""No show has more seasons than this; a larger number is a year or an episode."""

_NOUN = r"(?:seasons?|series|saisons?|staffeln?|temporadas?|stagion[ei])"
# "The best series one could hope for", "season 3, one of the best": no season one.
_NO_COUNT = r"(?!\s+(?:of|could|can|would|might|should|must|may|will|times?|people|persons?|things?)\b)"
_NUMBER = r"(?:\d{1,2}(?![\d/%.:]*\d)|(?:" + "|".join(_CARDINALS) + rf")\b{_NO_COUNT})"
_ORDINAL = "(?:" + "|".join(sorted(map(re.escape, _ORDINALS), key=len, reverse=True)) + ")"
_JOIN = r"\s*(?:,|&|\+|/|and|et|und|y|or|vs\.?|versus|to|through|thru|until|-|–|,\s*and)\s*"
_NUMBERED = re.compile(
    rf"\b{_NOUN}\s*+(?:(?:no\.?|number|nr\.?|#)\s*+)?(?P<list>{_NUMBER}(?:{_JOIN}(?:{_NOUN}\s*)?{_NUMBER})*)\b(?!\s*(?:stars?|episodes?|/))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?<![\w-])s0?(?P<list>\d{{1,2}}(?:{_JOIN}s?0?\d{{1,2}})*)(?:e\d{{1,3}})?(?!\w|['’](?!s\b))",
    re.IGNORECASE,
)
_NTH = re.compile(
    rf"\b(?P<list>{_ORDINAL}(?:{_JOIN}(?:the\s+)?{_ORDINAL}){{0,11}})(?:\s+and\s+(?:final|last))?\s+(?:tv\s+|full\s+|whole\s+|entire\s+)?{_NOUN}\b",
    re.IGNORECASE,
)
_FIRST_FEW = re.compile(rf"\bfirst\s+(?P<count>{_NUMBER}|couple(?:\s+of)?)\s+{_NOUN}\b", re.IGNORECASE)
_LAST = re.compile(rf"\b(?:last|final|latest|newest|most\s+recent)\s+{_NOUN}\b", re.IGNORECASE)
# "The first season was wonderful, the second was good": once seasons are the topic, the noun goes.
_BARE = re.compile(
    rf"\bthe\s+(?P<list>{_ORDINAL})\b(?:\s+one\b)?(?=\s+(?:was|is|were|has|had|have|felt|feels|got|gets|went|goes|"
    r"drag\w*|start\w*|end(?:s|ed)\b|lost|loses|improve\w*|fell|falls|just|only|not|far|even|simply|seem\w*|took|takes)\b|[,:;])",
    re.IGNORECASE,
)
# "But what on earth happened in the third?"
_BARE_AT_END = re.compile(
    rf"\b(?:in|than|by)\s+the\s+(?P<list>{_ORDINAL})\b(?=\s*(?:[?!]|\.(?:\s|$)))", re.IGNORECASE
)
_MAY_NAME = re.compile(r"season|series|saison|staffel|temporada|stagion|s0?\d", re.IGNORECASE)
"""What every mention holds, looked for first: most passages name no season."""
_RANGE = re.compile(r"\b(?:to|through|thru|until)\b|-|–", re.IGNORECASE)
_TOKEN = re.compile(rf"{_ORDINAL}|{_NUMBER}", re.IGNORECASE)

_CLAUSE_EDGE = re.compile(
    r"[;:…]|\.{2,}|[.!?](?=\s)|,?\s{1,9}(?:but|though|although|whereas|while|however|yet(?=\s+(?:it|the|season)))\s|,\s",
    re.IGNORECASE,
)
_WISH_BEFORE = re.compile(
    r"\b(?:hop(?:e|es|ed|ing|efully)|wish(?:es|ing)?|await(?:s|ing)?|(?<!couldn't\s)wait(?:s|ing)?|wonder(?:s|ing)?(?!\s+(?:who|why|what)\b)|"
    r"look(?:s|ing)?\s+(?:forward|out)|no(?:t|)\s+(?:yet|news|word|sign)|if\s+(?:there|they|it|one|we)|whether|"
    r"(?:will|would|could|should|might|may)\s+(?:there|they|we)\b|there\s+(?:will|would|may|might|could|should)|"
    r"(?:going\s+to|gonna|should|will|to)\s+(?:make(?!\s+sense)|film|shoot|get|do|have)|renew(?:ed|al)?|open\s+for|room\s+for|"
    r"set(?:s|ting)?\s+up\s+for|need(?:s|ed)?\s+a|want(?:s|ed)?\s+a|bring\s+(?:on|back)|deserves?\s+a|"
    r"demand(?:s|ing)?|hold(?:ing)?\s+(?:my|your|our)\s+breath|please(?!\s+(?:skip|avoid|watch|don['’]t|do\s+not))|when\s+(?:is|are|will|does|do)|fingers\s+crossed|"
    r"roll\s+on|i['’]?d\s+love|there\s+(?:is|was)\s+no|"
    r"any(?:one|body)\s+know|is\s+there|are\s+there|never\s+got|cancel+ed\s+before|"
    r"haven'?t\s+(?:seen|watched|started)|have\s+not\s+(?:seen|watched)|yet\s+to\s+(?:see|watch))\b",
    re.IGNORECASE,
)
_NO_SEASON = re.compile(r"\bno\s{0,9}$", re.IGNORECASE)
_WISH_AFTER = re.compile(
    r"\s*+(?:(?:,\s*+)?(?:please|pls|plz)\b|would\s+be|is\s+(?:coming|confirmed|planned|on\s+its\s+way|in\s+the\s+works)|"
    r"if\s+(?:there\s+(?:is|are|will)|(?:it|they|one)\s+(?:ever\s+)?(?:comes?|happens|gets?\s+(?:made|one)|makes?))\b|"
    r"(?:gets?|is|was|ever)\s+(?:made|cancel+ed|renewed|announced)|comes?\s+(?:out|soon)|coming(?=\s+(?:soon|out|up|next|back)\b|\s*[.!?]*$)|soon|happens|(?:now|when)\s*[.!?]*$)",
    re.IGNORECASE,
)
# "(Reviewing after season 2)": a point in time, not what is judged.
_POINT_IN_TIME = re.compile(
    r"\b(?:after|before|until|till|since|reviewing|as\s+of|up\s+to)\s+(?:\w+\s+){0,3}$", re.IGNORECASE
)
# "Unlike season 1, season 2 drags": the first is what the second is held against.
_HELD_AGAINST = re.compile(
    r"\b(?:unlike|compar\w+|than|as\s+\w+\s+as|like|similar|between|instead|rather|if|when|where|because|since)\b",
    re.IGNORECASE,
)
_LONGEST_LEAD = 120
"""Characters before a mention in which it may be said to be a point in time: "after the whole of"."""
_CONJUNCTION = re.compile(r"\b(?:but|though|although|whereas|while|however|yet)\b", re.IGNORECASE)
_EVEN = re.compile(r"\beven\s+$", re.IGNORECASE)
_INTERJECTED = re.compile(
    r"\W*+(?:sadly|honestly|unfortunately|frankly|personally|well|oh|alas|then|for\s+me|to\s+be\s+(?:fair|honest)|"
    r"in\s+my\s+opinion|imho)?\W*",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\W*(?:and\s+|then\s+|in\s+|from\s+|by\s+|the\s+)*", re.IGNORECASE)
_SAYING_NOTHING = frozenset(
    {"and", "or", "then", "the", "in", "of", "also", "both", "from", "to", "even", "but", "a", "i"}
)
_WORD = re.compile(r"\w+")
_TURNS_TO_SHOW = re.compile(
    r"\b(?:(?:each|every|all)\s+(?:of\s+the\s+)?(?:seasons?|series)|"
    r"(?:this|the)\s+(?:\w+\s+){0,2}?(?:show|serie|programme?|film|movie)\b(?!\s+(?:ha[sd]|(?:ha[sd]\s+)?ever|did)\b)|(?:whole|entire|overall)\s+(?:show|series|thing)|"
    r"lastly|overall|all\s+in\s+all|in\s+general|in\s+summary|to\s+sum|in\s+conclusion|in\s+short|"
    r"(?:having|after|with|now)\W+(?:\w+\s+)?(?:said|saying|all)\s+(?:all\s+)?(?:of\s+)?(?:that|this)|all\s+that\s+said|"
    r"rec+om+end(?:ed|ing)?\s+(?:this|it)\b)",
    re.IGNORECASE,
)


_NEAR = 240
"""Characters before a sentence in which seasons may have been counted: "I saw both seasons. The first …"."""
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|[2-8]|both|all(?:\s+of)?(?:\s+the)?)\s+seasons\b|"
    r"\b(?:both|(?:all|the)(?:\s+of)?(?:\s+the)?\s+(?:two|three|four|five|six|seven|eight|[2-8]))\s+series\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Seasons named at a span of a text; a wish is no opinion of them."""

    seasons: tuple[int, ...]
    start: int
    end: int
    wish: bool = False
    in_passing: bool = False
    """Named as a point in time ("after season 2"), not as what is judged."""


def mentions(text: str, *, last_season: int | None = None, of_seasons: bool = False) -> tuple[Mention, ...]:
    """Return the season mentions of a text in order.

    ``last_season`` is what "the last season" means; without it that isn't a mention.
    With ``of_seasons`` the text is known to go on about seasons, so that "the second"
    is one; a mention before it in the text says so too.
    """
    raw = list(_raw_mentions(text, last_season))
    talk_from = 0 if of_seasons else min((mention.end for mention in raw), default=len(text))
    raw += [
        Mention(_listed(found["list"]), found.start(), found.end())
        for pattern in (_BARE, _BARE_AT_END)
        for found in pattern.finditer(text)
        if found.start() >= talk_from
    ]
    found = sorted(raw, key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if kept and mention.start < kept[-1].end:
            continue
        kept.append(mention)
    return tuple(_with_moods(kept, text))


@lru_cache(maxsize=4096)
def named_seasons(text: str, *, last_season: int | None = None) -> tuple[int, ...]:
    """Return every season that the text names, sorted, wishes included."""
    if not _MAY_NAME.search(text):
        return ()
    return _union(mention.seasons for mention in mentions(text, last_season=last_season))


def season_words(season: int) -> tuple[str, ...]:
    """Return the words that stand for a season's number: "3", "s3", "three", "third"."""
    spelled = (
        word for table in (_CARDINALS, _ORDINALS) for word, number in table.items() if number == season
    )
    return (str(season), f"s{season}", *spelled)


def counts_seasons(text: str) -> bool:
    """Tell whether a text speaks of several seasons by their number: "the first" may be one of them then."""
    return _COUNTED.search(text) is not None


def seasons_counted(text: str, start: int) -> bool:
    """Tell whether seasons were counted shortly before a place of a text."""
    return counts_seasons(text[max(0, start - _NEAR) : start])


def turns(sentence: str, *, of_seasons: bool = False) -> list[int]:
    """Return where a sentence turns from one season to another: "season 1 is great, | season 3 isn't".

    Each part says something of its own seasons; a list of seasons and a comparison have none.
    With ``of_seasons`` the talk is of seasons already, so that "the first" is one.
    """
    if not of_seasons and not _MAY_NAME.search(sentence):
        return []
    named = mentions(sentence, of_seasons=of_seasons)
    judged = [mention for mention in named if not mention.wish and not mention.in_passing]
    found: list[int] = []
    for one, other in pairwise(judged):
        between = list(_CLAUSE_EDGE.finditer(sentence, one.end, other.start))
        if not between or set(one.seasons) & set(other.seasons):
            continue
        turn = _turn(sentence, between, other)
        if turn is not None:
            found.append(turn)
    edges = [0, *found, len(sentence)]
    parts = [sentence[start:end] for start, end in pairwise(edges)]
    return found if all(map(_says_something, parts)) else []


def _turn(sentence: str, edges: Sequence[re.Match[str]], to: Mention) -> int | None:
    """Return where a sentence turns to a mention, at one of the clauses' edges before it, if it does.

    After a bare comma its season must come at once: "…, season 2 meh", not "…, bad in season 2".
    """
    last = edges[-1]
    for edge in edges:
        conjunction = _CONJUNCTION.search(edge[0])
        if conjunction and (edge is last or _INTERJECTED.fullmatch(sentence, edge.end(), last.end())):
            even = _EVEN.search(sentence, 0, edge.start() + conjunction.start())
            return even.start() if even else edge.start() + conjunction.start()
    return last.end() if _AT_ONCE.fullmatch(sentence, last.end(), to.start) else None


def _says_something(part: str) -> bool:
    """Tell whether a part of a sentence says something of the seasons it names, and compares them to none."""
    rest = part
    for mention in reversed(mentions(part, of_seasons=True)):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    said = {word.lower() for word in _WORD.findall(rest)} - _SAYING_NOTHING
    return bool(said) and not _HELD_AGAINST.search(part)


def tag_seasons(passages: Iterable[Passage], *, last_season: int | None = None) -> tuple[Passage, ...]:
    """Return one review's passages with the seasons that each is about.

    A season stays the topic until the next mention or until the review turns
    to the whole show. A passage whose only mentions are wishes is marked so.
    """
    topic: tuple[int, ...] = ()
    counted_to = -_NEAR
    tagged: list[Passage] = []
    for passage in passages:
        counted = passage.start - counted_to < _NEAR
        found = mentions(passage.text, last_season=last_season, of_seasons=counted or bool(topic))
        counted_to = passage.end if counts_seasons(passage.text) else counted_to
        judged = _union(m.seasons for m in found if not m.wish and not m.in_passing)
        if judged:
            tagged.append(replace(passage, seasons=judged))
            topic = _last_judged(found)
            continue
        if _TURNS_TO_SHOW.search(passage.text):
            topic = ()
        wish = any(mention.wish for mention in found)
        tagged.append(replace(passage, seasons=() if wish else topic, wish=wish))
        if wish:
            topic = ()
    return tuple(tagged)


def _last_judged(found: tuple[Mention, ...]) -> tuple[int, ...]:
    return [mention.seasons for mention in found if not mention.wish and not mention.in_passing][-1]


def _union(groups: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({season for group in groups for season in group}))


def _raw_mentions(text: str, last_season: int | None) -> Iterator[Mention]:
    for found in _FIRST_FEW.finditer(text):
        count = 2 if found["count"].lower().startswith("couple") else _value(found["count"])
        yield Mention(tuple(range(1, min(count, HIGHEST) + 1)), found.start(), found.end())
    for pattern in (_NUMBERED, _SHORT, _NTH):
        for found in pattern.finditer(text):
            seasons = _listed(found["list"])
            if seasons:
                yield Mention(seasons, found.start(), found.end())
    if last_season:
        for found in _LAST.finditer(text):
            yield Mention((last_season,), found.start(), found.end())


def _listed(text: str) -> tuple[int, ...]:
    """Return the seasons of a list like "1 & 2", "1-3" or "first and second", sorted."""
    tokens = list(_TOKEN.finditer(text))
    seasons: set[int] = set()
    for position, token in enumerate(tokens):
        value = _value(token[0])
        before = text[tokens[position - 1].end() : token.start()] if position else ""
        if position and _RANGE.search(before):
            seasons.update(range(_value(tokens[position - 1][0]), value + 1))
        seasons.add(value)
    return tuple(sorted(season for season in seasons if 1 <= season <= HIGHEST))


def _value(word: str) -> int:
    lowered = word.lower()
    if lowered in _ORDINALS:
        return _ORDINALS[lowered]
    return _CARDINALS[lowered] if lowered in _CARDINALS else int(lowered)


def _with_moods(found: Sequence[Mention], text: str) -> Iterator[Mention]:
    """Yield mentions, in order, as wishes or named in passing where their clauses tell so."""
    edges = [0, *(edge.end() for edge in _CLAUSE_EDGE.finditer(text)), len(text)] if found else []
    wished_from: dict[int, int] = {}
    """Where the first wish of a clause has been said, by where the clause starts."""
    for mention in found:
        place = bisect_right(edges, mention.start, hi=len(edges) - 1)
        start, end = edges[place - 1], edges[place]
        if start not in wished_from:
            wish = _WISH_BEFORE.search(text, start, end)
            wished_from[start] = wish.end() if wish else len(text) + 1
        before = max(start, mention.start - _LONGEST_LEAD)
        yield replace(
            mention,
            wish=wished_from[start] <= mention.start
            or _NO_SEASON.search(text, before, mention.start) is not None
            or _WISH_AFTER.match(text, mention.end) is not None,
            in_passing=_POINT_IN_TIME.search(text, before, mention.start) is not None,
        )
