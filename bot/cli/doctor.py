"""doctor."""

import typer


def doctor(context: typer.Context) -> None:
    """Check."""
    raise NotImplementedError
