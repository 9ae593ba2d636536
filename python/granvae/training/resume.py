"""The configuration of a new run, and of one that is resumed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from granvae.errors import GranvaeError
from granvae.training.config import TrainConfig
from granvae.training.precision import PRECISIONS
from granvae.training.run_folder import CONFIG, holds_run

# Three minutes on two cores already make a good model; ten go over a corpus often enough.
DEFAULT_MINUTES = 10.0


def new_config(config: TrainConfig, out: Path) -> TrainConfig:
    """The configuration of a new run in ``out``, with its length.

    Raises:
        GranvaeError: ``out`` cannot be the folder of a new run, or the configuration is invalid.
    """
    if holds_run(out):
        raise GranvaeError(
            f"{out} already holds a run; go on with it by --resume, or choose another --out."
        )
    if out.exists() and not out.is_dir():
        raise GranvaeError(f"{out} is a file; choose a folder for --out.")
    return with_length(config)


def resumed_config(config: TrainConfig, out: Path) -> TrainConfig:
    """The configuration of the run in ``out`` that goes on, with its old or new length.

    Raises:
        GranvaeError: ``out`` holds no run or another one, or the configuration is invalid.
    """
    if not holds_run(out):
        raise GranvaeError(f"{out} holds no run to resume; train without --resume first.")
    old = TrainConfig.load(out / CONFIG)
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
    return with_length(config)


def with_length(config: TrainConfig) -> TrainConfig:
    """The same with a length: 10 minutes, if none was given.

    Raises:
        GranvaeError: the length, the batch or the precision is invalid.
    """
    if config.batch is not None and config.batch < 2:
        raise GranvaeError(f"A batch of {config.batch} grains is too small; give 2 or more.")
    if config.precision not in PRECISIONS:
        raise GranvaeError(
            f"There is no precision {config.precision!r}; use one of {', '.join(PRECISIONS)}."
        )
    if config.epochs is None and config.minutes is None:
        return dataclasses.replace(config, minutes=DEFAULT_MINUTES)
    epochs, minutes = config.epochs, config.minutes
    if (epochs is not None and epochs < 1) or (minutes is not None and not minutes > 0.0):
        raise GranvaeError(
            f"A training of {epochs} epochs or {minutes} minutes has no length; "
            "give 1 epoch or more, or minutes above 0."
        )
    return config
