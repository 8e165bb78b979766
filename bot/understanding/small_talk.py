"""Messages that ask nothing of a show: orders, small talk, questions about the bot."""

from collections.abc import Callable

from bot.understanding.draft import Draft
from bot.understanding.english import QUESTIONS
from bot.understanding.intent import Intent, Want
from index import words

_SURELY_FROM = 0.8
"""Likelihood of asking nothing from which a message that names no aspect, season or show is small talk."""


def asks_nothing(text: str) -> bool:
    """Tell whether a message has no word at all: emoji, punctuation."""
    return not words(text)


def chatter(draft: Draft, intent_of: Callable[[str], Intent]) -> Draft:
    """Tell the question whether it is an order, small talk or about the bot; ``intent_of`` reads a text."""
    question, query = draft.question, draft.query
    named = question.aspects or question.seasons or question.is_name or query != question.about
    is_order = asks_nothing(query) or QUESTIONS.holds("order", query)
    is_chatter = is_order or (not named and intent_of(query).of(Want.CHATTER) >= _SURELY_FROM)
    return draft.knowing(is_chatter=is_chatter)
