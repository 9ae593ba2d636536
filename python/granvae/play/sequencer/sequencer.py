"""The latent sequencer: plays a pattern, sample by sample, on a voice for each track."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from granvae.engine.player import Float32
from granvae.play.message import Value
from granvae.play.sequencer.clock import BeatClock
from granvae.play.sequencer.pattern import Pattern, Track, checked, to_json
from granvae.play.sequencer.track_voice import TrackVoice

if TYPE_CHECKING:
    from granvae.play.performer import Performer


class Sequencer:
    """Plays a pattern; on the performer's thread.

    Attributes:
        pattern: what is played; never changed, but replaced by `play`.
        clock: its time.
    """

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self.pattern = Pattern()
        self.clock = BeatClock(performer.sample_rate, self.pattern.tempo)
        self._voices: list[TrackVoice] = []
        self._followed: list[tuple[Track, int]] = []
        self._starting = False

    @property
    def running(self) -> bool:
        """Whether it plays, or is about to."""
        return self.clock.running or self._starting

    def play(self, pattern: Pattern) -> None:
        """Another pattern, from the next step on, without a break."""
        checked(pattern)
        if pattern.tempo != self.pattern.tempo:
            self.clock.set_tempo(pattern.tempo, self._performer.now)
        self.pattern = pattern
        self._follow()

    def start(self) -> None:
        """From the first step, as soon as its grains are decoded.

        Led by pulses, from the very next one on, since whoever sends them does not wait.
        """
        self._follow()
        for voice in self._voices:
            voice.silence()
            voice.rewind()
        self.clock.stop()
        self._starting = not self.clock.external
        if self.clock.external:
            self.clock.start(self._performer.now)

    def stop(self) -> None:
        """No step begins any more; grains that sound end by themselves."""
        self._starting = False
        self.clock.stop()
        for voice in self._voices:
            voice.silence()

    def lead(self, external: bool) -> None:
        """Follows pulses, or its own tempo."""
        self.clock.external = external
        self.clock.set_tempo(self.pattern.tempo, self._performer.now)

    def pulse(self, a_beat: float) -> None:
        """A pulse of the clock that leads it, which sends so many a beat."""
        self.clock.pulse(self._performer.now, a_beat)

    def read(self, file: str) -> None:
        """Another model."""
        for voice in self._voices:
            voice.read(file)
        self._followed = [(Track(steps=()), -1)] * len(self._voices)  # decode all again
        if self._voices:
            self._follow()

    def set(self, name: str, value: Value) -> None:
        """A parameter of the engine."""
        for voice in self._voices:
            voice.set(name, value)

    def add(self, sound: Float32) -> None:
        """Adds the next samples to ``sound``, ``(channels, n)``."""
        if self._starting and all(voice.ready for voice in self._voices):
            self._starting = False
            self.clock.start(self._performer.now)
        for voice in self._voices:
            sound += voice.render(sound.shape[1], self.clock, self.pattern)
            for sentence in voice.faults():
                self._performer.tell("/error", [sentence])

    def state(self) -> dict[str, Any]:
        """JSON-able: running, external, and the pattern as its file holds it."""
        return {
            "running": self.running,
            "external": self.clock.external,
            "pattern": to_json(self.pattern),
        }

    def _follow(self) -> None:
        """Voices for all tracks; those whose track is another decode it."""
        tracks, seed = self.pattern.tracks, self.pattern.seed
        while len(self._voices) < len(tracks):
            self._voices.append(TrackVoice(self._performer, len(self._voices)))
            self._followed.append((Track(steps=()), -1))
        del self._voices[len(tracks) :], self._followed[len(tracks) :]
        for number, voice in enumerate(self._voices):
            if self._followed[number] != (tracks[number], seed):
                self._followed[number] = (tracks[number], seed)
                voice.follow(self.pattern)
