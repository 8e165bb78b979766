import io
import logging
import sys

import pytest

from bot.app.logs import RedactingFormatter, start_log

TOKEN = "MTIz.loopbk.the-tokens-secret-part"  # noqa: S105 (made up)


class TokenError(Exception):
    """An exception whose text holds the token."""


def record(message: str, *values: object, error: BaseException | None = None) -> logging.LogRecord:
    trace = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("bot", logging.ERROR, "client.py", 1, message, values, trace)


def test_a_secret_is_taken_out_of_a_message_and_its_values() -> None:
    line = RedactingFormatter((TOKEN,)).format(record(f"{TOKEN} and %s", TOKEN))
    assert TOKEN not in line
    assert line.endswith("ERROR bot: [redacted] and [redacted]")


def test_a_secret_is_taken_out_of_a_traceback() -> None:
    with pytest.raises(TokenError) as caught:
        raise TokenError(f"Authorization: Bot {TOKEN}")
    line = RedactingFormatter((TOKEN,)).format(record("failed", error=caught.value))
    assert TOKEN not in line
    assert "Authorization: Bot [redacted]" in line
    assert "Traceback" in line


@pytest.mark.usefixtures("root_handlers")
def test_the_log_goes_to_standard_error_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    start_log(secrets=(TOKEN, ""))
    logging.getLogger("discord.http").info("sent %s", TOKEN)
    logging.getLogger("discord.http").debug("not at this level")
    assert written.getvalue().endswith("INFO discord.http: sent [redacted]\n")
    assert written.getvalue().count("\n") == 1
