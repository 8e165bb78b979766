import io
import json
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.__main__ import main
from bot.app.wiring import Wiring
from bot.cli.app import run
from bot.cli.doctor import invite_link
from index import ModelError, UnexportableError
from tests.bot.fakes import RefusingEncoder, add_harbour, make_judgement, make_understanding
from tests.fakes import WordOverlapEncoder, add_show, make_builder

REPOSITORY = Path(__file__).parents[3]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz-0123456789_"  # noqa: S105 (made up)


@dataclass(frozen=True)
class Outcome:
    """What one command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 (whatever was printed)
        """What standard output holds, which must be one JSON value and nothing else."""
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class Keyboard(io.StringIO):
    """What a person types at a terminal."""

    def isatty(self) -> bool:
        return True


class Shell:
    """Runs commands in this process, with ``folder`` for shows and indexes."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capture = capture
        self._patch = patch

    def set(self, name: str, value: str) -> None:
        self._patch.setenv(name, value)

    def __call__(self, *arguments: str, typed: str = "", by_a_person: bool = False) -> Outcome:
        self._patch.setattr(sys, "stdin", Keyboard(typed) if by_a_person else io.StringIO(typed))
        self._capture.readouterr()
        status = run(arguments)
        out, err = self._capture.readouterr()
        return Outcome(status, out, err)


@pytest.fixture
def empty_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, on the real wiring."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "WORTHWATCH_MODEL", "WORTHWATCH_THREADS", "WORTHWATCH_SHOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WORTHWATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WORTHWATCH_SEEDS", str(tmp_path / "seeds"))
    return Shell(tmp_path, capsys, monkeypatch)


