"""Imported before anything that loads numpy: its threads as ``worthwatch`` sets them for itself."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
