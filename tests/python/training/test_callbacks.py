import numpy as np
import pytest

from granvae.training.callbacks import PATIENCE, PlateauCallback
from granvae.training.run_folder import load_run
from support.short_training import rows


def reported(validation: list[float], training: list[float]) -> list[str]:
    plateau = PlateauCallback(False, print)
    losses = enumerate(zip(validation, training, strict=True), 1)
    return [plateau.after_epoch(epoch, v, t) for epoch, (v, t) in losses]


def test_nothing_is_reported_of_a_loss_that_falls() -> None:
    falling = list(np.linspace(2.0, 1.0, 60))
    assert not any(reported(falling, falling))
    pausing = [2.0, 1.0, *[1.5] * 9, 0.9, *[1.5] * 9]
    assert not any(reported(pausing, pausing))


def test_over_fitting_is_reported_once_with_its_best_epoch() -> None:
    sentences = reported([2.0, 1.0, *[1.2] * 30], [2.0, 1.0, *np.linspace(0.9, 0.1, 30)])
    (sentence,) = filter(None, sentences)
    assert sentences.index(sentence) == 2 + PATIENCE - 1
    assert "lowest 1 after epoch 2" in sentence
    assert "memorised" in sentence


def test_a_training_that_stands_still_is_told_apart_from_over_fitting() -> None:
    still = [2.0, 1.0, *[1.0] * 12]
    (sentence,) = filter(None, reported(still, still))
    assert "no longer falls either" in sentence


def test_long_trainings_are_given_more_time() -> None:
    falling, still = list(np.linspace(2.0, 1.0, 100)), [1.1] * 30
    sentences = reported(falling + still, falling + still)
    assert next(i for i, s in enumerate(sentences, 1) if s) == 125  # a fifth of all epochs


@pytest.mark.parametrize("stop_early", [False, True])
def test_a_training_stops_early_only_if_asked(learn, monkeypatch, stop_early: bool) -> None:
    def still(_: PlateauCallback, epoch: int, *__: float) -> str:
        return "It stands still." if epoch == 2 else ""

    monkeypatch.setattr(PlateauCallback, "after_epoch", still)
    trained = learn(stop_early=stop_early)
    epochs = len(rows(trained.run.folder))
    assert epochs == (2 if stop_early else 4)
    (line,) = (line for line in trained.lines if line.startswith("It stands still."))
    assert ("Stopping early" in line) == stop_early
    assert ("--stop-early" in line) != stop_early
    assert load_run(trained.run.folder).epoch == trained.run.epoch <= epochs
