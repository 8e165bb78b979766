"""onnxruntime, kept to itself.

Version 1.32 writes a device id and a store of events below the home folder's cache when it opens a
model, and looks up a host to send them to seconds later. It does neither when its environment says
so before it is first imported.
"""

import os
from types import ModuleType

from index.errors import ModelError


def load() -> ModuleType:
    """Return onnxruntime, which then sends nothing and keeps no events; raises ModelError without it.

    Whoever needs a part of it (``onnxruntime.quantization``) calls this first.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime  # noqa: PLC0415 (tenths of a second to import)
    except ImportError as error:
        raise ModelError("onnxruntime is not installed: pip install onnxruntime") from error
    module: ModuleType = onnxruntime
    return module
