import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.draft import Draft
from bot.understanding.pleas import without_address
from bot.understanding.question import LONGEST_QUESTION, Kind, Question
from bot.understanding.spelling import tidy
from index import Polarity
from tests.bot.fakes import SHOW, read_question


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("Is season 3 worth watching?", (3,)),
        ("is S2 any good", (2,)),
        ("How are seasons 1 and 2?", (1, 2)),
        ("is the third season better", (3,)),
        ("what about the last season?", (4,)),
        ("Is it worth watching?", ()),
        ("is 3 worth it", (3,)),
        ("how's 2?", (2,)),
        ("is 20 minutes too short", ()),
        ("is 7 any good", ()),
    ],
)
def test_seasons_asked_for_are_understood(text: str, seasons: tuple[int, ...]) -> None:
    assert read_question(text, last_season=4).seasons == seasons


def test_going_on_after_a_season_asks_about_those_that_follow() -> None:
    assert read_question("Should I stop after season 1?", last_season=3).seasons == (2, 3)
    assert read_question("Is it worth continuing past season 2?").seasons == (3,)


@pytest.mark.parametrize(
    ("text", "kind", "aspects"),
    [
        ("Is season 3 worth watching?", Kind.VERDICT, ()),
        ("Should I watch it?", Kind.VERDICT, ()),
        ("Is it good?", Kind.VERDICT, ()),
        ("How is the acting?", Kind.OPINION, ("acting",)),
        ("Is the music good?", Kind.OPINION, ("music",)),
        ("How long are the episodes?", Kind.FACT, ("length",)),
        ("How many seasons are there?", Kind.FACT, None),
    ],
)
def test_what_a_question_wants_is_understood(text: str, kind: Kind, aspects: tuple[str, ...] | None) -> None:
    question = read_question(text)
    assert question.kind is kind
    assert aspects is None or question.aspects == aspects


@given(st.text(max_size=LONGEST_QUESTION * 2))
def test_any_text_is_understood_somehow(text: str) -> None:
    question = read_question(text, last_season=3)
    assert len(question.text) <= LONGEST_QUESTION
    assert question.text == question.text.strip()


def test_a_question_is_read_on_one_line_and_up_to_the_longest() -> None:
    assert tidy("  Is\n\n it\tgood? ") == "Is it good?"
    assert tidy("ab " * 2000) == ("ab " * 2000)[:LONGEST_QUESTION].strip()


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("Is season 3 better than season 2?", (2, 3)),
        ("How does season 3 compare to season 1?", (1, 3)),
        ("Are seasons 2 and 3 as good as season 1?", (1, 2, 3)),
        ("Does it get worse?", ()),
        ("does it go downhill", ()),
        ("Has it jumped the shark?", ()),
        ("Does it stay good?", ()),
        ("Which season is the best?", ()),
        ("What is the worst season?", ()),
    ],
)
def test_a_question_that_sets_seasons_against_each_other_asks_for_a_verdict_on_them(
    text: str, seasons: tuple[int, ...]
) -> None:
    question = read_question(text)
    assert (question.compares_seasons, question.kind, question.seasons) == (True, Kind.VERDICT, seasons)
    assert question.sought is None


def test_seasons_are_compared_within_the_aspect_that_is_named() -> None:
    question = read_question("Which season has the best acting?")
    assert (question.compares_seasons, question.kind, question.aspects) == (True, Kind.OPINION, ("acting",))


@pytest.mark.parametrize(
    "text", ["Is season 3 better?", "Are seasons 1 and 2 good?", "Is it good?", "Is it worse than the film?"]
)
def test_other_questions_compare_no_seasons(text: str) -> None:
    assert not read_question(text).compares_seasons


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("I've watched 1 and 2, should I carry on?", (3, 4)),
        ("just finished season 1, worth continuing?", (2, 4)),
        ("we've seen s1-3 so far, keep going?", (4, 4)),
        ("done with seasons 1 & 2, is the rest any good", (3, 4)),
        ("I've watched seasons 1, 2 and 3, should I carry on?", (4, 4)),
        ("I have seen season one, is it worth continuing", (2, 4)),
        ("seen the first two seasons, keep watching?", (3, 4)),
    ],
)
def test_who_has_seen_some_seasons_and_asks_whether_to_go_on_asks_for_those_after(
    text: str, seasons: tuple[int, int]
) -> None:
    first, last = seasons
    assert read_question(text, last_season=4).seasons == tuple(range(first, last + 1))


@pytest.mark.parametrize(
    "text",
    [
        "I've watched 2 episodes, should I carry on?",
        "I have seen 1 more, is it good?",
        "I've watched 3 or 4 episodes, should I keep watching?",
        "seen 1-2 episodes, continue?",
        "watched 4 eps, keep going?",
        "finished 2 weeks ago, should I continue",
        "seen 50% of it, do I carry on?",
    ],
)
def test_who_has_seen_something_else_asks_for_no_season(text: str) -> None:
    assert read_question(text, last_season=4).seasons == ()


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("Is the second one better than the first?", (1, 2)),
        ("is the 3rd one any good", (3,)),
        ("Does the second half drag?", ()),
        ("Is the first episode any good?", ()),
        ("is the fifth one good", ()),
    ],
)
def test_seasons_may_be_counted_without_their_word(text: str, seasons: tuple[int, ...]) -> None:
    assert read_question(text, last_season=4).seasons == seasons


@pytest.mark.parametrize(
    "text",
    ["which season is scariest", "Which season is the most violent?", "which series has the least gore"],
)
def test_which_season_is_most_so_compares_them_by_the_aspect(text: str) -> None:
    question = read_question(text)
    assert question.compares_seasons
    assert question.aspects
    assert question.kind is Kind.OPINION


