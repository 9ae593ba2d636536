"""Messages that play notes."""

from __future__ import annotations

from granvae.play.message import Message, number, whole
from granvae.play.notes import ALL_CHANNELS
from granvae.play.performer import Performer


def _note(performer: Performer, note: int, velocity: int, channel: int) -> None:
    performer.notes.play(note, velocity, channel)
    performer.report("/note", note, velocity, channel)


def _bend(performer: Performer, semitones: float, channel: int) -> None:
    performer.notes.bend(semitones, channel)
    performer.report("/note/bend", semitones, channel)


def _attack(performer: Performer, seconds: float) -> None:
    performer.notes.attack = seconds
    performer.report("/note/attack", seconds)


def _release(performer: Performer, seconds: float) -> None:
    performer.notes.release = seconds
    performer.report("/note/release", seconds)


def _off(performer: Performer) -> None:
    performer.notes.release_all()
    performer.report("/note/off")


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
