"""The performer: the engine, all that can be asked of it, and the sound that comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from os import PathLike, fspath
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine.model_info import PlayedModel, describe, first_model
from granvae.engine.parameters import parameters
from granvae.engine.player import Float32
from granvae.engine.trajectory import Points
from granvae.engine.voice import Voice
from granvae.errors import GranvaeError
from granvae.play import snapshot
from granvae.play.commands import table
from granvae.play.commands.parameters import SIGNALS
from granvae.play.dispatcher import Desk, Reply, no_reply, send
from granvae.play.message import Replies, Value
from granvae.play.notes import Notes
from granvae.play.presets import Preset
from granvae.play.sequencer.sequencer import Sequencer
from granvae.play.signal.fader import Fader
from granvae.play.signal.level_meter import Levels
from granvae.play.signal.recorder import Recorder
from granvae.play.signal.tap import Taps
from granvae.play.timeline import Timeline

_NAN = float("nan")


class Performer(Desk):
    """Plays one model, and does what it is told.

    One thread owns it: the one that calls `render`, or that calls `do` where nothing renders at the
    same time. All others hand messages to `post`, and may read `state`, `meters` and `table` at
    any time.

    Args:
        model: a ``.ts`` file.
        sample_rate: Hz.
        channels: of the sound.
        offline: wait for every decode and every file, so that a rendering is the same each time.
        wall: Unix time in seconds, against which time tags are measured.

    Raises:
        GranvaeError: the model cannot be played.
    """

    def __init__(
        self,
        model: str | PathLike[str],
        sample_rate: float = 48000,
        channels: int = 2,
        *,
        offline: bool = False,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(table.messages(), offline)
        self.sample_rate = float(sample_rate)
        self.channels = channels
        self.now = 0  # the sample that comes next
        self.signals: dict[str, float | None] = dict.fromkeys(SIGNALS)
        self.presets: dict[str, Preset] = {}
        self.levels = Levels(self.sample_rate, channels)
        self.taps = Taps()
        self.fader = Fader(self.sample_rate)
        self.drone = Fader(self.sample_rate)
        self.timeline = Timeline(self.sample_rate, wall)
        self._voice = Voice(self.sample_rate, channels, offline)
        self._model_reply: Reply = no_reply
        self._recorder: Recorder | None = None
        self._table_due = True
        self.model = first_model(self._voice, fspath(model))
        self.points: Points = np.zeros((1, self.model.latents))
        names = [entry.name for entry in parameters() if not entry.signal]
        self.parameters: dict[str, Value] = {
            name: value for name in names if (value := self._voice.get(name)) is not None
        }
        self.sequencer = Sequencer(self)
        self.notes = Notes(self)

    def render(self, frames: int) -> Float32:
        """The next samples, ``(channels, frames)``, with each message at its sample."""
        begun = time.perf_counter()
        self.timeline.begin_block(self.now, frames)
        self._hear()
        sound = np.empty((self.channels, frames), np.float32)
        done = 0
        while done < frames:
            for deed in self._inbox.take(self.now):
                deed()
            due = self._inbox.next_sample()
            count = frames - done if due is None else min(frames - done, due - self.now)
            part = sound[:, done : done + count]
            self._sound(part)
            if self._recorder is not None:
                self._recorder.put(part)
            done += count
            self.now += count
        self.taps.put(self.now - frames, sound)
        self.levels.follow(sound, time.perf_counter() - begun)
        return sound

    def state(self) -> dict[str, Any]:
        """Everything, JSON-able; see `granvae.play.snapshot`."""
        return snapshot.everything(self)

    def meters(self) -> dict[str, Any]:
        """What moves all the time, JSON-able; see `granvae.play.snapshot`."""
        return snapshot.meters(self)

    @property
    def table(self) -> Float32:
        """A copy of the samples that sound, ``(n,)``."""
        samples = self._voice.table
        return np.zeros(0, np.float32) if samples is None else samples

    def close(self) -> None:
        """Completes a recording, and ends the thread that reads files."""
        self._workers.shutdown(wait=True)
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.finish()

    # What messages do, on the owner's thread.

    @property
    def latent(self) -> Points:
        """The last point of the path, ``(latents,)``."""
        return np.asarray(self.points[-1])

    @property
    def hop(self) -> int:
        """Samples from a grain of the table to the next."""
        join, grain = float(self.parameters["join"]), self.model.grain
        overlap = grain // 4 if join < 0.0 else min(int(join), grain // 2)
        return grain - overlap

    @property
    def phase(self) -> float:
        """Where the cycle of the grains that play by themselves is, 0 … 1."""
        return self._voice.phase

    @property
    def recording(self) -> str | None:
        """The file that is being written."""
        return self._recorder.file if self._recorder else None

    @property
    def engine_counts(self) -> dict[str, int]:
        """The engine's counters: late, stolen, non_finite."""
        return self._voice.counters

    def go(self, points: ArrayLike) -> None:
        """Decodes the points ``(count, latents)`` into the table."""
        self.points = np.array(points, dtype=np.float64)
        self._voice.decode(self.points)
        self._table_due = True
        self._tell_points()

    def draw(self, seed: int) -> None:
        """Draws a point from the prior, as Max and Pure Data do."""
        self._voice.random(seed)
        self._table_due = True
        if self.offline:
            self._hear()

    def set_signal(self, name: str, value: float) -> None:
        """A control signal, from this sample on."""
        self.signals[name] = value
        self.tell(f"/{name}", [value])

    def set_parameter(self, name: str, value: Value) -> None:
        """A parameter of the engine.

        Raises:
            GranvaeError: it does not take the value.
        """
        self._voice.set(name, value)
        taken = self._voice.get(name)
        self.parameters[name] = value if taken is None else taken
        self.sequencer.set(name, self.parameters[name])
        self.notes.set(name, self.parameters[name])
        self._table_due = self._table_due or name == "join"
        self.tell(f"/{name}", [self.parameters[name]])

    def read(self, file: str) -> Replies:
        """Reads another model; what plays goes on until it is there."""
        self._model_reply = self._reply
        self._voice.read(file)
        if self.offline:
            self._hear()
        return []

    def record(self, file: str) -> Replies:
        """Begins a recording, or, with ``stop``, completes it."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            self.later(recorder.finish, lambda seconds: [("/record", [recorder.file, seconds])])
        if file != "stop":
            self._recorder = Recorder(file, self.sample_rate, self.channels)
        elif recorder is None:
            raise GranvaeError("nothing is being recorded; send /record file first.")
        self.tell("/record", [file])
        return []

    def _sound(self, sound: Float32) -> None:
        """Writes the next samples into ``sound``, ``(channels, n)``."""
        if self.drone.silent:
            sound.fill(0.0)
        else:
            self._voice.hold(sound, [_NAN if s is None else s for s in self.signals.values()])
            self.drone.apply(sound)
        self.notes.add(sound)
        self.sequencer.add(sound)
        self.fader.apply(sound)

    def _hear(self) -> None:
        """Takes in what the decode worker tells."""
        for kind, text, told in self._voice.events():
            if kind == "error":
                self.tell("/error", [text])
                send(self._model_reply, [("/error", [text])])
            elif kind == "loaded":
                latents, grain, rate = int(told[0]), int(told[1]), float(told[2])
                self._adopt(describe(text, latents, grain, rate))
            elif kind == "latents":
                self.points = np.array([told], dtype=np.float64)
                self._tell_points()
        if self._table_due and self._voice.idle:
            self._table_due = False
            size = (len(self.points) - 1) * self.hop + self.model.grain
            self.tell("/table", [size, self.model.grain, self.hop])

    def _adopt(self, model: PlayedModel) -> None:
        if model.latents != self.model.latents:
            self.points = np.zeros((1, model.latents))
        self.model = model
        self.sequencer.read(str(model.file))
        self.notes.read(str(model.file))
        self._table_due = True
        told: list[Value] = [str(model.file), model.latents, model.grain, model.rate]
        self.tell("/model", told)
        send(self._model_reply, [("/model", told)])
        self._model_reply = no_reply

    def _tell_points(self) -> None:
        self.notes.follow()
        address = "/latent" if len(self.points) == 1 else "/path"
        self.tell(address, self.points.ravel().tolist())
