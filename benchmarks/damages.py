"""What can happen to a show's files on disk, drawn at random from a seed."""

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_NUMBERS = (0, -1, 1, 7, 2**31 - 1, 2**63 - 1, -(2**63))
_VALUES: tuple[Any, ...] = (*_NUMBERS, 0.5, 1e308, None, True, "", "x", "../../x", [], {}, [[1]], {"a": 1})
_NAMES = (b"", b"\n", b".", b"..", b"../../x", b"/etc", b"a\x00b", b"\xff\xfe\x1b[2J", b"x" * 5_000, b"live")
_MOST_BYTES = 64
"""The longest stretch of a file that is overwritten or added."""

Inflict = Callable[[Path, random.Random], None]


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing done to one file of a shelf; ``seed`` draws the rest."""

    kind: str
    file: str
    name: str
    seed: int

    def inflict(self, shelf: Path) -> None:
        """Do it; the same wherever the shelf's copy lies."""
        _TREATMENTS[self.name](shelf / self.file, random.Random(self.seed))  # noqa: S311 (no secret)


def drawn(shelf: Path, count: int, seed: int) -> list[Damage]:
    """Return so many damages of a shelf's files, every kind of file in turn."""
    chosen = random.Random(seed)  # noqa: S311 (no secret)
    by_kind: dict[str, list[str]] = {}
    for path in _files(shelf):
        file = path.relative_to(shelf).as_posix()
        by_kind.setdefault(_kind(file), []).append(file)
    damages = []
    for number in range(count):
        kind = sorted(by_kind)[number % len(by_kind)]
        file = chosen.choice(by_kind[kind])
        name = chosen.choice(_fitting(shelf / file))
        damages.append(Damage(kind, file, name, chosen.randrange(2**32)))
    return damages


def _files(shelf: Path) -> Iterator[Path]:
    """Yield the shelf's own files and those of its live snapshot."""
    yield from (shelf / name for name in ("live", "history") if (shelf / name).is_file())
    live = shelf / "snapshots" / (shelf / "live").read_text(encoding="utf-8").strip()
    yield from sorted(path for path in live.rglob("*") if path.is_file() and path.suffix != ".lock")


def _kind(file: str) -> str:
    """Return a file's path in its snapshot, of the word index's files, whose names are drawn, the ending."""
    inside = file.split("/", 2)[-1]
    folder, _, name = inside.rpartition("/")
    if folder == "lexical" and not name.endswith(".json"):
        return f"lexical/*.{name.rpartition('.')[2]}"
    return inside


def _fitting(path: Path) -> Sequence[str]:
    """Return what can be done to a file: an empty one has no byte to change."""
    names = ["deleted", "appended to", "swapped"]
    if path.stat().st_size:
        names += ["a byte flipped", "a byte flipped", "cut short", "zeroed", "overwritten", "emptied"]
    special = {".npy": "another number", ".json": "another value"}.get(path.suffix)
    if path.name == "manifest.json":
        names += ["of another show"]
    if path.name in {"live", "history"}:
        special = "another name"
    return [*names, *[special] * 4] if special else names


def _change(data: bytes, chosen: random.Random, piece: Callable[[bytes], bytes]) -> bytes:
    """Return the data with a stretch of it replaced."""
    start = chosen.randrange(len(data))
    end = min(len(data), start + chosen.randint(1, _MOST_BYTES))
    return data[:start] + piece(data[start:end]) + data[end:]


def _flipped(path: Path, chosen: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chosen.randrange(len(data))] ^= 1 << chosen.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, chosen: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chosen.randrange(len(data))])


def _zeroed(path: Path, chosen: random.Random) -> None:
    """Put zeros over a stretch, or ones where zeros were."""
    path.write_bytes(
        _change(path.read_bytes(), chosen, lambda old: (b"\0" if any(old) else b"\xff") * len(old))
    )


def _overwritten(path: Path, chosen: random.Random) -> None:
    path.write_bytes(_change(path.read_bytes(), chosen, lambda old: chosen.randbytes(len(old))))


def _appended(path: Path, chosen: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chosen.randbytes(chosen.randint(1, _MOST_BYTES)))


def _emptied(path: Path, _: random.Random) -> None:
    path.write_bytes(b"")


def _deleted(path: Path, _: random.Random) -> None:
    path.unlink()


def _swapped(path: Path, chosen: random.Random) -> None:
    """Exchange the file with another one of the shelf, of an earlier snapshot too."""
    shelf = next(folder for folder in path.parents if (folder / "live").is_file())
    others = [other for other in sorted(shelf.rglob("*")) if other.is_file() and other.suffix != ".lock"]
    other = chosen.choice([one for one in others if one.read_bytes() != path.read_bytes()])
    own = path.read_bytes()
    path.write_bytes(other.read_bytes())
    other.write_bytes(own)


def _of_another_show(path: Path, _: random.Random) -> None:
    """Copy the manifest of another show over this one's."""
    shelf = path.parents[2]
    others = shelf.parent.glob("*/snapshots/*/manifest.json")
    shutil.copyfile(next(other for other in sorted(others) if shelf not in other.parents), path)


def _another_name(path: Path, chosen: random.Random) -> None:
    path.write_bytes(chosen.choice(_NAMES))


def _another_number(path: Path, chosen: random.Random) -> None:
    """Put a number of the right kind, or another shape, into an array's file."""
    array = np.load(path)
    if chosen.random() < 1 / 3:
        head = path.read_bytes()[:128]
        digits = [
            place for place, byte in enumerate(head) if chr(byte).isdigit() and place > len("\x93NUMPY??")
        ]
        changed = bytearray(path.read_bytes())
        changed[chosen.choice(digits)] = ord(chosen.choice("0123456789"))
        path.write_bytes(changed)
        return
    place = chosen.randrange(array.size)
    with np.errstate(over="ignore"):
        value = np.float32(np.nan) if array.dtype.kind == "f" and chosen.random() < 1 / 4 else None
        number = chosen.choice(_NUMBERS) if value is None else value
        array.reshape(-1)[place] = np.array(number).astype(array.dtype)
    np.save(path, array)


def _another_value(path: Path, chosen: random.Random) -> None:
    """Put another value somewhere into a file of JSON, which stays one."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    places = list(_places(stored))
    holder, key = chosen.choice(places)
    holder[key] = chosen.choice([value for value in _VALUES if value != holder[key]])
    path.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 (whatever JSON holds)
    """Yield what holds each value, and by which key."""
    keys: Any = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


_TREATMENTS: dict[str, Inflict] = {
    "a byte flipped": _flipped,
    "cut short": _cut,
    "zeroed": _zeroed,
    "overwritten": _overwritten,
    "appended to": _appended,
    "emptied": _emptied,
    "deleted": _deleted,
    "swapped": _swapped,
    "of another show": _of_another_show,
    "another name": _another_name,
    "another number": _another_number,
    "another value": _another_value,
}
