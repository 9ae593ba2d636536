"""Training: from a folder of sounds to a run that can be evaluated and exported."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import lightning
import numpy as np
import torch
from rich.console import Console
from torch.utils.data import DataLoader

from granvae import run as runs
from granvae.checkpoints import read_newest
from granvae.config import TrainConfig
from granvae.controls import correlations, place_controls, save_correlations
from granvae.curves import plot_training
from granvae.errors import GranvaeError
from granvae.learner import Learner
from granvae.material import Material, in_parts, prepare
from granvae.models import build_model, find_preset
from granvae.monitor import Monitor
from granvae.run import Run, load_run
from granvae.session import Bar, Batches, Keeper, make_trainer, quiet_lightning, stop_on_interrupt

# Three minutes on two cores already make a good model; ten let it hear a corpus often enough.
DEFAULT_MINUTES = 10.0


def train(
    config: TrainConfig,
    out: Path,
    resume: bool = False,
    progress: bool = True,
    say: Callable[[str], None] = print,
) -> Run:
    """Train a model on sounds, and keep all of it in one folder.

    ``config.epochs`` or ``config.minutes`` sets the length (with neither, 10 minutes); minutes
    are those of training itself, over all sessions, without reading the sounds. The learning
    rate comes down to zero at that end. Ctrl-C saves and stops; ``config.stop_early`` stops when
    nothing more is learned.

    Args:
        config: what to learn from, and how.
        out: folder of the run; it must not hold another run unless ``resume``.
        resume: go on with the run in ``out``. Its length may be changed, all else must be equal.
        progress: show bars where the standard error is a terminal.
        say: takes the lines for the user.

    Returns:
        The run, with its best weights.

    Raises:
        GranvaeError: sounds, sizes or folder cannot be used; ``out`` holds a run already, or with
            ``resume`` none or another; the loss was not a number; a checkpoint cannot be written.
        KeyboardInterrupt: after Ctrl-C, when the run has been saved.
    """
    out = Path(out)
    config = _continued(config, out) if resume else _fresh(config, out)
    preset = find_preset(config.preset).aligned(config.align)
    torch.manual_seed(config.seed)
    model = build_model(config.preset, config.grain, config.latent)
    beta = preset.loss.beta if config.beta is None else config.beta
    learner = Learner(model, preset, beta, config.seed, config.epochs, config.minutes)
    learner.controls = place_controls(model, config.controls)

    console = Console(stderr=True)
    show = progress and console.is_terminal
    data = prepare(config, out, resume, console if show else None, say)
    learner.batches = data.batches.batches_per_epoch
    checkpoint = read_newest(out) if resume else None
    if checkpoint is not None and learner.progress_of(checkpoint[1]) >= 1.0:
        say(f"{out} is trained to its end already; give more --minutes or --epochs to go on.")
        return _close(out, data)

    if checkpoint is not None:  # Lightning's own complaint names every weight
        runs.load_weights(learner, checkpoint[1]["state_dict"], checkpoint[0], config)
    (out / runs.LATENTS).unlink(missing_ok=True)  # those of older weights must not outlive them
    callbacks: list[lightning.Callback] = [
        Keeper(out, step=checkpoint[1]["global_step"] if checkpoint else 0),
        Monitor(out, config, data.validation, say),
    ]
    if show:
        callbacks.append(Bar(console))
    with quiet_lightning(), stop_on_interrupt(learner):
        try:
            make_trainer(out, learner, callbacks).fit(
                learner,
                DataLoader(Batches(data.batches, learner), batch_size=None),
                # A list serves as a data set, though it is not declared as one.
                DataLoader(data.validation, batch_size=None),  # type: ignore[arg-type]
                ckpt_path=checkpoint[0] if checkpoint else None,
            )
        except SystemExit as error:  # Lightning's way to end after a second Ctrl-C
            raise KeyboardInterrupt from error
    run = _close(out, data)
    figures = (
        f"{learner.epochs_done} epochs, {learner.global_step} steps, "
        f"{learner.figures['minutes']:.1f} minutes; best after epoch {run.epoch}, "
        f"with a validation SI-SDR of {run.summary['val_si_sdr_db']:.1f} dB"
    )
    if learner.stopped:
        say(f"Stopped and saved in {out} ({figures}); go on with `granvae train … --resume`.")
        raise KeyboardInterrupt
    say(f"Trained {out}: {figures}.")
    return run


def _fresh(config: TrainConfig, out: Path) -> TrainConfig:
    if runs.holds_run(out):
        raise GranvaeError(
            f"{out} already holds a run; go on with it by --resume, or choose another --out."
        )
    if out.exists() and not out.is_dir():
        raise GranvaeError(f"{out} is a file; choose a folder for --out.")
    return _with_length(config)


def _continued(config: TrainConfig, out: Path) -> TrainConfig:
    if not runs.holds_run(out):
        raise GranvaeError(f"{out} holds no run to resume; train without --resume first.")
    old = TrainConfig.load(out / runs.CONFIG)
    for field in dataclasses.fields(TrainConfig):
        if field.name in ("sounds", "epochs", "minutes", "stop_early"):
            continue  # the sounds themselves are compared when they are read
        before, now = getattr(old, field.name), getattr(config, field.name)
        if before != now:
            raise GranvaeError(
                f"{out} was begun with {field.name} {before}, not {now}; resume it with the same, "
                "or choose another --out."
            )
    if config.epochs is None and config.minutes is None:
        config = dataclasses.replace(config, epochs=old.epochs, minutes=old.minutes)
    return _with_length(config)


def _with_length(config: TrainConfig) -> TrainConfig:
    if config.epochs is None and config.minutes is None:
        return dataclasses.replace(config, minutes=DEFAULT_MINUTES)
    if (config.epochs is not None and config.epochs < 1) or (
        config.minutes is not None and not config.minutes > 0.0
    ):
        raise GranvaeError(
            f"A training of {config.epochs} epochs or {config.minutes} minutes has no length; "
            "give 1 epoch or more, or minutes above 0."
        )
    return config


def _close(out: Path, data: Material) -> Run:
    """Draw the curves, and keep where the best model puts the surveyed grains."""
    run = load_run(out)
    plot_training(out / runs.CURVES, out / runs.METRICS)
    with torch.inference_mode():
        means = [run.model.infer(part).numpy() for part in in_parts(data.survey)]
    runs.save_latents(out, np.concatenate(means))
    if run.config.controls:
        controls = place_controls(run.model, run.config.controls)
        save_correlations(out, correlations(run.model, controls, torch.cat(data.validation)))
    return run
