"""Pages of a search, turned by buttons.

All state is in the message: the page, show, season and stance in a button's
custom_id, the query in the embed's footer, which Discord doesn't format.
"""

import asyncio
import re
from dataclasses import dataclass, replace
from typing import Any, Self

import discord

from bot.answering.reply import SearchPage, WhichShow
from bot.discord import failures
from bot.discord.desk import Desk
from bot.discord.render import escape, shortened
from bot.wording.steering import one_line
from index import Polarity

A_PAGE = 5
_TITLE_LIMIT = 256
"""Characters of an embed's title."""
LONGEST_QUERY = 300
_MOST_PAGES = 10
_TEMPLATE = r"search:(?P<page>\d+):(?P<show>[a-z0-9-]*):(?P<season>\d*):(?P<stance>[a-z]*)"


@dataclass(frozen=True, slots=True)
class SearchState:
    """A search and the page of it that is shown, from 0."""

    query: str
    show: str | None = None
    season: int | None = None
    stance: Polarity | None = None
    page: int = 0

    def to_custom_id(self) -> str:
        """Return all but the query as a button's custom_id, at most 100 characters."""
        return f"search:{self.page}:{self.show or ''}:{self.season or ''}:{self.stance or ''}"

    @classmethod
    def from_custom_id(cls, match: re.Match[str]) -> Self:
        """Return the state of a button, its query yet to be read from the message."""
        return cls(
            query="",
            show=match["show"] or None,
            season=int(match["season"]) if match["season"] else None,
            stance=Polarity(match["stance"]) if match["stance"] else None,
            page=int(match["page"]),
        )


@dataclass(frozen=True, slots=True)
class PageMessage:
    """One page as Discord shows it."""

    content: str | None
    embed: discord.Embed | None
    view: discord.ui.View | None


class TurnButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=_TEMPLATE):
    """Turns to the page that its custom_id names; only for whoever searched."""

    def __init__(self, state: SearchState, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(label=label or "Turn", custom_id=state.to_custom_id(), disabled=disabled)
        )
        self._state = state

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed, from its custom_id alone."""
        del interaction, item
        return cls(SearchState.from_custom_id(match))

    async def callback(self, interaction: discord.Interaction[Desk]) -> None:  # type: ignore[override]
        """Show the page."""
        message = interaction.message
        if message is None or not message.embeds or not message.embeds[0].footer.text:
            await interaction.response.send_message("That search is gone: use /search again.", ephemeral=True)
            return
        asker = message.interaction_metadata.user.id if message.interaction_metadata else None
        if asker not in {None, interaction.user.id}:
            await interaction.response.send_message(
                "Only whoever searched can turn these pages: use /search for your own.", ephemeral=True
            )
            return
        await interaction.response.defer()
        state = replace(self._state, query=message.embeds[0].footer.text)
        try:
            page = await page_message(interaction.client, interaction.user.id, state)
        except Exception as error:  # noqa: BLE001 (the edge: no handler above a button tells the viewer)
            await interaction.followup.send(failures.for_viewer(error, "turning a page"), ephemeral=True)
            return
        await interaction.edit_original_response(content=page.content, embed=page.embed, view=page.view)


async def page_message(client: Desk, user: int, state: SearchState) -> PageMessage:
    """Return a page of a search, found off the event loop; raises what ``Answerer.search`` raises."""

    def find() -> SearchPage | WhichShow:
        return client.answerer.search(
            state.query,
            show=state.show,
            season=state.season,
            stance=state.stance,
            progress=client.people.progress(user),
            limit=A_PAGE * _MOST_PAGES,
        )

    found = await asyncio.to_thread(find)
    if isinstance(found, WhichShow):
        return PageMessage(client.renderer.messages(found)[0], None, None)
    if not found.quotes:
        return PageMessage(f"Nothing about that in the reviews of {escape(found.show.title)}.", None, None)
    pages = -(-len(found.quotes) // A_PAGE)
    number = min(state.page, pages - 1)
    shown = replace(found, quotes=found.quotes[number * A_PAGE : (number + 1) * A_PAGE])
    embed = discord.Embed(
        title=shortened(f"{one_line(found.show.title)}: page {number + 1} of {pages}", _TITLE_LIMIT),
        description=client.renderer.description(shown),
    )
    embed.set_footer(text=state.query)
    return PageMessage(None, embed, _buttons(replace(state, page=number, show=found.show.slug), pages))


def _buttons(state: SearchState, pages: int) -> discord.ui.View | None:
    if pages == 1:
        return None
    view = discord.ui.View(timeout=None)
    before, after = state.page - 1, state.page + 1
    view.add_item(TurnButton(replace(state, page=max(before, 0)), "Previous", disabled=before < 0))
    # Two buttons may not share a custom_id, so a disabled one names a page beyond the last.
    view.add_item(TurnButton(replace(state, page=after), "Next", disabled=after >= pages))
    return view
