import os
from pathlib import Path

import pytest

# As the command does, before anything imports numpy: small products are slower when split over cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the packaged model has been exported to."""
    from index import PACKAGED_MODEL, aspect_catalogue, export_model  # noqa: PLC0415 (after the line above)

    folder = tmp_path_factory.mktemp("exported") / "models"
    export_model(PACKAGED_MODEL, folder, aspect_catalogue().texts)
    return folder
