import dataclasses
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from granvae.data.grain_dataset import GrainStream
from granvae.errors import GranvaeError
from granvae.training.checkpoints import BEST, FOLDER
from granvae.training.run_folder import BAD_BATCH, load_run
from support.short_training import SHORT, at_step, checkpoint, column, rows


def test_a_loss_that_is_not_a_number_stops_and_keeps_its_batch_and_the_checkpoint_before(
    learn, out: Path, monkeypatch
) -> None:
    draw = GrainStream._draw

    def spoilt(self: GrainStream, epoch: int, index: int) -> Any:
        grains = draw(self, epoch, index)
        if (epoch, index) == (2, 3):
            grains[5, 7] = np.inf
        return grains

    monkeypatch.setattr(GrainStream, "_draw", spoilt)
    sentence = r"not a number at step 15 .*nan-batch\.npz.*another --seed, a smaller --beta"
    with pytest.raises(GranvaeError, match=sentence) as caught:
        learn()
    assert "\n" not in str(caught.value)
    bad = np.load(out / BAD_BATCH)
    assert [int(bad[name]) for name in ("step", "epoch", "index", "seed")] == [15, 2, 3, 3]
    assert bad["grains"].shape == (256, 64)
    assert np.argwhere(~np.isfinite(bad["grains"])).tolist() == [[5, 7]]
    kept = checkpoint(out)
    assert kept["global_step"] == 12
    assert all(torch.isfinite(value).all() for value in kept["state_dict"].values())


def test_a_gradient_that_is_not_a_number_never_reaches_the_weights(
    learn, out: Path, monkeypatch
) -> None:
    # The loss is finite here: it would be the next batch, an innocent one, that is found bad.
    def spoil(_: Any, loss: torch.Tensor) -> None:
        loss.register_hook(lambda gradient: gradient * float("nan"))

    at_step(8, spoil, monkeypatch.setattr)
    with pytest.raises(GranvaeError, match="not a number at step 8"):
        learn()
    assert int(np.load(out / BAD_BATCH)["step"]) == 8


def test_a_full_disk_during_training_keeps_the_epoch_before_it(
    learn, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def full(source: Any, target: Any) -> None:
        if Path(target).suffix == ".ckpt" and len(rows(out)) == 2:
            raise OSError(28, "No space left on device")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(GranvaeError, match=r"No space left.*the checkpoint before it is kept"):
            learn(budget=dataclasses.replace(SHORT, write_seconds=0.0))
    assert load_run(out).epoch == 1
    learn(resume=True)
    assert column(out, "epoch") == [1, 2, 3, 4]


def test_a_damaged_best_checkpoint_is_replaced_by_the_last(finished: Path) -> None:
    best = finished / FOLDER / BEST
    best.write_bytes(best.read_bytes()[:1000])
    with pytest.warns(UserWarning, match=r"best\.ckpt is not a whole checkpoint.*last\.ckpt"):
        assert load_run(finished).step == 24
