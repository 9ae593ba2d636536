"""Messages that choose what is decoded: points and paths of the latent space."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from granvae.engine import trajectory
from granvae.engine.synth import Synth
from granvae.errors import GranvaeError
from granvae.play.message import Message, Replies, number, symbol, whole
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


def _coord(performer: Performer, x: list[float]) -> None:
    point = x * performer.state.model.latents if len(x) == 1 else x
    performer.decode(trajectory.from_coordinates([check_point(performer, point)]))


def _latent(performer: Performer, z: list[float]) -> None:
    performer.decode([check_point(performer, z)])


def _latent_one(performer: Performer, index: int, value: float) -> None:
    if index >= performer.state.model.latents:
        raise GranvaeError(
            f"the model has the latents 0 to {performer.state.model.latents - 1}, not {index}."
        )
    point = performer.latent.copy()
    point[index] = value
    performer.decode([point])


def _line(performer: Performer, count: int, z: list[float]) -> None:
    performer.decode(trajectory.line(check_point(performer, z), count))


def _path(performer: Performer, z: list[float]) -> None:
    performer.decode(trajectory.rows(z, performer.state.model.latents))


def _polyline(performer: Performer, count: int, z: list[float]) -> None:
    performer.decode(trajectory.polyline(trajectory.rows(z, performer.state.model.latents), count))


def _spline(performer: Performer, count: int, z: list[float]) -> None:
    performer.decode(trajectory.spline(trajectory.rows(z, performer.state.model.latents), count))


def _walk(performer: Performer, count: int, step: float, seed: int) -> None:
    performer.decode(trajectory.walk(performer.latent, count, step, seed))


def _circle(performer: Performer, count: int, radius: float, first: int, second: int) -> None:
    performer.decode(trajectory.circle(performer.latent, count, radius, (first, second)))


def _random(performer: Performer, seed: int) -> None:
    performer.randomise(seed % 2**64)


def encoder(performer: Performer, file: str) -> Callable[[], trajectory.Points]:
    """A job that encodes a sound file, for the current model and join.

    It has an engine of its own: the table that sounds stays, and nothing waits. It returns points
    ``(count, latents)``, and raises GranvaeError where the file is no sound, is too long, or the
    model has no encoder.
    """
    model, join = performer.state.model.file, performer.state.parameters["join"]

    def encode() -> trajectory.Points:
        synth = Synth(model)
        synth.set("join", join)
        return synth.encode(file).astype(np.float64)

    return encode


def _encode(performer: Performer, file: str) -> Replies:
    model = performer.state.model

    def play(points: trajectory.Points) -> Replies:
        if performer.state.model.latents == model.latents:
            performer.decode(points)
        return [("/encode", [file, len(points)])]

    return performer.dispatcher.run_in_background(encoder(performer, file), play)


def _get_latent(performer: Performer) -> Replies:
    return [("/latent", performer.latent.tolist())]


_POINTS = number("z", "σ", many=True)
_COUNT = whole("count", 1, trajectory.MOST_POINTS, "grains")
_SEED = whole("seed", 0, initial=0)

MESSAGES = (
    Message("/coord", (number("x", "", 0.0, 1.0, many=True),), _coord,
            "One point, each latent by the prior's quantile: 0.5 is the middle, 0 and 1 are -3.09 "
            "and 3.09 σ. One number stands for all latents."),
    Message("/latent", (_POINTS,), _latent,
            "One point: its grain is what is played."),
    Message("/latent/one", (whole("index", 0), number("value", "σ")), _latent_one,
            "Moves one latent of that point, numbered from 0."),
    Message("/latent/get", (), _get_latent, "Asks for the point.", "/latent z…"),
    Message("/line", (_COUNT, _POINTS), _line,
            "A table of grains on the straight line from the origin to a point."),
    Message("/path", (_POINTS,), _path,
            "A table of any number of points, a grain each, one after the other."),
    Message("/polyline", (_COUNT, _POINTS), _polyline,
            "A table of grains at equal distances along straight lines between points."),
    Message("/spline", (_COUNT, _POINTS), _spline,
            "A table of grains along a smooth curve through points."),
    Message("/walk", (_COUNT, number("step", "σ", 0.0, 1000.0), _SEED), _walk,
            "A table of grains on a random walk from the last point; the same seed is the same "
            "walk."),
    Message("/circle", (_COUNT, number("radius", "σ", 0.0, 1000.0),
                        whole("first", 0, initial=0), whole("second", 0, initial=1)), _circle,
            "A table of grains on a circle around the last point, in the plane of two latents."),
    Message("/random", (_SEED,), _random,
            "A point drawn from the prior, as in Max and Pure Data; reported as /latent."),
    Message("/encode", (symbol("file"),), _encode,
            "Turns a sound file into a path that follows it in time, the same as encode does in "
            "Max and Pure Data.",
            "/encode file count, once it is encoded"),
)  # fmt: skip
