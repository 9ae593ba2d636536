"""Control signals in, sound out: what everything that plays through the native engine shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae.engine import _native
from granvae.errors import GranvaeError

Float32 = NDArray[np.float32]


def parameters() -> list[dict[str, object]]:
    """The engine's parameters, one dictionary each.

    Keys: name, unit, minimum, maximum, initial, whole (numbers only), choices, signal (a control
    of `Player.process`, not a setting), heard (when a change is), group, documentation.
    """
    return _native.parameters()


def messages() -> list[dict[str, object]]:
    """What Max and Pure Data can ask of granvae~, one dictionary each; `Synth` has them as methods.

    Keys: name, arguments (a dictionary each: name, kind, optional, documentation), example, digest,
    documentation.
    """
    return _native.messages()


@dataclass(frozen=True)
class Sound:
    """What `Player.play` renders.

    Attributes:
        samples: ``(n,)`` for one channel, else ``(channels, n)``.
        phase: ``(n,)``, where the cycle is at each sample, in [0, 1).
        onset: ``(n,)``, whether a grain begins with the sample.
    """

    samples: Float32
    phase: NDArray[np.float64]
    onset: NDArray[np.bool_]


class Instrument:
    """What `Player` and `Synth` share: control signals in, samples out."""

    def __init__(self, sample_rate: float, channels: int) -> None:
        if not (np.isfinite(sample_rate) and sample_rate > 0):
            raise GranvaeError(f"sample_rate is in Hz and above 0, not {sample_rate}.")
        if channels not in range(1, _native.MOST_CHANNELS + 1):
            raise GranvaeError(f"channels are 1 to {_native.MOST_CHANNELS}, not {channels}.")
        self.sample_rate = float(sample_rate)
        self.channels = int(channels)
        self._engine = _native.Engine(self.sample_rate, self.channels)
        self._engine.set_offline(True)
        self.latents = 0

    def process(
        self,
        frequency: ArrayLike | None = None,
        start: ArrayLike | None = None,
        crossfade: ArrayLike | None = None,
        samples: int | None = None,
        *,
        rate: ArrayLike | None = None,
        latents: ArrayLike | None = None,
    ) -> Float32:
        """Renders the next samples; whatever sounded before goes on.

        Args:
            frequency: grains a second in Hz: the pitch of a loop, of either sign; the onset rate of
                a cloud. With ``sync``, the trigger or phase that grains follow.
            start: table samples at which a grain begins.
            crossfade: table samples by which a loop's grains overlap, or for which a cloud's fade.
            samples: n, where all controls are numbers; 1 if not given.
            rate: how fast a cloud's grains are read, of either sign; 1 is as recorded.
            latents: ``(latents,)`` or ``(latents, n)`` in deviations, with ``live`` on: each onset
                decodes what they are at its sample. Fewer than the model has are its first ones;
                the others stay where `Synth.latent` put them.

        A control is one number or a signal ``(n,)``. None leaves it as it was last, and as its
        default at the beginning: one grain at its recorded rate, start 0, a quarter of a grain,
        rate 1. So does a value that is not finite.

        Returns:
            ``(n,)`` float32 for one channel, else ``(channels, n)``. How a rendering is cut into
            calls does not change it.

        Raises:
            GranvaeError: the controls have different lengths, or the latents do not fit.
        """
        return self.play(frequency, start, crossfade, samples, rate=rate, latents=latents).samples

    def play(
        self,
        frequency: ArrayLike | None = None,
        start: ArrayLike | None = None,
        crossfade: ArrayLike | None = None,
        samples: int | None = None,
        *,
        rate: ArrayLike | None = None,
        latents: ArrayLike | None = None,
    ) -> Sound:
        """As `process`, with the phase and the onsets of what sounds."""
        controls = [
            np.asarray(np.nan if value is None else value, dtype=np.float64)
            for value in (frequency, start, crossfade, rate)
        ]
        point = np.asarray(() if latents is None else latents, dtype=np.float64)
        shape = (1 if samples is None else samples,)
        lengths = {control.shape for control in controls if control.ndim > 0}
        if point.ndim == 2:
            lengths.add(point.shape[1:])
        if samples is not None:
            lengths.add(shape)
        if len(lengths) > 1 or any(len(length) > 1 for length in lengths) or shape[0] < 0:
            given = ", ".join(str(control.shape) for control in (*controls, point))
            raise GranvaeError(
                "frequency, start, crossfade, rate and each latent are numbers or signals of one "
                f"length, not of the shapes {given} for {samples} samples."
            )
        shape = lengths.pop() if lengths else shape
        if latents is not None:
            self._check_latents(point)
        rows = point[:, np.newaxis] if point.ndim == 1 else point
        signals = [np.broadcast_to(control, shape) for control in controls]
        signals.append(np.broadcast_to(rows, (len(rows), *shape)))
        sound, phase, onset = self._engine.process(*map(np.ascontiguousarray, signals))
        return Sound(sound[0] if self.channels == 1 else sound, phase, onset > 0.0)

    def _check_latents(self, point: NDArray[np.float64]) -> None:
        if self.get("live") != "on":
            raise GranvaeError("latents are played live; call set('live', 'on') first.")
        if point.ndim not in (1, 2) or not 0 < len(point) <= self.latents:
            raise GranvaeError(
                f"latents have the shape (latents,) or (latents, n) with 1 to {self.latents} "
                f"latents of the model, not {point.shape}."
            )

    def set(self, name: str, value: float | str) -> None:
        """Sets a parameter of the table by its name; see `granvae.parameters`.

        Raises:
            GranvaeError: there is no such parameter, or it does not take the value.
        """
        fault = self._engine.set(name, value if isinstance(value, str) else float(value))
        if fault:
            raise GranvaeError(fault)

    def get(self, name: str) -> float | str | None:
        """The value of a parameter; None if there is none of this name to set."""
        return self._engine.get(name)

    @property
    def phase(self) -> float:
        """Where the cycle is before the next sample, in [0, 1)."""
        return self._engine.phase

    @property
    def non_finite(self) -> int:
        """How many values of control signals were not finite, and so were replaced."""
        return self._engine.non_finite

    @property
    def latency(self) -> int:
        """Samples by which the sound is later than the controls: 0 unless ``live`` is on."""
        return self._engine.latency

    @property
    def late(self) -> int:
        """How many grains began before the table asked for was decoded; 0 in offline rendering."""
        return self._engine.late

    @property
    def stolen(self) -> int:
        """How many grains of a cloud made room for others, since ``grains`` sounded already."""
        return self._engine.stolen
