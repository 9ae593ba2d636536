"""Messages that set the engine: its signals, every parameter of its one table, and the model."""

from __future__ import annotations

import math
from collections.abc import Callable

from granvae.engine.parameters import ParameterSpec, parameters
from granvae.errors import GranvaeError
from granvae.play.message import Argument, Message, Replies, Value, number, symbol, whole
from granvae.play.performer import Performer

_ENDLESS = 1e9  # the engine's table has this where there is no limit


def _signal(name: str) -> Callable[..., None]:
    return lambda performer, value: performer.set_signal(name, value)


def _parameter(name: str) -> Callable[..., None]:
    return lambda performer, value: performer.set_parameter(name, value)


def _message_of(entry: ParameterSpec) -> Message:
    """A message from a row of the engine's table."""
    name, text = entry.name, entry.documentation
    run = _signal(name) if entry.signal else _parameter(name)
    if entry.choices:
        # The engine itself refuses what does not fit, with the sentence that all hosts give.
        return Message(f"/{name}", (Argument("|".join(entry.choices), "value"),), run, text)
    ends = (entry.minimum, entry.maximum)
    least, most = (math.copysign(math.inf, x) if abs(x) >= _ENDLESS else x for x in ends)
    kind = whole if entry.whole else number
    argument = kind(name, minimum=least, maximum=most, unit=entry.unit)
    return Message(f"/{name}", (argument,), run, text)


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
    if not name:
        return [("/info", [key, value]) for key, value in known.items()]
    if name not in known:
        raise GranvaeError(f"there is nothing called {name}; /info alone lists what there is.")
    return [("/info", [name, known[name]])]


def _help(performer: Performer, address: str) -> Replies:
    messages = performer.dispatcher.messages
    if not address:
        return [("/help", [message.usage, message.text]) for message in messages.values()]
    message = messages.get(address if address.startswith("/") else f"/{address}")
    if message is None:
        raise GranvaeError(f"there is no message {address}; /help alone lists all of them.")
    return [("/help", [message.usage, message.text])]


MESSAGES = (
    *map(_message_of, parameters()),
    Message("/density", (number("density", "Hz"),), _signal("frequency"),
            "The same as /frequency: of a cloud, grains a second."),
    Message("/volume", (number("volume", "", 0.0, 16.0),), _volume,
            "Gain of everything; 1 is as it is.", reported=True),
    Message("/sound", (number("on", "", 0.0, 1.0),), _sound,
            "0 silences the grains that play by themselves, and leaves notes and the sequence."),
    Message("/model", (symbol("file"),), Performer.read,
            "Reads another model; the sound goes on until it is there.",
            "/model file latents grain rate, once it plays"),
    Message("/record", (symbol("file"),), Performer.record,
            "Records what is heard into a WAV file, sample by sample; /record stop ends it.",
            "/record file seconds, once it is complete", reported=True),
    Message("/reply", (whole("port", 1, 65535),), _reply,
            "Answers to this machine go to that port, and not to the one that messages come from, "
            "where Max and TouchOSC do not listen."),
    Message("/info", (symbol("name", ""),), _info,
            "Asks for one value, or all: parameters, model, table, counters.",
            "/info name value, for each"),
    Message("/help", (symbol("address", ""),), _help, "Asks what a message, or each, does.",
            "/help usage text, for each"),
)  # fmt: skip
