"""A question as typed into a question as understood: by rule, and by its meaning where that is sure."""

import re

from bot.intent import Intent, Wish
from bot.model import LONGEST_QUESTION, Kind, Question, Topic
from bot.wording import and_list
from index import WORTH, AspectCatalogue, Polarity, content_words, mentions, named_seasons

_SPACE = re.compile(r"\s+")

_MEANT_FROM = 0.4
"""Likelihood from which a question asks for an aspect that no word of it names."""
_SURELY_FROM = 0.65
"""Likelihood of a wish from which it outweighs what the words look like."""
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
# Whatever number is asked for: that no show has so many seasons is for the answer to say.
_ANY_SEASON = re.compile(r"\b(?:season|series|s)\s*(?P<number>-\d+|0|[1-9]\d{2,}|[6-9]\d)\b", re.IGNORECASE)
_GOING_ON = re.compile(
    r"\b(?:gets?\s+(?:better|worse|good|bad)|down\s*hill|improves?|declines?|falls?\s+off|holds?\s+up|stop|quit|end|finish|leave|drop\s+it|keep\s+(?:going|watching)|continue|carry\s+on|go\s+on|watch\s+on|"
    r"worth\s+(?:continuing|going\s+on))\b[^.?!]{0,30}\b(?:after|at|with|past|beyond)\s+(?:the\s+)?$|"
    r"\b(?:past|beyond)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:better|worse|weaker|stronger|improve\w*|as\s+good\s+as|as\s+bad\s+as|compare[sd]?|difference|differ|prefer|"
    r"vs|versus)\b",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(
    r"\b(?:gets?|getting|got|become|becomes)\s+(?:\w+\s+)?(?:better|worse|good|bad|weaker|stronger)\b|\bgo(?:es)?\s+(?:down\s*hill|off\s+the\s+rails)\b|"
    r"\bdown\s*hill\b|\b(?:decline|fall\s+off|falls\s+off|tail\s+off|jump(?:s|ed)?\s+the\s+shark)\b|"
    r"\b(?:stay|stays|remain|remains|keep|keeps)\s+(?:being\s+)?(?:good|strong|up\s+the\s+quality)\b|\bpicks?\s+up\b|\bhold\s+up\s+(?:to|until|through)\b",
    re.IGNORECASE,
)
# "Worse than season 1?" asks for season 1 beside the others.
_HELD_AGAINST_ONE = re.compile(
    r"\b(?:(?:better|worse|weaker|stronger|duller|slower)\s+than|as\s+(?:good|bad)\s+as|different\s+(?:from|to|than))"
    r"\s+(?:in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_SEVERAL = 2
# "Is the second one better than the first": of a show with so many seasons, that is what is counted.
_ONE_OF_THEM = re.compile(
    r"\bthe\s+(?P<nth>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)(?:\s+one\b|(?=\s*(?:[?.!,;]|$|than\b|or\b)))",
    re.IGNORECASE,
)
# "I've seen 1 and 2, should I carry on?" asks for what comes after them.
_SEEN = re.compile(
    r"(?<!n['’]t\s)(?<!not\s)(?<!never\s)\b(?:watched|seen|finished|completed|done(?:\s+with)?|through)\b(?:\s+(?:only|just|both))*\s*"
    r"(?P<bare>\d{1,2}(?:\s*(?:,|&|\+|-|–|and|to)\s*\d{1,2})*)?(?P<clause>[^.;?!]*?)"
    r"(?=[.;?!]|,?\s+(?:should|shall|do|does|is|will|would|worth|keep|can)\b|,|$)",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"\s*(?:so\s+far|already|now|and)?\s*", re.IGNORECASE)
_ON = re.compile(
    r"\b(?:carry\s+on|continue|keep\s+(?:going|watching)|go\s+on|watch\s+on|move\s+on|the\s+rest(?!\s+of\b)|"
    r"what\s+comes\s+(?:next|after)|the\s+next(?:\s+one)?|worth\s+continuing)\b",
    re.IGNORECASE,
)
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_IN_GENERAL = re.compile(
    r"^\W*(?:(?:so|and|ok|hey)\s+)?(?:tell\s+me\s+about|(?:what|how)(?:['’]?s|\s+(?:is|was)))\s+"
    rf"(?:it|this|that|(?:the|this)\s+(?:show|series|film|movie)|s\s*\d+|(?:season|series)\s+{_COUNT}|"
    r"the\s+(?:first|second|third|fourth|fifth|last|final|new|latest)\s+(?:season|series))"
    r"(?:\s+(?:like|overall|in\s+general|so\s+far))?\W*$|"
    r"^\W*(?:over-?rated|under-?rated|over-?hyped|any\s+good|good|bad|worth\s+it|trash|mid)(?:\s+or\s+(?:not|what|nah|no|bad))?\W*$",
    re.IGNORECASE,
)
_WORTH = "Is it worth watching?"
"""What is searched for where a question names nothing to search for."""
_FOR_WHOM = re.compile(
    r"^\W*(?:(?:so|and|ok|hey)\s+)?(?:"
    r"(?:who|what\s+kind\s+of\s+(?:people|person|viewers?|audience))\s+(?:would|will|might|should|could|is\s+going\s+to)\s+"
    r"(?:you\s+recommend\s+(?:it|this)\s+(?:to|for)|(?:really\s+)?(?:like|love|enjoy|watch|be\s+into)\s+(?:it|this|that))|"
    r"who(?:['’]?s|\s+is|\s+are)\s+(?:(?:it|this(?:\s+(?:show|series))?|the\s+(?:show|series))\s+(?:for|aimed\s+at|made\s+for)|"
    r"the\s+(?:target\s+)?audience))"
    r"\W*$",
    re.IGNORECASE,
)
_RECOMMENDED_TO = "I would recommend it to anyone who likes"
"""What is searched for where a question wants to know who would like the show."""
_A_REVIEW = re.compile(
    r"^\W*(?:(?:so|and|ok|hey|but)\s+)?(?:(?:give|show|read|tell)\s+me|any|(?:are|is)\s+there\s+any|what(?:['’]?s|\s+is|\s+are)?|which)\s+"
    r"(?:(?:an?|the|some|any|only|is|are|your)\s+)*(?:(?:most|very|really)\s+)*"
    r"(?:(?P<against>negative|bad|worst|harsh(?:est)?|critical)|positive|good|best|kind(?:est)?|nice(?:st)?)\s+(?:reviews?|opinions?|comments?)"
    r"(?:\s+(?:of|on|about|for)\s+(?:it|this|the\s+(?:show|series)|(?:(?:season|series)\s*\w+|s\d+|the\s+\w+\s+season)))?\W*$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"^\W*(?:(?:hey|hi|hello|yo|so|ok|please|just|can\s+(?:you|anyone|somebody|someone)|could\s+(?:you|anyone|someone))\b\W*)*"
    r"tell\s+me\b(?!\s+(?:about|more|everything|anything|something|the|a)\b)(?:\s+(?:if|whether|that|please))?\s*",
    re.IGNORECASE,
)
_IS_THERE = re.compile(r"^\W*(?:(?:so|and|ok|hey|but)\s+)?(?:is|are|was|were)\s+there\b", re.IGNORECASE)
# What is left of "tell me about Harbour Lights", "ok, and Harbour Lights?" without the show's name.
_OF_A_NAME = re.compile(
    r"^\W*(?:(?:so|and|or|but|ok|okay|hey|now|then|also|same|question|for|in|on|of|with|the|about)\b\W*)*"
    r"(?:tell\s+me\s+about|(?:what|how)\s+about|(?:what|how)(?:['’]?s|\s+(?:is|was)))?"
    r"(?:\s+(?:like|overall|in\s+general|so\s+far|then|though|the))*\W*$",
    re.IGNORECASE,
)
# "And the acting?": less than a question by itself, so it is looked for as one.
_OF_A_PART = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|cool|nice|right|lol|thanks|thx|so)\b\W*)*(?:and|or|also|plus|what\s+about|how\s+about)\s+"
    r"(?P<part>(?:the|its|their|his|her)(?:\s+(?!(?:who|that|which|is|was|are|were|has|had|have|did|do)\b)[\w'’-]+){1,4}?)"
    r"(?:\s+(?:then|though|tho))?\W*$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(
    rf"^\W*(?:(?:ok(?:ay)?|cool|so)\b\W*)*(?:and|or|what\s+about|how\s+about)\s+(?:number\s+|#\s*)?(?P<number>{_COUNT})\W*$",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"^\W*(?:(?:and|or|but|ok(?:ay)?|what\s+about|how\s+about)\s+)*(?:the\s+)?"
    r"(?P<which>best|worst|weakest|strongest|favou?rite)(?:\s+one)?\W*$",
    re.IGNORECASE,
)
# "Is there gonna be a season 4?" asks for news, not what it is like.
_WILL_THERE_BE = re.compile(
    r"\b(?:(?:will|is|are|gonna|going)\s+(?:there|they|it)\b[^?]*\b(?:be|get|make|come)|renewed|cancel+ed|"
    r"when\s+(?:is|does|will|are)\b[^?]*\b(?:out|come|coming|start|air|released?))\b|\bgonna\s+be\s+an?\b|"
    r"\b(?:is|are)\s+(?:(?:season|series|s)\s*\w+|the\s+\w+\s+(?:season|series))"
    r"\s+(?:coming|confirmed|happening|announced|planned)\b|\b(?:any|the)\s+news\s+(?:on|of|about)\b",
    re.IGNORECASE,
)
_LIKENED = re.compile(
    r"\b(?:(?:is|was|are|feels?|looks?|sounds?|anything|something|much|more|bit)(?:\s+(?:it|this|the\s+(?:show|series)))?"
    r"(?:\s+(?:anything|at\s+all|a\s+(?:bit|lot)|much))?\s+like|similar\s+to|reminds?\b[^?]*\bof|rip-?off|copy)\b",
    re.IGNORECASE,
)
_WHICH_SEASON = re.compile(
    r"\b(?:best|worst|better|weakest|strongest|favou?rite)\s+seasons?\b|"
    r"\bwhich\s+(?:season|series)\b[^?]*\b(?:best|worst|better|weakest|strongest|good|bad|favou?rite|rated?|highest|"
    r"lowest|top|like[ds]?|prefer\w*|recommend\w*)\b|"
    r"\bwhich\s+(?:season|series)\s+(?:is|was|has|had)\s+(?:the\s+)?(?:most|least|(?!lat|long|short|new|earli)\w{3,}est)\b",
    re.IGNORECASE,
)
_ASKS_FOR_POINTS = re.compile(
    r"^\W*(?:(?:and|so|but)\s+)?(?:what|which|why|any|name|are\s+there|biggest|main|worst|best|how\s+come|most|"
    r"(?:give|show|read)\s+me)\b|"
    # "Didn't anyone dislike it?", "who hated season 3": whoever felt so about the show.
    r"^\W*(?:(?:did|does|do|has|is)(?:n['’]?t)?\s+(?:there\s+)?)?(?:any(?:one|body)|who)\b[^?]*?\b(?<!\bin\s)"
    r"(?:(?:dis)?lik(?:e[sd]?)|hate[sd]?|lov(?:e[sd]?)|enjoy(?:ed)?|quit|g[ai]ve\s+up|stopp(?:ed)?\s+watching|complain(?:ed)?)\b"
    r"(?:\s+(?:it|this|that|the\s+(?:show|series)|(?:season|series)\s+\w+|s\d+|on|about|half|after|before|and)\b|\W*$)",
    re.IGNORECASE,
)
_BLAMES = re.compile(
    r"\b(?:wrong|bad(?:ly)?|worst|weak(?:est|ness(?:es)?)?|dislike[ds]?|hate[ds]?|complain\w*|problems?|downsides?|"
    r"drawbacks?|critici[sz]\w*|flaws?|annoy\w*|disappoint\w*|cons|(?:not|n['’]t)\s+(?:like|love|enjoy)\w*|let\s+down|fail\w*|ruin\w*|negatives?|quit|g[ai]ve\s+up|stopp(?:ed)?\s+watching)\b",
    re.IGNORECASE,
)
_PRAISES = re.compile(
    r"\b(?:best|strengths?|highlights?|prais\w*|lov(?:e|ed|es)|lik(?:e|ed|es)\s+(?:about|most|best)|good\s+(?:about|thing|bits|points)|"
    r"pros|strong\s+points?|enjoy(?:ed)?\s+(?:about|most)|positives?|"
    r"what\s+(?:do|did)\s+(?:they|people|viewers|others?|you\s+all|everyone)\s+(?:like|enjoy))\b",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yeah|cool|nice|right|hm+|lol|thanks|thx|oh)\b\W*)*"
    r"(?:(?:and|but|or|so|also|what\s+about|how\s+about|why|why\s+not|really|in\s+what\s+way|how\s+so|how\s+come(?=\W*$)|"
    r"who\s+says|says\s+who|who\s+said|more|any\s+more|tell\s+me\s+more|go\s+on|anything\s+else|anyone\s+else|explain|"
    r"elaborate|(?:for\s+)?examples?|such\s+as|like\s+what|details|what\s+else|same\s+for)\b)",
    re.IGNORECASE,
)
_OF_ONE_TOPIC = re.compile(r"\b(?:that|those|then|there|they|them)\b", re.IGNORECASE)


