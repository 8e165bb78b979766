"""Which of a reviewer's passages is quoted: one that speaks for their stance where there is one."""

from collections import Counter
from pathlib import Path

import pytest

from bot.answering.evidence import Evidence
from bot.answering.quotes import choose
from bot.answering.reply import Quote
from bot.understanding.question import Kind, Span
from index import Hit, Library, Polarity, Tally
from tests.bot.fakes import a_question
from tests.fakes import add_show, make_library

LIKED_FIRST, DISLIKED = "I loved season 1.", "Season 2 was awful and boring."
"""What review 3 says: of one season the one, of the other the other."""


def hit(library: Library, text: str) -> Hit:
    [passage] = [one for one in library.snapshot("harbour").records.all_passages() if one.text == text]
    return Hit(passage, 0.5, 0.5)


def chosen(
    library: Library,
    stances: dict[str, Polarity],
    *texts: str,
    kind: Kind = Kind.OPINION,
    quoted: tuple[Span, ...] = (),
    spoiler_free: bool = False,
) -> list[Quote]:
    """The quotes of those passages, best first, of reviewers who feel so."""
    hits = tuple(hit(library, text) for text in texts)
    evidence = Evidence(hits, hits, stances, Tally(Counter(stances.values())))
    question = a_question(kind=kind, seasons=(), quoted=quoted, spoiler_free=spoiler_free)
    return list(choose(library.snapshot("harbour"), evidence, question))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("side", "text"), [(Polarity.NEGATIVE, DISLIKED), (Polarity.POSITIVE, LIKED_FIRST)])
def test_a_passage_against_its_reviewers_stance_gives_way(
    side: Polarity, text: str, kind: Kind, harbour: Library
) -> None:
    found = chosen(harbour, {"harbour/3": side}, LIKED_FIRST, DISLIKED, kind=kind)
    assert [(quote.text, quote.stance) for quote in found] == [(text, side)]


def test_a_reviewer_without_a_side_is_quoted_in_order(harbour: Library) -> None:
    found = chosen(harbour, {"harbour/3": Polarity.MIXED}, LIKED_FIRST, DISLIKED)
    assert [quote.text for quote in found] == [LIKED_FIRST, DISLIKED]


def test_a_passage_against_its_reviewers_stance_is_quoted_where_there_is_no_other(harbour: Library) -> None:
    found = chosen(harbour, {"harbour/3": Polarity.NEGATIVE}, LIKED_FIRST)
    assert [quote.text for quote in found] == [LIKED_FIRST]


def test_the_reviewers_keep_their_order(harbour: Library) -> None:
    stances = {"harbour/3": Polarity.NEGATIVE, "harbour/5": Polarity.POSITIVE, "harbour/6": Polarity.NEGATIVE}
    found = chosen(harbour, stances, "Season 2 was great.", LIKED_FIRST, DISLIKED, "A disaster.")
    assert [quote.review for quote in found] == [
        "harbour/3",
        "harbour/5",
        "harbour/6",
    ]  # the prevailing side first


def test_a_passage_within_an_earlier_quote_is_not_quoted_again(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["It drags badly. I checked my phone. Then it got going.", "Fine harbour."])
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    found = chosen(library, {}, "It drags badly.", "Then it got going.", kind=Kind.FACT)
    assert [quote.text for quote in found] == ["It drags badly. I checked my phone. Then it got going."]


def test_a_verdict_starts_with_the_side_that_prevails(harbour: Library) -> None:
    stances = {"harbour/3": Polarity.NEGATIVE, "harbour/5": Polarity.POSITIVE, "harbour/6": Polarity.NEGATIVE}
    texts = ("Season 2 was great.", LIKED_FIRST, DISLIKED, "A disaster.")
    found = chosen(harbour, stances, *texts, kind=Kind.VERDICT)
    assert [quote.review for quote in found] == ["harbour/3", "harbour/5", "harbour/6"]


def test_a_sentence_that_was_quoted_leads_up_to_no_other_quote(tmp_path: Path) -> None:
    add_show(tmp_path, reviews=["I gave it a chance. It was a disaster.", "Fine harbour."])
    library = make_library(tmp_path)
    library.build(library.show("harbour"))
    (whole,) = chosen(library, {}, "It was a disaster.")
    (rest,) = chosen(library, {}, "It was a disaster.", quoted=(Span(whole.review, 0, 19),))
    assert rest.text == "It was a disaster."


def test_what_was_quoted_before_is_not_quoted_to_a_question_for_more(harbour: Library) -> None:
    texts = ("Season 2 was great.", LIKED_FIRST, "A disaster.")
    first, *others = chosen(harbour, {}, *texts)
    assert chosen(harbour, {}, *texts, quoted=(first.span,)) == others
    assert chosen(harbour, {}, *texts, quoted=(first.span, *(quote.span for quote in others))) == []


def test_who_begs_for_no_spoilers_gets_covered_quotes_only_where_there_are_no_others(
    harbour: Library,
) -> None:
    ending, fine = "The lighthouse keeper dies @everyone.", "A disaster."
    (instead,) = chosen(harbour, {}, ending, fine, spoiler_free=True)
    assert not instead.spoiler
    (only,) = chosen(harbour, {}, ending, spoiler_free=True)
    assert only.spoiler
    assert len(chosen(harbour, {}, ending, fine)) > 1
