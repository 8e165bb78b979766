"""run: the bot on Discord."""

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from bot.app.logs import start_log
from bot.cli.parts import wiring
from bot.errors import ConnectionFailedError, TokenError

if TYPE_CHECKING:
    from bot.discord.client import WorthwatchClient

_STOPPING = (signal.SIGINT, signal.SIGTERM)


def run(context: typer.Context) -> None:
    """Start the bot on Discord; Ctrl-C stops it."""
    import aiohttp  # noqa: PLC0415 (only this command needs these, and they are slow to import)
    import discord  # noqa: PLC0415

    from bot.discord.client import WorthwatchClient  # noqa: PLC0415
    from bot.discord.render import DiscordRenderer  # noqa: PLC0415

    parts = wiring(context)
    secret = parts.settings.discord_token
    if secret is None:
        raise TokenError(
            "DISCORD_TOKEN is not set: put the bot's token into .env (worthwatch doctor says how)"
        )
    start_log(secrets=(secret.get_secret_value(),))
    parts.encoder.encode(["The model is loaded before the first question."])
    client = WorthwatchClient(parts.answerer, parts.library, DiscordRenderer(parts.writer), parts.people)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(client, secret.get_secret_value()))
    except discord.LoginFailure as error:
        raise TokenError("Discord refused DISCORD_TOKEN: copy it anew from the developer portal") from error
    except (aiohttp.ClientError, ConnectionError, TimeoutError, discord.HTTPException) as error:
        raise ConnectionFailedError(
            f"Discord can't be reached ({type(error).__name__}): check the network"
        ) from error


async def _serve(client: "WorthwatchClient", token: str) -> None:
    """Keep the client connected until it is told to stop by Ctrl-C or a service manager.

    The client is closed before it is cancelled: a cancellation that meets an event of the
    gateway can be lost, but a closed client doesn't go on.
    """
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        stopping.set()
        for number in _STOPPING:  # a second one ends what a running build would hold up
            loop.remove_signal_handler(number)

    with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt there
        for number in _STOPPING:
            loop.add_signal_handler(number, stop)
    async with client:
        serving = asyncio.create_task(client.start(token))
        told = asyncio.create_task(stopping.wait())
        await asyncio.wait((serving, told), return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            told.cancel()
            await serving
            return
        await client.close()
        serving.cancel()  # it may be waiting to connect again
        with suppress(Exception, asyncio.CancelledError):  # whatever it says of being closed
            await serving
