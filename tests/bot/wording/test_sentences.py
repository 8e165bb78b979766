import pytest

from bot.answering.reply import (
    Ahead,
    Answered,
    Compared,
    Coverage,
    Declined,
    Label,
    Missing,
    Note,
    Repeated,
    SeasonsUnsaid,
    Verdict,
    WhichShow,
    Widened,
)
from bot.answering.verdict import verdict
from bot.understanding.question import Kind
from bot.wording.base import shows_stance
from bot.wording.plain import plain_text
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


def tallied(positive: int, negative: int) -> Verdict:
    """The verdict of so many viewers for and against."""
    return verdict({Polarity.POSITIVE: positive, Polarity.NEGATIVE: negative})


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
    text = plain_text(fact, WRITER)
    assert "positive" not in text.splitlines()[0]
    assert "From 2 of 9 reviews." in text
    assert not shows_stance(fact)
    assert "“Season 2 was awful.”" in text


def test_notes_are_told_beside_the_tally() -> None:
    [tally] = WRITER.details(an_answer())
    assert WRITER.details(an_answer(notes=(SeasonsUnsaid((8,)), Ahead()))) == [
        tally,
        "No review says what season 8 is like.",
        "What viewers wrote goes beyond what you have watched, so it isn't quoted.",
    ]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (SeasonsUnsaid((5, 6, 7, 9)), "No review says what season 5 to 7 or 9 is like."),
        (
            Widened((2, 3), ("acting", "pacing")),
            "No review speaks of acting or pacing of season 2 or 3 alone, so this is for the whole show.",
        ),
        (Repeated(2), "Reviews that repeat another one count once (2 left out)."),
        (
            Compared(((1, tallied(3, 0)), (2, tallied(1, 3)))),
            "By season, season 1: 3 positive, 0 negative of 3; season 2: 1 positive, 3 negative of 4.",
        ),
    ],
)
def test_each_note_has_its_sentence(note: Note, words: str) -> None:
    assert WRITER.details(an_answer(notes=(note,)))[1:] == [words]


@pytest.mark.parametrize(
    ("verdicts", "headline"),
    [
        (
            ((1, (3, 1)), (2, (1, 3))),
            "Best liked, though few opinions tell them apart: season 1; least liked: season 2.",
        ),
        (((1, (1, 8)), (2, (2, 1)), (3, (9, 1))), "Best liked: season 3; least liked: season 1."),
        (((1, (1, 0)), (2, (19, 1)), (3, (0, 5))), "Best liked: season 2; least liked: season 3."),
        (((1, (2, 2)), (2, (2, 2))), "Viewers rank season 1 and season 2 much alike."),
    ],
)
def test_the_headline_of_a_comparison_names_the_season_that_is_liked_best(
    verdicts: tuple[tuple[int, tuple[int, int]], ...], headline: str
) -> None:
    note = Compared(tuple((season, tallied(*sides)) for season, sides in verdicts))
    assert WRITER.headline(an_answer(notes=(Repeated(1), note))) == headline


def test_the_headline_names_first_what_was_asked_for() -> None:
    note = Compared(((1, tallied(1, 8)), (3, tallied(9, 1))))
    answer = an_answer(question=a_question("Which season is worst?"), notes=(note,))
    assert WRITER.headline(answer) == "Least liked: season 1; best liked: season 3."


@pytest.mark.parametrize(
    ("refusal", "headline"),
    [
        (a_refusal(missing=Missing.QUESTION), "That isn't a question that reviews could answer."),
        (a_refusal(missing=Missing.NAMES, names=("Edda",)), "No review mentions “Edda”."),
        (a_refusal(missing=Missing.NAMES, names=("dub", "Edda")), "No review mentions “dub” or “Edda”."),
        (
            a_refusal(missing=Missing.CUES, names=("dub",), question=a_question(aspects=("language",))),
            "No review mentions “dub”.",
        ),
        (
            a_refusal(missing=Missing.CUES, names=("who wrote",), question=a_question(aspects=("makers",))),
            "The reviews don't say who made it.",
        ),
        (a_refusal(missing=Missing.SEASONS), "No review says what season 8 is like."),
        (a_refusal(missing=Missing.ANSWER), "The reviews don't say."),
        (
            a_refusal(missing=Missing.ASPECTS, question=a_question(aspects=("acting", "music"))),
            "The reviews don't say: none speaks of acting or music and sound.",
        ),
        (
            a_refusal(missing=Missing.ASPECTS, question=a_question(aspects=("cast",))),
            "The reviews don't say who is in it.",
        ),
    ],
)
def test_a_refusal_names_what_is_missing(refusal: Declined, headline: str) -> None:
    assert WRITER.headline(refusal) == headline


