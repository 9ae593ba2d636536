"""Grains that a model decodes, played from Python: the same sound as in Max and Pure Data."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae.engine.offline_engine import Float32, OfflineEngine
from granvae.errors import FileError, GranvaeError, InvalidValueError, ModelError

_READ_BY_THE_ENGINE = (".wav", ".wave", ".aif", ".aiff", ".aifc")
_ERRORS: dict[str, type[GranvaeError]] = {
    "read": ModelError,
    "write": FileError,
    "readpath": FileError,
    "writepath": FileError,
    "encode": GranvaeError,  # the model may be at fault, the file or the samples
}

Atom = float | str
Int64 = NDArray[np.int64]

_FARTHEST = 2**30  # samples


class Synth(OfflineEngine):
    """Plays grains that a model decodes from its latent space.

    The table holds the grains of a path: a row of points, one grain each. What makes or changes
    the path decodes it and waits, so that a rendering is the same each time; the next onset plays
    the new table. A call that fails leaves path and table as they are.

    Args:
        model: a ``.ts`` file that ``granvae export`` wrote, or another of the nn~ convention.
        sample_rate: Hz of the output; None for the model's own.
        channels: of the output, 1 to 64.

    Attributes:
        latents: dimensions of the model's latent space.
        grain: samples of one of its grains.
        table_rate: Hz of the table.

    Raises:
        ModelError: the file holds no model that can be played.

    Examples:
        >>> synth = Synth(model)
        >>> synth.line([2.0] + [0.0] * 15, count=8)
        >>> synth.points.shape
        (8, 16)
        >>> synth.smooth(1)
        >>> synth.process(110.0, start=300, crossfade=128, seconds=0.5).shape
        (22050,)
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

    def __repr__(self) -> str:
        return (
            f"Synth({self.model!r}, latents={self.latents}, grain={self.grain}, "
            f"sample_rate={self.sample_rate:g}, channels={self.channels})"
        )

    def read(self, model: str | PathLike[str]) -> None:
        """Changes the model; the one before plays on if this one cannot be used.

        Examples:
            >>> synth.read(model)
        """
        self._send("read", [fspath(model)])
        self.model = fspath(model)

    def set(self, name: str, value: float | str) -> None:
        """As `Player.set`; a table that depends on the parameter is decoded anew.

        Examples:
            >>> synth.set("join", 64)
        """
        super().set(name, value)
        self._wait("set")

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

    def random(self, seed: int = 0, prior: bool = False) -> Float32:
        """Decodes a point near a grain that the model learned from; returns it, ``(latents,)``.

        Args:
            seed: which point.
            prior: draw it from the whole space, as for models without a map in any case.

        Examples:
            >>> synth.random(1).shape
            (16,)
        """
        arguments: list[Atom] = ["prior", int(seed)] if prior else [int(seed)]
        return np.asarray(self._send("random", arguments)["latents"], dtype=np.float32)

    def walk(self, count: int, seed: int = 0) -> Float32:
        """Decodes ``count`` grains along the recordings that the model learned from.

        The walk jumps to places that sound alike; the parameters ``jump`` and ``near`` say how
        often and how far, and `stay` where.

        Returns:
            The points ``(count, latents)``, with their `places`.

        Raises:
            InvalidValueError: the model has no map with places.

        Examples:
            >>> synth.walk(100).shape
            (100, 16)
        """
        self._send("walk", [int(count), int(seed)])
        return self.points

    def walk_on(self, seed: int | None = None) -> None:
        """Begins a walk without an end, which `process` plays from the next onset on.

        It goes as `walk` does, and at its natural frequency sounds as one recording. A cycle of a
        loop reads one grain, or as much as ``length`` says, up to a quarter of a second, and begins
        where the one before ended. ``jump``, ``near``, ``seed`` and `stay` are heard within two
        seconds. Whatever else makes a path ends the walk.

        Args:
            seed: which way; None for that of the parameter ``seed``.

        Raises:
            InvalidValueError: the model has no map with places.

        Examples:
            >>> synth.walk_on()
            >>> synth.process(seconds=3).shape
            (132300,)
        """
        self._send("walk", ["on"] if seed is None else ["on", int(seed)])

    def walk_off(self) -> None:
        """Ends the walk; the second that sounds is the path.

        Examples:
            >>> synth.walk_on()
            >>> synth.walk_off()
        """
        self._send("walk", ["off"])

    def stay(self, *sounds: str | int) -> None:
        """Keeps `random`, `walk` and `snap` to recordings of `sounds`; to all, if none is given.

        Args:
            *sounds: how their names or those of their files begin, or their numbers from 0.

        Examples:
            >>> synth.stay(0)
            >>> synth.stay()
        """
        self._send("stay", list(sounds))

    @property
    def sounds(self) -> list[str]:
        """The names of the recordings that the model learned from; none without a map.

        Examples:
            >>> len(synth.sounds) > 0
            True
        """
        return [str(name) for name in self.info().get("sounds", [])]

    def encode(
        self, sound: ArrayLike | str | PathLike[str], sample_rate: float | None = None
    ) -> Float32:
        """Encodes a sound as a path of overlapping grains, and decodes it.

        Args:
            sound: samples ``(n,)`` or ``(channels, n)``, or the name of a file: WAV and AIFF are
                read by the engine, as in Max and Pure Data, others as for training. Channels are
                averaged, and the sound is resampled to the model's rate.
            sample_rate: Hz of the samples; None for the model's.

        Returns:
            The points ``(count, latents)``.

        Raises:
            GranvaeError: the model has no encoder, or the sound cannot be used.

        Examples:
            >>> synth.encode(sound, sample_rate=44100).shape[1]
            16
        """
        if isinstance(sound, str | PathLike):
            file = Path(sound)
            if file.is_dir() or file.suffix.lower() in _READ_BY_THE_ENGINE:
                self._send("encode", [str(file)])
            else:
                from granvae.data.audio_files import decode_sound  # takes a second to import

                self._send("encode", [str(file)], *decode_sound(file))
            return self.points
        samples = np.asarray(sound, dtype=np.float32)
        if samples.ndim not in (1, 2):
            raise InvalidValueError(
                f"encode takes samples (n,) or (channels, n), not the shape {samples.shape}."
            )
        mono = samples if samples.ndim == 1 else samples.mean(axis=0)
        rate = self.table_rate if sample_rate is None else float(sample_rate)
        self._send("encode", ["sound"], np.ascontiguousarray(mono), rate)
        return self.points

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

    def snap(self, amount: float) -> None:
        """Moves every point towards the nearest grain that the model learned from.

        Args:
            amount: 0 leaves the path as it is, 1 makes it of learned grains.

        Examples:
            >>> synth.snap(0.5)
        """
        self._send("snap", [float(amount)])

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

    def write(self, file: str | PathLike[str]) -> None:
        """Writes the table as a mono WAV file of 32-bit floats, sample by sample as it is.

        Examples:
            >>> synth.write(folder / "table.wav")
        """
        self._send("write", [fspath(file)])

    def set_attribute(self, name: str, *values: Atom) -> None:
        """Sets an attribute of a foreign model, for all who play its file in this process.

        Examples:
            >>> foreign.set_attribute("gain", 0.5)
        """
        self._send("set", [name, *values])

    def get_attribute(self, name: str) -> list[Atom]:
        """The values of an attribute of a foreign model.

        Examples:
            >>> foreign.get_attribute("shape")
            [2.0, 1.0]
        """
        return self._send("get", [name])["attribute"][1:]

    @property
    def attributes(self) -> list[str]:
        """The names of the model's attributes; none for a model of ours.

        Examples:
            >>> foreign.attributes
            ['gain', 'name', 'shape']
        """
        return [str(name) for name in self.info().get("attributes", [])]

    def info(self) -> dict[str, list[Atom]]:
        """What Max and Pure Data report on ``info``: names and their values.

        Examples:
            >>> synth.info()["mode"]
            ['loop']
        """
        return self._send("info")

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
        self._engine.wait()
        for selector, atoms in self._engine.events():
            if selector == "error":
                raise _ERRORS.get(name, InvalidValueError)(str(atoms[0]))
            if selector == "loaded":
                self.latents, self.grain = int(atoms[1]), int(atoms[2])
                self.table_rate = float(atoms[3])
            if selector == "info":
                reported[str(atoms[0])] = atoms[1:]
            else:
                reported[selector] = atoms
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
