"""Options that several commands share."""

import asyncio
from typing import Any

import discord
from discord import app_commands

from bot.discord.desk import Desk
from bot.wording.steering import one_line
from index import Show

_MOST_CHOICES = 25
_LONGEST_CHOICE = 100


class ShowOption(app_commands.Transformer):
    """A show by slug, title or alias, with completion; UnknownShowError for any other."""

    async def transform(self, interaction: discord.Interaction[Any], value: str) -> Show:
        """Return the show that was named."""
        desk: Desk = interaction.client
        return await asyncio.to_thread(desk.library.show, value)

    async def autocomplete(
        self, interaction: discord.Interaction[Any], value: float | str
    ) -> list[app_commands.Choice[int | float | str]]:
        """Return the shows whose title or alias holds what was typed."""
        desk: Desk = interaction.client
        shows = await asyncio.to_thread(desk.library.shows)
        typed = str(value).casefold()
        matching = [show for show in shows if any(typed in name.casefold() for name in show.names)]
        return [
            app_commands.Choice(name=one_line(show.title)[:_LONGEST_CHOICE] or show.slug, value=show.slug)
            for show in matching[:_MOST_CHOICES]
        ]
