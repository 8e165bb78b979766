"""What heads are trained on: where the data lie, and the encoder whose features are read."""

from dataclasses import dataclass
from pathlib import Path

from index.encoders.base import Encoder
from index.files import sha256_of
from training.sentences import FILE, Sentence, of_shows, read_sentences, read_shows
from training.snippets import Snippets

THREADS = 2
"""Fixed, as sums that are added up by more or fewer differ in their last bits."""
ROOT = Path(__file__).parents[1]
DATA = ROOT / "training"
HELD = ROOT / "evals" / "shows"
"""Shows that nothing is learnt from."""


@dataclass(frozen=True, slots=True)
class Materials:
    """What is read: ``data`` holds ``sentences.jsonl``, ``questions.jsonl`` and ``shows/``."""

    encoder: Encoder
    snippets: Snippets | None = None
    data: Path = DATA
    held: Path = HELD

    @property
    def shows(self) -> Path:
        """The folder with the shows that are learnt from."""
        return self.data / "shows"

    @property
    def questions(self) -> Path:
        """The file with the questions."""
        return self.data / "questions.jsonl"

    def single_sentences(self) -> list[Sentence]:
        """Return the sentences that are of no review."""
        return read_sentences(self.data / FILE)

    def sentences(self) -> list[Sentence]:
        """Return every sentence that is learnt from."""
        return [*self.single_sentences(), *read_shows(self.shows)]

    def held_sentences(self) -> list[Sentence]:
        """Return the sentences of the shows held out."""
        return read_shows(self.held)

    def sentence_files(self) -> list[Path]:
        """Return the files of the sentences that are learnt from."""
        return [self.data / FILE, *of_shows(self.shows)]


def digests(*files: Path) -> dict[str, str]:
    """Return the sha256 of files, by their names and those of the folders that they lie in."""
    return {"/".join(path.parts[-2:]): sha256_of(path) for path in files}
