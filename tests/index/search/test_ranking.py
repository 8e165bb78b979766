from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Hit, Polarity
from index.search.ranking import MOST_OF_A_REVIEW, Scope, diversify, find_passages, fuse, rank
from index.store.snapshot import Snapshot
from tests.fakes import WordOverlapEncoder
from tests.index.samples import SLUG, a_passage, built_library, texts_found

REVIEWS = (
    "Season 1 had great acting. A superb story came with it.",
    "Season 3 had awful acting. A boring story came with it.",
    "Lovely music and effects.",
    "I hope there's a third season with better acting.",
    "Short episodes.",
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    opened = built_library(tmp_path_factory.mktemp("search"), *REVIEWS).snapshot(SLUG)
    yield opened
    opened.close()


def find(snapshot: Snapshot, query: str, scope: Scope | None = None, *, limit: int = 100) -> list[Hit]:
    (encoded,) = WordOverlapEncoder().encode_tokens([query])
    return find_passages(snapshot, query, encoded, scope=scope or Scope(), limit=limit)


def a_hit(number: int, review: int) -> Hit:
    return Hit(a_passage(number, "Text.", review=f"{SLUG}/{review}"), score=1 / (number + 1), cosine=0)


def test_the_passages_nearest_in_meaning_and_words_come_first(snapshot: Snapshot) -> None:
    assert texts_found(snapshot, "lovely music")[0] == "Lovely music and effects."
    assert texts_found(snapshot, "How short are the episodes?")[0] == "Short episodes."


def test_every_passage_of_a_small_show_is_ranked_best_first(snapshot: Snapshot) -> None:
    hits = find(snapshot, "How was the story?")
    assert sorted(hit.passage.number for hit in hits) == list(range(7))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_the_most_that_are_kept_are_the_best_and_those_named_beside(snapshot: Snapshot) -> None:
    (encoded,) = WordOverlapEncoder().encode_tokens(["lovely music"])
    every = rank(snapshot, "lovely music", encoded)
    last = every[-1].passage.number
    kept = rank(snapshot, "lovely music", encoded, most=2, also=[last])
    assert kept == [*every[:2], every[-1]]
    assert rank(snapshot, "lovely music", encoded, most=2) == every[:2]


def test_a_hit_says_what_speaks_for_it(snapshot: Snapshot) -> None:
    best, *others = find(snapshot, "lovely music and effects")
    assert best.cosine == pytest.approx(1, abs=1e-3)
    assert best.score == 1
    assert best.bm25 > 0
    assert [hit.bm25 for hit in others] == [0] * len(others)


def test_a_question_without_content_words_is_answered_by_meaning_alone(snapshot: Snapshot) -> None:
    hits = find(snapshot, "with it")
    assert {hit.bm25 for hit in hits} == {0}
    assert hits[0].passage.text in ("A superb story came with it.", "A boring story came with it.")
    assert [hit.cosine for hit in hits] == sorted((hit.cosine for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(seasons=(1,)), {"Season 1 had great acting.", "A superb story came with it."}),
        (Scope(seasons=(3,)), {"Season 3 had awful acting.", "A boring story came with it."}),
        (Scope(polarity=Polarity.NEGATIVE), {"Season 3 had awful acting.", "A boring story came with it."}),
        (
            Scope(seasons=(1, 3), polarity=Polarity.POSITIVE),
            {"Season 1 had great acting.", "A superb story came with it."},
        ),
        (Scope(seasons=(1,), polarity=Polarity.NEGATIVE), set()),
        (Scope(seasons=(9,)), set()),
        (Scope(aspects=("music", "length")), {"Lovely music and effects.", "Short episodes."}),
        (Scope(aspects=("story",), seasons=(3,)), {"A boring story came with it."}),
        (Scope(passages=(4, 6)), {"Lovely music and effects.", "Short episodes."}),
        (Scope(passages=(0, 4), seasons=(1, 3)), {"Season 1 had great acting."}),
        (Scope(passages=()), set()),
    ],
)
def test_a_scope_holds_the_search_to_what_it_names(
    snapshot: Snapshot, scope: Scope, expected: set[str]
) -> None:
    for query in ("acting", "music", "is it worth watching?"):
        assert {hit.passage.text for hit in find(snapshot, query, scope)} == expected


