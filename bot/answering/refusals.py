"""Whether the reviews can answer a question, and what is missing when they can't."""

import re
from collections.abc import Sequence

from bot.answering.evidence import Evidence
from bot.answering.names import folded, names_known, proper_names
from bot.answering.reply import Missing
from bot.understanding.intent import Wish
from bot.understanding.question import Kind, Question
from bot.understanding.reader import Understood
from index import (
    Narrowing,
    Passage,
    Snapshot,
    content_words,
    mentions,
    named_seasons,
    season_words,
    words,
    words_held,
)

ANSWERS_FROM = 0.5
"""Likelihood that the reviews answer from which a question counts as answered; see docs/evals.md."""
_OF_WORTH_FROM = 0.3
"""The same for the worth of a show or season, of which nearly every review tells something."""
_TOLD_FROM = 0.55
"""Relevance of one passage from which the reviews answer, whatever else was found."""
_CHATTER_FROM = 0.8
"""Likelihood of asking nothing from which a message that names no aspect, season or show is small talk."""
_LOOKED_AT, _AT_ONCE = 50, 5
"""Passages with a word's stem that are looked through for the word, and how many are read at once."""
_LONGEST_NAME = 4
"""Words of a message that may be but a name."""
_SUBJECT = re.compile(
    r"^\W*(?:is|was|are|were|should\s+i\s+(?:watch|start)|do\s+you\s+recommend)\s++"
    r"(?!(?:it|this|that|they|these|there|season|series|s\d+|people|viewers)\b|the\s+(?:(?:first|second|third|fourth|fifth|"
    r"last|final|new(?:est)?|latest|other|whole|\d\w+)\b|seasons?\b|series\b|show\b|film\b|movie\b|rest\b|reviews?\b))"
    r"(?P<subject>[^?]+?)\b(?:any\s+good|good|worth|bad|great|better)\b.*$",
    re.IGNORECASE,
)
# "Is the show about vampires any good": it may be another show that is meant.
_OF_SHOW_ABOUT = re.compile(
    r"^\W*(?:(?:so|and|ok|hey)\s+)?(?:is|was|how(?:['’]?s|\s+is))\s+the\s+(?:(?:show|series|film|movie)\s+about|one\s+(?:about|with))\s+"
    r"(?!(?:to|right|as|what|over|done|now)\b)(?P<subject>[^?]+?)"
    r"(?:\s+(?:any\s+good|good|worth\b.*|bad|great))?\W{0,9}$",
    re.IGNORECASE,
)
_EPISODE = re.compile(
    r"\b(?:episode|ep\.?)\s*+(?:#\s*+)?(?P<number>\d{1,3})\b|\bs\d{1,2}\s*e(?P<short>\d{1,3})\b",
    re.IGNORECASE,
)
# "I'm on episode 3, …", "does it get better after episode 3": how far somebody is, not what is asked about.
_AS_FAR_AS = re.compile(
    r"\b(?:on|after|past|until|till|to|from|seen|watched|finished|through|before|by|at|since|reached)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"\W*(?:(?:hi|hello|hey|yo|thanks?|thank\s+you|thx|cheers|bye|goodbye|good\s+(?:morning|evening|night|bot)|ok(?:ay)?|"
    r"cool|nice|great|lol|test|the|a|and|please|sorry|so\s+much|very\s+much|there|bot)\b\W*)+",
    re.IGNORECASE,
)
# "Do you agree?", "are these reviews fake?": of the bot or its reviews, not of a show.
_OF_THE_BOT = re.compile(
    r"^\W*(?:(?:so|and|ok|hey|but)\s+)?(?:"
    r"(?:do|did|have|are|were|can|could)(?:n['’]?t)?\s+(?:you|ya)\s+(?:really\s+|even\s+|actually\s+|ever\s+)?"
    r"(?:agree|disagree|watch(?:ed)?|see(?:n)?|an?\s+(?:bot|robot|ai|human)|real|human|sure|okay|ok|alive|there|hear|talk|speak)"
    r"(?:\s+(?:it|this|that|them|me|(?:with\s+)?(?:me|this|that|it|them)|(?:the|this)\s+(?:show|series)|or\s+\w+))?\W*$|"
    r"(?:who|what)\s+(?:are|made|built)\s+you\W*$|are\s+(?:the|these|those)\s+reviews?\s+(?:fake|real|genuine|paid|true)\b|"
    r"how\s+many\s+(?:reviews|reviewers|opinions)\b)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^\W*(?:(?:and|so|ok|hey)\s+)*(?:(?:what|how)\s+about\s+|tell\s+me\s+about\s+|who(?:['’]?s|\s+is|\s+was)\s+(?:that\s+|this\s+)?)?"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\W*(?:please\s+)?(?:ignore|forget|disregard|write|print|repeat|translate|pretend|act\s+as|generate|compose|"
    r"output|execute|run|reveal|summari[sz]e\s+your|sing|draw|select\s.+\sfrom|drop\s+table|def\s|import\s|sudo\s)",
    re.IGNORECASE,
)


def unknown_seasons(seasons: tuple[int, ...], snapshot: Snapshot) -> tuple[int, ...]:
    """Return the seasons asked for that no passage is about."""
    covered = snapshot.records.season_reviews() if seasons else {}
    return tuple(season for season in seasons if season not in covered)


def unknown_names(query: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the proper names in a question that no review mentions, as typed."""
    without_seasons = query
    for mention in reversed(mentions(query)):
        without_seasons = f"{without_seasons[: mention.start]} {without_seasons[mention.end :]}"
    return tuple(name for name in proper_names(without_seasons) if not _is_mentioned(name, snapshot))


def unknown_subject(question: Question, query: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return what a question for worth is about when that is another show: no review names it either."""
    other = _OF_SHOW_ABOUT.match(query)
    named = content_words(other["subject"]) if other else []
    if other and named and not any(_is_held(word, snapshot) for word in named):
        return (_without_article(other["subject"]),)
    found = _SUBJECT.match(query)
    if not found or question.kind is Kind.FACT or question.seasons:
        return ()
    subject = found["subject"].strip()
    may_be_worded_otherwise = question.is_cued and subject.lower().startswith("the ")  # "the camera work"
    if may_be_worded_otherwise or _EPISODE.search(subject):
        return ()
    spelled = content_words(subject)
    known = not spelled or _is_mentioned(subject, snapshot) or bool(names_known(subject, snapshot))
    return () if known else (_without_article(subject),)


def unmentioned_episode(query: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the episode that a question asks about by its number, where no passage names it."""
    asked = _EPISODE.search(query)
    if not asked or _AS_FAR_AS.search(query[: asked.start()]):
        return ()
    number = int(asked["number"] or asked["short"])
    spelled = season_words(number)
    named = re.compile(
        rf"\b(?:episodes?|eps?\.?)\s*#?\s*(?:{'|'.join(spelled)})\b|\b(?:{'|'.join(spelled)})(?:st|nd|rd|th)?\s+(?:episode|ep)\b|"
        rf"\bs\d+\s*e0*{number}\b",
        re.IGNORECASE,
    )
    passages = _passages_with([*spelled, "episode", "ep"], snapshot)
    return () if any(named.search(passage.text) for passage in passages) else (f"episode {number}",)


def unmentioned_seasons(question: Question, query: str, snapshot: Snapshot) -> tuple[int, ...]:
    """Return the seasons that a question for news names ("will there be a season 5") and no passage does."""
    asked = set(named_seasons(query)) if question.asks_news else set()
    for season in sorted(asked):
        passages = _passages_with([*season_words(season), "season", "series"], snapshot)
        asked -= {named for passage in passages for named in named_seasons(passage.text)}
    return tuple(sorted(asked))


def asks_of_somebody(question: Question, query: str, snapshot: Snapshot) -> bool:
    """Tell whether a question for worth is about somebody that reviews name: "is Mara any good"."""
    found = _SUBJECT.match(query) if question.asks_worth and not question.seasons else None
    return found is not None and bool(names_known(found["subject"], snapshot))


def asks_by_name(query: str, snapshot: Snapshot) -> bool:
    """Tell whether a message is but the name of somebody or something in the reviews: "Mara?"."""
    spelled = words(_ABOUT.sub("", query))
    return 0 < len(spelled) <= _LONGEST_NAME and names_known(query, snapshot).issuperset(spelled)


def unheld_cues(question: Question, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the cues in a question that only passages naming the same could answer, and none does.

    Where an aspect may be spoken of in other words ("a beating with a shovel"), no passage may speak of it.
    """
    spoken_of = snapshot.records.aspect_reviews().keys()
    return tuple(
        narrowing.cue
        for narrowing in question.narrowings
        if narrowing.aspect.strict
        and (
            narrowing.aspect.name not in spoken_of
            or (narrowing.aspect.by_name and not _is_met(narrowing, snapshot))
        )
    )


def is_chatter(understood: Understood) -> bool:
    """Tell whether a message is an order, small talk or about the bot, instead of asking about a show."""
    if understood.question.is_name:
        return False
    names_show = understood.query != understood.question.about
    asks = understood.question.aspects or understood.question.seasons or names_show
    sure = not asks and understood.intent.of(Wish.CHATTER) >= _CHATTER_FROM
    return sure or (_ORDER.match(understood.query) or _OF_THE_BOT.match(understood.query)) is not None


def is_answered(evidence: Evidence, question: Question, snapshot: Snapshot) -> bool:
    """Tell whether what was found is likely to answer.

    What a question names in so many words must be an aspect that some review speaks of, or
    a passage must answer it all the same.
    """
    if not evidence.voices:
        return False
    if question.is_name or evidence.voices[0].score >= _TOLD_FROM:
        return True
    if question.is_cued and what_is_missing(question, snapshot) is Missing.ASPECTS:
        return False
    return evidence.answerable >= (_OF_WORTH_FROM if question.asks_worth else ANSWERS_FROM)


def what_is_missing(question: Question, snapshot: Snapshot) -> Missing:
    """Return what keeps a question from being answered: its aspects, where no review speaks of them."""
    spoken_of = snapshot.records.aspect_reviews().keys()
    return Missing.ASPECTS if question.aspects and spoken_of.isdisjoint(question.aspects) else Missing.ANSWER


def is_nonsense(query: str) -> bool:
    """Tell whether a message asks nothing: no word at all (emoji, punctuation), a greeting, thanks."""
    return not words(query) or _SMALL_TALK.fullmatch(query) is not None


def _is_met(narrowing: Narrowing, snapshot: Snapshot) -> bool:
    """Tell whether a passage of the aspect holds one of the group's cues."""
    spelled = [form for word in narrowing.group.words for form in (word, f"{word}s")]
    passages = _passages_with(spelled, snapshot, aspects=(narrowing.aspect.name,))
    return any(narrowing.group.pattern.search(passage.text) for passage in passages)


def _passages_with(
    spelled: Sequence[str], snapshot: Snapshot, *, aspects: Sequence[str] = ()
) -> list[Passage]:
    """Return the passages that hold most of the words, of the aspects if any are given."""
    found = snapshot.lexical.best(spelled, _LOOKED_AT, aspects=aspects)
    return list(snapshot.records.passages([number for number, _ in found]).values())


def _without_article(subject: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", subject.strip(), flags=re.IGNORECASE)


def _is_mentioned(name: str, snapshot: Snapshot) -> bool:
    return all(_is_held(word, snapshot) for word in content_words(name) or words(name))


def _is_held(word: str, snapshot: Snapshot) -> bool:
    """Tell whether a passage holds the word or its plural: stems alone take "severance" for "several"."""
    found = [number for number, _ in snapshot.lexical.best([word, f"{word}s"], _LOOKED_AT)]
    alike = folded(word).removesuffix("s")
    return any(
        alike == folded(held).removesuffix("s")
        for first in range(0, len(found), _AT_ONCE)
        for passage in snapshot.records.passages(found[first : first + _AT_ONCE]).values()
        for held in words_held(passage.text)
    )
