"""What can go wrong on the bot's side, beside the index's errors.

WorthwatchError
├── SettingsError            a setting or .env is wrong; names it
├── TokenError               the bot's token is missing or refused
├── ConnectionFailedError    Discord can't be reached
└── GoldError                a file of gold questions can't be read; names file and line
"""

from index import WorthwatchError


class SettingsError(WorthwatchError):
    """A setting is wrong, or ``.env`` can't be read."""


class TokenError(WorthwatchError):
    """The bot's token is missing or refused."""


class ConnectionFailedError(WorthwatchError):
    """Discord can't be reached."""


class GoldError(WorthwatchError):
    """A gold file can't be read; the message starts with ``file:line``."""
