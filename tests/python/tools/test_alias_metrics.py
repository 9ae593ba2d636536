"""Aliasing is measured right in sounds whose products are known."""

from __future__ import annotations

import numpy as np
import pytest

from tools.pictures import alias

RATE = 44100.0


def tones(levels: dict[float, float]) -> np.ndarray:
    """Cosines of these frequencies in Hz and amplitudes."""
    time = np.arange(alias.SAMPLES) / RATE
    sound = sum(level * np.cos(2 * np.pi * hertz * time) for hertz, level in levels.items())
    return np.asarray(sound, np.float32)


@pytest.mark.parametrize("product_db", [-20.0, -60.0, -110.0])
def test_a_product_is_found_at_its_level_and_place(product_db: float) -> None:
    sound = tones({440.0: 0.4, 880.0: 0.1, 5003.7: 0.4 * 10.0 ** (product_db / 20.0)})
    found = alias.spectrum(sound, RATE, np.array([440.0, 880.0]))
    assert found.alias_db == pytest.approx(product_db, abs=0.1)
    assert found.alias_hertz == pytest.approx(5003.7, abs=0.3)


def test_products_above_16_khz_do_not_count() -> None:
    found = alias.spectrum(tones({440.0: 0.4, 16500.0: 0.4}), RATE, np.array([440.0]))
    assert found.alias_db < -130.0


def test_a_product_close_to_a_partial_is_still_found() -> None:
    sound = tones({440.0: 0.4, 446.0: 0.004})
    assert alias.spectrum(sound, RATE, np.array([440.0])).alias_db == pytest.approx(-40.0, abs=0.1)


def test_a_partial_off_its_level_is_found_and_one_beyond_10_khz_is_not() -> None:
    sound = tones({440.0: 0.1, 880.0: 0.08, 12000.0: 0.01})
    error = alias.level_error_db(sound, RATE, np.array([440.0, 880.0, 12000.0]), 0.1)
    assert error == pytest.approx(20 * np.log10(0.1 / 0.08), abs=0.05)


def test_a_harmonic_table_played_as_it_is_has_its_partials_and_nothing_else() -> None:
    table = alias.HarmonicTable.draw(4096, 41)
    sound = np.tile(table.samples, alias.SAMPLES // 4096)
    partials = table.frequencies(1.0, RATE)
    assert len(partials) == 49
    assert np.abs(table.samples).max() == pytest.approx(1.0)
    assert alias.spectrum(sound, RATE, partials).alias_db < -130.0
    assert alias.level_error_db(sound, RATE, partials, table.level) < 0.05
