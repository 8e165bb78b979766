from pathlib import Path

import numpy as np
import pytest

from index.encoders.base import Encoder
from index.encoders.export.folder import ExportedModel, Precision, folder_of
from index.encoders.onnx_encoder import OnnxEncoder, _batches
from index.encoders.packaged import PACKAGED_IDENTITY, PACKAGED_MODEL
from index.encoders.processor import cores
from index.encoders.torch_encoder import packaged_encoder
from index.errors import ModelError

TEXTS = ["The acting is superb.", "A dull, slow second season that I gave up on halfway.", "", "!?", "Wow!"]


class TestBatches:
    def test_hold_texts_of_like_length_and_no_more_pieces_than_allowed(self) -> None:
        lengths = [300, 5, 700, 6, 900, 4, 2000]
        batches = list(_batches(lengths))
        assert sorted(number for batch in batches for number in batch) == list(range(7))
        assert batches == [[5, 1, 3], [0], [2], [4], [6]]

    def test_of_nothing_are_none(self) -> None:
        assert list(_batches([])) == []


@pytest.mark.model
@pytest.mark.parametrize(("precision", "least"), [(Precision.FULL, 0.9999), (Precision.INT8, 0.96)])
class TestAnExport:
    @pytest.fixture
    def encoder(self, models: Path, precision: Precision, least: float) -> Encoder:  # noqa: ARG002 (a pair)
        return OnnxEncoder(ExportedModel.read(folder_of(models, PACKAGED_MODEL)), precision, threads=2)

    def test_comes_near_the_model_itself(self, encoder: Encoder, least: float) -> None:
        cosines = np.einsum("nd,nd->n", encoder.encode(TEXTS), packaged_encoder().encode(TEXTS))
        assert cosines.min() >= least

    def test_gives_the_same_word_pieces_as_the_model(self, encoder: Encoder, least: float) -> None:
        pairs = zip(encoder.encode_tokens(TEXTS), packaged_encoder().encode_tokens(TEXTS), strict=True)
        for ours, theirs in pairs:
            assert ours.tokens.ids.tolist() == theirs.tokens.ids.tolist()
            nearness = np.einsum("nd,nd->n", ours.tokens.vectors, theirs.tokens.vectors)
            assert nearness.mean() >= least - 0.03

    def test_keeps_the_order_over_many_batches_and_counts_to_the_end(
        self, encoder: Encoder, least: float
    ) -> None:
        texts = [f"Episode {number} {'is long ' * (number % 40)}" for number in range(200)]
        seen: list[int] = []
        vectors = encoder.encode(texts, on_done=lambda done, _: seen.append(done))
        alone = encoder.encode([texts[123]])[0]
        assert vectors[123] @ alone >= least
        assert seen == sorted(seen)
        assert seen[-1] == len(texts)

    def test_is_known_as_the_model_it_is_of(self, encoder: Encoder, least: float) -> None:  # noqa: ARG002
        assert encoder.identity == PACKAGED_IDENTITY


@pytest.mark.model
class TestADamagedExport:
    @pytest.fixture
    def copy(self, models: Path, tmp_path: Path) -> ExportedModel:
        whole = ExportedModel.read(folder_of(models, PACKAGED_MODEL))
        for name in ("export.json", "tokenizer.json", Precision.INT8.value):
            (tmp_path / name).write_bytes((whole.folder / name).read_bytes())
        return ExportedModel.read(tmp_path)

    def test_is_told_from_a_sound_one(self, copy: ExportedModel) -> None:
        assert copy.has(Precision.INT8)
        assert not copy.has(Precision.FULL)
        with pytest.raises(ModelError, match=r"model\.onnx is missing or has changed"):
            OnnxEncoder(copy, Precision.FULL).encode(["text"])

    @pytest.mark.parametrize("name", ["tokenizer.json", Precision.INT8.value])
    def test_is_refused_with_what_mends_it(self, copy: ExportedModel, name: str) -> None:
        (copy.folder / name).write_bytes(b"altered")
        with pytest.raises(ModelError, match="run worthwatch index build --export"):
            OnnxEncoder(copy, Precision.INT8).encode(["text"])

    @pytest.mark.parametrize("text", ["", "{}", '{"format": 0}'])
    def test_that_says_nothing_of_itself_is_no_export(self, copy: ExportedModel, text: str) -> None:
        (copy.folder / "export.json").write_text(text, encoding="utf-8")
        with pytest.raises(ModelError, match=r"export\.json"):
            ExportedModel.read(copy.folder)


@pytest.mark.model
class TestATextReadAlone:
    @pytest.fixture
    def exported(self, models: Path) -> ExportedModel:
        return ExportedModel.read(folder_of(models, PACKAGED_MODEL))

    def test_comes_out_the_same_to_the_bit_on_one_core_and_on_two(self, exported: ExportedModel) -> None:
        on_one, on_two = (OnnxEncoder(exported, Precision.FULL, threads=cores) for cores in (1, 2))
        for text in TEXTS:
            (one,), (two,) = on_one.encode_tokens([text]), on_two.encode_tokens([text])
            np.testing.assert_array_equal(one.row, two.row)
            np.testing.assert_array_equal(one.inside, two.inside)
            np.testing.assert_array_equal(one.tokens.vectors, two.tokens.vectors)

    @pytest.mark.skipif(cores() < 2, reason="there is but one core")
    def test_has_two_cores_and_one_while_another_is_read(self, exported: ExportedModel) -> None:
        encoder = OnnxEncoder(exported, Precision.FULL, threads=2)
        with encoder._cores(1) as first, encoder._cores(1) as second, encoder._cores(2) as many:
            assert (first, second, many) == (2, 1, 1)
        with encoder._cores(1) as again:
            assert again == 2
        with OnnxEncoder(exported, Precision.FULL, threads=1)._cores(1) as cores:
            assert cores == 1