def test_a_scope_changes_no_cosine(snapshot: Snapshot) -> None:
    everywhere = {hit.passage.number: hit.cosine for hit in find(snapshot, "acting")}
    for hit in find(snapshot, "acting", Scope(seasons=(3,))):
        assert hit.cosine == everywhere[hit.passage.number]


def test_the_limit_keeps_the_best(snapshot: Snapshot) -> None:
    hits = find(snapshot, "acting")
    for limit in (1, 3, 5):
        assert find(snapshot, "acting", limit=limit) == hits[:limit]


@pytest.mark.parametrize(
    "query", ["", "🙂", '"', "*", "NEAR(", "-acting", "text:acting", "' OR 1=1; --", "x" * 4000, "جيد"]
)
def test_no_query_is_an_error(snapshot: Snapshot, query: str) -> None:
    assert len(find(snapshot, query)) == 7


def test_a_review_takes_two_of_the_first_five_places_however_well_it_matches(tmp_path: Path) -> None:
    parts = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
    library = built_library(
        tmp_path,
        " ".join(f"Gripping story in part {part}." for part in parts),
        "Gripping, a story to tell friends of.",
        "Its story could hardly be told in fewer words than these.",
        "No more of this.",
    )
    hits = find(library.snapshot(SLUG), "gripping story in part")
    reviews = [hit.passage.review for hit in hits]
    assert reviews[:2] == ["harbour/1", "harbour/1"]
    assert sorted(reviews[2:5]) == ["harbour/2", "harbour/3", "harbour/4"]
    assert reviews[5:] == ["harbour/1"] * 4


def test_hits_beyond_two_of_a_review_come_after_the_first_five() -> None:
    hits = [a_hit(number, review) for number, review in enumerate([1, 1, 1, 2, 1, 3, 4, 5, 1])]
    assert [hit.passage.number for hit in diversify(hits)] == [0, 1, 3, 5, 6, 2, 4, 7, 8]


def test_hits_of_different_reviews_keep_their_order() -> None:
    hits = [a_hit(number, number // 2) for number in range(9)]
    assert diversify(hits) == hits


@given(st.lists(st.integers(1, 6), max_size=30))
def test_diversifying_loses_no_hit_and_fills_the_first_five_fairly(reviews: list[int]) -> None:
    hits = [a_hit(number, review) for number, review in enumerate(reviews)]
    found = diversify(hits)
    assert sorted(hit.passage.number for hit in found) == list(range(len(hits)))
    assert found[:1] == hits[:1]
    fair = sum(min(reviews.count(review), MOST_OF_A_REVIEW) for review in set(reviews))
    first = [hit.passage.review for hit in found[: min(fair, 5)]]
    assert all(first.count(review) <= MOST_OF_A_REVIEW for review in first)


def fused(*rankings: list[int], count: int = 4, weights: Sequence[float] = ()) -> list[float]:
    scores: list[float] = fuse([np.array(ranking, np.int64) for ranking in rankings], count, weights).tolist()
    return scores


def test_fusion_gives_the_share_of_first_place_in_every_list() -> None:
    scores = fused([1, 2], [1, 3])
    assert scores[1] == pytest.approx(1)
    assert scores[2] == scores[3]
    assert 0 < scores[2] < 0.5


def test_fusion_gives_no_vote_for_a_passage_that_a_list_does_not_hold() -> None:
    scores = fused([1, 2, 3], [3])
    assert scores[3] > scores[1] > scores[2] > scores[0] == 0
    assert fused([1, 2], [])[1] == pytest.approx(0.5)
    assert fused([], [], count=0) == []


def test_a_list_that_weighs_more_wins() -> None:
    scores = fused([1, 2], [2, 1], weights=[1, 3])
    assert 1 > scores[2] > scores[1]


@given(st.lists(st.lists(st.integers(0, 20), unique=True), min_size=1, max_size=3))
def test_a_better_rank_in_every_list_never_scores_less(rankings: list[list[int]]) -> None:
    scores = fused(*rankings, count=21)
    ranked = {number for ranking in rankings for number in ranking}
    assert {number for number, score in enumerate(scores) if score} == ranked
    assert all(0 <= score <= 1 + 1e-9 for score in scores)

    def rank(ranking: list[int], number: int) -> float:
        return ranking.index(number) if number in ranking else float("inf")

    for one in ranked:
        for other in ranked:
            if all(rank(ranking, one) <= rank(ranking, other) for ranking in rankings):
                assert scores[one] >= scores[other] - 1e-12
