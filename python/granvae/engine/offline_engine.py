"""Control signals in, sound out: what players, synths and voices share of the native engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae.engine import _native
from granvae.errors import InvalidValueError

Float32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sound:
    """What `Player.play` renders.

    Attributes:
        samples: ``(n,)`` for one channel, else ``(channels, n)``.
        phase: ``(n,)``, the phase of the cycle at each sample, in [0, 1).
        onset: ``(n,)``, whether a grain begins with the sample.

    Examples:
        >>> sound = Player(np.ones(512)).play(100, 0, 128, seconds=1)
        >>> int(sound.onset.sum())
        100
    """

    samples: Float32
    phase: NDArray[np.float64]
    onset: NDArray[np.bool_]

    def __repr__(self) -> str:
        return f"Sound(samples={self.samples.shape}, onsets={int(self.onset.sum())})"


class BaseEngine:
    """An engine with its parameters and counters: what players and voices share."""

    def __init__(self, sample_rate: float, channels: int, offline: bool) -> None:
        self._engine = _native.Engine(sample_rate, channels)
        self._engine.set_offline(offline)

    def set(self, name: str, value: float | str) -> None:
        """Sets a parameter by its name; `granvae.parameters` lists them.

        Raises:
            InvalidValueError: there is no such parameter, or it does not take the value.

        Examples:
            >>> player.set("law", "linear")
        """
        fault = self._engine.set(name, value if isinstance(value, str) else float(value))
        if fault:
            raise InvalidValueError(fault)

    def get(self, name: str) -> float | str | None:
        """The value of a parameter; None where there is none of this name to set.

        Examples:
            >>> player.get("law")
            'linear'
        """
        return self._engine.get(name)

    @property
    def phase(self) -> float:
        """The phase of the cycle before the next sample, in [0, 1).

        Examples:
            >>> 0.0 <= player.phase < 1.0
            True
        """
        return self._engine.phase

    @property
    def non_finite(self) -> int:
        """How many values of control signals were not finite, and so were replaced.

        Examples:
            >>> Player(np.ones(512)).non_finite
            0
        """
        return self._engine.non_finite

    @property
    def latency(self) -> int:
        """Samples by which the sound follows the controls: 0 unless ``live`` is on.

        Examples:
            >>> player.latency
            0
        """
        return self._engine.latency

    @property
    def late(self) -> int:
        """How many grains began before their table was decoded; 0 in offline rendering.

        Examples:
            >>> player.late
            0
        """
        return self._engine.late

    @property
    def stolen(self) -> int:
        """How many grains of a cloud made room for others, as ``grains`` sounded already.

        Examples:
            >>> player.stolen
            0
        """
        return self._engine.stolen


class OfflineEngine(BaseEngine):
    """An engine that renders offline, with its parameters; what `Player` and `Synth` share.

    Args:
        sample_rate: Hz of the output.
        channels: of the output, 1 to 64.
    """

    def __init__(self, sample_rate: float, channels: int) -> None:
        if not (np.isfinite(sample_rate) and sample_rate > 0):
            raise InvalidValueError(f"sample_rate is in Hz and above 0, not {sample_rate}.")
        if channels not in range(1, _native.MOST_CHANNELS + 1):
            raise InvalidValueError(f"channels are 1 to {_native.MOST_CHANNELS}, not {channels}.")
        self.sample_rate = float(sample_rate)
        self.channels = int(channels)
        self.latents = 0
        super().__init__(self.sample_rate, self.channels, offline=True)

    def process(
        self,
        frequency: ArrayLike | None = None,
        start: ArrayLike | None = None,
        crossfade: ArrayLike | None = None,
        samples: int | None = None,
        *,
        seconds: float | None = None,
        rate: ArrayLike | None = None,
        latents: ArrayLike | None = None,
    ) -> Float32:
        """Renders the next samples; whatever sounds already goes on.

        A control is one number or a signal ``(n,)``. None and values that are not finite leave it
        as it was last; at first that is the frequency at which the sound is as recorded, start 0, a
        crossfade of a quarter of a grain, rate 1. At least one signal, ``samples`` or ``seconds``
        gives the length.

        Args:
            frequency: grains a second in Hz: the pitch of a loop, of either sign; the onset rate of
                a cloud. Where it was never given, a loop plays its table at the recorded speed, and
                grains of a cloud overlap by their crossfade. With ``sync``, the trigger or phase
                that grains follow.
            start: where a grain begins, in table samples.
            crossfade: by how many table samples a loop's grains overlap, or a cloud's fade.
            samples: n.
            seconds: n, as a duration.
            rate: how fast a cloud's grains are read, of either sign; 1 is as recorded.
            latents: ``(latents,)`` or ``(latents, n)`` in standard deviations, with ``live`` on:
                each onset decodes the values of its own sample. Fewer rows than the model has
                latents set the first ones; the others stay as `Synth.latent` set them.

        Returns:
            ``(n,)`` float32 for one channel, else ``(channels, n)``. How a rendering is cut into
            calls does not change it.

        Raises:
            InvalidValueError: no length is given, lengths differ, or the latents do not fit.

        Examples:
            >>> player.process(110.0, start=np.linspace(0, 256, 4410)).shape
            (4410,)
        """
        sound = self.play(
            frequency, start, crossfade, samples, seconds=seconds, rate=rate, latents=latents
        )
        return sound.samples

    def play(
        self,
        frequency: ArrayLike | None = None,
        start: ArrayLike | None = None,
        crossfade: ArrayLike | None = None,
        samples: int | None = None,
        *,
        seconds: float | None = None,
        rate: ArrayLike | None = None,
        latents: ArrayLike | None = None,
    ) -> Sound:
        """As `process`, with the phase and the onsets of the sound.

        Examples:
            >>> player.play(110.0, samples=4410).phase.shape
            (4410,)
        """
        controls = [
            np.asarray(np.nan if value is None else value, dtype=np.float64)
            for value in (frequency, start, crossfade, rate)
        ]
        point = np.asarray(() if latents is None else latents, dtype=np.float64)
        if latents is not None:
            self._check_latents(point)
        shapes = {control.shape for control in controls if control.ndim > 0}
        shapes |= {point.shape[1:]} if point.ndim == 2 else set()
        shapes |= {(count,) for count in self._lengths(samples, seconds)}
        if not shapes:
            raise InvalidValueError(
                "Nothing says how long to play; give samples or seconds, or a signal as a control."
            )
        if len(shapes) > 1 or any(len(shape) > 1 for shape in shapes):
            given = ", ".join(str(control.shape) for control in (*controls, point))
            raise InvalidValueError(
                "frequency, start, crossfade, rate and each latent are numbers or signals of one "
                f"length, not of the shapes {given} for {samples} samples and {seconds} seconds."
            )
        shape = shapes.pop()
        rows = point[:, np.newaxis] if point.ndim == 1 else point
        signals = [np.broadcast_to(control, shape) for control in controls]
        signals.append(np.broadcast_to(rows, (len(rows), *shape)))
        sound, phase, onset = self._engine.process(*map(np.ascontiguousarray, signals))
        return Sound(sound[0] if self.channels == 1 else sound, phase, onset > 0.0)

    @property
    def table(self) -> Float32:
        """A copy of the newest table, ``(n,)``: of a synth, its grains joined by crossfades.

        Examples:
            >>> player.table.dtype
            dtype('float32')
        """
        return self._engine.table()

    def _lengths(self, samples: int | None, seconds: float | None) -> set[int]:
        """The lengths that the two arguments ask for, in samples."""
        for name, value in (("samples", samples), ("seconds", seconds)):
            if value is not None and not 0 <= value < np.inf:
                raise InvalidValueError(f"{name} is a finite number from 0 on, not {value}.")
        lengths = set() if samples is None else {samples}
        return lengths if seconds is None else lengths | {round(seconds * self.sample_rate)}

    def _check_latents(self, point: NDArray[np.float64]) -> None:
        if self.get("live") != "on":
            raise InvalidValueError("latents are played live; call set('live', 'on') first.")
        if point.ndim not in (1, 2) or not 0 < len(point) <= self.latents:
            raise InvalidValueError(
                f"latents have the shape (latents,) or (latents, n) with 1 to {self.latents} "
                f"latents of the model, not {point.shape}."
            )
