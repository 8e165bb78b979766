"""Damage an index in many ways and see whether it is refused or answers right, and is mended.

    .venv/bin/python -m benchmarks.damage [--damages 240] [--seed 0] [--large]

Every damage is done to a fresh copy, which a process of its own then asks, searches, exports, verifies
and rolls back, and mends by the command that the refusal names. The questions' right answers are those
of the undamaged copy. Leaves with 1 when anything is wrong, crashes or isn't mended. With ``--large``
files are looked at as the largest ones of a show beyond 32 MB are, by their sizes alone, and what is wrong
then is counted but no failure, as nothing could see it: see docs/reliability.md.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import benchmarks.as_served  # noqa: F401 (first: see there)
import index.store.snapshot
import index.store.vectors.faiss
from benchmarks.damages import Damage, drawn
from benchmarks.systems import MISSIONS, ROOT, wiring
from bot.app.wiring import Wiring
from bot.cli.app import run
from index import Builder, DoneCallback, Encoded, Encoder, Vectors
from index.sources import read_reviews, read_show

SHOW = "harbour"
_REVIEWS = 8
"""Of the seeds, that each show has: hundreds of copies are built."""
QUESTIONS = ("How is season 1?", "What do people dislike about it?", "Who composed the soundtrack?")
_MOST_MEMORY = 100_000_000
"""Bytes that a damaged copy may take beyond what the undamaged one takes; that is none in truth."""
_LONGEST = 120
"""Seconds after which a process is given up."""
_COMMAND = re.compile("“worthwatch ([^”]+)”")
RIGHT, REFUSED, WRONG, CRASHED, UNMENDED = "right", "refused", "wrong", "crashed", "not mended"
OUTCOMES = (REFUSED, RIGHT, WRONG, CRASHED, UNMENDED)

PartsOver = Callable[[Path], Wiring]
"""Makes the bot's parts over a data folder."""


class RememberingEncoder:
    """Encodes every text once: hundreds of builds read the same ones."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.identity = encoder.identity
        self.precision = encoder.precision
        self._known: dict[str, Encoded] = {}

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        """Return the vectors of texts."""
        del on_done
        return np.stack([one.vector for one in self.encode_tokens(texts)])

    def encode_tokens(self, texts: Sequence[str]) -> list[Encoded]:
        """Return what the model gave for texts."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode_tokens(new), strict=True))
        return [self._known[text] for text in texts]


@dataclass(frozen=True, slots=True)
class Tried:
    """How a damaged copy fared: the worst of its outcomes, and what was seen."""

    damage: Damage
    outcome: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def is_clear_refusal(self) -> bool:
        """Whether it failed with one line that names a command."""
        one_line = self.err.startswith("worthwatch: ") and self.err.count("\n") == 1
        return self.status == 1 and one_line and _COMMAND.search(self.err) is not None

    @property
    def mend(self) -> list[str]:
        """The command that the line names."""
        found = _COMMAND.search(self.err)
        return shlex.split(found[1]) if found else []


