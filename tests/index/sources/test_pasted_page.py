import datetime as dt
import io
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Rating, Review
from index.errors import SourceError
from index.sources.pasted_page import parse_pasted_page

PAGE = Path("reviews.txt")


def parse(text: str, *, rows_before: int = 0) -> list[Review]:
    return parsed(text, rows_before=rows_before)[0]


def parsed(text: str, *, rows_before: int = 0) -> tuple[list[Review], int]:
    """The page's reviews and the number of its last row."""
    rows = parse_pasted_page(io.StringIO(text), path=PAGE, show="harbour", rows_before=rows_before)
    found: list[Review] = []
    while True:
        try:
            found.append(next(rows))
        except StopIteration as end:
            return found, end.value


def only(text: str) -> Review:
    (review,) = parse(text)
    return review


def test_each_bullet_starts_a_review_that_knows_its_number_and_its_line() -> None:
    found = parse("  • First.\n  • Second,\n    in two lines.\n  • Third.\n")
    assert [(review.id, review.line, review.text) for review in found] == [
        ("harbour/1", 1, "First."),
        ("harbour/2", 2, "Second,\nin two lines."),
        ("harbour/3", 4, "Third."),
    ]
    assert {review.file for review in found} == {"reviews.txt"}


def test_numbers_go_on_from_the_rows_of_the_file_before() -> None:
    found, last_row = parsed("• One.\n• Two.\n", rows_before=25)
    assert [review.id for review in found] == ["harbour/26", "harbour/27"]
    assert last_row == 27


def test_a_bullet_without_text_counts_as_a_row_and_gives_no_review() -> None:
    found, last_row = parsed("• One.\n•\n• Three.\n• Warning: Spoilers\n")
    assert [(review.id, review.text) for review in found] == [
        ("harbour/1", "One."),
        ("harbour/3", "Three."),
    ]
    assert last_row == 4


def test_paragraphs_stay_and_indentation_goes() -> None:
    review = only("  • One.\n\n    Two,\n      deeper.\n\n\n\n    Three.  \n")
    assert review.text == "One.\n\nTwo,\ndeeper.\n\nThree."


@pytest.mark.parametrize("bullet", ["•", "‣", "▪", "◦", "*", "-", "–"])
def test_any_usual_bullet_starts_reviews(bullet: str) -> None:
    assert [review.text for review in parse(f"{bullet} One.\n{bullet} Two.\n")] == ["One.", "Two."]


def test_bullets_deeper_than_the_first_or_of_another_kind_belong_to_the_text() -> None:
    found = parse("• Good:\n    • music\n- effects\n• Bad.\n")
    assert [review.text for review in found] == ["Good:\n• music\n- effects", "Bad."]


@pytest.mark.parametrize("flag", ["Warning: Spoilers", "warning: spoiler", "Warning: Spoilers!"])
def test_a_spoiler_line_is_a_flag_and_not_text(flag: str) -> None:
    flagged, plain = parse(f"• {flag}\n  He dies.\n• Spoilers are rare here.\n")
    assert (flagged.spoiler, flagged.text) == (True, "He dies.")
    assert (plain.spoiler, plain.text) == (False, "Spoilers are rare here.")


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("georgekcharles18 September 2021", "georgekcharles", dt.date(2021, 9, 18)),
        ("chrisforeman-019207 November 2021", "chrisforeman-01920", dt.date(2021, 11, 7)),
        ("aew-107 June 2018", "aew-10", dt.date(2018, 6, 7)),
        ("bob10 May 2020", "bob", dt.date(2020, 5, 10)),
        ("bob31 May 2020", "bob", dt.date(2020, 5, 31)),
        ("bob31 June 2019", "bob3", dt.date(2019, 6, 1)),
        ("bob32 May 2020", "bob3", dt.date(2020, 5, 2)),
        ("bob09 May 2020", "bob0", dt.date(2020, 5, 9)),
        ("Anna B.5 may 2020", "Anna B.", dt.date(2020, 5, 5)),
        ("Zoë29 February 2020", "Zoë", dt.date(2020, 2, 29)),
        ("Zoë29 February 2021", "Zoë2", dt.date(2021, 2, 9)),
    ],
)
def test_a_line_of_author_and_date_glued_together_is_metadata(line: str, author: str, date: dt.date) -> None:
    review = only(f"• {line}\n  The text.\n")
    assert (review.author, review.date, review.text) == (author, date, "The text.")


@pytest.mark.parametrize("spoilers_first", [True, False])
def test_a_byline_and_a_spoiler_flag_stand_in_either_order(*, spoilers_first: bool) -> None:
    lines = ["Warning: Spoilers", "bob12 May 2020"]
    first, second = lines if spoilers_first else reversed(lines)
    review = only(f"• {first}\n  {second}\n  The text.\n")
    assert (review.author, review.spoiler, review.text) == ("bob", True, "The text.")


