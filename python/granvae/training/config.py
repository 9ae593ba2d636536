"""What a training learns, and how its time is divided."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from granvae.data.atomic_write import atomic_write
from granvae.errors import GranvaeError


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
        with atomic_write(path) as part:
            part.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n")

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
    """What a training spends beside its steps. It does not belong to what is learned.

    Attributes:
        epoch_batches: the fewest and the most batches of an epoch. Between them an epoch is one
            pass over the training sounds, grains side by side. Shorter ones are not worth a
            validation and a checkpoint; longer ones are too much to lose.
        validation_grains: grains scored after every epoch.
        survey_samples: samples of audio for the principal components, the statistics of the
            latents and the map: 20,000 grains of 512.
        write_seconds: time between two writings of the checkpoints. A killed process loses what
            was learned since, and the epoch that it was in.
        figure_share: share of the time that figures for TensorBoard may take.
        last_figure_share: the same at the end, where figures hold nothing up.
    """

    epoch_batches: tuple[int, int] = (150, 300)
    validation_grains: int = 2048
    survey_samples: int = 20_000 * 512
    write_seconds: float = 60.0
    figure_share: float = 0.01
    last_figure_share: float = 0.05
