"""Questions about somebody, or another work, that the reviews name."""

from collections.abc import Callable

from bot.understanding.draft import Draft
from bot.understanding.english import QUESTIONS
from bot.understanding.question import Kind
from index import words

_LONGEST_NAME = 4
"""Words of a message that may be but a name."""

Names = Callable[[str], set[str]]
"""Gives the words of a text that are names in the reviews, in lower case."""


def works(names: set[str]) -> set[str]:
    """Return the names that may be of works or people."""
    return names - QUESTIONS.words("countries")


def of_names(draft: Draft, names: Names) -> Draft:
    """Tell the question that it is about somebody or something that reviews name, where it is."""
    question, query = draft.question, draft.query
    if question.asks_worth and not question.seasons and (subject := QUESTIONS.search("subject", query)):
        return draft.knowing(kind=Kind.OPINION) if names(subject["subject"]) else draft
    if not question.is_cued and not question.seasons and is_name(query, names):
        return draft.knowing(kind=Kind.FACT, aspects=(), is_name=True)
    may_liken = question.likens or (question.compares_seasons and not question.seasons)
    if may_liken and works(names(query)):  # how alike they are is no verdict
        return draft.knowing(kind=Kind.FACT, likens=True, compares_seasons=False)
    return draft


def is_name(query: str, names: Names) -> bool:
    """Tell whether a message is but the name of somebody or something in the reviews: "Mara?"."""
    alone = QUESTIONS.search("name_alone", query)
    spelled = words(alone["name"]) if alone and "name" in alone.slots else []
    return 0 < len(spelled) <= _LONGEST_NAME and names(query) >= set(spelled)
