"""The vectors of passages; what keeps and searches them is chosen here."""

from index.store.vectors.base import VectorIndex, VectorSearch, VectorStore, VectorWriter
from index.store.vectors.faiss import FaissStore

__all__ = ["VECTORS", "VectorIndex", "VectorSearch", "VectorStore", "VectorWriter"]

VECTORS: VectorStore = FaissStore()
