"""What Discord, the terminal and programs need of whatever writes the words of an answer."""

from typing import Protocol

from bot.answering.reply import Answered, Quote, Reply


class Writer(Protocol):
    """Writes headlines, tallies and attributions in one voice for every surface.

    Each text is one line without a character that steers a terminal, whatever people wrote into it;
    what else a surface must escape, it escapes.
    """

    def headline(self, reply: Reply) -> str:
        """Return the one line that answers."""
        ...

    def details(self, reply: Reply) -> list[str]:
        """Return the sentences under the headline: the tally, notes, what is covered."""
        ...

    def introduction(self, reply: Reply) -> str:
        """Return what leads up to the quotes, empty where they need no word."""
        ...

    def attribution(self, quote: Quote, *, stance: bool = True) -> str:
        """Return who wrote a quote, with the stance that they take unless told not to."""
        ...

    def closing(self, reply: Reply) -> str:
        """Return the last line: what could be asked instead, empty for an answer."""
        ...


def shows_stance(reply: Reply) -> bool:
    """Tell whether the reply's quotes take sides: not for facts, nor for what was only close."""
    return isinstance(reply, Answered) and reply.verdict is not None
