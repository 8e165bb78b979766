"""Dialogues scored against gold: whether each turn is understood in the light of those before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.base import Answerer
from bot.answering.reply import Answered, Reply, WhichShow
from bot.answering.topic import next_topic
from bot.evaluation.gold import STATED, Dialogue, Turn
from bot.evaluation.score import mean_of
from bot.understanding.question import Topic


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


def hold(dialogue: Dialogue, answerer: Answerer) -> ScoredDialogue:
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
