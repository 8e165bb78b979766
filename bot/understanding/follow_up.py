"""A follow-up read in the light of what came before."""

from dataclasses import replace

from bot.understanding.draft import Draft
from bot.understanding.english import QUESTIONS
from bot.understanding.intent import Want, surely
from bot.understanding.question import Kind, Question
from bot.understanding.spelling import tidy
from bot.understanding.wants import worth_of
from index import content_words, named_seasons, without_mentions, words


def completed(draft: Draft) -> Draft:
    """Tell whether it leans on the topic; make a question of one that names but a part: "and the acting?".

    What is the best or the worst is a season where the talk is of those.
    """
    text = draft.text
    names_only = not words(without_mentions(text))
    leaning = replace(draft, leans=names_only or QUESTIONS.holds("follow_up", text))
    of_seasons = draft.topic is not None and draft.topic.question.compares_seasons
    if of_seasons and (superlative := QUESTIONS.search("superlative", text)):
        return replace(leaning, text=QUESTIONS.text("season", superlative["which"]))
    part = QUESTIONS.search("of_a_part", text)
    return replace(leaning, text=QUESTIONS.text("part", part["part"])) if part else leaning


def followed_up(draft: Draft) -> Draft:
    """Give the question what it leaves out from the topic.

    A question that stands on its own takes nothing. One that doesn't keeps
    what it doesn't replace: "and the acting?" keeps the season, "what about
    season 2?" keeps the aspect and the kind, "why?" keeps everything: it asks for
    more of the same. Who asks for the other side asks for it of the same, and "is it worse
    than season 1?" sets the season talked of against that one. A show named alone is asked
    what the other one was.
    """
    question, before = draft.question, draft.before
    if draft.topic and not before and QUESTIONS.holds("of_a_name", draft.unnamed):
        return _of_another_show(draft, draft.topic.question)
    if not before:
        return draft
    if len(before.seasons) == 1 and _compares_with_it(draft):
        compared = {*before.seasons, *question.seasons, *named_seasons(draft.text)}
        return draft.knowing(
            seasons=tuple(sorted(compared)) if len(compared) > 1 else (), compares_seasons=True
        )
    return _filled_in(draft, before) if draft.leans and not question.compares_seasons else draft


def _compares_with_it(draft: Draft) -> bool:
    """Tell whether it sets the season talked of against another one, or all: "and compared to the first"."""
    question = draft.question
    if question.compares_seasons:
        return not question.seasons
    return draft.leans and len(question.seasons) == 1 and QUESTIONS.holds("compared", draft.text)


def _of_another_show(draft: Draft, before: Question) -> Draft:
    """Return what was asked of one show asked of another, of its seasons where it has them."""
    seasons = tuple(season for season in before.seasons if season <= draft.last_season)
    about = before.about if seasons == before.seasons else tidy(without_mentions(before.about))
    about = worth_of(seasons) if before.asks_worth else about
    return _as(draft, replace(before, about=about, seasons=seasons, quoted=()))


def _filled_in(draft: Draft, before: Question) -> Draft:
    """Return a question that can't be understood without the one before, with what it leaves out."""
    question = draft.question
    seasons = question.seasons or before.seasons
    if question.sought and question.sought is not before.sought:
        return draft.knowing(seasons=seasons, aspects=question.aspects or before.aspects)
    if not question.seasons and not question.aspects:
        is_new = set(content_words(draft.text)) - QUESTIONS.words("more") or surely(
            draft.intent, Want.VERDICT
        )
        return draft if is_new else _as(draft, before)
    if question.aspects:
        kind = Kind.OPINION if question.kind is Kind.VERDICT else question.kind
        return draft.knowing(kind=kind, seasons=seasons)
    if before.is_name:
        return draft.knowing(about=worth_of(seasons), kind=Kind.VERDICT)
    return draft.knowing(
        about=worth_of(seasons) if before.asks_worth else tidy(without_mentions(before.about)),
        kind=before.kind,
        aspects=before.aspects,
        is_cued=before.is_cued,
        narrowings=before.narrowings,
        sought=before.sought,
    )


def _as(draft: Draft, before: Question) -> Draft:
    """Return what was asked before as what is asked now; what was said of oneself stays as it is known."""
    own = draft.question
    again = replace(before, text=own.text, watched=own.watched, spoiler_free=own.spoiler_free)
    return replace(draft, question=again)
