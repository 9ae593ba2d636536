"""The Python face of the native engine: the same sound, sample by sample, as in Pd and Max."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath

import numpy as np
from numpy.typing import ArrayLike

from granvae.errors import GranvaeError
from granvae.instrument import Float32, Instrument, Sound, parameters

__all__ = ["Player", "Sound", "Synth", "parameters"]


class Player(Instrument):
    """Plays any table of samples, with no model.

    Args:
        table: ``(n,)`` at least 4 finite samples.
        table_rate: Hz at which the table sounds as recorded.
        sample_rate: Hz of the output.
        crossfade_law: ``cosine`` (raised), ``linear`` or ``equal-power``.
        length: table samples that a grain reads; 0 reads to the table's end.
        channels: of the output, 1 to 64.

    Every other parameter of the engine is set by `set`, as in ``player.set("mode", "cloud")``.

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
        channels: int = 1,
    ) -> None:
        super().__init__(sample_rate, channels)
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


class Synth(Instrument):
    """Plays grains that a model decodes from its latent space.

    Decoding is synchronous: what is asked for is heard from the next onset on, and a rendering is
    the same each time.

    Args:
        model: a ``.ts`` file made by ``granvae export``, or another of the nn~ convention.
        sample_rate: Hz of the output; None for the model's own.
        channels: of the output, 1 to 64.

    Raises:
        GranvaeError: the file is no model that can be played.
    """

    def __init__(
        self,
        model: str | PathLike[str],
        sample_rate: float | None = 44100,
        channels: int = 1,
    ) -> None:
        super().__init__(44100 if sample_rate is None else sample_rate, channels)
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

    def set(self, name: str, value: float | str) -> None:
        """As `Player.set`; what the table has to be made again for is there when it returns."""
        super().set(name, value)
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
