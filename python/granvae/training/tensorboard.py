"""What TensorBoard shows of a training: metrics, figures and sounds.

Figures may take a share of the time, so that a training of minutes gets them at its end and a long
one gets them again and again.
"""

import dataclasses
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import torch
from numpy.typing import NDArray

from granvae.analysis import metrics, plots
from granvae.analysis.pca import Pca
from granvae.analysis.plots import SWEEP_VALUES
from granvae.models.base import GrainModel
from granvae.training.config import Budget, TrainConfig
from granvae.training.run_folder import PCA

_FIRST_COST = 3.0  # seconds that a set of figures takes, until one has been made
_SCORED = 256  # grains, every epoch
_SHOWN = 12
_MAPPED = 1000
_SWEPT = 32  # grains around which each latent is swept

Floats = NDArray[np.float32]


class TensorBoardCallback(lightning.Callback):
    """After every epoch: metrics and, now and then, figures and sounds for TensorBoard.

    Args:
        folder: of the run.
        config: of the training.
        validation: grains of the validation, in batches ``(n, grain)``.
        budget: shares of the time that figures may take.
    """

    def __init__(
        self, folder: Path, config: TrainConfig, validation: list[torch.Tensor], budget: Budget
    ) -> None:
        self.grains: Floats = torch.cat(validation)[:_MAPPED].numpy()
        self.config = config
        self.budget = budget
        self.folder = folder
        self.baseline: dict[str, float] = {}
        self.spent = 0.0  # seconds, on figures
        self.cost = _FIRST_COST
        self.start = 0.0
        self.drawn_step = -1  # the step of the newest figures

    def on_train_start(self, trainer: lightning.Trainer, module: Any) -> None:
        self.start = time.monotonic()
        if trainer.is_global_zero:
            linear = Pca.load(self.folder / PCA).reconstruct(self.grains[:_SCORED])
            self.baseline = _scores(self.grains[:_SCORED], linear)
            text = json.dumps(dataclasses.asdict(self.config), indent=2)
            _writer(trainer).add_text("configuration", f"```\n{text}\n```")

    def on_train_epoch_end(self, trainer: lightning.Trainer, module: Any) -> None:
        if not trainer.is_global_zero:
            return
        writer = _writer(trainer)
        decoded = _decode(module.average, _encode(module.average, self.grains[:_SCORED]))
        for name, value in _scores(self.grains[:_SCORED], decoded).items():
            writer.add_scalar(f"{name}/model", value, module.global_step)
            writer.add_scalar(f"{name}/PCA", self.baseline[name], module.global_step)
        if self.affordable(self.budget.figure_share):
            self._draw(writer, module)

    def on_train_end(self, trainer: lightning.Trainer, module: Any) -> None:
        if trainer.is_global_zero:
            share = self.budget.last_figure_share
            if self.drawn_step != module.global_step and self.affordable(share):
                self._draw(_writer(trainer), module)
            _writer(trainer).flush()

    def affordable(self, share: float) -> bool:
        """Whether a set of figures keeps within a share of the time so far."""
        return self.spent + self.cost <= share * (time.monotonic() - self.start)

    def _draw(self, writer: Any, module: Any) -> None:
        start = time.monotonic()
        model, step, rate = module.average, module.global_step, self.config.sample_rate
        latents = _encode(model, self.grains)
        shown, decoded = self.grains[:_SHOWN], _decode(model, latents)[:_SHOWN]
        labels = [f"latent {index}" for index in range(latents.shape[1])]
        changes, swept = _sweep(model, latents)
        count = len(swept)
        figures = {
            "reconstructions": plots.draw_reconstructions(shown, decoded, rate),
            "dimensions": plots.draw_latents(swept, rate, labels[:count], changes[:count]),
            "changes": plots.draw_changes(changes),
        }
        if latents.shape[1] > 1:
            figures["map"] = plots.draw_map(latents[:, :2], ["grain"] * len(latents), labels[:2])
        for name, figure in figures.items():
            figure.set_dpi(80.0)
            writer.add_figure(name, figure, step)
        for name, grains in (("original", shown), ("reconstruction", decoded)):
            sound = np.concatenate([_looped(grain, rate) for grain in grains])
            loudest = max(float(np.abs(sound).max()), 1e-6)
            writer.add_audio(name, torch.from_numpy(0.7 / loudest * sound), step, rate)
        self.drawn_step = step
        self.cost = time.monotonic() - start
        self.spent += self.cost


def _writer(trainer: lightning.Trainer) -> Any:
    logger: Any = trainer.logger  # TensorBoard's, the only one that a training has
    return logger.experiment


def _scores(recorded: Floats, decoded: Floats) -> dict[str, float]:
    return {
        "SI-SDR dB": float(np.mean(metrics.si_sdr_db(recorded, decoded))),
        "LSD dB": float(np.mean(metrics.lsd_db(recorded, decoded))),
    }


def _encode(model: GrainModel, grains: Floats) -> Floats:
    return _on_device(model, lambda x: model.encode(x)[0], grains)


def _decode(model: GrainModel, latents: Floats) -> Floats:
    return _on_device(model, model.decode, latents)


def _on_device(
    model: GrainModel, function: Callable[[torch.Tensor], torch.Tensor], rows: Floats
) -> Floats:
    device = next(model.parameters()).device
    with torch.inference_mode():
        return np.asarray(function(torch.from_numpy(rows).to(device)).cpu())


def _sweep(model: GrainModel, latents: Floats) -> tuple[list[float], NDArray[np.float64]]:
    """Change in dB that each latent makes, and grains ``(latents, points, grain)`` to see it.

    The latents are the network's own, in its order; each is swept in standard deviations of itself.
    """
    mean, deviation = latents.mean(axis=0), latents.std(axis=0)
    changes, pictured = [], []
    for dimension in range(latents.shape[1]):
        grains = []
        for value in SWEEP_VALUES:
            points = np.concatenate([mean[None], latents[:_SWEPT]])
            points[:, dimension] = mean[dimension] + value * deviation[dimension]
            grains.append(_decode(model, points))
        # SWEEP_VALUES begin with the mean; the two ends are compared with it.
        values = plots.SWEEP_VALUES
        ends = [values.index(end) for end in (min(values), max(values))]
        distances = [metrics.lsd_db(grains[0][1:], grains[end][1:]) for end in ends]
        changes.append(float(np.mean(distances)))
        pictured.append(np.stack([one[0] for one in grains]))
    return changes, np.stack(pictured[:16]).astype(np.float64)


def _looped(grain: Floats, sample_rate: int) -> Floats:
    """A quarter of a second of a grain, over and over, each faded in and out."""
    window = np.hanning(len(grain)).astype(np.float32)
    return np.tile(window * grain, max(1, round(0.25 * sample_rate / len(grain))))
