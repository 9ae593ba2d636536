import pytest
import torch
from torch.testing import assert_close

from granvae.analysis.metrics import lsd_db
from granvae.models.level import split_level
from granvae.models.nsgt import GaborFrame
from granvae.models.presets import build_model
from granvae.models.spectral import (
    LEAST_WINDOW,
    SpectralGrainModel,
    WindowedSpectrum,
    log_magnitudes,
)
from support.fitting import fit, grains
from support.tones import SAMPLE_RATE

PRESETS = ("spectral", "nsgt")


def built(preset: str, grain: int, latent: int) -> SpectralGrainModel:
    model = build_model(preset, grain, latent)
    assert isinstance(model, SpectralGrainModel)
    return model


@pytest.mark.parametrize("transform_of", [WindowedSpectrum, GaborFrame])
@pytest.mark.parametrize("grain", [16, 64, 500, 512, 513, 2048])
def test_coefficients_with_their_own_phase_give_the_grain_back_but_for_the_fades_at_its_ends(
    grain: int, transform_of: type[WindowedSpectrum]
) -> None:
    transform, x = transform_of(grain), torch.randn(5, grain)
    coefficients = transform.analyse(x)
    assert coefficients.shape == (5, transform.count)
    faded = x * (transform.window / LEAST_WINDOW).clamp(max=1.0)
    assert_close(transform.synthesise(coefficients), faded, rtol=1e-5, atol=3e-5)
    assert (transform.window >= LEAST_WINDOW).float().mean() > 0.8


def test_a_cosine_that_peaks_in_the_middle_has_the_phase_zero() -> None:
    time = torch.arange(512) - 256
    for cycles in (5.0, 20.5, 100.3):
        x = torch.cos(2 * torch.pi * cycles * time / 512)[None]
        spectrum = WindowedSpectrum(512).analyse(x)[0]
        assert abs(float(spectrum[spectrum.abs().argmax()].angle())) < 1e-3


@pytest.mark.parametrize("preset", PRESETS)
def test_a_model_can_memorise_the_spectra_of_one_batch(preset: str) -> None:
    model, x = built(preset, 64, 12).eval(), grains(8, 64)
    before = lsd_db(x.numpy(), model(x).detach().numpy()).mean()
    losses = fit(model, preset, [x] * 300, 3e-3)
    assert losses[-1] < 0.3 * losses[0]
    assert lsd_db(x.numpy(), model(x).detach().numpy()).mean() < min(0.4 * before, 6.0)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_error_falls_when_decoded_sounds_come_nearer(preset: str) -> None:
    model, x = built(preset, 128, 8), grains(6, 128)
    coefficients = model.transform.analyse(split_level(x)[0])
    levels, angles = log_magnitudes(coefficients), coefficients.angle()

    def error(louder: float, rotated: float) -> float:
        return float(model.own_error_of(x, levels + louder, angles + rotated).mean())

    # The floor is soft, so that levels that lie on it come out 3 dB above.
    assert error(0.0, 0.0) < 0.7
    assert error(0.0, 0.0) < error(0.5, 0.0) < error(1.0, 0.0)
    assert error(0.0, 0.0) < error(0.0, 0.5) < error(0.0, 1.5)


@pytest.mark.parametrize("preset", PRESETS)
def test_latents_hardly_depend_on_where_in_a_period_a_tone_was_cut(preset: str) -> None:
    model = built(preset, 512, 16).eval()
    time = torch.arange(512) / SAMPLE_RATE
    cuts = torch.stack([torch.sin(2 * torch.pi * 2000 * time + p) for p in (0.0, 1.0, 2.0)])
    mean = model.encode(0.1 * cuts)[0]
    other = model.encode(0.1 * torch.sin(2 * torch.pi * 2500 * time)[None])[0]
    assert (mean[1:] - mean[0]).norm(dim=1).max() < 0.2 * (other - mean[0]).norm()


@pytest.mark.parametrize("preset", PRESETS)
def test_a_small_step_of_the_latents_is_a_small_step_of_the_sound(preset: str) -> None:
    # A phase that jumped, as one wrapped to half a turn can, would cancel in a crossfade.
    model = built(preset, 128, 6)
    fit(model, preset, [grains(32, 128)] * 60, 3e-3)
    ends = torch.randn(2, 6)
    ends[:, -1] = 0.0
    path = torch.lerp(ends[0], ends[1], torch.linspace(0, 1, 200)[:, None])
    y = model.eval().decode(path).detach()
    steps = (y[1:] - y[:-1]).pow(2).mean(1).sqrt()
    assert steps.max() < 0.1 * y.pow(2).mean(1).sqrt().max()