@pytest.mark.parametrize(
    ("seasons", "covered"),
    [
        ({}, "There are 9 reviews of Harbour Lights; none names a season."),
        ({2: 1}, "There are 9 reviews of Harbour Lights; season 2 (1 review) is covered."),
        (
            {1: 3, 2: 4},
            "There are 9 reviews of Harbour Lights; seasons 1 (3 reviews) and 2 (4 reviews) are covered.",
        ),
    ],
)
def test_a_refusal_tells_which_seasons_are_covered(seasons: dict[int, int], covered: str) -> None:
    assert WRITER.details(a_refusal(seasons=seasons)) == [covered]


def test_a_refusal_speaks_of_seasons_only_where_there_are_some_or_one_was_asked_for() -> None:
    refusal = a_refusal(question=a_question("Is it scary?", seasons=()))
    assert WRITER.details(refusal) == ["There are 9 reviews of Harbour Lights."]


def test_a_refusal_suggests_questions_about_other_aspects() -> None:
    assert WRITER.closing(a_refusal(suggestions=("acting", "music"))) == (
        "Try: How is the acting? · Is the music good?"
    )
    assert WRITER.closing(a_refusal(suggestions=())) == ""


def test_what_is_neither_liked_nor_disliked_is_told_without_sides() -> None:
    answer = an_answer(question=a_question("Is it violent?", seasons=(), aspects=("suitability",)))
    assert WRITER.headline(answer) == "What viewers wrote about violence and suitability."
    assert "positive" not in " ".join(WRITER.details(answer))


def test_what_a_lone_viewer_thinks_is_told_as_theirs() -> None:
    lone = a_verdict(label=Label.LEANING_YES, positive=1, negative=0, mixed=0, share=1.0, low=0.21, high=1.0)
    answer = an_answer(verdict=lone, coverage=Coverage(9, 1))
    assert WRITER.headline(answer) == "Season 2: one viewer likes it."
    [tally] = WRITER.details(answer)
    assert tally == "Of 9 reviews, 1 speaks of season 2: 1 positive, 0 negative, 0 take no side."
    [tally] = WRITER.details(an_answer(verdict=lone, coverage=Coverage(1, 1)))
    assert tally.startswith("Of 1 review, 1 speaks of season 2: ")


def test_quotes_of_a_refusal_take_no_stance() -> None:
    refusal = a_refusal(a_quote())
    assert not shows_stance(refusal)
    assert "negative" not in plain_text(refusal, WRITER)


def test_shows_named_together_are_not_compared() -> None:
    text = plain_text(WhichShow(a_question(), (SHOW, SHOW), named=True), WRITER)
    assert text == (
        "I can't set shows against each other. Ask about one of them: Harbour Lights or Harbour Lights."
    )


def test_which_show_lists_them_all() -> None:
    text = plain_text(WhichShow(a_question(), (SHOW,)), WRITER)
    assert text == "Which show do you mean? Name one of them: Harbour Lights."
    assert "no show" in WRITER.headline(WhichShow(a_question(), ()))


def test_an_attribution_names_all_that_is_known_of_the_reviewer() -> None:
    assert WRITER.attribution(a_signed_quote()) == "review 5, positive, mara, 8 September 2021, rated 9/10"
    assert WRITER.attribution(a_quote(), stance=False) == "review 6"


@pytest.mark.parametrize("polarity", [Polarity.MIXED, Polarity.NONE])
def test_who_takes_no_side_is_said_to(polarity: Polarity) -> None:
    assert "takes no side" in WRITER.attribution(a_quote(stance=polarity))


def test_every_label_has_its_words_for_worth_and_for_opinions() -> None:
    for label in Label:
        worth: Answered = an_answer(verdict=a_verdict(label=label))
        opinion = an_answer(
            question=a_question(kind=Kind.OPINION, aspects=("acting",)), verdict=a_verdict(label=label)
        )
        assert WRITER.headline(worth).startswith("Season 2: ")
        assert WRITER.headline(opinion).startswith("Acting of season 2: ")


def test_a_comparison_with_one_season_alone_that_viewers_take_sides_on_names_no_winner() -> None:
    note = Compared(((1, tallied(0, 0)), (2, tallied(1, 3))))
    assert "Best liked" not in WRITER.headline(an_answer(notes=(note,)))


def test_a_question_whether_to_skip_is_not_answered_by_a_bare_no() -> None:
    question = a_question("Should I skip season 2?")
    assert make_writer().headline(an_answer(question=question)) == "Season 2, worth watching: leaning no."
    assert make_writer().headline(an_answer()) == "Season 2: leaning no."
