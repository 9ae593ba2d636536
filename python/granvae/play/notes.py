"""Notes: up to 16 voices that play what `/sound` plays, each at its own pitch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from granvae.engine.offline_engine import Float32
from granvae.engine.voice import Voice
from granvae.play.output_chain import Fader
from granvae.play.playback_state import PlaybackState

MOST_VOICES = 16
ALL_CHANNELS = -1  # of a bend
_MIDDLE_C = 60
_A4, _A4_HZ = 69, 440.0


@dataclass(eq=False)
class _NoteVoice:
    """An engine that plays one note after the other."""

    voice: Voice
    fader: Fader
    note: int = _MIDDLE_C
    channel: int = 0
    held: bool = False
    age: int = 0  # number of the note-on
    stale: bool = True  # it has not decoded the newest points


class Notes:
    """Gives each note a voice: a free one, else that of the oldest note.

    In loop mode a note is the frequency; in a cloud, whose frequency is how often grains begin, it
    is the rate, middle C being as recorded.
    """

    def __init__(self, state: PlaybackState) -> None:
        self._state = state
        self._voices: list[_NoteVoice] = []
        self._bends: dict[int, float] = {}  # semitones, by channel
        self._age = 0
        self.attack, self.release = 0.005, 0.1  # s

    @property
    def sounding(self) -> int:
        """How many voices sound."""
        return sum(not voice.fader.silent for voice in self._voices)

    def play(self, note: int, velocity: int, channel: int) -> None:
        """A key goes down, or, with velocity 0, up."""
        if velocity == 0:
            for voice in self._voices:
                if voice.held and (voice.note, voice.channel) == (note, channel):
                    voice.held, voice.fader.target = False, 0.0
            return
        voice = self._allocate()
        self._age += 1
        voice.note, voice.channel, voice.age, voice.held = note, channel, self._age, True
        voice.fader.rise, voice.fader.fall = self.attack, self.release
        # Loudness is about the square of the velocity (Dannenberg 2006).
        voice.fader.target = (velocity / 127.0) ** 2
        if voice.stale:
            self._decode(voice)

    def bend(self, semitones: float, channel: int) -> None:
        """Bends a channel's notes, or besides, all of them, from this sample on."""
        self._bends[channel] = semitones

    def release_all(self) -> None:
        """Every key is up."""
        for voice in self._voices:
            voice.held, voice.fader.target = False, 0.0

    def update_path(self) -> None:
        """The state has another path."""
        for voice in self._voices:
            voice.stale = True
            if not voice.fader.silent:
                self._decode(voice)

    def mix_into(self, sound: Float32) -> None:
        """Adds the next samples to ``sound``, ``(channels, n)``."""
        for voice in self._voices:
            if not voice.fader.silent:
                own = np.empty(sound.shape, np.float32)
                voice.voice.hold(own, self._controls(voice))
                voice.fader.apply(own)
                sound += own

    def _controls(self, voice: _NoteVoice) -> list[float]:
        """Frequency, start, crossfade and rate."""
        signals = self._state.signals
        controls = {name: np.nan if value is None else value for name, value in signals.items()}
        bends = [self._bends.get(channel, 0.0) for channel in (voice.channel, ALL_CHANNELS)]
        pitch = voice.note + sum(bends)
        if self._state.parameters["mode"] == "cloud":
            controls["rate"] = (signals["rate"] or 1.0) * 2.0 ** ((pitch - _MIDDLE_C) / 12.0)
        else:
            controls["frequency"] = _A4_HZ * 2.0 ** ((pitch - _A4) / 12.0)
        return list(controls.values())

    def _allocate(self) -> _NoteVoice:
        for voice in self._voices:
            if voice.fader.silent:
                return voice
        if len(self._voices) < MOST_VOICES:
            fader = Fader(self._state.sample_rate, 0.0)
            self._voices.append(_NoteVoice(self._state.new_voice(), fader))
            return self._voices[-1]
        return min(self._voices, key=lambda voice: (voice.held, voice.age))

    def _decode(self, voice: _NoteVoice) -> None:
        for _ in voice.voice.events():
            pass  # the performer's own voice reports the same
        voice.voice.decode(self._state.path)
        voice.stale = False
