import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.reply import Reply, WhichShow
from bot.answering.topic import next_topic
from bot.errors import GoldError
from bot.evaluation.dialogues import (
    Dialogue,
    ScoredDialogue,
    ScoredTurn,
    Turn,
    dialogue_figures,
    hold,
    holds_dialogues,
    move_figures,
    read_dialogues,
)
from bot.understanding.question import Kind
from index import Polarity, aspect_catalogue
from tests.bot.fakes import ScriptedAnswerer, a_question, a_refusal, an_answer

REPOSITORY = Path(__file__).parents[3]
TUNE, HELD = (REPOSITORY / "evals" / f"dialogues-{name}.jsonl" for name in ("tune", "held"))
FIRST: dict[str, object] = {
    "question": "Is season 2 worth watching?",
    "show": "harbour",
    "seasons": [2],
    "aspects": [],
    "kind": "verdict",
    "side": None,
    "answered": True,
}
ROW = {"dialogue": "season and music", "show": "harbour", "turns": [FIRST, {"question": "and the music?"}]}


def a_turn(**fields: object) -> Turn:
    """The turn that asks of season 2, or of it what is stated here."""
    return Turn.model_validate(fields or FIRST)


def a_dialogue(*turns: Mapping[str, object]) -> Dialogue:
    return Dialogue.model_validate({**ROW, "turns": turns or ROW["turns"]})


def scored(reply: Reply, **stated: object) -> ScoredTurn:
    """How one reply fares by what gold states."""
    held = hold(a_dialogue({"question": "s2 tho?", **stated}), ScriptedAnswerer(reply))
    return held.turns[0]


def a_scored_turn(number: int, *moves: str, **right: bool) -> ScoredTurn:
    return ScoredTurn(number, "why?", moves, right, ())


def own_dialogues() -> list[Dialogue]:
    return [*read_dialogues(TUNE), *read_dialogues(HELD)]


def own_turns() -> list[Turn]:
    return [turn for dialogue in own_dialogues() for turn in dialogue.turns]


def write_gold(folder: Path, *lines: str) -> Path:
    path = folder / "dialogues.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


class TestReadingDialogues:
    def test_gives_each_lines_turns_and_what_is_right_of_them(self, tmp_path: Path) -> None:
        bare = {"dialogue": "bare", "turns": [{"question": "why", "moves": ["why", "short"]}]}
        first, second = read_dialogues(write_gold(tmp_path, json.dumps(ROW), "", json.dumps(bare)))
        assert (first.name, first.show, len(first.turns)) == ("season and music", "harbour", 2)
        assert first.turns[0].stated == {
            "show": ("harbour",),
            "seasons": (frozenset({2}),),
            "aspects": (frozenset(),),
            "kind": (Kind.VERDICT,),
            "side": (None,),
            "answered": (True,),
        }
        assert (second.show, second.turns[0].moves, second.turns[0].stated) == (None, ("why", "short"), {})

    def test_takes_a_list_for_several_right_readings(self) -> None:
        turn = a_turn(
            question="and the acting?",
            show=["dark", None],
            seasons=[[3], []],
            aspects=[["acting"], ["cast", "acting"]],
            kind=["opinion", "verdict"],
            side=["negative", None],
        )
        assert turn.stated == {
            "show": ("dark", None),
            "seasons": (frozenset({3}), frozenset()),
            "aspects": (frozenset({"acting"}), frozenset({"acting", "cast"})),
            "kind": (Kind.OPINION, Kind.VERDICT),
            "side": (Polarity.NEGATIVE, None),
        }

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ("{", "Invalid JSON"),
            ("[1]", "Input should be an object"),
            (json.dumps({**ROW, "turns": []}), "turns: Tuple should have at least 1 item"),
            (json.dumps({"turns": ROW["turns"]}), "dialogue: Field required"),
            (json.dumps({"dialogue": "a", "turns": [{"show": "dark"}]}), "turns.0.question: Field required"),
            (
                json.dumps({"dialogue": "a", "turns": [{**FIRST, "season": [2]}]}),
                "turns.0.season: Extra inputs",
            ),
            (json.dumps({"dialogue": "a", "turns": [{**FIRST, "seasons": 2}]}), "turns.0.seasons.0: "),
            (json.dumps({"dialogue": "a", "turns": [{**FIRST, "kind": "guess"}]}), "turns.0.kind.0: "),
            (json.dumps(FIRST), "dialogue: Field required"),
        ],
    )
    def test_names_the_file_the_line_and_what_is_wrong(self, wrong: str, why: str, tmp_path: Path) -> None:
        path = write_gold(tmp_path, json.dumps(ROW), "", wrong)
        with pytest.raises(GoldError, match=rf"^{re.escape(f'{path}:3: not a gold dialogue: {why}')}"):
            read_dialogues(path)

    def test_refuses_a_file_that_holds_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(GoldError, match=r"dialogues\.jsonl:1: holds no question"):
            read_dialogues(write_gold(tmp_path))


def test_a_file_of_dialogues_is_known_by_the_turns_of_its_first_line(tmp_path: Path) -> None:
    assert holds_dialogues(write_gold(tmp_path, "", json.dumps(ROW)))
    for other in (json.dumps(FIRST), '"turns"', '{"turns": ['):
        assert not holds_dialogues(write_gold(tmp_path, other, json.dumps(ROW)))


