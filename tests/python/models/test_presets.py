from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from granvae.errors import GranvaeError
from granvae.models.level import join_level, split_level
from granvae.models.losses import relative_error
from granvae.models.paper import DECODER, ENCODER, PaperModel, bottleneck_size
from granvae.models.presets import PRESETS, GrainModel, build_model
from granvae.models.residual_mlp import LOG_VARIANCE_MAX, LOG_VARIANCE_MIN
from support.fitting import assert_every_parameter_is_reached, fit, grains, loss_of

LEARNING = ("grain", "paper")
TOO_FEW_OR_MANY = ((512, 1), (8, 2), (64, 65))  # latents for the samples of a grain


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_encodes_and_decodes_any_number_of_grains(preset: str) -> None:
    model = build_model(preset, 512, 16).eval()
    for count in (1, 3):
        mean, log_variance = model.encode(grains(count, 512))
        assert mean.shape == log_variance.shape == (count, 16)
        assert model.decode(mean).shape == (count, 512)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_scripted_model_computes_the_same(preset: str) -> None:
    model = build_model(preset, 128, 4).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        script = torch.jit.script(model)
    x = grains(5, 128)
    for got, expected in zip(script.encode(x), model.encode(x), strict=True):
        torch.testing.assert_close(got, expected, rtol=0.0, atol=0.0)
    z = model.encode(x)[0]
    torch.testing.assert_close(script.decode(z), model.decode(z), rtol=0.0, atol=0.0)
    torch.testing.assert_close(script.infer(x), model.infer(x), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("preset", ["grain", "paper", "spectral", "nsgt"])
def test_the_loss_reaches_every_parameter(preset: str) -> None:
    model = build_model(preset, 128, 4)
    assert_every_parameter_is_reached(model, loss_of(model, preset, grains(8, 128)))


@pytest.mark.parametrize("preset", LEARNING)
def test_a_model_can_memorise_one_batch(preset: str) -> None:
    losses = fit(build_model(preset, 64, 8), preset, [grains(8)] * 200, 5e-3)
    assert losses[-1] < 0.3 * losses[0]


@pytest.mark.parametrize("preset", LEARNING)
@pytest.mark.parametrize("level", [0.0, 1e-8, 1.0, 1e4])
def test_the_log_variance_is_bounded_for_every_input(preset: str, level: float) -> None:
    model = build_model(preset, 64, 4)
    for parameter in model.parameters():  # far from any sensible weights
        parameter.data.mul_(30.0)
    mean, log_variance = model.encode(level * torch.randn(16, 64))
    assert torch.isfinite(mean).all()
    assert (log_variance >= LOG_VARIANCE_MIN).all()
    assert (log_variance <= LOG_VARIANCE_MAX).all()


@pytest.mark.parametrize("preset", LEARNING)
def test_the_last_latent_is_the_gain_and_nothing_else(preset: str) -> None:
    model = build_model(preset, 128, 6).eval()
    x = grains(4, 128)
    quiet, loud = model.encode(0.1 * x)[0], model.encode(x)[0]
    torch.testing.assert_close(quiet[:, :-1], loud[:, :-1], rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(model.decode(quiet), 0.1 * model.decode(loud), rtol=1e-3, atol=1e-5)


def test_level_and_shape_come_back_exactly() -> None:
    x = grains(6, 256) * torch.logspace(-3, 0, 6)[:, None]
    torch.testing.assert_close(join_level(*split_level(x)), x, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("preset", LEARNING)
def test_silence_and_far_latents_stay_finite_and_no_louder_than_full_scale(preset: str) -> None:
    model = build_model(preset, 64, 4).eval()
    assert model(torch.zeros(1, 64)).abs().max() < 1e-3
    z = torch.zeros(1, 4)
    z[0, -1] = 1e6
    near, far = model.decode(z), model.decode(10 * z)
    assert torch.isfinite(far).all()
    torch.testing.assert_close(near, far)


@pytest.mark.parametrize(("grain", "latent"), [(16, 2), (64, 2), (512, 64), (4096, 16), (500, 16)])
def test_the_grain_preset_takes_all_sizes(grain: int, latent: int) -> None:
    model = build_model("grain", grain, latent)
    assert model(torch.randn(2, grain)).shape == (2, grain)


@pytest.mark.parametrize("preset", ["grain", "spectral", "nsgt"])
def test_a_decode_of_512_samples_needs_under_a_million_multiply_adds(preset: str) -> None:
    model = build_model(preset, 512, 16).eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model.decode(torch.zeros(1, 16))
    assert 0.6e6 < counter.get_total_flops() / 2 < 1.0e6  # beside FFTs, of 0.02 million


def test_the_paper_layers_have_the_sizes_of_its_table() -> None:
    x = torch.zeros(1, 1, 512)
    sizes = []
    for ins, outs, kernel, stride, padding in ENCODER:
        x = torch.nn.Conv1d(ins, outs, kernel, stride, padding)(x)
        sizes.append(x.shape[-1])
    assert sizes == [514, 258, 65, 17]
    assert bottleneck_size(512) == 17
    sizes = []
    for ins, outs, kernel, stride, padding in DECODER:
        x = torch.nn.ConvTranspose1d(ins, outs, kernel, stride, padding)(x)
        sizes.append(x.shape[-1])
    assert sizes == [65, 256, 510, 512]


@pytest.mark.parametrize("grain", [64, 96, 1024, 2048])
def test_the_paper_layers_fit_multiples_of_32(grain: int) -> None:
    assert PaperModel(grain, 8).eval()(torch.randn(1, grain)).shape == (1, grain)


def spread_and_error(model: GrainModel, x: torch.Tensor) -> tuple[float, float]:
    """How much decoded grains differ from one another, and from what went in, both relative."""
    model.eval()
    with torch.no_grad():
        y = model(x)
    spread = (y - y.mean(0)).pow(2).mean() / x.pow(2).mean()
    return float(spread.sqrt()), float(relative_error(x, y).mean())


def test_the_original_recipe_decodes_one_sound_for_every_grain_and_the_fixed_one_learns() -> None:
    batches = [grains(62, seed=seed) for seed in range(120)]
    x = grains(200, seed=999)
    original, fixed = build_model("paper-original", 64, 16), build_model("paper", 64, 16)
    fit(original, "paper-original", batches, 1e-3)
    fit(fixed, "paper", batches, 1e-3)
    spread, error = spread_and_error(original, x)
    assert spread < 0.2  # whatever goes in, the same comes out
    assert error > 0.95
    spread, error = spread_and_error(fixed, x)
    assert spread > 0.4
    assert error < 0.8


def test_an_unknown_preset_is_named_with_the_known_ones() -> None:
    with pytest.raises(GranvaeError, match=r"'grian'.*grain, paper"):
        build_model("grian", 512, 16)


@pytest.mark.parametrize(
    ("preset", "grain", "latent"),
    [
        *(
            (preset, *sizes)
            for preset in ("grain", "spectral", "nsgt")
            for sizes in ((512, 1), (8, 2), (64, 65))
        ),
        ("paper", 500, 16),
        ("paper", 32, 4),
    ],
)
def test_sizes_that_cannot_be_built_are_refused(preset: str, grain: int, latent: int) -> None:
    with pytest.raises(GranvaeError, match=r"use "):
        build_model(preset, grain, latent)


def test_models_keep_no_state_between_calls() -> None:
    model = build_model("grain", 64, 4).eval()
    x = grains(3, 64)
    first = model(x)
    model(torch.randn(7, 64))
    assert np.array_equal(first.detach().numpy(), model(x).detach().numpy())


def test_no_latent_however_far_decodes_past_full_scale() -> None:
    shapes = torch.randn(256, 512, generator=torch.Generator().manual_seed(0))
    quiet = join_level(shapes, torch.full((256, 1), -1.0))
    loud = join_level(shapes, torch.full((256, 1), 10.0))
    peaks = loud.abs().amax(dim=1)
    # Turned down to full scale and no further, and each as a whole.
    torch.testing.assert_close(peaks, torch.ones(256))
    for each, other in zip(loud, quiet, strict=True):
        assert float(torch.cosine_similarity(each, other, dim=0)) > 0.9999
