"""The performer: all that sounds in ``granvae play``, mixed and rendered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from os import PathLike, fspath

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine.latent_path import LatentPath
from granvae.engine.offline_engine import Float32
from granvae.engine.parameters import parameters
from granvae.engine.trajectory import Points
from granvae.engine.voice import Voice
from granvae.errors import GranvaeError
from granvae.play.dispatcher import Dispatcher
from granvae.play.main_voice import MainVoice
from granvae.play.message import Message, Value
from granvae.play.notes import Notes
from granvae.play.output_chain import Fader, LevelMeter, Recorder, Tap
from granvae.play.playback_state import PlaybackState
from granvae.play.presets import Preset
from granvae.play.sequencer.sequencer import Sequencer


class Performer:
    """Plays one model: a main voice, notes and a sequencer.

    One thread owns it: the one that calls `render`, or that calls methods where nothing renders at
    the same time. All others hand messages to `dispatcher.post`, and may read `table` and what
    `granvae.play.snapshot` makes at any time.

    Args:
        model: a ``.ts`` file.
        sample_rate: Hz.
        channels: of the sound.
        messages: what its dispatcher takes; `granvae.play.commands.table.MESSAGES` for all.
        offline: wait for every decode and every file, so that a rendering is the same each time.
        wall: returns the Unix time in seconds, against which time tags are measured.

    Attributes:
        dispatcher: where messages for it come in.
        state: what is played, and how.
        main_voice: plays the path; `decode` and messages choose it.
        presets: by name.
        main_fader: of the main voice: without notes and the sequencer.
        output_fader: of everything.
        taps: for the output on other threads, which replace this as a whole.

    Raises:
        GranvaeError: the model cannot be played.
    """

    def __init__(
        self,
        model: str | PathLike[str],
        sample_rate: float = 48000,
        channels: int = 2,
        *,
        messages: Mapping[str, Message] = {},
        offline: bool = False,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.sample_rate = float(sample_rate)
        self.channels = channels
        self.dispatcher = Dispatcher(self, messages, self.sample_rate, offline, wall)
        self.report = self.dispatcher.report
        self.presets: dict[str, Preset] = {}
        self.meter = LevelMeter(self.sample_rate, channels)
        self.taps: tuple[Tap, ...] = ()
        self.output_fader = Fader(self.sample_rate)
        self.main_fader = Fader(self.sample_rate)
        self._recorder: Recorder | None = None
        voice = Voice(self.sample_rate, channels, offline)
        first = voice.read_first(fspath(model))
        names = [entry.name for entry in parameters() if not entry.signal]
        self.state = PlaybackState(
            self.sample_rate,
            channels,
            offline,
            model=first,
            path=LatentPath.of(np.zeros((1, first.latents))),
            parameters={n: value for n in names if (value := voice.get(n)) is not None},
            report=self.report,
        )
        self.sequencer = Sequencer(self.state)
        self.notes = Notes(self.state)
        self.main_voice = MainVoice(voice, self.state, self.dispatcher, self.notes, self.sequencer)

    def render(self, frames: int) -> Float32:
        """The next samples, ``(channels, frames)``, with each message at its sample."""
        begun, state = time.perf_counter(), self.state
        self.dispatcher.timeline.begin_block(state.now, frames)
        self.main_voice.take_events()
        sound = np.empty((self.channels, frames), np.float32)
        done = 0
        while done < frames:
            due = self.dispatcher.scheduler.run_due(state.now)
            count = frames - done if due is None else min(frames - done, due - state.now)
            part = sound[:, done : done + count]
            self._mix(part)
            if self._recorder is not None:
                self._recorder.put(part)
            done += count
            state.now += count
        for tap in self.taps:
            tap.put(state.now - frames, sound)
        self.meter.update(sound, time.perf_counter() - begun)
        return sound

    @property
    def table(self) -> Float32:
        """A copy of the samples that sound, ``(n,)``."""
        return self.main_voice.table

    def close(self) -> None:
        """Completes a recording, and ends the thread that reads files."""
        self.dispatcher.close()
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.finish()

    # What messages do, on the owner's thread.

    @property
    def latent(self) -> Points:
        """The last point of the path, ``(latents,)``."""
        return np.asarray(self.state.points[-1])

    @property
    def phase(self) -> float:
        """Where the cycle of the main voice is, 0 … 1."""
        return self.main_voice.phase

    @property
    def recording(self) -> str | None:
        """The file that is being written."""
        return self._recorder.file if self._recorder else None

    @property
    def counts(self) -> dict[str, int]:
        """The dispatcher's counts, and the engine's: late, stolen, non_finite."""
        return {**self.dispatcher.counts, **self.main_voice.counters}

    def decode(self, points: ArrayLike, places: ArrayLike | None = None) -> None:
        """Decodes the points ``(count, latents)`` into the table, at these places if there are
        any."""
        self.main_voice.decode(LatentPath.of(points, places))

    def set_signal(self, name: str, value: float) -> None:
        """A control signal, from this sample on."""
        self.state.signals[name] = value
        self.report(f"/{name}", value)

    def set_parameter(self, name: str, value: Value) -> None:
        """A parameter of the engine.

        Raises:
            GranvaeError: it does not take the value.
        """
        effective = self.main_voice.set_parameter(name, value)
        self.state.set_parameter(name, effective)
        self.report(f"/{name}", effective)

    def record(self, file: str) -> None:
        """Begins a recording, or, with ``stop``, completes it."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            self.dispatcher.run_in_background(
                recorder.finish, lambda seconds: [("/record", [recorder.file, seconds])]
            )
        if file != "stop":
            self._recorder = Recorder(file, self.sample_rate, self.channels)
        elif recorder is None:
            raise GranvaeError("nothing is being recorded; send /record file first.")

    def _mix(self, sound: Float32) -> None:
        """Writes the next samples into ``sound``, ``(channels, n)``."""
        if self.main_fader.silent:
            sound.fill(0.0)
        else:
            self.main_voice.fill(sound)
            self.main_fader.apply(sound)
        self.notes.mix_into(sound)
        self.sequencer.mix_into(sound)
        self.output_fader.apply(sound)
