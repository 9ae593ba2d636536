"""The preset `spectral`: a grain's log-magnitude spectrum in and out, with a phase made for it.

Which phase suits grains was measured as log-spectral distance after resynthesis, on sounds that
were not trained on (grains of 512, 16 latents, 100 to 120 CPU seconds of training). "Outer peaks"
are grains whose loudest sample lies within an eighth of an end; of recorded grains 21 % do.

===================================================  ======  ===========
phase                                                LSD     outer peaks
===================================================  ======  ===========
recorded, which no latent holds                      2.8 dB  72 %
zero                                                 3.0 dB  23 %
minimum                                              3.4 dB  53 %
learned towards the recorded one                     3.2 dB  53 %
learned with the resynthesis in the loss             2.8 dB  23 %
===================================================  ======  ===========

A spectrum of decoded levels is no recording's, and most phases give a grain whose window cannot be
undone cleanly. The last kind is used: it learns phases that fit the levels. It is an angle that the
network gives as a number, not wrapped, so that it moves smoothly with the latents, and begins as
the phase zero about the middle of the grain, which peak-aligned grains nearly have. Neighbours on
paths of 16 steps correlate by 0.98 and so crossfade without cancelling.
"""

import torch
from torch import Tensor, nn

from granvae.models.base import GrainModel
from granvae.models.level import join_level, split_level
from granvae.models.losses import spectral_distance
from granvae.models.residual_mlp import check_sizes, default_width, mlp, with_gain

# Where the window is above this, the way back divides by it and is exact. Nearer to the ends of a
# grain (7 % of it on either side) it fades to zero instead: dividing by a window that vanishes
# would turn the least error of a decoded spectrum into a loud edge.
LEAST_WINDOW = 0.05
# Levels further below a grain's strongest coefficient are neither heard nor encoded: -60 dB.
FLOOR_POWER = 1e-6
# Log-magnitudes of level-free grains of 512 lie around -1 neper, give or take 2.5: networks see
# and make numbers of about unit size.
LEVEL_CENTRE = -1.0
LEVEL_SPREAD = 2.5
LOUDEST = 10.0  # nepers; keeps the exponential of a far latent finite
# A unit of the decoder's output in radians: phases move more than networks' first outputs do.
ANGLE_SPREAD = 3.0
PHASE_WEIGHT = 0.3  # of the phases' error beside that of levels


