"""index build, info, verify, rollback, export."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from bot.cli.parts import JsonOption, ShowOption, print_json, tell_of, wiring
from bot.terminal import Terminal
from bot.wiring import Wiring
from index import EmptyLibraryError, EncoderKind, Manifest, ModelError, Show, SourceError, WorthwatchError

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
    terminal = Terminal(parts.writer)
    if export or parts.needs_export:
        _export(parts, terminal, required=export)
    chosen, problems = _chosen(parts, show)
    for one in chosen:
        try:
            if not full and not parts.library.is_stale(one):
                terminal.line(f"{one.title}: the index is up to date.")
                continue
            _build_one(parts, terminal, one, anew=full)
        except SourceError as problem:  # one show's files don't keep the others from being built
            problems.append(problem)
    tell_of(problems)


def _export(parts: Wiring, terminal: Terminal, *, required: bool) -> None:
    """Export the model; where that only would be quicker, a model that can't be exported is no failure."""
    terminal.line("Exporting the model, once …")
    try:
        parts.export()
    except ModelError as problem:
        if required or parts.settings.encoder is not EncoderKind.AUTO:
            raise
        terminal.line(f"The model stays as it is: {problem}.")


def _build_one(parts: Wiring, terminal: Terminal, show: Show, *, anew: bool) -> None:
    with terminal.progress(f"{show.title}: reading reviews") as progress:
        report = parts.library.build(show, anew=anew, progress=progress)
    for note in report.notes:
        terminal.line(f"{show.title}: {note}.")
    counts = f"{report.reviews} reviews, {report.passages} passages"
    terminal.line(f"{show.title}: {counts}, built in {report.seconds:.1f} s.")


@app.command("info")
def info(context: typer.Context, show: ShowOption = None, *, as_json: JsonOption = False) -> None:
    """Tell what each live index was made from."""
    parts = wiring(context)
    chosen, problems = _chosen(parts, show)
    manifests = [manifest for one in chosen if (manifest := parts.library.manifest(one.slug)) is not None]
    if as_json:
        print_json([manifest.to_json() for manifest in manifests])
    else:
        Terminal(parts.writer).table("Live indexes", _rows(parts, manifests))
    tell_of(problems)


def _rows(parts: Wiring, manifests: Sequence[Manifest]) -> list[dict[str, Any]]:
    return [
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


@app.command("verify")
def verify(context: typer.Context, show: ShowOption = None) -> None:
    """Check each live index: its files, counts, offsets and vectors."""
    parts = wiring(context)
    chosen, problems = _chosen(parts, show)
    for one in chosen:
        checks = parts.library.verify(one.slug)
        for name, result in checks.items():
            Terminal(parts.writer).line(f"{one.title}: {name} {result}")
    tell_of(problems)


@app.command("rollback")
def rollback(context: typer.Context, show: ShowOption = None) -> None:
    """Make the index before the live one live again."""
    parts = wiring(context)
    chosen, problems = _chosen(parts, show)
    for one in chosen:
        Terminal(parts.writer).line(f"{one.title}: {parts.library.rollback(one.slug)} is live again.")
    tell_of(problems)


@app.command("export")
def export(context: typer.Context, show: ShowOption = None) -> None:
    """Print every passage with what is known of it, one JSON object a line."""
    parts = wiring(context)
    chosen, problems = _chosen(parts, show)
    for one in chosen:
        for passage in parts.library.snapshot(one.slug).records.all_passages():
            row = {
                "review": passage.review,
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
                "seasons": list(passage.seasons),
                "aspects": list(passage.aspects),
                "polarity": passage.polarity.value,
                "spoiler": passage.spoiler,
            }
            print_json(row)
    tell_of(problems)


def _chosen(parts: Wiring, show: str | None) -> tuple[list[Show], list[WorthwatchError]]:
    """Return the show that was named, or every one that can be read, and what is wrong with the others."""
    if show:
        return [parts.library.show(show)], []
    shows, problems = parts.library.shows(), parts.library.problems()
    if not shows and not problems:
        raise EmptyLibraryError
    return shows, [*problems]
