"""The packaged model on the project's own seeds: what a first user gets."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build.builder import Builder
from index.domain import Hit, Polarity, Rating
from index.encoders.packaged import PACKAGED_MODEL, PACKAGED_SHA256
from index.encoders.torch_encoder import packaged_encoder
from index.heads.aspects import AspectHead
from index.heads.catalogue import aspect_catalogue
from index.heads.polarity import PolarityHead
from index.heads.spoilers import SpoilerHead
from index.library.library import Library
from index.reading.annotator import Annotator
from index.search.ranking import Scope, find_passages
from index.sources import read_show
from index.store.snapshot import Snapshot

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parents[2] / "seeds"
SHOW = "missions"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    encoder = packaged_encoder()
    annotator = Annotator(
        encoder, PolarityHead.load(), SpoilerHead.load(), AspectHead.load(), aspect_catalogue()
    )
    builder = Builder(encoder, annotator)
    library = Library(SEEDS, tmp_path_factory.mktemp("data"), builder)
    library.build(library.show(SHOW))
    return library


@pytest.fixture(scope="module")
def snapshot(library: Library) -> Iterator[Snapshot]:
    opened = library.snapshot(SHOW)
    yield opened
    opened.close()


def about(snapshot: Snapshot, season: int) -> dict[str, list[str]]:
    """The texts about a season by review."""
    found: dict[str, list[str]] = {}
    for number in snapshot.scopes.numbers(seasons=[season]).tolist():
        passage = snapshot.records.passage(number)
        found.setdefault(passage.review, []).append(passage.text)
    return found


def find(snapshot: Snapshot, query: str, scope: Scope | None = None) -> list[Hit]:
    (encoded,) = packaged_encoder().encode_tokens([query])
    return find_passages(snapshot, query, encoded, scope=scope or Scope())


def test_the_reviews_are_those_that_the_project_was_given() -> None:
    digest = hashlib.sha256((SEEDS / SHOW / "reviews.txt").read_bytes()).hexdigest()
    assert digest == "e433245ee0b58301b436e3cbb282bd6954f4e6214294b8c197a8f77a7203b0a0"


def test_the_show_is_described() -> None:
    show = read_show(SEEDS / SHOW)
    assert (show.slug, show.title, show.year, show.seasons) == ("missions", "Missions", 2017, 3)


def test_there_are_25_reviews_each_with_its_line(snapshot: Snapshot) -> None:
    reviews = list(snapshot.records.reviews())
    assert [review.id for review in reviews] == [f"missions/{number}" for number in range(1, 26)]
    assert [review.line for review in reviews] == [
        1, 3, 4, 7, 20, 21, 30, 35, 37, 38, 39, 42, 43, 45, 46, 51, 61, 66, 67, 69, 71, 83, 84, 85, 86,
    ]  # fmt: skip
    assert [review.row for review in reviews if review.spoiler] == [1, 6, 8, 13, 16]


def test_no_word_of_the_source_is_lost_or_added(snapshot: Snapshot) -> None:
    source = (SEEDS / SHOW / "reviews.txt").read_text(encoding="utf-8")
    metadata = (
        "Warning: Spoilers",
        "georgekcharles18 September 2021",
        "chrisforeman-019207 November 2021",
        "aew-107 June 2018",
    )
    for line in ("•", *metadata):
        source = source.replace(line, "")
    stored = " ".join(review.text for review in snapshot.records.reviews())
    assert stored.split() == source.split()


def test_three_reviews_have_an_author_and_a_date(snapshot: Snapshot) -> None:
    signed = {r.row: (r.author, r.date) for r in snapshot.records.reviews() if r.author or r.date}
    assert signed == {
        19: ("georgekcharles", dt.date(2021, 9, 18)),
        20: ("chrisforeman-01920", dt.date(2021, 11, 7)),
        21: ("aew-10", dt.date(2018, 6, 7)),
    }


def test_three_reviews_state_a_rating(snapshot: Snapshot) -> None:
    rated = {review.row: review.rating for review in snapshot.records.reviews() if review.rating}
    assert rated == {4: Rating(9, 9, 10), 14: Rating(4, 4), 17: Rating(5, 8)}


def test_every_passage_is_its_review_s_text_at_its_offsets(snapshot: Snapshot) -> None:
    texts = {review.id: review.text for review in snapshot.records.reviews()}
    passages = list(snapshot.records.all_passages())
    assert [passage.number for passage in passages] == list(range(len(passages)))
    assert {passage.review for passage in passages} == set(texts)
    for passage in passages:
        assert texts[passage.review][passage.start : passage.end] == passage.text


def test_season_3_is_judged_in_four_reviews(snapshot: Snapshot) -> None:
    found = about(snapshot, 3)
    assert sorted(found) == ["missions/15", "missions/16", "missions/3", "missions/6"]
    assert found["missions/15"] == [
        "But third season went from Sci-Fi into an action soap opera.",
        "Only drama, screaming and running.",
        "Turned into a total disaster.",
    ]
    assert found["missions/3"][0].endswith("but the third season threw a curveball.")
    assert found["missions/6"][0].startswith("Then Jeanne walks through a portal and into series 3")
    assert found["missions/16"][0].startswith("The third season literally has the same basic plot of Dark")


def test_what_is_said_of_the_whole_show_is_not_about_the_season_named_before(snapshot: Snapshot) -> None:
    season_3 = " ".join(about(snapshot, 3)["missions/16"])
    for words in (
        "expertly crafted",
        "The acting is well done",
        "Each season",
        "Lastly",
        "I would recommend",
    ):
        assert words not in season_3


def test_review_6_and_15_judge_seasons_1_and_2_too(snapshot: Snapshot) -> None:
    for season in (1, 2):
        assert about(snapshot, season)["missions/15"] == ["First two seasons have good story."]
        assert about(snapshot, season)["missions/6"][0].startswith("Intriguing first series")


@pytest.mark.parametrize(
    ("review", "words"),
    [
        ("missions/3", "I hope there's a third season."),
        ("missions/5", "Does anyone know if there will be a second season?!"),
        ("missions/7", "leave things open for a second season"),
        ("missions/10", "looking out for a follow up series 2"),
        ("missions/17", "if they're going to make a 4th season or not."),
    ],
)
def test_a_hope_for_a_season_is_a_wish(snapshot: Snapshot, review: str, words: str) -> None:
    (passage,) = (p for p in snapshot.records.all_passages() if p.review == review and words in p.text)
    assert (passage.wish, passage.seasons) == (True, ())


def test_review_22_which_waits_for_season_3_says_nothing_of_it(snapshot: Snapshot) -> None:
    assert "missions/22" not in about(snapshot, 3)
    assert about(snapshot, 2)["missions/22"][-1].endswith("disappointed there is not yet a S3.")
    assert 4 not in snapshot.records.season_reviews()


def test_passages_of_marked_reviews_are_spoilers(snapshot: Snapshot) -> None:
    marked = {"missions/1", "missions/6", "missions/8", "missions/13", "missions/16"}
    assert {review.id for review in snapshot.records.reviews() if review.spoiler} == marked
    assert all(passage.spoiler for passage in snapshot.records.all_passages() if passage.review in marked)


def test_a_passage_that_gives_plot_away_is_covered_in_a_review_without_a_mark(snapshot: Snapshot) -> None:
    covered = [
        passage.text
        for passage in snapshot.records.all_passages()
        if passage.review == "missions/7" and passage.spoiler
    ]
    assert any("who or what Komarov really is" in text for text in covered)
    assert not any("The cast do a solid job" in text for text in covered)


@pytest.mark.parametrize(
    ("words", "polarity"),
    [
        ("Turned into a total disaster.", Polarity.NEGATIVE),
        ("What a fantastic series.", Polarity.POSITIVE),
        ("The pacing is superb, and one never has", Polarity.POSITIVE),
        ("just becomes a muddled mess.", Polarity.NEGATIVE),
    ],
)
def test_plain_praise_and_plain_blame_are_told_apart(
    snapshot: Snapshot, words: str, polarity: Polarity
) -> None:
    (passage,) = (p for p in snapshot.records.all_passages() if words in p.text)
    assert passage.polarity == polarity


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Is the music any good?", "The music"),
        ("How long are the episodes?", "episode"),
        ("How is the pacing?", "pac"),
        ("Does the ending satisfy?", "end"),
    ],
)
def test_a_question_finds_what_answers_it(snapshot: Snapshot, question: str, words: str) -> None:
    assert words in find(snapshot, question)[0].passage.text


def test_a_season_search_shows_that_season_alone_and_no_review_more_than_twice(snapshot: Snapshot) -> None:
    hits = find(snapshot, "Is season 3 worth watching?", Scope(seasons=(3,)))
    assert all(hit.passage.seasons == (3,) for hit in hits)
    first = [hit.passage.review for hit in hits[:5]]
    assert max(map(first.count, first)) == 2
    assert {"missions/6", "missions/15"} <= set(first)


def test_the_snapshot_verifies_and_names_its_model(library: Library, snapshot: Snapshot) -> None:
    checks = library.verify(SHOW)
    passages = snapshot.manifest.passages
    assert checks["counts"] == f"ok: 25 reviews, {passages} passages"
    assert checks["offsets"] == f"ok: {passages} passages"
    assert checks["vectors"].startswith("ok: ")
    model = snapshot.manifest.model
    assert (model.name, model.sha256, model.dimension) == (PACKAGED_MODEL, PACKAGED_SHA256, 384)
    assert not library.is_stale(library.show(SHOW))
