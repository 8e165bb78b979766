"""Nothing is sent anywhere but to Discord, and nothing is written but to the data folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.loopback import Loopback
from tests.e2e.places import COMMAND, Place
from tests.e2e.sealed import CAN_SEAL
from tests.unprivileged import REPOSITORY, files_in

pytestmark = pytest.mark.model

SEALED = str(REPOSITORY / "tests/e2e/sealed.py")
LAUNCH = "import runpy; runpy.run_path(sys.argv.pop(1), run_name='__main__')"
QUESTION = "Is season 3 worth watching?"
LINGERING_S = 2
"""How long a process is watched after its answer: what onnxruntime writes is there with its first model."""


class Outside:
    """All that a process takes for its own outside the data folder, empty at first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.here = folder / "here"
        self.here.mkdir()
        names = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
        self.settings = {name: str(folder / name) for name in names}
        for path in self.settings.values():
            Path(path).mkdir()
        self._before = files_in(folder)

    @property
    def written(self) -> set[Path]:
        """What was written to it."""
        return files_in(self._folder) - self._before


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    return Outside(tmp_path)


def start(place: Place, outside: Outside, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
    """Start sealed code in a process whose every folder but the data folder is watched."""
    return subprocess.Popen(
        [sys.executable, SEALED, *arguments],
        cwd=outside.here,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("ORT_")},
            "PYTHONPATH": str(REPOSITORY),
            "PYTHONDONTWRITEBYTECODE": "1",
            **place.settings,
            **outside.settings,
            **settings,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.mark.skipif(not CAN_SEAL, reason="the seal is Linux's")
def test_a_sealed_process_is_killed_for_looking_up_a_name(place: Place, outside: Outside) -> None:
    process = start(place, outside, "import socket; socket.getaddrinfo('discord.com', 443)")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGSYS


@pytest.mark.parametrize("arguments", [("ask", QUESTION), ("index", "build", "--full"), ("index", "verify")])
def test_a_command_keeps_to_the_data_folder(
    place: Place, outside: Outside, arguments: tuple[str, ...]
) -> None:
    process = start(place, outside, COMMAND, *arguments)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert outside.written == set()


def test_a_chat_keeps_to_the_data_folder_and_opens_no_socket(place: Place, outside: Outside) -> None:
    process = start(place, outside, COMMAND, "chat", "--json")
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{QUESTION}\n".encode())
    process.stdin.flush()
    assert b"season 3" in process.stdout.readline()
    time.sleep(LINGERING_S)
    assert sockets_of(process.pid) == []
    told, _ = process.communicate(timeout=60)
    assert (process.returncode, told) == (0, b"")
    assert outside.written == set()


@pytest.mark.asyncio
async def test_the_bot_keeps_to_the_data_folder_and_to_discord(place: Place, outside: Outside) -> None:
    async with Loopback() as loopback:
        process = start(
            place,
            outside,
            f"import sys; {LAUNCH}",
            str(REPOSITORY / "tests/e2e/launch.py"),
            loopback.url,
            "bot",
            "run",
            DISCORD_TOKEN=loopback.token,
        )
        try:
            await loopback.ready(60)
            asked = await loopback.say(loopback.member("viewer"), f"<@BOT> {QUESTION}")
            answer = await loopback.next_message(after=asked, timeout=30)
            assert answer["content"].startswith("**Season 3: ")
            peers = {peer for peer in sockets_of(process.pid) if peer != "unix"}
            assert peers <= {loopback.url.removeprefix("http://")}
        finally:
            process.send_signal(signal.SIGINT)
            told, _ = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert outside.written == set()


def sockets_of(process: int) -> list[str]:
    """Where a process's sockets lead to, `unix` for one of this machine alone; empty where none is told."""
    held = [link for link in map(_link, Path(f"/proc/{process}/fd").glob("*")) if link.startswith("socket:")]
    connected = {
        fields[9]: _address(fields[2])
        for kind in ("tcp", "tcp6", "udp", "udp6")
        if (table := Path(f"/proc/{process}/net/{kind}")).is_file()
        for fields in map(str.split, table.read_text(encoding="ascii").splitlines()[1:])
    }
    return [connected.get(link.removeprefix("socket:[").removesuffix("]"), "unix") for link in held]


def _link(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:  # it has been closed since
        return ""


def _address(told: str) -> str:
    """Return an address as people write it, of an IPv4 one; any other as the kernel tells it."""
    host, port = told.split(":")
    if len(host) != 8:
        return told
    return f"{'.'.join(str(byte) for byte in reversed(bytes.fromhex(host)))}:{int(port, 16)}"
