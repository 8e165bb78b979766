"""What ``benchmarks/speed.py`` measures in processes of their own: ``python -m benchmarks.tasks TASK …``.

Each task prints one line of JSON, its last.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.systems import MISSIONS, ROOT, SYSTEMS, Ask, wiring

QUESTIONS = ROOT / "evals" / "missions-tune.jsonl"
WARM_UP = (
    "Is it any good?",
    "Which of the people in it would you want to meet?",
    "I have one free evening and little patience: should I spend it on this or read a book instead?",
)
_LEADS = (
    "", "so, ", "well, ", "honestly, ", "please tell me, ", "quickly, ", "in short, ", "by the way, ",
    "all in all, ", "seriously, ", "in your view, ", "one more thing, ",
)  # fmt: skip
"""What questions begin with, alone or two together, so that thousands differ."""
THREADS = (1, 8, 32)
SYNTHETIC = "synthetic"
"""What the synthetic show is called, and the folder of seeds that it stands in alone."""
_COUNTED = (500, 1000, 5000)
_ENCODED = 1500
_NEAREST, _TEN = 100, 10
_SEARCHED, _WARMING = 30, 10
"""Questions whose nearest are searched for, and those of them that are searched for before."""
_REAL, _ASKED = "sentences.npy", "questions.npy"


def build(system: str, folder: str, show: str = str(MISSIONS)) -> None:
    """Build and save a system's index of a show."""
    SYSTEMS[system].build(Path(folder), Path(show))


def cold(system: str, folder: str, question: str) -> int:
    """Open a saved index and ask one question; the whole process is timed from outside."""
    return len(str(SYSTEMS[system].open(Path(folder), MISSIONS)(question)))


def warm(
    system: str, folder: str, show: str = str(MISSIONS), most: str = str(max(THREADS))
) -> dict[str, dict[str, Any]]:
    """Ask every question from 1, 8 and 32 threads, ``most`` at most: milliseconds of each, seconds for all.

    They are worded otherwise each time, so that nothing that was asked is remembered.
    """
    own = SYSTEMS[system]
    ask = own.open(Path(folder), Path(show))
    for question in WARM_UP:
        ask(question)
    asked = _one_at_a_time(ask) if own.locked else ask
    found: dict[str, dict[str, Any]] = {}
    for threads, lead in zip((one for one in THREADS if one <= int(most)), _LEADS, strict=False):
        texts = [f"{lead}{question}" for question in questions()]
        started = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            milliseconds = list(pool.map(lambda text: _milliseconds(asked, text), texts))
        found[str(threads)] = {"milliseconds": milliseconds, "seconds": time.perf_counter() - started}
    return found


def memory(folder: str) -> dict[str, float]:
    """Return Worthwatch's resident MB after its first answers, and after so many different questions."""
    ask = SYSTEMS["Worthwatch"].open(Path(folder), MISSIONS)
    for question in WARM_UP:
        ask(question)
    taken = {"0": resident()}
    leads = dict.fromkeys(f"{first}{second}" for first in _LEADS for second in _LEADS)
    different = (f"{lead}{question}" for lead in leads for question in questions())
    for number, question in enumerate(islice(different, _COUNTED[-1]), 1):
        ask(question)
        if number in _COUNTED:
            taken[str(number)] = resident()
    return taken


def encode(encoder: str, folder: str) -> dict[str, float]:
    """Return how many sentences a second an encoder takes, loaded and warmed up."""
    from benchmarks.synthetic import sentences  # noqa: PLC0415

    encoded = _encoders(Path(folder))[encoder]()
    texts = sentences(_ENCODED)
    encoded(texts[:64])
    started = time.perf_counter()
    encoded(texts)
    return {"sentences": len(texts), "per_second": len(texts) / (time.perf_counter() - started)}


def index(folder: str, passages: str) -> dict[str, float]:
    """Build a synthetic show with the model exported under ``folder``, then again unchanged."""
    from benchmarks.synthetic import write_show  # noqa: PLC0415

    seeds = Path(folder) / SYNTHETIC
    show = write_show(seeds / SYNTHETIC, int(passages))
    parts = wiring(Path(folder), seeds)
    first, again = parts.library.build(show), parts.library.build(show)
    return {"passages": first.passages, "first_seconds": first.seconds, "again_seconds": again.seconds}