def understand(
    text: str,
    catalogue: AspectCatalogue,
    *,
    last_season: int | None = None,
    intent: Intent | None = None,
    unnamed: str | None = None,
) -> Question:
    """Return what the text asks.

    ``last_season`` is what "the last season" means. ``intent`` is what the text's meaning tells,
    taken where it is sure, and for the aspects where the text has a cue for none. ``unnamed`` is
    the text less the show's names, where it holds any.
    """
    asked = tidy(text)
    cued = catalogue.asked(asked)
    general = _is_general(asked, asked if unnamed is None else tidy(unnamed))
    seasons = _seasons(asked, last_season)
    against_others = len(seasons) == 1 and _is_held_against_one(asked)
    seasons = () if against_others else seasons
    meant = tuple(name for name in _meant(intent, catalogue) if not (seasons and catalogue[name].placed))
    of_news = _asks_news(asked)
    named = () if general or of_news or _FOR_WHOM.match(asked) else cued or meant
    aspects = tuple(name for name in named if name != WORTH)
    compares = (
        against_others
        or _compares(asked, seasons)
        or (not aspects and not seasons and _surely(intent, Wish.COMPARE))
    )
    compares = compares and not (aspects and all(catalogue[name].fact for name in aspects))
    sought = None if compares else _sought(asked) or _sought_by_meaning(intent)
    return Question(
        text=asked,
        about=_searched_for(asked, seasons, general=general and not seasons),
        kind=Kind.VERDICT
        if general and not compares
        else _kind(asked, aspects, catalogue, intent, seasons=seasons, compares=compares, sought=sought),
        seasons=seasons,
        aspects=aspects,
        stands_alone=stands_alone(asked),
        is_cued=bool(cued),
        compares_seasons=compares,
        likens=not compares and (_COMPARED.search(asked) or _LIKENED.search(asked)) is not None,
        narrowings=catalogue.narrowed(asked),
        sought=sought,
        asks_news=of_news,
    )


