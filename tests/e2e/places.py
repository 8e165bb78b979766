"""Where the command finds shows and indexes, and how it is run there."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.unprivileged import REPOSITORY

COMMAND = "from bot.__main__ import main; main()"


@dataclass(frozen=True)
class Place:
    """A library whose path has spaces and letters of several scripts, built twice."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "dä ta 日本" / "x y"

    @property
    def seeds(self) -> Path:
        return self.folder / "dä ta 日本" / "seeds"

    @property
    def settings(self) -> dict[str, str]:
        return {"WORTHWATCH_DATA": str(self.data), "WORTHWATCH_SEEDS": str(self.seeds)}

    def run(
        self,
        *arguments: str,
        redirected: str = "",
        typed: bytes = b"",
        settings: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command by a shell, with what it says after the words of the command."""
        return subprocess.run(
            ["/bin/sh", "-c", f'"$0" -c "$@" {redirected}', sys.executable, COMMAND, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), **self.settings, **(settings or {})},
            input=typed,
            capture_output=True,
            timeout=120,
            check=False,
        )
