"""Training: from a folder of sounds to a run that can be evaluated and exported.

:func:`train` has every stage in its order. `granvae.training.lightning_module` has what happens in
a step.
"""

import logging
import signal
from collections.abc import Callable
from pathlib import Path

import lightning
import torch
from rich.console import Console
from torch.utils.data import DataLoader

from granvae.analysis.training_curves import plot_training
from granvae.data.atomic_write import write_json
from granvae.errors import GranvaeError
from granvae.models.attribute_regularisation import correlations, place_controls
from granvae.models.presets import build_model, find_model_preset
from granvae.training import run_folder as runs
from granvae.training.callbacks import PlateauCallback, StopOnSignals, TrainingProgressBar
from granvae.training.checkpoint_callback import CheckpointCallback, MemoryCheckpointIO
from granvae.training.checkpoints import read_newest
from granvae.training.config import Budget, TrainConfig, config_of_run, holds_run
from granvae.training.datamodule import EpochBatches, TrainingData, prepare_data, survey_grains
from granvae.training.distributed import Machine, is_lost_process, resolve_machine, was_restarted
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.run_folder import Run, load_run, load_weights
from granvae.training.tensorboard import TensorBoardCallback
from granvae.training.trainer import errors_name_the_process, make_trainer, quiet_lightning

_log = logging.getLogger(__name__)


@quiet_lightning()
def train(
    config: TrainConfig,
    out: Path,
    resume: bool = False,
    progress: bool = True,
    say: Callable[[str], None] = _log.info,
    machine: Machine = Machine(),  # noqa: B008 - it is frozen
    budget: Budget = Budget(),  # noqa: B008 - it is frozen
) -> Run:
    """Train a model on sounds, with everything that comes of it in one folder.

    ``config.epochs`` or ``config.minutes`` sets the length (with neither, 10 minutes). Minutes
    are those of training itself, without reading the sounds, and go on in a resumed run. The
    learning rate comes down to zero at that end. Ctrl-C saves and stops; ``config.stop_early``
    stops when nothing more is learned.

    Several processes share every batch (``docs/clusters.md``). Each calls this function; process 0
    alone writes and reports.

    Args:
        config: what to learn from, and how.
        out: folder of the run; it must not hold another run unless ``resume``.
        resume: go on with the run in ``out``. Its length may be changed, all else must be equal.
            A training that torchrun or Slurm restarts is resumed in any case.
        progress: show bars where the standard error is a terminal.
        say: takes the lines for the user; by default they are logged as information.
        machine: where to train.
        budget: how much to spend beside the steps.

    Returns:
        The run, with its best weights.

    Raises:
        GranvaeError: sounds, sizes or folder cannot be used; ``out`` holds a run already, or with
            ``resume`` none or another; the loss is NaN; a checkpoint cannot be written; the device
            is not there; another process was lost.
        KeyboardInterrupt: after Ctrl-C or SIGTERM, when the run has been saved (in process 0).
        SystemExit: in another process, when process 0 reports why.

    Example:
        >>> config = TrainConfig(sounds=("my-sounds",), minutes=3.0)
        >>> run = train(config, Path("my-run"))  # doctest: +SKIP
        >>> run.summary["val_si_sdr_db"]  # doctest: +SKIP
        11.3
    """
    out, memory = Path(out), MemoryCheckpointIO()
    trainer = make_trainer(out, resolve_machine(machine), memory)
    first, share = trainer.is_global_zero, (trainer.global_rank, trainer.world_size)
    console = Console(stderr=True)
    bars = console if first and progress and console.is_terminal else None
    say = say if first else lambda _: None
    with errors_name_the_process(trainer):
        # The configuration: of a new run, or of the one in the folder.
        resume = resume or (was_restarted() and holds_run(out))
        config = config_of_run(config, out, resume, first)

        # The model, with its first weights.
        preset = find_model_preset(config.preset).aligned(config.align)
        torch.manual_seed(config.seed)
        model = build_model(config.preset, config.grain, config.latent)
        module = GrainLightningModule(model, preset, config, share)

        # The grains.
        data = prepare_data(config, out if first else None, resume, bars, say, share, budget)
        module.schedule.batches = data.stream.batches_per_epoch

        # Where a resumed run goes on.
        path, checkpoint = (read_newest(out) if resume else None) or (None, None)
        step = checkpoint["global_step"] if checkpoint else 0
        if path and checkpoint:
            if module.schedule.progress(step, checkpoint[runs.STATE]["minutes"]) >= 1.0:
                say(f"{out} is trained to its end already; give more --minutes or --epochs.")
                return _finish(out, data, budget) if first else load_run(out)
            # Lightning loads them again, but its complaint about other layers names every weight.
            load_weights(module, checkpoint["state_dict"], path, config)
        if first:  # those of older weights must not outlive them
            (out / runs.LATENTS).unlink(missing_ok=True)

        # The steps, with what happens around them.
        stop = StopOnSignals(module.schedule)
        trainer.callbacks += [  # type: ignore[attr-defined] # Lightning hides it from mypy
            stop,
            CheckpointCallback(out, step, memory, budget.write_seconds),
            PlateauCallback(config.stop_early, say),
            TensorBoardCallback(out, config, data.validation, budget),
            *([TrainingProgressBar(bars)] if bars else []),
        ]
        with stop:
            _fit(trainer, module, data, path)

        # What evaluation and export need of the best weights.
        if not first:
            return load_run(out)
        run = _finish(out, data, budget)
    outcome = (
        f"{module.epochs_done} epochs, {module.global_step} steps, "
        f"{module.metrics['minutes']:.1f} minutes; best after epoch {run.epoch}, "
        f"with a validation SI-SDR of {run.summary['val_si_sdr_db']:.1f} dB"
    )
    if module.schedule.stopped:
        say(f"Stopped and saved in {out} ({outcome}); go on with `granvae train … --resume`.")
        raise KeyboardInterrupt
    say(f"Trained {out}: {outcome}.")
    return run


