"""The pictures of the engine show what it plays."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tools.pictures import alias, clouds, spectra, walk, windows
from tools.pictures.spectra import ours


@pytest.mark.parametrize("size", [4096, 5120, 641])
@pytest.mark.parametrize("speed", [0.25, 0.61, 1.0066, 1.15, 2.6, 7.3, 19.0, 40.87])
def test_sinc_adds_nothing_above_90_db_below_and_keeps_what_is_below_10_khz(
    size: int, speed: float
) -> None:
    spectrum, error = spectra.measure(partial(ours, interpolation="sinc"), speed, size)
    assert spectrum.alias_db <= spectra.GOAL
    assert error <= 1.0


def test_the_plain_interpolations_alias_as_the_documentation_says() -> None:
    levels = [
        spectra.measure(partial(ours, interpolation=name), 7.3)[0].alias_db
        for name in ("none", "linear", "cubic")
    ]
    assert min(levels) > -3.0


def test_a_grain_under_half_its_length_of_cosine_is_a_hann_window() -> None:
    played = windows.grain("cosine", "fade", windows.LENGTH / 2)
    place = np.arange(windows.LENGTH) / windows.LENGTH
    np.testing.assert_allclose(played, 0.5 - 0.5 * np.cos(2 * np.pi * place), atol=2e-6)


def test_expodec_decays_by_60_db_and_rexpodec_rises_by_as_much() -> None:
    decaying, rising = (windows.grain("cosine", name, 0.0) for name in ("expodec", "rexpodec"))
    assert decaying[0] == pytest.approx(1.0, abs=1e-5)
    assert 20 * np.log10(decaying[-1]) == pytest.approx(-60.0, abs=0.1)
    np.testing.assert_allclose(rising[1:], decaying[:0:-1], rtol=1e-4)


def test_grains_of_a_cloud_without_randomness_are_on_time_and_begin_where_they_should() -> None:
    grains = clouds.find_grains({})
    assert len(grains.seconds) == 59  # the first is in the silence before
    np.testing.assert_allclose(np.diff(grains.seconds), 1.0 / clouds.ONSETS, atol=1.5 / clouds.RATE)
    np.testing.assert_allclose(grains.start, grains.seconds * clouds.TABLE, atol=1.5)
    np.testing.assert_allclose(grains.gain, 1.0, atol=1e-5)
    np.testing.assert_allclose(grains.pan, 0.0, atol=1e-5)


def test_random_settings_are_found_in_the_sound() -> None:
    grains = clouds.find_grains({"intermittency": 0.5, "level": 24, "spread": 1})
    assert 15 <= len(grains.seconds) <= 45
    assert grains.gain.max() <= 1.0
    assert grains.gain.min() >= 10 ** (-24 / 20) - 1e-4
    assert grains.pan.min() < -0.5
    assert grains.pan.max() > 0.5


def test_all_pictures_are_drawn_without_any_peer(tmp_path: Path) -> None:
    found = spectra.draw_spectra(
        tmp_path / "alias.png", {"granvae, sinc": partial(ours, interpolation="sinc")}, "7.3"
    )
    windows.draw_windows(tmp_path / "windows.png")
    clouds.draw_clouds(tmp_path / "clouds.png")
    assert found["granvae, sinc"] <= spectra.GOAL
    assert all((tmp_path / f"{name}.png").stat().st_size > 10_000 for name in ("windows", "clouds"))


def test_the_level_is_that_of_the_loudest_product() -> None:
    spectrum, _ = spectra.measure(partial(ours, interpolation="linear"), 0.27)
    assert not spectrum.partial[spectrum.loudest]
    assert spectrum.alias_hertz <= alias.HIGHEST_ALIAS


def test_a_walk_passes_its_stops_and_ends_where_it_begins() -> None:
    stops = np.eye(6, 16, dtype=np.float32)
    points = walk.walk(stops)
    np.testing.assert_allclose(points[:: walk.FRAMES // 6], stops, atol=1e-6)
    steps = np.linalg.norm(np.diff(points, axis=0, append=points[:1]), axis=1)
    assert steps.max() < 2.0 * steps.mean()
