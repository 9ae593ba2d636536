"""What a training learns, and how its time is divided."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from granvae.data.atomic_write import atomic_write
from granvae.errors import GranvaeError


def write_json(path: Path, value: object) -> None:
    """Write a value that msgspec can encode."""
    with atomic_write(path) as part:
        part.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


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
        try:
            fields = msgspec.json.decode(path.read_bytes())
            cls(**fields)  # refuses unknown fields, which msgspec ignores in a dataclass
            return msgspec.convert(fields, cls)
        except (OSError, ValueError, TypeError, msgspec.MsgspecError) as error:
            raise GranvaeError(
                f"{path} is not a run's configuration ({error}); "
                "give the folder that `granvae train --out` made."
            ) from error


@dataclass(frozen=True)
class Budget:
    """What a training spends beside its steps. It does not belong to what is learned."""

    # The fewest and the most batches of an epoch. In between it is one pass over the sounds, grains
    # side by side. Fewer are not worth a validation and a checkpoint; more are too much to lose.
    epoch_batches: tuple[int, int] = (150, 300)
    validation_grains: int = 2048  # every epoch
    survey_samples: int = 20_000 * 512  # for principal components, statistics of latents, the map
    write_seconds: float = 60.0  # from one writing of the checkpoints to the next
    figure_share: float = 0.01  # of the time, for figures in TensorBoard
    last_figure_share: float = 0.05  # the same at the end, where figures hold nothing up
