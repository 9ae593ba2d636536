"""MIDI as messages of ours: notes, bends, and the sequencer's external clock."""

from __future__ import annotations

from typing import Any

from granvae.errors import GranvaeError
from granvae.play.dispatcher import Dispatcher
from granvae.play.message import Value
from granvae.play.notes import ALL_CHANNELS

PULSES = 24.0  # per beat, of MIDI clock
BEND = 2.0  # semitones at a wheel's end
MPE_BEND = 48.0  # the same for a note's own channel of MPE (MIDI Polyphonic Expression, 2018)
_WHEEL = 8192  # steps of the wheel either way
_ALL_OFF = (120, 123)  # controllers: all sound off, all notes off


def translate(message: Any, mpe: bool = False) -> list[tuple[str, list[Value]]]:
    """Our messages for a `mido.Message`; none where we have no use for it."""
    kind = message.type
    if kind in ("note_on", "note_off"):
        velocity = message.velocity if kind == "note_on" else 0
        return [("/note", [message.note, velocity, message.channel])]
    if kind == "pitchwheel":
        # The first channel of MPE bends all, but as little as any other wheel.
        zone = mpe and message.channel == 0
        reach = MPE_BEND if mpe and not zone else BEND
        channel = ALL_CHANNELS if zone else message.channel
        return [("/note/bend", [reach * message.pitch / _WHEEL, channel])]
    if kind == "control_change" and message.control in _ALL_OFF:
        return [("/note/off", [])]
    if kind == "clock":
        return [("/clock", [PULSES])]
    if kind == "start":
        return [("/sequence/clock", ["external"]), ("/sequence/start", [])]
    if kind == "stop":
        return [("/sequence/stop", [])]
    return []


class MidiInput:
    """Posts what comes from MIDI inputs.

    Args:
        dispatcher: where to.
        name: of an input, or a part of it; ``all`` for every one.
        mpe: whether bends are those of MPE.

    Raises:
        GranvaeError: MIDI is not installed, or there is no such input.
    """

    def __init__(self, dispatcher: Dispatcher, name: str, mpe: bool = False) -> None:
        try:
            import mido

            known = mido.get_input_names()
        except (ImportError, OSError, RuntimeError) as error:
            raise GranvaeError(
                f"MIDI cannot be used ({error}); install it with pip install 'granvae[midi]', or "
                "leave out --midi."
            ) from error
        chosen = [each for each in known if name == "all" or name.lower() in each.lower()]
        if not chosen:
            names = ", ".join(known) or "none"
            raise GranvaeError(f"There is no MIDI input {name}; there are: {names}.")

        def receive(message: Any) -> None:
            sample = dispatcher.timeline.in_one_block()
            for address, arguments in translate(message, mpe):
                dispatcher.post(address, arguments, sample=sample)

        self._ports = [mido.open_input(each, callback=receive) for each in chosen]

    def close(self) -> None:
        for port in self._ports:
            port.close()
