"""eval: answers scored against gold."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.parts import JsonOption, print_json, wiring
from bot.evaluation import read_gold, score, summary
from bot.terminal import Terminal


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Gold questions, one JSON object a line.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Score the answers to a file of gold questions."""
    parts = wiring(context)
    gold = read_gold(file)
    parts.encoder.encode(["The model is loaded before anything is timed."])
    scored = []
    for one in gold:
        records = parts.library.snapshot(one.show).records
        reply = parts.answerer.ask(one.question, show=one.show)
        scored.append(score(one, reply, lambda review, records=records: records.review(review).text))  # type: ignore[misc]
    figures = summary(scored)
    failures = [{"question": row.question, "failures": list(row.failures)} for row in scored if row.failures]
    if as_json:
        payload = {"file": str(file), **figures, "failures": failures}
        print_json(payload)
        return
    terminal = Terminal(parts.writer)
    terminal.table(str(file), [{"figure": name, "value": value} for name, value in figures.items()])
    for failed in failures:
        terminal.line(f"\n{failed['question']}")
        for failure in failed["failures"]:
            terminal.line(f"  {failure}")
