"""A model made ready for its export gives what it gave, and keeps better in bytes."""

import numpy as np
import pytest
import torch
from torch import nn

from index.encoders.export.smoothing import _even, even_out
from index.encoders.packaged import PACKAGED_MODEL
from index.encoders.torch_encoder import SentenceTransformerEncoder

TEXTS = ["The acting is superb.", "A dull, slow second season that I gave up on halfway."]


def test_an_evened_layer_gives_what_the_layer_gave_and_reads_what_was_divided() -> None:
    torch.manual_seed(0)
    layer, scales = nn.Linear(6, 3), torch.tensor([0.1, 1, 2, 5, 100, 1])
    read, weights = torch.randn(4, 6), layer.weight.detach().clone()
    before = layer(read)
    _even(layer, scales)
    seen: list[torch.Tensor] = []
    layer.register_forward_pre_hook(lambda _, read: seen.append(read[0]))
    torch.testing.assert_close(layer(read), before)
    torch.testing.assert_close(seen[0], read / scales)
    torch.testing.assert_close(layer.weight, nn.Parameter(weights * scales, requires_grad=False))


@pytest.mark.model
def test_an_evened_model_gives_the_same_vectors_and_no_feature_stands_out_as_much() -> None:
    encoder = SentenceTransformerEncoder(PACKAGED_MODEL)
    model, before = encoder.loaded(), encoder.encode(TEXTS)
    unevenness = _unevenness(encoder)
    even_out(model, TEXTS)
    np.testing.assert_array_equal(encoder.encode(TEXTS), before)  # powers of two lose nothing
    assert _unevenness(encoder) < unevenness / 2


def _unevenness(encoder: SentenceTransformerEncoder) -> float:
    """How many times its median feature's the greatest of what a feed-forward layer reads is, on average."""
    model, found = encoder.loaded(), []

    def watch(_: nn.Module, read: tuple[torch.Tensor]) -> None:
        greatest = read[0].detach().abs().flatten(0, -2).amax(dim=0)
        found.append(float(greatest.max() / greatest.median()))

    for layer in model.modules():
        if isinstance(layer, nn.Linear) and layer.in_features != layer.out_features:
            layer.register_forward_pre_hook(watch)
    encoder.encode(TEXTS)
    return sum(found) / len(found)
