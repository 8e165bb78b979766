"""What a conversation is about once a question was answered."""

from dataclasses import replace

from bot.answering.reply import Answered, Declined, Reply
from bot.understanding.question import Topic
from bot.understanding.shows import without_names


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
    if before is not None and isinstance(reply, Declined):  # what it said of who asks still holds
        said = reply.question
        return replace(
            before, question=replace(before.question, watched=said.watched, spoiler_free=said.spoiler_free)
        )
    return before
