"""The seasons that a question asks for, and whether it sets them against each other."""

from bot.understanding.draft import Draft
from bot.understanding.english import QUESTIONS
from index import HIGHEST_SEASON, Mention, listed, mentions, named_seasons, value

_SEVERAL = 2


def asked_seasons(draft: Draft) -> Draft:
    """Tell the question its seasons, whether it compares them, and whether it asks for news of one."""
    text = draft.text
    is_news = asks_news(text)
    seasons = () if is_news else draft.unseen or _asked(text, draft.last_season)
    against_others = len(seasons) == 1 and _is_held_against_one(text)
    return draft.knowing(
        seasons=() if against_others else seasons,
        asks_news=is_news and bool(named_seasons(text)),
        compares_seasons=against_others or _compares(text, seasons),
        likens=QUESTIONS.holds("compared", text) or QUESTIONS.holds("likened", text),
    )


def asks_news(text: str) -> bool:
    """Tell whether a text asks what will be: "when is it coming out"."""
    return QUESTIONS.holds("news", text)


def after_seen(text: str, last_season: int) -> tuple[int, ...]:
    """Return the seasons after those that a text says were seen, where it asks whether to go on."""
    seen = QUESTIONS.search("seen", text) if QUESTIONS.holds("on", text) else None
    if seen is None:
        return ()
    named = mentions(text, last_season=last_season or None)
    told = QUESTIONS.search("seen_until", text, named[0].end if named else seen.end)
    until = told.start if told else len(text)
    if any(not seen.start <= mention.start < until for mention in named):  # another is asked for by name
        return ()
    numbers = {season for mention in named for season in watched_of(text, mention)}
    if not named and "numbers" in seen.slots and QUESTIONS.holds("no_more", text, seen.end):
        numbers = set(listed(seen["numbers"]))
    after = max(numbers, default=0) + 1
    return tuple(range(after, max(after, last_season) + 1)) if numbers else ()


def watched_of(text: str, mention: Mention) -> tuple[int, ...]:
    """Return the seasons watched through where these were watched: of one being watched, that before."""
    if QUESTIONS.holds("partly", text, 0, mention.start):
        return (max(mention.seasons) - 1,)
    return mention.seasons


def _asked(text: str, last_season: int) -> tuple[int, ...]:
    """Return the seasons that a text asks for, sorted; ``last_season`` is what "the last one" means."""
    numbered = {int(found["integer"]) for found in QUESTIONS.every("any_season", text)}
    seasons = numbered - set(range(1, HIGHEST_SEASON + 1))  # which no show has: for the answer to say
    if bare := QUESTIONS.search("bare_number", text):
        seasons.update({value(bare["number"])} & set(range(1, last_season + 1)))
    for mention in mentions(text, last_season=last_season or None):
        seasons.update(_meant(text, mention.start, mention.seasons, last_season))
    if not seasons or QUESTIONS.holds("compared", text):
        rules = ("one_of_them", "one_of_them_at_end")
        counted = {value(one["ordinal"]) for rule in rules for one in QUESTIONS.every(rule, text)}
        seasons.update(counted & set(range(1, last_season + 1)))
    return tuple(sorted(seasons))


def _meant(text: str, start: int, named: tuple[int, ...], last_season: int) -> tuple[int, ...]:
    """Return the seasons that a mention asks for: what comes after it, where that is asked."""
    if QUESTIONS.holds("going_on", text, 0, start):
        after = max(named) + 1
        return tuple(range(after, max(after, last_season) + 1))
    return named


def _compares(text: str, seasons: tuple[int, ...]) -> bool:
    """Tell whether a question sets seasons against each other: those it names, or all of them."""
    if len(seasons) >= _SEVERAL:
        return QUESTIONS.holds("compared", text)
    return not seasons and QUESTIONS.holds("over_time", text)


def _is_held_against_one(text: str) -> bool:
    """Tell whether a text names but the season that what it asks about is held against."""
    named = mentions(text)
    return len(named) == 1 and QUESTIONS.holds("held_against_one", text, 0, named[0].start)
