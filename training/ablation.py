"""Tell what signals are worth: the figures of relevance trees, and of what is answerable, without some.

    python -m training.ablation [SIGNAL …]

Nothing is written.
"""

import argparse
import json

from bot.answering.signals import SIGNALS
from index.encoders.torch_encoder import packaged_encoder
from training import answerable, relevance
from training.materials import Materials


def main() -> None:
    """Train without the signals and print the figures of questions left out."""
    parser = argparse.ArgumentParser(description="Tell what signals of relevance are worth.")
    parser.add_argument("without", nargs="*", choices=SIGNALS, metavar="SIGNAL")
    without = parser.parse_args().without
    marked = relevance.read_marked(Materials(packaged_encoder()))
    for one in marked:
        one.rows[:, [SIGNALS.index(name) for name in without]] = 0.0
    likely = relevance.left_out(marked)
    figured = [relevance.figures_of(one, own) for one, own in zip(marked, likely, strict=True)]
    print(
        json.dumps({"without": without, **relevance.figures(marked, likely), **answerable.figures(figured)})
    )


if __name__ == "__main__":
    main()
