"""run: the bot on Discord."""

import typer


def run(context: typer.Context) -> None:
    """Start the bot on Discord."""
    raise NotImplementedError
