"""Memory that is free but held by the C library, given back to the system."""

import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Give back what is free: encoding leaves holes that only glibc can return, and does when told to."""
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Any:  # noqa: ANN401 (a function of the C library)
    """Return glibc's ``malloc_trim``, None where there is another library."""
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
