"""Which passages answer: asked of small made-up shows, whose encoder knows word overlap alone."""

from pathlib import Path

import pytest

from bot.answering.base import Answerer
from bot.answering.reply import Answer, Answered, Declined, Missing, Repeated, Reply
from index import Library, Polarity
from tests.bot.fakes import make_answerer, make_judgement
from tests.fakes import add_show, make_library

HEAD = make_judgement(
    0.0,
    cosine=3.0,
    misses_likeliest=-4.4,
    behind_nearest=3.0,
    of_narrower=1.0,
    off_narrower=-1.6,
    lacks_names=-6.0,
    lacks_kind=-6.0,
)
"""The committed weights know a nearness other than word overlap."""
LONG = (
    "Season 1 was great and the old ferry leaves at dawn while the captain sings and the gulls follow it "
    "out past the long grey pier toward the open sea."
)


def library_of(folder: Path, *reviews: str) -> Library:
    add_show(folder, "harbour", reviews=reviews, title="Harbour Lights", seasons=2)
    library = make_library(folder)
    library.build(library.show("harbour"))
    return library


def ask(folder: Path, question: str, *reviews: str) -> Reply:
    """The reply to a question about a show with those reviews."""
    return make_answerer(library_of(folder, *reviews), judgement=HEAD).ask(question)


def quoted(reply: Reply) -> list[str]:
    assert isinstance(reply, Answer), reply
    return [quote.text for quote in reply.quotes]


def answered(reply: Reply) -> Answered:
    assert isinstance(reply, Answered), reply
    return reply


class TestAFact:
    def test_that_is_a_number_comes_from_a_passage_that_holds_one(self, tmp_path: Path) -> None:
        reply = answered(
            ask(tmp_path, "How many episodes are there?", "There are many episodes.", "10 episodes!")
        )
        assert quoted(reply) == ["10 episodes!"]
        assert reply.verdict is None

    def test_that_is_a_number_is_declined_where_no_passage_holds_one(self, tmp_path: Path) -> None:
        reply = ask(tmp_path, "How many episodes are there?", "There are many episodes.", "It was good.")
        assert isinstance(reply, Declined)

    def test_that_is_a_name_comes_from_a_passage_that_holds_one(self, tmp_path: Path) -> None:
        reviews = ("In it Mara Holm plays the captain.", "Somebody plays the captain well.")
        assert quoted(answered(ask(tmp_path, "Who plays the captain?", *reviews))) == [reviews[0]]

    def test_that_is_a_name_is_declined_where_no_passage_holds_one(self, tmp_path: Path) -> None:
        reply = ask(tmp_path, "Who plays the captain?", "Somebody plays the captain well.")
        assert isinstance(reply, Declined)

    def test_of_somebody_comes_from_passages_that_name_them(self, tmp_path: Path) -> None:
        reviews = ("The part of Mara is played by Tom Reed.", "The part of Edda is played by Ann Ives.")
        assert quoted(answered(ask(tmp_path, "Who plays the part of Edda?", *reviews))) == [reviews[1]]

    def test_of_somebody_whom_nobody_mentions_is_declined_by_name(self, tmp_path: Path) -> None:
        reply = ask(tmp_path, "Who plays Edda?", "In it Mara is played by Tom Reed.")
        assert isinstance(reply, Declined)
        assert (reply.missing, reply.names) == (Missing.NAMES, ("Edda",))


class TestAName:
    REVIEWS = ("The captain is superb.", "The smile of Mara is awful.", "I found Mara terrible.")

    def test_in_an_opinions_question_is_in_every_passage_that_answers(self, tmp_path: Path) -> None:
        reply = answered(ask(tmp_path, "Is Mara terrible or awful?", *self.REVIEWS))
        assert sorted(quoted(reply)) == ["I found Mara terrible.", "The smile of Mara is awful."]
        assert reply.verdict
        assert (reply.verdict.positive, reply.verdict.negative) == (0, 2)

    def test_of_several_words_is_mentioned_only_where_all_of_them_are(self, tmp_path: Path) -> None:
        reply = ask(tmp_path, "Is Mara Holm any good in it?", *self.REVIEWS)
        assert isinstance(reply, Declined)
        assert (reply.missing, reply.names) == (Missing.NAMES, ("Mara Holm",))

    @pytest.mark.parametrize("text", ["Mara", "mara?", "what about Mara"])
    def test_alone_is_answered_with_what_holds_it(self, text: str, tmp_path: Path) -> None:
        reply = answered(ask(tmp_path, text, *self.REVIEWS))
        assert reply.verdict is None
        assert sorted(quoted(reply)) == ["I found Mara terrible.", "The smile of Mara is awful."]

    def test_in_a_question_with_other_words_is_not_alone(self, tmp_path: Path) -> None:
        assert answered(ask(tmp_path, "Is Mara awful?", *self.REVIEWS)).verdict

    def test_that_the_show_is_set_beside_is_in_every_quote_and_no_verdict(self, tmp_path: Path) -> None:
        reviews = ("A pale copy of Tidewatch it is.", "It is a better thing than most.")
        reply = answered(ask(tmp_path, "Is it better than Tidewatch?", *reviews))
        assert (quoted(reply), reply.verdict) == ([reviews[0]], None)


