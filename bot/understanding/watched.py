"""What a message says that its writer has watched so far."""

from dataclasses import replace

from bot.understanding.draft import Draft
from bot.understanding.english import QUESTIONS
from bot.understanding.seasons import after_seen, watched_of
from bot.understanding.spelling import tidy
from index import Mention, mentions, words

_MARKS = ",.;:!?–-"


def said_watched(draft: Draft) -> Draft:
    """Tell the question the last season that was watched, and leave that out where all else is said without.

    The text stays whole where it says nothing else, speaks of what was watched ("is it good?"),
    or asks for what comes after it.
    """
    text, show = draft.text, draft.show
    draft = replace(draft, unseen=after_seen(text, draft.last_season))
    for mention in mentions(text, last_season=show.seasons):
        lead = _lead(text, mention)
        if lead is None or mention.wish:
            continue
        rest = _rest(text, lead, mention.end)
        if rest and not draft.unseen:
            draft = replace(draft, text=rest)
        return draft.knowing(watched=max(watched_of(text, mention)))
    return draft.knowing(watched=draft.before.watched if draft.before else None)


def _lead(text: str, mention: Mention) -> int | None:
    """Return where what leads up to a season as a watched one starts: "I've only seen"."""
    lead = QUESTIONS.search("have_seen", text, 0, mention.start)
    return lead.start if lead else None


def _rest(text: str, start: int, end: int) -> str:
    """Return a text less what was watched, empty where that can't be left out."""
    so_far = QUESTIONS.search("so_far", text, end)
    before, after = text[:start].rstrip(), text[so_far.end if so_far else end :].lstrip()
    links = QUESTIONS.words("links")
    is_apart = not before or before[-1] in _MARKS or before.split()[-1].lower() in links
    goes_on = bool(after) and after[0] not in _MARKS and after.split()[0].lower() not in links
    first, _, others = after.lstrip(f"{_MARKS} ").partition(" ")
    rest = tidy(f"{before} {others if first.lower() in links else f'{first} {others}'}")
    said = set(words(rest))
    points_back = not QUESTIONS.words("pointing_back").isdisjoint(said)
    return rest if said and is_apart and not goes_on and not points_back else ""
