"""Points that no recording gave, and how they sound beside recorded grains."""

from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from granvae.evaluation.draws import classifier_auc, decoded_grains, score_draws
from granvae.evaluation.report import sound_text
from granvae.evaluation.result import Evaluation
from granvae.export.model_file import open_model_file
from support.learned_models import learned_model
from support.tones import tone_grains

RATE, GRAIN = 44100, 512


def noise(count: int, seed: int) -> np.ndarray:
    grains = 0.1 * np.random.default_rng(seed).normal(size=(count, GRAIN))
    return grains.astype(np.float32)


def test_grains_of_one_kind_cannot_be_told_apart():
    assert classifier_auc(noise(200, 0), noise(200, 1), RATE) == pytest.approx(0.5, abs=0.12)


def test_grains_of_two_kinds_are_told_apart():
    assert classifier_auc(noise(60, 0), tone_grains(60, GRAIN), RATE) > 0.98


def test_a_tenth_of_other_grains_is_told_apart_a_little():
    mixed = np.concatenate([noise(180, 0), tone_grains(20, GRAIN)])
    assert classifier_auc(mixed, noise(200, 1), RATE) == pytest.approx(0.55, abs=0.08)


def test_of_too_few_grains_nothing_is_said():
    assert np.isnan(classifier_auc(noise(3, 0), noise(50, 1), RATE))


def test_grains_are_those_that_the_engine_decodes(encoder: Path):
    points = np.random.default_rng(0).normal(size=(9, 16)).astype(np.float32)
    grains = decoded_grains(Synth(encoder), points)
    np.testing.assert_allclose(grains, open_model_file(encoder).decode(points), atol=1e-5)
    assert decoded_grains(Synth(encoder), points[:1]).shape == (1, GRAIN)


def test_a_model_without_a_map_is_drawn_from_the_prior(encoder: Path):
    points = np.random.default_rng(0).normal(size=(40, 16)).astype(np.float32)
    draws = score_draws(encoder, points, 40, 0)
    assert set(draws.kinds) == {"random", "line"}
    assert not draws.has_map
    assert draws.kinds["random"].auc == pytest.approx(0.5, abs=0.2)  # points of the prior too


def test_a_model_with_a_map_walks_too(tmp_path: Path):
    model = learned_model(tmp_path / "model.ts")
    points = Synth(model).walk(60, 5)
    draws = score_draws(model, points, 60, 0)
    assert set(draws.kinds) == {"random", "random prior", "walk", "learned", "line"}
    for scores in draws.kinds.values():
        assert 0.0 <= scores.noisy <= 1.0
        assert 0.0 <= scores.periodicity <= 1.0
    assert draws.kinds["walk"].auc < draws.kinds["random prior"].auc


def test_the_sentence_says_what_was_drawn(reported: Evaluation):
    assert "AUC of" in sound_text.drawn_points(reported)
    assert "periodicity" in sound_text.drawn_points(reported)
