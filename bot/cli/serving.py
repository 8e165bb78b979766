"""run: the bot on Discord."""

import typer

from bot.cli.parts import wiring
from bot.errors import ConnectionFailedError, TokenError
from bot.logs import start_log


def run(context: typer.Context) -> None:
    """Start the bot on Discord; Ctrl-C stops it."""
    import discord  # noqa: PLC0415 (only this command needs it, and it is slow to import)

    from bot.client import WorthwatchClient  # noqa: PLC0415
    from bot.render import DiscordRenderer  # noqa: PLC0415

    parts = wiring(context)
    secret = parts.settings.discord_token
    if secret is None:
        raise TokenError(
            "DISCORD_TOKEN is not set: put the bot's token into .env (worthwatch doctor says how)"
        )
    start_log(secrets=(secret.get_secret_value(),))
    parts.encoder.encode(["The model is loaded before the first question."])
    client = WorthwatchClient(parts.answerer, parts.library, DiscordRenderer(parts.writer), parts.store)
    try:
        client.run(secret.get_secret_value(), log_handler=None)
    except discord.LoginFailure as error:
        raise TokenError("Discord refused DISCORD_TOKEN: copy it anew from the developer portal") from error
    except (OSError, discord.HTTPException) as error:  # aiohttp's connection errors are OSErrors
        raise ConnectionFailedError(
            f"Discord can't be reached ({type(error).__name__}): check the network"
        ) from error
