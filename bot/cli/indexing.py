"""index build, info, verify, rollback, export."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.app.wiring import Wiring
from bot.cli.parts import JsonOption, ShowOption, tell_of, terminal_of, wiring
from bot.cli.streams import print_json
from index import (
    EmptyLibraryError,
    EncoderKind,
    Manifest,
    ModelError,
    NoIndexError,
    Passage,
    Show,
    WorthwatchError,
)

if TYPE_CHECKING:
    from bot.wording.terminal import Terminal

_COST_OF_TORCH = "which answers the same, but starts some 4 s later and takes 400 MB more"

app = typer.Typer(help="Build and look after the index.", no_args_is_help=True)


@app.command("build")
def build(
    context: typer.Context,
    show: ShowOption = None,
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Build anew what is up to date too, encoding every text again.")
    ] = False,
    export: Annotated[
        bool, typer.Option("--export", help="Export the model anew, for serving without torch.")
    ] = False,
) -> None:
    """Build the index of every show whose reviews, model or rules have changed."""
    parts = wiring(context)
    terminal = terminal_of(parts)
    if export or parts.needs_export:
        _export(parts, terminal, required=export)

    def build_one(one: Show) -> None:
        if not full and not parts.library.is_stale(one):
            terminal.line(f"{one.title}: the index is up to date.")
        else:
            _build_one(parts, terminal, one, anew=full)

    _for_each(parts, show, build_one)


def _export(parts: Wiring, terminal: "Terminal", *, required: bool) -> None:
    """Export the model; where that only would be quicker, a model that can't be exported is no failure.

    A full disk is one, as the index then can't be written either.
    """
    terminal.line("Exporting the model, once …")
    try:
        left_out = parts.export()
    except ModelError as problem:
        if required or parts.settings.encoder is not EncoderKind.AUTO:
            raise ModelError(f"{problem}: WORTHWATCH_ENCODER=torch serves it as it is") from problem
        terminal.line(f"The model is served through torch, {_COST_OF_TORCH}: {problem}.")
        return
    for reason in left_out:
        terminal.line(f"One-byte weights are left out, full precision serves instead: {reason}.")


def _build_one(parts: Wiring, terminal: "Terminal", show: Show, *, anew: bool) -> None:
    with terminal.bar(f"{show.title}: reading reviews") as moved:
        report = parts.library.build(show, anew=anew, on_done=moved)
    for note in report.notes:
        terminal.line(f"{show.title}: {note}.")
    counts = f"{report.reviews} reviews, {report.passages} passages"
    terminal.line(f"{show.title}: {counts}, built in {report.seconds:.1f} s.")


@app.command("info")
def info(context: typer.Context, show: ShowOption = None, *, as_json: JsonOption = False) -> None:
    """Tell what each live index was made from."""
    parts = wiring(context)
    manifests: list[Manifest] = []

    def read(one: Show) -> None:
        with suppress(NoIndexError):
            manifests.append(parts.library.shelf(one.slug).manifest())

    problems = _tried(parts, show, read)
    _print_info(parts, manifests, as_json=as_json)
    tell_of(problems)


def _print_info(parts: Wiring, manifests: Sequence[Manifest], *, as_json: bool) -> None:
    if as_json:
        print_json([manifest.to_json() for manifest in manifests])
        return
    rows = [
        {
            "show": manifest.show,
            "snapshot": manifest.id,
            "built at": manifest.built_at,
            "model": manifest.model.name,
            "reviews": manifest.reviews,
            "passages": manifest.passages,
            "vectors": manifest.search.factory,
            "kept": len(parts.library.shelf(manifest.show).ids()),
        }
        for manifest in manifests
    ]
    terminal_of(parts).table("Live indexes", rows)


@app.command("verify")
def verify(context: typer.Context, show: ShowOption = None) -> None:
    """Check each live index: its files, counts, offsets and vectors."""
    parts = wiring(context)

    def verify_one(one: Show) -> None:
        for name, result in parts.library.verify(one.slug).items():
            terminal_of(parts).line(f"{one.title}: {name} {result}")

    _for_each(parts, show, verify_one)


@app.command("rollback")
def rollback(context: typer.Context, show: ShowOption = None) -> None:
    """Make the index that was live before the live one live again."""
    parts = wiring(context)

    def roll_back(one: Show) -> None:
        terminal_of(parts).line(f"{one.title}: {parts.library.rollback(one.slug)} is live again.")

    _for_each(parts, show, roll_back)


@app.command("export")
def export(context: typer.Context, show: ShowOption = None) -> None:
    """Print every passage with what is known of it, one JSON object a line."""
    parts = wiring(context)

    def export_one(one: Show) -> None:
        snapshot = parts.library.snapshot(one.slug)
        with snapshot.damage_told():
            for passage in snapshot.records.all_passages():
                print_json(_exported(passage))

    _for_each(parts, show, export_one)


def _exported(passage: Passage) -> dict[str, Any]:
    return {
        "review": passage.review,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "seasons": list(passage.seasons),
        "aspects": list(passage.aspects),
        "polarity": passage.polarity.value,
        "spoiler": passage.spoiler,
    }


def _for_each(parts: Wiring, show: str | None, act: Callable[[Show], None]) -> None:
    """Do something with the show that was named, or with every one; raise what went wrong afterwards."""
    tell_of(_tried(parts, show, act))


def _tried(parts: Wiring, show: str | None, act: Callable[[Show], None]) -> list[WorthwatchError]:
    """Do something with the show that was named, or with every one; return what went wrong.

    One show's trouble keeps no other from its turn.
    """
    problems: list[WorthwatchError] = [] if show else [*parts.library.problems()]
    shows = [parts.library.show(show)] if show else parts.library.shows()
    if not shows and not problems:
        raise EmptyLibraryError
    for one in shows:
        try:
            act(one)
        except WorthwatchError as problem:
            problems.append(problem)
    return problems
