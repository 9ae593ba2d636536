"""The windowed spectrum of a grain, and the way back to the grain."""

# No postponed annotations: TorchScript reads those of the buffers and takes no strings.

import torch
from torch import Tensor, nn

# Where the window is above this, the way back divides by it and is exact. Nearer to the ends of a
# grain (7 % of it on either side) it fades to zero instead: dividing by a window that vanishes
# would turn the least error of a decoded spectrum into a loud edge.
LEAST_WINDOW = 0.05


class GrainTransform(nn.Module):
    """A linear transform of grains to ``count`` complex coefficients, with its inverse.

    Phases are relative to the middle of the grain: a cosine that peaks there has the phase zero.

    Args:
        grain: samples a grain.
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


class WindowedSpectrum(GrainTransform):
    """One FFT of the whole grain, its coefficients being the bins."""
