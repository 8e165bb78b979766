"""What a question wants: of which aspects, which side alone, a verdict, an opinion or a fact."""

from dataclasses import replace

from bot.understanding.draft import Draft
from bot.understanding.english import QUESTIONS
from bot.understanding.intent import Intent, Want, surely
from bot.understanding.question import Kind
from index import WORTH, AspectCatalogue, Polarity, without_mentions

_MEANT_FROM = 0.4
"""Likelihood from which a question asks for an aspect that no word of it names."""
_KINDS = {Want.VERDICT: Kind.VERDICT, Want.OPINION: Kind.OPINION, Want.FACT: Kind.FACT}


def formed(draft: Draft) -> Draft:
    """Tell by the form of a question whom the show is for, or isn't, or a review of one side."""
    text = draft.text
    for_whom, review_of = None, None
    if QUESTIONS.holds("not_for_whom", text):
        for_whom = QUESTIONS.text("warned")
    elif QUESTIONS.holds("for_whom", text):
        for_whom = QUESTIONS.text("recommended")
    elif review := QUESTIONS.search("a_review", text):
        review_of = Polarity.NEGATIVE if "against" in review.slots else Polarity.POSITIVE
    return replace(draft, for_whom=for_whom, review_of=review_of, is_general=_is_general(draft))


def asked_aspects(draft: Draft, catalogue: AspectCatalogue) -> Draft:
    """Tell the question its aspects: those it has cues for, else those that its meaning tells."""
    text, question = draft.text, draft.question
    cued = catalogue.asked(text)
    likely = draft.intent.aspects
    meant = [
        name
        for name, aspect in catalogue.aspects.items()
        if likely.get(name, 0.0) >= _MEANT_FROM and not (question.seasons and aspect.placed)
    ]
    asks_none = draft.is_general or question.asks_news or draft.for_whom is not None
    aspects = () if asks_none else tuple(name for name in cued or meant if name != WORTH)
    return draft.knowing(aspects=aspects, is_cued=bool(cued), narrowings=catalogue.narrowed(text))


def wanted(draft: Draft, catalogue: AspectCatalogue) -> Draft:
    """Tell the question the kind of answer that it wants, whether by seasons, and which side alone."""
    question, intent = draft.question, draft.intent
    compares = question.compares_seasons or (len(question.seasons) != 1 and surely(intent, Want.COMPARE))
    compares = compares and not _are_facts(question.aspects, catalogue)
    likens = question.likens and not compares
    if compares:
        kind = Kind.OPINION if question.aspects else Kind.VERDICT
        return draft.knowing(kind=kind, compares_seasons=True, likens=False)
    if draft.is_general:
        return draft.knowing(kind=Kind.VERDICT, compares_seasons=False, likens=likens)
    sought = draft.review_of or _side(intent)
    is_fact = sought is not None or question.asks_news or draft.for_whom is not None
    kind = Kind.FACT if is_fact else _likeliest(intent)
    return draft.knowing(kind=kind, compares_seasons=False, sought=sought, likens=likens)


def searched_for(draft: Draft) -> Draft:
    """Tell the question what is searched for: its text, or where that names nothing, worth."""
    text, seasons = draft.text, draft.question.seasons
    of_show = draft.is_general and not seasons
    about = draft.for_whom or (worth_of(seasons) if of_show or draft.review_of else text)
    return draft.knowing(about=about)


def worth_of(seasons: tuple[int, ...]) -> str:
    """Return what is searched for where a question says no more than that it is of seasons, or the show."""
    if not seasons:
        return QUESTIONS.text("worth")
    *others, last = map(str, seasons)
    named = f"{', '.join(others)}{QUESTIONS.text('and')}{last}" if others else last
    return QUESTIONS.text("season_worth", named)


def _is_general(draft: Draft) -> bool:
    """Tell whether a text asks for the show, or seasons, as a whole."""
    left = without_mentions(draft.unnamed)
    return (left != draft.text and QUESTIONS.holds("of_a_name", left)) or QUESTIONS.holds(
        "in_general", draft.text
    )


def _side(intent: Intent) -> Polarity | None:
    """Return the side that a question asks for alone by its meaning."""
    if surely(intent, Want.BAD):
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if surely(intent, Want.GOOD) else None


def _are_facts(aspects: tuple[str, ...], catalogue: AspectCatalogue) -> bool:
    """Tell whether aspects are all of facts, such as how long episodes are: nobody likes one better."""
    return bool(aspects) and all(catalogue[name].fact for name in aspects)


def _likeliest(intent: Intent) -> Kind:
    return _KINDS[max(_KINDS, key=intent.of)]
