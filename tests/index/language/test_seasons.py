import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Passage
from index.language.seasons.mentions import mentions, named_seasons
from index.language.seasons.topic import tag_seasons, turns
from index.reading.cut import cut
from tests.index.samples import a_review


def tagged(text: str, *, last_season: int | None = None) -> list[tuple[str, tuple[int, ...]]]:
    return [(passage.text, passage.seasons) for passage in tag(text, last_season=last_season)]


def tag(text: str, *, last_season: int | None = None) -> tuple[Passage, ...]:
    return tag_seasons(cut(a_review(text)), last_season=last_season)


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("Season 3 is good", (3,)),
        ("season three drags", (3,)),
        ("SEASON 2!", (2,)),
        ("season #3", (3,)),
        ("season no. 3", (3,)),
        ("Season 3's plot", (3,)),
        ("series 3", (3,)),
        ("2nd series", (2,)),
        ("S3 drags", (3,)),
        ("s03e05", (3,)),
        ("the third season", (3,)),
        ("the 3rd season", (3,)),
        ("the twelfth season", (12,)),
        ("the third full season", (3,)),
        ("Seasons 1 & 2", (1, 2)),
        ("series 1 & 2", (1, 2)),
        ("S1 & S2", (1, 2)),
        ("S1 and 2", (1, 2)),
        ("s1/s2", (1, 2)),
        ("season 1, 2 and 3", (1, 2, 3)),
        ("season 1 or season 2", (1, 2)),
        ("the first and second season", (1, 2)),
        ("1st, 2nd and 3rd seasons", (1, 2, 3)),
        ("seasons 1-3", (1, 2, 3)),
        ("S1-S3", (1, 2, 3)),
        ("season one to three", (1, 2, 3)),
        ("seasons 2 through 4", (2, 3, 4)),
        ("First two seasons have good story.", (1, 2)),
        ("the first couple of seasons", (1, 2)),
        ("saison 3", (3,)),
        ("la troisième saison", (3,)),
        ("Staffel 2", (2,)),
        ("temporada 2", (2,)),
        ("season 3 10/10", (3,)),
        ("season 3: 10 episodes", (3,)),
        ("season 3, 10 episodes", (3,)),
        ("the first season, unlike season 3", (1, 3)),
    ],
)
def test_a_season_is_understood_in_many_spellings(text: str, seasons: tuple[int, ...]) -> None:
    assert named_seasons(text) == seasons


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 seasons",
        "all three seasons",
        "a series of three films",
        "season 2017",
        "between 5-8 stars",
        "GTS3",
        "episode 3",
        "the first mission",
        "the last season",
        "10 episodes of 23 minutes",
        "it was the 80s",
    ],
)
def test_other_numbers_are_no_season(text: str) -> None:
    assert named_seasons(text) == ()


def test_mentions_come_in_order_with_their_spans() -> None:
    text = "After the second season, S3 and seasons 4 to 5."
    found = [(text[mention.start : mention.end], mention.seasons) for mention in mentions(text)]
    assert found == [("second season", (2,)), ("S3", (3,)), ("seasons 4 to 5", (4, 5))]


@pytest.mark.parametrize("word", ["last", "final", "latest", "most recent"])
def test_the_last_season_is_the_one_that_the_show_says(word: str) -> None:
    assert named_seasons(f"The {word} season drags", last_season=3) == (3,)


@pytest.mark.parametrize(
    "text",
    [
        "I hope there's a third season.",
        "Hopefully season 4 gets made.",
        "Let's hope for a season 4!",
        "I am disappointed there is not yet a S3.",
        "No news of season 3 yet.",
        "It would be good to know if they're going to make a 4th season or not.",
        "Does anyone know if there will be a second season?!",
        "Will there be a third season?",
        "Is there a season 4?",
        "The ending does leave things open for a second season.",
        "I'll be looking out for a follow up series 2",
        "I can't wait for season 4.",
        "Still waiting for S4.",
        "Looking forward to season 2.",
        "I wish they'd make a season 4.",
        "Bring on season 4!",
        "Season 4 please",
        "Season 4 would be nice.",
        "It needs a fourth season.",
        "They should make a fourth season.",
        "I haven't seen season 3 yet.",
    ],
)
def test_a_hope_or_a_doubt_is_a_wish_and_no_opinion(text: str) -> None:
    assert [mention.wish for mention in mentions(text)] == [True]
    (passage,) = tag(text)
    assert (passage.wish, passage.seasons) == (True, ())


