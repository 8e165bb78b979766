"""Answers as Discord messages: escaped, covered, and within Discord's limits."""

import re
from itertools import chain

from bot.answering.reply import Quote, Reply, SearchPage, WhichShow
from bot.wording.base import Writer, shows_stance
from bot.wording.steering import one_line
from index import Polarity

MESSAGE_LIMIT = 2000
"""Characters of a message's content."""
DESCRIPTION_LIMIT = 4096
"""Characters of an embed's description."""
_QUOTE_LIMIT = 600
_ATTRIBUTION_LIMIT = 100
"""Characters of one quote on a page, and of who wrote it before escaping: five of both fit a description."""
CUT = " […]"
"""Marks that a quote goes on."""
_SPECIAL = re.compile(r"[\\*_~|`>#<\[\]]")
_SCHEME = re.compile(r":(?=//)")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+")
_SIGNS = {
    Polarity.POSITIVE: "👍",
    Polarity.NEGATIVE: "👎",
    Polarity.MIXED: "▫️",
    Polarity.NONE: "▫️",
}


def escape(text: str) -> str:
    """Return the text so that Discord shows it as it is: no markdown, no mention, no link, no cover.

    A backslash keeps each special character from acting; an invisible space
    parts an @ from its name, a scheme from its address.
    """
    escaped = _SPECIAL.sub(r"\\\g<0>", one_line(text))
    return _SCHEME.sub(r"\\:", escaped).replace("@", "@\u200b")


class DiscordRenderer:
    """Lays out what the writer writes as messages and embed descriptions."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def messages(self, reply: Reply, *, spoilers: bool = False) -> list[str]:
        """Return the reply as one or more message contents, parted between quotes where it must be."""
        blocks = [f"**{escape(self._writer.headline(reply))}**"]
        blocks += [escape(detail) for detail in self._writer.details(reply)]
        if introduction := self._writer.introduction(reply):
            blocks.append(escape(introduction))
        quotes = () if isinstance(reply, WhichShow) else reply.quotes
        for quote in quotes:
            blocks += self._quote(quote, stance=shows_stance(reply), spoilers=spoilers)
        if closing := self._writer.closing(reply):
            blocks.append(f"-# {escape(closing)}")
        return pack(blocks, MESSAGE_LIMIT)

    def description(self, page: SearchPage, *, spoilers: bool = False) -> str:
        """Return one page of a search as an embed's description; a long quote is cut with a mark."""
        blocks = [self._short_quote(quote, spoilers=spoilers) for quote in page.quotes]
        return "\n\n".join(blocks)

    def _quote(self, quote: Quote, *, stance: bool, spoilers: bool) -> list[str]:
        sign = _SIGNS[quote.stance] if stance else "▫️"
        attribution = f"-# {escape(self._writer.attribution(quote, stance=stance))}"
        pieces = split_text(one_line(quote.text), MESSAGE_LIMIT // 3)
        covered = quote.spoiler and not spoilers
        shown = [_shown(piece, covered=covered) for piece in _marked(pieces)]
        return [*(f"{sign} {piece}" for piece in shown[:-1]), f"{sign} {shown[-1]}\n{attribution}"]

    def _short_quote(self, quote: Quote, *, spoilers: bool) -> str:
        text = one_line(quote.text)
        while len(shown := _shown(text, covered=quote.spoiler and not spoilers)) > _QUOTE_LIMIT:
            text = shortened(text, len(text) * 3 // 4)
        attribution = escape(shortened(self._writer.attribution(quote), _ATTRIBUTION_LIMIT))
        return f"{_SIGNS[quote.stance]} {shown}\n-# {attribution}"


def _shown(text: str, *, covered: bool) -> str:
    quoted = f"“{escape(text)}”"
    return f"||{quoted}||" if covered else quoted


def _marked(pieces: list[str]) -> list[str]:
    """Mark each piece that goes on in the next."""
    return [*(f"{piece}{CUT}" for piece in pieces[:-1]), *pieces[-1:]]


def shortened(text: str, limit: int) -> str:
    """Return the text, its end replaced by a mark when it has more than ``limit`` characters."""
    if len(text) <= limit:
        return text
    return split_text(text.removesuffix(CUT), max(1, limit - len(CUT)))[0] + CUT


def pack(blocks: list[str], limit: int) -> list[str]:
    """Return the blocks joined by line breaks into few texts of at most ``limit`` characters, order kept."""
    texts: list[str] = []
    for part in chain.from_iterable(split_text(block, limit) for block in blocks):
        if texts and len(texts[-1]) + 1 + len(part) <= limit:
            texts[-1] = f"{texts[-1]}\n{part}"
        else:
            texts.append(part)
    return texts


def split_text(text: str, limit: int) -> list[str]:
    """Return the text in parts of at most ``limit`` characters: after sentences, else between words."""
    parts: list[str] = []
    rest = text
    while len(rest) > limit:
        window = rest[:limit]
        ends = [end.end() for end in _SENTENCE_END.finditer(window)]
        at = ends[-1] if ends and ends[-1] > limit // 3 else window.rfind(" ") + 1
        if at <= 0:
            at = limit
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest or not parts:
        parts.append(rest)
    return [part for part in parts if part] or [""]
