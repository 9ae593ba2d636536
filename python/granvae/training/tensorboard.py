"""What one looks at while a model trains: pictures and sounds in TensorBoard, and a word in time.

Drawing is rationed: it may take `SHARE` of the time of the training, so that a training of minutes
gets pictures at its end and a long one gets them again and again.
"""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from granvae.analysis import metrics
from granvae.analysis.grain_plots import draw_reconstructions
from granvae.analysis.latent_plots import SWEEP_VALUES, draw_changes, draw_latents, draw_map
from granvae.analysis.pca import Pca
from granvae.models.presets import GrainModel
from granvae.training.config import TrainConfig
from granvae.training.run_folder import PCA

PATIENCE = 10  # epochs without a lower validation loss, at least
PATIENT_SHARE = 0.2  # of all epochs so far, at least
SHARE = 0.01  # of the time of a training
LAST_SHARE = 0.05  # the same at its very end, where pictures hold nothing up
_FIRST_COST = 3.0  # seconds that a set of pictures takes, until one has been made
_JUDGED = 256  # grains of the figures, every epoch
_SHOWN = 12
_MAPPED = 1000
_TURNED = 32  # grains around which the dimensions are turned

Floats = NDArray[np.float32]


class Monitor(lightning.Callback):
    """After every epoch: figures and, now and then, pictures and sounds for TensorBoard.

    It also tells when the validation loss has stopped falling, once, and ends the training then
    if asked. To come after the callback that keeps checkpoints.

    Args:
        folder: of the run.
        config: of the training.
        validation: grains of the validation, in parts ``(n, grain)``.
        say: takes a line for the user.
    """

    def __init__(
        self,
        folder: Path,
        config: TrainConfig,
        validation: list[torch.Tensor],
        say: Callable[[str], None],
    ) -> None:
        self.grains: Floats = torch.cat(validation)[:_MAPPED].numpy()
        self.config = config
        self.say = say
        self.folder = folder
        self.yardstick: dict[str, float] = {}
        self.plateau = Plateau()
        self.spent = 0.0  # seconds, on pictures
        self.cost = _FIRST_COST
        self.begun = 0.0
        self.drawn = -1  # the step of the newest pictures

    def on_train_start(self, trainer: lightning.Trainer, learner: Any) -> None:
        self.begun = time.monotonic()
        if trainer.is_global_zero:
            linear = Pca.load(self.folder / PCA).reconstruct(self.grains[:_JUDGED])
            self.yardstick = _figures(self.grains[:_JUDGED], linear)
            text = json.dumps(dataclasses.asdict(self.config), indent=2)
            _writer(trainer).add_text("configuration", f"```\n{text}\n```")

    def on_train_epoch_end(self, trainer: lightning.Trainer, learner: Any) -> None:
        said = self.plateau.after_epoch(
            learner.epochs_done, learner.figures["val_loss"], learner.figures["train_loss"]
        )
        if said and not trainer.should_stop:
            trainer.should_stop = self.config.stop_early
            if trainer.is_global_zero:
                self.say(f"{said} {_STOPS if self.config.stop_early else _ADVICE}")
        if not trainer.is_global_zero:
            return
        writer = _writer(trainer)
        rebuilt = _through(learner.average, self.grains[:_JUDGED])
        for name, value in _figures(self.grains[:_JUDGED], rebuilt).items():
            writer.add_scalar(f"{name}/model", value, learner.global_step)
            writer.add_scalar(f"{name}/PCA", self.yardstick[name], learner.global_step)
        if self._affordable(SHARE):
            self._draw(writer, learner)

    def on_train_end(self, trainer: lightning.Trainer, learner: Any) -> None:
        if not trainer.is_global_zero:
            return
        if self.drawn != learner.global_step and self._affordable(LAST_SHARE):
            self._draw(_writer(trainer), learner)
        _writer(trainer).flush()

    def _affordable(self, share: float) -> bool:
        return self.spent + self.cost <= share * (time.monotonic() - self.begun)

    def _draw(self, writer: Any, learner: Any) -> None:
        begun = time.monotonic()
        model, step = learner.average, learner.global_step
        shown = self.grains[:_SHOWN]
        latents = _encode(model, self.grains)
        rebuilt = _decode(model, latents)
        labels = [f"latent {index}" for index in range(latents.shape[1])]
        changes, turns = _turn(model, latents)
        pictures = {
            "reconstructions": draw_reconstructions(
                shown, rebuilt[:_SHOWN], self.config.sample_rate
            ),
            "dimensions": draw_latents(
                turns[: len(labels)],
                self.config.sample_rate,
                labels[: len(turns)],
                changes[: len(turns)],
            ),
            "changes": draw_changes(changes),
        }
        if latents.shape[1] > 1:
            pictures["map"] = draw_map(latents[:, :2], ["grain"] * len(latents), labels[:2])
        for name, figure in pictures.items():
            writer.add_image(name, _pixels(figure), step, dataformats="HWC")
        for name, grains in (("original", shown), ("reconstruction", rebuilt[:_SHOWN])):
            sound = np.concatenate([_looped(grain, self.config.sample_rate) for grain in grains])
            loudest = max(float(np.abs(sound).max()), 1e-6)
            writer.add_audio(
                name, torch.from_numpy(0.7 / loudest * sound), step, self.config.sample_rate
            )
        self.drawn = step
        self.cost = time.monotonic() - begun
        self.spent += self.cost