@pytest.fixture
def bare_shell(empty_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, with an encoder that needs no model."""
    encoder = WordOverlapEncoder()
    monkeypatch.setattr(Wiring, "encoder", encoder)
    monkeypatch.setattr(Wiring, "builder", make_builder(encoder))
    monkeypatch.setattr(Wiring, "understanding", make_understanding(encoder))
    monkeypatch.setattr(Wiring, "judgement", make_judgement())
    monkeypatch.setenv("WORTHWATCH_ENCODER", "torch")  # nothing to export
    return empty_shell


@pytest.fixture
def shell(bare_shell: Shell) -> Shell:
    """A shell with Harbour Lights, indexed."""
    add_harbour(bare_shell.folder)
    assert bare_shell("index", "build").status == 0
    return bare_shell


def assert_failed(outcome: Outcome, *parts: str) -> None:
    """The command failed with one line on standard error that names these."""
    assert outcome.status == 1
    assert outcome.out == ""
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("worthwatch: ")
    assert "Traceback" not in outcome.err
    for part in parts:
        assert part in outcome.err


class TestAsk:
    def test_prints_the_answer_as_plain_text_where_there_is_no_terminal(self, shell: Shell) -> None:
        outcome = shell("ask", "Is season 2 worth watching?")
        assert (outcome.status, outcome.err) == (0, "")
        assert outcome.out.startswith("Season 2: leaning no.")
        assert "1 positive, 3 negative" in outcome.out
        assert "\x1b" not in outcome.out

    def test_prints_one_json_object_and_nothing_else(self, shell: Shell) -> None:
        outcome = shell("ask", "--json", "Is season 2 worth watching?")
        assert (outcome.status, outcome.err) == (0, "")
        assert outcome.json["verdict"]["label"] == "leaning no"
        assert outcome.json["question"] == "Is season 2 worth watching?"
        assert outcome.out.count("\n") == 1

    def test_covers_spoilers_unless_told_otherwise(self, shell: Shell) -> None:
        question = "What happens to the lighthouse keeper?"
        assert "keeper dies" not in shell("ask", question).out
        assert "keeper dies" in shell("ask", question, "--spoilers").out
        assert "keeper dies" not in shell("ask", question, "--json").json["text"]

    def test_leaves_with_0_when_the_reviews_dont_say(self, shell: Shell) -> None:
        outcome = shell("ask", "Is season 8 good?", "--json")
        assert outcome.status == 0
        assert (outcome.json["answered"], outcome.json["verdict"]) == (False, None)

    def test_reads_questions_from_standard_input_each_on_its_own(self, shell: Shell) -> None:
        typed = "Is season 2 worth watching?\n\n   \nand the acting?\n"
        outcome = shell("ask", "-", "--json", typed=typed)
        assert outcome.status == 0
        assert [line["seasons"] for line in outcome.json_lines] == [[2], []]

    def test_tells_the_questions_from_standard_input_apart(self, shell: Shell) -> None:
        questions = ("Is season 2 worth watching?", "Is season 1 worth watching?")
        outcome = shell("ask", "-", typed="".join(f"{question}\n" for question in questions))
        assert outcome.status == 0
        lines = outcome.out.splitlines()
        assert [line for line in lines if line.startswith("? ")] == [
            f"? {question}" for question in questions
        ]
        first, second = (lines.index(f"? {question}") for question in questions)
        assert first < next(row for row, line in enumerate(lines) if line.startswith("Season 2: ")) < second
        assert "? " not in shell("ask", questions[0]).out.replace("\n", " ")[:2]

    def test_holds_to_the_show_that_was_chosen(self, shell: Shell) -> None:
        assert shell("ask", "Is it good?", "--show", "lighthouse tales", "--json").json["show"] == "harbour"

    def test_asks_back_which_show_is_meant(self, shell: Shell) -> None:
        add_show(shell.folder, "tides", reviews=["It was awful."])
        assert shell("index", "build").status == 0
        outcome = shell("ask", "Is it good?", "--json")
        assert outcome.status == 0
        assert (outcome.json["show"], outcome.json["answered"]) == (None, False)
        shell.set("WORTHWATCH_SHOW", "tides")
        assert shell("ask", "Is it good?", "--json").json["show"] == "tides"


class TestChat:
    def test_carries_the_topic(self, shell: Shell) -> None:
        typed = "Is season 2 worth watching?\nand the acting?\nwhy?\n"
        outcome = shell("chat", "--json", typed=typed)
        assert outcome.status == 0
        assert [(line["seasons"], line["aspects"]) for line in outcome.json_lines] == [
            ([2], []),
            ([2], ["acting"]),
            ([2], ["acting"]),
        ]

    def test_keeps_later_seasons_from_who_has_not_watched_them(self, shell: Shell) -> None:
        typed = "How is the acting?\nIs season 2 good?\n"
        (about_all, ahead) = shell("chat", "--json", "--watched", "1", typed=typed).json_lines
        assert about_all["quotes"]
        assert all(2 not in quote["seasons"] for quote in about_all["quotes"])
        assert ahead["quotes"]
        assert all(quote["spoiler"] for quote in ahead["quotes"])

    def test_prints_one_answer_after_another(self, shell: Shell) -> None:
        outcome = shell("chat", typed="Is season 2 good?\nand season 1?\n")
        assert outcome.status == 0
        assert outcome.out.index("Season 2: ") < outcome.out.index("Season 1: ")
        assert "? " not in outcome.out.splitlines()[0].removeprefix("Season 2: ")

    @pytest.mark.parametrize("farewell", ["quit", "exit", " QUIT ", ":q"])
    def test_with_a_person_ends_at_their_farewell(self, farewell: str, shell: Shell) -> None:
        typed = f"Is season 2 good?\n{farewell}\nIs season 1 good?\n"
        outcome = shell("chat", typed=typed, by_a_person=True)
        assert (outcome.status, outcome.err) == (0, "")
        assert "Season 2: " in outcome.out
        assert "Season 1: " not in outcome.out
        assert outcome.out.endswith("? ")

    def test_of_a_program_takes_a_farewell_for_a_question(self, shell: Shell) -> None:
        outcome = shell("chat", "--json", typed="quit\nIs season 1 good?\n")
        assert [line["question"] for line in outcome.json_lines] == ["quit", "Is season 1 good?"]

    def test_keeps_the_topic_past_what_was_declined(self, shell: Shell) -> None:
        typed = "Is season 2 worth watching?\nIs Jon Snow in it?\nand the acting?\n"
        lines = shell("chat", "--json", typed=typed).json_lines
        assert [line["answered"] for line in lines] == [True, False, True]
        assert (lines[2]["seasons"], lines[2]["aspects"]) == ([2], ["acting"])

    def test_without_a_question_says_nothing(self, shell: Shell) -> None:
        assert shell("chat") == Outcome(0, "", "")


class TestOneOfSeveralQuestions:
    """The second can't be answered: it names a show without an index."""

    TYPED = "Is season 2 good?\nHow is the acting in tides?\nIs season 1 good?\n"
    TOLD = "“tides” has no index yet: run “worthwatch index build --show tides”"

    @pytest.fixture
    def with_tides(self, shell: Shell) -> Shell:
        add_show(shell.folder, "tides", reviews=["It was awful."])
        return shell

    @pytest.mark.parametrize("command", [("ask", "-"), ("chat",)])
    def test_that_fails_is_told_and_the_next_is_answered(
        self, command: tuple[str, ...], with_tides: Shell
    ) -> None:
        outcome = with_tides(*command, typed=self.TYPED)
        assert (outcome.status, outcome.err) == (1, f"worthwatch: {self.TOLD}\n")
        assert outcome.out.index("Season 2: ") < outcome.out.index("Season 1: ")

    @pytest.mark.parametrize("command", [("ask", "-"), ("chat",)])
    def test_that_fails_has_a_json_object_of_its_own(
        self, command: tuple[str, ...], with_tides: Shell
    ) -> None:
        outcome = with_tides(*command, "--json", typed=self.TYPED)
        first, failed, last = outcome.json_lines
        assert (first["seasons"], last["seasons"]) == ([2], [1])
        assert failed == {"question": "How is the acting in tides?", "error": self.TOLD}
        assert (outcome.status, outcome.err) == (1, f"worthwatch: {self.TOLD}\n")

    def test_that_is_no_text_is_told_with_its_line(self, shell: Shell) -> None:
        typed = "\nIs season 2 good?\nIs it \udcff?\nIs season 1 good?\n"  # as Python reads the byte FF
        outcome = shell("ask", "-", typed=typed)
        assert (outcome.status, outcome.err) == (1, "worthwatch: line 3 of standard input isn't UTF-8 text\n")
        assert outcome.out.index("Season 2: ") < outcome.out.index("Season 1: ")
        _, failed, _ = shell("ask", "-", "--json", typed=typed).json_lines
        assert failed == {"question": "Is it �?", "error": "line 3 of standard input isn't UTF-8 text"}

    def test_that_is_utf_8_in_a_locale_that_is_not_is_read(self, shell: Shell) -> None:
        typed = "Is séason 2 good?\n".encode().decode("ascii", "surrogateescape")
        assert shell("ask", "-", "--json", typed=typed).json["question"] == "Is séason 2 good?"

    def test_that_fails_leaves_the_topic_as_it_was(self, with_tides: Shell) -> None:
        typed = "Is season 2 worth watching?\nHow is the acting in tides?\nand the acting?\n"
        last = with_tides("chat", "--json", typed=typed).json_lines[2]
        assert (last["show"], last["seasons"], last["aspects"]) == ("harbour", [2], ["acting"])


class TestSearch:
    def test_prints_the_contracts_object(self, shell: Shell) -> None:
        found = shell("search", "boring and awful", "--limit", "2", "--json").json
        assert list(found) == ["query", "show", "quotes"]
        assert (found["query"], found["show"]) == ("boring and awful", "harbour")
        assert len(found["quotes"]) == 2
        assert found["quotes"][0]["text"] == "Season 2 was awful and boring."

    def test_is_held_to_a_season_and_a_stance(self, shell: Shell) -> None:
        outcome = shell("search", "season", "--season", "2", "--stance", "positive", "--json")
        assert {quote["review"] for quote in outcome.json["quotes"]} == {"harbour/5"}

    def test_covers_spoilers_in_its_text(self, shell: Shell) -> None:
        outcome = shell("search", "lighthouse keeper", "--limit", "1")
        assert "keeper" not in outcome.out
        assert "review 8" in outcome.out
        assert "keeper" in shell("search", "lighthouse keeper", "--limit", "1", "--spoilers").out

    def test_says_when_there_is_nothing(self, shell: Shell) -> None:
        outcome = shell("search", "acting", "--season", "9")
        assert outcome.status == 0
        assert "Harbour Lights" in outcome.out
        assert shell("search", "acting", "--season", "9", "--json").json["quotes"] == []

    def test_asks_back_which_show_is_meant(self, shell: Shell) -> None:
        add_show(shell.folder, "tides", reviews=["It was awful."])
        shell("index", "build")
        assert "Harbour Lights or Tides" in shell("search", "awful").out
        assert shell("search", "awful", "--json").json["show"] is None


class TestShows:
    def test_lists_every_show_with_its_counts(self, shell: Shell) -> None:
        assert shell("shows", "--json").json == [
            {
                "slug": "harbour",
                "title": "Harbour Lights",
                "year": 2019,
                "seasons": 2,
                "reviews": 9,
                "passages": 18,
            }
        ]
        assert "Harbour Lights" in shell("shows").out

    def test_lists_a_show_without_an_index_and_no_show_at_all(self, bare_shell: Shell) -> None:
        assert bare_shell("shows", "--json").json == []
        add_harbour(bare_shell.folder)
        [row] = bare_shell("shows", "--json").json
        assert (row["slug"], row["reviews"], row["passages"]) == ("harbour", 0, 0)


class TestIndex:
    def test_build_tells_what_was_built_and_builds_nothing_twice(self, bare_shell: Shell) -> None:
        add_harbour(bare_shell.folder)
        first = bare_shell("index", "build")
        assert (first.status, first.err) == (0, "")
        assert "Harbour Lights: 9 reviews, 18 passages" in first.out
        assert "up to date" in bare_shell("index", "build").out
        [made] = bare_shell("index", "info", "--json").json
        assert "9 reviews" in bare_shell("index", "build", "--full").out
        assert bare_shell("index", "info", "--json").json[0]["id"] > made["id"]

    def test_build_builds_anew_after_the_reviews_changed(self, shell: Shell) -> None:
        add_harbour(shell.folder, ["Season 1 was great."])
        assert "1 reviews, 1 passages" in shell("index", "build", "--show", "harbour").out

    def test_build_goes_on_past_a_show_whose_files_are_broken_and_fails_at_the_end(
        self, bare_shell: Shell
    ) -> None:
        add_harbour(bare_shell.folder)
        add_show(bare_shell.folder, "cove", reviews=["It was awful."])
        add_show(bare_shell.folder, "tides", reviews=["It was great."])
        (bare_shell.folder / "seeds/cove/reviews.txt").write_bytes(b"  \xe2\x80\xa2 Good.\n  \xff\n")
        outcome = bare_shell("index", "build")
        assert outcome.status == 1
        assert "reviews.txt:2:" in outcome.err
        assert outcome.err.count("\n") == 1
        assert "Harbour Lights: 9 reviews" in outcome.out
        assert "Tides: 1 reviews" in outcome.out
        built = {manifest["show"] for manifest in bare_shell("index", "info", "--json").json}
        assert built == {"harbour", "tides"}

    def test_build_goes_on_past_a_show_that_cant_be_read_at_all(self, bare_shell: Shell) -> None:
        add_harbour(bare_shell.folder)
        add_show(bare_shell.folder, "cove", reviews=["It was awful."])
        (bare_shell.folder / "seeds/cove/show.toml").write_text("title = [\n", encoding="utf-8")
        outcome = bare_shell("index", "build")
        assert outcome.status == 1
        assert "show.toml:" in outcome.err
        assert "Harbour Lights: 9 reviews" in outcome.out

    @pytest.mark.parametrize(
        "command",
        [
            ("index", "build"),
            ("index", "build", "--full"),
            ("index", "verify"),
            ("index", "info"),
            ("index", "info", "--json"),
            ("index", "export"),
            ("index", "rollback"),
            ("shows",),
            ("shows", "--json"),
        ],
        ids=" ".join,
    )
    def test_shows_that_cant_be_read_keep_a_command_from_no_other_and_are_told_each(
        self, shell: Shell, command: tuple[str, ...]
    ) -> None:
        assert shell("index", "build", "--full").status == 0
        for slug, toml in {
            "deep": f'title = "A"\naliases = {"[" * 3000}\n',
            "long": f'title = "A"\n\nyear = {"9" * 5000}\n',
            "many": 'title = "A"\nseasons = 1000000000\n',
        }.items():
            add_show(shell.folder, slug, reviews=["It was good."])
            (shell.folder / f"seeds/{slug}/show.toml").write_text(toml, encoding="utf-8")
        outcome = shell(*command)
        assert outcome.status == 1
        assert "harbour" in outcome.out.casefold()
        assert [line.partition(": ")[0] for line in outcome.err.splitlines()] == ["worthwatch"] * 3
        for place in ("deep/show.toml:2: ", "long/show.toml:3: ", "many/show.toml:2: "):
            assert place in outcome.err
        assert shell("ask", "Is season 2 worth watching?").status == 0

    def test_build_goes_on_past_reviews_that_may_not_be_looked_at(self, bare_shell: Shell) -> None:
        add_harbour(bare_shell.folder)
        folder = add_show(bare_shell.folder, "cove", reviews=["It was awful."])
        assert bare_shell("index", "build").status == 0
        add_harbour(bare_shell.folder, ["Season 1 was great."])
        (folder / "more.txt").symlink_to(folder / "nowhere")
        outcome = bare_shell("index", "build")
        assert (outcome.status, outcome.err.count("\n")) == (1, 1)
        assert "more.txt:1: can't be read" in outcome.err
        assert "Harbour Lights: 1 reviews" in outcome.out

    def test_info_of_nothing_but_broken_shows_tells_of_them(self, bare_shell: Shell) -> None:
        add_show(bare_shell.folder, "cove", reviews=["It was awful."])
        (bare_shell.folder / "seeds/cove/show.toml").write_text("title = [\n", encoding="utf-8")
        outcome = bare_shell("index", "info", "--json")
        assert (outcome.status, outcome.json) == (1, [])
        assert "cove/show.toml:" in outcome.err

    def test_info_prints_the_live_manifests(self, shell: Shell) -> None:
        [manifest] = shell("index", "info", "--json").json
        assert (manifest["show"], manifest["reviews"], manifest["passages"]) == ("harbour", 9, 18)
        assert manifest["model"]["name"] == "word-overlap"
        assert set(manifest["sources"]) == {"show.toml", "reviews.txt"}
        assert manifest["id"] in shell("index", "info").out.replace("\n", "")

    def test_info_of_no_index_is_an_empty_list(self, bare_shell: Shell) -> None:
        add_harbour(bare_shell.folder)
        assert bare_shell("index", "info", "--json").json == []

    def test_verify_tells_what_was_checked(self, shell: Shell) -> None:
        outcome = shell("index", "verify")
        assert outcome.status == 0
        for check in ("counts", "offsets", "vectors"):
            assert check in outcome.out

    def test_verify_fails_on_a_damaged_file(self, shell: Shell) -> None:
        [vectors] = shell.folder.glob("data/library/*/harbour/snapshots/*/vectors.faiss")
        vectors.write_bytes(vectors.read_bytes()[:-1] + b"?")
        assert_failed(shell("index", "verify"), "vectors.faiss")

    def test_rollback_makes_the_one_before_live_again(self, shell: Shell) -> None:
        [first] = shell("index", "info", "--json").json
        shell("index", "build", "--full")
        outcome = shell("index", "rollback")
        assert outcome.status == 0
        assert first["id"] in outcome.out
        assert shell("index", "info", "--json").json == [first]

    def test_rollback_without_one_before_fails(self, shell: Shell) -> None:
        assert_failed(shell("index", "rollback", "--show", "harbour"), "no earlier snapshot")

    def test_one_show_s_damage_is_told_and_stops_nothing_for_the_others(self, shell: Shell) -> None:
        add_show(shell.folder, "cove", reviews=["It was awful."])
        assert shell("index", "build").status == 0
        assert shell("index", "build", "--full").status == 0
        for manifest in shell.folder.glob("data/library/*/cove/snapshots/*/manifest.json"):
            manifest.write_text("{}", encoding="utf-8")
        for command in ("verify", "info", "rollback", "export"):
            outcome = shell("index", command)
            assert outcome.status == 1
            assert outcome.err.count("\n") == 1
            assert "index build --show cove”" in outcome.err
            assert "arbour" in outcome.out
            assert "cove" not in outcome.out
        assert [one["show"] for one in shell("index", "info", "--json").json] == ["harbour"]

    def test_every_show_s_damage_is_told_in_a_line_of_its_own(self, shell: Shell) -> None:
        add_show(shell.folder, "cove", reviews=["It was awful."])
        assert shell("index", "build").status == 0
        for vectors in shell.folder.glob("data/library/*/*/snapshots/*/vectors.faiss"):
            vectors.write_bytes(b"damaged")
        outcome = shell("index", "verify")
        assert (outcome.status, outcome.out) == (1, "")
        assert [line[line.index("--show") :] for line in outcome.err.splitlines()] == [
            "--show cove”",
            "--show harbour”",
        ]

    def test_build_mends_whatever_was_damaged(self, shell: Shell) -> None:
        before = shell("ask", "Is season 2 good?").out
        [vectors] = shell.folder.glob("data/library/*/harbour/snapshots/*/vectors.faiss")
        vectors.write_bytes(vectors.read_bytes()[:-1] + b"?")
        assert_failed(shell("ask", "Is season 2 good?"), "run “worthwatch index build --show harbour”")
        outcome = shell("index", "build", "--show", "harbour")
        assert (outcome.status, "built anew" in outcome.out.replace("\n", " ")) == (0, True)
        assert shell("ask", "Is season 2 good?").out == before
        assert "up to date" in shell("index", "build").out

    def test_export_prints_every_passage_as_an_object_a_line(self, shell: Shell) -> None:
        rows = shell("index", "export", "--show", "harbour").json_lines
        assert len(rows) == 18
        assert rows[0] == {
            "review": "harbour/1",
            "start": 0,
            "end": 19,
            "text": "Season 1 was great.",
            "seasons": [1],
            "aspects": [],
            "polarity": "positive",
            "spoiler": False,
        }
        assert [row["review"] for row in rows if row["spoiler"]] == ["harbour/8", "harbour/8"]

    def test_a_failed_build_names_file_and_line_and_keeps_what_was_live(self, shell: Shell) -> None:
        (shell.folder / "seeds/harbour/reviews.txt").write_bytes(b"  \xe2\x80\xa2 Good.\n  \xff\n")
        assert_failed(shell("index", "build"), "reviews.txt:2:")
        assert shell("ask", "Is season 2 good?", "--json").json["coverage"]["reviews"] == 9


class TestWrongUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("ask", ""),
            ("ask", " \t"),
            ("search", "  "),
            ("ask",),
            ("ask", "x", "--nonsense"),
            ("search", "x", "--season", "0"),
            ("search", "x", "--stance", "furious"),
            ("nonsense",),
            ("index", "nonsense"),
        ],
    )
    def test_leaves_with_2_and_says_what_is_wrong(self, arguments: tuple[str, ...], shell: Shell) -> None:
        outcome = shell(*arguments)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err
        assert "Traceback" not in outcome.err

    def test_of_a_question_that_is_no_text_is_told_in_one_line(self, shell: Shell) -> None:
        told = "worthwatch: the question isn't UTF-8 text\n"
        assert shell("ask", "Is it \udcff?") == Outcome(2, "", told)

    def test_of_an_empty_question_is_told_in_one_line(self, shell: Shell) -> None:
        assert shell("ask", "").err == "worthwatch: the question is empty\n"


