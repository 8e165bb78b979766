"""What Discord, the command line and evaluations need of whatever answers questions."""

from typing import Protocol

from bot.answering.reply import Reply, SearchPage, WhichShow
from bot.understanding.progress import NO_PROGRESS, Progress
from bot.understanding.question import Topic
from index import Polarity


class Answerer(Protocol):
    """Answers questions about shows; blocking, and safe to use from several threads."""

    def ask(
        self,
        text: str,
        *,
        show: str | None = None,
        topic: Topic | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> Reply:
        """Return what the reviews say to a question.

        ``show`` holds the question to one show; ``topic`` is what the conversation is about, for a
        question that leaves something out; ``progress`` keeps what the viewer hasn't watched from
        them. Of a show that is named, or the topic's, and can't be asked about, no other one answers:
        raises a WorthwatchError that says why.
        """
        ...

    def search(
        self,
        query: str,
        *,
        show: str | None = None,
        season: int | None = None,
        stance: Polarity | None = None,
        progress: Progress = NO_PROGRESS,
        limit: int,
    ) -> SearchPage | WhichShow:
        """Return the passages nearest to a query, best first; raises what ``ask`` raises.

        What speaks of seasons that the viewer hasn't watched is left out, or covered where
        ``season`` asks for it.
        """
        ...
