"""What README and the page on deploying tell their readers to type does what they say."""

from configparser import ConfigParser
from fnmatch import fnmatchcase
from glob import escape

import pytest

from tests.docs.kinds import KINDS, UnknownKindError, check, is_run
from tests.docs.pages import CONSOLE, SHELL, TEXT, UNIT, Block, Command, blocks, commands, mentions
from tests.docs.place import Place
from tests.unprivileged import REPOSITORY

PAGES = ["README.md", "docs/deploy.md"]
COMMANDS = [command for page in PAGES for command in commands(page)]
RUN = [command for command in COMMANDS if all(is_run(words) for words in command.parts)]
MENTIONS = [(page, words) for page in PAGES for text in mentions(page) if (words := text.split())[0] in KINDS]
UNITS = [block for page in PAGES for block in blocks(page) if block.language == UNIT]
DIRECTIVES = {
    "Unit": {"Description", "After"},
    "Service": {"WorkingDirectory", "ExecStart", "Restart", "MemoryMax"},
    "Install": {"WantedBy"},
}
"""Names that systemd knows: what it doesn't know it passes over."""


def test_every_block_of_code_says_what_it_is() -> None:
    languages = {(block.page, block.line): block.language for page in PAGES for block in blocks(page)}
    assert set(languages.values()) <= {SHELL, CONSOLE, UNIT, TEXT}, languages


@pytest.mark.model
@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_a_command_names_what_there_is(command: Command, place: Place) -> None:
    for words in command.parts:
        check(words, place.folder)


@pytest.mark.parametrize(("page", "words"), MENTIONS)
def test_a_command_between_words_names_what_there_is(page: str, words: list[str]) -> None:
    del page
    if len(words) > 1:
        check(words, REPOSITORY)


@pytest.mark.model
@pytest.mark.parametrize("command", RUN, ids=str)
def test_a_command_that_needs_no_network_runs_and_prints_what_is_shown(
    command: Command, place: Place
) -> None:
    done = place.run(command.text)
    assert done.returncode == 0, done.stderr
    assert command.shown is None or _as_shown(command.shown, done.stdout.splitlines())


def _as_shown(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Tell whether this was printed; "…" stands for what differs from time to time."""
    patterns = ["*".join(map(escape, line.split("…"))) for line in shown]
    return len(shown) == len(printed) and all(map(fnmatchcase, printed, patterns))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: f"{unit.page}:{unit.line}")
def test_a_unit_of_systemd_starts_a_command_that_there_is(unit: Block) -> None:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit.text)
    assert {section: set(parser[section]) for section in parser.sections()} == DIRECTIVES
    service = parser["Service"]
    program, *words = service["ExecStart"].removeprefix(f"{service['WorkingDirectory']}/").split()
    check([program, *words], REPOSITORY)


class TestAMistakeIsNoticed:
    @pytest.mark.parametrize(
        "words",
        [
            ["worthwatch", "answer", "Is it good?"],
            ["worthwatch", "index"],
            ["worthwatch", "index", "make"],
            ["worthwatch", "ask", "Is it good?", "--spoiler"],
            ["worthwatch", "eval", "evals/missions-gone.jsonl"],
            ["make", "answer"],
            ["make", "ask", "QUESTION=Is it good?"],
            [".venv/bin/pip", "install", "-r", "requirements-gone.txt"],
            [".venv/bin/pip", "install", "--no-dependencies", "."],
            ["python3", "-m", "virtual_gone", ".venv"],
            ["rsync", "-a", "seed", "server:worthwatch/"],
            ["rsync", "-a", "--exclude", "gone.txt", "seeds", "server:worthwatch/"],
            ["cp", ".env.sample", ".env"],
            ["git", "pull"],
        ],
        ids=" ".join,
    )
    def test_in_what_a_command_names(self, words: list[str]) -> None:
        with pytest.raises(AssertionError):
            check(words, REPOSITORY)

    def test_in_a_program_of_no_known_kind(self) -> None:
        with pytest.raises(UnknownKindError, match=r"brew install worthwatch: no known kind of command"):
            check(["brew", "install", "worthwatch"], REPOSITORY)

    def test_in_what_is_shown(self) -> None:
        assert _as_shown(("built in … s [1]", "end"), ["built in 1.2 s [1]", "end"])
        assert not _as_shown(("built in … s", "end"), ["built in 1.2 s"])
        assert not _as_shown(("library", "models"), ["library", "people.sqlite"])
