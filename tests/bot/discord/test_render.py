import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reply import Quote, SearchPage, WhichShow
from bot.discord.render import (
    CUT,
    DESCRIPTION_LIMIT,
    MESSAGE_LIMIT,
    DiscordRenderer,
    escape,
    pack,
    split_text,
)
from bot.wording.steering import one_line
from index import Polarity
from tests.bot.fakes import SHOW, a_question, a_quote, a_refusal, a_signed_quote, an_answer, make_writer

RENDERER = DiscordRenderer(make_writer())
ACTS = re.compile(r"[*_~|`>#<\[\]]|@(?!\u200b)|(?<!\\):(?=//)")
"""What Discord would act on, in a text whose escaped characters were taken out."""

hostile = st.lists(
    st.one_of(
        st.sampled_from(
            ["||", "|", "\\", "\\||", "**", "__", "~~", "`", "```", "> ", "# ", "-# ", "@everyone", "@here",
             "<@123>", "<@&45>", "<#67>", "<t:0:R>", "[a](https://x.y)", "https://x.y/z", "<https://x.y>",
             "\n", "\n\n", " ", "Sentence. ", "“", "”", "…", "👍", "e\u0301", "\u202e", "word ", "w" * 700]
        ),
        st.text(max_size=12),
    ),
    max_size=80,
).map("".join)  # fmt: skip
quotes = st.builds(
    lambda text, spoiler, stance: a_quote(text, spoiler=spoiler, stance=stance),
    hostile,
    st.booleans(),
    st.sampled_from(Polarity),
)


def unescaped(text: str) -> str:
    """The text without each backslash and the character that it keeps from acting."""
    return re.sub(r"\\.", "", text, flags=re.DOTALL)


def read(text: str) -> str:
    """The text as a viewer reads it, without white space."""
    return re.sub(r"\s", "", re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL).replace("@\u200b", "@"))


@given(hostile)
def test_nothing_in_an_escaped_text_acts(text: str) -> None:
    escaped = escape(text)
    assert ACTS.search(unescaped(escaped)) is None
    assert "@everyone" not in escaped
    assert "@here" not in escaped
    assert "\n" not in escaped


@given(hostile.filter(lambda text: "\u200b" not in text))
def test_an_escaped_text_reads_as_it_was_written(text: str) -> None:
    assert read(escape(text)) == re.sub(r"\s", "", one_line(text))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("||end||", r"\|\|end\|\|"),
        (r"\||end", r"\\\|\|end"),
        ("@everyone", "@\u200beveryone"),
        ("<@!12>", "\\<@\u200b!12\\>"),
        ("https://a.b", r"https\://a.b"),
        ("[x](y)", r"\[x\](y)"),
        ("one\n\n# two", r"one \# two"),
        ("5:30", "5:30"),
    ],
)
def test_what_escaping_gives(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(hostile, st.integers(1, 300))
def test_parts_keep_within_the_limit_and_lose_no_text(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert parts
    assert all(len(part) <= limit for part in parts)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", text)


@given(st.lists(hostile, max_size=6), st.integers(1, 300))
def test_packed_blocks_keep_their_order_within_the_limit_and_lose_no_text(
    blocks: list[str], limit: int
) -> None:
    texts = pack(blocks, limit)
    assert all(len(text) <= limit for text in texts)
    assert re.sub(r"\s", "", "".join(texts)) == re.sub(r"\s", "", "".join(blocks))


def test_texts_part_after_a_sentence_else_between_words_else_anywhere() -> None:
    assert split_text("One two three. Four five.", 20) == ["One two three.", "Four five."]
    assert split_text("one two three four", 9) == ["one two", "three", "four"]
    assert split_text("abcdefgh", 3) == ["abc", "def", "gh"]
    assert split_text("", 3) == [""]


def test_blocks_share_a_message_while_they_fit() -> None:
    assert pack(["aa", "bb", "cc"], 5) == ["aa\nbb", "cc"]
    assert pack(["aa", "b" * 7], 5) == ["aa", "bbbbb", "bb"]


@given(st.lists(quotes, min_size=1, max_size=5), st.booleans())
def test_messages_keep_within_the_limit_and_close_every_cover(shown: list[Quote], spoilers: bool) -> None:  # noqa: FBT001
    messages = RENDERER.messages(an_answer(*shown), spoilers=spoilers)
    for message in messages:
        assert 0 < len(message) <= MESSAGE_LIMIT
        assert unescaped(message).count("||") % 2 == 0
    covers = sum(unescaped(message).count("||") for message in messages)
    assert (covers > 0) is (not spoilers and any(quote.spoiler for quote in shown))


@given(st.lists(quotes, min_size=1, max_size=5))
def test_messages_hold_every_quote_whole(shown: list[Quote]) -> None:
    text = read("".join(RENDERER.messages(an_answer(*shown), spoilers=True)))
    without_seams = re.sub(rf"{re.escape(read(CUT))}”\S{{1,2}}?“", "", text)
    for quote in shown:
        assert read(escape(quote.text)) in without_seams


def test_every_part_of_a_long_spoiler_is_covered() -> None:
    spoiler = a_quote("The keeper dies. " * 200, spoiler=True)
    messages = RENDERER.messages(an_answer(spoiler))
    assert len(messages) > 1
    for message in messages:
        assert "keeper" not in re.sub(r"\|\|.*?\|\|", "", message, flags=re.DOTALL)
    assert CUT.strip("[ ]") in messages[0]


def test_a_review_cant_break_out_of_its_cover() -> None:
    [message] = RENDERER.messages(an_answer(a_quote("A ||secret|| end", spoiler=True)))
    assert r"||“A \|\|secret\|\| end”||" in message


def test_an_answer_names_each_quotes_side_and_reviewer() -> None:
    [message] = RENDERER.messages(an_answer(a_quote(), a_signed_quote()))
    assert message.startswith("**Season 2: ")
    against, for_it = message.index("👎 “Season 2 was awful.”"), message.index("👍 “Season 2 was great.”")
    assert against < for_it
    assert "-# review 5, positive, mara, 8 September 2021, rated 9/10" in message


def test_an_authors_name_is_escaped_too() -> None:
    [message] = RENDERER.messages(an_answer(a_quote(author="*@here*")))
    assert "\\*@\u200bhere\\*" in message


def test_a_refusal_shows_what_was_close_without_a_side() -> None:
    [message] = RENDERER.messages(a_refusal(a_quote()))
    assert "👎" not in message
    assert "“Season 2 was awful.”" in message
    assert message.splitlines()[-1].startswith("-# ")
    assert "How is the acting?" in message.splitlines()[-1]


def test_which_show_lists_the_shows() -> None:
    [message] = RENDERER.messages(WhichShow(a_question(), (SHOW,)))
    assert "Name one of them: Harbour Lights." in message


@given(st.lists(quotes, min_size=1, max_size=5), st.booleans())
def test_a_page_fits_a_description_and_closes_every_cover(shown: list[Quote], spoilers: bool) -> None:  # noqa: FBT001
    description = RENDERER.description(SearchPage("x", SHOW, tuple(shown)), spoilers=spoilers)
    assert len(description) <= DESCRIPTION_LIMIT
    assert unescaped(description).count("||") == (
        0 if spoilers else 2 * sum(quote.spoiler for quote in shown)
    )


def test_a_quote_too_long_for_a_page_is_cut_with_a_mark() -> None:
    long = a_quote("It went on and on. " * 100)
    page = RENDERER.description(SearchPage("x", SHOW, (long, a_quote())))
    assert page.startswith("👎 “It went on and on. It")
    assert "[…" in page
    assert "“Season 2 was awful.”" in page
