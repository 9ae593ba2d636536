import warnings

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from granvae.errors import GranvaeError
from granvae.models.level import join_level, split_level
from granvae.models.losses import relative_error
from granvae.models.paper import DECODER, ENCODER, bottleneck_size
from granvae.models.presets import PRESETS, build_model
from granvae.models.residual_mlp import LOG_VARIANCE_MAX, LOG_VARIANCE_MIN
from support.fitting import fit, grains, loss_of

LEARNING = ("grain", "paper", "spectral", "nsgt")
TOO_FEW_OR_MANY = ((512, 1), (8, 2), (64, 65))  # latents for the samples of a grain


@pytest.mark.parametrize(
    ("preset", "grain", "latent"),
    [
        *((preset, 512, 16) for preset in PRESETS),
        *(("grain", *sizes) for sizes in ((16, 2), (64, 2), (512, 64), (4096, 16), (500, 16))),
        *(("paper", multiple_of_32, 8) for multiple_of_32 in (64, 96, 1024, 2048)),
    ],
)
def test_a_preset_encodes_and_decodes_any_number_of_grains(preset: str, grain: int, latent: int):
    model = build_model(preset, grain, latent).eval()
    for count in (1, 3):
        mean, log_variance = model.encode(torch.randn(count, grain))
        assert mean.shape == log_variance.shape == (count, latent)
        assert model.decode(mean).shape == (count, grain)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_scripted_model_computes_the_same(preset: str) -> None:
    model = build_model(preset, 128, 4).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        script = torch.jit.script(model)
    x = grains(5, 128)
    mean, log_variance = model.encode(x)
    pairs = (script.encode(x), (mean, log_variance)), (script.decode(mean), model.decode(mean))
    for got, expected in pairs:
        torch.testing.assert_close(got, expected, rtol=0.0, atol=0.0)
    torch.testing.assert_close(script.infer(x), model.infer(x), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("preset", LEARNING)
def test_the_loss_reaches_every_parameter(preset: str) -> None:
    model = build_model(preset, 128, 4)
    loss_of(model, preset, grains(8, 128)).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize("preset", ["grain", "paper"])
def test_a_model_can_memorise_one_batch(preset: str) -> None:
    losses = fit(build_model(preset, 64, 8), preset, [grains(8)] * 200, 5e-3)
    assert losses[-1] < 0.3 * losses[0]


@pytest.mark.parametrize("preset", ["grain", "paper"])
@pytest.mark.parametrize("level", [0.0, 1e-8, 1.0, 1e4])
def test_the_log_variance_is_bounded_for_every_input(preset: str, level: float) -> None:
    model = build_model(preset, 64, 4)
    for parameter in model.parameters():  # far from any sensible weights
        parameter.data.mul_(30.0)
    mean, log_variance = model.encode(level * torch.randn(16, 64))
    assert torch.isfinite(mean).all()
    assert (log_variance >= LOG_VARIANCE_MIN).all()
    assert (log_variance <= LOG_VARIANCE_MAX).all()


@pytest.mark.parametrize(
    ("preset", "exact"), list(zip(LEARNING, (1e-3, 1e-3, 2e-2, 2e-2), strict=True))
)
def test_the_last_latent_is_the_gain_and_nothing_else(preset: str, exact: float) -> None:
    model, x = build_model(preset, 128, 6).eval(), 0.1 * grains(4, 128)
    quiet, loud = model.encode(0.05 * x)[0], model.encode(x)[0]
    torch.testing.assert_close(quiet[:, :-1], loud[:, :-1], rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(
        model.decode(quiet), 0.05 * model.decode(loud), rtol=exact, atol=1e-5
    )
    errors = model.own_error(x, loud), model.own_error(0.05 * x, quiet)
    torch.testing.assert_close(errors[0], errors[1], rtol=1e-3, atol=1e-3)


def test_level_and_shape_come_back_exactly() -> None:
    x = grains(6, 256) * torch.logspace(-3, 0, 6)[:, None]
    torch.testing.assert_close(join_level(*split_level(x)), x, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("preset", LEARNING)
def test_silence_and_far_latents_stay_finite_and_no_louder_than_full_scale(preset: str) -> None:
    model, silence = build_model(preset, 64, 4).eval(), torch.zeros(2, 64)
    assert model(silence).abs().max() < 1e-3
    own = model.own_error(silence, torch.zeros(2, 4))
    assert own is None or torch.isfinite(own).all()
    for scale in (1.0, 1e2, 1e4):
        assert model.decode(scale * torch.randn(16, 4)).abs().max() <= 1.0 + 1e-6  # nor NaN
    far = torch.tensor([[0.0, 0.0, 0.0, 1e6]])
    torch.testing.assert_close(model.decode(far), model.decode(10 * far))


@pytest.mark.parametrize("preset", ["grain", "spectral", "nsgt"])
def test_a_decode_of_512_samples_needs_under_a_million_multiply_adds(preset: str) -> None:
    model = build_model(preset, 512, 16).eval()
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model.decode(torch.zeros(1, 16))
    assert 0.6e6 < counter.get_total_flops() / 2 < 1.0e6  # beside FFTs, of 0.02 million


def test_the_paper_layers_have_the_sizes_of_its_table() -> None:
    x, sizes = torch.zeros(1, 1, 512), []
    for layer, table in ((nn.Conv1d, ENCODER), (nn.ConvTranspose1d, DECODER)):
        for ins, outs, kernel, stride, padding in table:
            x = layer(ins, outs, kernel, stride, padding)(x)
            sizes.append(x.shape[-1])
    assert sizes == [514, 258, 65, 17, 65, 256, 510, 512]
    assert bottleneck_size(512) == 17


@pytest.mark.parametrize("preset", ["paper-original", "paper"])
def test_the_original_recipe_decodes_one_sound_for_every_grain_and_the_fixed_one_learns(
    preset: str,
) -> None:
    model, x = build_model(preset, 64, 16), grains(200, seed=999)
    fit(model, preset, (grains(62, seed=seed) for seed in range(120)), 1e-3)
    y = model.eval()(x).detach()
    spread = ((y - y.mean(0)).pow(2).mean() / x.pow(2).mean()).sqrt()
    error = relative_error(x, y).mean()
    if preset == "paper":
        assert spread > 0.4
        assert error < 0.8
    else:
        assert spread < 0.2  # whatever goes in, the same comes out
        assert error > 0.95


@pytest.mark.parametrize(
    ("preset", "grain", "latent", "sentence"),
    [
        ("grian", 512, 16, "'grian'.*use one of grain, paper"),
        *((p, *sizes, "use ") for p in ("grain", "spectral", "nsgt") for sizes in TOO_FEW_OR_MANY),
        ("paper", 500, 16, "use a multiple of 32"),
        ("paper", 32, 4, "use a multiple of 32"),
        ("paper", 64, 1, "use 2 to 64"),
        ("paper-original", 64, 0, "use 1 or more"),
    ],
)
def test_what_cannot_be_built_is_refused(
    preset: str, grain: int, latent: int, sentence: str
) -> None:
    with pytest.raises(GranvaeError, match=sentence):
        build_model(preset, grain, latent)


def test_models_keep_no_state_between_calls() -> None:
    model, x = build_model("grain", 64, 4).eval(), grains(3, 64)
    first = model(x)
    model(torch.randn(7, 64))
    assert torch.equal(first, model(x))


def test_no_latent_however_far_decodes_past_full_scale() -> None:
    shapes = torch.randn(256, 512, generator=torch.Generator().manual_seed(0))
    quiet = join_level(shapes, torch.full((256, 1), -1.0))
    loud = join_level(shapes, torch.full((256, 1), 10.0))
    # Turned down to full scale and no further, and each as a whole.
    torch.testing.assert_close(loud.abs().amax(dim=1), torch.ones(256))
    assert (torch.cosine_similarity(loud, quiet) > 0.9999).all()
