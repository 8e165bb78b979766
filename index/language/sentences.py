"""The sentences of a text, each at its place."""

import re
from collections.abc import Iterator
from itertools import pairwise

_LONGEST = 600
"""Characters from which a sentence is cut at its semicolons, then its commas: models read 256 word pieces."""
_END = re.compile(r"(?:\.(?!\.)|[!?]+)\s+(?=[a-zà-öø-ÿ])")
"""Where whoever writes without capitals ends a sentence: "felt rushed. loads of threads left hanging"."""
_FEWEST_LETTERS = 3
"""Letters of a word that may end such a sentence: shorter ones are often short for another, "ep."."""
_START = re.compile(r"(?:^\W*|[.!?]\s+)([^\W\d_])")
_BREAK = re.compile(r"\n\n+|(?<=[.!?…])\n|\n(?![a-zà-öø-ÿ])")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence starts and ends, in order; an overlong one comes in pieces."""
    for start, block in _blocks(text):
        lower_case = _is_lower_case(block)
        for sentence in _segmented(block):
            for begin, end in _parted(block, *sentence) if lower_case else [sentence]:
                yield from _pieces(text, start + begin, start + end)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span less the space around it."""
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _is_lower_case(block: str) -> bool:
    """Tell whether most sentences of a text begin without a capital."""
    starts = [str(found[1]) for found in _START.finditer(block)]
    return 2 * sum(map(str.islower, starts)) > len(starts)


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what a segmenter takes for one sentence where another begins in lower case."""
    ends = [found.end() for found in _END.finditer(text, start, end) if _may_end(text, start, found.start())]
    yield from (stripped(text, first, last) for first, last in pairwise([start, *ends, end]))


def _may_end(text: str, start: int, end: int) -> bool:
    """Tell whether the word before a full stop may end a sentence."""
    word = text[start:end].rpartition(" ")[2]
    return len(word) >= _FEWEST_LETTERS and word.isalpha()


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text's lines with their offsets, hard-wrapped ones joined again.

    A line break ends a sentence unless the next line goes on in lower case.
    """
    start = 0
    for found in _BREAK.finditer(text):
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]


def _segmented(line: str) -> Iterator[tuple[int, int]]:
    import syntok.segmenter as syntok  # noqa: PLC0415 (15 ms, and whoever asks cuts nothing)

    for paragraph in syntok.analyze(line):
        for tokens in paragraph:
            last = tokens[-1]
            start, end = tokens[0].offset, last.offset + len(last.value)
            # A tokenizer may rewrite a token ("n't"); what is quoted must come from the text alone.
            text = line[start:end]
            start += len(text) - len(text.lstrip())
            end -= len(text) - len(text.rstrip())
            if start < end:
                yield start, end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut an overlong sentence at its semicolons and commas, or at spaces when it has none."""
    while end - start > _LONGEST:
        window = text[start : start + _LONGEST]
        cut_at = max(window.rfind(mark) for mark in (";", ",", ":"))
        if cut_at < _LONGEST // 3:
            cut_at = window.rfind(" ")
        if cut_at <= 0:
            cut_at = _LONGEST - 1
        piece_end = start + cut_at + 1
        yield start, start + len(text[start:piece_end].rstrip())
        while piece_end < end and text[piece_end].isspace():
            piece_end += 1
        start = piece_end
    if start < end:
        yield start, end
