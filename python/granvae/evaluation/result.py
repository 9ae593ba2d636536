"""What `granvae.evaluation.evaluate` found, for tables, reports and programs."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from granvae.analysis.metrics import AUDIBLE_DB, METRICS
from granvae.data.audio_files import Skipped
from granvae.evaluation.band_scores import BandScores
from granvae.evaluation.draws import Draws
from granvae.evaluation.file_classes import classes_of
from granvae.evaluation.latent_probes import Smoothness
from granvae.evaluation.sound_scores import SoundMetrics, SoundScores, plain

HEADINGS = {  # metric → heading; the arrow points to the better side
    "si_sdr_db": "SI-SDR dB ↑",
    "snr_db": "SNR dB ↑",
    "lsd_db": "LSD dB ↓",
    "mr_stft": "MR-STFT ↓",
}
_OWN_SYSTEMS = ("model", "encoder", "pca", "nearest")


@dataclass(frozen=True)
class Metrics:
    """How near reconstructions are to recordings; `granvae.analysis.metrics` defines each.

    Attributes:
        si_sdr_db: scale-invariant signal-to-distortion ratio in dB; higher is better.
        snr_db: signal-to-noise ratio in dB; higher is better.
        lsd_db: log-spectral distance in dB; lower is better.
        mr_stft: multi-resolution STFT distance, without a unit; lower is better.
    """

    si_sdr_db: float
    snr_db: float
    lsd_db: float
    mr_stft: float

    @classmethod
    def average(cls, several: Sequence[Metrics], weights: Sequence[float] | None = None) -> Metrics:
        """Their weighted mean."""
        columns = ([getattr(one, field.name) for one in several] for field in fields(cls))
        return cls(*(float(np.average(column, weights=weights)) for column in columns))


@dataclass(frozen=True)
class Scores:
    """How well one system reproduces the grains of some files.

    Attributes:
        files: by file name, the metrics averaged over that file's grains.
        grains: by file name, how many grains were scored.
    """

    files: dict[str, Metrics]
    grains: dict[str, int]

    def __bool__(self) -> bool:
        return bool(self.files)

    @property
    def mean(self) -> Metrics:
        """Averaged over all grains."""
        weights = [self.grains[name] for name in self.files]
        return Metrics.average(list(self.files.values()), weights)

    @property
    def mean_of_files(self) -> Metrics:
        """Averaged over files, where a long file counts no more than a short one."""
        return Metrics.average(list(self.files.values()))

    def of(self, names: Collection[str]) -> Scores:
        """The same for some of the files only."""
        chosen = {name: metrics for name, metrics in self.files.items() if name in names}
        return Scores(chosen, {name: self.grains[name] for name in chosen})


def score_grains(recorded: ArrayLike, reconstructed: ArrayLike) -> Metrics:
    """Every metric, averaged over grains ``(batch, grain)``.

    >>> score_grains([[1.0, 0.0, 0.0, 1.0]], [[1.0, 0.1, 0.1, 1.0]]).snr_db
    20.0
    """
    means = {name: np.mean(metric(recorded, reconstructed)) for name, metric in METRICS.items()}
    return Metrics(**{name: float(mean) for name, mean in means.items()})


@dataclass(frozen=True)
class LatentEffect:
    """One latent: its label, and the log-spectral distance in dB that ±2 σ of it make."""

    label: str
    lsd_db: float

    @property
    def audible(self) -> bool:
        """Whether one hears it."""
        return self.lsd_db >= AUDIBLE_DB


@dataclass(frozen=True)
class Evaluation:
    """The scores of a model and of what it is compared with.

    Systems are called ``model``, ``encoder`` (the model without refinement, see
    `granvae.models.refine`; absent where there is none), ``pca`` (absent for a foreign model that
    carries none), ``nearest`` (absent where the training sounds are not at hand, and not scored on
    these), and by their own names.

    Attributes:
        name: the run's folder or the model's file.
        scores: by system, on the evaluated files.
        sounds: metrics of whole sounds, as the engine plays them, of some of these files.
        draws: how points sound that no recording gave.
        training: by system, on files of the training; none where these are unknown.
        held_out: by system, on files of the run's own that it was not trained on; none where these
            are unknown.
        elsewhere: by system, on evaluated files that are none of the run's own.
        training_files: evaluated files that the model was trained on, as far as is known.
        active_units: latents that vary (Burda et al. 2016).
        latent: latents in all.
        effects: what each latent of the exported model does.
        path_smoothness: see `granvae.evaluation.latent_probes.path_smoothness`.
        stored_grains: training grains of the baseline ``nearest``.
        seed: of the selection of grains.
        skipped: files that could not be used, and why.
        written: files that the evaluation wrote, besides the JSON.
    """

    name: str
    scores: dict[str, Scores]
    sounds: SoundScores
    draws: Draws
    training: dict[str, Scores]
    held_out: dict[str, Scores]
    elsewhere: dict[str, Scores]
    training_files: frozenset[str]
    active_units: int
    latent: int
    effects: tuple[LatentEffect, ...]
    path_smoothness: Smoothness
    stored_grains: int
    seed: int
    skipped: tuple[Skipped, ...]
    written: tuple[Path, ...] = ()

    @property
    def mean(self) -> Metrics:
        """The model's metrics, averaged over all grains."""
        return self.scores["model"].mean

    @property
    def mean_of_files(self) -> Metrics:
        """The model's metrics of each file, averaged over files."""
        return self.scores["model"].mean_of_files

    @property
    def files(self) -> dict[str, Metrics]:
        """By file name, the model's metrics."""
        return self.scores["model"].files

    @property
    def grains(self) -> int:
        """Grains that were scored."""
        return sum(self.scores["model"].grains.values())

    @property
    def classes(self) -> dict[str, dict[str, Scores]]:
        """By class (`classes_of`) and system, the scores of its files."""
        return {label: self.scores_of(names) for label, names in classes_of(self.files).items()}

    def scores_of(self, names: Collection[str]) -> dict[str, Scores]:
        """By system, the scores of some of the evaluated files."""
        return {system: scores.of(names) for system, scores in self.scores.items()}

    @property
    def sides(self) -> dict[str, dict[str, Scores]]:
        """`training`, `held_out` and `elsewhere` by name, of those that have files."""
        sides = {"training": self.training, "held-out": self.held_out, "elsewhere": self.elsewhere}
        return {name: part for name, part in sides.items() if part.get("model")}

    def side_of(self, name: str) -> str:
        """Whether a file is of the ``training``, ``held-out``, or from ``elsewhere``, if known."""
        if name in self.training_files:
            return "training"
        if self.elsewhere.get("model") and name in self.elsewhere["model"].files:
            return "elsewhere"
        return "held-out" if self.held_out.get("model") else ""

    @property
    def sound_sides(self) -> dict[str, dict[str, SoundMetrics]]:
        """By side, as `side_of` calls it, and system, the medians of whole sounds."""
        sides: dict[str, list[str]] = {}
        for name in self.sounds.files:
            sides.setdefault(self.side_of(name), []).append(name)
        return {side: self.sounds.medians(names) for side, names in sides.items()}

    @property
    def bands(self) -> dict[str, BandScores]:
        """By class, the bands of what one hears of whole sounds with the engine's defaults."""
        classes = classes_of(self.sounds.files)
        means = {name: self.sounds.mean_bands(files=files) for name, files in classes.items()}
        return {name: mean for name, mean in means.items() if mean}

    def to_json(self) -> str:
        """The metrics for programs, without what only explains the table."""
        means = {name: asdict(scores.mean) for name, scores in self.scores.items() if scores}
        pca = self.scores.get("pca")
        fields = {
            "mean": means["model"],
            **{name: means.get(name) for name in _OWN_SYSTEMS[1:]},
            "beside": {name: mean for name, mean in means.items() if name not in _OWN_SYSTEMS},
            "mean_of_files": asdict(self.mean_of_files),
            "pca_of_files": asdict(pca.mean_of_files) if pca else None,
            "files": {
                name: {**asdict(metrics), **({"pca": asdict(pca.files[name])} if pca else {})}
                for name, metrics in self.files.items()
            },
            "classes": {label: _summary(part) for label, part in self.classes.items()},
            "training": _summary(self.training),
            "unseen": _summary(self.held_out),
            "elsewhere": _summary(self.elsewhere),
            "sounds": {
                **self.sounds.to_dict(),
                "sides": {side: plain(part) for side, part in self.sound_sides.items() if side},
                "bands_by_class": {name: one.to_dict() for name, one in self.bands.items()},
            },
            "draws": self.draws.to_dict(),
            "active_units": self.active_units,
            "dimensions": [{**asdict(one), "audible": one.audible} for one in self.effects],
            "path_smoothness": self.path_smoothness.spectral,
            "path_smoothness_wave": self.path_smoothness.waveform,
            "grains": self.grains,
            "seed": self.seed,
        }
        return json.dumps(fields, indent=2) + "\n"


def _summary(part: dict[str, Scores]) -> dict[str, object] | None:
    """Means over files of the model, and of every other system under its name."""
    if not part.get("model"):
        return None
    means = {name: asdict(scores.mean_of_files) for name, scores in part.items() if scores}
    grains = part["model"].grains
    return {**means.pop("model"), **means, "files": len(grains), "grains": sum(grains.values())}