class TestQuotes:
    LIKED = tuple(
        f"The acting was superb, said viewer {name}." for name in ("ann", "bob", "cas", "dan", "eve", "flo")
    )

    @pytest.mark.parametrize("question", ["How is the acting?", "What do people love about the acting?"])
    def test_are_five_at_most_however_many_answer(self, question: str, tmp_path: Path) -> None:
        reply = answered(ask(tmp_path, question, *self.LIKED))
        assert len(quoted(reply)) == len(set(quoted(reply))) == 5
        assert reply.coverage.about == 6

    def test_hold_the_minoritys_strongest(self, tmp_path: Path) -> None:
        dissent = "By the way, the acting felt a bad, dusty, terrible thing to my aunt."
        reply = answered(ask(tmp_path, "How is the acting?", *self.LIKED, dissent))
        assert len(quoted(reply)) == 5
        assert [quote.text for quote in reply.quotes if quote.stance is Polarity.NEGATIVE] == [dissent]
        assert reply.quotes[-1].text == dissent

    def test_take_a_review_s_second_passage_only_where_few_reviews_answer(self, tmp_path: Path) -> None:
        twice = "The acting was superb.\n\nThe acting was superb, truly."
        few = ask(tmp_path / "few", "How is the acting?", twice)
        many = ask(tmp_path / "many", "How is the acting?", twice, *self.LIKED[:2])
        assert quoted(few) == ["The acting was superb.", "The acting was superb, truly."]
        assert [quote.review for quote in answered(many).quotes] == ["harbour/1", "harbour/2", "harbour/3"]

    def test_of_the_aspect_asked_for_leave_out_what_speaks_of_others(self, tmp_path: Path) -> None:
        reply = ask(tmp_path, "How is the acting?", "The acting was superb.", "The music was superb.")
        assert quoted(answered(reply)) == ["The acting was superb."]

    def test_of_a_verdict_on_an_aspect_leave_out_what_only_holds_a_word_for_it(self, tmp_path: Path) -> None:
        reviews = ("The acting was superb and the acting is worth it.", "Boats boats cast off.")
        reply = answered(ask(tmp_path, "Is the acting worth it?", *reviews))
        assert [quote.review for quote in reply.quotes] == ["harbour/1"]
        assert reply.coverage.about == 1

    def test_best_first(self, tmp_path: Path) -> None:
        reviews = (
            "Well, the acting of my old aunt was not as good as the gulls were.",
            "The acting is good.",
        )
        scores = [quote.score for quote in answered(ask(tmp_path, "How is the acting?", *reviews)).quotes]
        assert scores == sorted(scores, reverse=True)


class TestRepeats:
    @pytest.fixture
    def answerer(self, tmp_path: Path) -> Answerer:
        changed = LONG.replace("open sea", "open ocean")
        return make_answerer(library_of(tmp_path, LONG, "Season 1 was awful.", LONG, changed), judgement=HEAD)

    @pytest.mark.parametrize("question", ["Is season 1 worth watching?", "Is it worth watching?"])
    def test_count_once_in_a_verdict(self, question: str, answerer: Answerer) -> None:
        reply = answered(answerer.ask(question))
        assert reply.verdict
        assert (reply.verdict.positive, reply.verdict.negative) == (1, 1)
        assert reply.coverage.about == 2

    def test_are_told_of_in_a_note(self, answerer: Answerer) -> None:
        assert answered(answerer.ask("Is season 1 worth watching?")).notes == (Repeated(2),)

    @pytest.mark.parametrize("question", ["Is season 1 worth watching?", "Why do people love it?"])
    def test_are_not_quoted(self, question: str, answerer: Answerer) -> None:
        assert "harbour/1" in {quote.review for quote in answered(answerer.ask(question)).quotes}
        assert not {"harbour/3", "harbour/4"} & {
            quote.review for quote in answered(answerer.ask(question)).quotes
        }

    def test_that_are_none_need_no_note(self, tmp_path: Path) -> None:
        assert answered(ask(tmp_path, "Is season 1 worth watching?", LONG, "Season 1 was awful.")).notes == ()


