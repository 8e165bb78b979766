import copy
from collections.abc import Callable
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.discord.sync import sync_if_changed
from index import Library
from tests.bot.fakes import make_client

Command = dict[str, Any]


class Registry(discord.http.HTTPClient):
    """Discord's side of global commands: keeps what it is given, with what Discord adds to each."""

    def __init__(self, commands: list[Command]) -> None:
        self.commands = commands
        self.registrations = 0

    async def get_global_commands(self, application_id: int) -> Any:  # type: ignore[override]  # noqa: ANN401
        assert application_id == 99
        return copy.deepcopy(self.commands)

    async def bulk_upsert_global_commands(self, application_id: int, payload: Any) -> Any:  # type: ignore[override]  # noqa: ANN401
        assert application_id == 99
        self.registrations += 1
        self.commands = [as_discord_keeps(command) for command in payload]
        return copy.deepcopy(self.commands)


def as_discord_keeps(command: Command) -> Command:
    """A command with the fields that Discord adds, in Discord's forms."""
    kept = copy.deepcopy(command)
    permissions = kept.get("default_member_permissions")
    kept["default_member_permissions"] = None if permissions is None else str(permissions)
    return {
        **kept,
        "id": "12",
        "application_id": "99",
        "version": "34",
        "name_localizations": None,
        "description_localizations": None,
        "dm_permission": True,
    }


def connected(library: Library, commands: list[Command]) -> tuple[app_commands.CommandTree[Any], Registry]:
    """The bot's tree, logged in where these commands are registered."""
    client = make_client(library)
    registry = Registry(commands)
    client.http = registry
    client.tree._http = registry
    client._connection.application_id = 99
    return client.tree, registry


async def registered(library: Library) -> list[Command]:
    """What Discord has after a first start."""
    tree, registry = connected(library, [])
    await sync_if_changed(tree)
    return registry.commands


async def test_a_first_start_registers_every_command(harbour: Library) -> None:
    tree, registry = connected(harbour, [])
    assert await sync_if_changed(tree)
    assert registry.registrations == 1
    assert [command["name"] for command in registry.commands] == [
        "ask",
        "search",
        "shows",
        "progress",
        "help",
        "index",
    ]


async def test_a_second_start_registers_nothing(harbour: Library) -> None:
    tree, registry = connected(harbour, await registered(harbour))
    assert not await sync_if_changed(tree)
    assert registry.registrations == 0


async def test_the_order_that_discord_keeps_is_no_difference(harbour: Library) -> None:
    tree, registry = connected(harbour, (await registered(harbour))[::-1])
    assert not await sync_if_changed(tree)
    assert registry.registrations == 0


def _reworded(commands: list[Command]) -> None:
    commands[0]["description"] = "Something else"


def _other_limit(commands: list[Command]) -> None:
    commands[0]["options"][0]["max_length"] = 10


def _open_to_everyone(commands: list[Command]) -> None:
    commands[-1]["default_member_permissions"] = None


def _one_less(commands: list[Command]) -> None:
    commands.pop(1)


def _one_more(commands: list[Command]) -> None:
    commands.append({**commands[0], "name": "old"})


@pytest.mark.parametrize("change", [_reworded, _other_limit, _open_to_everyone, _one_less, _one_more])
async def test_any_difference_registers_them_all_again(
    change: Callable[[list[Command]], None], harbour: Library
) -> None:
    there = await registered(harbour)
    wanted = copy.deepcopy(there)
    change(there)
    tree, registry = connected(harbour, there)
    assert await sync_if_changed(tree)
    assert registry.registrations == 1
    assert registry.commands == wanted


async def test_registering_before_login_is_refused(harbour: Library) -> None:
    with pytest.raises(RuntimeError, match="after login"):
        await sync_if_changed(make_client(harbour).tree)