class Plateau:
    """Whether the validation loss still falls.

    It no longer does when the lowest one is `PATIENCE` epochs old, and a share of `PATIENT_SHARE`
    of all epochs so far: late in a training, where the steps are small, falling takes longer.
    """

    def __init__(self) -> None:
        self.best = float("inf")
        self.best_epoch = 0
        self.learned = float("inf")  # the training loss at the best epoch
        self.told = False

    def after_epoch(self, epoch: int, validation: float, training: float) -> str:
        """A sentence when it has just become clear that nothing more is learned; else nothing."""
        if validation < self.best:
            self.best, self.best_epoch, self.learned = validation, epoch, training
            self.told = False
            return ""
        waited = epoch - self.best_epoch
        if self.told or waited < max(PATIENCE, PATIENT_SHARE * epoch):
            return ""
        self.told = True
        why = (
            "while the training loss still falls: it learns the training sounds by heart"
            if training < self.learned
            else "and the training loss no longer falls either"
        )
        return (
            f"The validation loss has not fallen for {waited} epochs (lowest {self.best:.4g} after "
            f"epoch {self.best_epoch}), {why}."
        )


_STOPS = "Stopping early; the best weights are kept."
_ADVICE = (
    "The best weights are kept: stop with Ctrl-C, train with --stop-early, or give more sounds."
)


def _writer(trainer: lightning.Trainer) -> Any:
    logger: Any = trainer.logger  # TensorBoard's, the only one that a training has
    return logger.experiment


def _figures(recorded: Floats, rebuilt: Floats) -> dict[str, float]:
    return {
        "SI-SDR dB": float(np.mean(metrics.si_sdr_db(recorded, rebuilt))),
        "LSD dB": float(np.mean(metrics.lsd_db(recorded, rebuilt))),
    }


def _encode(model: GrainModel, grains: Floats) -> Floats:
    with torch.inference_mode():
        device = next(model.parameters()).device
        mean: Floats = model.encode(torch.from_numpy(grains).to(device))[0].cpu().numpy()
    return mean


def _decode(model: GrainModel, latents: Floats) -> Floats:
    with torch.inference_mode():
        device = next(model.parameters()).device
        grains: Floats = model.decode(torch.from_numpy(latents).to(device)).cpu().numpy()
    return grains


def _through(model: GrainModel, grains: Floats) -> Floats:
    return _decode(model, _encode(model, grains))


def _turn(model: GrainModel, latents: Floats) -> tuple[list[float], NDArray[np.float64]]:
    """Change in dB that each latent makes, and grains ``(latents, turns, grain)`` to see it.

    The latents are the network's own, in its order; a turn is in their deviations.
    """
    middle, deviation = latents.mean(axis=0), latents.std(axis=0)
    some = latents[:_TURNED]
    changes, pictured = [], []
    for dimension in range(latents.shape[1]):
        grains = []
        for turn in SWEEP_VALUES:
            points = np.concatenate([middle[None], some])
            points[:, dimension] = middle[dimension] + turn * deviation[dimension]
            grains.append(_decode(model, points))
        # SWEEP_VALUES begin with the middle; the two ends are compared with it.
        ends = [
            grains[SWEEP_VALUES.index(end)][1:] for end in (min(SWEEP_VALUES), max(SWEEP_VALUES))
        ]
        changes.append(float(np.mean([metrics.lsd_db(grains[0][1:], end) for end in ends])))
        pictured.append(np.stack([one[0] for one in grains]))
    return changes, np.stack(pictured[:16]).astype(np.float64)


def _looped(grain: Floats, sample_rate: int) -> Floats:
    """A quarter of a second of a grain, over and over, each faded in and out."""
    window = np.hanning(len(grain)).astype(np.float32)
    return np.tile(window * grain, max(1, round(0.25 * sample_rate / len(grain))))


def _pixels(figure: Figure) -> NDArray[np.uint8]:
    """A figure as ``(height, width, 3)`` bytes."""
    figure.set_dpi(80.0)
    canvas: Any = FigureCanvasAgg(figure)  # without types
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[:, :, :3].copy()
