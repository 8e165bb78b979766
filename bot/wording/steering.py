"""What people wrote, made fit to be shown: nothing in it steers a terminal or turns the text round."""

import re

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line feed, and those that turn what follows the other way."""


def harmless(text: str) -> str:
    """Return a text less the characters that steer, its lines and tabs kept."""
    return _STEERING.sub("", text)


def one_line(text: str) -> str:
    """Return a text on one line, less the characters that steer."""
    return " ".join(harmless(" ".join(text.split())).split())


def spelled_out(json: str) -> str:
    """Return JSON that means the same, the characters that steer spelled out by their numbers."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
