"""/search: passages near some words, five a page."""

import discord
from discord import app_commands

from bot.discord.commands.options import ShowOption
from bot.discord.desk import Desk
from bot.discord.views.search_pages import LONGEST_QUERY, SearchState, page_message
from index import Polarity, Show


@app_commands.command(name="search", description="Find what viewers wrote about something")
@app_commands.describe(
    query="Words to look for, by meaning",
    show="The show, if there are several",
    season="Only what is about this season",
    stance="Only what feels so",
)
async def search(
    interaction: discord.Interaction[Desk],
    query: app_commands.Range[str, 1, LONGEST_QUERY],
    show: app_commands.Transform[Show, ShowOption] | None = None,
    season: app_commands.Range[int, 1, 60] | None = None,
    stance: Polarity | None = None,
) -> None:
    """Show the first page of what was found."""
    if not query.strip():
        await interaction.response.send_message("Tell me some words to look for.", ephemeral=True)
        return
    await interaction.response.defer(thinking=True)
    state = SearchState(query=query.strip(), show=show.slug if show else None, season=season, stance=stance)
    message = await page_message(interaction.client, interaction.user.id, state)
    await interaction.edit_original_response(content=message.content, embed=message.embed, view=message.view)
