"""Messages that set the engine: its signals, every parameter of its one table, and the model."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from granvae.engine.parameters import ParameterSpec, parameters
from granvae.errors import GranvaeError
from granvae.play import snapshot
from granvae.play.message import Argument, Message, Replies, Value, number, whole, word

if TYPE_CHECKING:
    from granvae.play.performer import Performer

_ENDLESS = 1e9  # what the engine's table has for no limit

SIGNALS = ("frequency", "start", "crossfade", "rate")


def _signal(name: str) -> Callable[..., None]:
    def run(performer: Performer, value: float) -> None:
        performer.set_signal(name, value)

    return run


def _parameter(name: str) -> Callable[..., None]:
    def run(performer: Performer, value: Value) -> None:
        performer.set_parameter(name, value)

    return run


def _message_of(entry: ParameterSpec) -> Message:
    """A message from a row of the engine's table."""
    name, text = entry.name, entry.documentation
    run = _signal(name) if entry.signal else _parameter(name)
    if entry.choices:
        # The engine itself refuses what does not fit, with the sentence that all hosts give.
        return Message(f"/{name}", (Argument("|".join(entry.choices), "value"),), run, text)
    kind = "whole" if entry.whole else "number"
    reach = (entry.minimum, entry.maximum)
    least, most = (math.copysign(math.inf, x) if abs(x) >= _ENDLESS else x for x in reach)
    argument = Argument(name, kind, entry.unit, least, most)
    return Message(f"/{name}", (argument,), run, text)


def _model(performer: Performer, file: str) -> Replies:
    return performer.read(file)


def _volume(performer: Performer, volume: float) -> None:
    performer.fader.target = volume
    performer.tell("/volume", [volume])


def _sound(performer: Performer, on: float) -> None:
    performer.drone.target = 1.0 if on else 0.0
    performer.tell("/sound", [int(bool(on))])


def _record(performer: Performer, file: str) -> Replies:
    return performer.record(file)


def _reply(_performer: Performer, _port: int) -> None:
    # The OSC server itself takes it where it comes by OSC.
    raise GranvaeError("only what is sent by OSC is answered at a port.")


def _info(performer: Performer, name: str) -> Replies:
    known: dict[str, Value] = {**snapshot.facts(performer), **performer.parameters}
    known |= {key: value for key, value in performer.signals.items() if value is not None}
    if not name:
        return [("/info", [key, value]) for key, value in known.items()]
    if name not in known:
        raise GranvaeError(f"there is nothing called {name}; /info alone tells what there is.")
    return [("/info", [name, known[name]])]


def _help(performer: Performer, address: str) -> Replies:
    table = performer.messages
    if not address:
        return [("/help", [message.usage, message.text]) for message in table.values()]
    message = table.get(address if address.startswith("/") else f"/{address}")
    if message is None:
        raise GranvaeError(f"there is no message {address}; /help alone tells all of them.")
    return [("/help", [message.usage, message.text])]


MESSAGES = (
    *map(_message_of, parameters()),
    Message("/density", (number("density", "Hz"),), _signal("frequency"),
            "The same as /frequency: of a cloud, grains a second."),
    Message("/volume", (number("volume", "", 0.0, 16.0),), _volume,
            "Gain of everything; 1 is as it is."),
    Message("/sound", (number("on", "", 0.0, 1.0),), _sound,
            "0 silences the grains that play by themselves, and leaves notes and the sequence."),
    Message("/model", (word("file"),), _model,
            "Reads another model; the sound goes on until it is there.",
            "/model file latents grain rate, once it plays"),
    Message("/record", (word("file"),), _record,
            "Records what is heard into a WAV file, sample by sample; /record stop ends it.",
            "/record file seconds, once it is complete"),
    Message("/reply", (whole("port", 1, 65535),), _reply,
            "Answers to this machine go to that port, and not to the one that messages come from, "
            "where Max and TouchOSC do not listen."),
    Message("/info", (word("name", ""),), _info,
            "Asks for one value, or all: parameters, model, table, counters.",
            "/info name value, for each"),
    Message("/help", (word("address", ""),), _help, "Asks what a message, or each, does.",
            "/help usage text, for each"),
)  # fmt: skip
