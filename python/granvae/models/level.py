"""The level of a grain, carried by one latent so that networks only learn its shape.

Recorded grains differ in level by 50 dB and more. A network that sees raw amplitudes spends its
capacity on that one number, and an error measured on raw amplitudes is an error of the loud grains
alone. Both presets therefore divide a grain by its RMS and keep the RMS, in logarithm, as their
last latent. It needs no learning: the conversion is a fixed line, exact in both directions.
"""

import torch
from torch import Tensor

# The quietest and loudest grain the gain latent distinguishes, as natural logarithms of the RMS:
# -100 dBFS keeps digital silence finite, 0 dBFS keeps a far latent from becoming a loud surprise.
LOG_RMS_FLOOR = -11.5
LOG_RMS_CEILING = 0.0
# Typical recordings have grains around -24 dBFS, give or take 13 dB: with these two numbers the
# gain latent of common material has about zero mean and unit variance, as the prior asks.
LOG_RMS_CENTRE = -2.8
LOG_RMS_SPREAD = 1.5
# The gain is known exactly, so its posterior is as narrow as one may be: 0.14 dB, inaudible.
GAIN_LOG_VARIANCE = -9.0


# TorchScript reads no module constants, only arguments: hence the defaults below.


def split_level(
    x: Tensor,
    floor: float = LOG_RMS_FLOOR,
    ceiling: float = LOG_RMS_CEILING,
    centre: float = LOG_RMS_CENTRE,
    spread: float = LOG_RMS_SPREAD,
) -> tuple[Tensor, Tensor]:
    """Grains ``(batch, grain)`` to shapes of unit RMS ``(batch, grain)`` and gain latents
    ``(batch, 1)``. Silence becomes a silent shape and the lowest gain, never a division by zero.
    """
    power = torch.mean(x * x, dim=1, keepdim=True)
    log_rms = torch.clamp(0.5 * torch.log(torch.clamp(power, min=1e-30)), floor, ceiling)
    return x * torch.exp(-log_rms), (log_rms - centre) / spread


def join_level(
    shape: Tensor,
    gain: Tensor,
    floor: float = LOG_RMS_FLOOR,
    ceiling: float = LOG_RMS_CEILING,
    centre: float = LOG_RMS_CENTRE,
    spread: float = LOG_RMS_SPREAD,
) -> Tensor:
    """Shapes ``(batch, grain)`` and gain latents ``(batch, 1)`` to grains at their own level.

    The gain is held between -100 and 0 dBFS RMS, and a grain whose peaks would pass full scale is
    turned down until they do not, as a whole: no latent, however far, is a danger to ears.
    """
    grains = shape * torch.exp(torch.clamp(gain * spread + centre, floor, ceiling))
    loudest = torch.amax(torch.abs(grains), dim=1, keepdim=True)
    return grains / torch.clamp(loudest, min=1.0)
