"""Models through the engine, as Python hears them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from granvae import Player, Synth
from granvae.engine import _native
from granvae.export.model_file import open_model_file
from support import foreign_models, tiny_models
from support.encoding_models import RATE, sayable
from support.playing import configured, refused

GRAIN = 512
JOIN = GRAIN // 4


def engine_of(model: Path) -> _native.Engine:
    """As in a host: no call waits for what it asks for."""
    engine = _native.Engine(44100.0)
    engine.send("read", [str(model)], str(model))
    engine.wait()
    return engine


def decoded(path: Path, points: np.ndarray) -> np.ndarray:
    """What PyTorch itself decodes: ``(count, latents)`` to ``(count, grain)``."""
    return open_model_file(path).decode(points)


def test_points_decode_to_what_pytorch_decodes_and_join_sets_their_overlap(model: Path) -> None:
    points = np.random.default_rng(0).normal(size=(3, 16)).astype(np.float32)
    points[0] = 0.0
    grains = decoded(model, points)
    synth = configured(Synth(model), fit="off", join=0)
    assert (synth.latents, synth.grain, synth.table_rate) == (16, GRAIN, 44100)
    np.testing.assert_allclose(synth.table, grains[0], atol=1e-6)
    synth.latent(points[1])
    np.testing.assert_allclose(synth.table, grains[1], atol=1e-6)
    synth.path(points)
    np.testing.assert_allclose(synth.table, grains.ravel(), atol=1e-6)
    synth.set("join", 100)
    assert len(synth.table) == 3 * GRAIN - 2 * 100


def test_a_line_runs_from_the_origin_and_its_grains_overlap_without_a_jump(model: Path) -> None:
    end = np.random.default_rng(1).normal(size=16).astype(np.float32)
    count = 11
    synth = configured(Synth(model), fit="off")
    synth.line(end, count)
    grains = decoded(model, np.linspace(0, 1, count, dtype=np.float32)[:, None] * end)
    hop = GRAIN - JOIN
    fade = 0.5 - 0.5 * np.cos(np.pi * np.arange(JOIN) / JOIN)
    expected = np.zeros(hop * (count - 1) + GRAIN)
    for k, grain in enumerate(grains):
        if k > 0:
            grain[:JOIN] *= fade
        if k < count - 1:
            grain[-JOIN:] *= 1 - fade
        expected[k * hop : k * hop + GRAIN] += grain
    np.testing.assert_allclose(synth.table, expected, atol=1e-6)


def test_random_latents_follow_their_seed_and_the_prior(model: Path) -> None:
    synth = Synth(model)
    first = synth.random(7)
    table = synth.table
    assert not np.array_equal(synth.random(8), first)
    np.testing.assert_array_equal(synth.random(7), first)
    np.testing.assert_array_equal(synth.table, table)
    draws = np.concatenate([synth.random(seed) for seed in range(300)])
    assert abs(draws.mean()) < 0.05
    assert draws.std() == pytest.approx(1.0, abs=0.05)


def test_the_synth_sounds_as_a_player_of_its_tables(model: Path) -> None:
    synth = Synth(model, sample_rate=48000)
    player = Player(synth.table, 44100, 48000)
    rng = np.random.default_rng(3)
    for point in np.linspace(-1, 1, 32).reshape(2, 16):
        synth.latent(point)
        player.set_table(synth.table)
        controls = [rng.uniform(20, 400, 5000), *rng.uniform(0, 300, (2, 5000))]
        np.testing.assert_array_equal(synth.process(*controls), player.process(*controls))


def test_a_file_that_is_no_model_is_refused_and_leaves_the_one_before_playing(
    model: Path, tmp_path: Path
) -> None:
    synth, other = Synth(model), Synth(model)
    parts = [synth.process(100, 0, 64, samples=1000)]
    for path, sentence in tiny_models.bad_models(tmp_path).items():
        for read in (Synth, synth.read):
            with refused(f"^'{path}'(.|\n)*{sentence}"):
                read(path)
    parts.append(synth.process(100, 0, 64, samples=1000))
    np.testing.assert_array_equal(np.concatenate(parts), other.process(100, 0, 64, samples=2000))


def test_a_bad_model_asked_for_at_once_does_not_keep_the_good_one_from_playing(
    model: Path, tmp_path: Path
) -> None:
    text = tmp_path / "text.ts"
    text.write_text("not a model")
    engine = _native.Engine(44100.0)
    for path in [str(model), str(text)] * 20:
        engine.send("read", [path], path)
    engine.wait()
    assert {"loaded", "error"} <= {kind for kind, _ in engine.events()}
    assert engine.table() is not None


def test_grains_that_begin_before_the_table_asked_for_is_decoded_are_counted(model: Path) -> None:
    engine = engine_of(model)
    second = [np.full(44100, value) for value in (441.0, 0.0, 64.0, 1.0)]
    second.append(np.empty((0, 44100)))
    engine.process(*second)
    assert engine.late == 0
    # Far longer to decode than a hundredth of a second to play.
    engine.send("line", [2000] + [0.5] * 16)
    engine.process(*(signal[..., :441] for signal in second))
    late = engine.late
    assert 4 <= late <= 5
    engine.wait()
    engine.process(*second)
    assert engine.late == late


def test_what_others_ask_for_does_not_wait_for_a_long_encoding(encoder: Path) -> None:
    one, other = engine_of(encoder), engine_of(encoder)
    sound = np.tile(sayable(1.0), 90)
    one.send("encode", ["sound"], "", sound, RATE)
    for value in range(5):  # the first of them may be decoded before the encoding begins
        other.send("latent", [float(value)] * 16)
        other.wait()
    assert not one.idle
    np.testing.assert_array_equal(other.points(), np.full((1, 16), 4.0))
    one.wait()
    np.testing.assert_array_equal(one.points(), Synth(encoder).encode(sound))


@pytest.mark.parametrize("ratio", [1, 3, 441, 2048])
def test_a_foreign_model_of_short_frames_gives_as_many_as_make_a_grain(
    ratio: int, tmp_path: Path
) -> None:
    synth = Synth(tiny_models.save(foreign_models.Foreign(ratio), tmp_path / "foreign.ts"))
    synth.latent([0.5, -0.25])
    assert synth.latents == 2
    assert synth.grain % ratio == 0
    assert 441 <= synth.grain <= 2048
    wave = np.sin(2 * np.pi * (np.arange(synth.grain) % ratio) / max(ratio, 2))
    np.testing.assert_allclose(synth.table, 0.25 * wave - 0.025, atol=1e-6)


def test_a_model_written_again_with_other_latents_is_read_again_and_begins_at_its_origin(
    tmp_path: Path,
) -> None:
    path = tiny_models.linear_model(tmp_path / "model.ts")
    synth = Synth(path)
    synth.latent(np.ones(16))
    tiny_models.linear_model(path, latents=5, grain=300)
    synth.read(path)
    assert (synth.latents, synth.grain) == (5, 300)
    np.testing.assert_allclose(synth.table, decoded(path, np.zeros((1, 5)))[0], atol=1e-6)
    synth.latent(np.ones(5))


def test_a_process_that_ends_while_the_worker_is_busy_ends_cleanly(model: Path) -> None:
    code = (
        "import sys; from granvae.engine import _native; e = _native.Engine(44100.0); "
        "e.send('read', ['m'], sys.argv[1]); "
        "[e.send('line', [2000] + [0.5] * 16) for _ in range(50)]"
    )
    for _ in range(5):
        ended = subprocess.run([sys.executable, "-c", code, str(model)], capture_output=True)
        assert (ended.returncode, ended.stderr) == (0, b"")
