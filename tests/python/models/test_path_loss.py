"""The term of training that makes paths through the latent space change the sound evenly."""

import math

import pytest
import torch
from torch import Tensor

from granvae.models.base import GrainModel
from granvae.models.path_loss import LINE_EVERY, LINE_STEPS, path_loss, path_weight
from granvae.models.presets import build_model

GRAIN = 64


class Warped(GrainModel):
    """Blends two sounds by a function of its first latent; the second is the gain."""

    power: float | Tensor

    def __init__(self, power: float) -> None:
        super().__init__(GRAIN, 2)
        self.gain_dimension = 1
        self.power = power
        time = torch.arange(GRAIN) / GRAIN
        self.sounds = torch.stack([torch.sin(2 * math.pi * k * time) for k in (5, 9)])

    def decode(self, z: Tensor) -> Tensor:
        share = z[:, :1] ** self.power
        return (share * self.sounds[0] + (1.0 - share) * self.sounds[1]) * torch.exp(z[:, 1:])


def ends(batch: int = LINE_EVERY) -> Tensor:
    """Latents whose lines all run from 0 to 1, with gains far apart."""
    latents = torch.zeros(batch, 2)
    latents[LINE_EVERY // 2 :: LINE_EVERY, 0] = 1.0
    latents[:, 1] = torch.linspace(-2.0, 2.0, batch)
    return latents


def waveform_loss(power: float) -> float:
    steps = (torch.linspace(0.0, 1.0, LINE_STEPS + 1) ** power).diff()
    return math.log(float(steps.pow(2).mean().sqrt() / steps.mean()))


def test_a_path_that_changes_all_at_once_is_uneven_and_a_blend_of_waveforms_is_not():
    even, sudden = (float(path_loss(Warped(p), ends())) for p in (1.0, 8.0))
    assert waveform_loss(8.0) > 0.3
    assert sudden > even + waveform_loss(8.0)


def test_the_gain_between_two_grains_does_not_count():
    quiet = ends()
    quiet[:, 1] = -1.0
    torch.testing.assert_close(path_loss(Warped(2.0), ends()), path_loss(Warped(2.0), quiet))


def test_processes_that_share_a_batch_have_its_lines_between_them():
    model = build_model("grain", GRAIN, 4)
    latents = torch.randn(4 * LINE_EVERY, 4, generator=torch.Generator().manual_seed(0))
    halves = [path_loss(model, part) for part in latents.chunk(2)]
    torch.testing.assert_close(path_loss(model, latents), sum(halves) / 2)


@pytest.mark.parametrize("latents", [torch.zeros(64, 4), torch.ones(3, 4)])
def test_equal_and_too_few_latents_are_even_with_a_finite_slope(latents: Tensor):
    model = build_model("grain", GRAIN, 4)
    latents.requires_grad_()
    loss = path_loss(model, latents)
    (latents.sum() + loss).backward()
    assert float(loss.detach()) == pytest.approx(0.0, abs=1e-5)
    assert torch.isfinite(latents.grad).all()


def test_descending_the_path_loss_straightens_a_sudden_path():
    model = Warped(8.0)
    model.power = torch.nn.Parameter(torch.tensor(8.0))
    optimiser = torch.optim.Adam([model.power], 0.2)
    latents = ends().clamp(min=1e-3)  # powers of 0 have no slope
    for _ in range(60):
        optimiser.zero_grad()
        path_loss(model, latents).backward()
        optimiser.step()
    assert 0.5 < model.power.item() < 2.0


def test_sounds_are_learned_before_the_paths_between_them():
    weights = [path_weight(0.5, progress) for progress in (0.0, 0.3, 0.5, 0.7, 0.8, 1.0)]
    assert weights[:3] == [0.0, 0.0, 0.0]
    assert 0.0 < weights[3] < 0.5
    assert weights[4:] == [0.5, 0.5]
