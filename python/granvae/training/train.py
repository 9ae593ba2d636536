"""Training: from a folder of sounds to a run that can be evaluated and exported."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable
from pathlib import Path

import lightning
import torch
from rich.console import Console
from torch.utils.data import DataLoader

from granvae.analysis.training_curves import plot_training
from granvae.errors import GranvaeError
from granvae.export.grain_map import keep_grains
from granvae.models.attribute_regularisation import correlations, place_controls, save_correlations
from granvae.models.presets import build_model, find_preset
from granvae.training import run_folder as runs
from granvae.training.checkpoint_callback import Keeper, Snapshots
from granvae.training.checkpoints import read_newest
from granvae.training.config import TrainConfig
from granvae.training.datamodule import Material, prepare
from granvae.training.distributed import Machine, resolved, restarted
from granvae.training.lightning_module import Learner
from granvae.training.resume import continued, fresh, with_length
from granvae.training.run_folder import Run, load_run
from granvae.training.schedule import tells_of_others
from granvae.training.tensorboard import Monitor
from granvae.training.trainer import Bar, Batches, StopOnSignals, make_trainer, quiet_lightning


def train(
    config: TrainConfig,
    out: Path,
    resume: bool = False,
    progress: bool = True,
    say: Callable[[str], None] = print,
    machine: Machine = Machine(),  # noqa: B008 - it is frozen
) -> Run:
    """Train a model on sounds, and keep all of it in one folder.

    ``config.epochs`` or ``config.minutes`` sets the length (with neither, 10 minutes); minutes
    are those of training itself, over all sessions, without reading the sounds. The learning
    rate comes down to zero at that end. Ctrl-C saves and stops; ``config.stop_early`` stops when
    nothing more is learned.

    Several processes share every batch (``docs/clusters.md``). Each calls this function; process 0
    alone writes and tells.

    Args:
        config: what to learn from, and how.
        out: folder of the run; it must not hold another run unless ``resume``.
        resume: go on with the run in ``out``. Its length may be changed, all else must be equal.
            So it is, too, when torchrun or Slurm start a training again that was broken off.
        progress: show bars where the standard error is a terminal.
        say: takes the lines for the user.
        machine: where to train.

    Returns:
        The run, with its best weights.

    Raises:
        GranvaeError: sounds, sizes or folder cannot be used; ``out`` holds a run already, or with
            ``resume`` none or another; the loss was not a number; a checkpoint cannot be written;
            the device is not there; another process was lost.
        KeyboardInterrupt: after Ctrl-C or SIGTERM, when the run has been saved (in process 0).
        SystemExit: in another process, when process 0 tells why.
    """
    out, snapshots = Path(out), Snapshots()
    with quiet_lightning():
        trainer = make_trainer(out, resolved(machine), snapshots)
        if trainer.is_global_zero:
            return _train(trainer, snapshots, config, out, resume, progress, say)
        warnings.simplefilter("ignore")
        try:
            return _train(trainer, snapshots, config, out, resume, False, lambda line: None)
        except GranvaeError as error:
            place = f"Process {trainer.global_rank} of {trainer.world_size}"
            raise GranvaeError(f"{place}: {error}") from error


def _train(
    trainer: lightning.Trainer,
    snapshots: Snapshots,
    config: TrainConfig,
    out: Path,
    resume: bool,
    progress: bool,
    say: Callable[[str], None],
) -> Run:
    first = trainer.is_global_zero
    resume = resume or (restarted() and runs.holds_run(out))
    if resume:
        config = continued(config, out)
    else:
        config = fresh(config, out) if first else with_length(config)
    preset = find_preset(config.preset).aligned(config.align)
    torch.manual_seed(config.seed)
    model = build_model(config.preset, config.grain, config.latent)
    beta = preset.loss.beta if config.beta is None else config.beta
    learner = Learner(
        model, preset, beta, config.seed, config.epochs, config.minutes, config.precision
    )
    learner.controls = place_controls(model, config.controls)
    learner.share = share = (trainer.global_rank, trainer.world_size)

    console = Console(stderr=True)
    show = progress and console.is_terminal
    data = prepare(config, out if first else None, resume, console if show else None, say, share)
    learner.clock.batches = data.batches.batches_per_epoch
    checkpoint = read_newest(out) if resume else None
    if checkpoint is not None and learner.progress_of(checkpoint[1]) >= 1.0:
        say(f"{out} is trained to its end already; give more --minutes or --epochs to go on.")
        return _close(out, data) if first else load_run(out)

    if checkpoint is not None:  # Lightning's own complaint names every weight
        runs.load_weights(learner, checkpoint[1]["state_dict"], checkpoint[0], config)
    if first:  # those of older weights must not outlive them
        (out / runs.LATENTS).unlink(missing_ok=True)
    stop = StopOnSignals(learner.clock)
    trainer.callbacks += [  # type: ignore[attr-defined] # Lightning sets it out of mypy's sight
        stop,
        Keeper(out, checkpoint[1]["global_step"] if checkpoint else 0, snapshots),
        Monitor(out, config, data.validation, say),
        *([Bar(console)] if show else []),
    ]
    judged = [part[share[0] :: share[1]] for part in data.validation]
    with stop:
        _fit(trainer, learner, Batches(data.batches, learner), judged, checkpoint and checkpoint[0])
    if not first:
        return load_run(out)
    run = _close(out, data)
    figures = (
        f"{learner.epochs_done} epochs, {learner.global_step} steps, "
        f"{learner.figures['minutes']:.1f} minutes; best after epoch {run.epoch}, "
        f"with a validation SI-SDR of {run.summary['val_si_sdr_db']:.1f} dB"
    )
    if learner.clock.stopped:
        say(f"Stopped and saved in {out} ({figures}); go on with `granvae train … --resume`.")
        raise KeyboardInterrupt
    say(f"Trained {out}: {figures}.")
    return run


def _fit(
    trainer: lightning.Trainer,
    learner: Learner,
    batches: Batches,
    validation: list[torch.Tensor],
    checkpoint: Path | None,
) -> None:
    """Train; end all processes where one fails, and let process 0 tell what happened."""
    first, launcher = trainer.is_global_zero, trainer.strategy.launcher
    try:
        trainer.fit(
            learner,
            DataLoader(batches, batch_size=None),
            # A list serves as a data set, though it is not declared as one.
            DataLoader(validation, batch_size=None),  # type: ignore[arg-type]
            ckpt_path=checkpoint,
        )
    except SystemExit as error:  # Lightning's way to end after a second Ctrl-C
        if first:
            raise KeyboardInterrupt from error
        raise
    except (GranvaeError, RuntimeError) as error:
        lost = isinstance(error, RuntimeError)
        if lost and not (trainer.world_size > 1 and tells_of_others(error)):
            raise
        if not first:
            raise SystemExit(1) from error
        if launcher is not None:  # those that Lightning started would wait for this one
            launcher.kill(signal.SIGKILL)
        if not lost:
            raise
        raise GranvaeError(
            "Another process of this training was lost; see what that one says, and go on from the "
            f"last checkpoint in {trainer.default_root_dir} with `granvae train … --resume`."
        ) from error


def _close(out: Path, data: Material) -> Run:
    """Draw the curves, and keep where the best model puts grains of the training."""
    run = load_run(out)
    plot_training(out / runs.CURVES, out / runs.METRICS)
    runs.save_latents(out, keep_grains(run, data.batches.sampler.corpus))
    if run.config.controls:
        controls = place_controls(run.model, run.config.controls)
        save_correlations(out, correlations(run.model, controls, torch.cat(data.validation)))
    return run