class Trial:
    """Tries damages of one show: ``parts`` are made anew over every copy of the data folder."""

    def __init__(self, parts: PartsOver, data: Path, show: str, questions: Sequence[str]) -> None:
        self._parts = parts
        self._data = data
        self._show = show
        self._questions = questions
        undamaged, self._memory = _apart(lambda: self._answers(data))
        self._right = json.loads(undamaged)

    @property
    def shelf(self) -> Path:
        """Where the show's snapshots lie."""
        return self._shelf_in(self._data)

    def of(self, damage: Damage) -> Tried:
        """Return how a damaged copy fared, tried in a process of its own."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "data"
            self._copy(copy)
            damage.inflict(self._shelf_in(copy))
            told, memory = _apart(lambda: "\n".join(self._try_out(damage, copy)))
        outcome, _, seen = told.partition("\n")
        if memory > self._memory + _MOST_MEMORY:
            return Tried(damage, CRASHED, f"took {(memory - self._memory) / 1e6:.0f} MB more")
        return Tried(damage, outcome or CRASHED, seen or "ended at once")

    def _shelf_in(self, data: Path) -> Path:
        return data / "library" / "shared" / self._show

    def _copy(self, into: Path) -> None:
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(self._data / "library", into / "library")
        if (self._data / "models").is_dir():
            (into / "models").symlink_to(self._data / "models")

    def _try_out(self, damage: Damage, data: Path) -> tuple[str, str]:
        """Return the worst outcome and the line that goes with it."""
        refusals = []
        for arguments in self._commands():
            said = self._say(data, *arguments)
            if said.status == 0 and self._is_wrong(arguments, said):
                return WRONG, f"{arguments}: {said.out}"
            if said.status and not said.is_clear_refusal:
                return CRASHED, f"{arguments}: {said.err}"
            if said.status:
                refusals.append(said)
        mend = refusals[0].mend if refusals else ["index", "build", "--show", self._show]
        mended = self._say(data, *mend)
        if mended.status or json.loads(self._answers(data)) != self._right:
            return UNMENDED, f"{mend}: {mended.err}"
        if (again := self._say(data, "index", "verify", "--show", self._show)).status:
            return UNMENDED, f"{mend}: {again.err}"
        return self._after_rollback(damage, data) or ((REFUSED, refusals[0].err) if refusals else (RIGHT, ""))

    def _after_rollback(self, damage: Damage, data: Path) -> tuple[str, str] | None:
        """Roll the same damage back; return what went wrong, if anything did."""
        self._copy(data)
        damage.inflict(self._shelf_in(data))
        said = self._say(data, "index", "rollback", "--show", self._show)
        if said.status and not said.is_clear_refusal:
            return CRASHED, f"rollback: {said.err}"
        if said.status == 0 and json.loads(self._answers(data)) != self._right:
            return WRONG, f"rollback: {said.out}"
        return None

    def _commands(self) -> Iterator[tuple[str, ...]]:
        of_show = ("--show", self._show)
        for question in self._questions:
            yield ("ask", "--json", *of_show, "--", question)
        yield ("search", "--json", *of_show, "--", self._questions[0])
        for name in ("export", "verify"):
            yield ("index", name, *of_show)

    def _answers(self, data: Path) -> str:
        """Return what every question is answered, as JSON."""
        said = {" ".join(one): self._say(data, *one) for one in self._commands() if "verify" not in one}
        return json.dumps({name: one.err or _without_stamps(one.out) for name, one in said.items()})

    def _is_wrong(self, arguments: Sequence[str], said: Said) -> bool:
        right = self._right.get(" ".join(arguments))
        return right is not None and json.loads(json.dumps(_without_stamps(said.out))) != right

    def _say(self, data: Path, *arguments: str) -> Said:
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder) / "out", Path(folder) / "err"
            with _into(out, err):
                status = run(arguments, self._parts(data))
            return Said(status, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


@contextmanager
def _into(out: Path, err: Path) -> Iterator[None]:
    """Send what is said to files, what other languages' libraries say to standard error too."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with (
            out.open("w", encoding="utf-8") as said,
            err.open("w", encoding="utf-8", buffering=1) as complained,
        ):
            os.dup2(complained.fileno(), 2)
            with redirect_stdout(said), redirect_stderr(complained):
                yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _without_stamps(out: str) -> list[object]:
    """Return printed objects without what differs from one build, or one moment, to the next."""
    objects = [json.loads(line) for line in out.splitlines()]
    return [{key: one[key] for key in one if key not in {"index", "timings_ms"}} for one in objects]


def _apart(do: Callable[[], str]) -> tuple[str, int]:
    """Return what a process of its own returned, nothing where it was killed, and its peak of bytes."""
    with tempfile.TemporaryFile() as file:
        child = os.fork()
        if child == 0:
            _end_after(do, file.fileno())
        _, _, used = os.wait4(child, 0)
        file.seek(0)
        return file.read().decode(), used.ru_maxrss * 1024


