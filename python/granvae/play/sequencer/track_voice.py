"""A track as it sounds: a cloud whose grains begin with its steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from granvae.engine.model_info import PlayedModel
from granvae.engine.offline_engine import Float32
from granvae.play.learned_grains import LearnedGrains
from granvae.play.playback_state import PlaybackState
from granvae.play.sequencer.clock import Clock
from granvae.play.sequencer.pattern import NEW_TRACK, Pattern
from granvae.play.sequencer.step_table import StepTable
from granvae.play.sequencer.walk_table import WalkTable

# Parameters that a track sets itself.
_OWN = ("mode", "sync", "gain", "pan", "length", "join", "fit", "unit", "live")


@dataclass(frozen=True)
class _Sounding:
    """The step that sounds: all that its grains depend on."""

    step: int
    cycle: int
    onset: int  # sample
    end: int  # sample from which on no grain begins
    glide: float  # samples
    from_pitch: float  # semitones
    pitch: float  # semitones
    increment: float  # cycles a sample, as recorded
    rate: float


class TrackVoice:
    """Plays one track.

    A step repeats the grain of its latent for as long as it lasts. Repetitions crossfade as in a
    loop, by a phase that begins with the step's onset. A step of a track that walks plays its part
    of a walk once, as one long grain.
    """

    def __init__(self, state: PlaybackState, number: int) -> None:
        self._state = state
        self._number = number
        self._voice = state.new_voice(own=_OWN)
        self._voice.set("mode", "cloud")
        # A step sounds without its neighbours in the table.
        self._voice.set("join", 0.0)
        self._voice.set("fit", "off")
        self._count = 0  # steps since the start
        self._cycle = 0  # how often the track has started over
        self._sounding: _Sounding | None = None
        self._track = NEW_TRACK
        self._steps = StepTable(state, number)
        self._walk: WalkTable | None = None  # since the track walks
        self._waiting = False  # for a walk
        # Of what was decoded, besides the track.
        self._model: PlayedModel | None = None
        self._seed = -1
        self._learned: LearnedGrains | None = None

    def set_track(self, pattern: Pattern) -> None:
        """Plays this pattern's track from now on, without a break; decodes it if it is another."""
        track, model, learned = pattern.tracks[self._number], self._state.model, self._state.learned
        known = self._model is model and self._learned is learned
        if known and (self._track, self._seed) == (track, pattern.seed):
            return
        self._model, self._learned, self._seed = model, learned, pattern.seed
        self._track = track
        self._voice.set("pan", track.pan)
        self._steps.set_track(track, pattern.seed)
        if track.walk == 0:
            self._walk = None
        elif self._walk is None:
            self._walk = WalkTable(self._state, self._number)
        if self._walk is not None:
            self._walk.set_track(track, pattern.seed)
        self._voice.set("unit", "grains")
        self._voice.set("length", 0.0)
        self._decode()

    def rewind(self) -> None:
        """The next step is the first."""
        moved = self._cycle > 0 and self._changes
        self._count = self._cycle = 0
        if moved:
            self._decode()

    def silence(self) -> None:
        """No grain begins any more; those that sound end."""
        self._sounding = None

    @property
    def ready(self) -> bool:
        """Whether its grains are decoded."""
        return self._voice.idle and not self._waiting

    def render(self, count: int, clock: Clock, pattern: Pattern) -> Float32:
        """The next samples, ``(channels, count)``."""
        if self._waiting:
            self._decode()
        sound = np.empty((self._state.channels, count), np.float32)
        done = 0
        while done < count:
            now = self._state.now + done
            begun, onset = False, clock.sample_of(self._beat(pattern))
            while onset is not None and onset <= now and not begun:
                begun = self._begin(now, clock, pattern)
                onset = clock.sample_of(self._beat(pattern))
            if begun:
                # A rising edge begins a grain with this very sample, whatever was before.
                self._voice.set("sync", "trigger")
                size, phase = 1, np.ones(1)
            else:
                size = count - done if onset is None else min(count - done, onset - now)
                self._voice.set("sync", "phasor")
                phase = self._phase(now, size)
            start, rate = self._place(now, size)
            fade = np.full(size, self._fade)
            sound[:, done : done + size] = self._voice.process(phase, start, fade, rate)
            done += size
        for kind, text, _ in self._voice.events():
            if kind == "error":
                self._state.report("/error", text)
        return sound

    @property
    def _fade(self) -> float:
        """Table samples by which grains overlap."""
        grain = self._state.model.grain
        given = self._state.signals["crossfade"]
        return grain / 4.0 if given is None else min(given, grain / 2.0)

    def _beat(self, pattern: Pattern) -> float:
        """Of the next step's onset."""
        odd = self._count % 2
        return (self._count + odd * (2.0 * pattern.swing - 1.0)) / self._track.division

    def _begin(self, now: int, clock: Clock, pattern: Pattern) -> bool:
        """Takes the next step; whether it sounds."""
        number, track = self._count, self._track
        self._count += 1
        around = int(pattern.length * track.division)
        place = (number % around if around else number) % len(track.steps)
        if place == 0 and number > 0:
            self._cycle += 1
            if self._changes:
                self._decode()
        step = track.steps[place]
        drawn = np.random.default_rng([pattern.seed, self._number, number, 1]).random()
        if track.mute or not step.on or drawn >= step.probability:
            return False
        self._voice.set("gain", min(16.0, step.level * track.level))
        lasts = 60.0 * self._state.sample_rate / (clock.tempo * track.division)  # samples
        model, rate = self._state.model, self._state.signals["rate"] or 1.0
        if self._walk is not None:
            length = self._walk.length(self._cycle, place)
            if length == 0:
                return False
            # So that it has faded out as the step ends, if its grains last so long.
            speed = abs(rate) * 2.0 ** (step.pitch / 12.0) * model.rate / self._state.sample_rate
            self._voice.set("length", min(length, step.length * lasts * speed + self._fade))
        self._sounding = _Sounding(
            step=place,
            cycle=self._cycle,
            onset=now,
            end=now + max(1, round(step.length * lasts)),
            glide=step.glide * lasts,
            from_pitch=track.steps[place - 1].pitch,
            pitch=step.pitch,
            increment=abs(rate) * model.rate / (model.grain - self._fade)
            / self._state.sample_rate,
            rate=rate,
        )  # fmt: skip
        self._state.report("/sequence/step", self._number, place)
        return True

    def _phase(self, now: int, size: int) -> NDArray[np.float64]:
        """0 … 1 with an onset at each wrap: a function of the time since the onset alone, whatever
        the blocks."""
        step = self._sounding
        if step is None or self._walk is not None:
            return np.zeros(size)
        time = np.minimum(np.arange(now, now + size), step.end) - step.onset
        # Pitch moves on a line, and so the phase is the integral of an exponential.
        slope = np.log(2.0) / 12.0 * (step.pitch - step.from_pitch) / max(step.glide, 1.0)
        low, high = np.exp2(step.from_pitch / 12.0), np.exp2(step.pitch / 12.0)
        if step.glide < 1.0 or slope == 0.0:
            cycles = high * time
        else:
            gliding = low * np.expm1(slope * np.minimum(time, step.glide)) / slope
            cycles = gliding + high * np.maximum(time - step.glide, 0.0)
        return np.asarray(np.mod(step.increment * cycles, 1.0))

    def _place(self, now: int, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Which grain of the table a grain begins with, and how fast it is read."""
        step = self._sounding
        if step is None:
            return np.zeros(size), np.ones(size)
        if self._walk is not None:
            grain = float(self._walk.grain(step.cycle, step.step))
            return np.full(size, grain), np.full(size, step.rate * 2.0 ** (step.pitch / 12.0))
        time = np.arange(now, now + size) - step.onset
        share = np.minimum(time / step.glide, 1.0) if step.glide >= 1.0 else np.ones(size)
        pitch = step.from_pitch + (step.pitch - step.from_pitch) * share
        grains = self._steps.grains(step.cycle % 2, step.step, share)
        return grains, step.rate * np.exp2(pitch / 12.0)

    @property
    def _changes(self) -> bool:
        """Whether the next cycle is another than this one."""
        return self._walk is not None or self._track.mutation > 0.0

    def _decode(self) -> None:
        """The grains of this cycle and the next."""
        path = (self._walk or self._steps).path(self._cycle)
        self._waiting = self._walk is not None and path is None and self._walk.making
        if path is not None:
            self._voice.decode(path)
