"""/progress: how far you have watched, so that later seasons are kept from you."""

import asyncio

import discord
from discord import app_commands

from bot.discord.commands.options import ShowOption
from bot.discord.desk import Desk
from bot.discord.render import escape
from index import Show


@app_commands.command(
    name="progress", description="Tell how far you have watched: later seasons are kept from you"
)
@app_commands.describe(
    season="The last season you have watched; 0 if none, leave out to forget it", show="The show"
)
async def progress(
    interaction: discord.Interaction[Desk],
    season: app_commands.Range[int, 0, 60] | None = None,
    show: app_commands.Transform[Show, ShowOption] | None = None,
) -> None:
    """Keep the asker's progress, and say so to them alone."""
    await interaction.response.defer(thinking=True, ephemeral=True)
    desk = interaction.client
    shows = [show] if show else await asyncio.to_thread(desk.library.shows)
    if len(shows) != 1:
        await interaction.edit_original_response(content="Which show? Name it in the option “show”.")
        return
    title = escape(shows[0].title)
    await asyncio.to_thread(desk.people.set_progress, interaction.user.id, shows[0].slug, season)
    if season is None:
        text = f"Forgotten: quotes may speak of any season of {title}."
    elif season == 0:
        text = f"Noted: quotes about any season of {title} are kept from you unless you ask for one."
    else:
        text = f"Noted: what speaks of {title} after season {season} is kept from you unless you ask for it."
    await interaction.edit_original_response(content=text)
