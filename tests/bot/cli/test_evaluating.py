"""worthwatch eval: answers scored against a gold file of questions or dialogues."""

import json
from pathlib import Path

import pytest

from bot.app.wiring import Wiring
from tests.bot.cli.test_cli import Shell, assert_failed
from tests.bot.fakes import add_harbour, make_judgement, make_understanding
from tests.fakes import WordOverlapEncoder, make_builder

RIGHT = {
    "question": "Is season 2 worth watching?",
    "show": "harbour",
    "reviews": {"harbour/3": "boring", "harbour/4": "terrible", "harbour/5": "great", "harbour/6": "awful"},
    "must": "boring",
    "stance": {"harbour/3": "negative", "harbour/5": "positive"},
    "label": ["leaning no"],
}
PRAISE = "The acting was superb and I loved the captain."
WRONG = {
    "question": "How is the acting?",
    "show": "harbour",
    "reviews": {"harbour/1": "superb", "harbour/9": "minutes"},
    "stance": {"harbour/1": "negative"},
    "label": ["yes"],
}
UNANSWERABLE = {"question": "Is season 8 good?", "show": "harbour", "abstain": True}
WRONGLY_ANSWERED = {"question": "Is season 1 good?", "show": "harbour", "abstain": True}

DIALOGUE = {
    "dialogue": "season and acting",
    "show": "harbour",
    "turns": [
        {"question": "Is season 2 good?", "moves": ["opening"], "show": "harbour", "seasons": [2]},
        {"question": "and the acting?", "moves": ["aspect"], "seasons": [1], "aspects": ["acting"]},
    ],
}


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell with Harbour Lights, indexed, and an encoder that needs no model."""
    monkeypatch.chdir(tmp_path)
    for name in ("WORTHWATCH_MODEL", "WORTHWATCH_SHOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WORTHWATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WORTHWATCH_SEEDS", str(tmp_path / "seeds"))
    encoder = WordOverlapEncoder()
    monkeypatch.setattr(Wiring, "encoder", encoder)
    monkeypatch.setattr(Wiring, "builder", make_builder(encoder))
    monkeypatch.setattr(Wiring, "understanding", make_understanding(encoder))
    monkeypatch.setattr(Wiring, "judgement", make_judgement())
    monkeypatch.setenv("WORTHWATCH_ENCODER", "torch")  # nothing to export
    add_harbour(tmp_path)
    shell = Shell(tmp_path, capsys, monkeypatch)
    assert shell("index", "build").status == 0
    return shell


def write_gold(folder: Path, *rows: object) -> str:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(path)


def test_prints_one_json_object_with_every_figure_and_the_failures(shell: Shell) -> None:
    path = write_gold(shell.folder, RIGHT, WRONG, UNANSWERABLE, WRONGLY_ANSWERED)
    outcome = shell("eval", path, "--json")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.count("\n") == 1
    payload = outcome.json
    assert payload.pop("milliseconds_p50") > 0
    answered_wrongly = payload["failures"].pop()
    assert payload == {
        "file": path,
        "questions": 4,
        "precision@5": 0.75,
        "recall@5": 0.75,
        "reachable_recall@5": 0.75,
        "key_facts": 1.0,
        "label_accuracy": 0.5,
        "stance_accuracy": 0.6667,
        "abstention": 0.5,
        "false_abstention": 0.0,
        "exact_quotes": 1.0,
        "failures": [
            {
                "question": "How is the acting?",
                "failures": [
                    f"stance positive, gold negative: harbour/1 “{PRAISE}”",
                    "doesn't answer: harbour/4 “The acting in season 2 was bad.”",
                    "missed: harbour/9",
                    "label mixed, gold yes",
                ],
            }
        ],
    }
    assert answered_wrongly["question"] == "Is season 1 good?"
    assert answered_wrongly["failures"][0].startswith("answered, with harbour/2 “Season 1 was good. ")


def test_prints_a_table_and_the_failures_to_read(shell: Shell) -> None:
    outcome = shell("eval", write_gold(shell.folder, RIGHT, WRONG))
    assert (outcome.status, outcome.err) == (0, "")
    figures = dict(line.split()[:2] for line in outcome.out.splitlines() if "@5" in line or "label_" in line)
    assert figures == {
        "precision@5": "0.75",
        "recall@5": "0.75",
        "reachable_recall@5": "0.75",
        "label_accuracy": "0.5",
    }
    assert "\nHow is the acting?\n  stance positive, gold negative: harbour/1 " in outcome.out
    assert "Is season 2 worth watching?" not in outcome.out


def test_lists_no_failure_where_all_is_right(shell: Shell) -> None:
    assert shell("eval", write_gold(shell.folder, RIGHT, UNANSWERABLE), "--json").json["failures"] == []


@pytest.mark.parametrize("wrong", [{"question": "Is it good?"}, {**RIGHT, "must": "("}, [RIGHT]])
def test_a_wrong_line_is_named_with_its_file(shell: Shell, wrong: object) -> None:
    path = write_gold(shell.folder, RIGHT, wrong)
    for arguments in (["eval", path], ["eval", path, "--json"]):
        assert_failed(shell(*arguments), f"{path}:2: not a gold question")


def test_a_file_that_holds_nothing_or_is_not_there_is_named(shell: Shell) -> None:
    assert_failed(shell("eval", write_gold(shell.folder)), "gold.jsonl:1: holds no question")
    assert_failed(shell("eval", "nowhere.jsonl"), "nowhere.jsonl:1: can't be read")


def test_a_show_that_is_not_here_is_named(shell: Shell) -> None:
    path = write_gold(shell.folder, {**RIGHT, "show": "nowhere"})
    assert_failed(shell("eval", path, "--json"), "nowhere")


def test_the_file_must_be_named(shell: Shell) -> None:
    assert shell("eval").status == 2


class TestAFileOfDialogues:
    def test_gives_its_figures_its_moves_and_the_turns_that_were_misunderstood(self, shell: Shell) -> None:
        path = write_gold(shell.folder, DIALOGUE)
        outcome = shell("eval", path, "--json")
        assert (outcome.status, outcome.err) == (0, "")
        assert outcome.json == {
            "file": path,
            "dialogues": 0.0,
            "dialogues_held": 1,
            "turns": 0.5,
            "turns_asked": 2,
            "follow_ups": 0.0,
            "show": 1.0,
            "seasons": 0.5,
            "aspects": 1.0,
            "kind": None,
            "side": None,
            "answered": None,
            "moves": [
                {"move": "aspect", "turns": 1, "right": 0.0},
                {"move": "opening", "turns": 1, "right": 1.0},
            ],
            "failures": [
                {
                    "dialogue": "season and acting",
                    "turn": 2,
                    "question": "and the acting?",
                    "failures": ["seasons 2, gold 1"],
                }
            ],
        }

    def test_is_printed_as_tables_and_turns_to_read(self, shell: Shell) -> None:
        outcome = shell("eval", write_gold(shell.folder, DIALOGUE))
        assert "follow_ups\t0.0\n" in outcome.out
        assert "\nmove\tturns\tright\naspect\t1\t0.0\nopening\t1\t1.0\n" in outcome.out
        assert outcome.out.endswith("\n\nseason and acting, turn 2: and the acting?\n  seasons 2, gold 1\n")

    def test_with_a_wrong_line_is_named_with_that_line(self, shell: Shell) -> None:
        path = write_gold(shell.folder, DIALOGUE, RIGHT)
        assert_failed(shell("eval", path), f"{path}:2: not a gold dialogue: dialogue: Field required")

    def test_of_a_show_that_is_not_here_names_it(self, shell: Shell) -> None:
        path = write_gold(shell.folder, {**DIALOGUE, "show": "nowhere"})
        assert_failed(shell("eval", path, "--json"), "nowhere")