@pytest.mark.parametrize(
    "text",
    [
        "What's it like?",
        "how is it",
        "so whats the show like",
        "What is season 2 like?",
        "how's this series overall?",
    ],
)
def test_what_it_is_like_in_general_asks_for_a_verdict(text: str) -> None:
    question = read_question(text)
    assert (question.kind, question.aspects) == (Kind.VERDICT, ())


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("I've finished season 1. Does season 3 continue the story?", (3,)),
        ("haven't seen season 2 yet, should I continue?", (2,)),
    ],
)
def test_a_season_asked_for_by_name_is_not_put_aside(text: str, seasons: tuple[int, ...]) -> None:
    assert read_question(text, last_season=4).seasons == seasons


def test_a_season_named_and_one_counted_are_compared() -> None:
    question = read_question("Is season 2 better than the first?", last_season=4)
    assert (question.seasons, question.compares_seasons) == ((1, 2), True)


@pytest.mark.parametrize(
    "text", ["How is sound?", "How's story overall?", "What is scary?", "How was suspense?"]
)
def test_what_is_named_is_asked_for_and_not_the_whole(text: str) -> None:
    assert read_question(text).aspects


@pytest.mark.parametrize(
    "text",
    [
        "Which season has the most episodes?",
        "Which season is the longest?",
        "Which season is set in a forest?",
    ],
)
def test_which_season_a_fact_is_of_compares_none(text: str) -> None:
    assert not read_question(text).compares_seasons


@pytest.mark.parametrize(
    "text", ["Is there gonna be a season 4?", "has season 3 been renewed", "when is season 5 coming out"]
)
def test_news_of_a_season_is_no_question_of_what_it_is_like(text: str) -> None:
    assert read_question(text, last_season=2).seasons == ()


@pytest.mark.parametrize(
    "text", ["tell me about Harbour Lights", "How's Harbour Lights overall?", "Harbour Lights?"]
)
def test_the_show_by_name_asks_for_a_verdict_on_it(text: str) -> None:
    assert read_question(text).asks_worth


@pytest.mark.parametrize(
    "text",
    ["who would like this", "Who is this show for?", "who's it for", "what kind of people would enjoy it"],
)
def test_who_would_like_it_is_answered_by_who_recommends_it(text: str) -> None:
    question = read_question(text)
    assert (question.kind, question.aspects) == (Kind.FACT, ())
    assert "recommend" in question.about


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("give me a negative review", Polarity.NEGATIVE),
        ("What's the most positive review?", Polarity.POSITIVE),
        ("any bad reviews?", Polarity.NEGATIVE),
        ("show me the harshest review", Polarity.NEGATIVE),
        ("any good reviews?", Polarity.POSITIVE),
    ],
)
def test_a_review_of_one_side_is_one_of_the_show_as_a_whole(text: str, side: Polarity) -> None:
    question = read_question(text)
    assert (question.kind, question.sought) == (Kind.FACT, side)
    assert question.about == read_question("how is it").about


@pytest.mark.parametrize("text", ["season 2 vs season 3", "s1 versus s2"])
def test_seasons_set_against_each_other_are_compared(text: str) -> None:
    assert read_question(text).compares_seasons


@pytest.mark.parametrize(
    ("text", "likens"),
    [("is it better than Tides", True), ("is it like Tides", True), ("did anyone like it", False)],
)
def test_a_question_that_sets_the_show_beside_another_likens_them(text: str, *, likens: bool) -> None:
    assert read_question(text).likens is likens


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("please tell me it's not boring", "it's not boring"),
        ("hey, can you tell me whether season 2 is good?", "season 2 is good?"),
        ("tell me about the acting", "tell me about the acting"),
        ("tell me more", "tell me more"),
        ("is it slow?", "is it slow?"),
        ("tell me", "tell me"),
    ],
)
def test_what_only_leads_up_to_a_question_is_put_aside(text: str, asked: str) -> None:
    draft = Draft(show=SHOW, topic=None, text=text, question=Question(text))
    assert without_address(draft).text == asked


@pytest.mark.parametrize("text", ["overrated?", "Good or nah", "worth it?"])
def test_a_judging_word_alone_asks_for_a_verdict(text: str) -> None:
    question = read_question(text)
    assert (question.kind, question.about) == (Kind.VERDICT, "Is it worth watching?")


@pytest.mark.parametrize(
    "text",
    ["will there be a season 4", "is season 4 coming?", "any news on s4", "is the second season confirmed"],
)
def test_news_of_a_season_is_a_fact_about_no_aspect(text: str) -> None:
    question = read_question(text)
    assert question.asks_news
    assert (question.kind, question.seasons, question.aspects) == (Kind.FACT, (), ())


@pytest.mark.parametrize("text", ["is season 2", "is season 3 any good", "are seasons 1 and 2 good"])
def test_a_season_asked_about_is_no_news(text: str) -> None:
    assert not read_question(text).asks_news


@pytest.mark.parametrize(
    "text",
    [
        "how many people hated it?",
        "how many positive reviews are there",
        "yo is this show mid or nah",
        "trash?",
    ],
)
def test_a_count_of_sides_and_slang_for_worth_ask_for_a_verdict_on_the_show(text: str) -> None:
    question = read_question(text)
    assert question.asks_worth
    assert question.about == "Is it worth watching?"


@pytest.mark.parametrize(
    "text", ["Who is this show not for?", "who shouldn't watch it", "who wouldn't like this"]
)
def test_whom_it_is_not_for_is_looked_for_in_the_words_of_a_warning(text: str) -> None:
    question = read_question(text)
    assert question.kind is Kind.FACT
    assert "not for you" in question.about
