"""Notes: up to 16 voices that play what `/sound` plays, each at its own pitch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from granvae.engine.player import Float32
from granvae.engine.voice import Voice
from granvae.play.message import Message, Value, number, whole
from granvae.play.signal.fader import Fader

if TYPE_CHECKING:
    from granvae.play.performer import Performer

MOST_VOICES = 16
ALL_CHANNELS = -1  # of a bend
_MIDDLE_C = 60
_A4, _A4_HZ = 69, 440.0


class _NoteVoice:
    """An engine that is lent to one note after the other."""

    def __init__(self, performer: Performer, attack: float, release: float) -> None:
        self.voice = Voice(performer.sample_rate, performer.channels, performer.offline)
        self.voice.read(str(performer.model.file))
        for name, value in performer.parameters.items():
            self.voice.set(name, value)
        self.fader = Fader(performer.sample_rate, 0.0, attack, release)
        self.note, self.channel = _MIDDLE_C, 0
        self.held = False
        self.age = 0  # number of the note-on
        self.stale = True  # it has not been told of the newest points


class Notes:
    """Lends voices to notes: a free one, else that of the oldest note.

    In loop mode a note is the frequency; in a cloud, whose frequency is how often grains begin, it
    is the rate, middle C being as recorded.
    """

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._voices: list[_NoteVoice] = []
        self._bends: dict[int, float] = {}  # semitones, by channel
        self._age = 0
        self.attack, self.release = 0.005, 0.1  # s

    @property
    def sounding(self) -> int:
        """How many voices are heard."""
        return sum(not voice.fader.silent for voice in self._voices)

    def play(self, note: int, velocity: int, channel: int) -> None:
        """A key goes down, or, with velocity 0, up."""
        if velocity == 0:
            for voice in self._voices:
                if voice.held and (voice.note, voice.channel) == (note, channel):
                    voice.held, voice.fader.target = False, 0.0
            return
        voice = self._lend()
        self._age += 1
        voice.note, voice.channel, voice.age, voice.held = note, channel, self._age, True
        voice.fader.rise, voice.fader.fall = self.attack, self.release
        # Loudness is about the square of the velocity (Dannenberg 2006).
        voice.fader.target = (velocity / 127.0) ** 2
        if voice.stale:
            self._follow(voice)

    def bend(self, semitones: float, channel: int) -> None:
        """Turns the pitch of a channel's notes, or besides, of all, from this sample on."""
        self._bends[channel] = semitones

    def release_all(self) -> None:
        """Every key is up."""
        for voice in self._voices:
            voice.held, voice.fader.target = False, 0.0

    def follow(self) -> None:
        """The performer has other points."""
        for voice in self._voices:
            voice.stale = True
            if not voice.fader.silent:
                self._follow(voice)

    def read(self, file: str) -> None:
        """Another model."""
        for voice in self._voices:
            voice.voice.read(file)
        self.follow()

    def set(self, name: str, value: Value) -> None:
        """A parameter of the engine."""
        for voice in self._voices:
            voice.voice.set(name, value)

    def add(self, sound: Float32) -> None:
        """Adds the next samples to ``sound``, ``(channels, n)``."""
        for voice in self._voices:
            if not voice.fader.silent:
                own = np.empty(sound.shape, np.float32)
                voice.voice.hold(own, self._controls(voice))
                voice.fader.apply(own)
                sound += own

    def _controls(self, voice: _NoteVoice) -> list[float]:
        """Frequency, start, crossfade and rate."""
        given = {
            name: np.nan if value is None else value
            for name, value in self._performer.signals.items()
        }
        bends = [self._bends.get(channel, 0.0) for channel in (voice.channel, ALL_CHANNELS)]
        pitch = voice.note + sum(bends)
        if self._performer.parameters["mode"] == "cloud":
            rate = self._performer.signals["rate"] or 1.0
            given["rate"] = rate * 2.0 ** ((pitch - _MIDDLE_C) / 12.0)
        else:
            given["frequency"] = _A4_HZ * 2.0 ** ((pitch - _A4) / 12.0)
        return list(given.values())

    def _lend(self) -> _NoteVoice:
        free = [voice for voice in self._voices if voice.fader.silent]
        if free:
            return free[0]
        if len(self._voices) < MOST_VOICES:
            self._voices.append(_NoteVoice(self._performer, self.attack, self.release))
            return self._voices[-1]
        return min(self._voices, key=lambda voice: (voice.held, voice.age))

    def _follow(self, voice: _NoteVoice) -> None:
        for _ in voice.voice.events():
            pass  # they are told of the same path by the performer's own voice
        voice.voice.decode(self._performer.points)
        voice.stale = False


def _note(performer: Performer, note: int, velocity: int, channel: int) -> None:
    performer.notes.play(note, velocity, channel)
    performer.tell("/note", [note, velocity, channel])


def _bend(performer: Performer, semitones: float, channel: int) -> None:
    performer.notes.bend(semitones, channel)
    performer.tell("/note/bend", [semitones, channel])


def _attack(performer: Performer, seconds: float) -> None:
    performer.notes.attack = seconds
    performer.tell("/note/attack", [seconds])


def _release(performer: Performer, seconds: float) -> None:
    performer.notes.release = seconds
    performer.tell("/note/release", [seconds])


def _off(performer: Performer) -> None:
    performer.notes.release_all()
    performer.tell("/note/off", [])


_CHANNEL = whole("channel", 0, 15, initial=0)
_BENT = whole("channel", ALL_CHANNELS, 15, initial=0)

MESSAGES = (
    Message("/note", (whole("note", 0, 127), whole("velocity", 0, 127), _CHANNEL), _note,
            "A key goes down, or, with velocity 0, up: up to 16 voices play what /sound plays at "
            "their pitch: of a loop the frequency, of a cloud the rate, 60 being as recorded."),
    Message("/note/bend", (number("semitones", "", -96.0, 96.0), _BENT), _bend,
            "Bends the notes of a channel (MPE gives each note a channel); -1 bends all notes "
            "besides."),
    Message("/note/attack", (number("seconds", "", 0.0, 60.0),), _attack,
            "How long the notes that begin take to rise."),
    Message("/note/release", (number("seconds", "", 0.0, 60.0),), _release,
            "How long they take to fall."),
    Message("/note/off", (), _off, "All keys are up."),
)  # fmt: skip
