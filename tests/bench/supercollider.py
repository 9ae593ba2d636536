"""Clouds of SuperCollider's GrainBuf, rendered by its server alone, without its language."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .bench_clouds import Cloud
from .report import BLOCK, SAMPLE_RATE

INTERPOLATIONS = {"linear": 2, "cubic": 4}
_AUDIO_RATE = 2
_MEMORY = 1 << 17  # KiB, for the states of many grains

# Where an input of a unit comes from: a number, or an output of an earlier unit.
Source = float | tuple[int, int]


@dataclass(frozen=True)
class Unit:
    """A unit generator at audio rate."""

    name: str
    inputs: Sequence[Source]
    outputs: int = 1


def command(
    cloud: Cloud, sound: Path, seconds: float, folder: Path, channels: int = 2
) -> list[str]:
    """Renders ``seconds`` into out.wav in ``folder``. ``sound``: what the grains are taken from."""
    score = folder / f"GrainBuf-{cloud.grains}-{channels}-{cloud.interpolation}-{seconds:g}.osc"
    define = _message("/d_recv", _definition("cloud", _cloud(cloud, channels)))
    load = _message("/b_allocRead", 0, str(sound), 0, 0)
    play = _message("/s_new", "cloud", 1000, 0, 0)
    end = _message("/c_set", 0, 0.0)
    score.write_bytes(_bundle(0.0, define, load, play) + _bundle(seconds, end))
    files = [str(score), "_", str(folder / "out.wav"), str(SAMPLE_RATE), "WAV", "float"]
    options = {"-o": channels, "-z": BLOCK, "-m": _MEMORY}
    return ["scsynth", "-N", *files, *(str(x) for pair in options.items() for x in pair)]


def _cloud(cloud: Cloud, channels: int) -> list[Unit]:
    duration, interpolation = cloud.length / SAMPLE_RATE, INTERPOLATIONS[cloud.interpolation]
    # A grain keeps its place to the end of its block.
    places = float(cloud.grains + 1 + int(cloud.onsets * BLOCK / SAMPLE_RATE))
    trigger, position, pan = (0, 0), (2, 0), (3, 0)
    grain = [trigger, duration, 0.0, cloud.speed, position, float(interpolation), pan, -1.0]
    heard = [(4, channel) for channel in range(channels)]
    levelled = [(5 + channel, 0) for channel in range(channels)]
    return [
        Unit("Impulse", [cloud.onsets, 0.0]),
        Unit("WhiteNoise", []),
        Unit("MulAdd", [(1, 0), 0.5, 0.5]),
        Unit("WhiteNoise", []),
        Unit("GrainBuf", [*grain, places], channels),
        *(Unit("MulAdd", [source, 1.0 / cloud.grains, 0.0]) for source in heard),
        Unit("Out", [0.0, *levelled], 0),
    ]


def _definition(name: str, units: Sequence[Unit]) -> bytes:
    """A synth definition in SuperCollider's file format, version 2."""
    numbers = [x for unit in units for x in unit.inputs if isinstance(x, float)]
    constants = list(dict.fromkeys(numbers))
    data = struct.pack(">4sih", b"SCgf", 2, 1) + _short_text(name)
    data += struct.pack(f">i{len(constants)}f", len(constants), *constants)
    data += struct.pack(">iii", 0, 0, len(units))  # no parameters, no names of any
    for unit in units:
        data += _short_text(unit.name)
        data += struct.pack(">biih", _AUDIO_RATE, len(unit.inputs), unit.outputs, 0)
        for source in unit.inputs:
            place = (-1, constants.index(source)) if isinstance(source, float) else source
            data += struct.pack(">ii", *place)
        data += bytes([_AUDIO_RATE] * unit.outputs)
    return data + struct.pack(">h", 0)  # no variants


def _short_text(text: str) -> bytes:
    return bytes([len(text)]) + text.encode()


def _message(address: str, *arguments: str | float | bytes) -> bytes:
    """An OSC message."""
    tags, data = ",", b""
    for argument in arguments:
        if isinstance(argument, str):
            tags, data = tags + "s", data + _text(argument)
        elif isinstance(argument, bytes):
            tags, data = tags + "b", data + struct.pack(">i", len(argument)) + _padded(argument)
        elif isinstance(argument, int):
            tags, data = tags + "i", data + struct.pack(">i", argument)
        else:
            tags, data = tags + "f", data + struct.pack(">f", argument)
    return _text(address) + _text(tags) + data


def _bundle(seconds: float, *messages: bytes) -> bytes:
    """An entry of a score: a bundle at its time, after its size in bytes."""
    data = b"#bundle\0" + struct.pack(">Q", round(seconds * 2**32))
    data += b"".join(struct.pack(">i", len(message)) + message for message in messages)
    return struct.pack(">i", len(data)) + data


def _text(text: str) -> bytes:
    return _padded(text.encode() + b"\0")


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
