"""Answers as the JSON objects that others rely on."""

from typing import Any

from bot.answering.reply import Answered, Quote, Reply, SearchPage, Verdict, WhichShow
from bot.wording.base import Writer
from bot.wording.plain import plain_text

_DECIMALS = 4


def answer_payload(reply: Reply, writer: Writer, *, spoilers: bool) -> dict[str, Any]:
    """Return the object that ``ask --json`` prints."""
    question = reply.question
    common = {
        "question": question.text,
        "show": None if isinstance(reply, WhichShow) else reply.show.slug,
        "seasons": list(question.seasons),
        "aspects": list(question.aspects),
        "kind": question.kind.value,
        "answered": isinstance(reply, Answered),
        "text": plain_text(reply, writer, spoilers=spoilers),
        "verdict": verdict_payload(reply.verdict) if isinstance(reply, Answered) and reply.verdict else None,
    }
    if isinstance(reply, WhichShow):
        return common | {
            "quotes": [],
            "coverage": {"reviews": 0, "about": 0},
            "index": None,
            "timings_ms": {"total": 0.0},
        }
    return common | {
        "quotes": [quote_payload(quote) for quote in reply.quotes],
        "coverage": {"reviews": reply.coverage.reviews, "about": reply.coverage.about},
        "index": {"id": reply.index.id, "built_at": reply.index.built_at, "model": reply.index.model},
        "timings_ms": {"total": reply.milliseconds},
    }


def search_payload(page: SearchPage | WhichShow, query: str) -> dict[str, Any]:
    """Return the object that ``search --json`` prints."""
    if isinstance(page, WhichShow):
        return {"query": query, "show": None, "quotes": []}
    return {"query": query, "show": page.show.slug, "quotes": [quote_payload(quote) for quote in page.quotes]}


def verdict_payload(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict's object."""
    return {
        "label": verdict.label.value,
        "positive": verdict.positive,
        "mixed": verdict.mixed,
        "negative": verdict.negative,
        "reviews": verdict.reviews,
        "share": _rounded(verdict.share),
        "low": _rounded(verdict.low),
        "high": _rounded(verdict.high),
    }


def quote_payload(quote: Quote) -> dict[str, Any]:
    """Return a quote's object."""
    return {
        "review": quote.review,
        "author": quote.author,
        "date": quote.date.isoformat() if quote.date else None,
        "rating": str(quote.rating) if quote.rating else None,
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "seasons": list(quote.seasons),
        "aspects": list(quote.aspects),
        "stance": quote.stance.value,
        "spoiler": quote.spoiler,
        "score": quote.score,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DECIMALS)
