import json
import time
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from bot.answering.prospects import AnswerableModel
from index.encoders.base import ModelIdentity
from index.errors import ModelError, StorageError
from index.heads.base import Origin, check_model, digest_of, read_origin, read_weights, write_weights
from tests.fakes import AN_ORIGIN, never_spoils, word_head

ARRAYS = {"looks": np.arange(6, dtype=np.float32).reshape(2, 3), "names": np.array(["one", "two"])}


class TestAFile:
    def test_gives_back_the_arrays_and_their_origin(self, tmp_path: Path) -> None:
        path = tmp_path / "head.npz"
        write_weights(path, ARRAYS, AN_ORIGIN)
        found = read_weights(path, ("looks", "names"))
        assert found["looks"].tolist() == ARRAYS["looks"].tolist()
        assert found["names"].tolist() == ["one", "two"]
        assert read_origin(path) == AN_ORIGIN

    def test_has_the_same_bytes_whenever_it_is_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_weights(tmp_path / "now.npz", ARRAYS, AN_ORIGIN)
        later = time.time() + 86_400
        monkeypatch.setattr(time, "time", lambda: later)
        write_weights(tmp_path / "later.npz", ARRAYS, AN_ORIGIN)
        assert (tmp_path / "now.npz").read_bytes() == (tmp_path / "later.npz").read_bytes()
        with ZipFile(tmp_path / "now.npz") as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_that_cannot_be_written_is_a_storage_error(self, tmp_path: Path) -> None:
        with pytest.raises(StorageError, match=r"head\.npz can't be written"):
            write_weights(tmp_path / "missing" / "head.npz", ARRAYS, AN_ORIGIN)

    def test_that_lacks_an_array_is_a_model_error(self, tmp_path: Path) -> None:
        write_weights(tmp_path / "head.npz", ARRAYS, AN_ORIGIN)
        with pytest.raises(ModelError, match=r"head\.npz can't be read: reinstall worthwatch"):
            read_weights(tmp_path / "head.npz", ("looks", "taken"))


class TestAnOrigin:
    def test_is_read_from_json_too(self, tmp_path: Path) -> None:
        path = tmp_path / "answerable.json"
        AnswerableModel.load().save(path, AN_ORIGIN)
        assert read_origin(path) == AN_ORIGIN

    @pytest.mark.parametrize(
        "told",
        ["", "[]", "{}", json.dumps({"data": "digest", "command": "make", "figures": {"accuracy": "high"}})],
    )
    def test_that_is_none_is_a_model_error(self, tmp_path: Path, told: str) -> None:
        path = tmp_path / "head.npz"
        np.savez_compressed(path, origin=np.array(told))
        with pytest.raises(ModelError, match=r"head\.npz don't tell what they were made from: make weights"):
            read_origin(path)

    @pytest.mark.parametrize("name", ["head.npz", "head.json"])
    @pytest.mark.parametrize("content", [None, b"", b"[1]", b"{}"])
    def test_of_a_file_that_is_missing_or_none_of_weights_is_a_model_error(
        self, tmp_path: Path, name: str, content: bytes | None
    ) -> None:
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(ModelError, match="don't tell what they were made from"):
            read_origin(path)

    def test_keeps_numbers_as_they_are(self) -> None:
        origin = Origin("digest", "command", {"questions": 2350, "accuracy": 0.8421})
        assert Origin.of_json(origin.to_json()) == origin


def test_a_head_of_another_model_is_a_model_error() -> None:
    own = ModelIdentity("word-overlap", "digest of word-overlap", 512)
    check_model(own, word_head(), never_spoils())
    with pytest.raises(ModelError, match="of another model: reinstall worthwatch"):
        check_model(own, word_head(), never_spoils("another"))


def test_a_head_has_a_digest_of_all_that_it_holds() -> None:
    head = word_head()
    louder = replace(head, phrase_biases=head.phrase_biases + 1)
    deeper = replace(head, network=replace(head.network, looks=head.network.looks + 1))
    assert digest_of(head) == digest_of(word_head())
    assert len({digest_of(one) for one in (head, louder, deeper, word_head("another"))}) == 4
