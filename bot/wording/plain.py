"""Answers as plain text: for pipes, files and programs."""

from bot.answering.reply import Quote, Reply, WhichShow
from bot.wording.base import Writer, shows_stance
from bot.wording.steering import one_line
from index import Polarity

MARKS = {
    Polarity.POSITIVE: "+",
    Polarity.NEGATIVE: "−",
    Polarity.MIXED: "·",
    Polarity.NONE: "·",
}
COVER = "█" * 24
_HOW_TO_LIFT = "(spoiler; --spoilers shows it)"


def plain_text(reply: Reply, writer: Writer, *, spoilers: bool = False) -> str:
    """Return the whole answer as plain text, spoilers covered unless asked for."""
    blocks = [" ".join([writer.headline(reply), *writer.details(reply)])]
    quotes = () if isinstance(reply, WhichShow) else reply.quotes
    if introduction := writer.introduction(reply):
        blocks.append(introduction)
    stance = shows_stance(reply)
    blocks += [plain_quote(quote, writer, stance=stance, spoilers=spoilers) for quote in quotes]
    if closing := writer.closing(reply):
        blocks.append(closing)
    return "\n\n".join(blocks)


def plain_quote(quote: Quote, writer: Writer, *, stance: bool, spoilers: bool) -> str:
    """Return a quote and who wrote it, covered when it spoils."""
    covered = quote.spoiler and not spoilers
    text = f"{COVER} {_HOW_TO_LIFT}" if covered else f"“{one_line(quote.text)}”"
    mark = MARKS[quote.stance] if stance else "·"
    return f"{mark} {text}\n  {writer.attribution(quote, stance=stance)}"
