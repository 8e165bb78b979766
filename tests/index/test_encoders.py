from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnx
import pytest

from index.encoders import EncoderKind, is_exported, open_encoder
from index.errors import ModelError
from index.exported import ExportedModel, Precision, folder_of, refusal_of
from index.exporting import LEAST_COSINE, _fuse_attention, export_model
from index.onnx_encoder import OnnxEncoder
from index.packaged import PACKAGED_MODEL
from index.torch_encoder import SentenceTransformerEncoder


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
    assert parity[Precision.FULL.value] >= 0.999
    assert 0.98 <= parity[Precision.INT8.value] < 1


@pytest.mark.model
def test_an_export_too_far_from_the_model_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LEAST_COSINE, Precision.INT8, 0.9999)
    with pytest.raises(ModelError, match=r"a mean cosine of 0\.99"):
        export_model(PACKAGED_MODEL, tmp_path)
    assert list(tmp_path.iterdir()) == []


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
    assert refusal_of(tmp_path, "owner/model").name == "owner_model.refused"
