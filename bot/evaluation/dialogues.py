"""Dialogues scored against gold: whether each turn is understood in the light of those before it.

Gold is one JSON object a line: dialogue (its name), show (given with the first turn, left out
where that names one), turns. A turn has its question, its moves (what sort of turn it is, in
words that figures are given for) and what is right to understand: show (null where the only
right reply asks back which), seasons, aspects, kind, side (the one alone that is asked for, null
for none) and answered (whether the reviews answer it). What a turn doesn't state isn't scored.
Where several readings are right they stand in a list: "show": ["dark", "darker"],
"seasons": [[3], []].
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.answering.reply import Answered, Reply, WhichShow
from bot.answering.topic import next_topic
from bot.errors import GoldError
from bot.evaluation.score import gold_lines, mean_of
from bot.understanding.question import Kind, Topic
from index import Polarity

STATED = ("show", "seasons", "aspects", "kind", "side", "answered")
"""What gold may say of a turn, each with a figure of its own."""


def _either(value: Any) -> Any:  # noqa: ANN401 (whatever the line holds)
    """Return a list of readings for one reading or a list of them."""
    return value if isinstance(value, list) else [value]


def _either_list(value: Any) -> Any:  # noqa: ANN401 (likewise)
    """Return a list of readings for one reading, itself a list, or a list of them."""
    are_readings = isinstance(value, list) and value and all(isinstance(one, list) for one in value)
    return value if are_readings else [value]


class _Row(BaseModel):
    """Part of a gold line; what it doesn't know is wrong, as a slip in a name would go unscored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Row):
    """One message of a dialogue, and the readings of it that are right."""

    question: str = Field(min_length=1)
    moves: tuple[str, ...] = ()
    show: Annotated[tuple[str | None, ...], BeforeValidator(_either)] = ()
    seasons: Annotated[tuple[frozenset[int], ...], BeforeValidator(_either_list)] = ()
    aspects: Annotated[tuple[frozenset[str], ...], BeforeValidator(_either_list)] = ()
    kind: Annotated[tuple[Kind, ...], BeforeValidator(_either)] = ()
    side: Annotated[tuple[Polarity | None, ...], BeforeValidator(_either)] = ()
    answered: Annotated[tuple[bool, ...], BeforeValidator(_either)] = ()

    @property
    def stated(self) -> dict[str, tuple[object, ...]]:
        """The right readings by what they are of; what gold doesn't state is left out."""
        return {name: getattr(self, name) for name in STATED if name in self.model_fields_set}


class Dialogue(_Row):
    """A conversation, turn by turn."""

    name: str = Field(alias="dialogue", min_length=1)
    show: str | None = None
    turns: tuple[Turn, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class ScoredTurn:
    """Whether what gold states of one turn was understood, and what wasn't."""

    number: int
    question: str
    moves: tuple[str, ...]
    right: Mapping[str, bool]
    failures: tuple[str, ...]

    @property
    def all_right(self) -> bool:
        """Whether everything stated was understood."""
        return all(self.right.values())


@dataclass(frozen=True, slots=True)
class ScoredDialogue:
    """One dialogue's turns."""

    name: str
    turns: tuple[ScoredTurn, ...]


class Asked(Protocol):
    """What holding a dialogue needs of whatever answers."""

    def ask(self, text: str, *, show: str | None = None, topic: Topic | None = None) -> Reply:
        """Return the reply to a question of one show, or of the topic's."""
        ...


def holds_dialogues(path: Path) -> bool:
    """Tell whether a gold file is one of dialogues: its first line has turns. Raises GoldError."""
    _, first = gold_lines(path)[0]
    try:
        row = json.loads(first)
    except ValueError:  # whoever reads the questions says what is wrong
        return False
    return isinstance(row, dict) and "turns" in row


def read_dialogues(path: Path) -> list[Dialogue]:
    """Return a gold file's dialogues; raises GoldError naming the file and line that is wrong."""
    dialogues = []
    for number, line in gold_lines(path):
        try:
            dialogues.append(Dialogue.model_validate_json(line))
        except ValidationError as error:
            raise GoldError(f"{path}:{number}: not a gold dialogue: {_first_problem(error)}") from error
    return dialogues


def hold(dialogue: Dialogue, answerer: Asked) -> ScoredDialogue:
    """Return how a dialogue was understood, held as ``worthwatch chat`` does; raises what asking raises.

    The show is given with the first turn alone: after it, the topic has it.
    """
    topic: Topic | None = None
    show, turns = dialogue.show, []
    for number, turn in enumerate(dialogue.turns, 1):
        reply = answerer.ask(turn.question, show=show, topic=topic)
        turns.append(_scored(number, turn, reply))
        topic, show = next_topic(reply, topic), None
    return ScoredDialogue(dialogue.name, tuple(turns))


def dialogue_figures(dialogues: Sequence[ScoredDialogue]) -> dict[str, float | int | None]:
    """Return the shares that are right, None where gold states nothing.

    Of dialogues those with every turn right, of turns and follow-ups (turns after the first)
    those with everything stated right, then of what is stated each by itself.
    """
    turns = [turn for dialogue in dialogues for turn in dialogue.turns]
    return {
        "dialogues": mean_of(all(turn.all_right for turn in dialogue.turns) for dialogue in dialogues),
        "dialogues_held": len(dialogues),
        "turns": mean_of(turn.all_right for turn in turns),
        "turns_asked": len(turns),
        "follow_ups": mean_of(turn.all_right for turn in turns if turn.number > 1),
        **{name: mean_of(turn.right.get(name) for turn in turns) for name in STATED},
    }


def move_figures(dialogues: Sequence[ScoredDialogue]) -> list[dict[str, str | float | int | None]]:
    """Return for each move how many turns make it and the share of those right, the commonest first."""
    by_move: dict[str, list[bool]] = {}
    for turn in (turn for dialogue in dialogues for turn in dialogue.turns):
        for move in turn.moves:
            by_move.setdefault(move, []).append(turn.all_right)
    commonest = sorted(by_move.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"move": move, "turns": len(right), "right": mean_of(right)} for move, right in commonest]


def _scored(number: int, turn: Turn, reply: Reply) -> ScoredTurn:
    understood = _understood(reply)
    right = {name: understood[name] in readings for name, readings in turn.stated.items()}
    failures = (
        f"{name} {_shown(understood[name])}, gold {' or '.join(map(_shown, readings))}"
        for name, readings in turn.stated.items()
        if not right[name]
    )
    return ScoredTurn(number, turn.question, turn.moves, right, tuple(failures))


def _understood(reply: Reply) -> dict[str, object]:
    """Return what a reply took its question to ask, in the terms of gold."""
    question = reply.question
    return {
        "show": None if isinstance(reply, WhichShow) else reply.show.slug,
        "seasons": frozenset(question.seasons),
        "aspects": frozenset(question.aspects),
        "kind": question.kind,
        "side": question.sought,
        "answered": isinstance(reply, Answered),
    }


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return "+".join(str(one) for one in sorted(value)) or "none"
    return "none" if value is None else str(value)


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
