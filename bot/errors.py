"""What can go wrong on the bot's side, beside the index's errors.

WorthwatchError
├── TokenError               the bot's token is missing or refused
├── ConnectionFailedError    Discord can't be reached
├── SeveralError             several things are wrong, each told by itself
└── GoldError                a file of gold questions can't be read; names file and line
"""

from collections.abc import Sequence

from index import WorthwatchError


class TokenError(WorthwatchError):
    """The bot's token is missing or refused."""


class ConnectionFailedError(WorthwatchError):
    """Discord can't be reached."""


class SeveralError(WorthwatchError):
    """Several things are wrong: what could be done was, and each of ``problems`` is to be told."""

    def __init__(self, problems: Sequence[WorthwatchError]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


class GoldError(WorthwatchError):
    """A gold file can't be read; the message starts with ``file:line``."""
