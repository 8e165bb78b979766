"""Answers into the words that a viewer reads; how they are laid out is up to each surface."""

import re

from bot.answering.reply import (
    Ahead,
    Answered,
    Compared,
    Declined,
    Label,
    Missing,
    Note,
    NothingMore,
    Quote,
    Repeated,
    Reply,
    SeasonsUnsaid,
    Verdict,
    WhichShow,
    Widened,
)
from bot.understanding.english import QUESTIONS
from bot.understanding.question import Question
from bot.wording.lists import and_list, or_list, season_runs
from bot.wording.steering import one_line
from index import AspectCatalogue, Polarity, Show

_WORTH_WORDS = {
    Label.YES: "yes",
    Label.LEANING_YES: "leaning yes",
    Label.MIXED: "viewers are divided",
    Label.LEANING_NO: "leaning no",
    Label.NO: "no",
    Label.UNCLEAR: "unclear, nobody takes a side",
}
# "Is it slow?" answered by "yes" would say the opposite of "the pacing is praised".
_OPINION_WORDS = {
    Label.YES: "viewers like it",
    Label.LEANING_YES: "viewers lean towards liking it",
    Label.MIXED: "viewers are divided",
    Label.LEANING_NO: "viewers lean towards disliking it",
    Label.NO: "viewers dislike it",
    Label.UNCLEAR: "nobody takes a side",
}
_LONE_WORDS = {
    Label.YES: "one viewer likes it",
    Label.LEANING_YES: "one viewer likes it",
    Label.MIXED: "one viewer takes no side",
    Label.LEANING_NO: "one viewer dislikes it",
    Label.NO: "one viewer dislikes it",
    Label.UNCLEAR: "one viewer takes no side",
}
# "Is it bleak?" asks for no liking: the words tell how what was found feels.
_OPEN_WORDS = {
    Label.YES: "what viewers wrote on this is positive",
    Label.LEANING_YES: "what viewers wrote on this leans positive",
    Label.MIXED: "viewers are divided on this",
    Label.LEANING_NO: "what viewers wrote on this leans negative",
    Label.NO: "what viewers wrote on this is negative",
    Label.UNCLEAR: "nobody takes a side on this",
}
_STANCE_WORDS = {
    Polarity.POSITIVE: "positive",
    Polarity.NEGATIVE: "negative",
    Polarity.MIXED: "takes no side",
    Polarity.NONE: "takes no side",
}
_NOTHING_SAID = {
    Missing.QUESTION: "That isn't a question that reviews could answer.",
    Missing.ANSWER: "The reviews don't say.",
}
_INDIRECT = re.compile(r"(?:who|what|how|where)\b")
"""Labels that are questions put indirectly: "who is in it"."""
_FEWEST_FOR_SHARE = 2
"""Viewers who take a side from which their share is worth a percentage."""
_FEWEST_TO_COMPARE = 2
_OPEN_SUBJECT = "on this"


