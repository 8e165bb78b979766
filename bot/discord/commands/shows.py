"""/shows: what can be asked about."""

import asyncio

import discord
from discord import app_commands

from bot.discord.desk import Desk
from bot.discord.render import MESSAGE_LIMIT, escape, pack
from index import Library


@app_commands.command(name="shows", description="List the shows you can ask about")
async def shows(interaction: discord.Interaction[Desk]) -> None:
    """List every show."""
    await interaction.response.defer(thinking=True)
    lines = await asyncio.to_thread(_lines, interaction.client.library)
    first, *rest = pack(lines, MESSAGE_LIMIT)
    await interaction.edit_original_response(content=first)
    for text in rest:
        await interaction.followup.send(text, suppress_embeds=True)


def _lines(library: Library) -> list[str]:
    lines = []
    for show in library.shows():
        manifest = library.manifest(show.slug)
        year = f" ({show.year})" if show.year else ""
        seasons = f", seasons: {show.seasons}" if show.seasons else ""
        reviews = f"{manifest.reviews} reviews" if manifest else "not indexed yet"
        lines.append(f"**{escape(show.title)}**{year}{seasons}, {reviews}")
    return lines or ["There is no show here to ask about yet."]
