"""What a training learns, and how its time is divided: of a new run, or of one that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

import msgspec

from granvae.data.atomic_write import write_json
from granvae.errors import GranvaeError
from granvae.training.distributed import PRECISIONS

CONFIG = "config.json"
# Three minutes on two cores already make a good model; ten go over a corpus often enough.
DEFAULT_MINUTES = 10.0


@contextmanager
def unreadable(path: Path, fault: str, advice: str) -> Iterator[None]:
    """Turn whatever goes wrong in reading a file of a run into one sentence."""
    try:
        yield
    except Exception as error:  # a damaged zip raises whatever its damage leads to
        raise GranvaeError(f"{path} {fault} ({error}); {advice}.") from error


@dataclass(frozen=True)
class TrainConfig:
    """The configuration of one run, saved as ``config.json`` in its folder.

    Example:
        >>> TrainConfig(sounds=("my-sounds",), minutes=3.0).grain
        512
    """

    sounds: tuple[str, ...]
    preset: str = "grain"
    grain: int = 512  # samples
    latent: int = 16
    sample_rate: int = 44100  # Hz
    align: str = "peak"  # peak | none
    controls: tuple[str, ...] = ()  # descriptors that the first latents follow
    beta: float | None = None  # weight of the KL term; None takes the preset's own
    epochs: int | None = None
    minutes: float | None = None
    seed: int = 0
    batch: int | None = None  # grains a step, of all processes; None takes the preset's own
    precision: str = "auto"  # auto | 32 | bf16, of the networks
    validation: float = 0.2  # share of the files, by duration
    held_out: tuple[str, ...] = ()  # patterns of the files to validate on, in place of that share
    stop_early: bool = False  # end when the validation loss no longer falls

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        write_json(path, self)

    @classmethod
    def load(cls, path: Path) -> TrainConfig:
        """Read what :meth:`save` wrote.

        Raises:
            GranvaeError: the file is missing, or has unknown fields or values of other types.
        """
        advice = "give the folder that `granvae train --out` made"
        with unreadable(path, "is not a run's configuration", advice):
            values = msgspec.json.decode(path.read_bytes())
            cls(**values)  # refuses unknown fields, which msgspec ignores in a dataclass
            return msgspec.convert(values, cls)


@dataclass(frozen=True)
class Budget:
    """What a training spends beside its steps. It does not belong to what is learned."""

    # The fewest and the most batches of an epoch. In between it is one pass over the sounds, grains
    # side by side. Fewer are not worth a validation and a checkpoint; more are too much to lose.
    epoch_batches: tuple[int, int] = (150, 300)
    validation_grains: int = 2048  # every epoch
    survey_samples: int = 40_000 * 512  # for principal components, statistics of latents, the map
    write_seconds: float = 60.0  # from one writing of the checkpoints to the next
    figure_share: float = 0.01  # of the time, for figures in TensorBoard
    last_figure_share: float = 0.05  # the same at the end, where figures hold nothing up


def holds_run(folder: Path) -> bool:
    """Whether a run was begun in that folder."""
    return (folder / CONFIG).is_file()


def config_of_run(config: TrainConfig, out: Path, resume: bool, first: bool) -> TrainConfig:
    """The configuration of the run in ``out``, with its length: 10 minutes, if none was given.

    Args:
        config: what was asked for.
        out: folder of the run; of a new one only the first process looks at it, which makes it.
        resume: whether the run goes on, with its old or another length.
        first: whether this is the first process.

    Raises:
        GranvaeError: ``out`` cannot be the folder of a new run, or holds no run to resume or
            another one; the length, the batch or the precision is invalid.
    """
    if resume:
        config = _resumed(config, out)
    elif first and holds_run(out):
        raise GranvaeError(
            f"{out} already holds a run; go on with it by --resume, or choose another --out."
        )
    elif first and out.exists() and not out.is_dir():
        raise GranvaeError(f"{out} is a file; choose a folder for --out.")
    if config.batch is not None and config.batch < 2:
        raise GranvaeError(f"A batch of {config.batch} grains is too small; give 2 or more.")
    if config.precision not in PRECISIONS:
        raise GranvaeError(
            f"There is no precision {config.precision!r}; use one of {', '.join(PRECISIONS)}."
        )
    epochs, minutes = config.epochs, config.minutes
    if epochs is None and minutes is None:
        return replace(config, minutes=DEFAULT_MINUTES)
    if (epochs is not None and epochs < 1) or (minutes is not None and not minutes > 0.0):
        raise GranvaeError(
            f"A training of {epochs} epochs or {minutes} minutes has no length; "
            "give 1 epoch or more, or minutes above 0."
        )
    return config


def _resumed(config: TrainConfig, out: Path) -> TrainConfig:
    if not holds_run(out):
        raise GranvaeError(f"{out} holds no run to resume; train without --resume first.")
    old = TrainConfig.load(out / CONFIG)
    for field in fields(TrainConfig):
        if field.name in ("sounds", "epochs", "minutes", "stop_early"):
            continue  # the sounds themselves are compared when they are read
        before, now = getattr(old, field.name), getattr(config, field.name)
        if before != now:
            raise GranvaeError(
                f"{out} was begun with {field.name} {before}, not {now}; resume it with the same, "
                "or choose another --out."
            )
    if config.epochs is None and config.minutes is None:
        return replace(config, epochs=old.epochs, minutes=old.minutes)
    return config
