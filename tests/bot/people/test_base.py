"""What everything that keeps what people told does; a new one is one more parameter."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.people.base import People
from bot.people.sqlite import SqlitePeople
from bot.understanding.progress import NO_PROGRESS, Progress

VIEWER, OTHER = 11, 2**60
"""Two users; Discord's ids have as many bits as the second."""


def in_sqlite(folder: Path) -> People:
    return SqlitePeople(folder / "data" / "people.sqlite")


@pytest.fixture(params=[in_sqlite])
def people(request: pytest.FixtureRequest, tmp_path: Path) -> People:
    made_in: Callable[[Path], People] = request.param
    return made_in(tmp_path)


def test_of_whoever_told_nothing_nothing_is_known(people: People) -> None:
    assert people.progress(VIEWER) == NO_PROGRESS


def test_what_a_user_told_is_theirs_alone(people: People) -> None:
    people.set_progress(VIEWER, "harbour", 2)
    people.set_progress(OTHER, "harbour", 1)
    people.set_progress(OTHER, "tides", 0)
    assert people.progress(VIEWER) == Progress(by_show={"harbour": 2})
    assert people.progress(OTHER) == Progress(by_show={"harbour": 1, "tides": 0})


def test_the_last_word_counts(people: People) -> None:
    for season in (3, 1):
        people.set_progress(VIEWER, "harbour", season)
    assert people.progress(VIEWER) == Progress(by_show={"harbour": 1})


def test_what_is_forgotten_is_gone_for_that_show_alone(people: People) -> None:
    people.set_progress(VIEWER, "harbour", 2)
    people.set_progress(VIEWER, "tides", 3)
    people.set_progress(VIEWER, "harbour", None)
    assert people.progress(VIEWER) == Progress(by_show={"tides": 3})


def test_what_was_never_told_may_be_forgotten(people: People) -> None:
    people.set_progress(VIEWER, "harbour", None)
    assert people.progress(VIEWER) == NO_PROGRESS


def test_many_threads_may_tell_at_once(people: People) -> None:
    threads = [
        threading.Thread(target=people.set_progress, args=(user, f"show-{show}", user + show))
        for user in range(4)
        for show in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [people.progress(user).by_show for user in range(4)]
    assert told == [{f"show-{show}": user + show for show in range(4)} for user in range(4)]
