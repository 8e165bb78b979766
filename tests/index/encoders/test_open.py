import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnx
import pytest
from filelock import FileLock

from index.encoders.base import FULL_PRECISION, ModelIdentity
from index.encoders.export.folder import ExportedModel, Precision, folder_of, refusal_of
from index.encoders.export.run import LEAST_COSINE, _checked, _fuse_attention, export_model
from index.encoders.onnx_encoder import OnnxEncoder
from index.encoders.open import EncoderKind, is_exported, open_encoder
from index.encoders.packaged import PACKAGED_IDENTITY, PACKAGED_MODEL
from index.encoders.torch_encoder import SentenceTransformerEncoder
from index.errors import ExportBusyError, ModelError, StorageError, UnexportableError

TEXTS = ["The acting is superb.", "A dull, slow second season that I gave up on halfway."]


@pytest.mark.parametrize("kind", [EncoderKind.AUTO, EncoderKind.TORCH])
def test_without_an_export_the_model_itself_serves(kind: EncoderKind, tmp_path: Path) -> None:
    assert isinstance(open_encoder(PACKAGED_MODEL, kind, tmp_path), SentenceTransformerEncoder)


@pytest.mark.parametrize("kind", [EncoderKind.ONNX, EncoderKind.ONNX_INT8])
def test_an_export_that_is_asked_for_and_missing_is_said(kind: EncoderKind, tmp_path: Path) -> None:
    assert not is_exported(PACKAGED_MODEL, kind, tmp_path)
    with pytest.raises(ModelError, match="run worthwatch index build --export"):
        open_encoder(PACKAGED_MODEL, kind, tmp_path)


@pytest.mark.model
@pytest.mark.parametrize("kind", [EncoderKind.AUTO, EncoderKind.ONNX, EncoderKind.ONNX_INT8])
def test_an_export_serves_where_there_is_one(kind: EncoderKind, models: Path) -> None:
    assert is_exported(PACKAGED_MODEL, kind, models)
    assert isinstance(open_encoder(PACKAGED_MODEL, kind, models), OnnxEncoder)


@pytest.mark.model
def test_an_export_of_other_weights_under_the_same_name_is_refused(models: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, PACKAGED_MODEL)
    folder.mkdir()
    whole = folder_of(models, PACKAGED_MODEL)
    for path in whole.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "export.json").unlink()
    said = (whole / "export.json").read_text(encoding="utf-8")
    digest = ExportedModel.read(whole).identity.sha256
    (folder / "export.json").write_text(said.replace(digest, "0" * 64), encoding="utf-8")
    with pytest.raises(ModelError, match="is of another model"):
        open_encoder(PACKAGED_MODEL, EncoderKind.AUTO, tmp_path)


@pytest.mark.model
def test_an_export_says_how_near_it_comes(models: Path) -> None:
    parity = ExportedModel.read(folder_of(models, PACKAGED_MODEL)).parity
    assert parity[Precision.FULL.value] >= 0.99999
    assert 0.98 <= parity[Precision.INT8.value] < 1


def written(folder: Path) -> ExportedModel:
    """An export in both precisions, not yet checked."""
    names = [*Precision.FULL.files, *Precision.INT8.files]
    for name in names:
        (folder / name).write_bytes(b"weights")
    return ExportedModel(folder, ModelIdentity("model", "0" * 64, 3), 256, dict.fromkeys(names, "digest"), {})


def test_bytes_too_far_from_the_model_are_left_out_and_full_precision_serves_in_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, PACKAGED_MODEL)
    folder.mkdir()
    nearness = {Precision.FULL: 1.0, Precision.INT8: 0.9799}
    monkeypatch.setattr("index.encoders.export.run._parity", lambda _, precision, *__: nearness[precision])
    exported = replace(_checked(written(folder), [], []), identity=PACKAGED_IDENTITY)
    exported.write()
    assert sorted(path.name for path in folder.iterdir()) == ["export.json", "model.onnx", "model.weights"]
    reason = "its vectors have a mean cosine of 0.9799 to the model's, less than 0.98"
    assert ExportedModel.read(folder).refused == {Precision.INT8.value: reason}
    assert is_exported(PACKAGED_MODEL, EncoderKind.ONNX_INT8, tmp_path)  # it needn't be tried again
    assert open_encoder(PACKAGED_MODEL, EncoderKind.ONNX_INT8, tmp_path).precision == FULL_PRECISION


def test_full_precision_too_far_from_the_model_is_no_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.encoders.export.run._parity", lambda *_: 0.99)
    with pytest.raises(UnexportableError, match=r"a mean cosine of 0\.9900 to the model's, less than 0\.999"):
        _checked(written(tmp_path), [], [])


