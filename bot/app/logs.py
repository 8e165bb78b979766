"""The log: to standard error, with times, and never with a secret in it."""

import logging

from bot.wording.steering import harmless


class RedactingFormatter(logging.Formatter):
    """Formats records with every secret taken out, from messages and tracebacks alike."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's lines, less what would steer a terminal."""
        line = harmless(super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "[redacted]")
        return line


def start_log(*, secrets: tuple[str, ...]) -> None:
    """Send the log of this process to standard error, at level INFO."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(tuple(secret for secret in secrets if secret)))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
