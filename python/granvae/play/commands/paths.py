"""Messages that choose what is decoded: points and paths of the latent space."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine import trajectory
from granvae.engine.latent_path import LatentPath
from granvae.engine.synth import Synth
from granvae.errors import GranvaeError
from granvae.play.message import Argument, Message, Replies, number, symbol, whole
from granvae.play.performer import Performer


def check_point(performer: Performer, z: list[float]) -> list[float]:
    """The same.

    Raises:
        GranvaeError: it has not one value for each latent of the model.
    """
    latents = performer.state.model.latents
    if len(z) != latents:
        raise GranvaeError(
            f"the model has {latents} latents and {len(z)} values came; send {latents} numbers."
        )
    return z


def _decode(points: Callable[..., ArrayLike]) -> Callable[..., None]:
    """Decodes what ``points`` makes of the performer and the arguments of the message."""
    return lambda performer, *arguments: performer.decode(points(performer, *arguments))


def _placed(performer: Performer, rows: list[float]) -> None:
    latents = performer.state.model.latents
    if len(rows) % (latents + 1):
        raise GranvaeError(
            f"the model has {latents} latents and {len(rows)} values came; send a multiple of "
            f"{latents + 1}: for each point its place, and then its latents."
        )
    table = np.array(rows).reshape(-1, latents + 1)
    places = np.clip(np.round(table[:, 0]), -_FARTHEST, _FARTHEST)
    performer.decode(table[:, 1:], places)


def _ask(message: str, *atoms: str) -> Callable[..., None]:
    """Hands a message of the engine on, with the arguments."""
    return lambda performer, *numbers: performer.main_voice.ask(message, *atoms, *numbers)


def _walk_off(performer: Performer) -> None:
    if performer.main_voice.walking:
        performer.main_voice.ask("walk", "off")


def _rows(performer: Performer, z: list[float]) -> trajectory.Points:
    return trajectory.rows(z, performer.state.model.latents)


def _coord(performer: Performer, x: list[float]) -> trajectory.Points:
    point = x * performer.state.model.latents if len(x) == 1 else x
    return trajectory.from_coordinates([check_point(performer, point)])


def _latent_one(performer: Performer, index: int, value: float) -> ArrayLike:
    if index >= performer.state.model.latents:
        raise GranvaeError(
            f"the model has the latents 0 to {performer.state.model.latents - 1}, not {index}."
        )
    point = performer.latent.copy()
    point[index] = value
    return [point]


def encoder(performer: Performer, file: str) -> Callable[[], LatentPath]:
    """A job that encodes a sound file, for the current model and join.

    It has an engine of its own: the table that sounds stays, and nothing waits. It returns a path
    with places, and raises GranvaeError where the file is no sound, is too long, or the model has
    no encoder.
    """
    model, join = performer.state.model.file, performer.state.parameters["join"]

    def encode() -> LatentPath:
        synth = Synth(model)
        synth.set("join", join)
        return LatentPath.of(synth.encode(file), synth.places)

    return encode


def _encode(performer: Performer, file: str) -> Replies:
    model = performer.state.model

    def play(path: LatentPath) -> Replies:
        if performer.state.model.latents == model.latents:
            performer.main_voice.decode(path)
        return [("/encode", [file, len(path)])]

    return performer.dispatcher.run_in_background(encoder(performer, file), play)


_POINTS = number("z", unit="σ", many=True)
_COUNT = whole("count", 1, trajectory.MOST_POINTS, "grains")
_SEED = whole("seed", 0, initial=0)
_FARTHEST = 2**30  # samples; the engine limits places to much less

MESSAGES = (
    Message("/coord", (number("x", 0.0, 1.0, many=True),), _decode(_coord),
            "One point, each latent by the prior's quantile: 0.5 is the middle, 0 and 1 are -3.09 "
            "and 3.09 σ. One number stands for all latents."),
    Message("/latent", (_POINTS,), _decode(lambda performer, z: [check_point(performer, z)]),
            "One point: its grain is what is played."),
    Message("/latent/one", (whole("index", 0), number("value", unit="σ")), _decode(_latent_one),
            "Moves one latent of that point, numbered from 0."),
    Message("/latent/get", (), lambda performer: [("/latent", performer.latent.tolist())],
            "Asks for the point.", "/latent z…"),
    Message("/line", (_COUNT, _POINTS),
            _decode(lambda performer, count, z: trajectory.line(check_point(performer, z), count)),
            "A table of grains on the straight line from the origin to a point."),
    Message("/path", (_POINTS,), _decode(_rows),
            "A table of any number of points, a grain each, one after the other."),
    Message("/path/placed", (number("place z", unit="samples, and σ", many=True),), _placed,
            "The same with places: before the latents of each point, how many samples after the "
            "one before its grain begins. A sound that was encoded keeps its pitch by them."),
    Message("/path/write", (symbol("file"),),
            lambda performer, file: performer.main_voice.write_path(file),
            "Writes the points and places of the path to a file, as JSON or CSV by its ending, "
            "which all hosts read.",
            "/path/write file, once it is written"),
    Message("/path/read", (symbol("file"),),
            lambda performer, file: performer.main_voice.ask("readpath", file=file),
            "Plays the path of such a file, or of any CSV with a row for each point.",
            "/path/read file count, once it plays"),
    Message("/polyline", (_COUNT, _POINTS),
            _decode(lambda performer, count, z: trajectory.polyline(_rows(performer, z), count)),
            "A table of grains at equal distances along straight lines between points."),
    Message("/spline", (_COUNT, _POINTS),
            _decode(lambda performer, count, z: trajectory.spline(_rows(performer, z), count)),
            "A table of grains along a smooth curve through points."),
    Message("/drift", (_COUNT, number("step", 0.0, 1000.0, "σ"), _SEED),
            _decode(lambda performer, *drift: trajectory.drift(performer.latent, *drift)),
            "A table of grains that drift at random from the last point; the same seed is the same "
            "way."),
    Message("/circle", (_COUNT, number("radius", 0.0, 1000.0, "σ"),
                        whole("first", 0, initial=0), whole("second", 0, initial=1)),
            _decode(lambda performer, count, radius, *plane:
                    trajectory.circle(performer.latent, count, radius, plane)),
            "A table of grains on a circle around the last point, in the plane of two latents."),
    Message("/random", (_SEED,), _ask("random"),
            "A point near a grain that the model learned from, as in Max and Pure Data; reported "
            "as /latent. Of a model without a map, the same as /random/prior."),
    Message("/random/prior", (_SEED,), _ask("random", "prior"),
            "A point drawn from the prior, which need not be like any grain."),
    Message("/walk", (_COUNT, _SEED), _ask("walk"),
            "A table of so many grains along the recordings that the model learned from, at their "
            "places. /jump, /near and /stay say where; the same seed is the same way."),
    Message("/walk/on", (), _ask("walk", "on"),
            "The same without an end, and without a seam. /seed says which way; whatever else "
            "makes or edits a path ends it. The second that sounds is reported as /path/placed."),
    Message("/walk/off", (), _walk_off, "Ends it, and keeps that second."),
    Message("/stay", (Argument("sound", kind="value", many=True, initial=0),),
            lambda performer, sounds: performer.main_voice.stay(sounds),
            "Keeps draws and walks to recordings, which are named by how their names begin, or by "
            "number from 0; alone, to all. Another model begins with all."),
    Message("/snap", (number("amount", 0.0, 1.0),), _ask("snap"),
            "Moves each point of the path towards the nearest learned grain: 1 is all the way. "
            "Places stay."),
    Message("/stretch", (number("factor", 0.01, 100.0),), _ask("stretch"),
            "Repeats grains of the path, or leaves some out, so that it lasts so many times as "
            "long. With places, tones keep their pitch."),
    Message("/encode", (symbol("file"),), _encode,
            "Turns a sound file into a path with places, which sounds as it does: the same as "
            "encode does in Max and Pure Data. Reported as /path/placed.",
            "/encode file count, once it is encoded"),
)  # fmt: skip
