"""One engine that plays in real time: no call waits, unless it renders offline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from granvae.engine.latent_path import LatentPath
from granvae.engine.model_info import PlayedModel, describe
from granvae.engine.offline_engine import BaseEngine, Float32
from granvae.errors import InvalidValueError, ModelError

Signal = NDArray[np.float64]


class Voice(BaseEngine):
    """One engine in real time.

    Args:
        sample_rate: Hz.
        channels: of the output.
        offline: wait for every decode, so that a rendering is the same each time.
    """

    def __init__(self, sample_rate: float, channels: int, offline: bool) -> None:
        super().__init__(sample_rate, channels, offline)
        self._offline = offline

    def read(self, file: str) -> None:
        """Asks for a model; an event reports the result."""
        self._send("read", [file], file)

    def read_first(self, file: str) -> PlayedModel:
        """Reads a model and waits for it.

        Raises:
            ModelError: the file holds no model that can be played.
        """
        self.read(file)
        self.wait()
        reports = {kind: (text, values) for kind, text, values in self.events()}
        if "error" in reports:
            raise ModelError(reports["error"][0])
        loaded, (latents, grain, rate, *_) = reports["loaded"]
        return describe(loaded, int(latents), int(grain), rate)

    def decode(self, path: LatentPath) -> None:
        """Asks for a table of a path."""
        flat = path.points.astype(np.float32).ravel().tolist()
        self._send("path", flat, places=[] if path.places is None else path.places.tolist())

    def ask(self, message: str, *atoms: float | str, file: str = "") -> None:
        """Sends another message of `granvae.messages`, perhaps with the file that it names.

        An event reports what cannot be done.
        """
        self._send(message, [file] if file else atoms, file)

    def set(self, name: str, value: float | str) -> None:
        """Sets a parameter.

        Raises:
            InvalidValueError: it does not take the value.
        """
        super().set(name, value)
        self._settle()

    def process(self, frequency: Signal, start: Signal, crossfade: Signal, rate: Signal) -> Float32:
        """The next samples ``(channels, n)``."""
        no_latents = np.empty((0, len(frequency)))
        sound, _, _ = self._engine.process(frequency, start, crossfade, rate, no_latents)
        return sound

    def hold(self, sound: Float32, controls: Sequence[float]) -> None:
        """Writes the next samples into ``sound`` ``(channels, n)``, with controls that stay.

        Args:
            controls: frequency, start, crossfade and rate; NaN where none was given.
        """
        self._engine.hold(sound, *controls)

    def events(self) -> Iterator[tuple[str, str, list[float]]]:
        """What happened since the last call: kind, text and values."""
        for kind, atoms in self._engine.events():
            texts = [atom for atom in atoms if isinstance(atom, str)]
            numbers = [atom for atom in atoms if not isinstance(atom, str)]
            yield kind, " ".join(texts), numbers

    def wait(self) -> None:
        """Until everything asked for is done."""
        self._engine.wait()

    @property
    def idle(self) -> bool:
        """Whether everything asked for is done."""
        return self._engine.idle

    @property
    def table(self) -> Float32 | None:
        """A copy of the newest table, ``(n,)``; None before there is one."""
        return self._engine.table()

    @property
    def table_size(self) -> int:
        """Samples of the newest table; 0 before there is one."""
        return self._engine.table_size

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where each grain of the newest table begins, ``(count,)``."""
        return self._engine.starts()

    @property
    def path(self) -> LatentPath:
        """The path of the newest table."""
        return LatentPath.of(self._engine.points(), self._engine.places())

    @property
    def counters(self) -> dict[str, int]:
        """``late``, ``stolen`` and ``non_finite``, by name."""
        return {"late": self.late, "stolen": self.stolen, "non_finite": self.non_finite}

    def _send(
        self,
        message: str,
        atoms: Sequence[float | str],
        file: str = "",
        places: Sequence[int] = (),
    ) -> None:
        fault = self._engine.send(message, list(atoms), file, places=list(places))
        if fault:
            raise InvalidValueError(fault)
        self._settle()

    def _settle(self) -> None:
        if self._offline:
            self._engine.wait()
