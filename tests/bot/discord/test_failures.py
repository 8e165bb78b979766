import re
from pathlib import Path

import pytest

from bot.discord import failures
from index import (
    BuildBusyError,
    NoIndexError,
    SnapshotError,
    SourceError,
    StorageError,
    UnknownShowError,
    UnreadableError,
)


def reference_in(text: str) -> str:
    """The reference that a message names."""
    found = re.search(r"\b[0-9a-f]{8}\b", text)
    assert found
    return found[0]


def test_an_unexpected_failure_gives_a_viewer_a_reference_and_nothing_of_the_exception(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = failures.for_viewer(ValueError("secret path /srv/x"), "answering")
    assert "secret" not in text
    assert "ValueError" not in text
    [record] = caplog.records
    assert reference_in(text) in record.getMessage()
    assert "answering" in record.getMessage()
    assert "secret path /srv/x" in caplog.text


def test_two_failures_have_two_references() -> None:
    first, second = (failures.for_viewer(ValueError(), "answering") for _ in range(2))
    assert reference_in(first) != reference_in(second)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (UnknownShowError("x", ["harbour"]), "/shows"),
        (NoIndexError("harbour"), "/index rebuild"),
        (BuildBusyError("harbour"), "rebuilt already"),
    ],
)
def test_an_everyday_failure_says_what_to_do_and_is_not_logged(
    error: Exception, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    text = failures.for_viewer(error, "answering")
    assert word in text
    assert str(error) not in text
    assert caplog.records == []


def test_a_damaged_snapshot_is_not_explained_to_viewers(caplog: pytest.LogCaptureFixture) -> None:
    text = failures.for_viewer(SnapshotError("/srv/data/live is damaged"), "answering")
    assert "/srv" not in text
    assert "/index rebuild" in text
    assert reference_in(text) in caplog.text


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            SourceError(Path("/srv/seeds/x/show.toml"), 3, "not valid TOML"),
            "That show's own files can't be read",
        ),
        (StorageError(Path("/srv/data/people.sqlite"), "readonly"), "I can't keep that"),
        (UnreadableError(Path("/srv/data/live"), "Permission denied"), "I may not read that show's index"),
    ],
)
def test_what_a_host_has_to_mend_is_told_without_a_path_and_logged_with_it(
    error: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    text = failures.for_viewer(error, "answering")
    assert text.startswith(told)
    assert "/srv" not in text
    assert "rebuild" not in text
    assert reference_in(text) in caplog.text
    assert str(error) in caplog.text


def test_an_administrator_reads_the_reason_and_the_reference(caplog: pytest.LogCaptureFixture) -> None:
    text = failures.for_admin(SourceError(Path("reviews.txt"), 7, "not UTF-8"), "rebuilding harbour")
    assert "reviews.txt:7: not UTF-8" in text
    assert reference_in(text) in caplog.text


def test_an_administrator_reads_no_unexpected_exceptions_text(caplog: pytest.LogCaptureFixture) -> None:
    text = failures.for_admin(ValueError("secret"), "rebuilding harbour")
    assert "secret" not in text
    assert reference_in(text) in caplog.text
