"""Whether what was found is enough to answer."""

from bot.answering.evidence import Evidence
from bot.answering.reply import Missing
from bot.understanding.question import Question
from index import Snapshot

ANSWERS_FROM = 0.5
"""Likelihood that the reviews answer from which a question counts as answered; see docs/evals.md."""
_OF_WORTH_FROM = 0.3
"""The same for the worth of a show or season, of which nearly every review tells something."""
_TOLD_FROM = 0.55
"""Relevance of one passage from which the reviews answer, whatever else was found."""


def is_sufficient(evidence: Evidence, question: Question, snapshot: Snapshot) -> bool:
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
