"""A build in a process of its own that stops while it encodes, until it is killed or told to go on.

Run as ``python -m tests.index.stalled_build FOLDER``: prints "encoding", then waits for its standard input.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from index.encoders.base import DoneCallback, Vectors
from tests.fakes import WordOverlapEncoder, make_library
from tests.index.samples import SLUG


class StallingEncoder(WordOverlapEncoder):
    """Tells that it was reached, then waits."""

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        sys.stdout.write("encoding\n")
        sys.stdout.flush()
        sys.stdin.read()
        return super().encode(texts, on_done=on_done)


if __name__ == "__main__":
    stalled = make_library(Path(sys.argv[1]), StallingEncoder())
    stalled.build(stalled.show(SLUG))
