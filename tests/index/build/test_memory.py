import resource
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import memory


@pytest.fixture(autouse=True)
def _asked_anew() -> None:
    memory._of_glibc.cache_clear()


@pytest.mark.skipif(memory._of_glibc("malloc_trim") is None, reason="only glibc can")
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
    memory.few_arenas()
    assert memory._of_glibc("malloc_trim") is None


_THREADS = """
import ctypes, tempfile, threading
from index.build.memory import few_arenas

few_arenas()
together = threading.Barrier(8)

def work():
    together.wait()
    kept = [bytearray(2000) for _ in range(2000)]
    together.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
c = ctypes.CDLL(None)
c.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as file:
    stream = ctypes.c_void_p(c.fopen(file.name.encode(), b"w"))
    c.malloc_info(0, stream)
    c.fclose(stream)
    print(file.read().count(b"<heap nr="))
"""


@pytest.mark.skipif(memory._of_glibc("malloc_trim") is None, reason="only glibc has arenas")
def test_threads_that_come_and_go_share_two_arenas() -> None:
    """Each that a thread of its own had stayed behind: seven megabytes a build."""
    done = subprocess.run([sys.executable, "-c", _THREADS], capture_output=True, text=True, check=True)
    assert int(done.stdout) <= 2


def _resident() -> int:
    """The bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
