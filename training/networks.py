"""Networks fitted to marks, with torch, and laid out as ``index.network`` reads them."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from index.network import Network

Floats = NDArray[np.float32]
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained; chosen on what is left out of training."""

    hidden: int
    rounds: int
    decay: float = 0.1
    batch: int = 64
    rate: float = 3e-3
    dropped: float = 0.1
    """Share of the features that is hidden from each example."""
    dropped_inside: float = 0.3
    """The same of the hidden units."""


def fit(
    features: Floats, targets: Floats, recipe: Recipe, *, exclusive: bool, weights: Floats | None = None
) -> Network:
    """Return a network whose outputs are log probabilities of exclusive classes, or log odds of each mark.

    ``features`` are of shape (n, features), ``targets`` of (n, outputs), 0 to 1, those of
    exclusive classes adding up to 1; ``weights`` say what each row counts.
    """
    torch.manual_seed(0)
    middle, spread = features.mean(axis=0), np.maximum(features.std(axis=0), _LEAST_SPREAD)
    rows, wanted = torch.tensor((features - middle) / spread), torch.tensor(targets.astype(np.float32))
    counted = torch.tensor(np.ones(len(rows), np.float32) if weights is None else weights / weights.mean())
    inner, outer = nn.Linear(rows.shape[1], recipe.hidden), nn.Linear(recipe.hidden, wanted.shape[1])
    model = nn.Sequential(
        nn.Dropout(recipe.dropped), inner, nn.ReLU(), nn.Dropout(recipe.dropped_inside), outer
    )
    steps = recipe.rounds * -(-len(rows) // recipe.batch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps)
    for _ in range(recipe.rounds):
        order = torch.randperm(len(rows))
        for start in range(0, len(rows), recipe.batch):
            chosen = order[start : start + recipe.batch]
            loss = _loss(model(rows[chosen]), wanted[chosen], exclusive=exclusive)
            optimizer.zero_grad()
            (loss * counted[chosen]).mean().backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    with torch.inference_mode():
        scaled = inner.weight.numpy() / spread
        return Network(
            inner=scaled.astype(np.float32),
            inner_biases=(inner.bias.numpy() - scaled @ middle).astype(np.float32),
            outer=outer.weight.numpy(),
            outer_biases=outer.bias.numpy(),
        )


def _loss(outputs: torch.Tensor, wanted: torch.Tensor, *, exclusive: bool) -> torch.Tensor:
    """Return each row's loss."""
    if exclusive:
        return nn.functional.cross_entropy(outputs, wanted, reduction="none")
    apart = nn.functional.binary_cross_entropy_with_logits(outputs, wanted, reduction="none")
    return apart.sum(dim=1)