class SentenceWriter:
    """Composes each sentence from what was counted; knows every aspect by its label."""

    def __init__(self, catalogue: AspectCatalogue) -> None:
        self._catalogue = catalogue

    def headline(self, reply: Reply) -> str:
        """Return the one line that answers."""
        return one_line(self._headline(reply))

    def _headline(self, reply: Reply) -> str:
        if isinstance(reply, WhichShow):
            return _which(reply)
        if isinstance(reply, Declined):
            return self._missing(reply)
        subject = self._subject(reply.question, reply.show)
        if reply.verdict is None or self._is_neutral(reply.question):
            return f"What viewers wrote about {subject}." if reply.question.aspects else "What viewers wrote."
        if best := _best_liked(reply):
            labels = _together(self._labels(reply.question.aspects))
            return _sentence(f"for {labels}, {best}" if labels else best)
        if subject == _OPEN_SUBJECT:
            return f"{_sentence(_OPEN_WORDS[reply.verdict.label])}."
        if reply.verdict.reviews == 1:
            words = _LONE_WORDS
        else:
            words = _WORTH_WORDS if reply.question.asks_worth else _OPINION_WORDS
        turned = reply.question.asks_worth and QUESTIONS.holds("asks_against", reply.question.text)
        return f"{_sentence(subject)}{', worth watching' if turned else ''}: {words[reply.verdict.label]}."

    def details(self, reply: Reply) -> list[str]:
        """Return the sentences under the headline: the tally, notes, what is covered."""
        return list(map(one_line, self._details(reply)))

    def _details(self, reply: Reply) -> list[str]:
        if isinstance(reply, WhichShow):
            named = [show.title for show in reply.shows]
            wanted = "Ask about one of them" if reply.named else "Name one of them"
            return [f"{wanted}: {or_list(named)}."] if named else []
        if isinstance(reply, Declined):
            return [_covered(reply)]
        total = reply.coverage.reviews
        if reply.verdict is None:
            reviews = len({quote.review for quote in reply.quotes})
            basis = f"From {reviews} of {_count(total, 'review')}." if reviews else ""
        else:
            basis = self._tally(reply.verdict, reply.question, reply.show, total)
        return [*filter(None, [basis]), *map(self._note, reply.notes)]

    def closing(self, reply: Reply) -> str:
        """Return the last line: what could be asked instead, empty for an answer."""
        if isinstance(reply, Declined) and reply.suggestions:
            suggested = [self._catalogue[name].suggest for name in reply.suggestions]
            return f"Try: {' · '.join(suggested)}"
        return ""

    def introduction(self, reply: Reply) -> str:
        """Return what leads up to the quotes, empty where they need no word."""
        if isinstance(reply, Declined) and reply.quotes:
            return "The closest that viewers wrote:"
        return ""

    def attribution(self, quote: Quote, *, stance: bool = True) -> str:
        """Return who wrote a quote: review number, stance, author, date and rating where known."""
        parts = [f"review {quote.review.rpartition('/')[2]}"]
        if stance:
            parts.append(_STANCE_WORDS[quote.stance])
        if quote.author:
            parts.append(quote.author)
        if quote.date:
            parts.append(f"{quote.date.day} {quote.date:%B %Y}")
        if quote.rating:
            parts.append(f"rated {quote.rating}")
        return one_line(", ".join(parts))

    def _subject(self, question: Question, show: Show) -> str:
        labels = _together(self._labels(question.aspects))
        seasons = _season_words(question.seasons)
        if labels and seasons:
            return f"{labels} of {seasons}"
        return labels or seasons or (show.title if question.asks_worth else _OPEN_SUBJECT)

    def _is_neutral(self, question: Question) -> bool:
        aspects = question.aspects
        return bool(aspects) and all(self._catalogue[name].neutral for name in aspects)

    def _missing(self, reply: Declined) -> str:
        """Return what the reviews don't say."""
        labels = self._labels(reply.question.aspects)
        indirect = bool(labels) and all(_INDIRECT.match(label) for label in labels)
        match reply.missing:
            case Missing.SEASONS:
                return _no_opinion_of(reply.question.seasons)
            case Missing.CUES | Missing.ASPECTS if indirect and all(map(_INDIRECT.match, reply.names)):
                return f"The reviews don't say {or_list(labels)}."  # "who is in it" is said otherwise
            case Missing.ASPECTS:
                return f"The reviews don't say: none speaks of {or_list(labels)}."
            case Missing.CUES if all(name.lower().startswith("who ") for name in reply.names):
                return f"The reviews don't say {or_list([name.lower() for name in reply.names])} it."
            case Missing.NAMES | Missing.CUES:
                return f"No review mentions {or_list([f'“{name}”' for name in reply.names])}."
        return _NOTHING_SAID[reply.missing]

    def _note(self, note: Note) -> str:
        """Return what a viewer must know to read an answer right."""
        match note:
            case SeasonsUnsaid():
                return _no_opinion_of(note.seasons)
            case Widened():
                about = (
                    f"{or_list(self._labels(note.aspects))} of season {or_list(season_runs(note.seasons))}"
                )
                return f"No review speaks of {about} alone, so this is for the whole show."
            case Compared():
                return _compared(note)
            case Repeated():
                return f"Reviews that repeat another one count once ({note.reviews} left out)."
            case NothingMore():
                return "No viewer wrote more about it than was quoted before."
            case Ahead():
                return "What viewers wrote goes beyond what you have watched, so it isn't quoted."

    def _labels(self, aspects: tuple[str, ...]) -> list[str]:
        return [self._catalogue[name].label for name in aspects]

    def _tally(self, verdict: Verdict, question: Question, show: Show, total: int) -> str:
        about = self._subject(question, show)
        of = f"Of {_count(total, 'review')}, {_count(verdict.reviews, 'speaks', 'speak')} of {about}"
        if about in {show.title, _OPEN_SUBJECT}:
            of = f"Of {_count(total, 'review')}, {_count(verdict.reviews, 'speaks', 'speak')} of this"
        if self._is_neutral(question):
            return f"{of}."
        counts = (
            f"{verdict.positive} positive, {verdict.negative} negative, "
            f"{_count(verdict.mixed, 'takes', 'take')} no side"
        )
        few = verdict.positive + verdict.negative < _FEWEST_FOR_SHARE
        if few or verdict.share is None or verdict.low is None or verdict.high is None:
            return f"{of}: {counts}."
        return (
            f"{of}: {counts}. That is {verdict.share:.0%} positive among those who take a side "
            f"(95% interval {verdict.low:.0%} to {verdict.high:.0%})."
        )


