"""What a viewer reads when something fails: one table, and never an exception's text.

An administrator reads the message itself, which names files and settings; an
operator finds the whole of it in the log under the reference the reply names.
"""

import logging
import secrets

from index import BuildBusyError, NoIndexError, SnapshotError, UnknownShowError, WorthwatchError

_LOG = logging.getLogger(__name__)
_DAMAGED = (
    "That show's index can't be read: someone who manages the server can run /index rebuild. "
    "It is noted under the reference {reference}."
)
_UNEXPECTED = "Something went wrong on my side. It is noted under the reference {reference}."
_FOR_VIEWERS: tuple[tuple[type[Exception], str], ...] = (
    (UnknownShowError, "I don't know that show. /shows lists those I know."),
    (
        NoIndexError,
        "That show's reviews aren't indexed yet: someone who manages the server can run /index rebuild.",
    ),
    (BuildBusyError, "That show is being rebuilt already."),
)


def for_viewer(error: BaseException, doing: str) -> str:
    """Return what a viewer reads about a failure; log it under a reference unless it is an everyday one."""
    for kind, message in _FOR_VIEWERS:
        if isinstance(error, kind):
            return message
    told = _DAMAGED if isinstance(error, SnapshotError) else _UNEXPECTED
    return told.format(reference=_noted(error, doing))


def for_admin(error: BaseException, doing: str) -> str:
    """Return what an administrator reads: the reason itself where it is meant to be read."""
    if isinstance(error, BuildBusyError):
        return str(error)
    reference = _noted(error, doing)
    if isinstance(error, WorthwatchError):
        return f"{error} (reference {reference})"
    return _UNEXPECTED.format(reference=reference)


def _noted(error: BaseException, doing: str) -> str:
    reference = secrets.token_hex(4)
    _LOG.error("[%s] %s failed", reference, doing, exc_info=error)
    return reference
