"""Code in a process that the kernel ends when a name is looked up: `sealed.py CODE [ARGS...]`.

It may open connections to addresses, but no datagram socket of the internet, through which names are
looked up, whichever thread or library tries it.
"""

import ctypes
import platform
import socket
import struct
import sys

_SOCKET = {"x86_64": 41, "aarch64": 198}.get(platform.machine()) if sys.platform == "linux" else None
"""The number of the system call, where this knows how to seal."""
CAN_SEAL = _SOCKET is not None
_LOAD, _JUMP_IF_EQUAL, _AND, _RETURN = 0x20, 0x15, 0x54, 0x06
_NUMBER, _FAMILY, _TYPE = 0, 16, 24
"""Where the system call's number and arguments stand in what a filter looks at."""
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_SET_SECCOMP, _NO_NEW_PRIVILEGES, _FILTER = 22, 38, 2


def seal() -> None:
    """From here on, be killed by SIGSYS for a datagram socket; does nothing where it can't be had."""
    if _SOCKET is None:
        return
    steps = [  # each with how many to skip if equal, and if not
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_IF_EQUAL, 0, 6, _SOCKET),
        (_LOAD, 0, 0, _FAMILY),
        (_JUMP_IF_EQUAL, 1, 0, socket.AF_INET),
        (_JUMP_IF_EQUAL, 0, 3, socket.AF_INET6),
        (_LOAD, 0, 0, _TYPE),
        (_AND, 0, 0, 0xF),  # the rest are flags
        (_JUMP_IF_EQUAL, 1, 0, socket.SOCK_DGRAM),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _KILL),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    for request in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, program, 0, 0)):
        if libc.prctl(*request):
            raise OSError(ctypes.get_errno(), "the process can't be sealed")


if __name__ == "__main__":
    seal()
    sys.argv = sys.argv[1:]
    exec(sys.argv[0])  # noqa: S102 (a test's own code)
