"""The side that a question for points or reasons asks for alone: "what do people complain about"."""

import re

from bot.understanding.intent import Intent, Wish, surely
from index import Polarity

_A_REVIEW = re.compile(
    r"^\W*(?:(?:so|and|ok|hey|but)\s+)?(?:(?:give|show|read|tell)\s+me|any|(?:are|is)\s+there\s+any|what(?:['’]?s|\s+is|\s+are)?|which)\s+"
    r"(?:(?:an?|the|some|any|only|is|are|your)\s+)*(?:(?:most|very|really)\s+)*"
    r"(?:(?P<against>negative|bad|worst|harsh(?:est)?|critical)|positive|good|best|kind(?:est)?|nice(?:st)?)\s+(?:reviews?|opinions?|comments?)"
    r"(?:\s+(?:of|on|about|for)\s+(?:it|this|the\s+(?:show|series)|(?:(?:season|series)\s*\w+|s\d+|the\s+\w+\s+season)))?\W*$",
    re.IGNORECASE,
)
_ASKS_FOR_POINTS = re.compile(
    r"^\W*(?:(?:and|so|but)\s+)?(?:what|which|why|any|name|are\s+there|biggest|main|worst|best|how\s+come|most|"
    r"(?:give|show|read)\s+me)\b|"
    # "Didn't anyone dislike it?", "who hated season 3": whoever felt so about the show.
    r"^\W*(?:(?:and|so|but)\s+)?(?:(?:did|does|do|has|is)(?:n['’]?t)?\s+(?:there\s+)?)?(?:any(?:one|body)|who)\b[^?]*?\b(?<!\bin\s)"
    r"(?:(?:dis)?lik(?:e[sd]?)|hate[sd]?|lov(?:e[sd]?)|enjoy(?:ed)?|quit|g[ai]ve\s+up|stopp(?:ed)?\s+watching|complain(?:ed)?)\b"
    r"(?:\s+(?:it|this|that|the\s+(?:show|series)|(?:season|series)\s+\w+|s\d+|on|about|half|after|before|and)\b|\W*$)",
    re.IGNORECASE,
)
_BLAMES = re.compile(
    r"\b(?:wrong|bad(?:ly)?|worst|weak(?:est|ness(?:es)?)?|dislike[ds]?|hate[ds]?|complain\w*|problems?|downsides?|"
    r"drawbacks?|critici[sz]\w*|flaws?|annoy\w*|disappoint\w*|cons|not\s+(?:like|love|enjoy)\w*|let\s+down|fail\w*|ruin\w*|negatives?|quit|g[ai]ve\s+up|stopp(?:ed)?\s+watching)\b|"
    r"\b(?:do|did|does)n['’]t\s+(?:\w+\s+){0,2}?(?:like|love|enjoy)",
    re.IGNORECASE,
)
_PRAISES = re.compile(
    r"\b(?:best|strengths?|highlights?|prais\w*|lov(?:e|ed|es)|lik(?:e|ed|es)\s+(?:about|most|best)|good\s+(?:about|thing|bits|points)|"
    r"pros|strong\s+points?|enjoy(?:ed)?\s+(?:about|most)|positives?|"
    r"what\s+(?:do|did)\s+(?:they|people|viewers|others?|you\s+all|everyone)\s+(?:like|enjoy))\b",
    re.IGNORECASE,
)


def asks_for_a_review(text: str) -> bool:
    """Tell whether a text asks to see reviews of one side, whatever they speak of."""
    return _A_REVIEW.match(text) is not None


def sought_side(text: str) -> Polarity | None:
    """Return the side that a question for reasons or points asks for alone, None for any other question."""
    if of_side := _A_REVIEW.match(text):
        return Polarity.NEGATIVE if of_side["against"] else Polarity.POSITIVE
    if not _ASKS_FOR_POINTS.match(text):
        return None
    if _BLAMES.search(text):
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if _PRAISES.search(text) else None


def side_meant(intent: Intent | None) -> Polarity | None:
    """Return the side that a question asks for by its meaning, where that is sure."""
    if surely(intent, Wish.BAD):
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if surely(intent, Wish.GOOD) else None
