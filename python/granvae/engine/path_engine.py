"""The path of an engine, and what bends it: messages to its worker, and their replies."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae.engine.offline_engine import Float32, OfflineEngine
from granvae.errors import FileError, GranvaeError, InvalidValueError, ModelError

_ERRORS: dict[str, type[GranvaeError]] = {
    "read": ModelError,
    "write": FileError,
    "readpath": FileError,
    "writepath": FileError,
    "readstate": FileError,
    "writestate": FileError,
    "encode": GranvaeError,  # the model may be at fault, the file or the samples
}

Atom = float | str
Int64 = NDArray[np.int64]

_FARTHEST = 2**30  # samples


class PathEngine(OfflineEngine):
    """An engine that plays the grains of a path.

    The table holds the grains of a path: a row of points, one grain each. What makes or changes
    the path decodes it and waits, so that a rendering is the same each time; the next onset plays
    the new table. A call that fails leaves path and table as they are.

    Attributes:
        model: its file.
        latents: dimensions of the model's latent space.
        grain: samples of one of its grains.
        table_rate: Hz of the table.
    """

    model = ""
    grain = 0
    table_rate = 0.0

    def latent(self, z: ArrayLike) -> None:
        """Decodes the point ``(latents,)``, in standard deviations, into a table of one grain.

        Examples:
            >>> synth.latent([1.0] + [0.0] * 15)
            >>> len(synth.table) == synth.grain
            True
        """
        self._send("latent", _row(z, "latent"))

    def line(self, z_end: ArrayLike, count: int) -> None:
        """Decodes ``count`` points of the straight line from the origin to ``z_end``, in order.

        Examples:
            >>> synth.line([1.0] * 16, count=4)
            >>> len(synth.points)
            4
        """
        self._send("line", [int(count), *_row(z_end, "line")])

    def path(self, points: ArrayLike, places: ArrayLike | None = None) -> None:
        """Decodes the points ``(count, latents)``, in order, into one table.

        Args:
            points: in standard deviations.
            places: as `places` gives them, ``(count,)``; None has them found, or regular where the
                parameter ``fit`` is off.

        Raises:
            InvalidValueError: the points do not fit the model, or the places the points.

        Examples:
            >>> synth.path(np.zeros((3, 16)), places=[0, 300, 256])
            >>> synth.starts
            array([  0, 300, 556])
        """
        row = _row(np.ravel(points), "path")
        self._send("path", row, places=None if places is None else _whole(places))

    def offset(self, amounts: ArrayLike) -> None:
        """Adds to every point a number for each latent, or one for all.

        Examples:
            >>> synth.offset(0.5)
        """
        self._send("offset", _row(np.atleast_1d(amounts), "offset"))

    def scale(self, amounts: ArrayLike) -> None:
        """Multiplies every point, about the origin, by a number for each latent, or one for all.

        Examples:
            >>> synth.scale(0.5)
        """
        self._send("scale", _row(np.atleast_1d(amounts), "scale"))

    def mix(self, path: str | PathLike[str], amount: float) -> None:
        """Moves every point towards another path, stretched to the length of this one.

        Args:
            path: the name of a stored path, or a path file.
            amount: 0 leaves the path as it is, 1 makes it the other.

        Examples:
            >>> synth.store("dawn")
            >>> synth.mix("dawn", 0.5)
        """
        self._send("mix", [fspath(path), float(amount)])

    def reverse(self) -> None:
        """Reverses the order of the grains; neighbours stay as far apart.

        Examples:
            >>> synth.reverse()
        """
        self._send("reverse")

    def stretch(self, factor: float) -> None:
        """Repeats grains, or leaves some out, evenly: ``factor`` times as many, 0.01 to 100.

        In a path with places, a repeated grain follows itself as closely as the next one did, so
        that tones keep their pitch.

        Examples:
            >>> synth.line([1.0] * 16, count=4)
            >>> synth.stretch(1.5)
            >>> len(synth.points)
            6
        """
        self._send("stretch", [float(factor)])

    def smooth(self, grains: float) -> None:
        """Makes every point the Hann-weighted mean of ``grains`` neighbours on either side.

        Examples:
            >>> synth.smooth(2)
        """
        self._send("smooth", [float(grains)])

    def store(self, name: str) -> None:
        """Keeps the path under a name, for `recall` and `mix`.

        Examples:
            >>> synth.store("dawn")
        """
        self._send("store", [name])

    def recall(self, name: str) -> None:
        """Decodes a path that `store` has kept.

        Examples:
            >>> synth.store("dusk")
            >>> synth.recall("dusk")
        """
        self._send("recall", [name])

    def save_path(self, file: str | PathLike[str]) -> None:
        """Writes points and places as JSON or CSV, by the file's ending, as Max and Pure Data do.

        Examples:
            >>> synth.save_path(folder / "path.csv")
        """
        self._send("writepath", [fspath(file)])

    def load_path(self, file: str | PathLike[str]) -> Float32:
        """Decodes the path of a JSON or CSV file; returns its points ``(count, latents)``.

        Examples:
            >>> synth.save_path(folder / "path.json")
            >>> synth.load_path(folder / "path.json").shape[1]
            16
        """
        self._send("readpath", [fspath(file)])
        return self.points

    @property
    def points(self) -> Float32:
        """A copy of the path, ``(count, latents)`` in standard deviations.

        Examples:
            >>> synth.line([1.0] * 16, count=2)
            >>> float(synth.points.max())
            1.0
        """
        return self._engine.points()

    @property
    def places(self) -> Int64 | None:
        """A copy of the places of the path's grains, ``(count,)`` in samples of the table.

        Each is the distance from where the grain before begins to where this one does: half a grain
        to a whole one, to which the table limits others. The first is at most 0: where it is below,
        so much of the first grain's head is cut off. None where the path has no places.

        Examples:
            >>> synth.encode(sound, sample_rate=44100)[:0].shape
            (0, 16)
            >>> bool(np.all(np.cumsum(synth.places)[1:] == synth.starts[1:]))
            True
        """
        return self._engine.places()

    @property
    def starts(self) -> Int64:
        """The samples of the table at which the path's grains begin, ``(count,)``.

        Examples:
            >>> synth.line([1.0] * 16, count=2)
            >>> len(synth.starts)
            2
        """
        return self._engine.starts()

    def _send(
        self,
        name: str,
        arguments: Sequence[Atom] = (),
        sound: Float32 | None = None,
        rate: float = 0.0,
        places: list[int] | None = None,
    ) -> dict[str, list[Atom]]:
        """Sends a message and waits; returns what the engine reports, by selector."""
        file = arguments[0] if arguments and isinstance(arguments[0], str) else ""
        fault = self._engine.send(name, list(arguments), file, sound, rate, places or [])
        if fault:
            raise InvalidValueError(fault)
        return self._wait(name)

    def _wait(self, name: str) -> dict[str, list[Atom]]:
        reported: dict[str, list[Atom]] = {}
        faults: list[str] = []
        self._engine.wait()
        for selector, atoms in self._engine.events():
            if selector == "error":
                faults.append(str(atoms[0]))
            if selector == "loaded":
                self.model = str(atoms[0])
                self.latents, self.grain = int(atoms[1]), int(atoms[2])
                self.table_rate = float(atoms[3])
            if selector == "info":
                reported[str(atoms[0])] = atoms[1:]
            else:
                reported[selector] = atoms
        if faults:
            raise _ERRORS.get(name, InvalidValueError)(" ".join(faults))
        return reported


def _row(values: ArrayLike, name: str) -> list[float]:
    row = np.asarray(values, dtype=np.float32)
    if row.ndim != 1:
        raise InvalidValueError(f"{name} takes one row of numbers, not the shape {row.shape}.")
    return [float(value) for value in row]


def _whole(places: ArrayLike) -> list[int]:
    row = np.asarray(places)
    if row.ndim != 1 or not np.issubdtype(row.dtype, np.integer) or np.any(abs(row) > _FARTHEST):
        raise InvalidValueError("places are one row of whole numbers of samples.")
    return [int(place) for place in row]
