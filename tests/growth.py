"""How much longer a rule takes over twice the text."""

import math
import time
from collections.abc import Callable

BAR = 3.0
"""What twice the text may take at most: proportional time gives 2, quadratic time 4."""
_RUNS, _TRIES = 4, 6


def growth(
    rule: Callable[[str], object], unit: str, length: int, *, around: tuple[str, str] = ("", "")
) -> float:
    """Return how many times longer the rule takes over ``2 * length`` characters than over ``length``.

    The text is ``unit`` again and again between the two of ``around``. The least of some runs counts,
    and of some tries where it is too much: a busy machine only ever makes a run longer. What other
    threads and processes take isn't counted.
    """
    texts = [around[0] + unit * (size // len(unit)) + around[1] for size in (length, 2 * length)]
    found = math.inf
    for _ in range(_TRIES):
        runs = [[_seconds(rule, text) for text in texts] for _ in range(_RUNS)]
        short, long = map(min, zip(*runs, strict=True))
        found = min(found, long / short)
        if found < BAR:
            break
    return found


def _seconds(rule: Callable[[str], object], text: str) -> float:
    started = time.thread_time()
    rule(text)
    return time.thread_time() - started
