"""How far a viewer has watched, and /progress, which keeps it, in a simulated Discord."""

from pathlib import Path

import pytest
import simcord
from simcord.backend.errors import OptionError

from bot.discord.client import WorthwatchClient
from bot.understanding.progress import NO_PROGRESS, Progress
from index import Library
from tests.bot.discord.test_discord import Server, response, running, slash
from tests.bot.fakes import make_client
from tests.fakes import add_show

AHEAD = "Is season 2 worth watching?"
COVERED = "||“Season 2 was great. Love it.”||"


class TestProgress:
    def test_is_unknown_until_it_is_told(self) -> None:
        assert NO_PROGRESS.watched("harbour") is None

    def test_is_known_for_the_shows_that_were_told_of(self) -> None:
        progress = Progress(by_show={"harbour": 2})
        assert (progress.watched("harbour"), progress.watched("tides")) == (2, None)

    def test_told_for_every_show_yields_to_what_is_told_of_one(self) -> None:
        progress = Progress(by_show={"harbour": 0}, everywhere=3)
        assert (progress.watched("harbour"), progress.watched("tides")) == (0, 3)


@pytest.fixture
def simcord_bot(harbour: Library) -> WorthwatchClient:
    """The bot in ``server``, which knows nobody yet."""
    return make_client(harbour)


@pytest.fixture
def server(simcord_env: simcord.Env) -> Server:
    return Server(simcord_env)


async def answer(server: Server, question: str, **options: object) -> str:
    """What the viewer reads under /ask."""
    return response(await slash(server, server.viewer, "ask", question=question, **options)).content


class TestTheCommand:
    @pytest.mark.parametrize(
        ("options", "said"),
        [
            ({"season": 1}, "what speaks of Harbour Lights after season 1 is kept from you"),
            ({"season": 0}, "quotes about any season of Harbour Lights are kept from you"),
            ({}, "quotes may speak of any season of Harbour Lights"),
        ],
    )
    async def test_says_what_was_noted_to_the_asker_alone(
        self, server: Server, options: dict[str, int], said: str
    ) -> None:
        result = await slash(server, server.viewer, "progress", **options)
        assert said in response(result).content
        assert response(result).ephemeral

    async def test_takes_no_season_that_cannot_be(self, server: Server) -> None:
        with pytest.raises(OptionError, match="season"):
            await slash(server, server.viewer, "progress", season=-1)

    async def test_keeps_it_for_that_user_and_show_and_forgets_it_when_told_so(self, server: Server) -> None:
        viewer, other = server.viewer.user.id, server.other.user.id
        await slash(server, server.viewer, "progress", season=1, show="harbour")
        assert server.bot.people.progress(viewer) == Progress(by_show={"harbour": 1})
        assert server.bot.people.progress(other) == NO_PROGRESS
        await slash(server, server.viewer, "progress", show="harbour")
        assert server.bot.people.progress(viewer) == NO_PROGRESS

    async def test_asks_which_show_where_there_are_several(
        self, own_library: Library, tmp_path: Path
    ) -> None:
        add_show(tmp_path, "tides", reviews=["It was awful."], title="The *Tides*")
        async with running(make_client(own_library)) as server:
            unsaid = await slash(server, server.viewer, "progress", season=1)
            assert response(unsaid).content.startswith("Which show?")
            assert server.bot.people.progress(server.viewer.user.id) == NO_PROGRESS
            said = await slash(server, server.viewer, "progress", season=1, show="tides")
            assert r"The \*Tides\*" in response(said).content
            assert server.bot.people.progress(server.viewer.user.id) == Progress(by_show={"tides": 1})


class TestAViewerWhoToldTheirProgress:
    async def test_reads_no_quote_about_later_seasons(self, server: Server) -> None:
        assert "The acting in season 2 was bad." in await answer(server, "How is the acting?")
        await slash(server, server.viewer, "progress", season=1)
        told = await answer(server, "How is the acting?")
        assert "The acting was superb" in told
        assert "season 2" not in told

    async def test_reads_quotes_about_a_later_season_that_they_ask_for_covered(self, server: Server) -> None:
        await slash(server, server.viewer, "progress", season=1)
        told = await answer(server, AHEAD)
        assert told.startswith("**Season 2: leaning no.**")
        assert COVERED in told

    async def test_is_answered_so_in_messages_too(self, server: Server) -> None:
        await slash(server, server.viewer, "progress", season=1)
        await server.viewer.send(server.channel, f"{server.mention} {AHEAD}")
        assert COVERED in server.said()[-1].content

    async def test_changes_nothing_for_others(self, server: Server) -> None:
        await slash(server, server.viewer, "progress", season=1)
        result = await slash(server, server.other, "ask", question=AHEAD)
        assert "Season 2 was great." in response(result).content
        assert "||" not in response(result).content

    async def test_reads_everything_again_once_it_is_forgotten(self, server: Server) -> None:
        await slash(server, server.viewer, "progress", season=1)
        await slash(server, server.viewer, "progress")
        assert "The acting in season 2 was bad." in await answer(server, "How is the acting?")
