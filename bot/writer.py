"""Answers into the words that a viewer reads; how they are laid out is up to each surface."""

import re

from bot.model import Answered, Declined, Kind, Label, Question, Quote, Reply, Verdict, WhichShow
from bot.wording import and_list, season_runs
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
_STANCE_WORDS = {
    Polarity.POSITIVE: "positive",
    Polarity.NEGATIVE: "negative",
    Polarity.MIXED: "takes no side",
    Polarity.NONE: "takes no side",
}
MARKS = {
    Polarity.POSITIVE: "+",
    Polarity.NEGATIVE: "−",
    Polarity.MIXED: "·",
    Polarity.NONE: "·",
}
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COVER = "█" * 24
_OPEN_SUBJECT = "on this"
_HOW_TO_LIFT = "(spoiler; --spoilers shows it)"


class Writer:
    """Writes headlines, tallies and attributions in one voice for every surface."""

    def __init__(self, catalogue: AspectCatalogue) -> None:
        self._catalogue = catalogue

    def headline(self, reply: Reply) -> str:
        """Return the one line that answers."""
        if isinstance(reply, WhichShow):
            return "Which show do you mean?" if reply.shows else "There is no show here to ask about yet."
        if isinstance(reply, Declined):
            return reply.missing
        subject = self._subject(reply.question, reply.show)
        if reply.verdict is None:
            return f"What viewers wrote about {subject}." if reply.question.aspects else "What viewers wrote."
        words = _WORTH_WORDS if _asks_worth(reply.question) else _OPINION_WORDS
        if subject == _OPEN_SUBJECT:
            return f"{_sentence(words[reply.verdict.label])}."
        return f"{_sentence(subject)}: {words[reply.verdict.label]}."

    def details(self, reply: Reply) -> list[str]:
        """Return the sentences under the headline: the tally, notes, what is covered."""
        if isinstance(reply, WhichShow):
            return [f"{show.title} ({show.slug})" for show in reply.shows]
        if isinstance(reply, Declined):
            return [reply.covered]
        total = reply.coverage.reviews
        if reply.verdict is None:
            basis = f"That is from {_count(reply.coverage.about, 'review')} of {total}."
        else:
            basis = self._tally(reply.verdict, reply.question, reply.show, total)
        return [basis, *reply.notes]

    def closing(self, reply: Reply) -> str:
        """Return the last line: what could be asked instead, empty for an answer."""
        if isinstance(reply, Declined) and reply.suggestions:
            return f"Try: {' · '.join(reply.suggestions)}"
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
        return ", ".join(parts)

    def plain_text(self, reply: Reply, *, spoilers: bool = False) -> str:
        """Return the whole answer as plain text, spoilers covered unless asked for."""
        blocks = [" ".join([self.headline(reply), *self.details(reply)])]
        quotes = () if isinstance(reply, WhichShow) else reply.quotes
        if introduction := self.introduction(reply):
            blocks.append(introduction)
        blocks += [self.plain_quote(quote, stance=shows_stance(reply), spoilers=spoilers) for quote in quotes]
        if closing := self.closing(reply):
            blocks.append(closing)
        return "\n\n".join(blocks)

    def plain_quote(self, quote: Quote, *, stance: bool, spoilers: bool) -> str:
        """Return a quote and who wrote it, covered when it spoils."""
        covered = quote.spoiler and not spoilers
        text = f"{COVER} {_HOW_TO_LIFT}" if covered else f"“{one_line(quote.text)}”"
        mark = MARKS[quote.stance] if stance else "·"
        return f"{mark} {text}\n  {self.attribution(quote, stance=stance)}"

    def _subject(self, question: Question, show: Show) -> str:
        labels = and_list([self._catalogue[name].label for name in question.aspects])
        seasons = _season_words(question.seasons)
        if labels and seasons:
            return f"{labels} of {seasons}"
        return labels or seasons or (show.title if _asks_worth(question) else _OPEN_SUBJECT)

    def _tally(self, verdict: Verdict, question: Question, show: Show, total: int) -> str:
        about = self._subject(question, show)
        of = f"Of {total} reviews, {_count(verdict.reviews, 'speaks', 'speak')} of {about}"
        if about in {show.title, _OPEN_SUBJECT}:
            of = f"Of {total} reviews, {_count(verdict.reviews, 'speaks', 'speak')} of this"
        counts = (
            f"{verdict.positive} positive, {verdict.negative} negative, "
            f"{_count(verdict.mixed, 'takes', 'take')} no side"
        )
        if verdict.share is None or verdict.low is None or verdict.high is None:
            return f"{of}: {counts}."
        return (
            f"{of}: {counts}. That is {verdict.share:.0%} positive among those who take a side "
            f"(95% interval {verdict.low:.0%} to {verdict.high:.0%})."
        )


def one_line(text: str) -> str:
    """Return a quote's text on one line, less the characters that steer a terminal or turn the text round."""
    return " ".join(_STEERING.sub("", " ".join(text.split())).split())


def shows_stance(reply: Reply) -> bool:
    """Tell whether the reply's quotes take sides: not for facts, nor for what was only close."""
    return isinstance(reply, Answered) and reply.verdict is not None


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _asks_worth(question: Question) -> bool:
    return question.kind is Kind.VERDICT and not question.aspects


def _season_words(seasons: tuple[int, ...]) -> str:
    if not seasons:
        return ""
    return f"season{'s' if len(seasons) > 1 else ''} {and_list(season_runs(seasons))}"


def _count(number: int, singular: str, plural: str | None = None) -> str:
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
