"""The bot's behaviour in a simulated Discord; time, retries and restarts of processes are in tests/e2e."""

import re
import shutil
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.discord.client import WorthwatchClient
from bot.discord.commands.index import NotAllowedError
from index import DoneCallback, Library, UnknownShowError, Vectors
from tests.bot.fakes import (
    HARBOUR_REVIEWS,
    FailingAnswerer,
    StepwiseLibrary,
    add_harbour,
    make_answerer,
    make_client,
)
from tests.fakes import WordOverlapEncoder, add_show, make_builder, make_library

ASKED = "Is season 2 worth watching?"
REFERENCE = re.compile(r"\b[0-9a-f]{8}\b")
DEFERRED = 5
"""The callback type of "thinking …"."""


class Server:
    """A Discord server with a channel, a viewer, another viewer and a manager."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        _complete_what_is_deleted(env)
        self.guild = env.create_guild("Film club")
        self.channel = self.guild.create_text_channel("talk")
        self.viewer = self.guild.add_member(env.create_user("viewer"))
        self.other = self.guild.add_member(env.create_user("other"))
        managers = self.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
        self.manager = self.guild.add_member(env.create_user("manager"), roles=[managers])

    @property
    def bot(self) -> WorthwatchClient:
        assert isinstance(self.env.bot, WorthwatchClient)
        return self.env.bot

    @property
    def mention(self) -> str:
        assert self.bot.user
        return self.bot.user.mention

    def said(self, channel: ChannelHandle | None = None) -> list[discord.Message]:
        """What the bot said in a channel, oldest first."""
        assert self.bot.user
        bot = self.bot.user.id
        return [message for message in (channel or self.channel).history() if message.author.id == bot]

    def sent(self, method: str, path: str) -> list[Any]:
        """The bodies of the bot's requests of that method whose path matches."""
        return [
            request.json
            for request in self.env.http_requests
            if request.method == method and re.fullmatch(path, request.path)
        ]


def _complete_what_is_deleted(env: simcord.Env) -> None:
    """Let a follow-up be sent after a deferred response was deleted.

    Discord has allowed it since 2021 (discord/discord-api-docs#2739); simcord 3.2.1 doesn't.
    """
    delete = env.backend.delete_message

    def delete_and_complete(channel_id: int, message_id: int, *rest: Any, **more: Any) -> None:  # noqa: ANN401
        delete(channel_id, message_id, *rest, **more)
        for interaction in env.backend.interactions.values():
            if interaction.message_id == message_id and interaction.loading:
                interaction.complete_deferred()

    env.backend.delete_message = delete_and_complete  # type: ignore[method-assign]


@asynccontextmanager
async def running(client: WorthwatchClient, **options: Any) -> AsyncIterator[Server]:  # noqa: ANN401
    """A server with that bot in it."""
    async with simcord.run(client, **options) as env:
        yield Server(env)


@pytest.fixture
def simcord_bot(harbour: Library) -> WorthwatchClient:
    """The bot in ``server``: it answers about Harbour Lights, which no test may change through it."""
    return make_client(harbour)


@pytest.fixture
def server(simcord_env: simcord.Env) -> Server:
    return Server(simcord_env)


async def slash(
    server: Server, member: MemberActor, name: str, **options: object
) -> simcord.InteractionResult:
    return await member.slash(server.channel, name, **options)


def first_callback(server: Server) -> int:
    """The type of the bot's first answer to an interaction."""
    kind = server.sent("POST", r"/interactions/.+/callback")[0]["type"]
    assert isinstance(kind, int)
    return kind


