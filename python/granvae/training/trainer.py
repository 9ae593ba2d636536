"""The Lightning trainer of a run."""

import contextlib
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lightning
from lightning.fabric.plugins.environments.slurm import SLURMEnvironment
from lightning.fabric.utilities.exceptions import MisconfigurationException

from granvae.errors import GranvaeError
from granvae.training.checkpoint_callback import MemoryCheckpointIO
from granvae.training.distributed import Machine
from granvae.training.run_folder import TENSORBOARD


@contextlib.contextmanager
def quiet_lightning() -> Iterator[None]:
    """Keep Lightning's advice to programmers from the musician's screen."""
    with contextlib.ExitStack() as ending:
        for name in ("lightning.pytorch", "lightning.fabric"):
            logger = logging.getLogger(name)
            ending.callback(logger.setLevel, logger.level)
            logger.setLevel(logging.ERROR)
        ending.enter_context(warnings.catch_warnings())
        for module in ("lightning", "torch"):
            warnings.filterwarnings("ignore", module=rf"{module}\.")
        yield


@contextlib.contextmanager
def errors_name_the_process(trainer: lightning.Trainer) -> Iterator[None]:
    """Let errors of all processes but the first say whose they are, and hide their warnings."""
    if trainer.is_global_zero:
        yield
        return
    warnings.simplefilter("ignore")
    try:
        yield
    except GranvaeError as error:
        place = f"Process {trainer.global_rank} of {trainer.world_size}"
        raise GranvaeError(f"{place}: {error}") from error


def make_trainer(folder: Path, machine: Machine, memory: MemoryCheckpointIO) -> lightning.Trainer:
    """A Lightning trainer without an end of its own, which logs into the run's folder.

    Args:
        folder: of the run; nothing is written there yet.
        machine: as `granvae.training.distributed.resolve_machine` gives it.
        memory: takes the checkpoints.

    Raises:
        GranvaeError: Lightning cannot train on such a machine.
    """
    from lightning.pytorch.loggers import TensorBoardLogger

    plugins: list[Any] = [memory]
    if SLURMEnvironment.detect():
        # Lightning's requeueing would write checkpoints of its own in the middle of an epoch.
        plugins.append(SLURMEnvironment(auto_requeue=False))
    devices, nodes = machine.devices or 1, machine.nodes or 1
    try:
        return lightning.Trainer(
            accelerator=machine.device or "auto",
            devices=devices,
            num_nodes=nodes,
            strategy=machine.strategy,
            sync_batchnorm=machine.device == "cuda" and devices * nodes > 1,
            use_distributed_sampler=False,  # batches and validation are shared here already
            max_epochs=-1,
            logger=TensorBoardLogger(folder, name=TENSORBOARD, version=""),
            plugins=plugins,
            default_root_dir=folder,
            num_sanity_val_steps=0,
            enable_checkpointing=False,
            enable_model_summary=False,
            enable_progress_bar=False,
        )
    except (ValueError, RuntimeError, MisconfigurationException) as error:
        raise GranvaeError(
            f"{devices} processes of the kind {machine.device} on {nodes} machines cannot train "
            f"together ({error}); try other --devices, --nodes or --strategy."
        ) from error
