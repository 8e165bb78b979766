"""The kind of answer that a question wants: a verdict, an opinion or a fact."""

import re

from bot.understanding.intent import Intent, Wish, surely
from bot.understanding.question import Kind
from bot.understanding.seasons import asks_news
from index import AspectCatalogue, Polarity, content_words

_KINDS = {Wish.VERDICT: Kind.VERDICT, Wish.OPINION: Kind.OPINION, Wish.FACT: Kind.FACT}
_FACT = re.compile(
    r"^(?:so\s+|and\s+|hey\s+)?(?:"
    r"how\s+(?:many|long|old|much)\b|who(?:'s|\s)|where\b|when\b|what\s+(?:year|language|languages|channel|genre|"
    r"platform|happens|country|age|time)\b|what(?:'s|\s+is|\s+was)\s+(?:it|the\s+(?:show|series|plot|premise|story))"
    r"(?:\s+(?:show|series))?\s+about|what\s+kind|which\s+\w+|what(?:['’]s|\s+is|\s+are|\s+was)\s+the\s+\w+\s+of\b|what\s+(?:is|was|are|were)\s+\w+['’]s\b|"
    r"what\s+(?:other\s+)?(?:shows?|films?|movies?|series)\b)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"\b(?:die[sd]?|dead|survive[sd]?|killed|cancel+ed|renewed|marr(?:y|ies)|escape[sd]?|ends?\s+up|comes?\s+back|happen\w*)\b",
    re.IGNORECASE,
)
# "Why does she join so late?", "has anyone …", "any robots in it": what happens, not how good it is.
_OF_EVENTS = re.compile(
    r"^\W*(?:(?:and|so|but)\s+)?(?:why|what(?!\s+do)|which|when|has|have|did|do\s+they|any\b|are\s+they|is\s+there|are\s+there|how\s+(?:do|does|did)\b)",
    re.IGNORECASE,
)
_JUDGING = re.compile(
    r"\b(?:good|bad|great|any\s+good|better|best|worst|worse|weak|strong|decent|nice|well|enjoy\w*|like[ds]?|love[ds]?|"
    r"hate[ds]?|think|opinions?|thoughts?|rate[ds]?|feel|say|said|complain\w*|prais\w*|problems?|wrong)\b",
    re.IGNORECASE,
)
# "What's the music like", "hows series one", "what did people make of it": how it is, however it sounds.
_HOW_IT_IS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|hey)\s+)?(?:"
    r"how(?:['’]?s|\s+(?:is|are|was|were))\s+(?:[\w'’-]+\s+){0,3}?(?!\w+(?:ed|en|ught)\b|made\b|done\b|shot\b|told\b)[\w'’-]+\W*$|"
    r"what(?:['’]?s|\s+(?:is|are|was|were))\s+(?!it\b)(?:[\w'’-]+\s+){1,5}?like\W*$|"
    r"what\s+(?:do|did)\s+[^?]*\b(?:make|think)\s+of\b|how\s+(?:do|does|did)\s+[^?]*\b(?:take\s+to|come\s+(?:across|over))\b)",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"\b(?:worth|should\s+(?:i|we)|shall\s+(?:i|we)|recommend\w*|bother|skip|give\s+up|stop|quit|drop\s+it|"
    r"waste\s+of\s+time|keep\s+watching|continue|start\s+(?:it|watching)|any\s+good|binge|any\s+point)\b",
    re.IGNORECASE,
)
_IS_THERE = re.compile(r"^\W*(?:(?:so|and|ok|hey|but)\s+)?(?:is|are|was|were)\s+there\b", re.IGNORECASE)
_NOT_FOR_WHOM = re.compile(
    r"^\W*(?:(?:so|and|ok|hey|but)\s+)?(?:"
    r"who(?:['’]?s|\s+is|\s+are)\s+(?:it|this(?:\s+(?:show|series))?|the\s+(?:show|series))\s+not\s+for|"
    r"who\s+(?:would(?:n['’]?t|\s+not)|won['’]?t|will\s+not|might\s+not)\s+(?:like|love|enjoy)\s+(?:it|this|that)|"
    r"who\s+should(?:n['’]?t|\s+not)\s+watch\s+(?:it|this|that)|who\s+should\s+(?:avoid|skip)\s+(?:it|this|that))"
    r"(?:\s+(?:show|series))?\W*$",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(
    r"^\W*(?:(?:so|and|ok|hey)\s+)?(?:"
    r"(?:who|what\s+kind\s+of\s+(?:people|person|viewers?|audience))\s+(?:would|will|might|should|could|is\s+going\s+to)\s+"
    r"(?:you\s+recommend\s+(?:it|this)\s+(?:to|for)|(?:really\s+)?(?:like|love|enjoy|watch|be\s+into)\s+(?:it|this|that))|"
    r"who(?:['’]?s|\s+is|\s+are)\s+(?:(?:it|this(?:\s+(?:show|series))?|the\s+(?:show|series))\s+(?:for|aimed\s+at|made\s+for)|"
    r"the\s+(?:target\s+)?audience))"
    r"\W*$",
    re.IGNORECASE,
)


def asks_verdict(text: str) -> bool:
    """Tell whether a text asks in so many words whether to watch."""
    return _VERDICT.search(text) is not None


def asks_for_whom(text: str) -> bool:
    """Tell whether a text asks who would like the show."""
    return _FOR_WHOM.match(text) is not None


def asks_for_whom_not(text: str) -> bool:
    """Tell whether a text asks who wouldn't like the show."""
    return _NOT_FOR_WHOM.match(text) is not None


def kind_of(
    text: str,
    aspects: tuple[str, ...],
    catalogue: AspectCatalogue,
    intent: Intent | None,
    *,
    seasons: tuple[int, ...],
    compares: bool,
    sought: Polarity | None,
) -> Kind:
    """Return the kind of answer wanted: by meaning where that is sure, else by the words."""
    if compares:
        return Kind.OPINION if aspects else Kind.VERDICT
    of_worth = seasons or aspects or _JUDGING.search(text) or _VERDICT.search(text)
    if (
        sought
        or (not seasons and asks_news(text))
        or asks_for_whom(text)
        or asks_for_whom_not(text)
        or (_IS_THERE.match(text) and not of_worth)
    ):
        return Kind.FACT
    for wish, kind in _KINDS.items():
        if surely(intent, wish) and not (kind is Kind.FACT and _HOW_IT_IS.match(text)):
            return kind
    return _kind_by_words(text, aspects, catalogue, of_season=bool(seasons))


def _kind_by_words(
    text: str, aspects: tuple[str, ...], catalogue: AspectCatalogue, *, of_season: bool
) -> Kind:
    if _FACT.match(text) and not _JUDGING.search(text):
        return Kind.FACT
    if any(catalogue[name].fact for name in aspects) and not (_JUDGING.search(text) or _VERDICT.search(text)):
        return Kind.FACT
    of_events = _OF_EVENTS.match(text) or _HAPPENS.search(text)
    if not aspects and not of_season and of_events and not _JUDGING.search(text):
        return Kind.FACT
    if _VERDICT.search(text) or (not aspects and (of_season or not content_words(text))):
        return Kind.VERDICT
    return Kind.OPINION
