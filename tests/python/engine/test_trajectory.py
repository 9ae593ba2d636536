"""Trajectories through the latent space, and the sound files that hold them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth
from granvae.cli import main
from granvae.engine import trajectory
from granvae.errors import GranvaeError


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


def test_a_spline_passes_every_knot_without_a_corner() -> None:
    knots = np.random.default_rng(2).normal(size=(6, 3))
    points = trajectory.spline(knots, 6001)
    distance = np.linalg.norm(points[:, None] - knots, axis=2).min(axis=0)
    assert distance.max() < 2e-3
    ways = np.diff(points, axis=0)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    turns = np.arccos(np.clip(np.sum(ways[1:] * ways[:-1], axis=1), -1, 1))
    assert turns.max() < 0.05
    corners = np.diff(trajectory.polyline(knots, 6001), axis=0)
    corners /= np.linalg.norm(corners, axis=1, keepdims=True)
    assert np.arccos(np.clip(np.sum(corners[1:] * corners[:-1], axis=1), -1, 1)).max() > 0.5


def test_a_walk_has_equal_steps_and_its_seed_decides_it() -> None:
    points = trajectory.walk(np.zeros(16), 2000, 0.5, seed=4)
    np.testing.assert_allclose(steps_of(points), 0.5)
    np.testing.assert_array_equal(points, trajectory.walk(np.zeros(16), 2000, 0.5, seed=4))
    assert not np.array_equal(points, trajectory.walk(np.zeros(16), 2000, 0.5, seed=5))
    assert np.linalg.norm(points, axis=1).max() < 3 * np.sqrt(16)


def test_a_circle_stays_in_its_plane_and_comes_round() -> None:
    centre = np.arange(5.0)
    points = trajectory.circle(centre, 12, 2.0, (1, 3))
    away = points - centre
    np.testing.assert_allclose(np.linalg.norm(away[:, [1, 3]], axis=1), 2.0)
    np.testing.assert_array_equal(away[:, [0, 2, 4]], 0.0)
    around = np.concatenate([points, points[:1]])
    np.testing.assert_allclose(steps_of(around), steps_of(around)[0])
    with pytest.raises(GranvaeError, match="two different latents"):
        trajectory.circle(centre, 12, 2.0, (1, 1))


def cues_of(path: Path) -> tuple[list[int], list[str]]:
    """The cue points of a WAV file and their labels, read by the specification."""
    data = path.read_bytes()
    cues: dict[int, int] = {}
    labels: dict[int, str] = {}
    at = 12
    while at < len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        body = data[at + 8 : at + 8 + size]
        if name == b"cue ":
            for k in range(struct.unpack_from("<I", body)[0]):
                number, _, _, _, _, sample = struct.unpack_from("<II4sIII", body, 4 + 24 * k)
                cues[number] = sample
        if name == b"LIST" and body[:4] == b"adtl":
            inner = 4
            while inner < len(body):
                length = struct.unpack_from("<I", body, inner + 4)[0]
                (number,) = struct.unpack_from("<I", body, inner + 8)
                labels[number] = body[inner + 12 : inner + 8 + length].rstrip(b"\0").decode()
                inner += 8 + length + length % 2
        at += 8 + size + size % 2
    assert at == len(data)
    return [cues[k] for k in sorted(cues)], [labels[k] for k in sorted(labels)]


def test_a_trajectory_file_holds_the_table_and_a_cue_for_each_grain(
    model: Path, tmp_path: Path
) -> None:
    out = tmp_path / "table.wav"
    end = "2 " + "0 " * 15
    assert (
        main.main(["trajectory", str(model), "--line", end, "--count", "5", "--out", str(out)]) == 0
    )
    synth = Synth(model)
    synth.line([2.0] + [0.0] * 15, 5)
    samples, rate = soundfile.read(out, dtype="float32")
    assert rate == 44100
    np.testing.assert_array_equal(samples, synth.table)
    cues, labels = cues_of(out)
    assert cues == [0, 384, 768, 1152, 1536]
    assert [label.split()[0] for label in labels] == ["0", "0.5", "1", "1.5", "2"]


def test_points_come_from_a_text_file_and_a_bad_line_is_named(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points = np.random.default_rng(3).normal(size=(4, 16)).astype(np.float32)
    text = tmp_path / "points.csv"
    np.savetxt(text, points, delimiter=",", fmt="%.9g")
    out = tmp_path / "table.wav"
    assert main.main(["trajectory", str(model), "--points", str(text), "--out", str(out)]) == 0
    synth = Synth(model)
    synth.path(points)
    np.testing.assert_array_equal(soundfile.read(out, dtype="float32")[0], synth.table)
    text.write_text("1 2 3\n")
    capsys.readouterr()
    assert main.main(["trajectory", str(model), "--points", str(text), "--out", str(out)]) == 1
    assert "line 1 has 3 numbers" in capsys.readouterr().err
