"""The noise branch: what no latent can describe of a grain, as levels of noise in bands.

A decoder that is trained on waveforms answers noise with its mean, which is near to silence. The
noise branch therefore adds filtered noise with the level that a grain has in each band, as the
synthesisers of Serra & Smith (1990), "Spectral modeling synthesis", and of Engel, Hantrakul, Gu &
Roberts (2020), "DDSP: Differentiable digital signal processing", do. Their filters run over noise
of each moment; ours are undone beforehand: a fixed period of noise for each band, times a gain.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

BANDS = 10
PERIOD = 4096  # samples after which the noises repeat: 8 grains of 512, too many to hear a loop
# Where the mel scale of O'Shaughnessy (1987) bends, as a share of half a sample rate of 44.1 kHz.
MEL_CORNER = 700.0 / 22050.0
# Nepers above a grain's level that a band's gain is held below, so that far latents stay finite.
LOUDEST_GAIN = 3.0
FIRST_GAIN = -4.0  # nepers, before training: 35 dB below the grain
_SEED = 20170
_SCALE = 0.1  # of the first weights of the gains, beside those of samples


def band_edges(bands: int = BANDS) -> NDArray[np.float64]:
    """The ``bands + 1`` edges of the bands in cycles a sample, 0 … 0.5, even on the mel scale.

    At 44.1 kHz they are 0, 291, 704, 1289, 2117, 3291, 4952, 7306, 10640, 15362 and 22050 Hz.
    """
    mel = np.linspace(0.0, np.log1p(1.0 / MEL_CORNER), bands + 1)
    return np.asarray(0.5 * MEL_CORNER * np.expm1(mel))


def unit_noises(bands: int = BANDS, period: int = PERIOD) -> Tensor:
    """Gaussian noise in each of `band_edges`, ``(bands, period)`` float32, of RMS 1 in every row.

    The same numbers each time, as half precision has them, in which files keep them. Each row goes
    on from its end at its beginning.
    """
    rng = np.random.default_rng(_SEED)
    frequency = np.arange(period // 2 + 1) / period
    band = np.clip(np.searchsorted(band_edges(bands), frequency, side="right") - 1, 0, bands - 1)
    white = rng.standard_normal((2, period // 2 + 1))
    # A constant is no noise, and at half the sample rate half of the phases are silent.
    white[:, [0, -1]] = 0.0
    spectra = np.where(band == np.arange(bands)[:, None], white[0] + 1j * white[1], 0.0)
    noises = np.fft.irfft(spectra, n=period, axis=1)
    noises /= np.sqrt(np.mean(noises**2, axis=1, keepdims=True))
    return torch.from_numpy(noises.astype(np.float16).astype(np.float32))


# TorchScript reads no module constants, only arguments: hence the default below.


def noise_shape(
    noises: Tensor, gains: Tensor, offsets: Tensor, grain: int, loudest: float = LOUDEST_GAIN
) -> Tensor:
    """The noise of level-free grains, ``(batch, grain)``.

    Args:
        noises: of `unit_noises`, ``(bands, period)``.
        gains: in nepers relative to the grain's level, ``(batch, bands)``; held below `loudest`.
        offsets: int64 ``(batch,)``, where in the period each grain begins.
        grain: samples of a grain.
    """
    places = torch.arange(grain, dtype=offsets.dtype, device=offsets.device)
    index = (offsets.unsqueeze(1) + places) % noises.size(1)
    levels = torch.exp(torch.clamp(gains, max=loudest))
    # Model files keep the noises in half precision.
    rows = noises.to(levels.dtype).t()[index]
    return torch.bmm(rows, levels.unsqueeze(2)).squeeze(2)


@torch.no_grad()
def quieten(layer: torch.nn.Linear, bands: int = BANDS) -> None:
    """Let the last ``bands`` outputs of a layer begin as `FIRST_GAIN`, nearly the same for all."""
    layer.weight[-bands:].mul_(_SCALE)
    layer.bias[-bands:].fill_(FIRST_GAIN)
