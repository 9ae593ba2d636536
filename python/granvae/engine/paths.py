"""Paths of latent points through the native engine: made, encoded from sounds, bent, kept."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine.player import Float32, Instrument
from granvae.errors import GranvaeError

_OWN_ENDINGS = (".wav", ".wave", ".aif", ".aiff", ".aifc")  # of sounds that the engine reads


class PathEditor(Instrument):
    """An instrument whose table is decoded from a path: every call waits until it has been.

    A path is a row of points, a grain each. What makes or changes one raises `GranvaeError` where
    numbers do not fit the model or a file cannot be used; the path and the table before stay.

    Attributes:
        latents: dimensions of the model's latent space.
        grain: samples of one of its grains.
        table_rate: Hz of its samples.
    """

    def __init__(self, sample_rate: float, channels: int) -> None:
        super().__init__(sample_rate, channels)
        self.grain = 0
        self.table_rate = 0.0

    def latent(self, z: ArrayLike) -> None:
        """Decodes the point ``(latents,)``, in deviations, into a table of one grain."""
        self._send("latent", _row(z, "latent"))

    def line(self, z_end: ArrayLike, count: int) -> None:
        """Decodes ``count`` points of the straight line from the origin to ``z_end``, in order."""
        self._send("line", [int(count), *_row(z_end, "line")])

    def path(self, points: ArrayLike) -> None:
        """Decodes the points ``(count, latents)``, in order, into one table."""
        self._send("path", _row(np.ravel(np.asarray(points, dtype=np.float32)), "path"))

    def random(self, seed: int = 0) -> Float32:
        """Decodes a point drawn from the prior; returns it, ``(latents,)``."""
        return np.asarray(self._send("random", [int(seed)])["latents"], dtype=np.float32)

    def encode(
        self, sound: ArrayLike | str | PathLike[str], sample_rate: float | None = None
    ) -> Float32:
        """Turns a sound into a path, a point for every grain less join, and decodes it.

        Args:
            sound: samples ``(n,)`` or ``(channels, n)``, or the name of a file: WAV and AIFF are
                read by the engine, as in Max and Pure Data, others as for training. Channels are
                averaged, and the sound is resampled to the model's rate.
            sample_rate: Hz of the samples; None for the model's.

        Returns:
            The points ``(count, latents)``.

        Raises:
            GranvaeError: the model has no encoder, or the sound cannot be used.
        """
        if isinstance(sound, str | PathLike):
            file = Path(sound)
            if file.is_dir() or file.suffix.lower() in _OWN_ENDINGS:
                self._send("encode", [str(file)])
            else:
                from granvae.data.audio_files import decode_sound  # takes a second to import

                mono, own_rate = decode_sound(file)
                self._send("encode", [str(file)], mono, own_rate)
            return self.points
        samples = np.asarray(sound, dtype=np.float32)
        if samples.ndim not in (1, 2):
            raise GranvaeError(
                f"encode takes samples (n,) or (channels, n), not the shape {samples.shape}."
            )
        mono = samples if samples.ndim == 1 else samples.mean(axis=0)
        rate = self.table_rate if sample_rate is None else float(sample_rate)
        self._send("encode", ["sound"], np.ascontiguousarray(mono), rate)
        return self.points

    def offset(self, amounts: ArrayLike) -> None:
        """Adds to every point a number for each latent, or one for all."""
        self._send("offset", _row(np.atleast_1d(amounts), "offset"))

    def scale(self, amounts: ArrayLike) -> None:
        """Multiplies every point, about the origin, by a number for each latent, or one for all."""
        self._send("scale", _row(np.atleast_1d(amounts), "scale"))

    def mix(self, path: str | PathLike[str], amount: float) -> None:
        """Moves every point towards the same place of another path.

        Args:
            path: the name of a stored path, or a path file. It is stretched to this one's length.
            amount: 0 leaves the path as it is, 1 makes it the other.
        """
        self._send("mix", [fspath(path), float(amount)])

    def reverse(self) -> None:
        """Plays the points from the last to the first."""
        self._send("reverse")

    def smooth(self, grains: float) -> None:
        """Makes every point the Hann-weighted mean of ``grains`` neighbours on either side."""
        self._send("smooth", [float(grains)])

    def store(self, name: str) -> None:
        """Keeps the path under a name, for `recall` and `mix`."""
        self._send("store", [name])

    def recall(self, name: str) -> None:
        """Decodes a path that `store` has kept."""
        self._send("recall", [name])

    def save_path(self, file: str | PathLike[str]) -> None:
        """Writes the path as JSON or CSV, by the file's ending: the format of Max and Pure Data."""
        self._send("writepath", [fspath(file)])

    def load_path(self, file: str | PathLike[str]) -> Float32:
        """Decodes the path of a JSON or CSV file; returns its points ``(count, latents)``."""
        self._send("readpath", [fspath(file)])
        return self.points

    @property
    def points(self) -> Float32:
        """A copy of the path, ``(count, latents)`` in deviations."""
        return self._engine.points()

    def _send(
        self,
        name: str,
        words: Sequence[float | str] = (),
        sound: Float32 | None = None,
        rate: float = 0.0,
    ) -> dict[str, list[Any]]:
        """Sends a message of the table and waits; returns what was told, by its selector."""
        file = words[0] if words and isinstance(words[0], str) else ""
        fault = self._engine.send(name, list(words), file, sound, rate)
        if fault:
            raise GranvaeError(fault)
        return self._finish()

    def _finish(self) -> dict[str, list[Any]]:
        told: dict[str, list[Any]] = {}
        self._engine.wait()
        for selector, words in self._engine.events():
            if selector == "error":
                raise GranvaeError(str(words[0]))
            if selector == "loaded":
                _, latents, grain, rate = words
                self.latents, self.grain = int(latents), int(grain)
                self.table_rate = float(rate)
            if selector == "info":
                told[str(words[0])] = words[1:]
            else:
                told[selector] = words
        return told


def _row(z: ArrayLike, name: str) -> list[float | str]:
    values = np.asarray(z, dtype=np.float32)
    if values.ndim != 1:
        raise GranvaeError(f"{name} takes one row of numbers, not the shape {values.shape}.")
    return [float(value) for value in values]
