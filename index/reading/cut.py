"""Reviews cut into passages: sentences with their offsets."""

import re
from collections.abc import Iterator
from itertools import pairwise

import syntok.segmenter as syntok

from index.domain import Passage, Review
from index.language.seasons import seasons_counted, turns

# A sentence that opens with one of these is understood only with the one before.
_POINTING_BACK = re.compile(
    r"^[\"'“‘(\[]*(?:it|its|it's|this|that|that's|these|those|they|them|their|he|his|she|her|him|such|same|"
    r"the same)\b",
    re.IGNORECASE,
)
# "This show is great" says itself what it points at.
_SELF_EXPLAINED = re.compile(
    r"^[\"'“‘(\[]*(?:this|that|these|those)\s+(?:is\s+(?:a|an|the)\s+)?(?:\w+[\s-]){0,3}?"
    r"(?:show|series|season|serial|film|movie|review)s?\b",
    re.IGNORECASE,
)
# Longer than this, the sentence before is a story of its own.
_LONGEST_LEAD = 240
# A sentence longer than this is cut at its semicolons, then its commas: the model reads 256 word pieces.
_LONGEST_PASSAGE = 600
_HAS_WORD = re.compile(r"\w")
# "felt rushed. loads of threads left hanging": whoever writes without capitals ends sentences too.
_UNCAPITALISED = re.compile(
    r"(?<=[^\W\d_]{3})(?<!\betc)(?<!\bvol)(?<!\beps)(?<!\bmin)(?<!\bmins)(?<!\bapprox)(?<!\bincl)(?:\.(?!\.)|[!?]+)\s+(?=[a-zà-öø-ÿ])"
)
_SENTENCE_START = re.compile(r"(?:^\W*|[.!?]\s+)([^\W\d_])")
_BLOCK_BREAK = re.compile(r"\n\n+|(?<=[.!?…])\n|\n(?![a-zà-öø-ÿ])")


def cut(review: Review) -> tuple[Passage, ...]:
    """Return the review's passages in order, numbered from 0."""
    spans = [span for span in _spans(review.text) if _HAS_WORD.search(review.text, *span)]
    passages: list[Passage] = []
    previous: tuple[int, int] | None = None
    for start, end in spans:
        lead = start
        if previous and _leans_on_previous(review.text, previous, (start, end)):
            lead = previous[0]
        passages.append(
            Passage(
                number=len(passages),
                review=review.id,
                lead=lead,
                start=start,
                end=end,
                text=review.text[start:end],
            )
        )
        previous = (start, end)
    return tuple(passages)


def _leans_on_previous(text: str, previous: tuple[int, int], span: tuple[int, int]) -> bool:
    sentence = text[span[0] : span[1]]
    same_paragraph = "\n" not in text[previous[1] : span[0]]
    short = previous[1] - previous[0] <= _LONGEST_LEAD
    points_back = _POINTING_BACK.match(sentence) and not _SELF_EXPLAINED.match(sentence)
    return bool(same_paragraph and short and points_back)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for start, block in _blocks(text):
        lower_case = _is_lower_case(block)
        for sentence in _sentences(block):
            for begin, end in _parted(block, *sentence) if lower_case else [sentence]:
                for first, last in _pieces(text, start + begin, start + end):
                    yield from _turned(text, first, last)


def _is_lower_case(block: str) -> bool:
    """Tell whether most sentences of a text begin without a capital."""
    starts = [str(found[1]) for found in _SENTENCE_START.finditer(block)]
    return 2 * sum(map(str.islower, starts)) > len(starts)


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what a segmenter takes for one sentence where another begins in lower case."""
    ends = [found.end() for found in _UNCAPITALISED.finditer(text, start, end)]
    yield from (_stripped(text, first, last) for first, last in pairwise([start, *ends, end]))


def _turned(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence where it turns to other seasons."""
    offsets = turns(text[start:end], of_seasons=seasons_counted(text, start))
    edges = [start, *(start + offset for offset in offsets), end]
    yield from (_stripped(text, first, last) for first, last in pairwise(edges))


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span less the space around it."""
    part = text[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text's lines with their offsets, hard-wrapped ones joined again.

    A line break ends a sentence unless the next line goes on in lower case.
    """
    start = 0
    for found in _BLOCK_BREAK.finditer(text):
        yield start, text[start : found.start()]
        start = found.end()
    yield start, text[start:]


def _sentences(line: str) -> Iterator[tuple[int, int]]:
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
    while end - start > _LONGEST_PASSAGE:
        window = text[start : start + _LONGEST_PASSAGE]
        cut_at = max(window.rfind(mark) for mark in (";", ",", ":"))
        if cut_at < _LONGEST_PASSAGE // 3:
            cut_at = window.rfind(" ")
        if cut_at <= 0:
            cut_at = _LONGEST_PASSAGE - 1
        piece_end = start + cut_at + 1
        yield start, start + len(text[start:piece_end].rstrip())
        while piece_end < end and text[piece_end].isspace():
            piece_end += 1
        start = piece_end
    if start < end:
        yield start, end