def completed(text: str, topic: Topic | None) -> str:
    """Return a message that names but a part of something as a question: "and the acting?".

    What is the best or the worst is a season where the talk is of those.
    """
    of_seasons = topic is not None and topic.question.compares_seasons
    if of_seasons and (superlative := _SUPERLATIVE.match(text)):
        return f"Which is the {superlative['which']} season?"
    part = _OF_A_PART.match(text)
    return f"How is {part['part']}?" if part else text


def is_of_show_alone(unnamed: str) -> bool:
    """Tell whether nothing is left of a message without a show's name but what leads up to it."""
    return _OF_A_NAME.match(unnamed) is not None


def stands_alone(text: str) -> bool:
    """Tell whether a question can be understood without the one before it."""
    if _FOLLOW_UP.match(text) and not (_VERDICT.search(text) and not _OF_ONE_TOPIC.search(text)):
        return False
    short = len(text.split()) <= 4  # noqa: PLR2004 (four words or fewer: "and the music then")
    return not (short and _OF_ONE_TOPIC.search(text))


def without_address(text: str) -> str:
    """Return the text less what only leads up to its question: "please tell me whether"."""
    return _ADDRESS.sub("", text) or text


def _searched_for(asked: str, seasons: tuple[int, ...], *, general: bool) -> str:
    if _FOR_WHOM.match(asked):
        return _RECOMMENDED_TO
    return worth_of(seasons) if general or _A_REVIEW.match(asked) else asked


