"""What texts say of a show, whoever wrote them: aspects, feelings, whether they give plot away."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.domain import Annotation
from index.encoders.base import Encoded, Encoder, Features, ModelIdentity
from index.heads.aspects import AspectHead, as_bytes, leanings, spoken_of
from index.heads.base import Head, check_model, digest_of
from index.heads.catalogue import AspectCatalogue
from index.heads.polarity import Feeling, PolarityHead, advised, opposed, whole
from index.heads.spoilers import SpoilerHead
from index.language.clauses import clauses
from index.language.seasons.mentions import mentions


@dataclass(frozen=True, slots=True)
class Annotator:
    """Reads texts with the heads; ``feeler`` is the encoder that these were trained on."""

    feeler: Encoder
    head: PolarityHead
    spoilers: SpoilerHead
    speaking: AspectHead
    aspects: AspectCatalogue

    def __post_init__(self) -> None:
        """Raise ModelError when a head was trained on another model than the feeler."""
        check_model(self.feeler.identity, self.head, self.spoilers, self.speaking)

    @property
    def digest(self) -> str:
        """The sha256 of all that it reads by but code and rules: what its heads and its catalogue hold."""
        heads: tuple[Head, ...] = (self.head, self.spoilers, self.speaking)
        parts = (*map(digest_of, heads), self.aspects.digest)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def annotate(
        self, texts: Sequence[str], encoded: Sequence[Encoded], model: ModelIdentity
    ) -> list[Annotation]:
        """Return what is read of each text, at least one; ``encoded`` is what the model gave of them."""
        own_model = model == self.feeler.identity
        known = Features.of(encoded if own_model else self.feeler.encode_tokens(texts))
        feelings = self.head.read(texts, known)
        spoiling = self.spoilers.spoils(texts, known, [feeling.valence for feeling in feelings])
        likely = leanings(self.speaking, self.aspects, texts, known)
        parts = [clauses(text) for text in texts]
        turning = [part for own in parts if len(own) > 1 for part in own]
        of_parts = iter(self._feelings(turning) if turning else ())
        annotations = []
        for text, feeling, spoils, own, of_aspects in zip(
            texts, feelings, spoiling, parts, likely, strict=True
        ):
            felt = [next(of_parts) for _ in own] if len(own) > 1 else [feeling]
            judged = advised(text, whole(feeling, own, felt), wishes=_wishes(text))
            valences = self._valences(of_aspects, judged, own, felt)
            annotations.append(
                Annotation(
                    aspects=tuple(valences),
                    aspect_valences=tuple(valences.values()),
                    polarity=judged.polarity,
                    valence=judged.valence,
                    reveals=spoils,
                    leanings=as_bytes(of_aspects),
                )
            )
        return annotations

    def _feelings(self, texts: Sequence[str]) -> list[Feeling]:
        return self.head.read(texts, Features.of(self.feeler.encode_tokens(texts)))

    def _valences(
        self, likely: NDArray[np.float32], feeling: Feeling, parts: Sequence[str], felt: Sequence[Feeling]
    ) -> dict[str, float]:
        """Return how a text feels about each aspect that it speaks of, -1 to 1."""
        valences = dict.fromkeys(spoken_of(self.aspects, likely), feeling.valence)
        # A clause speaks for its aspect alone where the sentence turns; else it is too short to be read so.
        for part, of_part in zip(parts, felt, strict=True) if opposed(felt) else ():
            valences.update(dict.fromkeys(self.aspects.cued(part), of_part.valence))
        return valences


def _wishes(text: str) -> bool:
    """Tell whether a text hopes, waits or wonders about seasons, whatever else it says."""
    return any(mention.wish for mention in mentions(text))
