"""Tell what each rule by which questions are read is worth: how many gold answers change without it.

    python -m evals.rules GOLD.jsonl … [--only RULE …]

A library that holds the shows of the gold files, questions or dialogues, must be built (see docs/evals.md).
Every rule is switched off by itself, and each question asked again: what is counted is how many readings,
refusals, labels or quotes change. A rule that changes none has no place.
"""

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import cast

from bot.answering.english import PASSAGES
from bot.answering.reply import Reply, WhichShow
from bot.answering.topic import next_topic
from bot.app.settings import Settings
from bot.app.wiring import Wiring
from bot.evaluation.gold import holds_dialogues, read_dialogues, read_gold
from bot.understanding.english import QUESTIONS
from index import Rule, Rules


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


def essence(reply: Reply) -> object:
    """Return what a viewer sees of a reply, less what differs between two runs."""
    if isinstance(reply, WhichShow):
        return "which show"
    quotes = [(quote.review, quote.start, quote.end, quote.stance) for quote in reply.quotes]
    return (type(reply).__name__, reply.question, quotes, getattr(reply, "verdict", None))


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
    parser.add_argument("--only", nargs="*", default=())
    arguments = parser.parse_args()
    wiring = Wiring(Settings())
    before = {name: essence(reply) for name, reply in replies(wiring, arguments.gold)}
    print(f"{len(before)} questions")
    for rules in (QUESTIONS, PASSAGES):
        for name in arguments.only or rules.by_name:
            if name not in rules.by_name:
                continue
            with without(rules, name):
                after = {asked: essence(reply) for asked, reply in replies(wiring, arguments.gold)}
            changed = [asked for asked in before if before[asked] != after[asked]]
            print(f"{len(changed):4}  {name}  {'; '.join(changed[:2])}", flush=True)


if __name__ == "__main__":
    main()