def _is_general(asked: str, unnamed: str) -> bool:
    """Tell whether a text asks for the show as a whole; ``unnamed`` is it less the show's names."""
    return bool(_IN_GENERAL.match(asked) or (unnamed != asked and _OF_A_NAME.match(unnamed)))


def _meant(intent: Intent | None, catalogue: AspectCatalogue) -> tuple[str, ...]:
    """Return the aspects that a text means though it has a cue for none, in the catalogue's order."""
    likely = intent.aspects if intent else {}
    return tuple(name for name in catalogue.aspects if likely.get(name, 0.0) >= _MEANT_FROM)


def _surely(intent: Intent | None, wish: Wish) -> bool:
    return intent is not None and intent.of(wish) >= _SURELY_FROM


def _sought_by_meaning(intent: Intent | None) -> Polarity | None:
    if _surely(intent, Wish.BAD):
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if _surely(intent, Wish.GOOD) else None


def tidy(text: str) -> str:
    """Return the text on one line, cut at the longest question that is read, undecodable bytes replaced."""
    readable = text.encode("utf-8", errors="replace").decode("utf-8")
    return _SPACE.sub(" ", readable).strip()[:LONGEST_QUESTION].strip()


def worth_of(seasons: tuple[int, ...]) -> str:
    """Return what is searched for where a question says no more than that it is of seasons, or the show."""
    named = and_list([str(season) for season in seasons])
    return f"Is season {named} worth watching?" if named else _WORTH


