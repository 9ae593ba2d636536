"""Model presets: the architectures and, for each, the recipe that trains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from granvae.errors import GranvaeError
from granvae.models.base import GrainModel
from granvae.models.losses import LossSettings
from granvae.models.nsgt import NsgtGrainModel
from granvae.models.paper import OriginalPaperModel, PaperModel
from granvae.models.residual_mlp import ResidualGrainModel
from granvae.models.spectral import SpectralGrainModel


@dataclass(frozen=True)
class OptimiserSettings:
    """How the weights move. The rate rises over the first steps and falls to zero at the end."""

    rate: float  # the highest learning rate
    weight_decay: float  # AdamW (Loshchilov & Hutter 2019); 0 is plain Adam
    batch: int  # grains a step
    clip: float | None  # largest norm of the gradient over all weights; None for no limit
    anneal: bool  # False keeps the rate constant
    betas: tuple[float, float] = (0.9, 0.99)  # of Adam; 0.999 averages over too many steps
    mixed: bool = True  # networks in bfloat16, where the machine computes it in hardware


@dataclass(frozen=True)
class ModelPreset:
    """An architecture with the loss, the optimiser and the data that suit it."""

    name: str
    summary: str
    model: Callable[[int, int], GrainModel]  # (grain, latent)
    loss: LossSettings
    optimiser: OptimiserSettings
    resampled: float = 0.0  # share of each batch that is transposed
    unaligned_spectral: float | None = None  # the loss's weight `spectral` without alignment

    def aligned(self, align: str) -> ModelPreset:
        """The same for grains that are aligned in that way, ``peak`` or ``none``."""
        if align != "none" or self.unaligned_spectral is None:
            return self
        return replace(self, loss=replace(self.loss, spectral=self.unaligned_spectral))


_ADAMW = OptimiserSettings(4e-3, 0.02, batch=256, clip=1.0, anneal=True)
_SPECTRAL = ModelPreset(
    name="spectral",
    summary="log-magnitudes of the grain's spectrum, with a learned phase",
    model=SpectralGrainModel,
    loss=LossSettings("relative", spectral=0.0, beta=4e-4, warm_up=0.2),
    optimiser=_ADAMW,
    resampled=0.5,
)

PRESETS: dict[str, ModelPreset] = {
    preset.name: preset
    for preset in (
        ModelPreset(
            name="grain",
            summary="residual perceptrons on level-normalised grains; the default",
            model=ResidualGrainModel,
            loss=LossSettings(
                "log",
                spectral=0.23,
                beta=3e-3,
                warm_up=0.2,
                path=0.3,
                noise=0.3,
            ),
            optimiser=_ADAMW,
            resampled=0.5,
            # Without alignment waves are harder to match; their spectra have quality to spare.
            unaligned_spectral=0.12,
        ),
        ModelPreset(
            name="paper",
            summary="the convolutions of the 2020 paper with the changes that make them learn",
            model=PaperModel,
            loss=LossSettings("log", spectral=0.0, beta=3e-3, warm_up=0.2),
            optimiser=OptimiserSettings(4e-3, 0.0, batch=62, clip=1.0, anneal=True),
        ),
        ModelPreset(
            name="paper-original",
            summary="the 2020 paper's recipe unchanged, which does not learn: kept as evidence",
            model=OriginalPaperModel,
            loss=LossSettings("gaussian", spectral=0.0, beta=1.0, warm_up=0.0),
            optimiser=OptimiserSettings(1e-3, 0.0, batch=62, clip=None, anneal=False, mixed=False),
        ),
        _SPECTRAL,
        replace(
            _SPECTRAL,
            name="nsgt",
            summary="log-magnitudes of a constant-Q transform of the grain, with a learned phase",
            model=NsgtGrainModel,
        ),
    )
}


def find_model_preset(name: str) -> ModelPreset:
    """The model preset of a name in :data:`PRESETS`.

    Raises:
        GranvaeError: there is none.

    Example:
        >>> find_model_preset("grain").optimiser.batch
        256
    """
    if name not in PRESETS:
        raise GranvaeError(f"There is no preset {name!r}; use one of {', '.join(PRESETS)}.")
    return PRESETS[name]


def build_model(preset: str, grain: int, latent: int) -> GrainModel:
    """A new, untrained model.

    Args:
        preset: a name in :data:`PRESETS`.
        grain: samples a grain.
        latent: dimensions of the latent space.

    Raises:
        GranvaeError: an unknown preset, or sizes that its architecture cannot have.

    Example:
        >>> import torch
        >>> build_model("grain", grain=64, latent=4).decode(torch.zeros(3, 4)).shape
        torch.Size([3, 64])
    """
    return find_model_preset(preset).model(grain, latent)
