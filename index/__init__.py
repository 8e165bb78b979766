"""Finds reviews by meaning: sources in, snapshots on disk, passages out."""

from index.annotating import Annotator
from index.aspect_head import AspectHead
from index.aspects import WORTH, Aspect, AspectCatalogue, Narrowing, aspect_catalogue
from index.build import Builder
from index.encoder import (
    FULL_PRECISION,
    ONE_BYTE,
    Encoded,
    Encoder,
    Features,
    ModelIdentity,
    Progress,
    Vectors,
)
from index.encoders import EncoderKind, is_exported, open_encoder
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
)
from index.exported import refusal_of
from index.exporting import export_model
from index.library import Library
from index.manifest import Manifest
from index.memory import few_arenas
from index.model import BuildReport, Hit, Passage, Polarity, Rating, Review, Show
from index.opinions import Tally
from index.packaged import PACKAGED_MODEL, check_packaged_model
from index.phrases import phrase_features
from index.piece_network import PIECE_NETWORK_PARTS, PieceNetwork
from index.polarity import PolarityHead
from index.processor import features
from index.reranker import RERANKED, CrossEncoderReranker, Reranker
from index.search import Scope, diversify, find_passages, rank
from index.seasons import Mention, mentions, named_seasons, season_words
from index.snapshot import Snapshot
from index.spoilers import SpoilerHead
from index.stance import Voice, stance_of
from index.terms import content_words, words, words_held
from index.weights import log_softmax, logistic, read_weights

__all__ = [
    "FULL_PRECISION",
    "ONE_BYTE",
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
    "EmptyLibraryError",
    "Encoded",
    "Encoder",
    "EncoderKind",
    "Features",
    "Hit",
    "Library",
    "Manifest",
    "Mention",
    "ModelError",
    "ModelIdentity",
    "Narrowing",
    "NoIndexError",
    "Passage",
    "PieceNetwork",
    "Polarity",
    "PolarityHead",
    "Progress",
    "Rating",
    "Reranker",
    "Review",
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
    "check_packaged_model",
    "content_words",
    "diversify",
    "export_model",
    "features",
    "few_arenas",
    "find_passages",
    "is_exported",
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
    "words",
    "words_held",
]
