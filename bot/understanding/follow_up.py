"""A follow-up read in the light of what came before."""

from dataclasses import replace

from bot.understanding.asked import worth_of
from bot.understanding.clean import tidy
from bot.understanding.question import Kind, Question, Topic
from index import Show, content_words, mentions, named_seasons

_MORE = frozenset({
    "more", "else", "example", "examples", "explain", "elaborate", "details", "detail", "reason",
    "reasons", "say", "said", "says", "tell", "told", "think", "really", "exactly", "people", "viewers",
    "reviewers", "anyone", "anything", "way", "come", "go", "ok", "okay", "yeah", "yes", "no", "nah",
    "cool", "nice", "right", "lol", "thanks", "thx", "hmm", "oh", "sure", "quotes", "quote", "though",
    "please",
})  # fmt: skip
"""Words of a follow-up that asks for more of the same; any other word is something new."""


def merge(question: Question, topic: Topic | None) -> Question:
    """Return the question with what it leaves out taken from the topic.

    A question that stands on its own takes nothing. One that doesn't keeps
    what it doesn't replace: "and the acting?" keeps the season, "what about
    season 2?" keeps the aspect and the kind, "why?" keeps everything: it asks for
    more of the same. Who asks for the other side asks for it of the same, and "is it worse
    than season 1?" sets the season talked of against that one.
    """
    if topic is None:
        return question
    before = topic.question
    if question.compares_seasons and len(before.seasons) == 1 and not question.seasons:
        compared = {*before.seasons, *named_seasons(question.text)}
        return replace(question, seasons=tuple(sorted(compared)) if len(compared) > 1 else ())
    alone = question.stands_alone or question.compares_seasons
    return question if alone else _filled_in(question, before)


def of_another_show(before: Question, show: Show) -> Question:
    """Return what was asked of one show asked of another, of its seasons where it has them."""
    seasons = tuple(season for season in before.seasons if season <= (show.seasons or 0))
    about = before.about if seasons == before.seasons else _without_seasons(before.about)
    about = worth_of(seasons) if before.asks_worth else about
    return replace(before, about=about, seasons=seasons, quoted=(), watched=None)


def _filled_in(question: Question, before: Question) -> Question:
    """Return a question that can't be understood without the one before, with what it leaves out."""
    if question.sought and question.sought is not before.sought:
        kept = question.aspects or before.aspects
        return replace(question, seasons=question.seasons or before.seasons, aspects=kept)
    if not question.seasons and not question.aspects:
        names_something = set(content_words(question.text)) - _MORE
        return question if names_something else replace(before, text=question.text)
    if question.aspects:
        kind = Kind.OPINION if question.kind is Kind.VERDICT else question.kind
        return replace(question, kind=kind, seasons=question.seasons or before.seasons)
    if before.is_name:
        return replace(question, about=worth_of(question.seasons), kind=Kind.VERDICT)
    return replace(
        question,
        about=worth_of(question.seasons) if before.asks_worth else _without_seasons(before.about),
        kind=before.kind,
        aspects=before.aspects,
        is_cued=before.is_cued,
        narrowings=before.narrowings,
        sought=before.sought,
    )


def _without_seasons(text: str) -> str:
    for mention in reversed(mentions(text)):
        text = f"{text[: mention.start]}{text[mention.end :]}"
    return tidy(text)
