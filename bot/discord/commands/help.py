"""/help: what the bot can do."""

import discord
from discord import app_commands

from bot.discord.desk import Desk
from bot.discord.help import HELP


@app_commands.command(name="help", description="What I can do, and how to ask")
async def help_command(interaction: discord.Interaction[Desk]) -> None:
    """Explain the bot to the one who asked."""
    await interaction.response.send_message(HELP, ephemeral=True)
