import signal
from pathlib import Path
from typing import Any

import pytest

from granvae.errors import GranvaeError
from granvae.training.checkpoint_callback import CheckpointCallback
from granvae.training.config import TrainConfig
from granvae.training.run_folder import load_run
from granvae.training.train import train
from support.short_training import SHORT, at_step, checkpoint, column, rows, same_weights, state_of
from support.tones import write_tones


@pytest.mark.parametrize("preset", ["grain", "paper"])
def test_an_interrupted_and_resumed_training_is_the_same_as_one_without_a_break(
    preset: str, learn, trained, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = trained(preset).run.folder
    end = CheckpointCallback.on_train_epoch_end

    def interrupted(self: CheckpointCallback, trainer: Any, module: Any) -> None:
        if module.epochs_done == 1:  # the last step of the second is done
            signal.raise_signal(signal.SIGINT)
        end(self, trainer, module)

    monkeypatch.setattr(CheckpointCallback, "on_train_epoch_end", interrupted)
    with pytest.raises(KeyboardInterrupt):
        learn(preset=preset)
    assert len(rows(out)) == 2
    learn(preset=preset, resume=True)
    lines = [[{**row, "minutes": ""} for row in rows(run)] for run in (whole, out)]
    assert lines[0] == lines[1]
    assert same_weights(checkpoint(whole), checkpoint(out))


def test_ctrl_c_in_an_epoch_saves_at_once_and_says_how_to_go_on(
    config: TrainConfig, learn, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    at_step(8, lambda *_: signal.raise_signal(signal.SIGINT), monkeypatch.setattr)
    with pytest.raises(KeyboardInterrupt):
        train(config, out, progress=False, say=lines.append, budget=SHORT)
    assert "--resume" in lines[-1]
    assert 8 < checkpoint(out)["global_step"] < 12
    assert (out / "latents.npz").is_file()
    assert signal.getsignal(signal.SIGINT) is before
    assert learn(resume=True).run.summary["minutes"] > 0
    assert column(out, "step")[-1] == 24


def test_a_finished_run_is_left_as_it_is_and_goes_on_with_more_epochs(
    learn, finished: Path
) -> None:
    before = state_of(finished / "checkpoints")
    assert "trained to its end" in learn(resume=True).lines[-1]
    assert state_of(finished / "checkpoints") == before
    learn(epochs=5, resume=True)
    assert column(finished, "epoch") == [1, 2, 3, 4, 5]
    assert load_run(finished).config.epochs == 5


def test_an_existing_run_is_not_overwritten(learn, finished: Path) -> None:
    before = state_of(finished)
    with pytest.raises(GranvaeError, match=r"already holds a run.*--resume"):
        learn()
    assert state_of(finished) == before


def test_only_the_same_run_is_resumed(learn, finished: Path, tmp_path: Path) -> None:
    other = str(write_tones(tmp_path / "other", count=3))
    for change, sentence in (
        ({"out": tmp_path / "nothing"}, "holds no run to resume"),
        ({"latent": 8}, r"begun with latent .*, not"),
        ({"controls": ("centroid",)}, r"begun with controls .*, not"),
        ({"sounds": (other,)}, "are not those that"),
    ):
        with pytest.raises(GranvaeError, match=sentence):
            learn(**change, resume=True)
