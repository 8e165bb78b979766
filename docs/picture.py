"""Draw docs/answer.svg, the picture in the README, from a real answer.

.venv/bin/python docs/picture.py
"""

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.app.settings import Settings
from bot.app.wiring import Wiring
from bot.wording.terminal import Terminal

QUESTION = "How is the pacing?"


def main() -> None:
    """Ask the question and save what the terminal shows."""
    parts = Wiring(Settings())
    console = Console(record=True, force_terminal=True, width=96, file=io.StringIO(), highlight=False)
    console.print(Text.assemble(("$ ", "green"), f'make ask Q="{QUESTION}"'))
    Terminal(parts.writer, console).reply(parts.answerer.ask(QUESTION), spoilers=False)
    path = Path(__file__).parent / "answer.svg"
    drawn = console.export_svg(title="Worthwatch")
    # Fonts of the reader's own: the picture fetches nothing.
    drawn = re.sub(r"@font-face \{.*?\}|<!--.*?-->", "", drawn, flags=re.DOTALL)
    path.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
