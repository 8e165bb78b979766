"""The command as a fresh process where a machine isn't as usual: its encodings, streams, paths and users."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.places import Place
from tests.unprivileged import files_in, read_only, run_unprivileged

pytestmark = pytest.mark.model

QUESTION = "Is season 3 worth watching?"
C_LOCALE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
AS_NOBODY = """
import contextlib, io, sys
from bot.cli.app import run

with contextlib.redirect_stdout(io.StringIO()):  # imports what is imported late, which nobody may not read
    run(["ask", "Is it good?"])
drop()
sys.exit(run(sys.argv[1:]))
"""


def run_as_nobody(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as somebody who may write nothing here."""
    return run_unprivileged(AS_NOBODY, *arguments, **place.settings)


def one_line(told: str) -> str:
    """What a command said on standard error, which must be one line."""
    [line] = told.splitlines()
    return line.removeprefix("worthwatch: ")


def counted(answer: str | bytes) -> Any:  # noqa: ANN401 (whatever was printed)
    """The label of an answer that was printed as JSON, and how many reviews it is of."""
    verdict = json.loads(answer)["verdict"]
    return verdict["label"], verdict["reviews"]


@pytest.fixture(scope="module")
def right(place: Place) -> Any:  # noqa: ANN401 (as above)
    """What is answered where all is as usual."""
    done = place.run("ask", "--json", QUESTION)
    assert (done.returncode, done.stderr) == (0, b"")
    return counted(done.stdout)


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"LC_ALL": "C"}, id="the locale C"),
        pytest.param({"HOME": "/nonexistent"}, id="no such home"),
        pytest.param({"WORTHWATCH_THREADS": "64"}, id="more threads than cores"),
    ],
)
def test_the_answer_is_the_same(place: Place, right: object, settings: dict[str, str]) -> None:
    done = place.run("ask", "--json", QUESTION, settings=settings)
    assert (done.returncode, done.stderr) == (0, b"")
    assert counted(done.stdout) == right


def test_a_locale_without_utf_8_names_the_setting_whose_path_it_cant_read(place: Place) -> None:
    done = place.run("ask", QUESTION, settings=C_LOCALE)
    assert done.returncode == 1
    assert one_line(done.stderr.decode()) == (
        "the setting WORTHWATCH_DATA is wrong: the path isn't UTF-8 as this locale reads it (ascii): "
        "rename it, or set PYTHONUTF8=1"
    )


def test_a_locale_without_utf_8_is_answered_in_what_it_can_show(place: Place, right: object) -> None:
    (place.folder / "data").symlink_to(place.data)  # found from the folder that the command runs in
    in_c = {**C_LOCALE, "WORTHWATCH_DATA": "data"}
    typed = "Is season 3 worth watching…?\n".encode()
    plain = place.run("ask", "-", typed=typed, settings=in_c)
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert plain.stdout.decode("ascii").startswith("\n? Is season 3 worth watching??\n")
    done = place.run("ask", "--json", "Is season 3 worth watching…?", settings=in_c)
    assert json.loads(done.stdout.decode("ascii"))["question"] == "Is season 3 worth watching…?"
    assert counted(done.stdout) == right


@pytest.mark.parametrize("command", [("chat",), ("ask", "-"), ("chat", "--json")])
def test_with_standard_input_closed_nothing_is_asked(place: Place, command: tuple[str, ...]) -> None:
    done = place.run(*command, redirected="<&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_with_streams_closed_a_question_is_answered_all_the_same(place: Place) -> None:
    done = place.run("ask", QUESTION, redirected="<&-")
    assert (done.returncode, done.stdout[:9]) == (0, b"Season 3:")
    done = place.run("ask", QUESTION, redirected=">&- 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full is Linux's")
def test_a_full_disk_under_standard_output_is_one_line(place: Place) -> None:
    done = place.run("ask", "--json", QUESTION, redirected="> /dev/full")
    assert done.returncode == 1
    assert one_line(done.stderr.decode()) == (
        "there is no room for what is to be written: give the disk some"
    )


def test_a_reader_that_has_gone_ends_the_questions_silently(place: Place) -> None:
    done = place.run("ask", "-", "--json", typed=f"{QUESTION}\n".encode() * 20, redirected="| head -n 1")
    assert (len(done.stdout.splitlines()), done.stderr) == (1, b"")


def test_a_read_only_data_folder_is_asked_from(place: Place, right: object) -> None:
    with read_only(place.data):
        before = files_in(place.data)
        done = run_as_nobody(place, "ask", "--json", QUESTION)
        assert (done.returncode, done.stderr) == (0, "")
        assert counted(done.stdout) == right
        assert files_in(place.data) == before


@pytest.mark.parametrize("command", [("rollback",), ("build", "--full")])
def test_a_read_only_data_folder_is_told_in_one_line(place: Place, command: tuple[str, ...]) -> None:
    with read_only(place.data):
        before = files_in(place.data)
        done = run_as_nobody(place, "index", *command)
        assert (done.returncode, done.stdout) == (1, "")
        told = one_line(done.stderr)
        assert told.startswith(f"{place.data}/library/shared/missions can't be written (")
        assert told.endswith("): is there room, and permission to write?")
        assert files_in(place.data) == before
