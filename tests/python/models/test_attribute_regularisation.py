import pytest
import torch

from granvae.analysis.descriptors import centroid, pitch
from granvae.errors import GranvaeError
from granvae.models.attribute_regularisation import (
    Control,
    control_loss,
    correlations,
    place_controls,
    with_control_loss,
)
from granvae.models.presets import build_model
from support.fitting import grains


def test_loudness_takes_the_gain_and_the_others_the_first_latents():
    placed = place_controls(build_model("grain", 64, 8), ("centroid", "loudness", "flatness"))
    assert [control.dimension for control in placed] == [0, 7, 1]
    without_gain = build_model("paper-original", 64, 8)
    assert place_controls(without_gain, ("loudness",)) == (Control("loudness", 0),)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("warmth",), r"no control 'warmth'; use some of loudness, centroid"),
        (("centroid", "centroid"), "centroid was given twice"),
        (("centroid", "flatness", "crossings"), "3 controls do not fit into 3 latent dimensions"),
    ],
)
def test_controls_that_cannot_be_had_are_refused(names: tuple[str, ...], sentence: str):
    with pytest.raises(GranvaeError, match=sentence):
        place_controls(build_model("grain", 64, 3), names)


def test_the_loss_is_least_for_a_latent_in_the_descriptors_order():
    x = grains(40)
    ordered = torch.argsort(torch.argsort(centroid(x))).float()[:, None]
    controls = (Control("centroid", 0),)
    right, flat, wrong = (float(control_loss(x, k * ordered, controls)) for k in (1, 0, -1))
    assert right < 0.05
    assert 0.9 < flat <= 1.0
    assert wrong > 1.9


def test_grains_without_a_pitch_are_asked_for_nothing():
    tones = torch.sin(torch.linspace(0.1, 1.0, 20)[:, None] * torch.arange(256))
    noise = torch.randn(20, 256, generator=torch.Generator().manual_seed(0))
    x = torch.cat([tones, noise])
    assert torch.isfinite(pitch(x)).tolist() == [True] * 20 + [False] * 20
    mean = torch.zeros(40, 2, requires_grad=True)
    control_loss(x, mean, (Control("pitch", 0),)).backward()
    assert (mean.grad[20:] == 0.0).all()
    assert (mean.grad[:20, 0] != 0.0).any()
    model = build_model("grain", 256, 4).eval()
    measured = correlations(model, (Control("pitch", 0),), x)["pitch"]
    assert measured == correlations(model, (Control("pitch", 0),), x[:20])["pitch"]
    nothing = correlations(model, (Control("pitch", 0),), x[20:])["pitch"]
    assert nothing == {"spearman": None, "pearson": None}


def test_the_loss_moves_the_controlled_latent_and_no_other():
    mean = torch.randn(16, 4, generator=torch.Generator().manual_seed(0)).requires_grad_()
    control_loss(grains(16), mean, (Control("flatness", 2),)).backward()
    assert mean.grad is not None
    assert mean.grad[:, 2].abs().sum() > 0.0
    assert mean.grad[:, [0, 1, 3]].abs().sum() == 0.0


def test_without_controls_the_loss_is_as_it_was():
    terms = {"loss": torch.ones(())}
    assert with_control_loss(terms, grains(4), torch.zeros(4, 2), ()) is terms


def test_correlations_are_measured_and_do_not_stumble_over_what_never_varies():
    model, x = build_model("grain", 64, 4).eval(), grains(60)
    controls = (Control("loudness", 3), Control("centroid", 0))
    measured = correlations(model, controls, x)
    assert measured["loudness"] == {"spearman": 1.0, "pearson": 1.0}
    assert -1.0 <= measured["centroid"]["spearman"] <= 1.0
    same = correlations(model, controls, x[:1].repeat(5, 1))
    assert same["loudness"] == {"spearman": None, "pearson": None}