class TestFailure:
    def test_of_a_missing_index_says_what_to_run(self, bare_shell: Shell) -> None:
        add_harbour(bare_shell.folder)
        assert_failed(bare_shell("ask", "Is it good?"), "worthwatch index build")

    def test_of_an_unknown_show_lists_those_there_are(self, shell: Shell) -> None:
        assert_failed(shell("ask", "Is it good?", "--show", "nowhere", "--json"), "nowhere", "harbour")
        assert_failed(shell("index", "build", "--show", "nowhere"), "nowhere", "harbour")

    def test_of_a_missing_library_says_so(self, bare_shell: Shell) -> None:
        assert_failed(bare_shell("ask", "Is it good?"), "no show yet")

    def test_of_an_unreadable_show_names_file_and_line(self, shell: Shell) -> None:
        (shell.folder / "seeds/harbour/show.toml").write_text('title = "x"\nyear = [\n', encoding="utf-8")
        assert_failed(shell("shows"), "show.toml:")

    def test_of_a_wrong_setting_names_it(self, shell: Shell) -> None:
        shell.set("WORTHWATCH_THREADS", "many")
        assert_failed(shell("shows"), "WORTHWATCH_THREADS")

    def test_nobody_expected_is_one_line_without_a_traceback(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        broken = make_understanding(RefusingEncoder(RuntimeError("two\nlines")))
        monkeypatch.setattr(Wiring, "understanding", broken)
        assert_failed(shell("ask", "How is the acting?"), "RuntimeError: two lines", "fakes.py:")

    def test_by_ctrl_c_is_silent(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        refusing = make_understanding(RefusingEncoder(KeyboardInterrupt()))
        monkeypatch.setattr(Wiring, "understanding", refusing)
        assert shell("ask", "How is the acting?") == Outcome(130, "", "")


class TestRun:
    def test_without_a_token_says_where_it_belongs(self, bare_shell: Shell) -> None:
        assert_failed(bare_shell("run"), "DISCORD_TOKEN", ".env")

    @pytest.mark.usefixtures("root_handlers")
    def test_with_a_token_that_discord_refuses_says_where_to_get_another(
        self, shell: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def refuse(client: discord.Client, token: str) -> None:
            del client, token
            raise discord.LoginFailure("401")

        monkeypatch.setattr(discord.Client, "login", refuse)
        shell.set("DISCORD_TOKEN", TOKEN)
        assert_failed(shell("run"), "DISCORD_TOKEN", "developer portal")


class TestDoctor:
    @pytest.fixture
    def patient(self, shell: Shell) -> Shell:
        """A shell where all is well: an index, a token, a model that loads."""
        shell.set("WORTHWATCH_MODEL", "word-overlap")
        shell.set("DISCORD_TOKEN", TOKEN)
        return shell

    def test_finds_all_well_and_prints_the_invite_link(self, patient: Shell) -> None:
        outcome = patient("doctor")
        assert (outcome.status, outcome.err) == (0, "")
        assert "NO " not in outcome.out
        assert invite_link(123456789012345678) in outcome.out.replace("\n", "")
        for part in ("Python", "word-overlap", "harbour", "privileged", "Send Messages"):
            assert part in outcome.out

    def test_never_prints_the_token(self, patient: Shell) -> None:
        assert TOKEN.split(".")[2] not in patient("doctor").out

    def test_the_invite_link_asks_for_no_more_than_is_needed(self) -> None:
        link = invite_link(5)
        assert "client_id=5" in link
        assert "scope=bot+applications.commands" in link
        # View Channels, Send Messages, Embed Links, Read Message History, Send Messages in Threads
        assert f"permissions={1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 38}" in link

    def test_without_a_token_says_where_to_get_one(self, patient: Shell) -> None:
        patient.set("DISCORD_TOKEN", "")
        outcome = patient("doctor")
        assert outcome.status == 1
        assert "https://discord.com/developers/applications" in outcome.out

    @pytest.mark.parametrize("token", ["no-token", "a.b.c", "!!!.b.c", "aGFsbG8.b.c", "//79.b.c"])
    def test_tells_what_is_no_token(self, token: str, patient: Shell) -> None:
        patient.set("DISCORD_TOKEN", token)
        outcome = patient("doctor")
        assert outcome.status == 1
        assert "NO  token" in outcome.out
        assert token not in outcome.out

    def test_without_shows_says_what_to_do(self, bare_shell: Shell) -> None:
        bare_shell.set("WORTHWATCH_MODEL", "word-overlap")
        outcome = bare_shell("doctor")
        assert outcome.status == 1
        assert "WORTHWATCH_SEEDS" in outcome.out

    def test_without_an_index_or_with_an_old_one_says_what_to_run(self, patient: Shell) -> None:
        add_harbour(patient.folder, ["Season 1 was great."])
        assert "out of date" in patient("doctor").out
        (patient.folder / "data/library/shared/harbour/live").unlink()
        outcome = patient("doctor")
        assert outcome.status == 1
        assert "worthwatch index build" in outcome.out

    def test_tells_of_a_model_that_cant_be_loaded(
        self, patient: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Wiring, "encoder", RefusingEncoder(ModelError("the model is gone")))
        outcome = patient("doctor")
        assert outcome.status == 1
        assert "the model is gone" in outcome.out

    def test_goes_on_when_a_look_fails(self, patient: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Wiring, "encoder", RefusingEncoder(RuntimeError("two\nlines")))
        outcome = patient("doctor")
        assert (outcome.status, outcome.err) == (1, "")
        told = outcome.out.splitlines()
        assert "NO  model: can't be looked at" in told
        assert (
            "RuntimeError: two lines; please report this"
            in told[told.index("NO  model: can't be looked at") + 1]
        )
        assert "ok  index of harbour: 9 reviews, 18 passages" in told
        assert "ok  token: set" in told

    def test_tells_of_a_data_folder_that_cant_be_written(
        self, patient: Shell, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = patient.folder / "data"
        assert f"ok  data: {data}" in patient("doctor").out
        monkeypatch.setattr("bot.cli.doctor.os.access", lambda path, mode: path != data and mode >= 0)
        outcome = patient("doctor")
        assert outcome.status == 1
        assert f"NO  data: {data} can't be written\n     Let this user write {data}, or set" in outcome.out
        new = data / "live" / "new"
        (data / "live").write_text("", encoding="utf-8")
        patient.set("WORTHWATCH_DATA", str(new))
        assert (
            f"NO  data: {new} can't be written\n     Let this user write {data / 'live'}"
            in patient("doctor").out
        )

    def test_tells_of_shows_that_cant_be_read(self, patient: Shell) -> None:
        (patient.folder / "seeds/harbour/show.toml").write_text("title = 1\n", encoding="utf-8")
        outcome = patient("doctor")
        assert outcome.status == 1
        assert "show.toml:" in outcome.out.replace("\n", "")


def test_the_command_leaves_with_its_exit_status(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments, status in ((["shows"], 0), (["ask", "?", "--show", "nowhere"], 1), (["ask", ""], 2)):
        monkeypatch.setattr(sys, "argv", ["worthwatch", *arguments])
        with pytest.raises(SystemExit) as leaving:
            main()
        assert leaving.value.code == status
    assert shell.folder.is_dir()


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["index", "--help"]])
def test_help_is_printed_without_a_library_or_a_model(arguments: list[str], empty_shell: Shell) -> None:
    outcome = empty_shell(*arguments)
    assert outcome.status == 0
    assert "Usage" in outcome.out


def test_the_version_is_printed_without_a_library_or_a_model(empty_shell: Shell) -> None:
    assert empty_shell("--version") == Outcome(0, f"worthwatch {metadata.version('worthwatch')}\n", "")


@pytest.mark.model
def test_the_seeds_say_whether_season_3_is_worth_watching(empty_shell: Shell) -> None:
    empty_shell.set("WORTHWATCH_SEEDS", str(REPOSITORY / "seeds"))
    assert empty_shell("index", "build").status == 0
    answer = empty_shell("ask", "Is season 3 worth watching?", "--json").json
    assert (answer["show"], answer["seasons"], answer["answered"]) == ("missions", [3], True)
    # Who is against is plain; whether review 3 takes a side ("threw a curveball") is nobody's to say.
    assert answer["verdict"]["label"] in {"no", "leaning no"}
    assert (answer["verdict"]["reviews"], answer["verdict"]["positive"]) == (4, 0)
    stances = {quote["review"]: quote["stance"] for quote in answer["quotes"]}
    assert set(stances) == {"missions/3", "missions/6", "missions/15", "missions/16"}
    assert (stances["missions/6"], stances["missions/15"]) == ("negative", "negative")
    assert empty_shell("doctor").out.count("NO ") == 1  # the token alone is missing


def test_doctor_says_that_a_model_is_neither_exported_nor_to_be_run_as_it_is(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.doctor.torch_is_installed", lambda: False)
    shell.set("WORTHWATCH_ENCODER", "auto")
    told = shell("doctor")
    assert told.status == 1
    assert "NO  model: sentence-transformers/all-MiniLM-L6-v2, not exported here\n" in told.out
    assert "     Copy data/models anew from where it was made, or pip install worthwatch.\n" in told.out


class TestExporting:
    error: type[ModelError] = UnexportableError

    @pytest.fixture
    def tries(self, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        """Every folder that an export was tried into; each fails."""
        tried: list[Path] = []

        def refuse(name: str, models: Path, _texts: list[str]) -> None:
            tried.append(models / name)
            models.mkdir(parents=True, exist_ok=True)
            raise self.error("the model can't be exported")

        monkeypatch.setattr("bot.app.wiring.export_model", refuse)
        shell.set("WORTHWATCH_ENCODER", "auto")
        return tried

    def test_that_fails_leaves_the_model_as_it_is_and_is_not_tried_again(
        self, shell: Shell, tries: list[Path]
    ) -> None:
        first = shell("index", "build")
        assert first.status == 0
        assert "served through torch, which answers the same, but starts" in first.out
        assert "more: the model can't be exported." in first.out
        assert shell("index", "build").status == 0
        assert len(tries) == 1

    def test_that_fails_for_want_of_room_is_tried_again(
        self, shell: Shell, tries: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(TestExporting, "error", ModelError)
        for _ in range(2):
            assert shell("index", "build").status == 0
        assert len(tries) == 2

    def test_that_was_asked_for_and_fails_is_a_failure(self, shell: Shell, tries: list[Path]) -> None:
        done = shell("index", "build", "--export")
        assert done.status == 1
        assert "worthwatch: the model can't be exported" in done.err
        assert len(tries) == 1

    def test_is_not_done_for_who_wants_torch(self, shell: Shell, tries: list[Path]) -> None:
        shell.set("WORTHWATCH_ENCODER", "torch")
        assert shell("index", "build").status == 0
        assert tries == []
