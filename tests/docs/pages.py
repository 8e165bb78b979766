"""What a page of the documentation tells its reader to type, read from the page itself."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markdown_it import MarkdownIt

from tests.unprivileged import REPOSITORY

SHELL, CONSOLE, UNIT, TEXT = "sh", "console", "ini", "text"
"""Languages of blocks: commands, commands with what they print, a systemd unit, and what nobody types."""
_PROMPT = "$ "
_BETWEEN = {"&&", ";"}


@dataclass(frozen=True, slots=True)
class Block:
    """Code that stands by itself; ``line`` is where its first line is, from 1."""

    page: str
    line: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """One line to type, where it stands, and what the page shows that it prints, if it does."""

    page: str
    line: int
    text: str
    shown: tuple[str, ...] | None = None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"

    @property
    def parts(self) -> list[list[str]]:
        """The words of each command of the line, without the comment behind them."""
        lexer = shlex.shlex(self.text, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        return [list(words) for between, words in groupby(lexer, key=_BETWEEN.__contains__) if not between]


def blocks(page: str) -> list[Block]:
    """Return a page's blocks of code; one that is only indented has no language."""
    tokens = MarkdownIt().parse((REPOSITORY / page).read_text(encoding="utf-8"))
    return [
        Block(page, token.map[0] + 2, token.info.strip(), token.content)
        for token in tokens
        if token.type in {"fence", "code_block"} and token.map
    ]


def commands(page: str) -> list[Command]:
    """Return the commands of a page's blocks, from top to bottom."""
    typed = [
        command
        for block in blocks(page)
        for command in (_lines(block) if block.language == SHELL else _with_output(block))
    ]
    return [command for command in typed if command.parts]


def mentions(page: str) -> list[str]:
    """Return what a page has in code between its words."""
    tokens = MarkdownIt().parse((REPOSITORY / page).read_text(encoding="utf-8"))
    return [
        child.content for token in tokens for child in token.children or () if child.type == "code_inline"
    ]


def pages() -> list[str]:
    """Return every page that tells how to use the project."""
    return ["README.md", *(f"docs/{page.name}" for page in sorted((REPOSITORY / "docs").glob("*.md")))]


def _lines(block: Block) -> Iterator[Command]:
    for line, text in enumerate(block.text.splitlines(), block.line):
        yield Command(block.page, line, text)


def _with_output(block: Block) -> Iterator[Command]:
    if block.language != CONSOLE:
        return
    lines = block.text.splitlines()
    starts = [place for place, text in enumerate(lines) if text.startswith(_PROMPT)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        shown = tuple(lines[start + 1 : end]) or None
        yield Command(block.page, block.line + start, lines[start].removeprefix(_PROMPT), shown)
