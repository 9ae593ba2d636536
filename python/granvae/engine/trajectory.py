"""Paths through the latent space: rows of points, one for each grain of a table."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae.errors import InvalidValueError

Points = NDArray[np.float64]

MOST_POINTS = 65536  # of one path: the engine's own limit
_TAILS = 1e-3  # quantiles at coordinates 0 and 1: ±3.09 standard deviations


def from_coordinates(coordinates: ArrayLike) -> Points:
    """Coordinates 0 … 1 to latents, by the quantile function of the prior, a standard normal.

    0.5 is the origin; equal steps are equally probable. The quantiles of 0 and 1 are infinite, so
    these give ∓3.09 standard deviations, beyond which one grain in 500 lies.
    """
    clipped = np.clip(np.asarray(coordinates, dtype=np.float64), _TAILS, 1.0 - _TAILS)
    quantile = NormalDist().inv_cdf
    return np.array([quantile(float(c)) for c in clipped.ravel()]).reshape(clipped.shape)


def line(end: ArrayLike, count: int) -> Points:
    """``count`` points of the straight line from the origin to ``end``; a single one is its end."""
    steps = np.linspace(0.0, 1.0, count) if count > 1 else np.ones(1)
    return 0.0 + np.outer(steps, np.asarray(end, dtype=np.float64))  # the sum knows no -0.0


def polyline(corners: ArrayLike, count: int) -> Points:
    """``count`` points at equal distances along straight lines from corner to corner."""
    points = _corners(corners)
    along = _chords(points)
    at = np.linspace(0.0, along[-1], count)
    return np.stack([np.interp(at, along, axis) for axis in points.T], axis=1)


def spline(knots: ArrayLike, count: int) -> Points:
    """``count`` points of a smooth curve that passes through each knot.

    A centripetal Catmull-Rom spline (Yuksel, Schaefer and Keyser 2011): no loops or cusps between
    two knots; its ends are straight.
    """
    points = _corners(knots)
    if len(points) < 3:
        return polyline(points, count)
    times = np.concatenate([[0.0], np.cumsum(np.sqrt(np.diff(_chords(points))))])
    slopes = np.diff(points, axis=0) / np.diff(times)[:, None]
    inner = (times[1:-1, None] - times[:-2, None]) / (times[2:, None] - times[:-2, None])
    middle = (1.0 - inner) * slopes[:-1] + inner * slopes[1:]
    tangents = np.concatenate([slopes[:1], middle, slopes[-1:]])
    from scipy.interpolate import CubicHermiteSpline  # takes a moment to import

    curve = CubicHermiteSpline(times, points, tangents)
    return np.asarray(curve(np.linspace(0.0, times[-1], count)))


def drift(begin: ArrayLike, count: int, step: float, seed: int) -> Points:
    """``count`` points from ``begin`` on, ``step`` standard deviations apart, at random.

    The farther a point lies from the origin, the more the next step leads back, so that the point
    stays within the prior (an Ornstein-Uhlenbeck process with steps of equal length).
    """
    rng = np.random.default_rng(seed)
    points = np.empty((count, np.size(begin)))
    point = np.asarray(begin, dtype=np.float64).copy()
    for k in range(count):
        points[k] = point
        way = rng.standard_normal(point.size) - 0.5 * min(step, 1.0) * point
        point = point + step * way / max(float(np.linalg.norm(way)), 1e-12)
    return points


def circle(centre: ArrayLike, count: int, radius: float, axes: tuple[int, int]) -> Points:
    """``count`` points once round a circle in the plane of two latents, numbered from 0.

    The last lies one step before the first, so that the table can be looped.
    """
    points = np.tile(np.asarray(centre, dtype=np.float64), (count, 1))
    size = points.shape[1]
    first, second = axes
    if not (0 <= first < size and 0 <= second < size) or first == second:
        raise InvalidValueError(
            f"A circle lies in two different latents from 0 to {size - 1}, not {first} and "
            f"{second}."
        )
    angle = 2.0 * np.pi * np.arange(count) / count
    points[:, first] += radius * np.cos(angle)
    points[:, second] += radius * np.sin(angle)
    return points


def rows(values: ArrayLike, latents: int) -> Points:
    """Numbers one after the other as points ``(n, latents)``.

    Raises:
        InvalidValueError: they are no whole number of points.
    """
    flat = np.asarray(values, dtype=np.float64).ravel()
    if not flat.size or flat.size % latents:
        raise InvalidValueError(
            f"the model has {latents} latents and {flat.size} values came; send a multiple of "
            f"{latents} numbers."
        )
    return flat.reshape(-1, latents)


def _corners(points: ArrayLike) -> Points:
    """The points without those that repeat the one before, two at least."""
    array = np.atleast_2d(np.asarray(points, dtype=np.float64))
    moved = np.concatenate([[True], np.any(np.diff(array, axis=0) != 0.0, axis=1)])
    array = array[moved]
    return array if len(array) > 1 else np.repeat(array, 2, axis=0)


def _chords(points: Points) -> NDArray[np.float64]:
    """The length of the polyline up to each of its corners, from 0 on."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