@pytest.mark.model
def test_an_export_that_fails_leaves_nothing_and_the_earlier_one_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = folder_of(tmp_path, PACKAGED_MODEL)
    earlier.mkdir()
    (earlier / "export.json").write_text("{}", encoding="utf-8")
    monkeypatch.setitem(LEAST_COSINE, Precision.FULL, 1.1)
    with pytest.raises(UnexportableError, match=r"a mean cosine of 1\.0000"):
        export_model(PACKAGED_MODEL, tmp_path, TEXTS)
    assert {path.name for path in tmp_path.iterdir()} <= {"export.lock", earlier.name}
    assert [path.name for path in earlier.iterdir()] == ["export.json"]


def fails_to_load(_: object) -> object:
    raise OSError(28, "No space left on device")


def test_what_a_killed_export_left_is_swept_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".exporting-killed" / "model").mkdir(parents=True)
    (tmp_path / ".exporting-killed" / "model" / "model.weights").write_bytes(b"87 MB")
    monkeypatch.setattr(SentenceTransformerEncoder, "loaded", fails_to_load)
    with pytest.raises(StorageError, match=r"can't be written .*No space left.*is there room"):
        export_model(PACKAGED_MODEL, tmp_path, TEXTS)
    assert [path.name for path in tmp_path.iterdir() if path.name != "export.lock"] == []


def test_two_exports_at_once_are_not_made(tmp_path: Path) -> None:
    with (
        FileLock(tmp_path / "export.lock"),
        pytest.raises(ExportBusyError, match="is running: wait until that has ended"),
    ):
        export_model(PACKAGED_MODEL, tmp_path, TEXTS)


_EXPORT = """
import sys
from pathlib import Path
from index import PACKAGED_MODEL, aspect_catalogue, export_model

texts = aspect_catalogue().texts
print(sorted(export_model(PACKAGED_MODEL, Path(sys.argv[1]), texts).files.items()))
"""


@pytest.mark.model
def test_an_export_is_the_same_with_any_number_of_cores_and_readable_by_all(
    models: Path, tmp_path: Path
) -> None:
    """Sums over several threads end in other bits; the session's own export had all cores."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _EXPORT, tmp_path], env=environment, capture_output=True, text=True, check=True
    )
    whole = ExportedModel.read(folder_of(models, PACKAGED_MODEL))
    assert done.stdout.strip() == str(sorted(whole.files.items()))
    modes = {path.stat().st_mode for path in whole.folder.iterdir()}
    assert len(modes) == 1


@pytest.mark.model
def test_an_export_s_weights_leave_room_for_every_processor_s_sums(models: Path) -> None:
    """Two products of a weight and a byte must fit in 16 bits, or an older processor clips them."""
    model = onnx.load(folder_of(models, PACKAGED_MODEL) / Precision.INT8.value)
    products = [node for node in model.graph.node if node.op_type in {"MatMulInteger", "QAttention"}]
    taken_in = {name for node in products for name in node.input}
    weights = [
        onnx.numpy_helper.to_array(one).astype(int)
        for one in model.graph.initializer
        if one.name in taken_in and one.data_type == onnx.TensorProto.INT8 and one.dims
    ]
    matrices = [weight for weight in weights if weight.ndim == 2]
    assert len(matrices) == 6 * 4  # a layer's attention in one, its output, and both of feed-forward
    assert max(np.abs(matrix).max() for matrix in matrices) * 255 * 2 < 2**15


def test_a_model_whose_attention_cannot_be_fused_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("hidden_size % num_heads")

    monkeypatch.setattr("onnxruntime.transformers.optimizer.optimize_model", refuse)
    config = SimpleNamespace(num_attention_heads=7, hidden_size=60)
    path = tmp_path / "model.onnx"
    path.write_bytes(b"as it was")
    _fuse_attention(path, [SimpleNamespace(model=SimpleNamespace(config=config))])  # type: ignore[arg-type]
    assert path.read_bytes() == b"as it was"


def test_why_an_export_did_not_work_is_kept_beside_it(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, "owner/model").name == "owner_model.5.refused"


def test_where_neither_an_export_nor_torch_is_there_is_told_what_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a server that serves from an export made elsewhere, which was copied in part."""
    monkeypatch.setitem(sys.modules, "torch", None)
    encoder = open_encoder(PACKAGED_MODEL, EncoderKind.AUTO, tmp_path)
    for read in (encoder.encode, encoder.encode_tokens):
        with pytest.raises(ModelError, match=r"isn't exported here, .*: copy data/models anew from where"):
            read(["text"])