def response(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The response, which must be there."""
    assert result.response
    return result.response


class TestAMessage:
    async def test_that_mentions_the_bot_is_answered_in_a_reply(self, server: Server) -> None:
        asked = await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        [answer] = server.said()
        assert answer.content.startswith("**Season 2: leaning no.**")
        assert "👍" in answer.content
        assert "👎" in answer.content
        assert answer.reference
        assert answer.reference.message_id == asked.id

    async def test_shows_typing_while_it_is_answered(self, server: Server) -> None:
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        paths = [request.path for request in server.env.http_requests]
        channel = f"/channels/{server.channel.id}"
        assert paths.index(f"{channel}/typing") < paths.index(f"{channel}/messages")

    async def test_that_replies_to_the_bot_keeps_the_topic(self, server: Server) -> None:
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        [answer] = server.said()
        await server.other.send(server.channel, f"{server.mention} and the acting?", reply_to=answer)
        assert server.said()[-1].content.startswith("**Acting of season 2: ")

    async def test_that_replies_to_a_commands_answer_keeps_its_topic(self, server: Server) -> None:
        result = await slash(server, server.viewer, "ask", question=ASKED)
        await server.viewer.send(
            server.channel, f"{server.mention} and the acting?", reply_to=response(result)
        )
        assert server.said()[-1].content.startswith("**Acting of season 2: ")

    async def test_that_opens_a_new_question_has_no_topic(self, server: Server) -> None:
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        await server.viewer.send(server.channel, f"{server.mention} and the acting?")
        assert server.said()[-1].content.startswith("**Acting: ")

    async def test_sent_directly_is_answered_and_the_next_keeps_the_topic(self, server: Server) -> None:
        user = server.viewer.user
        await user.send_dm(ASKED)
        await user.send_dm("and the acting?")
        first, second = server.said(user.dm_channel)
        assert first.content.startswith("**Season 2: ")
        assert second.content.startswith("**Acting of season 2: ")

    async def test_that_is_declined_leaves_the_topic_as_it_was(self, server: Server) -> None:
        user = server.viewer.user
        for text in (ASKED, "thanks", "and the acting?"):
            await user.send_dm(text)
        assert server.said(user.dm_channel)[-1].content.startswith("**Acting of season 2: ")

    async def test_that_only_mentions_the_bot_gets_help(self, server: Server) -> None:
        await server.viewer.send(server.channel, server.mention)
        [answer] = server.said()
        assert "/ask" in answer.content
        assert "/search" in answer.content

    async def test_of_nobodys_business_is_ignored(self, server: Server) -> None:
        await server.viewer.send(server.channel, ASKED)
        await server.viewer.send(server.channel, f"{server.other.mention} {ASKED}")
        assert server.said() == []

    async def test_from_another_bot_is_ignored(self, server: Server) -> None:
        robot = server.guild.add_member(server.env.create_user("robot", bot=True))
        await robot.send(server.channel, f"{server.mention} {ASKED}")
        webhook = server.guild.create_webhook(server.channel)
        await webhook.send(f"{server.mention} {ASKED}")
        assert server.said() == []

    async def test_is_answered_where_the_asked_message_is_gone(self, server: Server) -> None:
        server.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        [answer] = server.said()
        assert answer.content.startswith("**Season 2: ")
        assert answer.reference is None

    async def test_in_a_channel_closed_to_the_bot_is_noted_in_the_log(
        self, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        server.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        assert server.said() == []
        assert f"may not answer in channel {server.channel.id}" in caplog.text

    @pytest.mark.parametrize(
        "text", ["😀😀", "\u202eright to left", '" OR NEAR(', "```py\nx```", "w" * 1900, "is it good? " * 160]
    )
    async def test_of_an_odd_form_gets_a_harmless_answer(self, text: str, server: Server) -> None:
        await server.viewer.send(server.channel, f"{server.mention} {text}")
        answers = server.said()
        assert answers
        assert not any(REFERENCE.search(answer.content) for answer in answers)


class TestAMessageAboutAShow:
    """Harbour Lights alone has an index: no question about another is answered from it."""

    @pytest.mark.parametrize(
        ("toml", "told"),
        [
            ('title = "Tides"\n', "That show's reviews aren't indexed yet"),
            ('title = "Tides\n', "That show's own files can't be read"),
            (None, "I don't know that show, or it isn't here any more."),
        ],
        ids=["not built", "broken", "removed"],
    )
    async def test_that_cant_be_asked_about_is_told_so(
        self, own_library: Library, tmp_path: Path, toml: str | None, told: str
    ) -> None:
        folder = add_show(tmp_path, "tides", reviews=["The acting was awful."])
        if toml is None:
            own_library.build(own_library.show("tides"))
            shutil.rmtree(folder)
        else:
            (folder / "show.toml").write_text(toml, encoding="utf-8")
        async with running(make_client(own_library)) as server:
            first = await server.viewer.send(server.channel, f"{server.mention} How is the acting in tides?")
            await server.viewer.send(server.channel, f"{server.mention} {ASKED}", reply_to=first)
            answer, other = server.said()
        assert answer.content.startswith(told)
        assert str(tmp_path) not in answer.content
        assert other.content.startswith("**Season 2: leaning no.**")


class TestPings:
    async def test_nobody_is_pinged_by_a_question_or_a_review(self, server: Server) -> None:
        asked = f"What happens to @everyone @here {server.other.mention} in the lighthouse? The keeper dies"
        await server.viewer.send(server.channel, f"{server.mention} {asked}")
        await slash(server, server.viewer, "ask", question=asked)
        await slash(server, server.viewer, "search", query="lighthouse keeper dies")
        answers = server.said()
        assert len(answers) == 3
        for answer in answers:
            assert not answer.mention_everyone
            assert answer.mentions == []
            assert "@everyone" not in answer.content
        assert any("@\u200beveryone" in answer.content for answer in answers)
        [reply] = server.sent("POST", r"/channels/\d+/messages")
        assert reply["allowed_mentions"] == {"parse": [], "replied_user": False}
        edits = server.sent("PATCH", r"/webhooks/.+/messages/@original")
        assert [edit["allowed_mentions"]["parse"] for edit in edits] == [[], []]

    async def test_a_spoiling_quote_is_covered_whatever_it_holds(self, server: Server) -> None:
        result = await slash(server, server.viewer, "ask", question="What happens to the lighthouse keeper?")
        covered = re.search(r"\|\|“(.*?)”\|\|", response(result).content, re.DOTALL)
        assert covered
        assert "keeper dies" not in response(result).content.replace(covered[0], "")


class TestAsk:
    async def test_is_answered_in_public_after_a_deferral(self, server: Server) -> None:
        result = await slash(server, server.viewer, "ask", question=ASKED)
        assert first_callback(server) == DEFERRED
        assert not result.ephemeral
        assert response(result).content.startswith("**Season 2: leaning no.**")

    async def test_with_spoilers_is_for_the_asker_alone(self, server: Server) -> None:
        question = "What happens to the lighthouse keeper?"
        shown = await slash(server, server.viewer, "ask", question=question, spoilers=True)
        assert shown.ephemeral
        assert "||" not in response(shown).content.replace(r"\|\|", "")
        assert "keeper dies" in response(shown).content

    async def test_of_an_unknown_show_is_told_to_the_asker_alone(self, server: Server) -> None:
        result = await slash(server, server.viewer, "ask", question=ASKED, show="nowhere")
        assert [type(error.__cause__) for error in server.env.errors] == [UnknownShowError]
        assert "/shows" in alone(result).content

    async def test_completes_the_show(self, server: Server) -> None:
        choices = await server.viewer.autocomplete(server.channel, "ask", "show", "house TALES", question="x")
        assert [(choice["name"], choice["value"]) for choice in choices] == [("Harbour Lights", "harbour")]
        assert await server.viewer.autocomplete(server.channel, "ask", "show", "zzz", question="x") == []

    async def test_takes_the_show_by_any_of_its_names(self, server: Server) -> None:
        result = await slash(server, server.viewer, "ask", question=ASKED, show="lighthouse tales")
        assert response(result).content.startswith("**Season 2: ")

    async def test_refuses_what_is_too_long(self, server: Server) -> None:
        [command] = [command for command in server.bot.tree.get_commands() if command.name == "ask"]
        declared = command.to_dict(server.bot.tree)["options"][0]
        assert (declared["min_length"], declared["max_length"]) == (1, 1000)


def alone(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """The one message of a result that is left, which only the asker sees."""
    left = [message for message in (result.response, *result.followups) if message is not None]
    [message] = left
    assert message.ephemeral
    return message


class TestSearch:
    async def test_shows_five_a_page_and_turns_them(self, server: Server) -> None:
        result = await slash(server, server.viewer, "search", query="season")
        first = page(response(result))
        assert first.title == "Harbour Lights: page 1 of 4"
        assert len(reviews_on(first)) == 5
        assert buttons(response(result)) == [("Previous", True), ("Next", False)]
        seen = [first]
        for number in (2, 3, 4):
            await server.viewer.click(response(result), label="Next")
            assert page(response(result)).title == f"Harbour Lights: page {number} of 4"
            seen.append(page(response(result)))
        assert buttons(response(result)) == [("Previous", False), ("Next", True)]
        assert sum(len(reviews_on(embed)) for embed in seen) == 18
        assert len({embed.description for embed in seen}) == 4
        await server.viewer.click(response(result), label="Previous")
        assert page(response(result)).description == seen[2].description

    async def test_is_held_to_a_season_and_a_stance_on_every_page(self, server: Server) -> None:
        result = await slash(server, server.viewer, "search", query="season", season=2)
        first = page(response(result)).description
        await server.viewer.click(response(result), label="Next")
        both = f"{first}\n{page(response(result)).description}"
        assert set(re.findall(r"review (\d)", both)) == {"3", "4", "5", "6"}
        liked = await slash(server, server.viewer, "search", query="season", season=2, stance="positive")
        assert set(reviews_on(page(response(liked)))) == {"5"}
        assert buttons(response(liked)) == []

    async def test_is_turned_only_by_whoever_searched(self, server: Server) -> None:
        result = await slash(server, server.viewer, "search", query="season")
        refused = await server.other.click(response(result), label="Next")
        assert "/search" in alone(refused).content
        assert page(response(result)).title == "Harbour Lights: page 1 of 4"

    async def test_is_turned_after_a_restart(self, server: Server, harbour: Library) -> None:
        result = await slash(server, server.viewer, "search", query="season")
        await server.env.restart_bot(make_client(harbour))
        await server.viewer.click(response(result), label="Next")
        assert page(response(result)).title == "Harbour Lights: page 2 of 4"
        refused = await server.other.click(response(result), label="Next")
        assert refused.ephemeral
        assert page(response(result)).title == "Harbour Lights: page 2 of 4"

    async def test_says_when_there_is_nothing(self, server: Server) -> None:
        result = await slash(server, server.viewer, "search", query="acting", season=9)
        assert "Harbour Lights" in response(result).content
        assert buttons(response(result)) == []

    async def test_turned_to_pages_that_are_no_more_shows_the_last(
        self, own_library: Library, tmp_path: Path
    ) -> None:
        async with running(make_client(own_library)) as server:
            result = await slash(server, server.viewer, "search", query="season")
            add_harbour(tmp_path, HARBOUR_REVIEWS[:2])
            own_library.build(own_library.show("harbour"))
            await server.viewer.click(response(result), label="Next")
            assert page(response(result)).title == "Harbour Lights: page 1 of 1"

    async def test_that_fails_leaves_a_reference_and_no_exceptions_text(
        self, harbour: Library, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with running(make_client(harbour, FailingAnswerer(OSError("secret disk")))) as server:
            result = await slash(server, server.viewer, "search", query="season")
            assert server.env.errors
            assert_referenced(alone(result).content, caplog, hidden="secret disk")


def page(message: simcord.ResponseMessage) -> discord.Embed:
    [embed] = message.embeds
    return embed


def reviews_on(embed: discord.Embed) -> list[str]:
    return re.findall(r"review (\d)", embed.description or "")


def buttons(message: simcord.ResponseMessage) -> list[tuple[str, bool]]:
    """Each button's label and whether it is disabled."""
    return [
        (button["label"], bool(button.get("disabled")))
        for row in message.components
        for button in row["components"]
    ]


def assert_referenced(text: str, caplog: pytest.LogCaptureFixture, *, hidden: str) -> None:
    """The text names a reference that the log explains, and nothing of the exception."""
    found = REFERENCE.search(text)
    assert found
    assert hidden not in text
    [record] = [record for record in caplog.records if found[0] in record.getMessage()]
    assert record.exc_info
    assert hidden in caplog.text


class TestShowsAndHelp:
    async def test_every_show_is_listed(self, server: Server) -> None:
        result = await slash(server, server.viewer, "shows")
        assert response(result).content == "**Harbour Lights** (2019), seasons: 2, 9 reviews"
        assert not result.ephemeral

    async def test_many_shows_take_several_messages(self, tmp_path: Path) -> None:
        for number in range(60):
            add_show(
                tmp_path, f"show-{number}", reviews=["Good."], title=f"The Long Title Of Show {number:03}"
            )
        library = make_library(tmp_path)
        async with running(make_client(library)) as server:
            result = await slash(server, server.viewer, "shows")
            texts = [message.content for message in (response(result), *result.followups)]
            assert len(texts) > 1
            assert all(len(text) <= 2000 for text in texts)
            assert "".join(texts).count("not indexed yet") == 60
            choices = await server.viewer.autocomplete(server.channel, "ask", "show", "", question="x")
            assert len(choices) == 25

    async def test_no_show_is_said_so(self, tmp_path: Path) -> None:
        async with running(make_client(make_library(tmp_path))) as server:
            assert "no show" in response(await slash(server, server.viewer, "shows")).content

    async def test_help_is_for_the_asker_alone(self, server: Server) -> None:
        result = await slash(server, server.viewer, "help")
        assert result.ephemeral
        assert "/ask" in response(result).content


class TestIndexRebuild:
    @pytest.fixture
    def simcord_bot(self, own_library: Library) -> WorthwatchClient:
        return make_client(own_library)

    async def test_is_done_for_a_manager_and_tells_what_changed(self, server: Server, tmp_path: Path) -> None:
        add_harbour(tmp_path, [*HARBOUR_REVIEWS, "Season 2 was superb."])
        result = await slash(server, server.manager, "index rebuild", show="harbour")
        assert first_callback(server) == DEFERRED
        assert result.ephemeral
        text = response(result).content
        assert "Harbour Lights" in text
        assert "10 (+1) reviews" in text
        assert "19 (+1) passages" in text
        assert re.search(r"\d\.\d s", text)
        after = await slash(server, server.viewer, "ask", question=ASKED)
        assert "Of 10 reviews" in response(after).content

    async def test_without_a_show_rebuilds_them_all(self, server: Server, tmp_path: Path) -> None:
        add_show(tmp_path, "tides", reviews=["Season 1 was awful."])
        result = await slash(server, server.manager, "index rebuild")
        lines = response(result).content.splitlines()
        assert [re.findall(r"\*\*(.+?)\*\*", line) for line in lines] == [["Harbour Lights"], ["Tides"]]

    async def test_is_not_offered_to_a_viewer(self, server: Server) -> None:
        offered = server.viewer.available_commands(server.channel)
        assert "index rebuild" not in offered
        assert "index rebuild" in server.manager.available_commands(server.channel)
        with pytest.raises(simcord.SetupError, match="default-member-permissions"):
            await slash(server, server.viewer, "index rebuild")

    @pytest.mark.parametrize("command", ["index rebuild", "index status"])
    async def test_is_refused_when_run_by_a_viewer_whom_discord_lets_through(
        self, command: str, server: Server
    ) -> None:
        let_through(server, server.viewer)
        live = server.bot.library.manifest("harbour")
        result = await slash(server, server.viewer, command)
        assert [type(error) for error in server.env.errors] == [NotAllowedError]
        assert "manage the server" in alone(result).content
        assert server.bot.library.manifest("harbour") == live

    async def test_is_allowed_to_the_bots_owner_everywhere(self, server: Server) -> None:
        application = await server.bot.application_info()
        owner = server.env.backend.get_user(application.owner.id)
        member = server.guild.add_member(simcord.UserHandle(server.env, owner))
        let_through(server, member)
        result = await slash(server, member, "index rebuild")
        assert "rebuilt in" in response(result).content

    async def test_that_fails_keeps_what_was_live_and_tells_why(
        self, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        reviews = server.bot.library.show("harbour").folder / "reviews.txt"
        reviews.write_text("No bullet here.\n", encoding="utf-8")
        result = await slash(server, server.manager, "index rebuild")
        text = response(result).content
        assert "reviews.txt" in text
        found = REFERENCE.search(text.rpartition("reference")[2])
        assert found
        assert found[0] in caplog.text
        after = await slash(server, server.viewer, "ask", question=ASKED)
        assert "Of 9 reviews" in response(after).content

    async def test_is_refused_while_another_of_the_same_show_runs(
        self, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        live = server.bot.library.manifest("harbour")
        with server.bot.library.shelf("harbour").building():
            result = await slash(server, server.manager, "index rebuild")
            meanwhile = await slash(server, server.viewer, "ask", question=ASKED)
        assert "rebuilt already" in response(result).content
        assert response(meanwhile).content.startswith("**Season 2: ")
        assert server.bot.library.manifest("harbour") == live
        assert "BuildBusyError" not in caplog.text  # an everyday refusal, no failure

    async def test_edits_its_progress_no_more_than_once_in_two_seconds(self, tmp_path: Path) -> None:
        add_harbour(tmp_path)
        started = threading.Event()
        library = StepwiseLibrary(tmp_path, make_builder(), lambda: started.wait(0.3))
        async with running(make_client(library)) as server:
            began = time.perf_counter()
            result = await slash(server, server.manager, "index rebuild")
            seconds = time.perf_counter() - began
            edits = [body["content"] for body in server.sent("PATCH", r"/webhooks/.+/messages/@original")]
            *progress, end = edits
            assert 1 <= len(progress) <= 1 + seconds / 2
            assert all(edit.startswith("Rebuilding Harbour Lights") for edit in progress)
            assert "rebuilt in" in end
            assert response(result).content == end

    async def test_that_outlasts_its_command_is_told_in_a_direct_message(self, tmp_path: Path) -> None:
        add_harbour(tmp_path)
        server: Server

        def take_long() -> None:
            server.env.backend.advance_clock(16 * 60)

        library = StepwiseLibrary(tmp_path, make_builder(), take_long)
        async with running(make_client(library)) as server:
            await slash(server, server.manager, "index rebuild")
            [told] = server.said(server.manager.user.dm_channel)
            assert "rebuilt in" in told.content

    async def test_with_nothing_to_rebuild_says_so(self, tmp_path: Path) -> None:
        async with running(make_client(make_library(tmp_path))) as server:
            result = await slash(server, server.manager, "index rebuild")
            assert "no show" in response(result).content


def let_through(server: Server, member: MemberActor) -> None:
    """Let a member use /index, as a server's own settings can."""
    command = server.env.backend.find_command("index", None)
    assert command
    server.guild.set_command_permissions(int(command["id"]), {member: True})


class TestIndexStatus:
    @pytest.fixture
    def simcord_bot(self, own_library: Library) -> WorthwatchClient:
        return make_client(own_library)

    async def test_tells_counts_age_and_whether_it_is_up_to_date(
        self, server: Server, tmp_path: Path
    ) -> None:
        result = await slash(server, server.manager, "index status")
        assert result.ephemeral
        text = response(result).content
        assert "9 reviews, 18 passages" in text
        assert re.search(r"<t:\d+:R>", text)
        assert "out of date" not in text
        add_harbour(tmp_path, HARBOUR_REVIEWS[:2])
        stale = await slash(server, server.manager, "index status", show="harbour")
        assert "out of date" in response(stale).content

    async def test_tells_of_a_show_without_an_index(self, tmp_path: Path) -> None:
        add_harbour(tmp_path)
        async with running(make_client(make_library(tmp_path))) as server:
            result = await slash(server, server.manager, "index status")
            assert "not indexed yet" in response(result).content


class TestAFailure:
    @pytest.fixture
    def simcord_bot(self, harbour: Library) -> WorthwatchClient:
        return make_client(harbour, FailingAnswerer(OSError("secret disk")))

    async def test_of_a_message_leaves_a_reference(
        self, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        [answer] = server.said()
        assert_referenced(answer.content, caplog, hidden="secret disk")

    async def test_of_a_command_leaves_a_reference_to_the_asker_alone(
        self, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        result = await slash(server, server.viewer, "ask", question=ASKED)
        assert server.env.errors
        assert_referenced(alone(result).content, caplog, hidden="secret disk")

    async def test_that_cant_be_told_is_noted(self, server: Server, caplog: pytest.LogCaptureFixture) -> None:
        server.env.inject_error("POST", "/channels/*/messages", status=400, code=50006, times=None)
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        assert "could not be told" in caplog.text

    async def test_to_answer_in_time_is_noted(self, server: Server, caplog: pytest.LogCaptureFixture) -> None:
        server.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
        await slash(server, server.viewer, "ask", question=ASKED)
        assert server.env.errors
        assert "answered too late" in caplog.text

    async def test_of_a_missing_index_says_who_can_mend_it(self, tmp_path: Path) -> None:
        add_harbour(tmp_path)
        async with running(make_client(make_library(tmp_path))) as server:
            await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
            [answer] = server.said()
            assert "/index rebuild" in answer.content


class TestAStart:
    async def test_registers_the_commands_once_and_not_again(self, server: Server, harbour: Library) -> None:
        for _ in range(2):
            await server.env.restart_bot(make_client(harbour))
        assert len(server.sent("PUT", r"/applications/\d+/commands")) == 1

    async def test_asks_for_no_privileged_intent(self, harbour: Library) -> None:
        none = discord.Intents.all()
        none.members = none.presences = none.message_content = False
        async with running(make_client(harbour), approved_intents=none) as server:
            intents = server.bot.intents
            assert [name for name, on in intents if on] == ["guilds", "guild_messages", "dm_messages"]
            await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
            assert len(server.said()) == 1


class NotingEncoder(WordOverlapEncoder):
    """Notes on which threads it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []

    def encode(self, texts: Sequence[str], *, on_done: DoneCallback | None = None) -> Vectors:
        self.threads.append(threading.get_ident())
        return super().encode(texts, on_done=on_done)


async def test_encoding_and_searching_run_off_the_event_loop(harbour: Library) -> None:
    encoder = NotingEncoder()
    async with running(make_client(harbour, make_answerer(harbour, encoder))) as server:
        await server.viewer.send(server.channel, f"{server.mention} {ASKED}")
        await slash(server, server.viewer, "ask", question=ASKED)
        result = await slash(server, server.viewer, "search", query="season")
        await server.viewer.click(response(result), label="Next")
    assert len(encoder.threads) >= 2
    assert threading.get_ident() not in encoder.threads
