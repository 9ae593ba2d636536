"""The latent sequencer: plays a pattern, sample by sample, on a voice for each track."""

from __future__ import annotations

from granvae.engine.offline_engine import Float32
from granvae.play.playback_state import PlaybackState
from granvae.play.sequencer.clock import Clock
from granvae.play.sequencer.pattern import NEW_PATTERN, Pattern
from granvae.play.sequencer.track_voice import TrackVoice


class Sequencer:
    """Plays a pattern; on the performer's thread.

    Attributes:
        pattern: what is played; never changed, but replaced by `set_pattern`.
        clock: its time.
    """

    def __init__(self, state: PlaybackState) -> None:
        self._state = state
        self.pattern = NEW_PATTERN
        self.clock = Clock(state.sample_rate, self.pattern.tempo)
        self._voices: list[TrackVoice] = []
        self._starting = False

    @property
    def running(self) -> bool:
        """Whether it plays, or is about to."""
        return self.clock.running or self._starting

    def set_pattern(self, pattern: Pattern) -> None:
        """Plays another pattern, from the next step on, without a break."""
        if pattern.tempo != self.pattern.tempo:
            self.clock.set_tempo(pattern.tempo, self._state.now)
        self.pattern = pattern
        self._update_voices()

    def start(self) -> None:
        """From the first step, as soon as its grains are decoded.

        With external pulses, from the next one on: their sender does not wait.
        """
        self._update_voices()
        for voice in self._voices:
            voice.silence()
            voice.rewind()
        self.clock.running = False
        self._starting = not self.clock.external
        if self.clock.external:
            self.clock.start(self._state.now)

    def stop(self) -> None:
        """No step begins any more; grains that sound end by themselves."""
        self._starting = self.clock.running = False
        for voice in self._voices:
            voice.silence()

    def set_external(self, external: bool) -> None:
        """Follows pulses, or its own tempo."""
        self.clock.external = external
        self.clock.set_tempo(self.pattern.tempo, self._state.now)

    def pulse(self, per_beat: float) -> None:
        self.clock.pulse(self._state.now, per_beat)

    def update_model(self) -> None:
        """The state has another model."""
        if self._voices:
            self._update_voices()

    def mix_into(self, sound: Float32) -> None:
        """Adds the next samples to ``sound``, ``(channels, n)``."""
        if self._starting and all(voice.ready for voice in self._voices):
            self._starting = False
            self.clock.start(self._state.now)
        for voice in self._voices:
            sound += voice.render(sound.shape[1], self.clock, self.pattern)

    def _update_voices(self) -> None:
        count = len(self.pattern.tracks)
        while len(self._voices) < count:
            self._voices.append(TrackVoice(self._state, len(self._voices)))
        del self._voices[count:]
        for voice in self._voices:
            voice.set_track(self.pattern)