def _compares(text: str, seasons: tuple[int, ...]) -> bool:
    """Tell whether a question sets seasons against each other: those it names, or all of them."""
    if len(seasons) >= _SEVERAL:
        return _COMPARED.search(text) is not None or _WHICH_SEASON.search(text) is not None
    return not seasons and (_WHICH_SEASON.search(text) or _OVER_TIME.search(text)) is not None


def _asks_news(text: str) -> bool:
    """Tell whether a text asks whether there will be a season that it names: "will it get better" doesn't."""
    return _WILL_THERE_BE.search(text) is not None and bool(named_seasons(text))


def _is_held_against_one(text: str) -> bool:
    """Tell whether a text names but the season that what it asks about is held against."""
    named = mentions(text)
    return len(named) == 1 and _HELD_AGAINST_ONE.search(text[: named[0].start]) is not None


def _sought(text: str) -> Polarity | None:
    """Return the side that a question for reasons or points asks for alone, None for any other question."""
    if of_side := _A_REVIEW.match(text):
        return Polarity.NEGATIVE if of_side["against"] else Polarity.POSITIVE
    if not _ASKS_FOR_POINTS.match(text):
        return None
    if _BLAMES.search(text):
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if _PRAISES.search(text) else None


def _seasons(text: str, last_season: int | None) -> tuple[int, ...]:
    if unseen := _after_seen(text, last_season or 0):
        return unseen
    if _WILL_THERE_BE.search(text):
        return ()
    seasons = {int(found["number"]) for found in _ANY_SEASON.finditer(text)}
    if bare := _BARE_NUMBER.match(text):
        seasons.update(of for of in named_seasons(f"season {bare['number']}") if of <= (last_season or 0))
    for mention in mentions(text, last_season=last_season):
        if _GOING_ON.search(text[: mention.start]):
            after = max(mention.seasons) + 1
            seasons.update(range(after, max(after, last_season or 0) + 1))
        else:
            seasons.update(mention.seasons)
    if not seasons or _COMPARED.search(text):
        seasons.update(_ones_of_them(text, last_season or 0))
    return tuple(sorted(seasons))


def _after_seen(text: str, last_season: int) -> tuple[int, ...]:
    """Return the seasons after those that a text says were seen, where it asks whether to go on."""
    seen = _SEEN.search(text)
    if not seen or not _ON.search(text):
        return ()
    named = mentions(text, last_season=last_season or None)
    within = [mention for mention in named if seen.start() <= mention.start < seen.end()]
    if len(within) < len(named):  # another season is asked for by name
        return ()
    numbers = {season for mention in within for season in mention.seasons}
    if not numbers and seen["bare"] and _NO_MORE.fullmatch(seen["clause"]):
        numbers = {int(number) for number in re.findall(r"\d+", seen["bare"])}
    after = max(numbers, default=0) + 1
    return tuple(range(after, max(after, last_season) + 1)) if numbers else ()


def _ones_of_them(text: str, last_season: int) -> tuple[int, ...]:
    """Return the seasons that a text counts without the word for them, of those that the show has."""
    counted = (named_seasons(f"{one['nth']} season") for one in _ONE_OF_THEM.finditer(text))
    return tuple(sorted({season for (season,) in counted if season <= last_season}))


def _kind(
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
        or (not seasons and _asks_news(text))
        or _FOR_WHOM.match(text)
        or (_IS_THERE.match(text) and not of_worth)
    ):
        return Kind.FACT
    for wish, kind in _KINDS.items():
        if _surely(intent, wish) and not (kind is Kind.FACT and _HOW_IT_IS.match(text)):
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
