import io
import json
import sys

import pytest

from bot.cli.parts import UsageError
from bot.cli.streams import Line, lines, make_usable, print_json
from bot.wording.terminal import Terminal
from tests.bot.fakes import a_quote, an_answer, make_writer

PAYLOAD = {"text": "“Café” 日本 🚀"}


def a_stream(encoding: str, data: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding)


def written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "latin-1", "ascii"])
def test_json_is_whole_in_every_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = a_stream(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    make_usable()
    print_json(PAYLOAD)
    assert json.loads(written(stream).decode(encoding)) == PAYLOAD


def test_json_in_utf_8_is_written_as_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = a_stream("utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    print_json(PAYLOAD)
    assert written(stream) == '{"text": "“Café” 日本 🚀"}\n'.encode()


@pytest.mark.parametrize(
    ("encoding", "errors", "shown"),
    [
        ("cp1252", "strict", "“Café” ??? is dull."),
        ("latin-1", "strict", "?Café? ??? is dull."),
        ("ascii", "surrogateescape", "?Caf?? ??? is dull."),  # as Python sets it in the locale C
    ],
)
def test_what_an_encoding_lacks_is_replaced_in_an_answer(
    encoding: str, errors: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors=errors)
    monkeypatch.setattr(sys, "stdout", stream)
    make_usable()
    Terminal(make_writer()).reply(an_answer(a_quote("“Café” 日本🚀 is dull.")), spoilers=False)
    assert shown in written(stream).decode(encoding)


def test_how_a_host_wants_it_replaced_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")
    monkeypatch.setattr(sys, "stdout", stream)
    make_usable()
    sys.stdout.write("Café\n")
    assert written(stream) == b"Caf\\xe9\n"


def test_closed_streams_read_nothing_and_keep_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    make_usable()
    made = [sys.stdin, sys.stdout, sys.stderr]
    print_json(PAYLOAD)
    sys.stderr.write("nobody hears this\n")
    assert list(lines(prompt=True)) == []
    for stream in made:
        stream.close()


def test_a_line_that_is_no_text_spoils_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", a_stream("utf-8", "One é\n\nTwo \n".encode() + b"Three \xff\nFour\n"))
    make_usable()
    one, two, three, four = lines()
    assert [line.text for line in (one, two, four)] == ["One é", "Two", "Four"]
    assert [line.number for line in (one, two, three, four)] == [1, 3, 4, 5]
    assert three.shown == "Three \ufffd"
    with pytest.raises(UsageError, match="line 4 of standard input isn't UTF-8 text"):
        _ = three.text


def test_a_line_of_utf_8_is_read_in_the_locale_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", a_stream("ascii", "Café 日本\n".encode()))
    make_usable()
    assert list(lines()) == [Line(1, "Caf\udcc3\udca9 \udce6\udc97\udca5\udce6\udc9c\udcac")]
    monkeypatch.setattr(sys, "stdin", a_stream("ascii", "Café 日本\n".encode()))
    make_usable()
    assert [line.text for line in lines()] == ["Café 日本"]
