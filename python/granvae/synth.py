"""The Python face of the native engine: the same sound, sample by sample, as in Pd and Max."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae import _native
from granvae.errors import GranvaeError

Float32 = NDArray[np.float32]


def parameters() -> list[dict[str, object]]:
    """The engine's parameters: name, unit, minimum, maximum, initial, choices, documentation."""
    return _native.parameters()


class _Instrument:
    """What `Player` and `Synth` share: control signals in, samples out."""

    def __init__(self, sample_rate: float) -> None:
        if not (np.isfinite(sample_rate) and sample_rate > 0):
            raise GranvaeError(f"sample_rate is in Hz and above 0, not {sample_rate}.")
        self.sample_rate = float(sample_rate)
        self._engine = _native.Engine(self.sample_rate)

    def process(
        self,
        frequency: ArrayLike | None = None,
        start: ArrayLike | None = None,
        crossfade: ArrayLike | None = None,
        samples: int | None = None,
    ) -> Float32:
        """Renders the next samples; whatever sounded before goes on.

        Args:
            frequency: grains a second in Hz, either sign: one number or ``(n,)``.
            start: table samples at which a grain begins: one number or ``(n,)``.
            crossfade: table samples by which grains overlap: one number or ``(n,)``.
            samples: n, where all three are numbers; 1 if not given.

        None leaves a control as it was last, and as its default at the beginning: one grain at its
        recorded rate, start 0, a quarter of a grain. So does a value that is not finite.

        Returns:
            ``(n,)`` float32. How a rendering is cut into calls does not change it.

        Raises:
            GranvaeError: the three have different lengths.
        """
        controls = [
            np.asarray(np.nan if value is None else value, dtype=np.float64)
            for value in (frequency, start, crossfade)
        ]
        shape = (1 if samples is None else samples,)
        lengths = {control.shape for control in controls if control.ndim > 0}
        if samples is not None:
            lengths.add(shape)
        if len(lengths) > 1 or any(len(length) > 1 for length in lengths) or shape[0] < 0:
            given = ", ".join(str(control.shape) for control in controls)
            raise GranvaeError(
                "frequency, start and crossfade are numbers or signals of one length, "
                f"not of the shapes {given} for {samples} samples."
            )
        shape = lengths.pop() if lengths else shape
        return self._engine.process(
            *(np.ascontiguousarray(np.broadcast_to(control, shape)) for control in controls)
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
        """The value of a parameter; None if there is none of this name."""
        return self._engine.get(name)

    @property
    def phase(self) -> float:
        """Where the cycle is, in [0, 1)."""
        return self._engine.phase

    @property
    def non_finite(self) -> int:
        """How many values of control signals were not finite, and so were replaced."""
        return self._engine.non_finite


class Player(_Instrument):
    """Plays any table of samples in loop mode, with no model.

    Args:
        table: ``(n,)`` at least 4 finite samples.
        table_rate: Hz at which the table sounds as recorded.
        sample_rate: Hz of the output.
        crossfade_law: ``cosine`` (raised), ``linear`` or ``equal-power``.
        length: table samples that a grain reads; 0 reads to the table's end.

    Raises:
        GranvaeError: the table or a value cannot be used.
    """

    def __init__(
        self,
        table: ArrayLike,
        table_rate: float = 44100,
        sample_rate: float = 44100,
        crossfade_law: str = "cosine",
        length: float = 0,
    ) -> None:
        super().__init__(sample_rate)
        self.set("law", crossfade_law)
        self.set("length", length)
        self.set_table(table, table_rate)

    def set_table(self, table: ArrayLike, table_rate: float = 44100) -> None:
        """Replaces the table; it is heard from the next onset on, or within `swap` ms."""
        samples = np.asarray(table, dtype=np.float32)
        if not (np.isfinite(table_rate) and table_rate > 0):
            raise GranvaeError(f"table_rate is in Hz and above 0, not {table_rate}.")
        try:
            self._engine.set_table(samples, float(table_rate))
        except ValueError as error:
            raise GranvaeError(f"{error} This one has the shape {samples.shape}.") from error

    @property
    def table(self) -> Float32:
        """A copy of the newest table, ``(n,)``."""
        return self._engine.table()


class Synth(_Instrument):
    """Plays grains that a model decodes from its latent space.

    Decoding is synchronous: what is asked for is heard from the next onset on, and a rendering is
    the same each time.

    Args:
        model: a ``.ts`` file made by ``granvae export``, or another of the nn~ convention.
        sample_rate: Hz of the output; None for the model's own.

    Raises:
        GranvaeError: the file is no model that can be played.
    """

    def __init__(self, model: str | PathLike[str], sample_rate: float | None = 44100) -> None:
        super().__init__(44100 if sample_rate is None else sample_rate)
        self.latents = 0
        self.grain = 0
        self.table_rate = 0.0
        self.read(model)
        if sample_rate is None:
            self.sample_rate = self.table_rate
            self._engine.set_sample_rate(self.sample_rate)

    def read(self, model: str | PathLike[str]) -> None:
        """Changes the model; the one before plays on if this one cannot be used."""
        self._engine.read(fspath(model))
        self._finish()

    def latent(self, z: ArrayLike) -> None:
        """Decodes the point ``(latents,)``, in deviations, into a table of one grain."""
        self._engine.latent(_values(z, "latent"))
        self._finish()

    def line(self, z_end: ArrayLike, count: int) -> None:
        """Decodes ``count`` points of the straight line from the origin to ``z_end``, in order."""
        self._engine.line(_values(z_end, "line"), int(count))
        self._finish()

    def path(self, points: ArrayLike) -> None:
        """Decodes the points ``(count, latents)``, in order, into one table."""
        self._engine.path(_values(np.ravel(np.asarray(points, dtype=np.float32)), "path"))
        self._finish()

    def random(self, seed: int = 0) -> Float32:
        """Decodes a point drawn from the prior; returns it, ``(latents,)``."""
        self._engine.random(int(seed))
        return np.asarray(self._finish(), dtype=np.float32)

    def write(self, path: str | PathLike[str]) -> None:
        """Writes the table as a mono WAV file of 32-bit floats, sample by sample as it is.

        Raises:
            GranvaeError: the file cannot be written.
        """
        self._engine.write(fspath(path))
        self._finish()

    @property
    def table(self) -> Float32:
        """A copy of the decoded table: the grains in order, neighbours joined by a crossfade."""
        return self._engine.table()

    def _finish(self) -> Sequence[float]:
        """Waits for the worker; returns the latents it drew, if it did."""
        self._engine.wait()
        drawn: Sequence[float] = ()
        for kind, text, values in self._engine.events():
            if kind == "error":
                raise GranvaeError(text)
            if kind == "loaded":
                self.latents, self.grain = int(values[0]), int(values[1])
                self.table_rate = float(values[2])
            if kind == "latents":
                drawn = values
        return drawn


def _values(z: ArrayLike, name: str) -> list[float]:
    values = np.asarray(z, dtype=np.float32)
    if values.ndim != 1:
        raise GranvaeError(f"{name} takes one row of numbers, not the shape {values.shape}.")
    return [float(value) for value in values]
