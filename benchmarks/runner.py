"""Runs the tasks of ``benchmarks/tasks.py`` in processes of their own.

Imports nothing large: a child's peak of memory begins with its parent's.
"""

import json
import os
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Any

from benchmarks.systems import MISSIONS, OURS, ROOT

QUESTION = "Is season 3 worth watching?"


class Runner:
    """Runs tasks in processes of their own, in a temporary folder and with no settings of this shell's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WORTHWATCH_")}
        self._environment = {**kept, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
        self._environment.pop("OPENBLAS_NUM_THREADS", None)

    def index_of(self, system: str) -> Path:
        """Return where a system's saved index lies."""
        return self.folder / "".join(filter(str.isalnum, system))

    def task(self, name: str, *arguments: object, ours: bool = False) -> Any:  # noqa: ANN401 (whatever JSON holds)
        """Return what a task of ``benchmarks/tasks.py`` found."""
        command = [sys.executable, "-m", "benchmarks.tasks", name, *map(str, arguments)]
        done = subprocess.run(  # noqa: S603 (our own command)
            command, cwd=self.folder, env=self._with(ours=ours), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed ({done.returncode}):\n{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1])

    def cold(self, system: str) -> tuple[float, float]:
        """Answer one question in a fresh process; return its seconds and its peak MB."""
        command = [
            sys.executable,
            "-m",
            "benchmarks.tasks",
            "cold",
            system,
            str(self.index_of(system)),
            QUESTION,
        ]
        if system == OURS:
            worthwatch = Path(sysconfig.get_path("scripts")) / "worthwatch"
            command = [str(worthwatch), "ask", "--json", "--show", MISSIONS.name, QUESTION]
        environment = {
            **self._with(ours=system == OURS),
            "WORTHWATCH_DATA": str(self.index_of(OURS)),
            "WORTHWATCH_SEEDS": str(MISSIONS.parent),
        }
        started = time.perf_counter()
        child = subprocess.Popen(  # noqa: S603 (our own command)
            command, cwd=self.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"{' '.join(command)} failed ({child.returncode})")
        return seconds, used.ru_maxrss * 1024 / 1e6

    def _with(self, *, ours: bool) -> dict[str, str]:
        return {**self._environment, "OPENBLAS_NUM_THREADS": "1"} if ours else self._environment
