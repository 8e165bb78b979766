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
    """Tell the question of a plea not to spoil anything, and leave it out where it stands apart."""
    text = draft.text
    pleas = QUESTIONS.every("plea", text)
    for plea in reversed(pleas):
        before, after = text[: plea.start].rstrip(), text[plea.end :].lstrip()
        if not before or before[-1] in _BETWEEN or not after.rstrip(_BETWEEN):
            text = f"{before.rstrip(_BETWEEN)} {after.lstrip(_BETWEEN)}".strip()
    said_before = draft.before is not None and draft.before.spoiler_free
    return replace(draft, text=text or draft.text).knowing(spoiler_free=bool(pleas) or said_before)
