"""Tell what each rule by which questions are read is worth: how many gold answers change without it.

    python -m evals.rules GOLD.jsonl … [--only RULE …]

The shows that the gold files ask about are read from WORTHWATCH_SEEDS and indexed in a folder of their own.
Every rule is switched off by itself, and each question asked again, of shows indexed anew where it is one by
which reviews are read: what is counted is how many readings, refusals, notes, labels or quotes change.
A rule that changes none has no place.
"""

import argparse
import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import cast

from bot.answering.english import PASSAGES
from bot.answering.reply import Declined, Reply, WhichShow
from bot.answering.topic import next_topic
from bot.app.settings import Settings
from bot.app.wiring import Wiring
from bot.evaluation.gold import holds_dialogues, read_dialogues, read_gold
from bot.understanding.english import QUESTIONS
from index import ENGLISH, Rule, Rules


def replies(wiring: Wiring, files: list[Path]) -> Iterator[tuple[str, Reply]]:
    """Yield the reply to each question, and to each turn of a dialogue, with its name."""
    for file in files:
        if holds_dialogues(file):
            for dialogue in read_dialogues(file):
                topic = None
                for number, turn in enumerate(dialogue.turns):
                    reply = wiring.answerer.ask(
                        turn.question, show=None if number else dialogue.show, topic=topic
                    )
                    topic = next_topic(reply, topic)
                    yield f"{dialogue.name} {number} {turn.question}", reply
        else:
            for gold in read_gold(file):
                yield f"{gold.show} {gold.question}", wiring.answerer.ask(gold.question, show=gold.show)


def essence(reply: Reply, headline: str) -> object:
    """Return what a viewer sees of a reply, less what differs between two runs."""
    if isinstance(reply, WhichShow):
        return "which show"
    quotes = [(quote.review, quote.start, quote.end, quote.stance) for quote in reply.quotes]
    if isinstance(reply, Declined):
        return (headline, reply.question, quotes, reply.missing, reply.names)
    return (headline, reply.question, quotes, reply.verdict, reply.notes)


@contextmanager
def without(rules: Rules, name: str) -> Iterator[None]:
    """Switch a rule off, and forget what was found with it."""
    by_name = cast("dict[str, Rule]", rules.by_name)
    kept = by_name[name]
    by_name[name] = Rule(name, templates=("\\0",))
    _forget()
    try:
        yield
    finally:
        by_name[name] = kept
        _forget()


def _forget() -> None:
    for cached in gc.get_objects():
        if isinstance(cached, _lru_cache_wrapper) and getattr(cached, "__module__", "").startswith(
            ("bot.", "index.")
        ):
            cached.cache_clear()


def main() -> None:
    """Print a line for each rule: how many replies change without it, and one of them."""
    parser = argparse.ArgumentParser(description="Tell what each rule is worth.")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    with library() as wiring:
        tell(wiring, arguments.gold, arguments.only)


@contextmanager
def library() -> Iterator[Wiring]:
    """Give a library of the settings' seeds, indexed in a folder that is removed afterwards."""
    settings = Settings()
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "models").symlink_to((settings.data / "models").resolve())
        wiring = Wiring(Settings(WORTHWATCH_SEEDS=settings.seeds, WORTHWATCH_DATA=Path(scratch)))
        build(wiring)
        yield wiring


def build(wiring: Wiring) -> None:
    """Index every show anew."""
    for show in wiring.library.shows():
        wiring.library.build(show, anew=True)


def seen(wiring: Wiring, gold: list[Path]) -> dict[str, object]:
    """Return what a viewer sees of each reply, by what was asked."""
    headline = wiring.writer.headline
    return {asked: essence(reply, headline(reply)) for asked, reply in replies(wiring, gold)}


def tell(wiring: Wiring, gold: list[Path], only: list[str]) -> None:
    """Print a line for each rule."""
    before = seen(wiring, gold)
    print(f"{len(before)} questions")
    for rules in (QUESTIONS, PASSAGES, ENGLISH):
        for name in [name for name in rules.by_name if not only or name in only]:
            with without(rules, name):
                if rules is ENGLISH:
                    build(wiring)
                after = seen(wiring, gold)
            changed = [asked for asked in before if before[asked] != after[asked]]
            print(f"{len(changed):4}  {name}  {'; '.join(changed[:2])}", flush=True)


if __name__ == "__main__":
    main()
