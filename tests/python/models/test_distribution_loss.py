import pytest
import torch

from granvae.models.distribution_loss import (
    FIRST,
    SPREAD,
    STEPS,
    distribution_loss,
    distribution_weight,
    draw_latents,
    sliced_wasserstein,
)
from granvae.models.noise_branch import random_offsets
from granvae.models.residual_mlp import ResidualGrainModel


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=seeded(seed))


def test_the_distance_does_not_depend_on_the_order_of_rows() -> None:
    a = normal(64, 10)
    assert sliced_wasserstein(a, a.flip(0), seeded()) == 0.0


def test_the_distance_of_a_set_moved_along_one_axis_is_that_way_times_its_mean_projection() -> None:
    a, way = normal(64, 3), torch.tensor([2.0, 0.0, 0.0])
    found = torch.stack([sliced_wasserstein(a, a + way, seeded(k)) for k in range(200)]).mean()
    assert found.item() == pytest.approx(1.0, rel=0.03)  # a direction has 1/2 of it in the mean


def test_equal_distributions_are_nearer_than_others_of_the_same_mean() -> None:
    a, b = normal(256, 8), normal(256, 8, seed=1)
    near, wide = (sliced_wasserstein(a, scale * b, seeded()) for scale in (1.0, 2.0))
    assert near < 0.3 * wide


def test_draws_lie_round_training_points_by_their_own_covariance() -> None:
    turn = torch.tensor([[2.0, 0.0, 0.0, 0.0], [1.0, 0.5, 0.0, 0.0], [0.0, 0.0, 0.1, 1.0]])
    model, mean = ResidualGrainModel(64, 4), normal(4000, 3) @ turn
    moves = (draw_latents(model, mean, seeded(1)) - mean[-1000:])[:, :3]
    wanted = SPREAD**2 * torch.cov(mean[:, :3].T)
    torch.testing.assert_close(torch.cov(moves.T), wanted, rtol=0.15, atol=0.02)
    assert (draw_latents(model, mean, seeded(1))[:, 3] == 0.0).all()  # the gain


def test_processes_draw_other_moves() -> None:
    model, mean = ResidualGrainModel(64, 4), normal(8, 4)
    moves = [draw_latents(model, mean, seeded(), (rank, 2)) for rank in range(2)]
    assert not torch.equal(moves[0], moves[1])
    assert torch.equal(moves[0], draw_latents(model, mean, seeded()))


def distance_of(model: ResidualGrainModel, x: torch.Tensor, mean: torch.Tensor, seed: int = 0):
    generator = seeded(seed)
    drawn = model.parts(draw_latents(model, mean, generator))
    offsets = random_offsets(len(drawn[0]), generator)
    return distribution_loss(model, x, *drawn, offsets, generator)


def test_learning_by_the_term_brings_draws_nearer_to_recorded_grains() -> None:
    torch.manual_seed(0)
    model, mean = ResidualGrainModel(64, 4), normal(256, 4)
    x = 0.1 * torch.sin(0.4 * torch.arange(64) + normal(256, 1, seed=1))
    optimiser = torch.optim.Adam(model.decoder.parameters(), 3e-3)
    losses = []
    for step in range(200):
        optimiser.zero_grad()
        loss = distance_of(model, x, mean, step)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert sum(losses[-10:]) < 0.6 * sum(losses[:10])


def test_the_term_trains_the_decoder_and_nothing_else() -> None:
    model, mean = ResidualGrainModel(64, 4), normal(32, 4).requires_grad_()
    distance_of(model, normal(32, 64), mean).backward()
    assert mean.grad is None
    assert all(p.grad is None for p in model.encoder.parameters())
    assert all(p.grad.abs().sum() > 0 for p in model.decoder.parameters())


def test_the_term_has_its_weight_in_some_steps_from_where_it_begins() -> None:
    weights = [distribution_weight(0.5, FIRST, step) for step in range(4 * STEPS)]
    assert sum(weights) / len(weights) == pytest.approx(0.5)
    assert distribution_weight(0.5, FIRST - 0.01, 0) == 0.0
