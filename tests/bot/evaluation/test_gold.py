import json
import re
from pathlib import Path

import pytest

from bot.errors import GoldError
from bot.evaluation.gold import Dialogue, Gold, Turn, holds_dialogues, read_dialogues, read_gold
from bot.understanding.question import Kind
from index import Polarity, aspect_catalogue
from tests.bot.evaluation.lines import QUESTION, TURN

REPOSITORY = Path(__file__).parents[3]
TUNE, HELD = (REPOSITORY / "evals" / f"dialogues-{name}.jsonl" for name in ("tune", "held"))
DIALOGUE = {
    "dialogue": "season and music",
    "show": "harbour",
    "turns": [TURN, {"question": "and the music?"}],
}


def write_gold(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


class TestReadingGold:
    def test_gives_each_lines_question_and_what_answers_it(self, tmp_path: Path) -> None:
        bare = {"question": "Is it dubbed?", "show": "harbour", "abstain": True, "must": ""}
        first, second = read_gold(write_gold(tmp_path, json.dumps(QUESTION), "", json.dumps(bare)))
        assert (first.question, first.show) == ("Is season 2 worth watching?", "harbour")
        assert first.stance == {"harbour/5": "positive", "harbour/6": "negative"}
        assert (first.label, first.abstain) == (("leaning no", "no"), False)
        assert second == Gold(question="Is it dubbed?", show="harbour", abstain=True)

    def test_reads_patterns_in_any_case(self) -> None:
        gold = Gold.model_validate(QUESTION)
        assert gold.reviews["harbour/6"].search("awful")
        assert gold.must
        assert gold.must.search("Season 2 WAS GREAT")

    def test_leaves_what_else_a_line_notes_to_people(self) -> None:
        assert Gold.model_validate({**QUESTION, "why": "of two seasons"}) == Gold.model_validate(QUESTION)

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ("{", "Invalid JSON"),
            ("[1, 2]", "Input should be an object"),
            ('"text"', "Input should be an object"),
            ('{"show": "harbour"}', "question: Field required"),
            ('{"question": "Is it good?"}', "show: Field required"),
            (json.dumps({**QUESTION, "must": "("}), "must: no pattern: missing )"),
            (json.dumps({**QUESTION, "reviews": {"harbour/5": "[a"}}), "reviews.harbour/5: no pattern: "),
            (json.dumps({**QUESTION, "reviews": ["harbour/5"]}), "reviews: Input should be an object"),
            (json.dumps({**QUESTION, "label": 3}), "label: Input should be a valid array"),
        ],
    )
    def test_names_the_file_the_line_and_what_is_wrong(self, wrong: str, why: str, tmp_path: Path) -> None:
        path = write_gold(tmp_path, json.dumps(QUESTION), "", wrong)
        with pytest.raises(GoldError, match=rf"^{re.escape(f'{path}:3: not a gold question: {why}')}"):
            read_gold(path)

    @pytest.mark.parametrize("text", ["", "\n  \n"])
    def test_refuses_a_file_without_a_question(self, text: str, tmp_path: Path) -> None:
        with pytest.raises(GoldError, match=r"gold\.jsonl:1: holds no question"):
            read_gold(write_gold(tmp_path, text))

    def test_refuses_a_file_that_is_not_there_or_not_text(self, tmp_path: Path) -> None:
        with pytest.raises(GoldError, match=r"none\.jsonl:1: can't be read"):
            read_gold(tmp_path / "none.jsonl")
        (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
        with pytest.raises(GoldError, match=r"bytes\.jsonl:1: can't be read"):
            read_gold(tmp_path / "bytes.jsonl")


class TestReadingDialogues:
    def test_gives_each_lines_turns_and_what_is_right_of_them(self, tmp_path: Path) -> None:
        bare = {"dialogue": "bare", "turns": [{"question": "why", "moves": ["why", "short"]}]}
        first, second = read_dialogues(write_gold(tmp_path, json.dumps(DIALOGUE), "", json.dumps(bare)))
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
        row = {
            "question": "and the acting?",
            "show": ["dark", None],
            "seasons": [[3], []],
            "aspects": [["acting"], ["cast", "acting"]],
            "kind": ["opinion", "verdict"],
            "side": ["negative", None],
        }
        turn = Turn.model_validate(row)
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
            (json.dumps({**DIALOGUE, "turns": []}), "turns: Tuple should have at least 1 item"),
            (json.dumps({"turns": DIALOGUE["turns"]}), "dialogue: Field required"),
            (json.dumps({"dialogue": "a", "turns": [{"show": "dark"}]}), "turns.0.question: Field required"),
            (
                json.dumps({"dialogue": "a", "turns": [{**TURN, "season": [2]}]}),
                "turns.0.season: Extra inputs",
            ),
            (json.dumps({"dialogue": "a", "turns": [{**TURN, "seasons": 2}]}), "turns.0.seasons.0: "),
            (json.dumps({"dialogue": "a", "turns": [{**TURN, "kind": "guess"}]}), "turns.0.kind.0: "),
            (json.dumps(TURN), "dialogue: Field required"),
        ],
    )
    def test_names_the_file_the_line_and_what_is_wrong(self, wrong: str, why: str, tmp_path: Path) -> None:
        path = write_gold(tmp_path, json.dumps(DIALOGUE), "", wrong)
        with pytest.raises(GoldError, match=rf"^{re.escape(f'{path}:3: not a gold dialogue: {why}')}"):
            read_dialogues(path)

    def test_refuses_a_file_that_holds_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(GoldError, match=r"gold\.jsonl:1: holds no question"):
            read_dialogues(write_gold(tmp_path))


def test_a_file_of_dialogues_is_known_by_the_turns_of_its_first_line(tmp_path: Path) -> None:
    assert holds_dialogues(write_gold(tmp_path, "", json.dumps(DIALOGUE)))
    for other in (json.dumps(TURN), '"turns"', '{"turns": ['):
        assert not holds_dialogues(write_gold(tmp_path, other, json.dumps(DIALOGUE)))


def own_dialogues() -> list[Dialogue]:
    return [*read_dialogues(TUNE), *read_dialogues(HELD)]


def own_turns() -> list[Turn]:
    return [turn for dialogue in own_dialogues() for turn in dialogue.turns]


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
