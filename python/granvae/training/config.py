"""Everything that decides what a training run learns, in one typed record."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from granvae.errors import GranvaeError


@dataclass(frozen=True)
class TrainConfig:
    """The configuration of one run, saved as ``config.json`` in its folder."""

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
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> TrainConfig:
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            lists = {"sounds": fields["sounds"], "controls": fields.get("controls", ())}
            return cls(**{**fields, **{name: tuple(value) for name, value in lists.items()}})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise GranvaeError(
                f"{path} is not a run's configuration ({error}); "
                "give the folder that `granvae train --out` made."
            ) from error
