"""doctor: what a host needs, whether it is there, and what mends it."""

import base64
import binascii
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass

import typer

from bot.app.wiring import Wiring
from bot.cli.parts import explanation, terminal_of, wiring
from index import (
    FULL_PRECISION,
    MENDS_NOT_INSTALLED,
    ONE_BYTE,
    PACKAGED_MODEL,
    SourceError,
    WorthwatchError,
    check_packaged_model,
    features,
    torch_is_installed,
)

_Look = Callable[[Wiring], list["Finding"]]
_OLDEST_PYTHON = (3, 11)
_PRECISIONS = {FULL_PRECISION: "in full precision", ONE_BYTE: "in one-byte weights, which change some counts"}
PERMISSIONS = (
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "read_message_history",
    "embed_links",
)
"""What the bot needs in a channel, by discord.py's names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``mend`` is empty when it is well."""

    what: str
    state: str
    mend: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing needs mending."""
        return not self.mend


def doctor(context: typer.Context) -> None:
    """Check what the bot needs, and say how to mend what is missing."""
    parts = wiring(context)
    looks: tuple[tuple[str, _Look], ...] = (
        ("Python", _python),
        ("processor", _processor),
        ("data", _data),
        ("model", _model),
        ("shows", _index),
        ("token", _token),
        ("intents", _intents),
    )
    findings = [finding for what, look in looks for finding in _seen(what, look, parts)]
    terminal = terminal_of(parts)
    for finding in findings:
        terminal.line(f"{'ok ' if finding.well else 'NO '} {finding.what}: {finding.state}")
        if finding.mend:
            terminal.line(f"     {finding.mend}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def _seen(what: str, look: _Look, parts: Wiring) -> list[Finding]:
    """Return what a look finds; one that fails is a finding too, and the others go on."""
    try:
        return look(parts)
    except Exception as error:  # noqa: BLE001 (the edge: whatever is broken is what is looked for)
        return [Finding(what, "can't be looked at", explanation(error))]


def _data(parts: Wiring) -> list[Finding]:
    folder = parts.settings.data.absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return [Finding("data", str(folder))]
    mend = (
        f"Let this user write {there}, or set WORTHWATCH_DATA: until then nothing can be built, and the bot "
        "can't keep how far people have watched."
    )
    return [Finding("data", f"{folder} can't be written", mend)]


def _python(parts: Wiring) -> list[Finding]:
    del parts
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < _OLDEST_PYTHON:
        return [Finding("Python", version, "Install Python 3.11 or newer and make the environment anew.")]
    return [Finding("Python", version)]


def _model(parts: Wiring) -> list[Finding]:
    name = parts.settings.model
    try:
        if not parts.is_exported and not torch_is_installed():
            return [Finding("model", f"{name}, not exported here", f"{MENDS_NOT_INSTALLED}.".capitalize())]
        if parts.encoder and not parts.is_exported and name == PACKAGED_MODEL:
            check_packaged_model()
        else:
            parts.encoder.encode(["A model that loads."])
    except WorthwatchError as error:
        return [Finding("model", name, str(error))]
    engine = "exported" if parts.is_exported else "through torch"
    return [Finding("model", f"{name}, {engine}, {_PRECISIONS[parts.encoder.precision]}")]


def _processor(parts: Wiring) -> list[Finding]:
    del parts
    return [Finding("processor", ", ".join(features()) or f"{platform.machine()}, which tells no features")]


def _index(parts: Wiring) -> list[Finding]:
    problems = [Finding("show", "can't be read", str(problem)) for problem in parts.library.problems()]
    shows = parts.library.shows()
    if not shows and not problems:
        mend = "Put a folder with show.toml and reviews.txt there, or set WORTHWATCH_SEEDS."
        return [Finding("shows", f"none in {parts.settings.seeds}", mend)]
    return [*problems, *(_index_of(parts, show.slug) for show in shows)]


def _index_of(parts: Wiring, slug: str) -> Finding:
    what = f"index of {slug}"
    try:
        checks = parts.library.verify(slug)
        if parts.library.is_stale(parts.library.show(slug)):
            return Finding(what, "out of date", "Run: worthwatch index build")
    except SourceError as error:
        return Finding(what, "usable, but its texts can't be read", str(error))
    except WorthwatchError as error:
        return Finding(what, "not usable", str(error))
    return Finding(what, checks["counts"].removeprefix("ok: "))


def _token(parts: Wiring) -> list[Finding]:
    if parts.settings.discord_token is None:
        mend = (
            "Make an application at https://discord.com/developers/applications, copy its token from "
            "the page Bot, and put it into .env as DISCORD_TOKEN=…"
        )
        return [Finding("token", "not set (needed for Discord alone)", mend)]
    application_id = _application_id(parts.settings.discord_token.get_secret_value())
    if application_id is None:
        mend = "Copy it anew from the page Bot of your application; it has three parts with dots between."
        return [Finding("token", "not of a token's form", mend)]
    return [Finding("token", "set"), Finding("invite link", invite_link(application_id))]


def _intents(parts: Wiring) -> list[Finding]:
    del parts
    names = ", ".join(name.replace("_", " ").title() for name in PERMISSIONS)
    return [
        Finding("intents", "none of the privileged ones is needed: leave them off"),
        Finding("permissions", f"{names} in the channels where it may answer"),
    ]


def invite_link(application_id: int) -> str:
    """Return the address that adds the bot to a server with the permissions it needs and no more."""
    import discord  # noqa: PLC0415 (slow to import: only with a token to look at)

    permissions = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    return discord.utils.oauth_url(
        application_id, permissions=permissions, scopes=("bot", "applications.commands")
    )


def _application_id(token: str) -> int | None:
    """Return the application's id, which a token's first part encodes; None for what is no token."""
    first, *rest = token.split(".")
    if len(rest) != 2:  # noqa: PLR2004 (a token has three parts)
        return None
    try:
        decoded = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(decoded) if decoded.isdecimal() else None
