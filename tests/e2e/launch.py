"""Run a module against a loopback Discord: `launch.py BASE_URL MODULE [ARGS...]`.

discord.py's two addresses are changed before the module is started the way
`python -m` starts it, so the product itself needs no test hook. Only this process
is redirected: a child process that it starts would reach the real Discord.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import discord.gateway
import discord.http
import yarl


def main() -> None:
    """Point discord.py at BASE_URL and run MODULE as `__main__`."""
    if len(sys.argv) < 3:
        sys.exit("usage: launch.py BASE_URL MODULE [ARGS...]")
    base = yarl.URL(sys.argv[1])
    discord.http.Route.BASE = str(base / "api" / "v10")
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base.with_scheme("ws") / "gateway"
    if not sys.flags.safe_path:  # the tests' folder must not shadow the product's
        sys.path[0] = str(Path.cwd())
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
