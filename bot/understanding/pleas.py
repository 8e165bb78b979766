"""A message less what only leads up to its question, or begs for no spoilers."""

from dataclasses import replace

from bot.understanding.draft import Draft
from bot.understanding.english import QUESTIONS

_BETWEEN = " ,.!?:;()[]–-"
"""What parts a plea from the question."""


def without_address(draft: Draft) -> Draft:
    """Leave out what only leads up to the question: "please tell me whether"."""
    address = QUESTIONS.search("address", draft.text)
    return replace(draft, text=draft.text[address.end :].strip() or draft.text) if address else draft


def without_plea(draft: Draft) -> Draft:
    """Leave out a plea not to spoil anything, before or after what is asked; the question knows of it."""
    text, has_plea = draft.text, False
    for plea in reversed(list(QUESTIONS.every("plea", text))):
        before, after = text[: plea.start], text[plea.end :]
        if not after.strip() or after.lstrip()[0] in _BETWEEN:
            after = after.lstrip(_BETWEEN)
            text = f"{before.rstrip(_BETWEEN)} {after.removeprefix('but ')}".strip()
            has_plea = True
    said_before = draft.before is not None and draft.before.spoiler_free
    return replace(draft, text=text or draft.text).knowing(spoiler_free=has_plea or said_before)
