"""Messages that play notes."""

from __future__ import annotations

from granvae.play.message import change, number, whole
from granvae.play.notes import ALL_CHANNELS
from granvae.play.performer import Performer


def _attack(performer: Performer, seconds: float) -> None:
    performer.notes.attack = seconds


def _release(performer: Performer, seconds: float) -> None:
    performer.notes.release = seconds


_KEY = (whole("note", 0, 127), whole("velocity", 0, 127), whole("channel", 0, 15, initial=0))
_BEND = (number("semitones", -96.0, 96.0), whole("channel", ALL_CHANNELS, 15, initial=0))
_SECONDS = (number("seconds", 0.0, 60.0),)

MESSAGES = (
    change("/note", _KEY, lambda performer, *key: performer.notes.play(*key),
           "A key goes down, or, with velocity 0, up: up to 16 voices play what /sound plays at "
           "their pitch: of a loop the frequency, of a cloud the rate, 60 being as recorded."),
    change("/note/bend", _BEND, lambda performer, *bend: performer.notes.bend(*bend),
           "Bends the notes of a channel (MPE gives each note a channel); -1 bends all notes "
           "besides."),
    change("/note/attack", _SECONDS, _attack, "How long the notes that begin take to rise."),
    change("/note/release", _SECONDS, _release, "How long they take to fall."),
    change("/note/off", (), lambda performer: performer.notes.release_all(), "All keys are up."),
)  # fmt: skip
