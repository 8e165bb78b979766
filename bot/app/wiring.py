"""Everything is put together here, once, from the settings."""

from functools import cached_property
from pathlib import Path

from bot.answering.answerer import LibraryAnswerer
from bot.answering.base import Answerer
from bot.answering.judgement import Judgement
from bot.app.settings import Settings
from bot.people.base import People
from bot.people.sqlite import SqlitePeople
from bot.understanding.intent import IntentHead
from bot.understanding.reader import Understanding
from bot.wording.base import Writer
from bot.wording.sentences import SentenceWriter
from index import (
    PACKAGED_MODEL,
    Annotator,
    AspectCatalogue,
    AspectHead,
    Builder,
    CrossEncoderReranker,
    Encoder,
    EncoderKind,
    Library,
    PolarityHead,
    SpoilerHead,
    UnexportableError,
    aspect_catalogue,
    check_model,
    export_model,
    is_exported,
    open_encoder,
    refusal_of,
)


class Wiring:
    """The parts of one process, each made when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @property
    def models(self) -> Path:
        """Where exported models lie."""
        return self.settings.data / "models"

    @property
    def is_exported(self) -> bool:
        """Whether the model, and the packaged one that the heads read, are served from an export."""
        names = (self.settings.model, PACKAGED_MODEL)
        return all(is_exported(name, self.settings.encoder, self.models) for name in names)

    @property
    def needs_export(self) -> bool:
        """Whether the model is to be served from an export that isn't there yet and may work."""
        wanted = self.settings.encoder is not EncoderKind.TORCH and not self.is_exported
        return wanted and not self._refusal.is_file()

    @property
    def _refusal(self) -> Path:
        """Why an export of the model didn't work: it isn't tried again at every build."""
        return refusal_of(self.models, self.settings.model)

    def export(self) -> list[str]:
        """Export the model, to be called before anything asks for the encoder; raises ModelError.

        Returns why precisions were left out, which full precision then serves for.
        """
        names = dict.fromkeys((self.settings.model, PACKAGED_MODEL))  # the heads read the packaged one
        try:
            exports = [export_model(name, self.models, self.catalogue.texts) for name in names]
        except UnexportableError as problem:
            self._refusal.write_text(f"{problem}\n", encoding="utf-8")
            raise
        self._refusal.unlink(missing_ok=True)
        return [reason for exported in exports for reason in exported.refused.values()]

    @cached_property
    def encoder(self) -> Encoder:
        """The model that passages and questions are encoded with."""
        settings = self.settings
        return open_encoder(settings.model, settings.encoder, self.models, threads=settings.threads)

    @cached_property
    def catalogue(self) -> AspectCatalogue:
        """What can be asked of a show."""
        return aspect_catalogue()

    @cached_property
    def builder(self) -> Builder:
        """Builds snapshots."""
        annotator = Annotator(
            self._feeler, PolarityHead.load(), SpoilerHead.load(), AspectHead.load(), self.catalogue
        )
        return Builder(self.encoder, annotator)

    @cached_property
    def library(self) -> Library:
        """The shows from the seeds."""
        return Library(self.settings.seeds, self.settings.data, self.builder)

    @cached_property
    def answerer(self) -> Answerer:
        """Answers questions from the library."""
        named = self.settings.reranker
        return LibraryAnswerer(
            self.library,
            self.understanding,
            self.catalogue,
            self.judgement,
            default_show=self.settings.show,
            reranker=CrossEncoderReranker(named) if named else None,
        )

    @cached_property
    def understanding(self) -> Understanding:
        """Reads questions."""
        intents = IntentHead.load()
        check_model(self._feeler.identity, intents)
        return Understanding(self.encoder, self._feeler, self.catalogue, intents)

    @cached_property
    def judgement(self) -> Judgement:
        """What tells answers from what only looks like one."""
        return Judgement.load()

    @cached_property
    def people(self) -> People:
        """What people told the bot about themselves."""
        return SqlitePeople(self.settings.data / "people.sqlite")

    @cached_property
    def writer(self) -> Writer:
        """Puts answers into words."""
        return SentenceWriter(self.catalogue)

    @cached_property
    def _feeler(self) -> Encoder:
        """The encoder that the heads know: the packaged model, whatever was set."""
        if self.settings.model == PACKAGED_MODEL:
            return self.encoder
        return open_encoder(PACKAGED_MODEL, EncoderKind.AUTO, self.models, threads=self.settings.threads)
