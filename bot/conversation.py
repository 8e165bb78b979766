"""A follow-up read in the light of what came before."""

from dataclasses import replace

from bot.model import Answered, Declined, Kind, Question, Reply, Topic
from bot.question import tidy, without_names, worth_of
from index import mentions


def next_topic(reply: Reply, before: Topic | None = None) -> Topic | None:
    """Return what the conversation is about after a reply, and what was quoted of it.

    What was declined doesn't become the topic, but for another show than before: it was named.
    """
    if isinstance(reply, Answered) or (
        isinstance(reply, Declined) and (before is None or before.show != reply.show.slug)
    ):
        question = replace(
            reply.question,
            about=without_names(reply.question.about, reply.show),
            quoted=(*reply.question.quoted, *(quote.span for quote in reply.quotes)),
        )
        return Topic(reply.show.slug, question)
    return before


def merge(question: Question, topic: Topic | None) -> Question:
    """Return the question with what it leaves out taken from the topic.

    A question that stands on its own takes nothing. One that doesn't keeps
    what it doesn't replace: "and the acting?" keeps the season, "what about
    season 2?" keeps the aspect and the kind, "why?" keeps everything: it asks for
    more of the same.
    """
    if topic is None or question.stands_alone:
        return question
    before = topic.question
    if not question.seasons and not question.aspects:
        return replace(before, text=question.text, about=before.about)
    if question.aspects:
        kind = Kind.OPINION if question.kind is Kind.VERDICT else question.kind
        return replace(question, kind=kind, seasons=question.seasons or before.seasons)
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
