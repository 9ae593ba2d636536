"""Messages that choose what is decoded: points and paths of the latent space."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from granvae.engine import trajectory
from granvae.engine.synth import Synth
from granvae.errors import GranvaeError
from granvae.play.message import Argument, Message, Replies, number, numbers, whole, word

if TYPE_CHECKING:
    from granvae.play.performer import Performer


def _point(performer: Performer, z: list[float]) -> list[float]:
    if len(z) != performer.model.latents:
        raise GranvaeError(
            f"the model has {performer.model.latents} latents and {len(z)} values came; send "
            f"{performer.model.latents} numbers."
        )
    return z


def _coord(performer: Performer, x: list[float]) -> None:
    whole_point = x * performer.model.latents if len(x) == 1 else x
    performer.go(trajectory.from_coordinates([_point(performer, whole_point)]))


def _latent(performer: Performer, z: list[float]) -> None:
    performer.go([_point(performer, z)])


def _latent_one(performer: Performer, index: int, value: float) -> None:
    if index >= performer.model.latents:
        raise GranvaeError(
            f"the model has the latents 0 to {performer.model.latents - 1}, not {index}."
        )
    point = performer.latent.copy()
    point[index] = value
    performer.go([point])


def _line(performer: Performer, count: int, z: list[float]) -> None:
    performer.go(trajectory.line(_point(performer, z), count))


def _path(performer: Performer, z: list[float]) -> None:
    performer.go(trajectory.rows(z, performer.model.latents))


def _polyline(performer: Performer, count: int, z: list[float]) -> None:
    performer.go(trajectory.polyline(trajectory.rows(z, performer.model.latents), count))


def _spline(performer: Performer, count: int, z: list[float]) -> None:
    performer.go(trajectory.spline(trajectory.rows(z, performer.model.latents), count))


def _walk(performer: Performer, count: int, step: float, seed: int) -> None:
    performer.go(trajectory.walk(performer.latent, count, step, seed))


def _circle(performer: Performer, count: int, radius: float, first: int, second: int) -> None:
    performer.go(trajectory.circle(performer.latent, count, radius, (first, second)))


def _random(performer: Performer, seed: int) -> None:
    performer.draw(seed % 2**64)


def encoder(performer: Performer, file: str) -> Callable[[], trajectory.Points]:
    """What encodes a sound file, for the model and the join of now; for `Desk.later`.

    An engine of its own does it, as in Max and Pure Data, so that the table that sounds stays and
    nothing waits. What it returns has the shape ``(count, latents)``; it raises GranvaeError where
    the file is no sound, is too long, or the model has no encoder.
    """
    model, join = performer.model.file, performer.parameters["join"]

    def encode() -> trajectory.Points:
        synth = Synth(model)
        synth.set("join", join)
        return synth.encode(file).astype(np.float64)

    return encode


def _encode(performer: Performer, file: str) -> Replies:
    model = performer.model

    def follow(points: trajectory.Points) -> Replies:
        if performer.model.latents == model.latents:
            performer.go(points)
        return [("/encode", [file, len(points)])]

    return performer.later(encoder(performer, file), follow)


def _get_latent(performer: Performer) -> Replies:
    return [("/latent", np.asarray(performer.latent).tolist())]


_COUNT: Argument = whole("count", 1, trajectory.MOST_POINTS, "grains")
_SEED = whole("seed", 0, initial=0)

MESSAGES = (
    Message("/coord", (numbers("x", "", 0.0, 1.0),), _coord,
            "One point, each latent by the prior's quantile: 0.5 is the middle, 0 and 1 are "
            "deviations of -3.09 and 3.09. One number stands for all latents."),
    Message("/latent", (numbers("z", "deviations"),), _latent,
            "One point: its grain is what is played."),
    Message("/latent/one", (whole("index", 0), number("value", "deviations")), _latent_one,
            "Moves one latent of that point, numbered from 0."),
    Message("/latent/get", (), _get_latent, "Asks for the point.", "/latent z…"),
    Message("/line", (_COUNT, numbers("z", "deviations")), _line,
            "A table of grains on the straight line from the origin to a point."),
    Message("/path", (numbers("z", "deviations"),), _path,
            "A table of any number of points, a grain each, one after the other."),
    Message("/polyline", (_COUNT, numbers("z", "deviations")), _polyline,
            "A table of grains at equal distances along straight lines between points."),
    Message("/spline", (_COUNT, numbers("z", "deviations")), _spline,
            "A table of grains along a smooth curve through points."),
    Message("/walk", (_COUNT, number("step", "deviations", 0.0, 1000.0), _SEED), _walk,
            "A table of grains on a random walk from the last point; the same seed is the same "
            "walk."),
    Message("/circle", (_COUNT, number("radius", "deviations", 0.0, 1000.0),
                        whole("first", 0, initial=0), whole("second", 0, initial=1)), _circle,
            "A table of grains on a circle around the last point, in the plane of two latents."),
    Message("/random", (_SEED,), _random,
            "A point drawn from the prior, as in Max and Pure Data; told by /latent."),
    Message("/encode", (word("file"),), _encode,
            "Turns a sound file into a path that follows it in time, the same as encode does in "
            "Max and Pure Data.",
            "/encode file count, once it is encoded"),
)  # fmt: skip
