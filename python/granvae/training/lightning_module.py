"""One training of one model, as Lightning wants it: a step, a validation, a checkpoint."""

import math
from pathlib import Path
from typing import Any

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel

from granvae.analysis.metrics import si_sdr_db
from granvae.data.atomic_write import atomic_write
from granvae.errors import GranvaeError
from granvae.models.attribute_regularisation import place_controls, with_control_loss
from granvae.models.base import GrainModel
from granvae.models.losses import sample_posterior, vae_losses, warmed_up, with_term
from granvae.models.noise_loss import NOISE_EVERY, noise_loss
from granvae.models.path_loss import path_loss, path_weight
from granvae.models.presets import ModelPreset
from granvae.training.config import TrainConfig
from granvae.training.distributed import in_bfloat16
from granvae.training.epoch_metrics import EpochMetrics
from granvae.training.run_folder import BAD_BATCH, STATE, Summary
from granvae.training.schedule import Schedule, learning_rate

Tensors = tuple[Tensor, ...] | list[Tensor]

AVERAGE_EVERY = 4  # steps; more often costs time and averages the same
AVERAGE_DECAY = 0.98  # so that the average spans about 200 steps


class GrainLightningModule(lightning.LightningModule):
    """Trains ``model`` and keeps ``average``, an exponential moving average of its weights.

    The average (Polyak & Juditsky 1992) is what is validated, saved and exported: it is better
    than the newest weights at any moment, and most so when a training is stopped early.

    A resumed training repeats all randomness: the noise of a step is seeded by (seed, step), and
    rates follow from progress. Nor does the result depend on how many processes share a batch:
    each takes its rows of the grains and of the noise of one batch, and losses are means over all
    rows. Two exceptions: batch normalisation, which on processors has the statistics of each
    process (on CUDA, those of the batch), and ``controls``, which compare grains of one process.

    Args:
        model: with its first weights; it is trained in place.
        preset: how to train it.
        config: of the run, with its length.
        share: ``(rank, world)`` of this process.

    Raises:
        GranvaeError: the controls do not fit the model.
    """

    def __init__(
        self,
        model: GrainModel,
        preset: ModelPreset,
        config: TrainConfig,
        share: tuple[int, int] = (0, 1),
    ) -> None:
        super().__init__()
        self.model = model
        averaged = AveragedModel(model, multi_avg_fn=_exponential_average).requires_grad_(False)
        self.average: GrainModel = averaged.eval().module  # type: ignore[assignment] # untyped
        self._averaged = (averaged,)  # no submodule: checkpoints have the average's weights alone
        self.preset = preset
        self.config = config
        self.share = share
        self.beta = preset.loss.beta if config.beta is None else config.beta
        self.controls = place_controls(model, config.controls)
        self.schedule = Schedule(config.epochs, config.minutes)
        self.epochs_done = 0
        self.metrics: dict[str, float] = {}  # of the newest epoch
        self.best_loss = math.inf  # the lowest validation loss so far
        self._step = (torch.empty(0), 0, torch.zeros(()))  # the newest batch, its index, its loss
        self._epoch = EpochMetrics(self.device)

    @property
    def progress(self) -> float:
        """How much of the training is done, 0 … 1, by epochs or by the clock."""
        return self.schedule.progress(self.global_step)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        settings = self.preset.optimiser
        weights = [p for p in self.model.parameters() if p.ndim > 1]
        # Biases and norms are few and set levels; pulling them to zero only disturbs.
        others = [p for p in self.model.parameters() if p.ndim <= 1]
        decays = ((weights, settings.weight_decay), (others, 0.0))
        groups = [{"params": params, "weight_decay": decay} for params, decay in decays]
        return torch.optim.AdamW(groups, lr=settings.rate, betas=settings.betas, fused=True)

    def on_train_start(self) -> None:
        self.schedule.start()
        self.schedule.synchronise(self.device)

    def on_train_epoch_start(self) -> None:
        self._epoch = EpochMetrics(self.device)

    def on_train_batch_start(self, batch: Tensor, batch_idx: int) -> None:
        for group in self.trainer.optimizers[0].param_groups:
            group["lr"] = self._rate()

    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        noise = torch.Generator(self.device).manual_seed(_seed(self.config.seed, self.global_step))
        # Only the networks: losses need float32. Lightning's own precision would clip gradients
        # only without the fused optimiser.
        mixed = in_bfloat16(self.config.precision, self.preset.optimiser.mixed, self.device)
        with torch.autocast(self.device.type, torch.bfloat16, mixed):
            mean, log_variance = self.model.encode(batch)
            latents = sample_posterior(mean, log_variance, noise, self.share)
            own = self.model.own_error(batch, latents)
            decoded, gains = self.model.parts(latents) if own is None else (batch, latents[:, :0])
        settings = self.preset.loss
        beta = warmed_up(self.beta, self.progress, settings.warm_up)
        terms = vae_losses(batch, decoded, own, mean, log_variance, settings, beta)
        terms = with_control_loss(terms, batch, mean, self.controls)
        if settings.noise > 0.0:
            some = (each[::NOISE_EVERY] for each in (batch, decoded, gains))
            terms = with_term(terms, "noise", settings.noise, noise_loss(*some))
        path = path_weight(settings.path, self.progress)
        if path > 0.0:
            with torch.autocast(self.device.type, torch.bfloat16, mixed):
                terms = with_term(terms, "path", path, path_loss(self.model, latents))
        self._step = batch, batch_idx, terms["loss"].detach()
        self._epoch.add_step(terms)
        return terms["loss"]

    def configure_gradient_clipping(
        self, optimizer: torch.optim.Optimizer, *_: object, **__: object
    ) -> None:
        """Clip the gradient, and end a training whose loss or gradient is NaN or infinite.

        Here gradients are those of all processes, and weights are still those of the step before.
        """
        weights = [p for group in optimizer.param_groups for p in group["params"]]
        longest = self.preset.optimiser.clip
        length = torch.nn.utils.clip_grad_norm_(weights, math.inf if longest is None else longest)
        bad = not math.isfinite(float(length + self._step[2]))
        if self.schedule.synchronise(self.device, bad):
            self._stop_at_bad_batch()

    def _stop_at_bad_batch(self) -> None:
        share, index, _ = self._step
        grains = self.all_gather(share)  # (processes, share, grain), or the batch itself
        assert isinstance(grains, Tensor)
        path = Path(self.trainer.default_root_dir) / BAD_BATCH
        if self.trainer.is_global_zero:
            state: Any = {"step": self.global_step, "epoch": self.epochs_done, "index": index}
            whole = grains.reshape(-1, self.model.grain).cpu().numpy()
            with atomic_write(path) as part:
                np.savez(part, grains=whole, seed=self.config.seed, **state)
        raise GranvaeError(
            f"The loss was not a number at step {self.global_step} (its grains are kept in {path}, "
            "and so is every checkpoint); train again with another --seed, a smaller --beta or "
            "--precision 32."
        )

    def on_train_batch_end(self, outputs: Any, batch: Tensor, batch_idx: int) -> None:
        updates, rest = divmod(self.global_step, AVERAGE_EVERY)
        if not rest:
            (averaged,) = self._averaged
            averaged.n_averaged.fill_(updates)  # a resumed training counts on
            averaged.update_parameters(self.model)

    def validation_step(self, batch: Tensor, batch_idx: int) -> None:
        # The encoder's mean as it is: refining it would cost more than the epoch's training.
        mean, log_variance = self.average.encode(batch)
        (decoded, gains), own = self.average.parts(mean), self.average.own_error(batch, mean)
        settings = self.preset.loss
        terms = vae_losses(batch, decoded, own, mean, log_variance, settings, self.beta)
        terms = with_control_loss(terms, batch, mean, self.controls)
        if settings.path > 0.0:
            terms = with_term(terms, "path", settings.path, path_loss(self.average, mean))
        if settings.noise > 0.0:
            levels = noise_loss(batch, decoded, gains)
            terms = with_term(terms, "noise", settings.noise, levels)
        ratios = si_sdr_db(batch.cpu().numpy(), decoded.cpu().numpy())
        terms["si_sdr_db"] = torch.tensor(ratios.mean(), device=self.device)
        self._epoch.add_validation(terms, len(batch))

    def on_validation_epoch_end(self) -> None:
        times = {"minutes": self.schedule.elapsed, "rate": self._rate()}
        self.metrics = {**times, **self._epoch.means()}
        self.log_dict(self.metrics)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        checkpoint[STATE] = Summary(
            epochs=self.epochs_done,
            steps=self.global_step,
            minutes=self.schedule.elapsed,
            val_loss=self.metrics["val_loss"],
            val_si_sdr_db=self.metrics["val_si_sdr_db"],
            best=self.best_loss,
            parameters=sum(p.numel() for p in self.model.parameters()),
            device=str(self.device),
            processes=self.share[1],
        )

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        self.schedule.previous_seconds = 60.0 * float(checkpoint[STATE]["minutes"])
        self.best_loss = float(checkpoint[STATE]["best"])
        self.epochs_done = int(checkpoint[STATE]["epochs"])

    def _rate(self) -> float:
        return learning_rate(self.preset.optimiser, self.global_step, self.progress)


@torch.no_grad()
def _exponential_average(averaged: Tensors, current: Tensors, updates: Tensor | int) -> None:
    """Move ``averaged`` towards ``current``; the decay of the first updates is shorter.

    Else the first weights would stay in the average for long.
    """
    decay = min(AVERAGE_DECAY, float(updates) / (float(updates) + 10.0))
    torch._foreach_lerp_(averaged, current, 1.0 - decay)


def _seed(seed: int, step: int) -> int:
    """A seed of its own for every step; neighbouring steps must not look alike."""
    return (seed * 0x9E3779B97F4A7C15 + step * 0xBF58476D1CE4E5B9) % 2**63
