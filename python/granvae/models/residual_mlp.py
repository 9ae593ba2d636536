"""The default preset: residual multilayer perceptrons around a level-free grain."""

import torch
from torch import Tensor, nn

from granvae.errors import GranvaeError
from granvae.models.level import GAIN_LOG_VARIANCE, join_level, split_level
from granvae.models.noise_branch import BANDS, noise_shape, quieten, unit_noises
from granvae.models.refine import RefinedGrainModel

# Posterior standard deviations of 0.01 to 2.7; that of the prior is 1. Without the bound one
# outlying grain can drive exp(log-variance) to infinity in a single step; below 0.01 more precision
# is inaudible.
LOG_VARIANCE_MIN = -9.0
LOG_VARIANCE_MAX = 2.0

# The share of their gradient with which the gains of the noise pull at what they have in common
# with the tone. Without any, they are too coarse; with all, the tone loses some tenths of a dB.
NOISE_PULL = 0.2


class ResidualBlock(nn.Module):
    """``x + W2 · silu(W1 · norm(x))``: the pre-normalised residual step of He et al. (2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.rise = nn.Linear(width, width)
        self.fall = nn.Linear(width, width)
        # A block that begins as the identity lets the shallow path learn first.
        nn.init.zeros_(self.fall.bias)
        with torch.no_grad():
            self.fall.weight.mul_(0.1)

    def forward(self, x: Tensor) -> Tensor:
        step: Tensor = self.fall(nn.functional.silu(self.rise(self.norm(x))))
        return x + step


def mlp(inputs: int, width: int, outputs: int, blocks: int) -> nn.Sequential:
    """A residual perceptron ``(batch, inputs)`` → ``(batch, outputs)``."""
    steps = [ResidualBlock(width) for _ in range(blocks)]
    return nn.Sequential(
        nn.Linear(inputs, width), *steps, nn.LayerNorm(width), nn.Linear(width, outputs)
    )


def default_width(grain: int) -> int:
    """Units a layer: three quarters of a grain, from 128 to 1024.

    At 512 samples that is 384 units, with which two blocks and both ends of the decoder need 0.8
    million multiply-adds. The upper end keeps the cost of longer grains in proportion to the sound
    that they last: 8 million multiply-adds for 4096 samples.
    """
    return min(max(grain * 3 // 4, 128), 1024)


def check_sizes(grain: int, latent: int) -> None:
    """Refuse sizes that a model with a gain latent cannot have.

    Raises:
        GranvaeError: a grain under 16 samples, or latents outside 2 … grain.
    """
    if grain < 16:
        raise GranvaeError(f"A grain of {grain} samples is too short; use 16 samples or more.")
    if not 2 <= latent <= grain:
        raise GranvaeError(
            f"{latent} latent dimensions do not suit grains of {grain} samples; "
            f"use 2 to {grain} (one of them is the gain)."
        )


class ResidualGrainModel(RefinedGrainModel):
    """A variational auto-encoder (Kingma & Welling 2014) of residual perceptrons.

    The last latent is the log-gain (:mod:`granvae.models.level`); the others describe the shape.
    The decoder gives the tone's samples, and behind them the gains of the noise branch
    (:mod:`granvae.models.noise_branch`).

    Args:
        grain: samples a grain, at least 16.
        latent: dimensions, gain included, from 2 to the grain's samples.
        blocks: residual blocks on each side.
        width: units a layer of the decoder; None takes :func:`default_width`. The encoder has two
            thirds of that: the time is better spent on steps, since what the encoder misses is
            found again in :meth:`infer`.

    Raises:
        GranvaeError: a size outside its range.
    """

    noises: Tensor

    def __init__(self, grain: int, latent: int, blocks: int = 2, width: int | None = None) -> None:
        super().__init__(grain, latent)
        check_sizes(grain, latent)
        self.gain_dimension = latent - 1
        self.bands = BANDS
        units = default_width(grain) if width is None else width
        self.encoder = mlp(grain, max(units * 2 // 3, 64), 2 * (latent - 1), blocks)
        self.decoder = mlp(latent - 1, units, grain + BANDS, blocks)
        last = self.decoder[-1]
        assert isinstance(last, nn.Linear)
        quieten(last)
        self.register_buffer("noises", unit_noises())

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        shape, gain = split_level(x)
        mean, raw = self.encoder(shape).chunk(2, dim=1)
        return with_gain(mean, raw, gain)

    def decode(self, z: Tensor) -> Tensor:
        return join_level(self.shapes(z)[0], z[:, -1:])

    @torch.jit.export
    def decode_with_noise(self, z: Tensor, amount: float, offsets: Tensor) -> Tensor:
        tone, gains = self.shapes(z)
        noise = noise_shape(self.noises, gains, offsets, self.grain)
        return join_level(tone + amount * noise, z[:, -1:])

    def shapes(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Latents ``(batch, latent)`` to tones ``(batch, grain)`` without their level, and to the
        gains of their noise in nepers, ``(batch, bands)``."""
        # Mixed precision ends here: an exponential of 8 bits is off by some tenths of a dB.
        made = self.decoder(z[:, :-1]).to(z.dtype)
        return made[:, : self.grain], made[:, self.grain :]

    def parts(self, z: Tensor) -> tuple[Tensor, Tensor]:
        hidden: Tensor = self.decoder[:-1](z[:, :-1])
        last = self.decoder[-1]
        assert isinstance(last, nn.Linear)
        (tone_weight, weight), (tone_bias, bias) = (
            torch.split(whole, [self.grain, self.bands]) for whole in (last.weight, last.bias)
        )
        tone = nn.functional.linear(hidden, tone_weight, tone_bias).to(z.dtype)
        # Levels of noise are random, and would disturb what is learned of the waveform.
        calmed = hidden.detach() + NOISE_PULL * (hidden - hidden.detach())
        gains = nn.functional.linear(calmed, weight, bias).to(z.dtype)
        return join_level(tone, z[:, -1:]), gains


def with_gain(
    mean: Tensor,
    raw: Tensor,
    gain: Tensor,
    low: float = LOG_VARIANCE_MIN,
    high: float = LOG_VARIANCE_MAX,
    gain_log_variance: float = GAIN_LOG_VARIANCE,
) -> tuple[Tensor, Tensor]:
    """Posterior mean and log-variance ``(batch, latent)`` of which the gain is the last latent.

    ``raw`` becomes log-variances strictly between the bounds, smoothly: 0 goes to the middle, and
    no value loses its gradient as it would at a clamp.
    """
    log_variance = low + (high - low) * torch.sigmoid(raw)
    fixed = torch.full_like(gain, gain_log_variance)
    return torch.cat([mean, gain], dim=1), torch.cat([log_variance, fixed], dim=1)
