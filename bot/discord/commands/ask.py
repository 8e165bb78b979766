"""/ask: a question, a public answer; with spoilers shown, for the asker alone."""

import discord
from discord import app_commands

from bot.discord.commands.options import ShowOption
from bot.discord.desk import Desk
from bot.understanding.question import LONGEST_QUESTION
from index import Show


@app_commands.command(name="ask", description="Ask what viewers wrote about a show")
@app_commands.describe(
    question="For example: Is season 3 worth watching?",
    show="The show, if there are several",
    spoilers="Show what spoilers cover, to you alone",
)
async def ask(
    interaction: discord.Interaction[Desk],
    question: app_commands.Range[str, 1, LONGEST_QUESTION],
    show: app_commands.Transform[Show, ShowOption] | None = None,
    spoilers: bool = False,  # noqa: FBT001, FBT002 (Discord passes options by name)
) -> None:
    """Answer a question."""
    client = interaction.client
    await interaction.response.defer(thinking=True, ephemeral=spoilers)
    reply = await client.answer(interaction.user.id, question, show=show.slug if show else None)
    first, *rest = client.renderer.messages(reply, spoilers=spoilers)
    message = await interaction.edit_original_response(content=first)
    client.remember(message.id, reply)
    for text in rest:
        more = await interaction.followup.send(text, ephemeral=spoilers, suppress_embeds=True, wait=True)
        client.remember(more.id, reply)