def _end_after(do: Callable[[], str], handle: int) -> None:
    """Write what is returned, and end this process whatever happens."""
    try:
        signal.alarm(_LONGEST)
        os.write(handle, do().encode())
    except BaseException:  # noqa: BLE001 (told, as nobody above would)
        traceback.print_exc()
    finally:
        os._exit(0)


def table(tried: Sequence[Tried]) -> str:
    """Return how many damages of each kind of file ended how, as Markdown."""
    counts: dict[str, Counter[str]] = {}
    for one in tried:
        counts.setdefault(one.damage.kind, Counter())[one.outcome] += 1
    total = Counter(one.outcome for one in tried)
    rows = [*sorted(counts.items()), ("all", total)]
    lines = [f"| file | damages | {' | '.join(OUTCOMES)} |", f"| --- |{' ---: |' * (len(OUTCOMES) + 1)}"]
    for kind, own in rows:
        lines.append(f"| {kind} | {own.total()} | {' | '.join(str(own[name]) for name in OUTCOMES)} |")
    return "\n".join(lines)


def _built(folder: Path) -> PartsOver:
    """Build a show twice and another one; return what makes parts over any copy of them.

    What the model gives for a text is kept: the model isn't what is tried.
    """
    seeds, data = folder / "seeds", folder / "data"
    texts = [review.text for review in read_reviews(read_show(MISSIONS))]
    _write_show(seeds / SHOW, texts[:_REVIEWS])
    _write_show(seeds / "another", texts[_REVIEWS : 2 * _REVIEWS])
    data.mkdir()
    if wiring(ROOT / "data").is_exported:
        (data / "models").symlink_to(ROOT / "data" / "models")
    first = wiring(data, seeds)
    if first.needs_export:
        first.export()
    remembering = RememberingEncoder(first.encoder)
    builder = Builder(remembering, replace(first.builder.annotator, feeler=remembering))
    understanding, judgement = first.understanding, first.judgement

    def parts_over(data: Path) -> Wiring:
        parts = wiring(data, seeds)
        parts.encoder, parts.builder = remembering, builder
        parts.understanding, parts.judgement = understanding, judgement
        return parts

    library = parts_over(data).library
    for show in (*library.shows(), library.show(SHOW)):
        library.build(show, anew=True)
    return parts_over


def _write_show(folder: Path, texts: Sequence[str]) -> None:
    folder.mkdir(parents=True)
    (folder / "show.toml").write_text(f'title = "{folder.name.title()}"\n', encoding="utf-8")
    lines = (f"• {' '.join(text.split())}\n" for text in texts)
    (folder / "reviews.txt").write_text("".join(lines), encoding="utf-8")


def _take_for_large() -> None:
    """Have shows of any size searched in cells, and none of their files read when they are opened."""
    index.store.snapshot._READ_UP_TO = index.store.vectors.faiss._EXACT_UP_TO = 0  # noqa: SLF001 (no setting of a host's)
    index.store.vectors.faiss.cores = lambda: (
        1
    )  # FAISS's threads don't outlive a fork, and the next cells would wait for them
    index.store.vectors.faiss._SAMPLE = 20  # noqa: SLF001 (fewer than there are passages)


def main() -> None:
    """Try the damages and print the table."""
    parser = argparse.ArgumentParser(description="Damage an index in many ways.")
    parser.add_argument("--damages", type=int, default=240)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--large", action="store_true", help="look at files as at those of a large show")
    options = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["WORTHWATCH_THREADS"] = "1"
    if options.large:
        _take_for_large()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(_built(Path(folder)), Path(folder) / "data", SHOW, QUESTIONS)
        tried = []
        for damage in drawn(trial.shelf, options.damages, options.seed):
            tried.append(trial.of(damage))
            if len(tried) % 20 == 0:
                print(f"{len(tried)} of {options.damages}", file=sys.stderr, flush=True)
    well = {RIGHT, REFUSED, WRONG} if options.large else {RIGHT, REFUSED}
    bad = [one for one in tried if one.outcome not in well]
    for one in bad:
        print(f"{one.outcome}: {one.damage}\n    {one.seen[:600]}", file=sys.stderr)
    print(table(tried))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
