"""Make the committed weights again from the data here, the same bytes each time on one machine.

    python -m training --snippets vaderSentiment-3.3.2.tar.gz [--only NAME …] [--data FOLDER] [--to FOLDER]

Each file's figures are printed as they stand in its README. What reads other heads comes after them, and
reads those that are committed; ``--to`` writes into another folder than theirs.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

import torch
from threadpoolctl import threadpool_limits

from index import WorthwatchError
from index.encoders.torch_encoder import SentenceTransformerEncoder
from training import aspects, intent, polarity, relevance, spoilers
from training.materials import DATA, THREADS, Materials
from training.snippets import NAME, missing_snippets, read_snippets
from training.trainer import Trainer

TRAINERS = {
    trainer.name: trainer
    for trainer in (polarity.TRAINER, aspects.TRAINER, spoilers.TRAINER, intent.TRAINER, relevance.TRAINER)
}
"""In this order, as spoilers' figures read feelings, and relevance all that the others say."""


def main() -> None:
    """Train what is asked for, write it, and print its figures."""
    arguments = _parsed()
    chosen = [trainer for name, trainer in TRAINERS.items() if name in arguments.only]
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(mode=True)
    try:
        materials = _materials(arguments, chosen)
        with threadpool_limits(THREADS):
            for trainer in chosen:
                write(trainer, materials, arguments.to)
    except WorthwatchError as error:
        sys.exit(f"worthwatch: {error}")


def write(trainer: Trainer, materials: Materials, folder: Path | None) -> None:
    """Make a trainer's files, in the folder where one is given, and print their figures."""
    for made in trainer.make(materials):
        path = folder / made.file.name if folder else made.file
        made.head.save(path, trainer.origin(made, materials))
        print(path, *table_rows(made.figures), sep="\n", flush=True)


def table_rows(figures: Mapping[str, float]) -> list[str]:
    """Return figures as rows of a README's table."""
    return [f"| {name} | {value:g} |" for name, value in figures.items()]


def _materials(arguments: argparse.Namespace, chosen: list[Trainer]) -> Materials:
    needs_snippets = any(trainer.reads_snippets for trainer in chosen)
    if needs_snippets and arguments.snippets is None:
        raise missing_snippets()
    snippets = read_snippets(arguments.snippets) if needs_snippets else None
    if arguments.to:
        arguments.to.mkdir(parents=True, exist_ok=True)
    return Materials(SentenceTransformerEncoder(threads=THREADS), snippets, arguments.data)


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m training", description="Make the committed weights again."
    )
    parser.add_argument(
        "--snippets", type=Path, metavar="FILE", help=f"{NAME}, which polarity is learnt from"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        choices=TRAINERS,
        default=list(TRAINERS),
        metavar="NAME",
        help=", ".join(TRAINERS),
    )
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="FOLDER", help="learn from its files instead"
    )
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="write into it instead of replacing weights"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
