"""Finds reviews by meaning: sources in, snapshots on disk, passages out."""

from index.build.builder import Builder
from index.build.memory import few_arenas
from index.domain import OPPOSITES, BuildReport, Hit, Passage, Polarity, Rating, Review, Show
from index.encoders.base import (
    FULL_PRECISION,
    ONE_BYTE,
    DoneCallback,
    Encoded,
    Encoder,
    Features,
    ModelIdentity,
    Vectors,
)
from index.encoders.export.folder import refusal_of
from index.encoders.export.run import export_model
from index.encoders.open import EncoderKind, is_exported, open_encoder
from index.encoders.packaged import PACKAGED_MODEL, check_packaged_model
from index.encoders.processor import features
from index.encoders.reranker import RERANKED, CrossEncoderReranker, Reranker
from index.encoders.torch_encoder import MENDS_NOT_INSTALLED
from index.encoders.torch_encoder import is_installed as torch_is_installed
from index.errors import (
    BuildBusyError,
    EmptyLibraryError,
    ModelError,
    NoIndexError,
    SnapshotError,
    SourceError,
    StorageError,
    UnexportableError,
    UnknownShowError,
    UnreadableError,
    WorthwatchError,
    first_problem,
)
from index.heads.aspects import AspectHead
from index.heads.base import MODEL, ORIGIN, Origin, check_model, read_weights, write_weights
from index.heads.catalogue import WORTH, Aspect, AspectCatalogue, Narrowing, aspect_catalogue
from index.heads.cues import Cues
from index.heads.hashed_phrases import phrase_features
from index.heads.piece_network import PIECE_NETWORK_PARTS, PieceNetwork
from index.heads.polarity import PolarityHead
from index.heads.spoilers import SpoilerHead
from index.heads.weights import even_bytes, log_softmax, logistic
from index.language.english import ENGLISH
from index.language.numbers import listed, value
from index.language.seasons.mentions import (
    HIGHEST_SEASON,
    Mention,
    mentions,
    named_seasons,
    season_words,
    without_mentions,
)
from index.language.templates import Found, Rule, Rules
from index.language.words import content_words, words, words_held
from index.library.library import Library
from index.reading.annotator import Annotator
from index.reading.opinions import Tally
from index.reading.stance import Voice, stance_of
from index.search.ranking import Scope, diversify, find_passages, rank
from index.store.manifest import Manifest
from index.store.snapshot import Snapshot

__all__ = [
    "ENGLISH",
    "FULL_PRECISION",
    "HIGHEST_SEASON",
    "MENDS_NOT_INSTALLED",
    "MODEL",
    "ONE_BYTE",
    "OPPOSITES",
    "ORIGIN",
    "PACKAGED_MODEL",
    "PIECE_NETWORK_PARTS",
    "RERANKED",
    "WORTH",
    "Annotator",
    "Aspect",
    "AspectCatalogue",
    "AspectHead",
    "BuildBusyError",
    "BuildReport",
    "Builder",
    "CrossEncoderReranker",
    "Cues",
    "DoneCallback",
    "EmptyLibraryError",
    "Encoded",
    "Encoder",
    "EncoderKind",
    "Features",
    "Found",
    "Hit",
    "Library",
    "Manifest",
    "Mention",
    "ModelError",
    "ModelIdentity",
    "Narrowing",
    "NoIndexError",
    "Origin",
    "Passage",
    "PieceNetwork",
    "Polarity",
    "PolarityHead",
    "Rating",
    "Reranker",
    "Review",
    "Rule",
    "Rules",
    "Scope",
    "Show",
    "Snapshot",
    "SnapshotError",
    "SourceError",
    "SpoilerHead",
    "StorageError",
    "Tally",
    "UnexportableError",
    "UnknownShowError",
    "UnreadableError",
    "Vectors",
    "Voice",
    "WorthwatchError",
    "aspect_catalogue",
    "check_model",
    "check_packaged_model",
    "content_words",
    "diversify",
    "even_bytes",
    "export_model",
    "features",
    "few_arenas",
    "find_passages",
    "first_problem",
    "is_exported",
    "listed",
    "log_softmax",
    "logistic",
    "mentions",
    "named_seasons",
    "open_encoder",
    "phrase_features",
    "rank",
    "read_weights",
    "refusal_of",
    "season_words",
    "stance_of",
    "torch_is_installed",
    "value",
    "without_mentions",
    "words",
    "words_held",
    "write_weights",
]
