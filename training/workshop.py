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
from index import PACKAGED_MODEL, Annotator, AspectCatalogue, Encoded, EncoderKind, Hit, Snapshot
from training import aspects, polarity, spoilers
from training.materials import ROOT, THREADS, Materials
from training.sentences import of_shows, read_sentences

SEEDS = ROOT / "seeds" / "missions"
SEEDS_GOLD = tuple(ROOT / "evals" / f"missions-{name}.jsonl" for name in ("tune", "hard", "plain", "spent"))
"""Questions about the seeds that were looked into, and so may be learnt from."""
PARTS = 4


@dataclass
class Workshop:
    """Wiring over the training shows and the seeds."""

    wiring: Wiring
    materials: Materials
    _annotators: dict[int, Annotator] = field(default_factory=dict)
    _known: dict[str, Encoded] = field(default_factory=dict)
    """The features of passages: the same ones come near many questions."""

    @classmethod
    @contextmanager
    def open(cls, materials: Materials) -> Iterator[Self]:
        """Index the shows in a folder that is removed afterwards."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            shutil.copytree(materials.shows, folder / "seeds")
            shutil.copytree(SEEDS, folder / "seeds" / SEEDS.name)
            data = folder / "data"
            data.mkdir()
            models = Settings().data / "models"
            if models.is_dir():
                (data / "models").symlink_to(models.resolve())
            wiring = Wiring(
                Settings(
                    WORTHWATCH_SEEDS=folder / "seeds",
                    WORTHWATCH_DATA=data,
                    WORTHWATCH_MODEL=PACKAGED_MODEL,
                    WORTHWATCH_ENCODER=EncoderKind.AUTO,
                    WORTHWATCH_THREADS=THREADS,
                )
            )
            for show in wiring.library.shows():
                wiring.library.build(show)
            yield cls(wiring, materials)

    @property
    def catalogue(self) -> AspectCatalogue:
        """The aspects."""
        return self.wiring.catalogue

    def parted_golds(self) -> Iterator[tuple[Gold, int]]:
        """Yield all questions that may be learnt from with the part that each is left out with.

        A show's are left out together, the seeds' dealt out one by one.
        """
        files = [*sorted(self.materials.shows.glob("*/questions.jsonl")), *SEEDS_GOLD]
        for position, gold in enumerate(gold for path in files for gold in read_gold(path)):
            yield gold, self._part_of(gold.show) if self._is_own(gold.show) else PARTS + position % PARTS

    def _is_own(self, show: str) -> bool:
        """Tell whether the heads learnt from a show's sentences."""
        return (self.materials.shows / show).is_dir()

    def _part_of(self, slug: str) -> int:
        """Return the part of the shows that a show is left out with."""
        return sorted(path.name for path in self.materials.shows.iterdir()).index(slug) % PARTS

    def snapshot(self, show: str) -> Snapshot:
        """Return a show's index."""
        return self.wiring.library.snapshot(show)

    def understood(self, gold: Gold) -> Understood:
        """Return a question as the bot understands it."""
        names = partial(names_known, snapshot=self.snapshot(gold.show))
        return self.wiring.understanding.read(gold.question, self.wiring.library.show(gold.show), names=names)

    def left_out(self, hits: Sequence[Hit], show: str) -> list[Hit]:
        """Return hits as heads read them that were trained without their show; the seeds' as they are."""
        if not self._is_own(show) or not hits:
            return list(hits)
        texts = [hit.passage.text for hit in hits]
        encoded = [self._encoded(text) for text in texts]
        read = self._annotator_without(self._part_of(show)).annotate(
            texts, encoded, self.wiring.encoder.identity
        )
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
            shows = [
                sentence
                for path in of_shows(self.materials.shows)
                if self._part_of(path.parent.name) != part
                for sentence in read_sentences(path)
            ]
            kept = [*self.materials.single_sentences(), *shows]
            encoder = self.wiring.encoder
            self._annotators[part] = Annotator(
                encoder,
                polarity.train(kept, encoder),
                spoilers.train(kept, encoder),
                aspects.train(kept, encoder),
                self.catalogue,
            )
        return self._annotators[part]
