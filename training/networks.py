"""Networks fitted to marks, with torch, and laid out as ``index.heads.network`` reads them."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from index.encoders.base import Features
from index.heads.network import Network
from index.heads.piece_network import PieceNetwork

Floats = NDArray[np.float32]
_LEAST_SPREAD = 1e-3
_MEASURED = 50_000
"""Rows that middles and spreads are measured on."""
_FAR = 1e4
"""Beyond any figure: what stands outside the text is never minded, never a peak."""
_LENGTHS_MIXED = 8
"""Word pieces by which texts of one batch may differ, so that batches aren't always the same."""


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


@dataclass(frozen=True, slots=True)
class PieceRecipe:
    """How a network over pieces is trained; chosen on what is left out of training."""

    looks: int = 16
    width: int = 8
    """What one look takes of the pieces that it minds."""
    peaks: int = 128
    units: int = 64
    """What is made of the text's vectors."""
    rounds: int = 6
    rate: float = 2e-3
    decay: float = 1e-2
    batch: int = 64
    dropped: float = 0.2
    """Share of each piece's figures, and of each text's, that is hidden."""
    dropped_inside: float = 0.4
    """The same of what the outputs are made of."""


class _PieceModule(nn.Module):
    """What ``PieceNetwork`` does, over pieces and rows brought to the same spread."""

    def __init__(self, dimension: int, row: int, outputs: int, recipe: PieceRecipe) -> None:
        super().__init__()
        self.width = recipe.width
        self.looks = nn.Linear(dimension, recipe.looks, bias=False)
        self.taken = nn.Linear(dimension, recipe.looks * recipe.width)
        self.peaks = nn.Linear(dimension, recipe.peaks)
        self.whole = nn.Linear(row, recipe.units)
        self.hide = nn.Dropout(recipe.dropped)
        self.hide_inside = nn.Dropout(recipe.dropped_inside)
        self.outer = nn.Linear(recipe.looks * recipe.width + recipe.peaks + recipe.units, outputs)

    def forward(self, pieces: torch.Tensor, inside: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """Return outputs, (texts, outputs), for pieces (texts, longest, dimension), ``inside`` where real."""
        pieces, outside = self.hide(pieces), ~inside[:, :, None]
        minded = self.looks(pieces).masked_fill(outside, -_FAR).softmax(dim=1)
        taken = self.taken(pieces).unflatten(2, (-1, self.width))
        hidden = torch.cat(
            [
                (minded[..., None] * taken).sum(dim=1).flatten(1),
                self.peaks(pieces).masked_fill(outside, -_FAR).amax(dim=1),
                self.whole(self.hide(rows)),
            ],
            dim=1,
        )
        found: torch.Tensor = self.outer(self.hide_inside(torch.relu(hidden)))
        return found


def fit_pieces(
    features: Features,
    targets: Floats,
    recipe: PieceRecipe,
    *,
    exclusive: bool,
    weights: Floats | None = None,
) -> PieceNetwork:
    """Return a network over pieces; targets and outputs are as for ``fit``."""
    torch.manual_seed(0)
    chance = np.random.default_rng(0)
    lengths = np.diff([*features.starts, len(features.pieces)])
    middle, spread = _middle_and_spread(features.pieces)
    row_middle, row_spread = _middle_and_spread(features.rows)
    wanted = torch.tensor(targets.astype(np.float32))
    counted = torch.tensor(np.ones(len(wanted), np.float32) if weights is None else weights / weights.mean())
    model = _PieceModule(features.pieces.shape[1], features.rows.shape[1], wanted.shape[1], recipe)

    def padded(texts: NDArray[np.int64]) -> tuple[torch.Tensor, ...]:
        """Return the texts' pieces, (texts, longest, dimension), where they are real, and their rows."""
        longest = lengths[texts].max()
        inside = np.arange(longest) < lengths[texts][:, None]
        places = np.where(inside, features.starts[texts][:, None] + np.arange(longest), 0)
        pieces = (features.pieces[places] - middle) / spread
        rows = (features.rows[texts] - row_middle) / row_spread
        return torch.from_numpy(pieces), torch.from_numpy(inside), torch.from_numpy(rows)

    steps = recipe.rounds * -(-len(wanted) // recipe.batch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=steps)
    for _ in range(recipe.rounds):
        for chosen in _batches_alike(lengths, recipe.batch, chance):
            loss = _loss(model(*padded(chosen)), wanted[chosen], exclusive=exclusive)
            optimizer.zero_grad()
            (loss * counted[chosen]).mean().backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return _laid_out(model, middle, spread, row_middle, row_spread)


def _laid_out(
    model: _PieceModule, middle: Floats, spread: Floats, row_middle: Floats, row_spread: Floats
) -> PieceNetwork:
    """Return a trained module's weights for pieces and rows as they are."""

    def plain(layer: nn.Linear, at: Floats, over: Floats) -> tuple[Floats, Floats]:
        scaled = layer.weight.detach().numpy() / over
        return scaled.astype(np.float32), (layer.bias.detach().numpy() - scaled @ at).astype(np.float32)

    taken, taken_biases = plain(model.taken, middle, spread)
    peaks, peak_biases = plain(model.peaks, middle, spread)
    whole, whole_biases = plain(model.whole, row_middle, row_spread)
    return PieceNetwork(
        looks=(model.looks.weight.detach().numpy() / spread).astype(np.float32),
        taken=taken,
        taken_biases=taken_biases,
        peaks=peaks,
        peak_biases=peak_biases,
        whole=whole,
        whole_biases=whole_biases,
        outer=model.outer.weight.detach().numpy(),
        outer_biases=model.outer.bias.detach().numpy(),
    )


def _batches_alike(
    lengths: NDArray[np.int64], size: int, chance: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Return the texts' numbers in batches of about equally long ones, in any order."""
    ordered = np.argsort(lengths + _LENGTHS_MIXED * chance.random(len(lengths)), kind="stable")
    batches = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return [batches[number] for number in chance.permutation(len(batches))]


def _middle_and_spread(figures: Floats) -> tuple[Floats, Floats]:
    some = figures[:: max(1, len(figures) // _MEASURED)]
    return some.mean(axis=0), np.maximum(some.std(axis=0), _LEAST_SPREAD)


def _loss(outputs: torch.Tensor, wanted: torch.Tensor, *, exclusive: bool) -> torch.Tensor:
    """Return each row's loss."""
    if exclusive:
        return nn.functional.cross_entropy(outputs, wanted, reduction="none")
    apart = nn.functional.binary_cross_entropy_with_logits(outputs, wanted, reduction="none")
    return apart.sum(dim=1)
