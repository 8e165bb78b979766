"""Writes the parts of a snapshot as its passages come, so that few are in memory at once."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from index.domain import Passage, Review
from index.encoders.base import TokenVectors, Vectors
from index.store.lexical import LexicalWriter
from index.store.records.reader import AspectTexts
from index.store.records.writer import RecordsWriter
from index.store.scopes import ScopeWriter
from index.store.snapshot import LEXICAL_FOLDER, RECORDS_FILE, SCOPES_FOLDER, TOKENS_FOLDER
from index.store.tokens import StoredPieces, TokenWriter
from index.store.vectors import VECTORS, VectorSearch


class SnapshotWriter:
    """Writes reviews with their passages into a folder, in the order of their numbers.

    ``projection`` is that of an earlier snapshot whose word pieces are taken over. Used in a
    ``with`` block, which closes its files whatever happens.
    """

    def __init__(self, folder: Path, dimension: int, *, projection: Vectors | None = None) -> None:
        with ExitStack() as opened:
            self._records = opened.enter_context(RecordsWriter(folder / RECORDS_FILE))
            self._vectors = opened.enter_context(VECTORS.writer(folder, dimension))
            self._tokens = opened.enter_context(TokenWriter(folder / TOKENS_FOLDER, projection=projection))
            self._scopes = opened.enter_context(ScopeWriter(folder / SCOPES_FOLDER))
            self._lexical = opened.enter_context(LexicalWriter(folder / LEXICAL_FOLDER))
            self._opened = opened.pop_all()
        self.reviews = 0
        self.passages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def add(
        self,
        reviews: Sequence[Review],
        passages: Sequence[Passage],
        vectors: Vectors,
        pieces: Sequence[TokenVectors | StoredPieces],
    ) -> None:
        """Take the next reviews and all their passages, a vector and the word pieces of each."""
        self._records.add(reviews, passages)
        self._lexical.add(passages)
        self._scopes.add(passages)
        self._vectors.add(vectors)
        self._tokens.add(pieces)
        self.reviews += len(reviews)
        self.passages += len(passages)

    def finish(self, aspects: AspectTexts) -> VectorSearch:
        """Write what is left; return how the vectors are searched."""
        self._records.finish(aspects)
        self._lexical.finish()
        self._scopes.finish()
        self._tokens.finish()
        return self._vectors.finish()
