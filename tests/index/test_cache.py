from index.cache import Recent


def test_what_was_kept_is_there_and_nothing_else() -> None:
    recent: Recent[int, str] = Recent(3)
    recent.keep({1: "one", 2: "two"})
    assert (recent.get(1), recent.get(3)) == ("one", None)
    assert list(recent.among([2, 3, 1]).items()) == [(2, "two"), (1, "one")]


def test_all_is_forgotten_together_where_there_would_be_too_much() -> None:
    recent: Recent[int, str] = Recent(3)
    recent.keep({1: "one", 2: "two"})
    recent.keep({3: "three"})
    assert len(recent) == 3
    recent.keep({4: "four"})
    assert recent.among(range(5)) == {4: "four"}


def test_more_than_may_be_kept_leaves_what_is_there() -> None:
    recent: Recent[int, str] = Recent(2)
    recent.keep({1: "one"})
    recent.keep({2: "two", 3: "three", 4: "four"})
    assert recent.among(range(5)) == {1: "one"}