@pytest.mark.parametrize(
    "text",
    [
        "The third season threw a curveball.",
        "Season 3 was worth the wait.",
        "I hoped for more, but season 3 was awful.",
        "If you want action, season 3 delivers.",
        "Season 3 will disappoint you.",
        "Season 2 is now my favourite.",
        "You need to watch season 2.",
        "I would recommend season 2.",
        "But third season went from Sci-Fi into an action soap opera.",
    ],
)
def test_a_judged_season_is_no_wish(text: str) -> None:
    assert [mention.wish for mention in mentions(text)] == [False]
    (passage,) = tag(text)
    assert (passage.wish, passage.seasons) == (False, named_seasons(text))


def test_a_wish_and_an_opinion_in_one_sentence_are_told_apart() -> None:
    (passage,) = tag("I hope there's a fourth season, but the third season drags.")
    assert (passage.seasons, passage.wish) == ((3,), False)


@pytest.mark.parametrize(
    "text", ["(Reviewing after season 2)", "Really enjoyed this before the third season."]
)
def test_a_season_named_as_a_point_in_time_is_not_what_is_judged(text: str) -> None:
    (passage,) = tag(text)
    assert (passage.seasons, passage.wish) == ((), False)


def test_a_season_stays_the_topic_until_the_next_one() -> None:
    assert tagged("Fine. Season 1 is great. The cast shines. Then season 2 came. Boring. Slow.") == [
        ("Fine.", ()),
        ("Season 1 is great.", (1,)),
        ("The cast shines.", (1,)),
        ("Then season 2 came.", (2,)),
        ("Boring.", (2,)),
        ("Slow.", (2,)),
    ]


@pytest.mark.parametrize(
    "turn",
    [
        "Lastly, the effects are fine.",
        "This show is well made.",
        "Overall it is fine.",
        "Each season is different.",
        "All in all, fine.",
        "I would recommend this to anyone.",
    ],
)
def test_a_season_stops_being_the_topic_where_the_review_turns_to_the_whole_show(turn: str) -> None:
    assert tagged(f"Season 3 drags. Only running. {turn} The cast shines.") == [
        ("Season 3 drags.", (3,)),
        ("Only running.", (3,)),
        (turn, ()),
        ("The cast shines.", ()),
    ]


def test_a_season_named_while_turning_to_the_whole_show_is_still_judged() -> None:
    assert tagged("Season 1 drags. Overall season 2 of this show is best.")[-1][1] == (2,)


def test_a_wish_ends_the_topic() -> None:
    assert tagged("Season 3 drags. I hope there's a season 4. The cast shines.") == [
        ("Season 3 drags.", (3,)),
        ("I hope there's a season 4.", ()),
        ("The cast shines.", ()),
    ]


def test_of_two_judged_seasons_both_are_kept_and_the_last_stays_the_topic() -> None:
    assert [seasons for _, seasons in tagged("Season 1 is better than season 3. It drags.")] == [(1, 3), (3,)]


def test_each_review_starts_without_a_topic() -> None:
    assert tagged("Season 3 drags.")[0][1] == (3,)
    assert tagged("It drags.")[0][1] == ()


@given(st.integers(1, 60), st.sampled_from(["season {}", "Series {}", "S{}", "s{:02d}", "seasons {}"]))
def test_every_season_of_a_long_show_is_understood(season: int, form: str) -> None:
    assert named_seasons(f"I liked {form.format(season)} best.") == (season,)


@given(st.integers(1, 30), st.integers(1, 29))
def test_a_range_names_every_season_in_it(first: int, more: int) -> None:
    assert named_seasons(f"seasons {first} to {first + more}") == tuple(range(first, first + more + 1))


@given(st.text(), st.integers(1, 60) | st.none())
def test_any_text_is_read_and_its_mentions_lie_in_order_inside_it(text: str, last_season: int | None) -> None:
    end = 0
    for mention in mentions(text, last_season=last_season):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.seasons == tuple(sorted(set(mention.seasons)))
        end = mention.end


@pytest.mark.parametrize(
    ("text", "seasons"),
    [
        ("The first season was great, the second was good.", [(1,), (2,)]),
        ("Season 1 drags, but the third one lost me.", [(1,), (3,)]),
        ("Season 1 is fine; the second, however, drags.", [(1,), (2,)]),
        ("Season 1 was good, the 2nd fell flat, the 3rd just ends.", [(1,), (2,), (3,)]),
    ],
)
def test_once_seasons_are_the_topic_a_bare_ordinal_is_one(text: str, seasons: list[tuple[int, ...]]) -> None:
    assert [mention.seasons for mention in mentions(text)] == seasons


@pytest.mark.parametrize(
    "text",
    [
        "The second was good.",
        "The first episode was good.",
        "The second was good, unlike all the others.",
    ],
)
def test_a_bare_ordinal_is_no_season_where_seasons_are_not_the_topic(text: str) -> None:
    assert mentions(text) == ()


