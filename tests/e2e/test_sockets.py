"""The real bot process on a loopback Discord: what only real time, sockets and processes show."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.loopback import DEFERRED, EPHEMERAL, Interaction, Loopback

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="module")]

REPOSITORY = Path(__file__).parents[2]
QUESTION = "Is season 3 worth watching?"
START_S, ANSWER_S, BUILD_S = 60, 10, 120
"""Within which a bot is ready, an answer is there, an index is built."""


class Bot:
    """A running bot process and its log."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")


def environment(data: Path, token: str) -> dict[str, str]:
    """The environment of a process that keeps its indexes in ``data``."""
    return os.environ | {
        "DISCORD_TOKEN": token,
        "WORTHWATCH_DATA": str(data),
        "WORTHWATCH_SEEDS": str(REPOSITORY / "seeds"),
    }


@contextmanager
def started(loopback: Loopback, data: Path, log: Path) -> Iterator[Bot]:
    """A bot process, killed at the end whatever happens."""
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, REPOSITORY / "tests/e2e/launch.py", loopback.url, "bot", "run"],
            cwd=REPOSITORY,
            env=environment(data, loopback.token),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Bot(process, log)
    finally:
        process.kill()
        process.wait(timeout=10)


async def ready(loopback: Loopback, bot: Bot) -> None:
    """Wait until the bot is connected; say what it wrote when it isn't in time."""
    try:
        await loopback.ready(START_S)
        await loopback.commands(START_S)
    except TimeoutError as error:
        error.add_note(bot.log[-2000:])
        raise


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the indexes are kept: empty until the first bot has built them."""
    return tmp_path_factory.mktemp("data")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def loopback() -> AsyncIterator[Loopback]:
    async with Loopback() as loopback:
        yield loopback


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def new_bot(
    loopback: Loopback, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Bot]:
    """One bot for all tests; it has no index until a test asks for ``bot``."""
    with started(loopback, data, tmp_path_factory.mktemp("log") / "bot.log") as bot:
        await ready(loopback, bot)
        yield bot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(loopback: Loopback, new_bot: Bot) -> Bot:
    """The bot with an index, which a manager's command has built."""
    await finished(loopback, await rebuild(loopback))
    return new_bot


async def rebuild(loopback: Loopback) -> Interaction:
    """Have a manager rebuild the index; return once the bot has acknowledged it."""
    started = await loopback.slash(loopback.member("manager", manage_guild=True), "index rebuild")
    await started.acknowledged(ANSWER_S)
    return started


async def finished(loopback: Loopback, rebuild: Interaction) -> None:
    """Wait for the end of a rebuild."""
    await loopback.until(lambda: is_rebuilt(rebuild), BUILD_S, "end of the rebuild")


def is_rebuilt(rebuild: Interaction) -> bool:
    return rebuild.message is not None and "rebuilt in" in rebuild.message["content"]


async def ask(loopback: Loopback, text: str = QUESTION) -> dict[str, Any]:
    """Mention the bot as a viewer and return its answer, the only one."""
    asked = await loopback.say(loopback.member("viewer"), f"<@BOT> {text}")
    answer = await loopback.next_message(after=asked, timeout=ANSWER_S)
    assert str(answer["message_reference"]["message_id"]) == asked
    return answer


@pytest.mark.usefixtures("new_bot")
async def test_without_an_index_the_asker_alone_is_told_who_can_mend_it(loopback: Loopback) -> None:
    asked = await loopback.slash(loopback.member("viewer"), "ask", {"question": QUESTION})
    await loopback.until(lambda: asked.followups, ANSWER_S, "follow-up")
    assert asked.message is None
    [told] = asked.followups
    assert told["flags"] & EPHEMERAL
    assert "/index rebuild" in told["content"]


@pytest.mark.usefixtures("bot")
async def test_a_mention_is_answered(loopback: Loopback) -> None:
    answer = await ask(loopback)
    assert answer["content"].startswith("**Season 3: ")
    assert "-# review " in answer["content"]


@pytest.mark.usefixtures("bot")
async def test_a_command_is_acknowledged_within_a_second_and_finished(loopback: Loopback) -> None:
    asked = await loopback.slash(loopback.member("viewer"), "ask", {"question": QUESTION})
    answer = await asked.finished(ANSWER_S)
    assert asked.callback_type == DEFERRED
    assert asked.acknowledged_ms is not None
    assert asked.acknowledged_ms < 1000
    assert not asked.ephemeral
    assert answer["content"].startswith("**Season 3: ")
    assert asked.followups == []
    assert asked.refusals == []


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("applied", [False, True], ids=["lost request", "lost answer"])
async def test_a_message_that_met_a_502_is_sent_again_and_stands_once(
    applied: bool,  # noqa: FBT001
    loopback: Loopback,
) -> None:
    path = f"/channels/{loopback.channel_id}/messages"
    before = len(loopback.requests)
    loopback.fail_next("POST", path, 502, applied=applied)
    asked = await loopback.say(loopback.member("viewer"), f"<@BOT> {QUESTION}")

    def statuses() -> list[int]:
        sent = loopback.requests[before:]
        return [request.status for request in sent if (request.method, request.path) == ("POST", path)]

    await loopback.until(lambda: len(statuses()) > 1, ANSWER_S, "second attempt")
    await asyncio.sleep(0.3)  # whatever else it might send
    assert statuses() == [502, 200]
    assert len(loopback.posted(after=asked)) == 1


@pytest.mark.usefixtures("bot")
async def test_a_dropped_gateway_is_resumed_and_what_was_missed_is_answered(loopback: Loopback) -> None:
    identifies, resumes = loopback.identifies, loopback.resumes
    await loopback.drop_gateway()
    answer = await ask(loopback)
    assert answer["content"].startswith("**Season 3: ")
    assert (loopback.identifies, loopback.resumes) == (identifies, resumes + 1)


@pytest.mark.usefixtures("bot")
async def test_questions_are_answered_while_a_manager_rebuilds_the_index(loopback: Loopback) -> None:
    rebuilding = await rebuild(loopback)
    assert rebuilding.acknowledged_ms is not None
    assert rebuilding.acknowledged_ms < 1000
    assert (await ask(loopback))["content"].startswith("**Season 3: ")
    assert not is_rebuilt(rebuilding)
    await finished(loopback, rebuilding)
    assert rebuilding.ephemeral
    assert rebuilding.refusals == []
    assert (await ask(loopback))["content"].startswith("**Season 3: ")


@pytest.mark.usefixtures("bot")
async def test_a_viewer_whom_discord_lets_through_cant_rebuild(loopback: Loopback) -> None:
    refused = await loopback.slash(loopback.member("viewer"), "index rebuild")
    refusal = await refused.finished(ANSWER_S)
    assert refused.ephemeral
    assert "rebuilt" not in refusal["content"]


async def test_the_token_is_not_in_the_log(loopback: Loopback, bot: Bot) -> None:
    assert f"ready as {loopback._bot.name}" in bot.log
    assert loopback.token not in bot.log
    assert loopback.token.rpartition(".")[2] not in bot.log


async def test_an_interrupt_stops_it_quietly(bot: Bot) -> None:
    bot.process.send_signal(signal.SIGINT)
    assert await asyncio.to_thread(bot.process.wait, timeout=10) == 0
    assert "Traceback" not in bot.log
