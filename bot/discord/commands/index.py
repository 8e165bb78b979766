"""/index: rebuild and status, for those who manage the server and the bot's owner."""

import asyncio
import datetime as dt
import logging
from contextlib import suppress

import discord
from discord import app_commands

from bot.discord import failures
from bot.discord.commands.options import ShowOption
from bot.discord.desk import Desk
from bot.discord.render import MESSAGE_LIMIT, escape, pack
from index import BuildReport, DoneCallback, Library, Manifest, Show, SourceError, UnreadableError

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_EDITS = 2.0
"""Discord slows down who edits more often."""


class NotAllowedError(app_commands.CheckFailure):
    """Who asked may not look after the index."""


async def _may_manage(interaction: discord.Interaction[Desk]) -> bool:
    in_server = interaction.guild_id is not None and interaction.permissions.manage_guild
    if in_server or interaction.client.is_owner(interaction.user.id):
        return True
    raise NotAllowedError


@app_commands.default_permissions(manage_guild=True)
class IndexCommands(app_commands.Group):
    """The admin's commands; asked for permission twice, by Discord and when run."""

    def __init__(self) -> None:
        super().__init__(name="index", description="Look after the index of reviews")

    @app_commands.command(name="rebuild", description="Build the index anew from the reviews")
    @app_commands.describe(show="Only this show")
    @app_commands.check(_may_manage)
    async def rebuild(
        self,
        interaction: discord.Interaction[Desk],
        show: app_commands.Transform[Show, ShowOption] | None = None,
    ) -> None:
        """Rebuild one show or all, telling how far it is; answers go on from the old index meanwhile."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        library = interaction.client.library
        chosen = [show] if show else await asyncio.to_thread(library.shows)
        note = _BuildNote(interaction)
        keeping_up = asyncio.create_task(note.keep_up())
        lines = []
        for one in chosen:
            lines.append(await _rebuild(library, one, note))
            note.told(lines[-1])
        note.end()
        await keeping_up
        await _finish(interaction, "\n".join(lines) or "There is no show to rebuild.")

    @app_commands.command(
        name="status", description="What the index was made from, and whether it is up to date"
    )
    @app_commands.describe(show="Only this show")
    @app_commands.check(_may_manage)
    async def status(
        self,
        interaction: discord.Interaction[Desk],
        show: app_commands.Transform[Show, ShowOption] | None = None,
    ) -> None:
        """Tell the state of one show's index or of all."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        lines = await asyncio.to_thread(_status_lines, interaction.client.library, show)
        first, *rest = pack(lines, MESSAGE_LIMIT)
        await interaction.edit_original_response(content=first)
        for text in rest:
            await interaction.followup.send(text, ephemeral=True)


class _BuildNote:
    """Keeps one message up to date while a thread builds, an edit in two seconds at most."""

    def __init__(self, interaction: discord.Interaction[Desk]) -> None:
        self._interaction = interaction
        self._lines: list[str] = []
        self._title = ""
        self._counted = (0, 0)
        self._ended = asyncio.Event()

    def turned_to(self, show: Show) -> None:
        """Note which show is being built now."""
        self._title, self._counted = show.title, (0, 0)

    def moved(self, done: int, total: int) -> None:
        """Note how far the build is; called from its thread."""
        self._counted = (done, total)

    def told(self, line: str) -> None:
        """Note how a show's build ended."""
        self._lines.append(line)

    def end(self) -> None:
        """Let ``keep_up`` return; no edit of its comes after that."""
        self._ended.set()

    async def keep_up(self) -> None:
        """Edit the message until ended."""
        shown = ""
        while not self._ended.is_set():
            if (text := self._text()) != shown:
                shown = text
                await self._show(text)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), _SECONDS_BETWEEN_EDITS)

    def _text(self) -> str:
        done, total = self._counted
        share = f": {done} of {total} reviews" if total else " …"
        return "\n".join([*self._lines, f"Rebuilding {escape(self._title)}{share}"])[:MESSAGE_LIMIT]

    async def _show(self, text: str) -> None:
        try:
            await self._interaction.edit_original_response(content=text)
        except discord.HTTPException:
            _LOG.warning("how far a build is could not be shown", exc_info=True)


async def _rebuild(library: Library, show: Show, note: _BuildNote) -> str:
    """Build one show off the event loop; return the line that tells how it ended."""
    note.turned_to(show)
    try:
        report = await asyncio.to_thread(_build, library, show, note.moved)
    except Exception as error:  # noqa: BLE001 (the edge: the admin reads why, and the next show's turn comes)
        reason = failures.for_admin(error, f"rebuilding {show.slug}")
        return f"**{escape(show.title)}** was not rebuilt; what was live stays live. {escape(reason)}"
    return _told(report, show)


def _build(library: Library, show: Show, moved: DoneCallback) -> BuildReport:
    return library.build(show, on_done=moved)


def _told(report: BuildReport, show: Show) -> str:
    reviews = _change(report.reviews, report.reviews_before)
    passages = _change(report.passages, report.passages_before)
    notes = "".join(f" {escape(note)}." for note in report.notes)
    return (
        f"**{escape(show.title)}** rebuilt in {report.seconds:.1f} s: "
        f"{reviews} reviews, {passages} passages.{notes}"
    )


def _change(now: int, before: int | None) -> str:
    if before is None or before == now:
        return str(now)
    return f"{now} ({now - before:+d})"


async def _finish(interaction: discord.Interaction[Desk], text: str) -> None:
    """Show how it ended; by direct message when it took longer than Discord keeps a command open."""
    first, *rest = pack(text.split("\n"), MESSAGE_LIMIT)
    try:
        await interaction.edit_original_response(content=first)
        for more in rest:
            await interaction.followup.send(more, ephemeral=True)
    except discord.HTTPException:
        if not interaction.is_expired():
            raise
        await interaction.user.send(text[:MESSAGE_LIMIT])


def _status_lines(library: Library, show: Show | None) -> list[str]:
    chosen = [show] if show else library.shows()
    problems = [] if show else [escape(f"Can't be read: {problem}") for problem in library.problems()]
    return [*(_status(library, one) for one in chosen), *problems] or ["There is no show here yet."]


def _status(library: Library, show: Show) -> str:
    manifest = library.manifest(show.slug)
    if manifest is None:
        return f"**{escape(show.title)}**: not indexed yet, or by an older version."
    try:
        is_stale = library.is_stale(show)
    except (SourceError, UnreadableError) as problem:  # the other shows' state is told all the same
        return f"**{escape(show.title)}**: {_made(manifest)}. Can't be read: {escape(str(problem))}"
    state = "out of date: /index rebuild brings it up to date" if is_stale else "up to date"
    return f"**{escape(show.title)}**: {_made(manifest)}, {state}."


def _made(manifest: Manifest) -> str:
    built = int(dt.datetime.fromisoformat(manifest.built_at).timestamp())
    counts = f"{manifest.reviews} reviews, {manifest.passages} passages"
    return f"{counts}, built <t:{built}:R> ({escape(manifest.id)})"
