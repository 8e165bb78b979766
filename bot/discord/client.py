"""The bot on Discord: messages and commands in, answers out, nothing blocking on the event loop."""

import logging
import re

import discord
from discord import app_commands

from bot.answering.base import Answerer
from bot.discord import failures
from bot.discord.commands.ask import ask
from bot.discord.commands.help import help_command
from bot.discord.commands.index import IndexCommands, NotAllowedError
from bot.discord.commands.progress import progress
from bot.discord.commands.search import search
from bot.discord.commands.shows import shows
from bot.discord.desk import Desk
from bot.discord.help import HELP
from bot.discord.render import DiscordRenderer
from bot.discord.sync import sync_if_changed
from bot.discord.views.search_pages import TurnButton
from bot.people.base import People
from bot.understanding.question import Topic
from index import Library

_LOG = logging.getLogger(__name__)
_UNKNOWN_INTERACTION = 10062
_ASKING = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""Messages that people write; the others tell of pins, joins and the like."""
_CANT_REPLY = frozenset({50035, 160002})
"""Discord's codes for a message that is gone or can't be replied to."""


class WorthwatchTree(app_commands.CommandTree["WorthwatchClient"]):
    """The slash commands, and what is said when one fails."""

    async def on_error(
        self, interaction: discord.Interaction["WorthwatchClient"], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the asker alone, in words meant for them."""
        cause = error.__cause__ or error
        if isinstance(cause, discord.NotFound) and cause.code == _UNKNOWN_INTERACTION:
            _LOG.warning("an interaction was answered too late: %s", interaction.id)
            return
        name = interaction.command.qualified_name if interaction.command else "unknown"
        if isinstance(error, NotAllowedError):
            text = "Only those who manage the server can do that."
        else:
            text = failures.for_viewer(cause, f"/{name}")
        try:
            await _tell(interaction, text)
        except discord.HTTPException:
            _LOG.warning("a failure of /%s could not be told", name, exc_info=True)


class WorthwatchClient(Desk):
    """One connection to Discord."""

    def __init__(
        self, answerer: Answerer, library: Library, renderer: DiscordRenderer, people: People
    ) -> None:
        super().__init__(answerer, library, renderer, people)
        self.tree = WorthwatchTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        self.tree.add_command(ask)
        self.tree.add_command(search)
        self.tree.add_command(shows)
        self.tree.add_command(progress)
        self.tree.add_command(help_command)
        self.tree.add_command(IndexCommands())

    async def setup_hook(self) -> None:
        """Take up the buttons of messages sent before, and register commands that changed."""
        self.add_dynamic_items(TurnButton)
        await sync_if_changed(self.tree)

    async def on_ready(self) -> None:
        """Note that the bot can be asked."""
        _LOG.info("ready as %s in %d servers", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        """Answer a mention, a reply to the bot or a direct message."""
        if message.author.bot or message.type not in _ASKING or not self._is_for_me(message):
            return
        text = self._without_mention(message.content)
        try:
            if not text:  # a bare mention, or a reply with the ping off, which comes without its text
                await self._send(message, [HELP])
                return
            async with message.channel.typing():
                topic = self._topic_of(message)
                reply = await self.answer(message.author.id, text, topic=topic)
            for sent in await self._send(message, self.renderer.messages(reply)):
                self.remember(sent.id, reply, before=topic)
            if message.guild is None:
                self.remember(message.channel.id, reply, before=topic)
        except discord.Forbidden:
            _LOG.warning("may not answer in channel %s: it needs Send Messages there", message.channel.id)
        except Exception as error:  # noqa: BLE001 (the edge: a viewer reads a reference, an operator the log)
            await self._apologise(message, failures.for_viewer(error, "answering a message"))

    def _topic_of(self, message: discord.Message) -> Topic | None:
        """Return what the conversation is about: of the message replied to, or the direct messages."""
        topic = self.topics.recall(message.reference.message_id if message.reference else None)
        return topic or (self.topics.recall(message.channel.id) if message.guild is None else None)

    def _is_for_me(self, message: discord.Message) -> bool:
        if message.guild is None:
            return True
        if self.user is not None and self.user in message.mentions:
            return True
        replied_to = message.reference.resolved if message.reference else None
        return isinstance(replied_to, discord.Message) and replied_to.author == self.user

    def _without_mention(self, content: str) -> str:
        return re.sub(rf"<@!?{self.user.id if self.user else 0}>", " ", content).strip()

    async def _send(self, message: discord.Message, texts: list[str]) -> list[discord.Message]:
        """Reply with the texts in order; return the messages sent.

        The nonce comes from the question, so that Discord drops a second
        sending of the same part, after a lost answer or from a second process.
        """
        first, *rest = texts
        nonce = f"{message.id}-0"
        try:
            sent = [await message.reply(first, mention_author=False, suppress_embeds=True, nonce=nonce)]
        except discord.HTTPException as error:
            if error.code not in _CANT_REPLY:
                raise
            sent = [await message.channel.send(first, suppress_embeds=True, nonce=nonce)]
        for number, text in enumerate(rest, 1):
            nonce = f"{message.id}-{number}"
            sent.append(await message.channel.send(text, suppress_embeds=True, nonce=nonce))
        return sent

    async def _apologise(self, message: discord.Message, text: str) -> None:
        try:
            await message.reply(text, mention_author=False, suppress_embeds=True)
        except discord.HTTPException:
            _LOG.warning("a failure could not be told in channel %s", message.channel.id, exc_info=True)


async def _tell(interaction: discord.Interaction[WorthwatchClient], text: str) -> None:
    """Say something to the asker alone, whether or not the command was deferred in public."""
    if not interaction.response.is_done():
        await interaction.response.send_message(text, ephemeral=True)
        return
    original = await interaction.original_response()
    if not original.flags.ephemeral and original.flags.loading:
        await interaction.delete_original_response()
    await interaction.followup.send(text, ephemeral=True)