def _fit(
    trainer: lightning.Trainer,
    module: GrainLightningModule,
    data: TrainingData,
    checkpoint: Path | None,
) -> None:
    """Train; end all processes where one fails, and let process 0 report what happened."""
    first, launcher = trainer.is_global_zero, trainer.strategy.launcher
    rank, world = module.share
    validation = [batch[rank::world] for batch in data.validation]
    try:
        trainer.fit(
            module,
            DataLoader(EpochBatches(data.stream, module), batch_size=None),
            # A list serves as a data set, though it is not declared as one.
            DataLoader(validation, batch_size=None),  # type: ignore[arg-type] # as said above
            ckpt_path=checkpoint,
        )
    except SystemExit as error:  # Lightning's way to end after a second Ctrl-C
        if first:
            raise KeyboardInterrupt from error
        raise
    except (GranvaeError, RuntimeError) as error:
        lost = isinstance(error, RuntimeError)
        if lost and not (trainer.world_size > 1 and is_lost_process(error)):
            raise
        if not first:
            raise SystemExit(1) from error
        if launcher is not None:  # processes that Lightning started would wait for this one
            launcher.kill(getattr(signal, "SIGKILL", signal.SIGTERM))  # Windows has one alone
        if not lost:
            raise
        raise GranvaeError(
            "Another process of this training was lost; see what that one says, and go on from the "
            f"last checkpoint in {trainer.default_root_dir} with `granvae train … --resume`."
        ) from error


def _finish(out: Path, data: TrainingData, budget: Budget) -> Run:
    """Draw the curves, and write where the best model puts training grains."""
    run = load_run(out)
    plot_training(out / runs.CURVES, out / runs.METRICS)
    survey_grains(run, data.stream.sampler.corpus, budget.survey_samples)
    if run.config.controls:
        controls = place_controls(run.model, run.config.controls)
        found = correlations(run.model, controls, torch.cat(data.validation))
        write_json(out / runs.CONTROLS, found)
    return run
