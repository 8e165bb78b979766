"""The C library's ways with memory: how much it holds for threads, and what is free given back."""

import ctypes
import sys
from functools import cache
from typing import Any

_ARENA_MAX = -8
"""glibc's M_ARENA_MAX."""
_ARENAS = 2
"""With more, the threads of each build would leave their own behind, some 7 MB each time."""


def few_arenas() -> None:
    """Have all threads share a few of glibc's arenas; to be called before there are threads."""
    if limit := _of_glibc("mallopt"):
        limit(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Give back what is free: encoding leaves holes that only glibc can return, and does when told to."""
    if trim := _of_glibc("malloc_trim"):
        trim(0)


@cache
def _of_glibc(name: str) -> Any:  # noqa: ANN401 (a function of the C library)
    """Return a function that glibc alone has, None where there is another library."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return getattr(library, name) if hasattr(library, "malloc_trim") else None
