import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.reading.cut import cut
from tests.index.samples import a_review, passages_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        (
            "Good, e.g. the music by Mr. Vangelis. Bad acting.",
            ["Good, e.g. the music by Mr. Vangelis.", "Bad acting."],
        ),
        (
            "I watched both S1 & S2 all the way through. Great.",
            ["I watched both S1 & S2 all the way through.", "Great."],
        ),
        (
            "Will there be a second season?! Please tell me.",
            ["Will there be a second season?!", "Please tell me."],
        ),
        ("It is a 9/10 for now.", ["It is a 9/10 for now."]),
        ("It lasts 3.5 hours in all.", ["It lasts 3.5 hours in all."]),
        ("First paragraph\n\nSecond paragraph", ["First paragraph", "Second paragraph"]),
        ("A sentence that is\nwrapped by hand. Next.", ["A sentence that is\nwrapped by hand.", "Next."]),
        ("Good:\n- Music\n- Effects", ["Good:", "- Music", "- Effects"]),
        ("No full stop", ["No full stop"]),
    ],
)
def test_passages_are_sentences(text: str, sentences: list[str]) -> None:
    assert passages_of(text) == sentences


def test_a_missing_space_after_a_full_stop_still_ends_a_sentence() -> None:
    assert passages_of("The story is great.The acting is not.") == [
        "The story is great.",
        "The acting is not.",
    ]


@pytest.mark.parametrize("text", ["", "!!!", "...\n\n***", "🙂🙂"])
def test_what_has_no_word_is_no_passage(text: str) -> None:
    assert passages_of(text) == []


def test_numbers_go_on_from_nought_and_every_passage_names_its_review() -> None:
    found = cut(a_review("One. Two.", row=7))
    assert [(passage.number, passage.review) for passage in found] == [(0, "harbour/7"), (1, "harbour/7")]


def test_offsets_count_code_points() -> None:
    found = cut(a_review("🙂 Très bien. Ganz gut."))
    assert [(passage.start, passage.end) for passage in found][-1] == (13, 22)
    assert found[-1].text == "Ganz gut."


@pytest.mark.parametrize(
    "second", ["It drags on.", "They are wooden.", "This is a shame.", "“It” is dull.", "He overacts."]
)
def test_a_sentence_that_points_back_is_read_with_the_one_before(second: str) -> None:
    first, pointing = cut(a_review(f"The middle of season 2 is long. {second}"))
    assert (first.lead, first.start) == (0, 0)
    assert (pointing.lead, pointing.start) == (0, 32)
    assert pointing.text == second


@pytest.mark.parametrize(
    "text",
    [
        "The music is long. The acting is fine.",
        "The music is long. This show is great.",
        "The music is long.\n\nIt is fine.",
        "The music is long. Italy is fine.",
        f"The {'very ' * 60}long music. It is fine.",
    ],
)
def test_a_sentence_that_stands_alone_is_read_alone(text: str) -> None:
    last = cut(a_review(text))[-1]
    assert last.lead == last.start


def test_an_overlong_sentence_is_cut_at_its_marks_and_nothing_is_lost() -> None:
    text = "; ".join(f"in part {number} the story goes on and on" for number in range(40))
    found = passages_of(text)
    assert max(map(len, found)) <= 600
    assert all(piece.endswith(";") for piece in found[:-1])
    assert " ".join(found) == text


def test_an_overlong_word_is_cut_too() -> None:
    assert "".join(passages_of("a" * 2000)) == "a" * 2000


_SENTENCES = st.sampled_from(
    [
        "The acting isn't good.", "I can't, won't & don't care!", "Cannot wait…", "S1 & S2?!", "e.g. this",
        "Mr. X.", "it drags.", "«Très bien»", "3.5/10", "\n", "\n\n", "...", "It's 9/10", "no stop", "Dr.No",
        "U.S.A.", "(yes.)", "🙂",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(alphabet=string.printable + "é’“”…–ßжש好🙂\u00a0\u200b", max_size=300),
    st.lists(_SENTENCES, max_size=12).map(" ".join),
    st.lists(_SENTENCES, max_size=12).map("".join),
    st.text(max_size=120),
)


@given(_TEXTS)
@example("I gonna watch. You cannot. Don't. It's dunno.")
@example("word " * 400)
def test_every_passage_is_the_review_s_text_at_its_offsets(text: str) -> None:
    for passage in cut(a_review(text)):
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert 0 <= passage.lead <= passage.start < passage.end <= len(text)


@given(_TEXTS)
def test_passages_follow_each_other_and_no_word_is_lost(text: str) -> None:
    found = cut(a_review(text))
    ends = [0, *(passage.end for passage in found)]
    assert all(passage.start >= end for passage, end in zip(found, ends, strict=False))
    starts = [*(passage.start for passage in found), len(text)]
    between = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    assert not re.search(r"\w", between)
    assert [passage.number for passage in found] == list(range(len(found)))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "season 4 felt rushed. loads of threads left hanging, what happened?? it is a cop out. shame",
            [
                "season 4 felt rushed.",
                "loads of threads left hanging, what happened??",
                "it is a cop out.",
                "shame",
            ],
        ),
        ("It has music, costumes etc. and more.", ["It has music, costumes etc. and more."]),
        ("It drags ... but it is good.", ["It drags ... but it is good."]),
    ],
)
def test_who_writes_without_capitals_ends_sentences_too(text: str, sentences: list[str]) -> None:
    assert passages_of(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "They fight esp. the robot and misc. aliens. The rest is fine.",
        "Season 1 is good. Prof. von Braun is in it, approx. an hour.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert len(passages_of(text)) == 2


def test_passages_begin_and_end_with_no_space() -> None:
    for text in ("Season 1 was great... season 2 lost me.", "well. ok.  season 1 rocks,  season 2 sucks"):
        assert all(passage.strip() == passage for passage in passages_of(text))


def test_a_sentence_on_two_seasons_is_a_passage_for_each() -> None:
    found = cut(a_review("Well. Season 1 is great, but season 2 drags on."))
    assert [(passage.start, passage.text) for passage in found] == [
        (0, "Well."),
        (6, "Season 1 is great,"),
        (25, "but season 2 drags on."),
    ]
