"""Messages that set the engine: its signals, every parameter of its one table, and the model."""

from __future__ import annotations

import math
from typing import Any

from granvae.engine.parameters import ParameterSpec, parameters
from granvae.errors import GranvaeError
from granvae.play.message import Argument, Message, Replies, Value, change, number, symbol, whole
from granvae.play.performer import Performer

_ENDLESS = 1e9  # the engine's table has this where there is no limit


def _message_of(entry: ParameterSpec) -> Message:
    """A message from a row of the engine's table."""
    name, ends = entry.name, (entry.minimum, entry.maximum)
    setter = Performer.set_signal if entry.signal else Performer.set_parameter
    if entry.choices:
        # The engine itself refuses what does not fit, with the sentence that all hosts give.
        argument = Argument("|".join(entry.choices), kind="value")
    else:
        least, most = (math.copysign(math.inf, x) if abs(x) >= _ENDLESS else x for x in ends)
        argument = (whole if entry.whole else number)(name, least, most, entry.unit)

    def run(performer: Performer, value: Any) -> None:
        setter(performer, name, value)

    return Message(f"/{name}", (argument,), run, entry.documentation)


def _volume(performer: Performer, volume: float) -> None:
    performer.output_fader.target = volume


def _sound(performer: Performer, on: float) -> None:
    performer.main_fader.target = 1.0 if on else 0.0
    performer.report("/sound", int(bool(on)))


def _reply(_performer: Performer, _port: int) -> None:
    # By OSC, the server itself takes it.
    raise GranvaeError("only what is sent by OSC is answered at a port.")


def _info(performer: Performer, name: str) -> Replies:
    state, model = performer.state, performer.state.model
    known: dict[str, Value] = {
        "model": str(model.file),
        "latents": model.latents,
        "grain": model.grain,
        "rate of the model": model.rate,
        "points": len(state.points),
        "sample rate": performer.sample_rate,
        "load": performer.meter.load,
        **performer.counts,
        **state.parameters,
        **{key: value for key, value in state.signals.items() if value is not None},
    }
    if name and name not in known:
        raise GranvaeError(f"there is nothing called {name}; /info alone lists what there is.")
    return [("/info", [key, known[key]]) for key in ([name] if name else known)]


def _help(performer: Performer, address: str) -> Replies:
    messages, name = performer.dispatcher.messages, f"/{address.removeprefix('/')}"
    if address and name not in messages:
        raise GranvaeError(f"there is no message {address}; /help alone lists all of them.")
    chosen = [messages[name]] if address else messages.values()
    return [("/help", [message.usage, message.text]) for message in chosen]


MESSAGES = (
    *map(_message_of, parameters()),
    Message("/density", (number("density", unit="Hz"),),
            lambda performer, value: performer.set_signal("frequency", value),
            "The same as /frequency: of a cloud, grains a second."),
    change("/volume", (number("volume", 0.0, 16.0),), _volume,
           "Gain of everything; 1 is as it is."),
    Message("/sound", (number("on", 0.0, 1.0),), _sound,
            "0 silences the grains that play by themselves, and leaves notes and the sequence."),
    Message("/model", (symbol("file"),), lambda performer, file: performer.main_voice.read(file),
            "Reads another model; the sound goes on until it is there.",
            "/model file latents grain rate, once it plays"),
    change("/record", (symbol("file"),), Performer.record,
           "Records what is heard into a WAV file, sample by sample; /record stop ends it.",
           "/record file seconds, once it is complete"),
    Message("/reply", (whole("port", 1, 65535),), _reply,
            "Answers to this machine go to that port, and not to the one that messages come from, "
            "where Max and TouchOSC do not listen."),
    Message("/info", (symbol("name", initial=""),), _info,
            "Asks for one value, or all: parameters, model, table, counters.",
            "/info name value, for each"),
    Message("/help", (symbol("address", initial=""),), _help,
            "Asks what a message, or each, does.", "/help usage text, for each"),
)  # fmt: skip
