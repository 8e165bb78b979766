from bot.wording.plain import COVER, plain_text
from tests.bot.fakes import a_quote, a_refusal, an_answer, make_writer

WRITER = make_writer()


def test_a_refusal_says_what_is_missing_what_is_covered_and_what_could_be_asked() -> None:
    text = plain_text(a_refusal(a_quote()), WRITER)
    missing, covered, quote, suggestion = (
        text.index(part)
        for part in (
            "No review says what season 8 is like.",
            "There are 9 reviews",
            "awful",
            "How is the acting?",
        )
    )
    assert missing < covered < quote < suggestion


def test_a_spoiler_is_covered_until_it_is_asked_for() -> None:
    answer = an_answer(a_quote("The keeper dies.", spoiler=True))
    covered, shown = plain_text(answer, WRITER), plain_text(answer, WRITER, spoilers=True)
    assert "keeper" not in covered
    assert COVER in covered
    assert "--spoilers" in covered
    assert "“The keeper dies.”" in shown
    assert COVER not in shown


def test_a_quote_over_several_lines_is_shown_on_one() -> None:
    assert "“One two.”" in plain_text(an_answer(a_quote("One\n\ntwo.")), WRITER)