class WindowedSpectrum(nn.Module):
    """A linear transform of grains to ``count`` complex coefficients, with its inverse.

    Here it is one FFT of the whole grain, its coefficients being the bins.

    Phases are relative to the middle of the grain: a cosine that peaks there has the phase zero.
    """

    window: Tensor
    unwindow: Tensor
    turn: Tensor

    def __init__(self, grain: int) -> None:
        super().__init__()
        self.grain = grain
        self.count = grain // 2 + 1
        window = torch.hann_window(grain, dtype=torch.float64)
        self.register_buffer("window", window.float())
        self.register_buffer("unwindow", (1.0 / window.clamp(min=LEAST_WINDOW)).float())
        # Moving the origin by half of an even grain turns every other bin by 180 degrees. An odd
        # grain has no sample in its middle; the one before it serves.
        bins = torch.arange(grain // 2 + 1, dtype=torch.float64)
        angle = 2.0 * torch.pi * bins * (grain // 2) / grain
        self.register_buffer("turn", torch.stack([angle.cos(), angle.sin()], dim=1).float())

    def analyse(self, x: Tensor) -> Tensor:
        """Grains ``(batch, grain)`` to complex coefficients ``(batch, count)``."""
        return self.spectrum(x)

    def synthesise(self, coefficients: Tensor) -> Tensor:
        """Complex coefficients ``(batch, count)`` to grains ``(batch, grain)``.

        After `analyse` the grain times ``min(1, window / LEAST_WINDOW)``: exact but for the
        fades at its ends.
        """
        return self.samples(coefficients)

    def spectrum(self, x: Tensor) -> Tensor:
        """The FFT of Hann-windowed grains, complex, ``(batch, grain // 2 + 1)``."""
        spectrum: Tensor = torch.fft.rfft(x * self.window, dim=1)
        return spectrum * torch.view_as_complex(self.turn)

    def samples(self, spectrum: Tensor) -> Tensor:
        """The inverse of `spectrum`, without the window as far as that can be undone."""
        turned = spectrum * torch.view_as_complex(self.turn).conj()
        windowed: Tensor = torch.fft.irfft(turned, n=self.grain, dim=1)
        return windowed * self.unwindow


class SpectralGrainModel(GrainModel):
    """A variational auto-encoder of the log-magnitudes of a transform of the grain.

    The encoder sees magnitudes only, so that a grain's latents hardly depend on where in a period
    it was cut. The last latent is the log-gain (:mod:`granvae.models.level`).

    Args:
        grain: samples a grain, at least 16.
        latent: dimensions, gain included, from 2 to the grain's samples.
        blocks: residual blocks on each side.
        width: units a layer; None takes `default_width`.
        transform: of the grain; None takes `WindowedSpectrum`.

    Raises:
        GranvaeError: a size outside its range.
    """

    def __init__(
        self,
        grain: int,
        latent: int,
        blocks: int = 2,
        width: int | None = None,
        transform: WindowedSpectrum | None = None,
    ) -> None:
        super().__init__(grain, latent)
        check_sizes(grain, latent)
        self.gain_dimension = latent - 1
        # TorchScript reads no module constants, only attributes.
        self.centre, self.spread = LEVEL_CENTRE, LEVEL_SPREAD
        self.loudest, self.angle_spread = LOUDEST, ANGLE_SPREAD
        self.transform = WindowedSpectrum(grain) if transform is None else transform
        units = default_width(grain) if width is None else width
        self.encoder = mlp(self.transform.count, units * 2 // 3, 2 * (latent - 1), blocks)
        self.decoder = mlp(latent - 1, units, 2 * self.transform.count, blocks)
        # The learned phase begins as the phase zero.
        last = self.decoder[-1]
        assert isinstance(last, nn.Linear)
        with torch.no_grad():
            last.weight[self.transform.count :].mul_(0.1)
            last.bias.zero_()

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        shape, gain = split_level(x)
        levels = log_magnitudes(self.transform.analyse(shape))
        mean, raw = self.encoder((levels - self.centre) / self.spread).chunk(2, dim=1)
        return with_gain(mean, raw, gain)

    def decode(self, z: Tensor) -> Tensor:
        levels, angles = self.levels_and_angles(z)
        coefficients = torch.polar(torch.exp(levels), angles)
        return join_level(self.transform.synthesise(coefficients), z[:, -1:])

    def own_error(self, x: Tensor, z: Tensor) -> Tensor:
        """How far decoded levels, resynthesised levels and phases are off, ``(batch,)``.

        The sum of the root mean square difference of the levels of the coefficients, of that of
        the spectra after resynthesis (`spectral_distance`), both in nepers, and of `PHASE_WEIGHT`
        times the energy-weighted mean of ``1 - cos`` of the difference of phases. The first alone
        leaves levels and phases that no grain can have together; the second alone was measured to
        learn far worse, as it reaches the levels only through the division by the window. Phases
        that magnitudes do not determine, such as those of noise, serve the second.
        """
        levels, angles = self.levels_and_angles(z)
        return self.own_error_of(x, levels, angles)

    def own_error_of(self, x: Tensor, levels: Tensor, angles: Tensor) -> Tensor:
        """`own_error` of decoded levels and phases, both ``(batch, coefficients)``."""
        shape = split_level(x)[0]
        coefficients = self.transform.analyse(shape)
        power = torch.view_as_real(coefficients).pow(2).sum(-1)
        floor = power.amax(dim=1, keepdim=True) * FLOOR_POWER + 1e-12
        gap = 0.5 * torch.log((torch.exp(2.0 * levels) + floor) / (power + floor))
        # The root's slope is infinite at 0, which a silent grain reaches.
        level_distance = torch.sqrt(gap.pow(2).mean(dim=1) + 1e-4)
        again = self.transform.synthesise(torch.polar(torch.exp(levels), angles))
        agreement = torch.sum(power * torch.cos(angles - torch.angle(coefficients)), dim=1)
        phase_error = 1.0 - agreement / (power.sum(dim=1) + 1e-12)
        return level_distance + spectral_distance(shape, again) + PHASE_WEIGHT * phase_error

    def levels_and_angles(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Latents ``(batch, latent)`` to log-magnitudes in nepers, of a grain of unit RMS, and
        phases in radians relative to the grain's middle, both ``(batch, coefficients)``."""
        # Mixed precision ends here: there are no complex numbers of 16 bits.
        made = self.decoder(z[:, :-1]).to(z.dtype)
        levels, angles = made.chunk(2, dim=1)
        levels = torch.clamp(levels * self.spread + self.centre, max=self.loudest)
        return levels, angles * self.angle_spread


def log_magnitudes(coefficients: Tensor, floor_power: float = FLOOR_POWER) -> Tensor:
    """Complex ``(batch, count)`` to nepers, softly floored below each grain's strongest."""
    power = torch.view_as_real(coefficients).pow(2).sum(-1)
    floor = torch.amax(power, dim=1, keepdim=True) * floor_power + 1e-12
    return 0.5 * torch.log(power + floor)