@pytest.mark.parametrize(
    "line",
    [
        "It came out on 10 May 2020",
        "I saw it in May 2020",
        "bob0 June 2018",
        "bob30 February 2019",
        "bob12 Sometember 2019",
        "bob12 May 2020 was the day",
    ],
)
def test_a_line_that_is_no_byline_stays_text(line: str) -> None:
    review = only(f"• {line}\n  The text.\n")
    assert (review.author, review.date, review.text) == (None, None, f"{line}\nThe text.")


def test_a_byline_further_down_is_text() -> None:
    review = only("• I agree with\n  bob12 May 2020\n  on all.\n")
    assert (review.author, review.text) == (None, "I agree with\nbob12 May 2020\non all.")


def test_a_rating_that_the_text_states_is_kept() -> None:
    first, second = parse("• It is a 9/10 for the time being.\n• Fine.\n")
    assert (first.rating, second.rating) == (Rating(9, 9, 10), None)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("no bullet\n", 1, "before the first bullet"),
        ("\n\nTitle of the page\n• One.\n", 3, "before the first bullet"),
        ("\n\n", 1, "no review"),
        ("•\n•\n", 1, "no review"),
        ("• Warning: Spoilers\n", 1, "no review"),
        ("• One.\n•", 2, "right after a bullet"),
        ("• One.\n• Two is cut in the mid", 2, "cut short"),
        ("• One.\n\n  and in the second par", 3, "cut short"),
    ],
)
def test_a_page_that_is_not_whole_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        parse(text)
    assert str(caught.value).startswith(f"reviews.txt:{line}: ")
    assert (caught.value.path, caught.value.line) == (PAGE, line)


@pytest.mark.parametrize(
    "end", ["No full stop\n", "A full stop.", "A quote.”", "Really?!", "Well…", "(indeed)"]
)
def test_a_page_that_ends_its_last_sentence_or_line_is_whole(end: str) -> None:
    assert only(f"• {end}").text == end.strip()


# What a person types into a review, less what is metadata or a bullet of its own.
_WORDS = st.text(
    alphabet=string.ascii_letters + string.digits + " ,.!?'’“”…&/éßжש好🙂|`*_", min_size=1, max_size=40
)
_LINES = _WORDS.map(lambda line: f"w {line}".strip())
_TEXTS = st.lists(st.one_of(_LINES, st.just("")), min_size=1, max_size=6).map(
    lambda lines: ["Start.", *lines]
)
_AUTHORS = st.from_regex(r"[a-z][a-z0-9-]{0,15}[a-z-]", fullmatch=True)
_DATES = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2040, 12, 31))


def _pasted(texts: list[list[str]], indent: str) -> str:
    return "".join(f"{indent}• " + f"\n{indent}  ".join(text) + "\n" for text in texts)


@given(st.lists(_TEXTS, min_size=1, max_size=5), st.sampled_from(["", "  ", "\t"]))
def test_no_text_is_lost_and_none_is_added(texts: list[list[str]], indent: str) -> None:
    found = parse(_pasted(texts, indent))
    assert [review.text.split() for review in found] == [" ".join(text).split() for text in texts]


@given(st.lists(_TEXTS, min_size=1, max_size=5), st.integers(0, 10_000))
def test_ids_follow_the_order_and_lines_lead_to_the_bullets(texts: list[list[str]], before: int) -> None:
    page = _pasted(texts, "  ")
    found = parse(page, rows_before=before)
    assert [review.id for review in found] == [f"harbour/{before + n}" for n in range(1, len(texts) + 1)]
    assert [page.split("\n")[review.line - 1] for review in found] == ["  • Start." for _ in texts]


@given(st.lists(_TEXTS, min_size=1, max_size=4), _TEXTS)
def test_a_review_added_at_the_end_changes_no_id_or_text_before_it(
    texts: list[list[str]], added: list[str]
) -> None:
    assert parse(_pasted([*texts, added], ""))[:-1] == parse(_pasted(texts, ""))


@given(_AUTHORS, _DATES)
def test_every_byline_reads_back(author: str, date: dt.date) -> None:
    review = only(f"• {author}{date.day} {date:%B} {date.year}\n  The text.\n")
    assert (review.author, review.date, review.text) == (author, date, "The text.")


@given(st.text(max_size=200))
def test_any_text_gives_reviews_or_one_error_with_a_line_of_it(text: str) -> None:
    refused_at = 1
    found: list[Review] = []
    try:
        found = parse(text)
    except SourceError as error:
        refused_at = error.line
    assert 1 <= refused_at <= text.count("\n") + 1
    assert all(review.text.strip() for review in found)


@pytest.mark.parametrize("unseen", ["\ufeff", "\u200b", "\u2060", "\u200e"])
def test_a_bullet_after_an_invisible_character_starts_a_review(unseen: str) -> None:
    assert [review.text for review in parse(f"• Good.\n{unseen}• Bad.\n")] == ["Good.", "Bad."]
    assert [review.text for review in parse(f"  {unseen}• Good.\n  • Bad.\n")] == ["Good.", "Bad."]