@pytest.mark.parametrize("thing", ["half was", "time I watched it was", "episode was", "act is"])
def test_an_ordinal_of_another_thing_is_no_season(thing: str) -> None:
    assert named_seasons(f"Season 1 was good, the second {thing} bad.") == (1,)


def test_only_what_follows_the_first_mention_is_a_bare_season() -> None:
    text = "Before it the second was good, but season 1 was better."
    assert [mention.seasons for mention in mentions(text)] == [(1,)]
    assert [mention.seasons for mention in mentions(text, of_seasons=True)] == [(2,), (1,)]


def test_a_bare_ordinal_in_a_later_sentence_changes_the_topic() -> None:
    assert tagged("Season 1 was great. The second was good. It drags. The third one is bad.") == [
        ("Season 1 was great.", (1,)),
        ("The second was good.", (2,)),
        ("It drags.", (2,)),
        ("The third one is bad.", (3,)),
    ]


@pytest.mark.parametrize("text", ["pls no season 2 tho", "no season 2", "please, no season 2, it is perfect"])
def test_who_wants_no_season_has_no_opinion_of_it(text: str) -> None:
    assert [mention.wish for mention in mentions(text)] == [True]


@pytest.mark.parametrize(
    "text", ["I liked season 2 though.", "Season 3 though was a mess.", "Season 2 tho..."]
)
def test_a_season_set_against_another_is_judged(text: str) -> None:
    assert [mention.wish for mention in mentions(text)] == [False]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Season 1 great, season 2 meh, season 3 awful.",
            ["Season 1 great, ", "season 2 meh, ", "season 3 awful."],
        ),
        (
            "I loved the first two seasons, but what on earth happened in the third?",
            ["I loved the first two seasons, ", "but what on earth happened in the third?"],
        ),
        ("Season 2 was great, and season 3 was not.", ["Season 2 was great, ", "and season 3 was not."]),
        (
            "Season 3 ruined it, even though season 1 was great.",
            ["Season 3 ruined it, ", "even though season 1 was great."],
        ),
        ("The acting was good in season 1, bad in season 2.", None),
        ("Season 2 has two endings and I preferred the first.", None),
        ("I liked season 1, season 2 and season 3.", None),
        ("Unlike season 1, season 2 drags.", None),
        ("Season 2 is better than season 1, which dragged.", None),
        ("Season 3 is great and I hope for season 4.", None),
        ("A fine story, well told.", None),
    ],
)  # fmt: skip
def test_a_sentence_turns_where_it_says_something_of_another_season(
    sentence: str, parts: list[str] | None
) -> None:
    edges = [0, *turns(sentence), len(sentence)]
    assert [sentence[start:end] for start, end in pairwise(edges)] == (parts or [sentence])


def test_what_is_seen_coming_is_no_wish() -> None:
    (mention,) = mentions("I did not see the twist in season two coming though.")
    assert not mention.wish


def test_who_wont_hold_their_breath_for_a_season_has_no_opinion_of_it() -> None:
    assert [m.wish for m in mentions("I wouldn't hold my breath for a fourth season.")] == [True]


def test_a_show_that_has_done_something_is_no_turn_to_the_whole_of_it() -> None:
    text = "Season 3 gets a lot of hate. It is the best thing the show has ever done. I cried."
    assert [seasons for _, seasons in tagged(text)] == [(3,), (3,), (3,)]


def test_a_long_sentence_is_cut_in_a_moment() -> None:
    started = time.thread_time()  # whatever else the machine does
    cut(a_review("season 1 was good and " * 3000))
    assert time.thread_time() - started < 2


def test_where_seasons_were_counted_a_bare_ordinal_is_one() -> None:
    counted = tagged(
        "I saw all three seasons. The first is slow, the second is fine, and the third is a mess."
    )
    assert [(text, seasons) for text, seasons in counted[1:]] == [
        ("The first is slow,", (1,)),
        ("the second is fine,", (2,)),
        ("and the third is a mess.", (3,)),
    ]
    assert tagged("I saw it all. The first is slow and the second is fine.")[1][1] == ()


def test_a_season_that_may_never_be_is_not_judged() -> None:
    (passage,) = tag("I won't be bothering with a fourth season if there is one.")
    assert (passage.seasons, passage.wish) == ((), True)


@pytest.mark.parametrize(
    "text",
    [
        "I saw three series this year. The first is slow.",
        "The series has two leads. The first is a cop and the second is a thief.",
        "Watch season 2 if it interests you.",
    ],
)
def test_series_of_other_kinds_are_not_counted_and_a_condition_is_no_wish(text: str) -> None:
    assert all(seasons in {(), (2,)} for _, seasons in tagged(text))
    assert not any(passage.wish for passage in tag(text))
