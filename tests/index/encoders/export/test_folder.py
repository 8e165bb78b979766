import json
from pathlib import Path

import pytest

from index.encoders.base import ModelIdentity
from index.encoders.export.folder import ExportedModel
from index.errors import ModelError


@pytest.fixture
def written(tmp_path: Path) -> ExportedModel:
    exported = ExportedModel(
        tmp_path,
        ModelIdentity("model", "0" * 64, 3),
        256,
        {"model.onnx": "digest"},
        {"model.onnx": 0.99999},
        {"model-int8.onnx": "too far"},
    )
    exported.write()
    return exported


def test_what_is_known_of_an_export_reads_back_as_it_was_written(
    written: ExportedModel, tmp_path: Path
) -> None:
    assert ExportedModel.read(tmp_path) == written


def edited(folder: Path, **fields: object) -> None:
    path = folder / "export.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **fields}), encoding="utf-8")


@pytest.mark.usefixtures("written")
def test_an_export_of_another_version_is_told_to_be_made_anew(tmp_path: Path) -> None:
    edited(tmp_path, format=0, identity="of old")
    with pytest.raises(ModelError, match="is of another version: run worthwatch index build --export"):
        ExportedModel.read(tmp_path)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    "fields",
    [
        {"identity": {"name": "model"}},
        {"identity": None},
        {"longest": "many"},
        {"files": ["model.onnx"]},
        {"files": {"model.onnx": 7}},
        {"parity": {"model.onnx": "near"}},
        {"colour": "blue"},
    ],
)
def test_one_that_says_other_things_than_an_export_does_is_not_read(
    fields: dict[str, object], tmp_path: Path
) -> None:
    edited(tmp_path, **fields)
    with pytest.raises(ModelError, match=r"export\.json can't be read: run worthwatch index build --export"):
        ExportedModel.read(tmp_path)


@pytest.mark.parametrize("text", [None, "", "[]", "7", "[" * 100_000])
def test_one_that_is_not_there_or_no_table_is_not_read(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "export.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"export\.json can't be read: run worthwatch index build --export"):
        ExportedModel.read(tmp_path)
