"""How far a quote reaches around the passage that answers."""

from dataclasses import replace

import pytest

from bot.answering.extent import MOST_AROUND, reach
from index import Passage, Polarity
from tests.index.samples import a_passage

TEXT = "It drags badly. I checked my phone. Then it got going.\n\nThe music is fine."


def passages(text: str = TEXT, **of: dict[str, object]) -> list[Passage]:
    """The sentences of a text; ``of`` gives some of them other fields: n1={"seasons": (2,)}."""
    found, start = [], 0
    for number, sentence in enumerate(text.replace("\n\n", " ").split(". ")):
        words = sentence.rstrip(".") + "."
        start = text.index(words, start)
        passage = a_passage(
            number, words, review="harbour/1", start=start, lead=start, end=start + len(words)
        )
        found.append(replace(passage, **of.get(f"n{number}", {})))  # type: ignore[arg-type] # a test names fields
        start += len(words)
    return found


def by_number(passages: list[Passage]) -> dict[int, Passage]:
    return {one.number: one for one in passages}


def quoted(number: int, all_of: list[Passage], text: str = TEXT, **fields: object) -> str:
    relevance = fields.pop("relevance", {})
    start, end = reach(all_of[number], text, by_number(all_of), relevance, **fields)  # type: ignore[arg-type]
    return text[start:end]


def test_a_short_passage_is_quoted_with_how_its_paragraph_goes_on() -> None:
    assert quoted(0, passages()) == "It drags badly. I checked my phone. Then it got going."
    assert quoted(2, passages()) == "I checked my phone. Then it got going."  # says little by itself


def test_what_goes_before_is_quoted_where_it_tells_something_too() -> None:
    found = quoted(2, passages(), relevance={2: 0.6, 1: 0.3, 0: 0.01})
    assert found == "I checked my phone. Then it got going."


def test_another_paragraph_is_not_quoted_with_it() -> None:
    assert quoted(3, passages()) == "The music is fine."


@pytest.mark.parametrize(
    "otherwise",
    [{"seasons": (2,)}, {"spoiler": True}, {"review": "harbour/2"}],
    ids=["another season", "gives plot away", "another review"],
)
def test_what_does_not_fit_ends_a_quote(otherwise: dict[str, object]) -> None:
    assert quoted(0, passages(n1=otherwise)) == "It drags badly."


def test_what_spoils_is_quoted_with_more_that_spoils() -> None:
    all_of = passages(n0={"spoiler": True}, n1={"spoiler": True}, n2={"spoiler": True})
    assert quoted(0, all_of) == "It drags badly. I checked my phone. Then it got going."


def test_the_other_side_is_not_quoted_with_the_one_sought() -> None:
    all_of = passages(n1={"polarity": Polarity.NEGATIVE}, n2={"polarity": Polarity.POSITIVE})
    assert quoted(0, all_of, sought=Polarity.NEGATIVE) == "It drags badly. I checked my phone."


def test_a_passage_that_may_not_be_quoted_with_it_ends_a_quote() -> None:
    all_of = passages()
    start, end = reach(all_of[0], TEXT, by_number([all_of[0], all_of[2]]), {})
    assert TEXT[start:end] == "It drags badly."


LONG = f"It drags badly. {('I checked my phone again and again ' * 7).strip()}."


def test_a_long_neighbour_is_quoted_where_it_tells_something_too() -> None:
    assert quoted(0, passages(LONG), LONG, relevance={0: 0.9, 1: 0.5}) == LONG


def test_no_quote_holds_more_than_so_many_passages_on_either_side() -> None:
    text = " ".join(f"No {number}." for number in range(30))
    all_of = passages(text)
    assert quoted(12, all_of, text, relevance=dict.fromkeys(range(30), 0.9)) == " ".join(
        f"No {number}." for number in range(12 - MOST_AROUND, 12 + MOST_AROUND + 1)
    )


@pytest.mark.parametrize("relevance", [{0: 0.9, 1: 0.1}, {}])
def test_a_long_neighbour_that_tells_nothing_ends_a_quote(relevance: dict[int, float]) -> None:
    assert quoted(0, passages(LONG), LONG, relevance=relevance) == "It drags badly."


def test_what_leads_up_to_a_passage_is_quoted_once() -> None:
    first, second, third, _ = passages()
    led = replace(second, lead=first.start)
    assert TEXT[slice(*reach(led, TEXT, by_number([first, third]), {}))] == TEXT.partition("\n")[0]


def test_of_the_whole_show_a_passage_about_a_season_is_quoted_with_its_name() -> None:
    text = "The third season was odd. I checked my phone often there. Then it all became a disaster."
    all_of = passages(text, n0={"seasons": (3,)}, n1={"seasons": (3,)}, n2={"seasons": (3,)})
    assert quoted(2, all_of, text) == "Then it all became a disaster."
    assert quoted(2, all_of, text, names_season=True) == text
