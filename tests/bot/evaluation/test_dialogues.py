from collections.abc import Mapping

from bot.answering.base import Answerer
from bot.answering.reply import Reply, WhichShow
from bot.answering.topic import next_topic
from bot.evaluation.dialogues import ScoredDialogue, ScoredTurn, dialogue_figures, hold, move_figures
from bot.evaluation.gold import Dialogue
from bot.understanding.question import Kind
from index import Polarity
from tests.bot.evaluation.lines import TURN
from tests.bot.fakes import ScriptedAnswerer, a_question, a_refusal, an_answer

ROW = {"dialogue": "season and music", "show": "harbour", "turns": [TURN, {"question": "and the music?"}]}


def a_dialogue(*turns: Mapping[str, object]) -> Dialogue:
    return Dialogue.model_validate({**ROW, "turns": turns or ROW["turns"]})


def scored(reply: Reply, **stated: object) -> ScoredTurn:
    """How one reply fares by what gold states."""
    held = hold(a_dialogue({"question": "s2 tho?", **stated}), ScriptedAnswerer(reply))
    return held.turns[0]


def a_scored_turn(number: int, *moves: str, **right: bool) -> ScoredTurn:
    return ScoredTurn(number, "why?", moves, right, ())


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
        held = hold(a_dialogue(TURN, {"question": "why?"}), ScriptedAnswerer(an_answer(), a_refusal()))
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
            TURN,
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
