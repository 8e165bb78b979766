"""A folder in which the pages' commands are typed, as somebody who cloned the project has it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.unprivileged import REPOSITORY

_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz-0123456789_"  # noqa: S105 (made up)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder: its seeds are indexed, and a made-up token is set for Discord."""

    folder: Path

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line by a shell, to which nobody types anything more."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("WORTHWATCH_")}
        return subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=self.folder,
            env={**own, "PYTHONPATH": str(REPOSITORY), "DISCORD_TOKEN": _TOKEN},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
