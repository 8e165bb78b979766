import csv
import json
from pathlib import Path

import pytest

from evals import subjqa
from evals.subjqa import Case, best_rank, mean_ranks, read_cases
from index.domain import Hit, Passage

FERRY = "The ferry is old. The captain sings well. It was filmed in the rain."
COLUMNS = ("question", "review", "human_ans_spans", "human_ans_indices")


def write_csv(path: Path, *rows: tuple[str, str, str]) -> Path:
    """Write questions as SubjQA does; each row is a question, a review and the answer in it, if any."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for question, review, answer in rows:
            text = f"{review} ANSWERNOTFOUND"
            span = answer or "ANSWERNOTFOUND"
            start = text.index(span)
            writer.writerow([question, text, span, (start, start + len(span))])
    return path


def passages() -> list[Passage]:
    """The three sentences of the ferry's review."""
    texts = ["The ferry is old.", "The captain sings well.", "It was filmed in the rain."]
    starts = [FERRY.index(text) for text in texts]
    return [
        Passage(number, "subjqa/1", start, start, start + len(text), text)
        for number, (text, start) in enumerate(zip(texts, starts, strict=True))
    ]


def hits(*scores: float) -> list[Hit]:
    """Hits of the first sentences, with these scores."""
    return [Hit(passage, score, score) for passage, score in zip(passages(), scores, strict=False)]


def a_case(answer: str) -> Case:
    start = FERRY.index(answer)
    return Case("How is the captain?", FERRY, (start, start + len(answer)))


class TestReadingCases:
    def test_keeps_answerable_questions_with_the_span_that_answers(self, tmp_path: Path) -> None:
        path = write_csv(
            tmp_path / "a.csv",
            ("How is the captain?", FERRY, "sings well"),
            ("How is the cook?", FERRY, ""),
        )
        [case] = read_cases(path)
        assert (case.question, case.review) == ("How is the captain?", FERRY)
        assert case.review[slice(*case.span)] == "sings well"

    def test_counts_the_span_from_the_review_s_first_letter(self, tmp_path: Path) -> None:
        [case] = read_cases(write_csv(tmp_path / "a.csv", ("How is it?", f"  {FERRY}  ", "old")))
        assert case.review == FERRY
        assert case.review[slice(*case.span)] == "old"

    def test_leaves_the_mark_of_no_answer_where_a_review_does_not_end_with_it(self, tmp_path: Path) -> None:
        review = f"ANSWERNOTFOUND is on the mast. {FERRY}"
        [case] = read_cases(write_csv(tmp_path / "a.csv", ("How is it?", review, "old")))
        assert case.review == review


class TestRanks:
    def test_follow_the_scores_from_1(self) -> None:
        assert mean_ranks(hits(0.2, 0.9, 0.5), passages()) == {0: 3, 1: 1, 2: 2}

    def test_of_equal_scores_are_their_mean_wherever_they_stand(self) -> None:
        assert mean_ranks(hits(0.5, 0.9, 0.5), passages()) == {0: 2.5, 1: 1, 2: 2.5}
        assert mean_ranks(hits(0.7, 0.7, 0.7), passages()) == {0: 2, 1: 2, 2: 2}

    def test_of_passages_that_were_not_found_are_last_together(self) -> None:
        assert mean_ranks(hits(0.4), passages()) == {0: 1, 1: 2.5, 2: 2.5}
        assert mean_ranks([], passages()) == {0: 2, 1: 2, 2: 2}


class TestTheBestRank:
    def test_is_that_of_the_sentence_that_holds_the_answer(self) -> None:
        assert best_rank(a_case("sings well"), hits(0.9, 0.5, 0.1), passages()) == 2

    def test_is_the_better_one_where_the_answer_spans_two_sentences(self) -> None:
        assert best_rank(a_case("well. It was"), hits(0.5, 0.1, 0.9), passages()) == 1

    def test_is_shared_with_a_sentence_that_scores_as_well(self) -> None:
        assert best_rank(a_case("old"), hits(0.5, 0.5, 0.1), passages()) == 1.5

    def test_is_none_where_no_sentence_overlaps_the_answer(self) -> None:
        between = Case("How is it?", FERRY, (17, 18))
        assert FERRY[slice(*between.span)] == " "
        assert best_rank(between, hits(0.9, 0.5, 0.1), passages()) is None


@pytest.mark.model
def test_the_last_line_is_one_object_over_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write_csv(
        tmp_path / "films.csv",
        ("Does the captain sing?", FERRY, "The captain sings well"),
        ("How old is the ferry?", FERRY, "The ferry is old"),
        ("How is the cook?", FERRY, ""),
    )
    second = write_csv(
        tmp_path / "books.csv",
        ("How is the lighthouse?", "The lighthouse is tall and white. Nobody reads here.", "Nobody reads"),
    )
    monkeypatch.setattr("sys.argv", ["subjqa", str(first), str(second)])
    subjqa.main()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        {"file": "films.csv", "n": 2, "hit1": 1.0, "hit3": 1.0, "mrr": 1.0},
        {"file": "books.csv", "n": 1, "hit1": 0.0, "hit3": 1.0, "mrr": 0.5},
        {"n": 3, "hit1": 0.6667, "hit3": 1.0, "mrr": 0.8333},
    ]
