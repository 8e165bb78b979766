"""Commands are registered with Discord only when they differ from what it has.

Discord allows 200 command creations a day; a bot that registers at every start
uses them up, and people's clients reload their commands each time.
"""

import logging
from typing import Any

import discord
from discord import app_commands

_LOG = logging.getLogger(__name__)
_COMPARED = (
    "name", "description", "type", "options", "nsfw", "contexts", "integration_types",
    "default_member_permissions", "choices", "required", "autocomplete", "min_value", "max_value",
    "min_length", "max_length", "value",
)  # fmt: skip


async def sync_if_changed(tree: app_commands.CommandTree[Any]) -> bool:
    """Register the tree's commands unless Discord has them as they are; tell whether it did."""
    client: discord.Client = tree.client
    wanted = [command.to_dict(tree) for command in tree.get_commands()]
    if client.application_id is None:
        raise RuntimeError("commands can be registered only after login")
    there = await client.http.get_global_commands(client.application_id)
    if _comparable_list(wanted) == _comparable_list(list(there)):
        _LOG.info("the commands are registered as they are")
        return False
    await tree.sync()
    _LOG.info("registered %d commands", len(wanted))
    return True


def _comparable_list(commands: list[Any]) -> list[Any]:
    return sorted(
        (_comparable(command) for command in commands), key=lambda command: str(command.get("name"))
    )


def _comparable(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Return a command without what Discord adds, and without what is there or not by default."""
    if isinstance(value, dict):
        kept = {key: _comparable(value[key]) for key in _COMPARED if key in value}
        if kept.get("default_member_permissions") is not None:
            kept["default_member_permissions"] = str(kept["default_member_permissions"])
        return {
            key: item for key, item in kept.items() if not (item is None or item is False or item in ([], ""))
        }
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    return value