def _which(reply: WhichShow) -> str:
    if reply.named:
        return "I can't set shows against each other."
    return "Which show do you mean?" if reply.shows else "There is no show here to ask about yet."


def _no_opinion_of(seasons: tuple[int, ...]) -> str:
    return f"No review says what season {or_list(season_runs(seasons))} is like."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _together(labels: list[str]) -> str:
    """Return labels as a list in which each is told from the next, though it holds an "and" itself."""
    return and_list(labels if len(labels) == 1 else [label.replace(" and ", " & ") for label in labels])


def _season_words(seasons: tuple[int, ...]) -> str:
    if not seasons:
        return ""
    return f"season{'s' if len(seasons) > 1 else ''} {and_list(season_runs(seasons))}"


def _compared(note: Compared) -> str:
    parts = [
        f"season {season}: {verdict.positive} positive, {verdict.negative} negative of {verdict.reviews}"
        for season, verdict in note.verdicts
    ]
    return f"By season, {'; '.join(parts)}."


def _best_liked(reply: Answered) -> str:
    """Return which season viewers like best, and least, by those who take a side; empty for one alone."""
    verdicts = [verdict for note in reply.notes if isinstance(note, Compared) for verdict in note.verdicts]
    sided = {season: verdict for season, verdict in verdicts if verdict.share is not None}
    if len(sided) < _FEWEST_TO_COMPARE:
        return ""
    # By the interval's edges: one viewer's praise doesn't outrank that of nine in ten.
    lows = {season: verdict.low or 0.0 for season, verdict in sided.items()}
    highs = {season: verdict.high or 0.0 for season, verdict in sided.items()}
    best = [season for season, low in lows.items() if low == max(lows.values())]
    least = [season for season, high in highs.items() if high == min(highs.values())]
    if set(best) & set(least):
        return f"viewers rank {and_list([f'season {season}' for season in sided])} much alike."
    ends = [("best liked", _season_words(tuple(best))), ("least liked", _season_words(tuple(least)))]
    if QUESTIONS.holds("asks_for_worst", reply.question.text):
        ends.reverse()
    (first, seasons), (last, others) = ends
    doubt = ", though few opinions tell them apart" if max(lows.values()) <= min(highs.values()) else ""
    return f"{first}{doubt}: {seasons}; {last}: {others}."


def _covered(reply: Declined) -> str:
    """Return what the reviews do cover."""
    reviews = f"There are {reply.coverage.reviews} reviews of {reply.show.title}"
    if not reply.seasons:
        return f"{reviews}; none names a season." if reply.question.seasons else f"{reviews}."
    parts = [f"{season} ({_count(count, 'review')})" for season, count in reply.seasons.items()]
    are = "are" if len(parts) > 1 else "is"
    return f"{reviews}; season{'s' if len(parts) > 1 else ''} {and_list(parts)} {are} covered."


def _count(number: int, singular: str, plural: str | None = None) -> str:
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
