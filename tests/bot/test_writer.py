import pytest

from bot.model import Answered, Kind, Label, WhichShow
from bot.writer import COVER, shows_stance
from index import Polarity
from tests.bot.fakes import (
    SHOW,
    a_question,
    a_quote,
    a_refusal,
    a_signed_quote,
    a_verdict,
    an_answer,
    make_writer,
)

WRITER = make_writer()


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (Label.YES, "yes"),
        (Label.LEANING_YES, "leaning yes"),
        (Label.LEANING_NO, "leaning no"),
        (Label.NO, "no"),
    ],
)
def test_the_headline_of_a_verdict_names_its_subject_and_label(label: Label, words: str) -> None:
    headline = WRITER.headline(an_answer(verdict=a_verdict(label=label)))
    assert headline.startswith("Season 2: ")
    assert words in headline


def test_the_tally_names_every_count_the_share_and_the_interval() -> None:
    [tally] = WRITER.details(an_answer())
    for part in ("9 reviews", "4", "1 positive", "3 negative", "0 take", "25%", "5% to 70%"):
        assert part in tally


def test_a_tally_without_sides_has_no_share() -> None:
    unclear = a_verdict(label=Label.UNCLEAR, positive=0, negative=0, mixed=2, share=None, low=None, high=None)
    [tally] = WRITER.details(an_answer(verdict=unclear))
    assert "%" not in tally
    assert "0 positive, 0 negative, 2 take" in tally


def test_an_opinion_is_told_of_its_aspect_and_not_with_yes_or_no() -> None:
    opinion = an_answer(
        question=a_question("Is it slow?", kind=Kind.OPINION, seasons=(), aspects=("pacing",)),
        verdict=a_verdict(label=Label.YES),
    )
    headline = WRITER.headline(opinion)
    assert headline.startswith("Pacing: ")
    assert "yes" not in headline


def test_a_fact_has_quotes_and_no_verdict_in_its_words() -> None:
    fact = an_answer(question=a_question(kind=Kind.FACT, aspects=("length",), seasons=()), verdict=None)
    text = WRITER.plain_text(fact)
    assert "positive" not in text.splitlines()[0]
    assert "4 reviews of 9" in text
    assert not shows_stance(fact)
    assert "“Season 2 was awful.”" in text


def test_notes_are_told_beside_the_tally() -> None:
    assert WRITER.details(an_answer(notes=("No review speaks of season 8.",)))[1:] == [
        "No review speaks of season 8."
    ]


def test_a_refusal_says_what_is_missing_what_is_covered_and_what_could_be_asked() -> None:
    text = WRITER.plain_text(a_refusal(a_quote()))
    missing, covered, quote, suggestion = (
        text.index(part)
        for part in ("No review speaks of season 8.", "There are 9 reviews", "awful", "How is the acting?")
    )
    assert missing < covered < quote < suggestion


def test_quotes_of_a_refusal_take_no_stance() -> None:
    refusal = a_refusal(a_quote())
    assert not shows_stance(refusal)
    assert "negative" not in WRITER.plain_text(refusal)


def test_which_show_lists_them_all() -> None:
    text = WRITER.plain_text(WhichShow(a_question(), (SHOW,)))
    assert "Harbour Lights (harbour)" in text
    assert "no show" in WRITER.headline(WhichShow(a_question(), ()))


def test_an_attribution_names_all_that_is_known_of_the_reviewer() -> None:
    assert WRITER.attribution(a_signed_quote()) == "review 5, positive, mara, 8 September 2021, rated 9/10"
    assert WRITER.attribution(a_quote(), stance=False) == "review 6"


@pytest.mark.parametrize("polarity", [Polarity.MIXED, Polarity.NONE])
def test_who_takes_no_side_is_said_to(polarity: Polarity) -> None:
    assert "takes no side" in WRITER.attribution(a_quote(stance=polarity))


def test_a_spoiler_is_covered_until_it_is_asked_for() -> None:
    answer = an_answer(a_quote("The keeper dies.", spoiler=True))
    covered, shown = WRITER.plain_text(answer), WRITER.plain_text(answer, spoilers=True)
    assert "keeper" not in covered
    assert COVER in covered
    assert "--spoilers" in covered
    assert "“The keeper dies.”" in shown
    assert COVER not in shown


def test_a_quote_over_several_lines_is_shown_on_one() -> None:
    assert "“One two.”" in WRITER.plain_text(an_answer(a_quote("One\n\ntwo.")))


def test_every_label_has_its_words_for_worth_and_for_opinions() -> None:
    for label in Label:
        worth: Answered = an_answer(verdict=a_verdict(label=label))
        opinion = an_answer(
            question=a_question(kind=Kind.OPINION, aspects=("acting",)), verdict=a_verdict(label=label)
        )
        assert WRITER.headline(worth).startswith("Season 2: ")
        assert WRITER.headline(opinion).startswith("Acting of season 2: ")
