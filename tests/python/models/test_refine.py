import pytest
import torch

from granvae.models.refine import SPECTRAL_WEIGHT
from granvae.models.residual_mlp import ResidualGrainModel as Model
from support.fitting import fit, grains


@pytest.fixture(scope="module")
def model() -> Model:
    """One that has learned for a second: its encoder is good, and far from perfect."""
    torch.manual_seed(0)
    model = Model(64, 6)
    fit(model, "grain", (grains(32, seed=seed) for seed in range(150)), 3e-3)
    return model.eval().requires_grad_(False)


def weighted_distance(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """What inference minimises, from its definition: wave and log-spectrum of level-free grains."""
    x, y = (grain / x.pow(2).mean(1, keepdim=True).sqrt() for grain in (x, y))
    window = torch.hann_window(x.shape[1])
    a, b = (torch.fft.rfft(grain * window).abs().pow(2) for grain in (x, y))
    floor = 1e-6 * a.amax(1, keepdim=True) + 1e-12
    gap = 0.5 * torch.log((a + floor) / (b + floor))
    return (x - y).pow(2).mean(1) + (SPECTRAL_WEIGHT * gap).pow(2).mean(1)


def distances(model: Model, x: torch.Tensor) -> list[torch.Tensor]:
    """Of grains encoded in one pass, and inferred."""
    latents = (model.encode(x)[0], model.infer(x))
    return [weighted_distance(x, model.decode(z)) for z in latents]


def test_inference_brings_every_grain_nearer_or_leaves_it_where_it_is(model: Model) -> None:
    x = 0.1 * grains(60, seed=999)
    encoded, inferred = distances(model, x)
    assert (inferred <= encoded + 1e-4).all()
    assert (inferred < encoded).float().mean() > 0.9
    assert inferred.mean() < 0.95 * encoded.mean()


def test_inference_finds_the_latents_that_a_grain_was_decoded_from(model: Model) -> None:
    wanted = model.encode(grains(40, seed=998))[0]
    x = model.decode(wanted)
    encoded, inferred = distances(model, x)
    assert inferred.median() < 0.25 * encoded.median()


def test_inferred_shape_does_not_depend_on_the_level_nor_on_the_other_grains(model: Model) -> None:
    x = grains(7, seed=5)
    loud, quiet, alone = model.infer(x), model.infer(0.01 * x), model.infer(x[3:4])
    torch.testing.assert_close(loud[:, :-1], quiet[:, :-1], rtol=1e-2, atol=1e-2)
    torch.testing.assert_close(loud[3:4], alone, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(loud[:, -1], model.encode(x)[0][:, -1])


def test_many_grains_are_inferred_in_parts_as_they_are_at_once(model: Model) -> None:
    x = grains(20, seed=6)
    once, parts = (
        weighted_distance(x, model.decode(model.infer(x, size)))  # type: ignore[call-arg] # its own
        for size in (2**22, 1)
    )
    torch.testing.assert_close(parts, once, rtol=1e-2, atol=1e-5)


def test_inference_repeats_itself_and_takes_silence(model: Model) -> None:
    x = grains(20, seed=7)
    assert torch.equal(model.infer(x), model.infer(x))
    assert torch.isfinite(model.infer(torch.zeros(2, 64))).all()
