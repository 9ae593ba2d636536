import dataclasses
import math
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from granvae.training.config import Budget, TrainConfig
from granvae.training.tensorboard import TensorBoardCallback
from support.short_training import SHORT


def recorded(run: Path) -> EventAccumulator:
    return EventAccumulator(str(run / "tensorboard")).Reload()


def test_tensorboard_shows_metrics_figures_and_sounds(learn) -> None:
    budget = dataclasses.replace(SHORT, last_figure_share=math.inf)
    events = recorded(learn(epochs=2, budget=budget).run.folder)
    tags = events.Tags()
    assert set(tags["images"]) == {"reconstructions", "dimensions", "changes", "map"}
    assert set(tags["audio"]) == {"original", "reconstruction"}
    for name in ("SI-SDR dB/model", "SI-SDR dB/PCA", "LSD dB/model", "val_loss", "train_loss"):
        values = [event.value for event in events.Scalars(name)]
        assert len(values) == 2
        assert np.isfinite(values).all()
    assert "configuration/text_summary" in tags["tensors"]


def test_figures_wait_until_they_take_a_small_share_of_the_time(trained) -> None:
    assert recorded(trained("grain").run.folder).Tags()["images"] == []  # it took seconds


@pytest.mark.parametrize(("seconds", "affordable"), [(100.0, False), (1000.0, True)])
def test_a_set_of_figures_is_paid_for_by_its_share_of_the_training(
    seconds: float, affordable: bool, config: TrainConfig, tmp_path: Path
) -> None:
    callback = TensorBoardCallback(tmp_path, config, [torch.zeros(1, 64)], Budget())
    callback.spent, callback.cost = 2.0, 1.0
    callback.start = time.monotonic() - seconds
    assert callback.affordable(0.01) == affordable
