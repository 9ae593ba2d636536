"""Latent dimensions that follow an audio descriptor: ``granvae train --controls centroid,…``.

The attribute-regularised auto-encoder of Pati & Lerch (2021), "Attribute-based regularization of
latent spaces for variational auto-encoders": a further loss asks of each chosen dimension that it
order the grains of a batch as the descriptor does. What else differs between two grains is left
to the other dimensions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.stats
import torch
from torch import Tensor

from granvae.analysis.descriptors import DESCRIPTORS
from granvae.errors import GranvaeError
from granvae.models.base import GrainModel
from granvae.models.losses import with_term

WEIGHT = 0.5  # of the loss of each control, beside errors in nepers or shares of energy
SHARPNESS = 3.0  # of the order: two latents 1/3 apart count as ordered
PARTNERS = 64  # grains of a batch that each grain is compared with; more only cost time

Correlation = dict[str, float | None]  # by its name, ``spearman`` or ``pearson``


@dataclass(frozen=True)
class Control:
    """A latent dimension and the descriptor that it follows, a name in `DESCRIPTORS`."""

    name: str
    dimension: int


def place_controls(model: GrainModel, names: Sequence[str]) -> tuple[Control, ...]:
    """Give each descriptor a dimension of the model.

    Loudness is the gain latent where a model has one, which follows it exactly. The others take
    the first dimensions in their order.

    Raises:
        GranvaeError: an unknown name, one given twice, or too few dimensions for them.
    """
    for name in names:
        if name not in DESCRIPTORS:
            raise GranvaeError(
                f"There is no control {name!r}; use some of {', '.join(DESCRIPTORS)}."
            )
        if list(names).count(name) > 1:
            raise GranvaeError(f"The control {name} was given twice; give it once.")
    free = [d for d in range(model.latent) if d != model.gain_dimension]
    placed = []
    for name in names:
        if name == "loudness" and model.gain_dimension >= 0:
            placed.append(Control(name, model.gain_dimension))
        elif free:
            placed.append(Control(name, free.pop(0)))
        else:
            raise GranvaeError(
                f"{len(names)} controls do not fit into {model.latent} latent dimensions; "
                "give fewer --controls or more --latent."
            )
    return tuple(placed)


def control_loss(batch: Tensor, mean: Tensor, controls: Sequence[Control]) -> Tensor:
    """How far the controlled dimensions are from ordering the grains by their descriptors, ≥ 0.

    For each control, the mean over pairs of grains of ``|tanh(s d) - sign(a)|`` with ``d`` the
    difference of the latents, ``a`` that of the descriptors and ``s`` = `SHARPNESS`; summed over
    controls (Pati & Lerch 2021). Grains without a value, such as noise without a pitch, count as
    pairs of no error.

    Args:
        batch: the grains, ``(batch, grain)``.
        mean: of their posteriors, ``(batch, latent)``.
        controls: which dimensions follow what.
    """
    total = torch.zeros((), device=mean.device)
    for control in controls:
        with torch.no_grad():
            wanted = torch.sign(_differences(DESCRIPTORS[control.name](batch)))
        got = torch.tanh(SHARPNESS * _differences(mean[:, control.dimension].float()))
        known = torch.isfinite(wanted)
        total = total + torch.where(known, got - wanted.nan_to_num(), 0.0).abs().mean()
    return total


def with_control_loss(
    terms: dict[str, Tensor], batch: Tensor, mean: Tensor, controls: Sequence[Control]
) -> dict[str, Tensor]:
    """The terms of a loss with `control_loss` as a further one; unchanged without controls."""
    if not controls:
        return terms
    return with_term(terms, "controls", WEIGHT, control_loss(batch, mean, controls))


def correlations(
    model: GrainModel, controls: Sequence[Control], grains: Tensor
) -> dict[str, Correlation]:
    """For each control, how its latent correlates with its descriptor over ``(n, grain)`` grains.

    Returns:
        By control, ``spearman`` (of ranks: have they one order?) and ``pearson`` (is it a straight
        line as well?), each -1 … 1, or None where the latent or the descriptor never varies; over
        the grains that have a value.
    """
    with torch.inference_mode():
        latents = model.infer(grains).numpy()
        return {
            control.name: _correlation(
                DESCRIPTORS[control.name](grains).numpy(), latents[:, control.dimension]
            )
            for control in controls
        }


def _differences(values: Tensor) -> Tensor:
    """From all grains of a batch ``(batch,)`` to the first of them, ``(batch, PARTNERS)``."""
    return values[:, None] - values[None, :PARTNERS]


def _correlation(descriptor: Any, latent: Any) -> Correlation:
    known = np.isfinite(descriptor)
    descriptor, latent = descriptor[known], latent[known]
    if len(latent) < 2 or min(np.ptp(descriptor), np.ptp(latent)) == 0.0:
        return {"spearman": None, "pearson": None}
    return {
        "spearman": round(float(scipy.stats.spearmanr(descriptor, latent).statistic), 4),
        "pearson": round(float(scipy.stats.pearsonr(descriptor, latent).statistic), 4),
    }
