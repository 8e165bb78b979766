import resource
import sys
from pathlib import Path

import pytest

from index import memory


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    memory._trim.cache_clear()


@pytest.mark.skipif(memory._trim() is None, reason="only glibc can")
def test_what_is_free_is_given_back() -> None:
    before = _resident()
    held = [bytearray(1000) for _ in range(100_000)]
    grown = _resident()
    keep = held[-1]
    del held
    memory.give_back()
    assert keep
    assert grown - before > 80_000_000
    assert _resident() < grown - (grown - before) / 2


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    memory.give_back()
    assert memory._trim() is None


def _resident() -> int:
    """The bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
