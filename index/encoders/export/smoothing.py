"""A sentence-transformers model made ready for its export: the same model in operations that serve better."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

_TAKEN = 0.7
"""How much of its unevenness is taken from what a layer reads, the rest being left to its weights."""
_LEAST = 1e-5
_BATCH = 32


def with_plain_attention(model: "SentenceTransformer") -> None:
    """Have the model's attention in plain operations: those alone are known again in the export."""
    transformer: Any = getattr(model[0], "model", None)
    if hasattr(transformer, "set_attn_implementation"):
        transformer.set_attn_implementation("eager")


def even_out(model: "SentenceTransformer", texts: Sequence[str]) -> None:
    """Divide each feature that a layer reads by about its greatest, and multiply the layer's weights.

    Of layers that widen or narrow, such as BERT's feed-forward ones. In full precision that changes
    nothing, to the bit: it is done by powers of two. In bytes, from the least to the greatest that is
    read, a feature that stands out would leave few steps to all others (SmoothQuant, Xiao et al. 2022).
    How great each gets is seen on ``texts``, where processors differ in the last bits: not in powers of two.
    """
    import torch  # noqa: PLC0415 (seconds to import)

    layers = {
        name: layer
        for name, layer in model.named_modules()
        if isinstance(layer, torch.nn.Linear) and layer.in_features != layer.out_features
    }
    for name, greatest in _greatest_read(model, layers, texts).items():
        of_weights = layers[name].weight.detach().abs().amax(dim=0).clamp(min=_LEAST)
        scales = greatest**_TAKEN / of_weights ** (1 - _TAKEN)
        _even(layers[name], torch.exp2(torch.round(torch.log2(scales / scales.median()))))


def _greatest_read(
    model: "SentenceTransformer", layers: "dict[str, torch.nn.Linear]", texts: Sequence[str]
) -> "dict[str, torch.Tensor]":
    """Return for each layer how great each feature gets that it reads of the texts, shape (features,)."""
    import torch  # noqa: PLC0415

    greatest: dict[str, torch.Tensor] = {}

    def watch(name: str, read: "torch.Tensor") -> None:
        own = read.detach().abs().flatten(0, -2).amax(dim=0).clamp(min=_LEAST)
        greatest[name] = torch.maximum(own, greatest[name]) if name in greatest else own

    watching = [
        layer.register_forward_pre_hook(lambda _, read, name=name: watch(name, read[0]))
        for name, layer in layers.items()
    ]
    with torch.inference_mode():
        for start in range(0, len(texts), _BATCH):
            model(model.preprocess(list(texts[start : start + _BATCH])))
    for one in watching:
        one.remove()
    return greatest


def _even(layer: "torch.nn.Linear", scales: "torch.Tensor") -> None:
    """Have a layer give what it gave, from what it reads divided by the scales."""
    import torch  # noqa: PLC0415

    layer.weight = torch.nn.Parameter(layer.weight.detach() * scales, requires_grad=False)
    shares = 1 / scales
    layer.register_forward_pre_hook(lambda _, read: (read[0] * shares, *read[1:]))
