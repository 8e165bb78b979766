"""What can go wrong on the bot's side, beside the index's errors.

WorthwatchError
└── TokenError    the bot's token is missing or refused
"""

from index import WorthwatchError


class TokenError(WorthwatchError):
    """The bot's token is missing or refused."""


class GoldError(WorthwatchError):
    """A gold file can't be read; the message starts with ``file:line``."""
