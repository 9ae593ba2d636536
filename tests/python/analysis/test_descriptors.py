"""Audio descriptors of sounds whose values are known."""

import math

import numpy as np
import pytest
import torch

from granvae.analysis import descriptors
from granvae.analysis.descriptors import DESCRIPTORS

GRAIN = 512


def sine(cycles: float) -> torch.Tensor:
    return torch.sin(2 * math.pi * cycles * torch.arange(GRAIN) / GRAIN + 0.3)


def noise(count: int = 1, seed: int = 0) -> torch.Tensor:
    return torch.randn(count, GRAIN, generator=torch.Generator().manual_seed(seed))


def test_loudness_is_the_logarithm_of_the_rms():
    loud, quiet = descriptors.loudness(torch.stack([sine(16), 0.1 * sine(16)]))
    assert float(loud) == pytest.approx(math.log(math.sqrt(0.5)), abs=1e-3)
    assert float(loud - quiet) == pytest.approx(math.log(10.0), abs=1e-4)


def test_the_centroid_of_a_sine_is_its_frequency_and_an_octave_is_one():
    low, high = descriptors.centroid(torch.stack([sine(32), sine(64)]))
    assert float(low) == pytest.approx(5.0, abs=0.15)
    assert float(high - low) == pytest.approx(1.0, abs=0.1)


def test_noise_is_flat_and_a_sine_is_not():
    grains = torch.cat([noise(), sine(32)[None], sine(32) + 0.1 * noise()])
    flat, pure, both = descriptors.flatness(grains).tolist()
    assert -0.6 < flat < 0.0
    assert pure < -3.0
    assert pure < both < flat


def test_harmonic_sounds_repeat_themselves_and_noise_does_not():
    comb = sum(sine(12.3 * k) / k for k in range(1, 9))
    grains = torch.stack([sine(10), comb, comb + 2.0 * noise()[0]])
    *pure, both = descriptors.harmonicity(grains).tolist()
    assert min(pure) > 0.98
    assert descriptors.harmonicity(noise(20)).mean() < 0.35
    assert 0.2 < both < 0.9


def test_a_sine_crosses_zero_twice_a_period():
    assert float(descriptors.crossings(sine(32)[None])) == pytest.approx(64 / 511, abs=2 / 511)


def test_the_pitch_of_a_tone_is_its_fundamental_at_all_of_its_timbres():
    timbres = [[1.0], [1.0 / k for k in range(1, 10)], [1.0, 0, 0.3, 0, 0.2], [0.3, 1.0, 0.3]]
    for cycles in (1.5, 2.7, 7.3, 20.1, 33.3):
        tones = [sum(a * sine(cycles * k) for k, a in enumerate(t, 1)) for t in timbres]
        found = descriptors.pitch(torch.stack(tones) + 0.02 * noise(len(tones)))
        assert found.numpy() == pytest.approx(np.full(len(tones), math.log2(cycles)), abs=0.03)


def test_noise_clicks_silence_and_what_lasts_under_one_and_a_third_of_a_period_have_no_pitch():
    click = torch.zeros(GRAIN)
    click[GRAIN // 2] = 1.0
    grains = torch.cat([noise(20), torch.stack([click, torch.zeros(GRAIN), sine(1.0)])])
    assert torch.isnan(descriptors.pitch(grains)).all()


@pytest.mark.parametrize("name", [name for name in DESCRIPTORS if name != "loudness"])
def test_the_others_do_not_depend_on_the_level(name: str):
    grains = torch.cat([noise(3), torch.stack([sine(9.5), sine(60)])])
    torch.testing.assert_close(
        DESCRIPTORS[name](grains),
        DESCRIPTORS[name](1e-3 * grains),
        rtol=1e-3,
        atol=1e-3,
        equal_nan=name == "pitch",
    )


@pytest.mark.parametrize("name", [name for name in DESCRIPTORS if name != "pitch"])
@pytest.mark.parametrize("size", [16, 512, 4096])
def test_silence_a_constant_and_a_click_have_a_value_too(name: str, size: int):
    click = torch.zeros(size)
    click[size // 2] = 1.0
    values = DESCRIPTORS[name](torch.stack([torch.zeros(size), torch.ones(size), click]))
    assert values.shape == (3,)
    assert torch.isfinite(values).all()
