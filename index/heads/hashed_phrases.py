"""Words and word pairs of a text as hashed features, for linear heads that read phrases.

"Well worth" and "waste of" say in words what a sentence vector blurs. Hashing
needs no vocabulary file; the sign bit keeps collisions from adding up.
"""

import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.language.words import tokens

BUCKETS = 8192
"""Enough that the head read held-out snippets as well as with twice as many."""
_SIGN_BIT = 0x80000000


def phrase_features(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the buckets that the text's words and pairs fall into, and each one's signed weight.

    Weights have a Euclidean length of about 1 whatever the text's length.
    """
    singles = tokens(text)
    phrases = [*singles, *(f"{left} {right}" for left, right in pairwise(singles))]
    hashes = np.array([zlib.crc32(phrase.encode()) for phrase in phrases], dtype=np.int64)
    signs = np.where(hashes & _SIGN_BIT, 1.0, -1.0).astype(np.float32)
    return hashes % BUCKETS, signs / np.sqrt(max(len(phrases), 1)).astype(np.float32)
