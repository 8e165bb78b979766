"""A model made ready for its export gives what it gave, and keeps better in bytes."""

import numpy as np
import pytest
import torch
from torch import nn

from index.exportable import _evened, even_out
from index.packaged import PACKAGED_MODEL
from index.torch_encoder import SentenceTransformerEncoder

TEXTS = ["The acting is superb.", "A dull, slow second season that I gave up on halfway."]


def test_an_evened_layer_gives_what_the_layer_gives() -> None:
    torch.manual_seed(0)
    layer, scales = nn.Linear(6, 3), torch.tensor([0.1, 1, 2, 5, 100, 1])
    read = torch.randn(4, 6)
    torch.testing.assert_close(_evened(layer, scales)(read), layer(read))


def test_what_an_evened_layer_multiplies_by_is_the_share_of_its_scale() -> None:
    seen: list[torch.Tensor] = []
    evened = _evened(nn.Linear(2, 1), torch.tensor([4.0, 0.5]))
    inner = next(module for module in evened.modules() if isinstance(module, nn.Linear))
    inner.register_forward_pre_hook(lambda _, read: seen.append(read[0]))
    evened(torch.tensor([[8.0, 1.0]]))
    assert seen[0].tolist() == [[2.0, 2.0]]


@pytest.mark.model
def test_an_evened_model_gives_the_same_vectors_and_no_feature_stands_out_as_much() -> None:
    encoder = SentenceTransformerEncoder(PACKAGED_MODEL)
    model, before = encoder.loaded(), encoder.encode(TEXTS)
    unevenness = _unevenness(encoder)
    even_out(model, TEXTS)
    np.testing.assert_allclose(encoder.encode(TEXTS), before, atol=1e-5)
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
