"""What this machine's processor can do that numeric libraries make use of."""

import os
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_USED = (
    "sse4_2", "avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8", "amx_bf16",
    "asimd", "asimddp", "i8mm", "bf16", "sve",
)  # fmt: skip
"""Features, by Linux's names, of which products of matrices have ways of their own."""


def cores() -> int:
    """Return how many cores this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def features(cpuinfo: Path = _CPUINFO) -> tuple[str, ...]:
    """Return the features in use, the oldest first; none where the system doesn't tell (it isn't Linux)."""
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    told = (line.partition(":")[2] for line in lines if line.startswith(("flags", "Features")))
    known = set(next(told, "").split())
    return tuple(name for name in _USED if name in known)
