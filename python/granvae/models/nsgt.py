"""The preset `nsgt`: the preset `spectral` on a constant-Q transform of the grain.

It was not found faster to train. After 100 CPU seconds on grains of 512 (one split, one seed) its
log-spectral distance on sounds that were not trained on was 3.1 dB, that of `spectral` 2.8: a step
costs a third more, for twice the coefficients. Its levels lose more on the way to the grain (2.6 dB
with the recorded phase), and the phase zero does not suit them at all (5.5 dB): inside a band it is
the phases that hold the frequency.

No published library of such a transform fits. ``nsgt`` computes in NumPy, which TorchScript
cannot take along; ``cqt-pytorch`` and ``cqt-nsgt-pytorch`` were last released in 2022 and 2023;
``nnAudio`` has no inverse of its constant-Q transforms, and librosa's is not exact and needs
windows longer than a grain. The painless case is short enough to stand here.
"""

import math
from typing import Any

import torch
from torch import Tensor, nn

from granvae.models.residual_mlp import default_width
from granvae.models.spectral import SpectralGrainModel, WindowedSpectrum

# Bands a neper (a factor of e) of frequency. The bins below this number keep a band each, since a
# constant Q would ask for less than a bin's width there: below 1.4 kHz for 512 at 44.1 kHz.
BANDS_A_NEPER = 16


class NsgtGrainModel(SpectralGrainModel):
    """A `SpectralGrainModel` of a `GaborFrame`.

    The frame has twice the coefficients of a spectrum. Three quarters of the units keep the
    decoder within a million multiply-adds for grains of 512.

    Args:
        grain: samples a grain, at least 16.
        latent: dimensions, gain included, from 2 to the grain's samples.

    Raises:
        GranvaeError: a size outside its range.
    """

    def __init__(self, grain: int, latent: int) -> None:
        width = default_width(grain) * 3 // 4
        super().__init__(grain, latent, width=width, transform=GaborFrame(max(grain, 16)))


class GaborFrame(WindowedSpectrum):
    """Bands of constant width below and of constant Q above, each sampled as its width asks for.

    The painless non-stationary Gabor frame of Balazs, Dörfler, Jaillet, Holighaus & Velasco (2011),
    "Theory, implementation and applications of nonstationary Gabor frames", with windows in
    frequency as in Velasco, Holighaus, Dörfler & Grill (2011), "Constructing an invertible
    constant-Q transform with nonstationary Gabor frames": each band of the spectrum is windowed,
    brought to the origin and inverted by an FFT no shorter than the window's support.

    On the axis of `warped` the windows are half-cosines, one apart and two wide, so that their
    squares sum to one: the frame is tight, keeps energy, and its canonical dual is itself. The
    grain is windowed in time first, or its leakage would fill every band.

    Args:
        grain: samples a grain.
        bands_a_neper: the Q, as `BANDS_A_NEPER` says.
    """

    def __init__(self, grain: int, bands_a_neper: int = BANDS_A_NEPER) -> None:
        super().__init__(grain)
        by_length: dict[int, list[tuple[int, Tensor]]] = {}
        for band in frequency_windows(self.count, bands_a_neper):
            by_length.setdefault(fft_length(len(band[1])), []).append(band)
        lengths = sorted(by_length.items())
        self.groups: Any = nn.ModuleList(BandsOfOneLength(*item) for item in lengths)
        self.counts = [length * len(bands) for length, bands in lengths]
        self.bins = self.count
        self.count = sum(self.counts)

    def analyse(self, x: Tensor) -> Tensor:
        spectrum = self.spectrum(x)
        coefficients: list[Tensor] = []
        for group in self.groups:
            coefficients.append(group.analyse(spectrum))
        return torch.cat(coefficients, dim=1)

    def synthesise(self, coefficients: Tensor) -> Tensor:
        spectrum = torch.zeros_like(coefficients[:, : self.bins])
        parts = torch.split(coefficients, self.counts, dim=1)
        for index, group in enumerate(self.groups):
            spectrum = group.add(spectrum, parts[index])
        return self.samples(spectrum)


class BandsOfOneLength(nn.Module):
    """The bands whose FFTs have the same length, so that one call does them all.

    Args:
        length: of the FFTs, at least the longest support.
        bands: of each band the first bin of its support, and its window there.
    """

    bins: Tensor
    windows: Tensor

    def __init__(self, length: int, bands: list[tuple[int, Tensor]]) -> None:
        super().__init__()
        self.length = length
        self.bands = len(bands)
        bins = torch.zeros(len(bands), length, dtype=torch.int64)
        windows = torch.zeros(len(bands), length, dtype=torch.float64)
        for row, (first, window) in enumerate(bands):
            # The middle of the band goes to the origin: a cosine of the band's own frequency has
            # one phase in all coefficients, that at the grain's middle.
            place = (torch.arange(len(window)) - int(window.argmax())) % length
            bins[row, place] = torch.arange(first, first + len(window))
            windows[row, place] = window
        self.register_buffer("bins", bins.flatten())
        self.register_buffer("windows", windows.float())

    def analyse(self, spectrum: Tensor) -> Tensor:
        """A spectrum ``(batch, all bins)`` to these bands' coefficients, ``(batch, count)``."""
        bands = spectrum.index_select(1, self.bins).reshape(-1, self.bands, self.length)
        coefficients: Tensor = torch.fft.ifft(bands * self.windows, dim=2, norm="ortho")
        return coefficients.flatten(1)

    def add(self, spectrum: Tensor, coefficients: Tensor) -> Tensor:
        """A spectrum ``(batch, all bins)`` with what coefficients ``(batch, count)`` hold added."""
        bands = coefficients.reshape(-1, self.bands, self.length)
        values = torch.fft.fft(bands, dim=2, norm="ortho") * self.windows
        return spectrum.index_add(1, self.bins, values.flatten(1))


def warped(bins: Tensor, bands_a_neper: int) -> Tensor:
    """The axis on which bands are equally wide: linear up to ``bands_a_neper``, logarithmic above,
    with a continuous slope."""
    ratio = torch.clamp(bins / bands_a_neper, min=1.0)
    return torch.clamp(bins, max=bands_a_neper) + bands_a_neper * torch.log(ratio)


def frequency_windows(bins: int, bands_a_neper: int) -> list[tuple[int, Tensor]]:
    """Of each band the first bin of its support and its window there, lowest band first."""
    axis = warped(torch.arange(bins, dtype=torch.float64), bands_a_neper)
    windows = []
    for band in range(math.ceil(float(axis[-1])) + 1):
        window = torch.cos(0.5 * torch.pi * torch.clamp(torch.abs(axis - band), max=1.0))
        support = torch.nonzero(window > 1e-9)
        if len(support):
            first, last = int(support[0]), int(support[-1])
            windows.append((first, window[first : last + 1]))
    return windows


def fft_length(support: int) -> int:
    """The next power of two, or three quarters of one: few lengths serve all bands."""
    power = 1 << (support - 1).bit_length()
    return power * 3 // 4 if power >= 4 and support <= power * 3 // 4 else power
