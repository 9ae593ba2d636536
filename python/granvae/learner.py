"""One training of one model, as Lightning wants it: a step, a validation, a checkpoint."""

from __future__ import annotations

import copy
import math
import time
from collections import defaultdict
from typing import Any

import lightning
import torch
from torch import Tensor

from granvae import metrics
from granvae.controls import Control, with_control_loss
from granvae.errors import GranvaeError
from granvae.losses import own_losses, sample_posterior, vae_losses, warmed_up
from granvae.models import GrainModel, Preset
from granvae.run import STATE

RISE_STEPS = 200  # the learning rate rises over these, or over the first twentieth if that is less
AVERAGE_EVERY = 4  # steps; more often costs time and averages the same
AVERAGE_DECAY = 0.98  # so that the average spans about 200 steps


class Learner(lightning.LightningModule):
    """Trains ``model`` and keeps ``average``, an exponential moving average of its weights.

    The average (Polyak & Juditsky 1992) is what is validated, saved and exported: it is better
    than the newest weights at any moment, and most so when a training is stopped early.

    Nothing depends on chance that a resumed training would not repeat: the noise of a step is
    seeded by (seed, step), and rates follow from how far the training has come.

    Args:
        model: with its first weights; it is trained in place.
        preset: how to train it.
        beta: weight of the KL term.
        seed: of the noise.
        epochs: length of the training, None for no limit.
        minutes: length of the training, None for no limit. One of both is needed.
    """

    def __init__(
        self,
        model: GrainModel,
        preset: Preset,
        beta: float,
        seed: int,
        epochs: int | None,
        minutes: float | None,
    ) -> None:
        super().__init__()
        self.model = model
        self.average = copy.deepcopy(model).requires_grad_(False).eval()
        self.preset = preset
        self.beta = beta
        self.seed = seed
        self.epochs = epochs
        self.minutes = minutes
        self.controls: tuple[Control, ...] = ()  # set by the training
        self.stopped = False  # set by Ctrl-C
        self.epochs_done = 0
        self.batches = 1  # an epoch, set by the training
        self.figures: dict[str, float] = {}  # of the newest epoch
        self.best = math.inf  # lowest validation loss so far
        self._spent = 0.0  # seconds, in sessions before this one
        self._begun: float | None = None
        self._sums: dict[str, Tensor] = {}
        self._count = 0
        self._judged: dict[str, float] = defaultdict(float)

    @property
    def elapsed(self) -> float:
        """Minutes of training, over all sessions of a resumed run."""
        now = 0.0 if self._begun is None else time.monotonic() - self._begun
        return (self._spent + now) / 60.0

    @property
    def progress(self) -> float:
        """How much of the training is done, 0 … 1, by epochs or by the clock."""
        return self._progress(self.global_step, self.elapsed)

    def progress_of(self, checkpoint: dict[str, Any]) -> float:
        """How much of this training a checkpoint of it has done, 0 … 1."""
        return self._progress(checkpoint["global_step"], checkpoint[STATE]["minutes"])

    def _progress(self, steps: int, minutes: float) -> float:
        parts = []
        if self.epochs is not None:
            parts.append(steps / (self.epochs * self.batches))
        if self.minutes is not None:
            parts.append(minutes / self.minutes)
        return min(1.0, max(parts))

    @property
    def finished(self) -> bool:
        """Whether the training is over, by its length or by Ctrl-C."""
        return not self.wants(self.global_step)

    def wants(self, step: int) -> bool:
        """Whether step number ``step``, 0 being the first, is still part of this training."""
        return not self.stopped and self._progress(step, self.elapsed) < 1.0

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

    def on_fit_start(self) -> None:
        self._begun = time.monotonic()

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
        noise = torch.Generator(self.device).manual_seed(_mixed(self.seed, self.global_step))
        mixed = self.preset.optimiser.mixed and computes_bfloat16(self.device)
        # Only the networks: losses need float32. Lightning's own precision would clip gradients
        # only without the fused optimiser.
        with torch.autocast(self.device.type, torch.bfloat16, mixed):
            mean, log_variance = self.model.encode(batch)
            latents = sample_posterior(mean, log_variance, noise)
            own = self.model.own_error(batch, latents)
            decoded = self.model.decode(latents) if own is None else batch
        beta = warmed_up(self.beta, self.progress, self.preset.loss.warm_up)
        terms = self._terms(batch, decoded, own, mean, log_variance, beta)
        if not torch.isfinite(terms["loss"]):
            raise GranvaeError(
                f"The loss was not a number at step {self.global_step}; the last checkpoint is "
                "kept, train again with another --seed or a smaller --beta."
            )
        for name, value in terms.items():
            self._sums[name] = self._sums.get(name, 0.0) + value.detach()
        self._count += 1
        return terms["loss"]

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
        for name, value in terms.items():
            self._judged[name] += float(value) * len(batch)
        ratios = metrics.si_sdr_db(batch.cpu().numpy(), decoded.cpu().numpy())
        self._judged["si_sdr_db"] += float(ratios.sum())
        self._judged["grains"] += len(batch)

    def on_validation_epoch_end(self) -> None:
        grains = self._judged.pop("grains")
        judged = {f"val_{name}": value / grains for name, value in self._judged.items()}
        learned = {f"train_{n}": float(v) / max(self._count, 1) for n, v in self._sums.items()}
        self.figures = {"minutes": self.elapsed, "rate": self.learning_rate(), **learned, **judged}
        self.log_dict(self.figures)
        self._sums, self._count, self._judged = {}, 0, defaultdict(float)

    def on_save_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        checkpoint[STATE] = {
            "epochs": self.epochs_done,
            "steps": self.global_step,
            "minutes": self.elapsed,
            "val_loss": self.figures["val_loss"],
            "val_si_sdr_db": self.figures["val_si_sdr_db"],
            "best": self.best,
            "parameters": sum(p.numel() for p in self.model.parameters()),
            "device": str(self.device),
        }

    def on_load_checkpoint(self, checkpoint: dict[str, Any]) -> None:
        self._spent = 60.0 * float(checkpoint[STATE]["minutes"])
        self.best = float(checkpoint[STATE]["best"])
        self.epochs_done = int(checkpoint[STATE]["epochs"])


def computes_bfloat16(device: torch.device) -> bool:
    """Whether ``device`` multiplies bfloat16 matrices in hardware.

    Elsewhere they are emulated, slower than float32. On a processor with AVX512-BF16 a training
    step of the preset ``grain`` was measured to need 0.78 of its time, one of ``paper`` 0.58. It
    is asked of the hardware, not timed: a resumed training must compute as it did before.
    """
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return device.type == "cpu" and bool(torch.cpu.get_capabilities().get("avx512_bf16", False))


def _mixed(seed: int, step: int) -> int:
    """A seed of its own for every step; neighbouring steps must not look alike."""
    return (seed * 0x9E3779B97F4A7C15 + step * 0xBF58476D1CE4E5B9) % 2**63