class TestADialogue:
    def test_is_held_as_a_chat_is(self) -> None:
        """The show is given once; after that the topic has it."""
        answer, refusal = an_answer(), a_refusal()
        answerer = ScriptedAnswerer(answer, refusal, answer)
        hold(a_dialogue({"question": "s2?"}, {"question": "8?"}, {"question": "why?"}), answerer)
        topic = next_topic(answer)
        assert topic is not None
        assert answerer.asked == [
            ("s2?", "harbour", None),
            ("8?", None, topic),
            ("why?", None, next_topic(refusal, topic)),
        ]

    def test_that_is_understood_has_every_turn_right(self) -> None:
        right = {"show": True, "seasons": True, "aspects": True, "kind": True, "side": True, "answered": True}
        held = hold(a_dialogue(FIRST, {"question": "why?"}), ScriptedAnswerer(an_answer(), a_refusal()))
        assert held == ScoredDialogue(
            "season and music",
            (
                ScoredTurn(1, "Is season 2 worth watching?", (), right, ()),
                ScoredTurn(2, "why?", (), {}, ()),
            ),
        )

    def test_that_is_misunderstood_says_what_was_understood_and_what_is_right(self) -> None:
        acting = a_question(aspects=("music", "acting"), seasons=(1, 2), kind=Kind.FACT)
        turn = scored(
            an_answer(question=acting),
            show=None,
            seasons=[[2], []],
            aspects=[["acting"], ["acting", "cast"]],
            kind="opinion",
            side="negative",
            answered=False,
        )
        assert not any(turn.right.values())
        assert turn.failures == (
            "show harbour, gold none",
            "seasons 1+2, gold 2 or none",
            "aspects acting+music, gold acting or acting+cast",
            "kind fact, gold opinion",
            "side none, gold negative",
            "answered yes, gold no",
        )

    def test_may_be_read_in_any_of_the_ways_that_are_right(self) -> None:
        turn = scored(an_answer(), seasons=[[3], [2]], kind=["opinion", "verdict"], show=["harbour", None])
        assert turn.right == {"show": True, "seasons": True, "kind": True}

    def test_is_scored_for_the_side_it_asks_for(self) -> None:
        against = an_answer(question=a_question(sought=Polarity.NEGATIVE))
        assert scored(against, side="negative").right == {"side": True}
        assert scored(against, side=None).right == {"side": False}

    def test_in_which_a_show_is_asked_back_has_none_and_no_answer(self) -> None:
        turn = scored(WhichShow(a_question(), ()), show=None, answered=False)
        assert turn.right == {"show": True, "answered": True}

    def test_follows_what_the_real_answerer_keeps(self, answerer: Answerer) -> None:
        dialogue = a_dialogue(
            FIRST,
            {"question": "and the acting?", "show": "harbour", "seasons": [2], "aspects": ["acting"]},
            {"question": "what about season 9?", "seasons": [9], "answered": False},
        )
        assert [turn.failures for turn in hold(dialogue, answerer).turns] == [(), (), ()]


class TestFigures:
    HELD = (
        ScoredDialogue("a", (a_scored_turn(1, show=True, answered=True), a_scored_turn(2, "why", show=True))),
        ScoredDialogue(
            "b",
            (
                a_scored_turn(1, "short", show=True, seasons=False),
                a_scored_turn(2, "why", "short", seasons=True, aspects=False),
                a_scored_turn(3, "why"),
            ),
        ),
    )

    def test_are_shares_of_what_gold_states(self) -> None:
        assert dialogue_figures(self.HELD) == {
            "dialogues": 0.5,
            "dialogues_held": 2,
            "turns": 0.6,
            "turns_asked": 5,
            "follow_ups": 0.6667,
            "show": 1.0,
            "seasons": 0.5,
            "aspects": 0.0,
            "kind": None,
            "side": None,
            "answered": 1.0,
        }

    def test_by_move_come_the_commonest_first(self) -> None:
        assert move_figures(self.HELD) == [
            {"move": "why", "turns": 3, "right": 0.6667},
            {"move": "short", "turns": 2, "right": 0.0},
        ]


class TestTheProjectsOwnDialogues:
    def test_are_forty_to_tune_on_and_twenty_held_of_two_to_six_turns(self) -> None:
        assert (len(read_dialogues(TUNE)), len(read_dialogues(HELD))) == (40, 20)
        dialogues = own_dialogues()
        assert {len(dialogue.turns) for dialogue in dialogues} <= {2, 3, 4, 5, 6}
        assert len({dialogue.name for dialogue in dialogues}) == len(dialogues)

    def test_name_aspects_of_the_catalogue_alone(self) -> None:
        readings = {name for turn in own_turns() for reading in turn.aspects for name in reading}
        assert readings <= set(aspect_catalogue().aspects)

    def test_name_shows_that_are_in_the_repository(self) -> None:
        named = {show for turn in own_turns() for show in turn.show} | {
            dialogue.show for dialogue in own_dialogues()
        }
        folders = {
            folder.parent.name
            for place in ("seeds", "evals/shows")
            for folder in REPOSITORY.glob(f"{place}/*/show.toml")
        }
        assert named - {None} == folders

    def test_tell_of_every_turn_what_moves_it_makes(self) -> None:
        assert all(turn.moves for turn in own_turns())
