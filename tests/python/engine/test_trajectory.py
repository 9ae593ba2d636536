"""Paths through the latent space."""

from __future__ import annotations

import numpy as np

from granvae.engine import trajectory
from support.playing import refused


def steps_of(points: np.ndarray) -> np.ndarray:
    return np.linalg.norm(np.diff(points, axis=0), axis=1)


def test_a_line_runs_from_the_origin_to_its_end_in_equal_steps() -> None:
    points = trajectory.line([3.0, -4.0], 11)
    np.testing.assert_allclose(points[[0, -1]], [[0, 0], [3, -4]])
    np.testing.assert_allclose(steps_of(points), 0.5)


def test_a_polyline_passes_its_corners_in_equal_steps() -> None:
    points = trajectory.polyline([[0, 0], [0, 0], [3, 0], [3, 5]], 9)
    np.testing.assert_allclose(steps_of(points), 1.0)
    assert [3.0, 0.0] in points.tolist()


def sharpest_turn(points: np.ndarray) -> float:
    """In radians."""
    ways = np.diff(points, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    return float(np.arccos(np.clip(np.sum(ways[1:] * ways[:-1], axis=1), -1, 1)).max())


def test_a_spline_passes_every_knot_without_a_corner() -> None:
    knots = np.random.default_rng(2).normal(size=(6, 3))
    points = trajectory.spline(knots, 6001)
    distance = np.linalg.norm(points[:, None] - knots, axis=2).min(axis=0)
    assert distance.max() < 2e-3
    assert sharpest_turn(points) < 0.05
    assert sharpest_turn(trajectory.polyline(knots, 6001)) > 0.5


def test_a_drift_has_equal_steps_and_its_seed_decides_it() -> None:
    points = trajectory.drift(np.zeros(16), 2000, 0.5, seed=4)
    np.testing.assert_allclose(steps_of(points), 0.5)
    np.testing.assert_array_equal(points, trajectory.drift(np.zeros(16), 2000, 0.5, seed=4))
    assert not np.array_equal(points, trajectory.drift(np.zeros(16), 2000, 0.5, seed=5))
    assert np.linalg.norm(points, axis=1).max() < 3 * np.sqrt(16)


def test_a_circle_stays_in_its_plane_and_comes_round() -> None:
    centre = np.arange(5.0)
    points = trajectory.circle(centre, 12, 2.0, (1, 3))
    away = points - centre
    np.testing.assert_allclose(np.linalg.norm(away[:, [1, 3]], axis=1), 2.0)
    np.testing.assert_array_equal(away[:, [0, 2, 4]], 0.0)
    around = np.concatenate([points, points[:1]])
    np.testing.assert_allclose(steps_of(around), steps_of(around)[0])
    with refused("two different latents"):
        trajectory.circle(centre, 12, 2.0, (1, 1))
