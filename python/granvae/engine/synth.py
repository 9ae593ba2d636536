"""The Python face of the native engine: the same sound, sample by sample, as in Pd and Max."""

from __future__ import annotations

from os import PathLike, fspath
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine.paths import PathEditor
from granvae.engine.player import Float32, Instrument, Sound, messages, parameters
from granvae.errors import GranvaeError

__all__ = ["Player", "Sound", "Synth", "messages", "parameters"]


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


class Synth(PathEditor):
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
        self.read(model)
        if sample_rate is None:
            self.sample_rate = self.table_rate
            self._engine.set_sample_rate(self.sample_rate)

    def read(self, model: str | PathLike[str]) -> None:
        """Changes the model; the one before plays on if this one cannot be used."""
        self._send("read", [fspath(model)])

    def set(self, name: str, value: float | str) -> None:
        """As `Player.set`; what the table has to be made again for is there when it returns."""
        super().set(name, value)
        self._finish()

    def write(self, path: str | PathLike[str]) -> None:
        """Writes the table as a mono WAV file of 32-bit floats, sample by sample as it is.

        Raises:
            GranvaeError: the file cannot be written.
        """
        self._send("write", [fspath(path)])

    def set_attribute(self, name: str, *values: float | str) -> None:
        """Sets an attribute of a model of another maker, for all who play the file in this process.

        The path is decoded again.

        Raises:
            GranvaeError: the model has no such attribute, or it refuses the values.
        """
        self._send("set", [name, *values])

    def get_attribute(self, name: str) -> list[float | str]:
        """The values of an attribute of a model of another maker.

        Raises:
            GranvaeError: the model has no such attribute.
        """
        return self._send("get", [name])["attribute"][1:]

    @property
    def attributes(self) -> list[str]:
        """The names of the model's attributes; none for a model of ours."""
        return [str(word) for word in self.info().get("attributes", [])]

    def info(self) -> dict[str, list[Any]]:
        """What Max and Pure Data tell when they are sent ``info``: names and their values."""
        return self._send("info")

    @property
    def table(self) -> Float32:
        """A copy of the decoded table: the grains in order, neighbours joined by a crossfade."""
        return self._engine.table()