def real(folder: str, data: str) -> None:
    """Save the vectors of real sentences and of the questions."""
    import numpy as np  # noqa: PLC0415

    from benchmarks.synthetic import sentences  # noqa: PLC0415

    encoder = wiring(Path(data)).encoder
    np.save(Path(folder) / _REAL, encoder.encode(sentences()), allow_pickle=False)
    np.save(Path(folder) / _ASKED, encoder.encode(questions()), allow_pickle=False)


def write(kind: str, folder: str, passages: str) -> dict[str, Any]:
    """Index synthetic vectors, Worthwatch's way or ``flat``: seconds, MB on disk, how it is searched."""
    import faiss  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from benchmarks.synthetic import mixed_vectors  # noqa: PLC0415
    from index.store.vectors.base import FLAT  # noqa: PLC0415
    from index.store.vectors.faiss import write_vectors  # noqa: PLC0415

    own = Path(folder) / f"{kind}-{passages}"
    own.mkdir()
    vectors = mixed_vectors(np.load(Path(folder) / _REAL), int(passages))
    started = time.perf_counter()
    search = {"factory": FLAT, "probes": 0, "recall": 1.0}
    if kind == "flat":
        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(vectors)
        faiss.write_index(flat, str(own / "vectors.faiss"))
    else:
        found = write_vectors(own, vectors)
        search = {"factory": found.factory, "probes": found.probes, "recall": found.recall}
    seconds = time.perf_counter() - started
    megabytes = sum(path.stat().st_size for path in own.iterdir()) / 1e6
    (own / "search.json").write_text(json.dumps(search), encoding="utf-8")
    return {"seconds": seconds, "megabytes": megabytes, **search}


def nearest(kind: str, folder: str, passages: str) -> dict[str, Any]:
    """Search saved vectors for the 100 nearest of questions: milliseconds of each, and the ten nearest."""
    import faiss  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from index.store.vectors import VECTORS, VectorSearch  # noqa: PLC0415

    own = Path(folder) / f"{kind}-{passages}"
    if kind == "flat":
        flat = faiss.read_index(str(own / "vectors.faiss"))

        def search(vector: Any) -> list[int]:  # noqa: ANN401 (an array: numpy is imported above)
            found: list[int] = flat.search(vector[None, :], _NEAREST)[1][0].tolist()
            return found
    else:
        recorded = VectorSearch(**json.loads((own / "search.json").read_text(encoding="utf-8")))
        opened = VECTORS.open(own, recorded)

        def search(vector: Any) -> list[int]:  # noqa: ANN401 (likewise)
            return [number for number, _ in opened.nearest(vector, _NEAREST)]

    asked = np.load(Path(folder) / _ASKED)[:_SEARCHED]
    for vector in asked[:_WARMING]:  # reads what is mapped
        search(vector)
    milliseconds, ten = [], []
    for vector in asked:
        started = time.perf_counter()
        found = search(vector)
        milliseconds.append((time.perf_counter() - started) * 1000)
        ten.append(found[:_TEN])
    return {"milliseconds": milliseconds, "nearest": ten}


def questions() -> list[str]:
    """Return the questions that everything is asked, each once."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["question"] for line in lines))


TASKS: dict[str, Callable[..., object]] = {
    task.__name__: task for task in (build, cold, warm, memory, encode, index, real, write, nearest)
}


def main() -> None:
    """Do one task and print what it found."""
    task, *arguments = sys.argv[1:]
    print(json.dumps(TASKS[task](*arguments)))


def _encoders(data: Path) -> dict[str, Callable[[], Callable[[Sequence[str]], object]]]:
    """Return what loads each encoder, by name."""

    def ours() -> Callable[[Sequence[str]], object]:
        return wiring(data).encoder.encode_tokens

    def theirs() -> Callable[[Sequence[str]], object]:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        from index import check_packaged_model  # noqa: PLC0415

        model = SentenceTransformer(str(check_packaged_model()), device="cpu", local_files_only=True)
        return lambda texts: model.encode(list(texts), batch_size=32, show_progress_bar=False)

    return {"Worthwatch": ours, "sentence-transformers": theirs}


def _one_at_a_time(ask: Ask) -> Ask:
    lock = threading.Lock()

    def asked(question: str) -> object:
        with lock:
            return ask(question)

    return asked


def _milliseconds(ask: Callable[[Any], object], question: Any) -> float:  # noqa: ANN401 (a text or a vector)
    started = time.perf_counter()
    ask(question)
    return (time.perf_counter() - started) * 1000


def resident() -> float:
    """Return the megabytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
