"""A message as typed: what is read of it, what only leads up to its question, what it leaves out."""

import re

from bot.understanding.kinds import asks_verdict
from bot.understanding.question import LONGEST_QUESTION, Topic
from index import mentions, words

_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(
    r"^\W*(?:(?:hey|hi|hello|yo|so|ok|please|just|can\s+(?:you|anyone|somebody|someone)|could\s+(?:you|anyone|someone))\b\W*)*"
    r"tell\s+me\b(?!\s+(?:about|more|everything|anything|something|the|a)\b)(?:\s+(?:if|whether|that|please))?\s*",
    re.IGNORECASE,
)
# "No spoilers please", before or after what is asked; "are there spoilers" asks for them.
_NO_SPOILERS = (
    r"(?:(?:but|and|with)\s+)?(?:please\s+)?(?:no[\s-]+(?:big\s+|major\s+)?spoilers?|without\s+(?:any\s+)?(?:spoilers?|spoiling\s+\w+)|"
    r"spoiler[\s-]free|(?:don['’]?t|do\s+not)\s+(?:spoil\s+(?:it|anything|me|the\s+\w+)|give\s+(?:me\s+)?(?:any\s+)?spoilers?))"
    r"(?:\W+(?:please|pls|plz|tho(?:ugh)?|thanks|thx))*"
)
_PLEA = re.compile(
    rf"^\W*{_NO_SPOILERS}\s*[,.!:;)–-]+\s*(?:but\s+)?|\s{{0,9}}[(\[]\s*{_NO_SPOILERS}\W*[)\]]|"
    rf"(?<!\bis)(?<!\bit)(?<!\bhave)(?<!\bhas)(?<!\bare)(?<!\bthere)(?<!\bcontain)[\s,;:–-]{{1,9}}{_NO_SPOILERS}[\s.!?]*$",
    re.IGNORECASE,
)
# "I've only seen season 1, …", but not "if I watched …", "have I seen …".
_HAVE_SEEN = re.compile(
    r"(?<!\bif\s)(?<!\bonce\s)(?<!\bafter\s)(?<!\bbefore\s)(?<!\buntil\s)(?<!\bwhen\s)(?<!\bhave\s)(?<!\bunless\s)(?<!\bsince\s)"
    r"\b(?:i|we)(?:['’]?ve|\s+have)?\s+(?:(?:only|just|so\s+far)\s+)*(?:seen|watched|finished|completed|done|got\s+through)\s+"
    r"(?:(?:only|just|up\s+to|until|through|as\s+far\s+as|all\s+of|the\s+end\s+of|the)\s+)*$",
    re.IGNORECASE,
)
_LONGEST_LEAD = 120
"""Characters of what leads up to a season that was watched."""
_SO_FAR = re.compile(
    r"(?:\s+(?:so\s+far|only|yet))*(?:\s*$|\s*[,.;:!–-]+\s*(?:(?:and|but|so)\b\s*)?|\s+(?:and|but|so)\b\s*)",
    re.IGNORECASE,
)
_CLAUSE_BEGINS = re.compile(r"(?:^|[,.;:!?–-]|\b(?:and|but|so|hi|hey|ok))\s*$", re.IGNORECASE)
_BACK_TO_IT = re.compile(r"\b(?:it|that|this|they)\b", re.IGNORECASE)
# "I've seen season 2 is bad": heard of, not watched.
_GOES_ON = re.compile(r"\s+(?:is|was|are|were|has|had|gets?|got)\b", re.IGNORECASE)
# What is left of "tell me about Harbour Lights", "ok, and Harbour Lights?" without the show's name.
_OF_A_NAME = re.compile(
    r"^\W{0,9}(?:(?:so|and|or|but|ok|okay|hey|now|then|also|same|question|for|in|on|of|with|the|about)\b\W{0,9}){0,9}"
    r"(?:tell\s+me\s+about|(?:what|how)\s+about|(?:what|how)(?:['’]?s|\s+(?:is|was)))?"
    r"(?:\s+(?:like|overall|in\s+general|so\s+far|then|though|the)){0,9}\W*$",
    re.IGNORECASE,
)
# "And the acting?": less than a question by itself, so it is looked for as one.
_OF_A_PART = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|cool|nice|right|lol|thanks|thx|so)\b\W*)*(?:and|or|also|plus|what\s+about|how\s+about)\s+"
    r"(?P<part>(?:the|its|their|his|her)(?:\s+(?!(?:who|that|which|is|was|are|were|has|had|have|did|do)\b)[\w'’-]+){1,4}?)"
    r"(?:\s+(?:then|though|tho))?\W*$",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"^\W*(?:(?:and|or|but|ok(?:ay)?|what\s+about|how\s+about)\s+)*(?:the\s+)?"
    r"(?P<which>best|worst|weakest|strongest|favou?rite)(?:\s+one)?\W*$",
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


def tidy(text: str) -> str:
    """Return the text on one line, cut at the longest question that is read, undecodable bytes replaced."""
    readable = text.encode("utf-8", errors="replace").decode("utf-8")
    return _SPACE.sub(" ", readable).strip()[:LONGEST_QUESTION].strip()


def without_address(text: str) -> str:
    """Return the text less what only leads up to its question: "please tell me whether"."""
    return _ADDRESS.sub("", text) or text


def without_plea(text: str) -> tuple[str, bool]:
    """Return the text less a plea not to spoil anything, and whether it had one."""
    rest, pleas = _PLEA.subn(" ", text)
    return (tidy(rest) or text), pleas > 0


def said_watched(text: str, *, last_season: int | None = None) -> tuple[str, int | None]:
    """Return the text less what it says was watched so far, and the last season of that, None if unsaid.

    The text stays whole where it says nothing else, or goes on about what was watched: "is it good?".
    """
    for mention in mentions(text, last_season=last_season):
        lead = _HAVE_SEEN.search(text, max(0, mention.start - _LONGEST_LEAD), mention.start)
        if lead is None or mention.wish or _GOES_ON.match(text, mention.end):
            continue
        follows = _SO_FAR.match(text, mention.end)
        rest = tidy(f"{text[: lead.start()]} {text[follows.end() :]}") if follows else ""
        apart = _CLAUSE_BEGINS.search(text[: lead.start()]) and words(rest) and not _BACK_TO_IT.search(rest)
        return (rest if apart else text), max(mention.seasons)
    return text, None


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
    if _FOLLOW_UP.match(text) and not (asks_verdict(text) and not _OF_ONE_TOPIC.search(text)):
        return False
    short = len(text.split()) <= 4  # noqa: PLR2004 (four words or fewer: "and the music then")
    return not (short and _OF_ONE_TOPIC.search(text))
