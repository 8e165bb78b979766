"""eval: answers scored against gold."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.app.wiring import Wiring
from bot.cli.parts import JsonOption, terminal_of, wiring
from bot.cli.streams import print_json

if TYPE_CHECKING:
    from bot.wording.terminal import Terminal


@dataclass(frozen=True, slots=True)
class _Report:
    """What one gold file's answers are worth: figures, tables of more of them, and what failed."""

    figures: dict[str, float | int | None]
    tables: dict[str, list[dict[str, Any]]]
    failures: list[dict[str, Any]]


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Gold questions or dialogues, one JSON object a line.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Score the answers to a file of gold questions, or how its dialogues are understood."""
    from bot.evaluation.gold import holds_dialogues  # noqa: PLC0415 (this command's alone)

    parts = wiring(context)
    report = _of_dialogues(parts, file) if holds_dialogues(file) else _of_questions(parts, file)
    if as_json:
        payload = {"file": str(file), **report.figures, **report.tables, "failures": report.failures}
        print_json(payload)
    else:
        _print(terminal_of(parts), str(file), report)


def _of_questions(parts: Wiring, file: Path) -> _Report:
    from bot.evaluation.gold import read_gold  # noqa: PLC0415
    from bot.evaluation.score import score, summary  # noqa: PLC0415

    gold = read_gold(file)
    parts.encoder.encode(["The model is loaded before anything is timed."])
    scored = []
    for one in gold:
        records = parts.library.snapshot(one.show).records
        reply = parts.answerer.ask(one.question, show=one.show)
        scored.append(score(one, reply, lambda review, records=records: records.review(review).text))  # type: ignore[misc]
    failures = [{"question": row.question, "failures": list(row.failures)} for row in scored if row.failures]
    return _Report(summary(scored), {}, failures)


def _of_dialogues(parts: Wiring, file: Path) -> _Report:
    from bot.evaluation.dialogues import dialogue_figures, hold, move_figures  # noqa: PLC0415
    from bot.evaluation.gold import read_dialogues  # noqa: PLC0415

    scored = [hold(dialogue, parts.answerer) for dialogue in read_dialogues(file)]
    failures = [
        {
            "dialogue": dialogue.name,
            "turn": turn.number,
            "question": turn.question,
            "failures": list(turn.failures),
        }
        for dialogue in scored
        for turn in dialogue.turns
        if turn.failures
    ]
    return _Report(dialogue_figures(scored), {"moves": move_figures(scored)}, failures)


def _print(terminal: "Terminal", title: str, report: _Report) -> None:
    terminal.table(title, [{"figure": name, "value": value} for name, value in report.figures.items()])
    for name, rows in report.tables.items():
        terminal.line("")
        terminal.table(name, rows)
    for failed in report.failures:
        in_dialogue = f"{failed['dialogue']}, turn {failed['turn']}: " if "dialogue" in failed else ""
        terminal.line(f"\n{in_dialogue}{failed['question']}")
        for failure in failed["failures"]:
            terminal.line(f"  {failure}")
