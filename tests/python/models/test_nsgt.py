import pytest
import torch

from granvae.models.nsgt import (
    BANDS_A_NEPER,
    BandsOfOneLength,
    GaborFrame,
    fft_length,
    frequency_windows,
    warped,
)


def test_the_frame_keeps_energy() -> None:
    frame, x = GaborFrame(512), torch.randn(5, 512)
    energy = frame.analyse(x).abs().pow(2).sum(1)
    torch.testing.assert_close(energy, frame.spectrum(x).abs().pow(2).sum(1), rtol=1e-5, atol=0.0)


@pytest.mark.parametrize("bins", [33, 257, 1025])
def test_squared_windows_sum_to_one_in_every_bin(bins: int) -> None:
    total = torch.zeros(bins, dtype=torch.float64)
    for first, window in frequency_windows(bins, BANDS_A_NEPER):
        total[first : first + len(window)] += window**2
        assert fft_length(len(window)) >= len(window)  # the painless case
    torch.testing.assert_close(total, torch.ones_like(total))


def test_bands_are_a_bin_wide_below_and_of_constant_q_above() -> None:
    windows = frequency_windows(1025, BANDS_A_NEPER)
    assert all(len(window) == 1 for _, window in windows[: BANDS_A_NEPER - 1])
    inner = windows[3 * BANDS_A_NEPER : -2]
    widths = torch.tensor([len(window) / (first + len(window) / 2) for first, window in inner])
    assert widths.std() < 0.1 * widths.mean()
    assert float(widths.mean()) == pytest.approx(2 / BANDS_A_NEPER, rel=0.1)


def test_the_warped_axis_rises_without_a_bend() -> None:
    axis = warped(torch.linspace(0, 256, 4001, dtype=torch.float64), BANDS_A_NEPER)
    slope = axis.diff()
    assert (slope > 0).all()
    assert (slope.diff() <= 1e-12).all()
    assert slope.diff().abs().max() < 0.01 * slope.max()


def test_a_click_is_found_where_it_is_and_sharper_the_higher_the_band() -> None:
    frame, x = GaborFrame(512), torch.zeros(1, 512)
    x[0, 320] = 1.0  # 64 samples after the middle
    parts = torch.split(frame.analyse(x)[0], frame.counts)
    for part, group in zip(parts, frame.groups, strict=True):
        assert isinstance(group, BandsOfOneLength)
        here = part.reshape(group.bands, group.length).abs()
        if group.length >= 8:
            place = here.argmax(dim=1).float() * 512 / group.length
            assert (place - 64).abs().max() <= 512 / group.length


def test_a_lower_q_gives_fewer_bands_and_longer_ones() -> None:
    few, many = frequency_windows(257, 8), frequency_windows(257, 24)
    assert len(few) < len(many)
    assert len(few[-2][1]) > len(many[-2][1])
