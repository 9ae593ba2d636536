"""Presets: where in the latent space one was, and how everything was set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from msgspec import Meta, Struct

from granvae.engine.latent_path import LatentPath
from granvae.engine.parameters import parameters
from granvae.play.message import Value

PointRows = tuple[tuple[float, ...], ...]


class Preset(Struct, frozen=True):
    """A stored state of the performer.

    Attributes:
        points: of the path, ``(count, latents)``; a single latent is a path of one.
        signals: frequency, start, crossfade and rate; None where none was ever given.
        parameters: the engine's, by name.
        places: of the points, ``(count,)``; none where the path has none.
    """

    points: Annotated[PointRows, Meta(min_length=1)]
    signals: dict[str, float | None]
    parameters: dict[str, Value]
    places: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.places and len(self.places) != len(self.points):
            raise ValueError(f"{len(self.places)} places of {len(self.points)} points")

    @property
    def path(self) -> LatentPath:
        """Points and places."""
        return LatentPath.of(self.points, self.places)


class PresetFile(Struct, frozen=True, kw_only=True):
    """What ``/preset/write`` writes: presets by name."""

    format: int = 1
    presets: Mapping[str, Preset]


def blend(presets: Sequence[Preset], weights: Sequence[float]) -> Preset:
    """A weighted mean of presets: choices and whole numbers are those of the heaviest.

    Frequencies and rates of one sign are averaged as intervals: half way between two octaves lies
    the tritone. Paths of different length are resampled to the longest. Places are those of the
    heaviest.
    """
    share = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    heaviest = presets[int(np.argmax(share))]
    signals = {
        name: _blend_signal([preset.signals[name] for preset in presets], share, heaviest, name)
        for name in heaviest.signals
    }
    blended: dict[str, Value] = {}
    for entry in parameters():
        name = entry.name
        if name not in heaviest.parameters:
            continue
        held = [preset.parameters.get(name) for preset in presets]
        numeric = all(isinstance(value, int | float) for value in held)
        stepped = entry.whole or entry.choices or entry.heard == "with the next decoded table"
        blended[name] = heaviest.parameters[name]
        if numeric and not stepped:
            blended[name] = float(share @ np.array(held, dtype=np.float64))
    points = _blend_points([preset.points for preset in presets], share)
    return Preset(points, signals, blended, _spread(heaviest.places, len(points)))


def _blend_signal(
    held: Sequence[float | None], share: Any, heaviest: Preset, name: str
) -> float | None:
    known = [value for value in held if value is not None]
    if len(known) < len(held):
        return heaviest.signals[name]
    if len(set(known)) == 1:
        return known[0]
    values = np.array(known)
    if name in ("frequency", "rate") and (np.all(values > 0.0) or np.all(values < 0.0)):
        return float(np.sign(values[0]) * np.exp(share @ np.log(np.abs(values))))
    return float(share @ values)


def _spread(places: tuple[int, ...], count: int) -> tuple[int, ...]:
    """Places of a path that is stretched to ``count`` grains: the distances of those there were."""
    last = len(places) - 1
    if last < min(1, count - 1):
        return ()
    nearest = (round(k * last / (count - 1)) for k in range(1, count))
    # What is repeated follows itself as closely as the next grain followed it.
    return (places[0], *(places[max(1, k)] for k in nearest))


def _blend_points(paths: Sequence[PointRows], share: Any) -> PointRows:
    count = max(map(len, paths))
    mixed = 0.0
    for path, weight in zip(paths, share, strict=True):
        points = np.asarray(path, dtype=np.float64)
        at = np.linspace(0.0, len(points) - 1.0, count)
        known = np.arange(len(points))
        mixed = mixed + weight * np.stack([np.interp(at, known, axis) for axis in points.T], axis=1)
    return tuple(map(tuple, np.asarray(mixed).tolist()))