class TestOneSide:
    """A question for the points of one side."""

    REVIEWS = ("The captain is superb.", "The music is awful.", "There is a ferry.", "I loved the boats.")

    def test_asked_what_went_wrong_is_told_what_viewers_blame(self, tmp_path: Path) -> None:
        reply = answered(ask(tmp_path, "What went wrong?", *self.REVIEWS))
        assert quoted(reply) == ["The music is awful."]
        assert reply.verdict is None

    def test_asked_why_it_is_loved_is_told_what_viewers_praise(self, tmp_path: Path) -> None:
        reply = answered(ask(tmp_path, "Why do people love it?", *self.REVIEWS))
        assert sorted(quoted(reply)) == ["I loved the boats.", "The captain is superb."]

    def test_of_a_season_is_held_to_it(self, tmp_path: Path) -> None:
        reviews = ("Season 1 was awful.", "Season 2 was terrible.", "Season 2 was great.")
        assert quoted(answered(ask(tmp_path, "What went wrong in season 2?", *reviews))) == [
            "Season 2 was terrible."
        ]

    def test_that_nobody_takes_is_declined(self, tmp_path: Path) -> None:
        assert isinstance(ask(tmp_path, "What went wrong?", "The captain is superb."), Declined)


class TestANarrowerThing:
    REVIEWS = ("It speaks in accents that are awful.", "The subtitles are superb.")

    def test_is_answered_by_passages_that_name_it(self, tmp_path: Path) -> None:
        assert quoted(answered(ask(tmp_path, "How are the subtitles?", *self.REVIEWS))) == [
            "The subtitles are superb."
        ]

    @pytest.mark.parametrize(
        ("question", "missing", "words"),
        [
            ("Is the dub any good?", Missing.CUES, ("dub",)),
            ("Is it on DVD?", Missing.NAMES, ("DVD",)),
        ],
    )
    def test_that_no_review_names_is_declined(
        self, question: str, missing: Missing, words: tuple[str, ...], tmp_path: Path
    ) -> None:
        reply = ask(tmp_path, question, *self.REVIEWS)
        assert isinstance(reply, Declined)
        assert (reply.missing, reply.names) == (missing, words)

    @pytest.mark.parametrize("question", ["Is it out on DVD?", "Are the DVDs any good?"])
    def test_named_in_the_plural_is_not_declined_for_want_of_its_word(
        self, question: str, tmp_path: Path
    ) -> None:
        reply = ask(tmp_path, question, "I bought the DVDs of the whole show.", "The harbour is fine.")
        assert not (isinstance(reply, Declined) and reply.missing in {Missing.NAMES, Missing.CUES})

    def test_named_in_other_words_of_its_group_is_answered(self, tmp_path: Path) -> None:
        reply = ask(tmp_path, "Is the dub any good?", *self.REVIEWS, "The dubbing is terrible.")
        assert quoted(answered(reply)) == ["The dubbing is terrible."]

    def test_of_an_aspect_that_is_not_strict_is_answered_by_the_rest_of_it(self, tmp_path: Path) -> None:
        reply = ask(tmp_path, "Are the sets good?", "The effects were good.", "There is a ferry.")
        assert quoted(answered(reply)) == ["The effects were good."]


class TestAnotherShow:
    REVIEWS = ("There are several plots, all of them superb.", "The captains are superb.")

    @pytest.mark.parametrize("question", ["Is severance worth starting?", "is Severance any good"])
    def test_that_only_shares_a_stem_with_the_reviews_is_declined(
        self, question: str, tmp_path: Path
    ) -> None:
        reply = ask(tmp_path, question, *self.REVIEWS)
        assert isinstance(reply, Declined)
        assert (reply.missing, [name.casefold() for name in reply.names]) == (Missing.NAMES, ["severance"])

    def test_is_not_what_the_reviews_name_in_the_plural(self, tmp_path: Path) -> None:
        assert isinstance(ask(tmp_path, "Is the captain any good?", *self.REVIEWS), Answered)


@pytest.mark.parametrize("season", ["-1", "0", "100", "99999999999999999999"])
def test_a_season_that_no_show_has_is_said_to_be_unknown(season: str, tmp_path: Path) -> None:
    reply = ask(tmp_path, f"Is season {season} good?", "Season 1 was superb.")
    assert isinstance(reply, Declined)
    assert reply.missing is Missing.SEASONS
