"""The shows that models are trained on, indexed, with what heads trained without a show read of it."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Self

from bot.answering.names import names_known
from bot.app.settings import Settings
from bot.app.wiring import Wiring
from bot.evaluation.gold import Gold, read_gold
from bot.understanding.reader import Understood
from index import Annotator, AspectCatalogue, Encoded, Hit, Snapshot
from training import aspects, polarity, spoilers
from training.sentences import SHOWS, read_sentences

ROOT = Path(__file__).parents[1]
SEEDS_GOLD = tuple(ROOT / "evals" / f"missions-{name}.jsonl" for name in ("tune", "hard", "plain", "spent"))
"""Questions about the seeds that were looked into, and so may be learnt from."""
PARTS = 4


def part_of(slug: str) -> int:
    """Return the part of the shows that a show is left out with."""
    return sorted(path.name for path in SHOWS.iterdir()).index(slug) % PARTS


def parts_of(golds: Sequence[Gold]) -> Iterator[tuple[Gold, int]]:
    """Yield questions with the part that each is left out with; the seeds' are dealt out one by one."""
    for position, gold in enumerate(golds):
        own = (SHOWS / gold.show).is_dir()
        yield gold, part_of(gold.show) if own else PARTS + position % PARTS


@dataclass
class Workshop:
    """Wiring over the training shows and the seeds."""

    wiring: Wiring
    _annotators: dict[int, Annotator] = field(default_factory=dict)
    _known: dict[str, Encoded] = field(default_factory=dict)
    """The features of passages: the same ones come near many questions."""

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Self]:
        """Index the shows in a folder that is removed afterwards."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            shutil.copytree(SHOWS, folder / "seeds")
            shutil.copytree(ROOT / "seeds" / "missions", folder / "seeds" / "missions")
            data = folder / "data"
            data.mkdir()
            models = Settings().data / "models"
            if models.is_dir():
                (data / "models").symlink_to(models.resolve())
            wiring = Wiring(Settings(WORTHWATCH_SEEDS=folder / "seeds", WORTHWATCH_DATA=data))
            for show in wiring.library.shows():
                wiring.library.build(show)
            yield cls(wiring)

    @property
    def catalogue(self) -> AspectCatalogue:
        """The aspects."""
        return self.wiring.catalogue

    def golds(self) -> list[Gold]:
        """Return all questions that may be learnt from."""
        files = [*sorted(SHOWS.glob("*/questions.jsonl")), *(path for path in SEEDS_GOLD if path.is_file())]
        return [gold for path in files for gold in read_gold(path)]

    def snapshot(self, show: str) -> Snapshot:
        """Return a show's index."""
        return self.wiring.library.snapshot(show)

    def understood(self, gold: Gold) -> Understood:
        """Return a question as the bot understands it."""
        names = partial(names_known, snapshot=self.snapshot(gold.show))
        return self.wiring.understanding.read(gold.question, self.wiring.library.show(gold.show), names=names)

    def left_out(self, hits: Sequence[Hit], show: str) -> list[Hit]:
        """Return hits as heads read them that were trained without their show; the seeds' as they are."""
        if not (SHOWS / show).is_dir() or not hits:
            return list(hits)
        texts = [hit.passage.text for hit in hits]
        encoded = [self._encoded(text) for text in texts]
        read = self._annotator_without(part_of(show)).annotate(texts, encoded, self.wiring.encoder.identity)
        return [
            replace(hit, passage=hit.passage.annotated(annotation))
            for hit, annotation in zip(hits, read, strict=True)
        ]

    def _encoded(self, text: str) -> Encoded:
        if text not in self._known:
            (self._known[text],) = self.wiring.encoder.encode_tokens([text])
        return self._known[text]

    def _annotator_without(self, part: int) -> Annotator:
        if part not in self._annotators:
            kept = [
                sentence
                for path in sorted(SHOWS.glob("*/sentences.jsonl"))
                if part_of(path.parent.name) != part
                for sentence in read_sentences(path)
            ]
            encoder = self.wiring.encoder
            self._annotators[part] = Annotator(
                encoder,
                polarity.train(kept, encoder),
                spoilers.train(kept, encoder),
                aspects.train(kept, encoder),
                self.catalogue,
            )
        return self._annotators[part]
