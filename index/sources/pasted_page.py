"""Reviews pasted from a web page: a bullet starts each review.

    • Warning: Spoilers
      The text of the first review, over one or
      more paragraphs.
    • someuser7 June 2018
      The second. The line above is its author and date, glued together.

A bullet at the first bullet's indentation starts a review; a deeper one belongs
to the text. Metadata lines and indentation are taken off; paragraphs stay.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.domain import Review
from index.errors import SourceError
from index.sources.ratings import stated_rating
from index.sources.text import read_lines

# Pages copied together have byte-order marks, and invisible spaces, before later bullets too.
_UNSEEN = "[\u200b-\u200f\u2060\ufeff]*"
_BULLET = re.compile(
    rf"^{_UNSEEN}(?P<indent>[ \t]*){_UNSEEN}(?P<bullet>[•‣▪◦*\-–])(?P<gap>[^\S\n]*)(?P<text>.*)$"
)
_SPACED_BULLETS = "*-–"
"""Characters that start a review only with a space after them: text may begin with them too."""
_SPOILER_FLAG = re.compile(r"^warning:?\s*spoilers?[.!]?$", re.IGNORECASE)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
_BYLINE = re.compile(
    r"^(?P<author>\S.{0,60}?)(?P<digits>\d{1,2}) (?P<month>" + "|".join(_MONTHS) + r") (?P<year>\d{4})$",
    re.IGNORECASE,
)
_TWO_DIGIT_DAYS = range(10, 32)
_SENTENCE_END = re.compile(r"[.!?…:;)\]\"'”’*_~|>]$")


@dataclass(slots=True)
class _Row:
    """The lines of one bullet, as they stand in the file."""

    line: int
    lines: list[str]


@dataclass(slots=True)
class _End:
    """How a page ends, as far as it was read."""

    lines: int = 0
    last: str = ""
    """The last line that holds anything."""
    is_ended: bool = True
    """Whether the last line ends in a line feed."""

    def watched(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield the lines without their line feeds."""
        for line in lines:
            self.lines += 1
            self.is_ended = line.endswith("\n")
            text = line.removesuffix("\n")
            self.last = text if text.strip() else self.last
            yield text

    def refuse_truncated(self, path: Path, *, last_has_text: bool) -> None:
        """Raise SourceError when the page ends in the middle of a review."""
        if self.is_ended:
            return
        if not last_has_text:
            raise SourceError(path, self.lines, "the file ends right after a bullet: is it cut short?")
        if not _SENTENCE_END.search(self.last.rstrip()):
            raise SourceError(
                path,
                self.lines,
                "the file ends in the middle of a sentence: is it cut short? "
                "If it is whole, end it with a full stop or a line break",
            )


class PastedPage:
    """Reads pages that were pasted into a text file."""

    def reads(self, path: Path) -> bool:
        """Tell whether a file is one: whatever is called ``.txt`` is."""
        return path.suffix == ".txt"

    def read(self, path: Path, *, show: str, rows_before: int = 0) -> Generator[Review, None, int]:
        """Yield the page's reviews, numbered on from ``rows_before``; return the number of its last row.

        Raises what ``parse_pasted_page`` and reading a text raise: SourceError.
        """
        return parse_pasted_page(read_lines(path), path=path, show=show, rows_before=rows_before)


def parse_pasted_page(
    lines: Iterable[str], *, path: Path, show: str, rows_before: int = 0
) -> Generator[Review, None, int]:
    """Yield the page's reviews, numbered on from ``rows_before``; return the number of its last row.

    One review is held at a time. A bullet without text counts as a row and gives no review. Raises
    SourceError for a page without a review, with text before the first bullet, or cut short.
    """
    number = last_with_text = rows_before
    end = _End()
    for number, row in enumerate(_rows(end.watched(lines), path), rows_before + 1):
        review = _review(row, Review(show=show, row=number, text="", file=path.name, line=row.line))
        if review.text:
            last_with_text = number
            yield review
    if last_with_text == rows_before:
        raise SourceError(path, 1, "no review here: a line with a bullet (•) starts each review")
    end.refuse_truncated(path, last_has_text=last_with_text == number)
    return number


def _rows(lines: Iterable[str], path: Path) -> Iterator[_Row]:
    row: _Row | None = None
    opening: tuple[str, str] | None = None
    for number, line in enumerate(lines, 1):
        found = _bullet(line)
        if found and opening is None:
            opening = (found["indent"], found["bullet"])
        if found and (found["indent"], found["bullet"]) == opening:
            if row:
                yield row
            row = _Row(number, [found["text"] or ""])
        elif row:
            row.lines.append(line)
        elif line.strip():
            raise SourceError(
                path, number, "text before the first bullet: start each review with a bullet (•)"
            )
    if row:
        yield row


def _bullet(line: str) -> re.Match[str] | None:
    """Return the match of a line that starts with a bullet, None for any other."""
    found = _BULLET.match(line)
    if found and found["text"] and not found["gap"] and found["bullet"] in _SPACED_BULLETS:
        return None
    return found


def _review(row: _Row, blank: Review) -> Review:
    """Read a row's lines: flags and byline into fields, the rest into text."""
    review = blank
    body: list[str] = []
    begun = False
    for line in row.lines:
        stripped = line.strip()
        if _SPOILER_FLAG.match(stripped):
            review = replace(review, spoiler=True)
        elif not begun and review.author is None and (byline := _byline(stripped)):
            review = replace(review, author=byline[0], date=byline[1])
        else:
            body.append(stripped)
            begun = begun or bool(stripped)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(body)).strip()
    return replace(review, text=text, rating=stated_rating(text))


def _byline(line: str) -> tuple[str, date] | None:
    """Return author and date of a line like ``someone18 September 2021``, None for any other.

    The day has no leading zero, and an author may end in digits: two digits
    before the month are the day when they make 10 to 31.
    """
    found = _BYLINE.match(line)
    if not found or found["author"].endswith(" ") or not re.search(r"[^\W\d]", found["author"]):
        return None
    author, digits = found["author"], found["digits"]
    month = _MONTHS.index(found["month"].lower()) + 1
    splits = [(author, digits)] if len(digits) == 1 else [(author, digits), (author + digits[0], digits[1])]
    for name, day in splits:
        if len(day) > 1 and int(day) not in _TWO_DIGIT_DAYS:
            continue
        try:
            return name, date(int(found["year"]), month, int(day))
        except ValueError:  # the 31st of a short month, or day 0
            continue
    return None
