"""What a viewer reads when something fails: one table, and never an exception's text.

An administrator reads the message itself, which names files and settings; an
operator finds the whole of it in the log under the reference the reply names.
"""

import logging
import secrets

from index import (
    BuildBusyError,
    NoIndexError,
    SnapshotError,
    SourceError,
    StorageError,
    UnknownShowError,
    UnreadableError,
    WorthwatchError,
)

_LOG = logging.getLogger(__name__)
_UNEXPECTED = "Something went wrong on my side. It is noted under the reference {reference}."
_FOR_VIEWERS: tuple[tuple[type[Exception], str], ...] = (
    (UnknownShowError, "I don't know that show, or it isn't here any more. /shows lists those I know."),
    (
        NoIndexError,
        "That show's reviews aren't indexed yet: someone who manages the server can run /index rebuild.",
    ),
    (BuildBusyError, "That show is being rebuilt already."),
)
_NOTED = "It is noted under the reference {reference}."
_FOR_VIEWERS_NOTED: tuple[tuple[type[Exception], str], ...] = (
    (
        SnapshotError,
        f"That show's index can't be read: someone who manages the server can run /index rebuild. {_NOTED}",
    ),
    (UnreadableError, f"I may not read that show's index: whoever runs me can mend that. {_NOTED}"),
    (SourceError, f"That show's own files can't be read: whoever runs me can mend them. {_NOTED}"),
    (StorageError, f"I can't keep that: there is no room for it, or I may not write. {_NOTED}"),
)
"""What an operator has to look at, and a viewer may know."""


def for_viewer(error: BaseException, doing: str) -> str:
    """Return what a viewer reads about a failure; log it under a reference unless it is an everyday one."""
    for kind, message in _FOR_VIEWERS:
        if isinstance(error, kind):
            return message
    reference = _noted(error, doing)
    told = (message for kind, message in _FOR_VIEWERS_NOTED if isinstance(error, kind))
    return next(told, _UNEXPECTED).format(reference=reference)


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
