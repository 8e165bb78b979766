"""The words of passages, in a tantivy index: BM25 over English stems."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import tantivy

from index.cache import Recent
from index.domain import Passage, Polarity
from index.errors import StorageError

_ANALYZER = "folded_english_stems"
_HEAP_BYTES = 32_000_000
_LOCK = ".tantivy-meta.lock"
"""The file that the library opens for writing to read an index."""
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of one's own is made in it)
_REMEMBERED = 2048
"""Texts whose stems are kept, at about a kilobyte each: the same passages come near most questions."""
_TEXT, _NUMBER, _SEASON, _ASPECT, _POLARITY = "text", "number", "season", "aspect", "polarity"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_TEXT, stored=False, tokenizer_name=_ANALYZER)
    builder.add_unsigned_field(_NUMBER, indexed=True, fast=True)
    builder.add_unsigned_field(_SEASON, indexed=True)
    builder.add_text_field(_ASPECT, tokenizer_name="raw")
    builder.add_text_field(_POLARITY, tokenizer_name="raw")
    return builder.build()


def _stemmer() -> tantivy.TextAnalyzer:
    """Words in lower case, without accents, as English stems; the same for passages and questions."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(40),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


class LexicalIndex:
    """Finds passages by their words; opened from a snapshot's ``lexical/`` folder."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._stemmer = _stemmer()
        self._recent: Recent[str, frozenset[str]] = Recent(_REMEMBERED)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a finished index; raises what tantivy raises when it is missing or damaged."""
        with _lockable(folder) as place:
            return cls(tantivy.Index.open(str(place)))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stems of words, each once, as the index knows them."""
        return list(dict.fromkeys(stem for word in words for stem in self._stemmer.analyze(word)))

    def stems_of(self, texts: Sequence[str]) -> list[frozenset[str]]:
        """Return the stems of each passage's words; those of recent texts are remembered."""
        known = self._recent.among(texts)
        new = {text: frozenset(self._stemmer.analyze(text)) for text in texts if text not in known}
        self._recent.keep(new)
        return [known.get(text) or new.get(text, frozenset()) for text in texts]

    def document_frequency(self, stem: str) -> int:
        """Return how many passages hold the stem."""
        return int(self._searcher.doc_freq(_TEXT, stem))

    def best(
        self,
        words: Sequence[str],
        limit: int,
        *,
        seasons: Sequence[int] = (),
        aspects: Sequence[str] = (),
        polarity: Polarity | None = None,
        among: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Return up to ``limit`` (passage number, BM25 score), best first, ties by number.

        Only passages that hold at least one of the words; with ``seasons``, only
        those about one of them, likewise ``aspects``; with ``polarity``, only those
        that feel so; with ``among``, only those of these numbers.
        """
        stems = self.stems(words)
        if not stems:
            return []
        clauses = [(tantivy.Occur.Must, self._any(_TEXT, stems))]
        for field, wanted in ((_SEASON, seasons), (_ASPECT, aspects)):
            if wanted:
                clauses.append((tantivy.Occur.Must, _unscored(self._any(field, wanted))))
        if polarity:
            clauses.append((tantivy.Occur.Must, _unscored(self._term(_POLARITY, polarity.value))))
        if among is not None:
            chosen = tantivy.Query.term_set_query(self._schema, _NUMBER, list(among))
            clauses.append((tantivy.Occur.Must, _unscored(chosen)))
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False)
        numbers = self._searcher.fast_field_values(_NUMBER, [address for _, address in found.hits])
        known = [int(number) for number in numbers if number is not None]
        if len(known) < len(numbers):
            raise ValueError("the words' index knows a passage without a number")
        scored = list(zip(known, (float(score or 0.0) for score, _ in found.hits), strict=True))
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def _any(self, field: str, values: Sequence[str] | Sequence[int]) -> tantivy.Query:
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._term(field, value)) for value in values]
        )

    def _term(self, field: str, value: str | int) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)


def is_panic(error: BaseException) -> bool:
    """Tell whether tantivy gave up on what it takes for impossible; it exports no class of that."""
    return type(error).__name__ == "PanicException"


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


@contextmanager
def _lockable(folder: Path) -> Iterator[Path]:
    """Give a folder with the index's files in which the library can take the lock that it reads under.

    Where this user can't write, that is one of links to its files, in memory where the system has such
    a place, and gone once the index is open. Raises StorageError where none can be made.
    """
    if not folder.is_dir() or os.access(folder / _LOCK, os.W_OK):
        yield folder
        return
    memory = _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None
    try:
        made = tempfile.TemporaryDirectory(prefix="worthwatch-", dir=memory)
    except OSError as error:
        raise StorageError(
            folder, f"no lock can be taken there, and no temporary folder made: {error}"
        ) from error
    with made as beside:
        for path in folder.iterdir():
            if path.name != _LOCK:
                (Path(beside) / path.name).symlink_to(path.resolve())
        yield Path(beside)


class LexicalWriter:
    """Writes the passages' words to a new folder; used in a ``with`` block, which ends its threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        index = tantivy.Index(_schema(), path=str(folder))
        index.register_tokenizer(_ANALYZER, _stemmer())
        self._writer: tantivy.IndexWriter | None = index.writer(heap_size=_HEAP_BYTES, num_threads=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer:
            self._writer.rollback()
            self._end()

    def add(self, passages: Iterable[Passage]) -> None:
        """Take the next passages."""
        writer = self._open()
        for passage in passages:
            document = tantivy.Document()
            document.add_text(_TEXT, passage.text)
            document.add_unsigned(_NUMBER, passage.number)
            for season in passage.seasons:
                document.add_unsigned(_SEASON, season)
            for aspect in passage.aspects:
                document.add_text(_ASPECT, aspect)
            document.add_text(_POLARITY, passage.polarity.value)
            writer.add_document(document)

    def finish(self) -> None:
        """Wait until all is on disk; raises OSError, where the library raises its own kind."""
        try:
            self._open().commit()
        except ValueError as error:
            raise OSError(f"the words' index: {error}") from error
        self._end()
        self._share()

    def _share(self) -> None:
        """Let whoever may read the folder read its files: the library keeps two of them to their owner."""
        mode = self._folder.stat().st_mode & 0o666
        for path in self._folder.iterdir():
            path.chmod(mode)

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise ValueError("the word index is finished already")
        return self._writer

    def _end(self) -> None:
        self._open().wait_merging_threads()
        self._writer = None
