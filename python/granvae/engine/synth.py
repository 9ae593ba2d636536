"""Grains that a model decodes, played from Python: the same sound as in Max and Pure Data."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine.offline_engine import Float32
from granvae.engine.path_engine import Atom, PathEngine
from granvae.errors import InvalidValueError

_READ_BY_THE_ENGINE = (".wav", ".wave", ".aif", ".aiff", ".aifc")


class Synth(PathEngine):
    """Plays grains that a model decodes from its latent space.

    What makes or changes its path (`granvae.engine.path_engine`) decodes it and waits; the next
    onset plays the new table.

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

    def set(self, name: str, value: float | str) -> None:
        """As `Player.set`; a table that depends on the parameter is decoded anew.

        Examples:
            >>> synth.set("join", 64)
        """
        super().set(name, value)
        self._wait("set")

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

    def snap(self, amount: float) -> None:
        """Moves every point towards the nearest grain that the model learned from.

        Args:
            amount: 0 leaves the path as it is, 1 makes it of learned grains.

        Examples:
            >>> synth.snap(0.5)
        """
        self._send("snap", [float(amount)])

    def state(self) -> str:
        """All that one has made, as JSON: where the model is, parameters, path, walk and so on.

        Examples:
            >>> '"mode": "loop"' in synth.state()
            True
        """
        return self._engine.state()

    def restore(self, state: str) -> None:
        """Returns to what `state` gave; what cannot be restored raises, once the rest is.

        Examples:
            >>> synth.restore(synth.state())
        """
        self._engine.restore(state)
        self._wait("restore")

    def save_state(self, file: str | PathLike[str]) -> None:
        """Writes `state` to a file, as Max and Pure Data do.

        Examples:
            >>> synth.save_state(folder / "song.json")
        """
        self._send("writestate", [fspath(file)])

    def load_state(self, file: str | PathLike[str]) -> None:
        """`restore` from a file; a model that is gone is looked for beside it.

        Examples:
            >>> synth.save_state(folder / "song.json")
            >>> synth.load_state(folder / "song.json")
        """
        self._send("readstate", [fspath(file)])

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
