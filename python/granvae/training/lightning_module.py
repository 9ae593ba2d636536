"""One training of one model, as Lightning wants it: a step, a validation, a checkpoint."""

from __future__ import annotations

import copy
import math
from pathlib import Path
from typing import Any

import lightning
import torch
from torch import Tensor

from granvae.analysis import metrics
from granvae.errors import GranvaeError
from granvae.models.attribute_regularisation import Control, with_control_loss
from granvae.models.losses import own_losses, sample_posterior, vae_losses, warmed_up
from granvae.models.path_loss import path_unevenness, path_weight
from granvae.models.presets import GrainModel, Preset
from granvae.training.bad_batch import BadBatch
from granvae.training.epoch_metrics import EpochFigures
from granvae.training.precision import in_bfloat16
from granvae.training.run_folder import STATE
from granvae.training.schedule import Clock

RISE_STEPS = 200  # the learning rate rises over these, or over the first twentieth if that is less
AVERAGE_EVERY = 4  # steps; more often costs time and averages the same
AVERAGE_DECAY = 0.98  # so that the average spans about 200 steps


class Learner(lightning.LightningModule):
    """Trains ``model`` and keeps ``average``, an exponential moving average of its weights.

    The average (Polyak & Juditsky 1992) is what is validated, saved and exported: it is better
    than the newest weights at any moment, and most so when a training is stopped early.

    Nothing depends on chance that a resumed training would not repeat: the noise of a step is
    seeded by (seed, step), and rates follow from how far the training has come. Nor does anything
    depend on how many processes share a batch: each takes its rows of the grains and of the noise
    of one batch, and losses are means over all rows. Two exceptions: batch normalisation, which on
    processors has the statistics of each share (on CUDA, those of the batch), and ``--controls``,
    which compares grains of one share.

    Args:
        model: with its first weights; it is trained in place.
        preset: how to train it.
        beta: weight of the KL term.
        seed: of the noise.
        epochs: length of the training, None for no limit.
        minutes: length of the training, None for no limit. One of both is needed.
        precision: ``auto``, ``32`` or ``bf16``, as in `granvae.training.config.TrainConfig`.
    """

    def __init__(
        self,
        model: GrainModel,
        preset: Preset,
        beta: float,
        seed: int,
        epochs: int | None,
        minutes: float | None,
        precision: str = "auto",
    ) -> None:
        super().__init__()
        self.model = model
        self.average = copy.deepcopy(model).requires_grad_(False).eval()
        self.preset = preset
        self.beta = beta
        self.seed = seed
        self.clock = Clock(epochs, minutes)
        self.share = (0, 1)  # (rank, world) of this process, set by the training
        self.precision = precision
        self.controls: tuple[Control, ...] = ()  # set by the training
        self.epochs_done = 0
        self.figures: dict[str, float] = {}  # of the newest epoch
        self.best = math.inf  # lowest validation loss so far
        self._batch = torch.empty(0)  # the newest,
        self._index = 0  # its place in the epoch,
        self._loss = torch.zeros(())  # and its loss
        self._epoch = EpochFigures()

    @property
    def progress(self) -> float:
        """How much of the training is done, 0 … 1, by epochs or by the clock."""
        return self.clock.progress(self.global_step)

    def progress_of(self, checkpoint: dict[str, Any]) -> float:
        """How much of this training a checkpoint of it has done, 0 … 1."""
        return self.clock.progress(checkpoint["global_step"], checkpoint[STATE]["minutes"])

    @property
    def finished(self) -> bool:
        """Whether the training is over, by its length or by Ctrl-C."""
        return not self.clock.wants(self.global_step)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        settings = self.preset.optimiser
        # Biases and norms are few and set levels; pulling them to zero only disturbs.
        groups = [
            {
                "params": [p for p in self.model.parameters() if p.ndim > 1],
                "weight_decay": settings.weight_decay,
            },
            {"params": [p for p in self.model.parameters() if p.ndim <= 1], "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, lr=settings.rate, betas=settings.betas, fused=True)

    def on_train_start(self) -> None:
        self.clock.start()
        self.clock.agree(self.device)

    def on_train_batch_start(self, batch: Tensor, batch_idx: int) -> None:
        rate = self.learning_rate()
        for group in self.trainer.optimizers[0].param_groups:
            group["lr"] = rate

    def learning_rate(self) -> float:
        """The rate now: up in a line, then down in half a cosine (Loshchilov & Hutter 2017)."""
        settings = self.preset.optimiser
        if not settings.anneal:
            return settings.rate
        rise = min(1.0, max((self.global_step + 1) / RISE_STEPS, self.progress / 0.05))
        return settings.rate * rise * 0.5 * (1.0 + math.cos(math.pi * self.progress))

    def training_step(self, batch: Tensor, batch_idx: int) -> Tensor:
        noise = torch.Generator(self.device).manual_seed(_seed_of(self.seed, self.global_step))
        # Only the networks: losses need float32. Lightning's own precision would clip gradients
        # only without the fused optimiser.
        mixed = in_bfloat16(self.precision, self.preset.optimiser.mixed, self.device)
        with torch.autocast(self.device.type, torch.bfloat16, mixed):
            mean, log_variance = self.model.encode(batch)
            latents = sample_posterior(mean, log_variance, noise, self.share)
            own = self.model.own_error(batch, latents)
            decoded = self.model.decode(latents) if own is None else batch
        beta = warmed_up(self.beta, self.progress, self.preset.loss.warm_up)
        terms = self._terms(batch, decoded, own, mean, log_variance, beta)
        path = path_weight(self.preset.loss.path, self.progress)
        if path > 0.0:
            with torch.autocast(self.device.type, torch.bfloat16, mixed):
                terms["loss"] = terms["loss"] + path * path_unevenness(self.model, latents)
        self._batch, self._index, self._loss = batch, batch_idx, terms["loss"].detach()
        self._epoch.learned(terms)
        return terms["loss"]

    def configure_gradient_clipping(
        self,
        optimizer: torch.optim.Optimizer,
        gradient_clip_val: float | None = None,
        gradient_clip_algorithm: str | None = None,
    ) -> None:
        """Shorten the gradient, and end a training whose loss or gradient is not a number.

        Here gradients are those of all processes, and weights are still those of the step before.
        """
        weights = [p for group in optimizer.param_groups for p in group["params"]]
        longest = self.preset.optimiser.clip
        length = torch.nn.utils.clip_grad_norm_(weights, math.inf if longest is None else longest)
        bad = not math.isfinite(float(length + self._loss))
        if self.clock.agree(self.device, bad):
            self._stop_at_bad_batch()

    def _stop_at_bad_batch(self) -> None:
        gathered = self.all_gather(self._batch)  # (processes, share, grain), or the batch itself
        assert isinstance(gathered, Tensor)
        batch = BadBatch(
            gathered.reshape(-1, self.model.grain).cpu().numpy(),
            self.global_step,
            self.epochs_done,
            self._index,
            self.seed,
        )
        folder = Path(self.trainer.default_root_dir)
        if self.trainer.is_global_zero:
            batch.save(folder)
        raise GranvaeError(
            f"The loss was not a number at step {self.global_step} (its grains are kept in "
            f"{batch.path(folder)}, and so is every checkpoint); train again with another --seed, "
            "a smaller --beta or --precision 32."
        )

    def _terms(
        self,
        batch: Tensor,
        decoded: Tensor,
        own: Tensor | None,
        mean: Tensor,
        log_variance: Tensor,
        beta: float,
    ) -> dict[str, Tensor]:
        if own is None:
            terms = vae_losses(batch, decoded, mean, log_variance, self.preset.loss, beta)
        else:
            terms = own_losses(own, mean, log_variance, beta)
        return with_control_loss(terms, batch, mean, self.controls)

    def on_train_batch_end(self, outputs: Any, batch: Tensor, batch_idx: int) -> None:
        step = self.global_step
        if step % AVERAGE_EVERY:
            return
        # Young averages forget faster, or the first weights would stay in them for long.
        keep = min(AVERAGE_DECAY, step / (step + 10.0 * AVERAGE_EVERY))
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.average.parameters()), list(self.model.parameters()), 1.0 - keep
            )
            for mine, theirs in zip(self.average.buffers(), self.model.buffers(), strict=True):
                mine.copy_(theirs)

    def validation_step(self, batch: Tensor, batch_idx: int) -> None:
        # The encoder's mean as it is: refining it would cost more than the epoch's training.
        mean, log_variance = self.average.encode(batch)
        decoded, own = self.average.decode(mean), self.average.own_error(batch, mean)
        terms = self._terms(batch, decoded, own, mean, log_variance, self.beta)
        if self.preset.loss.path > 0.0:
            terms["path"] = path_unevenness(self.average, mean)
            terms["loss"] = terms["loss"] + self.preset.loss.path * terms["path"]
        ratios = metrics.si_sdr_db(batch.cpu().numpy(), decoded.cpu().numpy())
        self._epoch.judged(terms, ratios)

    def on_validation_epoch_end(self) -> None:
        means = self._epoch.means(self.device)
        self.figures = {"minutes": self.clock.elapsed, "rate": self.learning_rate(), **means}
        self.log_dict(self.figures)
        self._epoch = EpochFigures()

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        checkpoint[STATE] = {
            "epochs": self.epochs_done,
            "steps": self.global_step,
            "minutes": self.clock.elapsed,
            "val_loss": self.figures["val_loss"],
            "val_si_sdr_db": self.figures["val_si_sdr_db"],
            "best": self.best,
            "parameters": sum(p.numel() for p in self.model.parameters()),
            "device": str(self.device),
            "processes": self.share[1],
        }

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        self.clock.spent = 60.0 * float(checkpoint[STATE]["minutes"])
        self.best = float(checkpoint[STATE]["best"])
        self.epochs_done = int(checkpoint[STATE]["epochs"])


def _seed_of(seed: int, step: int) -> int:
    """A seed of its own for every step; neighbouring steps must not look alike."""
    return (seed * 0x9E3779B97F4A7C15 + step * 0xBF58476D1CE4E5B9) % 2**63
