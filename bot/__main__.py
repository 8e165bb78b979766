"""The command ``worthwatch``."""

import os
import sys


def main() -> None:
    """Run the command line."""
    # Read when numpy is first imported: a question's small products are slower when split over cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bot.cli.app import run  # noqa: PLC0415 (imports numpy)

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
