"""The noise of grains: how much of it, and which, in tables and in live grains."""

from pathlib import Path

import numpy as np
import pytest

from granvae import InvalidValueError, Synth, load_model
from granvae.engine import _native
from support.playing import configured
from support.preset_files import GRAIN, HOSTED, LATENTS, file_of, program_of

N = 3000


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with a branch for noise."""
    return file_of("grain", tmp_path_factory.mktemp("noisy"), program_of("grain"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One without."""
    return file_of("paper", tmp_path_factory.mktemp("plain"), program_of("paper"))


def decoded(path: Path, amount: float, seed: int, points: np.ndarray = LATENTS) -> np.ndarray:
    return _native.Decoder(str(path)).decode(points, amount, seed)


def on_path(path: Path, **settings: float | str) -> Synth:
    """Its grains in a row, without overlap."""
    synth = configured(Synth(path), join=0, fit="off", **settings)
    synth.path(LATENTS)
    return synth


def alike(heard: np.ndarray, expected: np.ndarray) -> None:
    """A path adds the noise to the tone last of all, which rounds in another order."""
    np.testing.assert_allclose(heard, expected, rtol=0, atol=1e-7)


def test_half_of_the_noise_is_heard_unless_another_share_is_asked_for(noisy: Path):
    synth = on_path(noisy)
    alike(synth.table, decoded(noisy, 0.5, 0).ravel())
    for amount in (0.0, 1.0):
        synth.set("noise", amount)
        alike(synth.table, decoded(noisy, amount, 0).ravel())


def test_each_grain_of_a_path_has_the_next_seed(noisy: Path):
    synth = on_path(noisy, noise=1.0, seed=100)
    expected = np.concatenate(
        [decoded(noisy, 1.0, 100 + k, z[None]) for k, z in enumerate(LATENTS)]
    )
    alike(synth.table, expected.ravel())
    synth.set("seed", 7)
    alike(synth.table, decoded(noisy, 1.0, 7).ravel())


def test_noises_crossfade_with_even_power_and_tones_with_an_even_sum(noisy: Path):
    synth = configured(Synth(noisy), join=GRAIN // 2, fit="off", noise=1.0)
    synth.path(LATENTS)
    tones = decoded(noisy, 0.0, 0)
    noises = decoded(noisy, 1.0, 0) - tones
    x = np.arange(GRAIN // 2) / (GRAIN // 2)
    rises = {"tone": 0.5 - 0.5 * np.cos(np.pi * x), "noise": np.sin(0.5 * np.pi * x)}
    falls = {"tone": 1.0 - rises["tone"], "noise": np.cos(0.5 * np.pi * x)}
    hop = GRAIN - GRAIN // 2
    expected = np.zeros(hop * (len(LATENTS) - 1) + GRAIN)
    for kind, grains in (("tone", tones), ("noise", noises)):
        for k, grain in enumerate(grains.astype(np.float64)):
            if k > 0:
                grain[: GRAIN // 2] *= rises[kind]
            if k < len(grains) - 1:
                grain[hop:] *= falls[kind]
            expected[k * hop : k * hop + GRAIN] += grain
    np.testing.assert_allclose(synth.table, expected, rtol=0, atol=1e-6)


def test_noise_does_not_move_grains_that_are_fitted(noisy: Path):
    starts = []
    for amount in (0.0, 1.0):
        synth = configured(Synth(noisy), noise=amount)
        synth.path(LATENTS)
        starts.append(synth.starts.tolist())
    assert starts[0] == starts[1]


def test_a_model_without_a_branch_is_the_same_with_noise(plain: Path):
    synth = on_path(plain)
    expected = decoded(plain, 0.0, 0).ravel()
    for amount in (0.0, 0.5, 1.0):
        synth.set("noise", amount)
        np.testing.assert_array_equal(synth.table, expected)
    assert (synth.info()["noisy"], synth.info()["noise"]) == ([0], [1.0])


def live(path: Path, block: int, **settings: float | str) -> np.ndarray:
    """One latent held, each of its grains decoded anew."""
    synth = configured(Synth(path), live="on", latency=0, **settings)
    latents = np.tile(LATENTS[:1].T, (1, N))
    cuts = range(0, N, block)
    return np.concatenate([synth.process(latents=latents[:, at : at + block]) for at in cuts])


def test_live_grains_differ_by_their_noise_and_are_the_same_each_time(noisy: Path):
    heard = live(noisy, N, noise=1.0, seed=3)
    for block in (1000, 64, 7):
        np.testing.assert_array_equal(live(noisy, block, noise=1.0, seed=3), heard)
    assert not np.allclose(live(noisy, N, noise=1.0, seed=900), heard, atol=1e-4)
    tone = live(noisy, N, noise=0.0)
    np.testing.assert_array_equal(live(noisy, N, noise=0.0, seed=3), tone)
    assert not np.allclose(heard, tone, atol=1e-4)


def test_info_says_whether_a_model_has_noise(noisy: Path):
    synth = configured(Synth(noisy), noise=0.25)
    assert (synth.info()["noisy"], synth.info()["noise"]) == ([1], [0.25])
    assert synth.latents == HOSTED
    assert synth.grain == GRAIN


def test_a_model_without_a_player_decodes_the_tone_unless_noise_is_asked_for(noisy: Path):
    model = load_model(noisy)
    assert model.noisy
    np.testing.assert_array_equal(model.decode(LATENTS), decoded(noisy, 0.0, 0))
    np.testing.assert_array_equal(model.decode(LATENTS, 1.0, 9), decoded(noisy, 1.0, 9))
    for wrong in ({"noise": 1.5}, {"noise": float("nan")}, {"seed": -1}, {"seed": 2**63}):
        with pytest.raises(InvalidValueError, match="0 to"):
            model.decode(LATENTS, **wrong)
