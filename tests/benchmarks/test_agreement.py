from typing import Any

from benchmarks.agreement import Difference, difference


def answer(
    label: str | None = "yes", positive: int = 2, *quotes: str, answered: bool = True
) -> dict[str, Any]:
    verdict = label and {"label": label, "positive": positive, "mixed": 0, "negative": 1}
    shown = [{"review": review, "start": 0, "end": 9, "stance": "positive"} for review in quotes]
    return {"answered": answered, "verdict": verdict, "quotes": shown}


def test_the_same_answers_do_not_differ() -> None:
    one = [answer("yes", 2, "a/1", "a/2"), answer(None, answered=False)]
    assert difference(one, one) == Difference(labels=0, counts=0, quotes=0, shown=2, refusals=0)
    assert difference(one, one).is_none


def test_each_kind_of_difference_is_counted_by_itself() -> None:
    right = [answer("yes", 2, "a/1", "a/2"), answer("no", 0), answer("no", 0)]
    other = [answer("yes", 3, "a/2", "a/3"), answer("leaning no", 0), answer(None, answered=False)]
    found = difference(other, right)
    assert found == Difference(labels=2, counts=2, quotes=1, shown=2, refusals=1)
    assert not found.is_none
