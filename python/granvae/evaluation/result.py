"""What `granvae.evaluation.evaluate` found out, for tables, reports and programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from granvae.analysis.metrics import AUDIBLE_DB
from granvae.data.audio_files import Skipped
from granvae.evaluation.latent_probes import Smoothness
from granvae.evaluation.scores import Figures, Scores, classes_of


@dataclass(frozen=True)
class Dimension:
    """One latent: its name, and the log-spectral distance in dB that +-2 deviations of it make."""

    label: str
    lsd_db: float

    @property
    def audible(self) -> bool:
        """Whether one hears it."""
        return self.lsd_db >= AUDIBLE_DB


@dataclass(frozen=True)
class Evaluation:
    """The figures of an evaluation.

    Systems are called ``model``, ``encoder`` (the model without refinement of what its encoder
    answers, see `granvae.models.refine`; absent where there is none), ``pca`` (absent for a foreign
    model that carries none), ``nearest`` (absent where the training sounds are not at hand, and not
    judged on these), and by their own names.

    Attributes:
        name: the run's folder or the model's file.
        scores: by system, the figures on the judged files.
        training: by system, those on files of the training; none where these are unknown.
        unseen: by system, those on files of the run's own that the training did not hear; none
            where these are unknown.
        elsewhere: by system, those on judged files that are none of the run's own.
        seen: names of judged files that the model was trained on, as far as is known.
        active_units: latents that vary (Burda et al. 2016).
        latent: latents in all.
        dimensions: what each latent of the exported model does.
        path_smoothness: see `granvae.evaluation.latent_probes.path_smoothness`.
        seed: of the choice among the grains.
        skipped: files that could not be used, and why.
        written: files that the evaluation wrote, besides the JSON.
    """

    name: str
    scores: dict[str, Scores]
    training: dict[str, Scores]
    unseen: dict[str, Scores]
    elsewhere: dict[str, Scores]
    seen: frozenset[str]
    active_units: int
    latent: int
    dimensions: tuple[Dimension, ...]
    path_smoothness: Smoothness
    seed: int
    skipped: tuple[Skipped, ...]
    written: tuple[Path, ...] = ()

    @property
    def mean(self) -> Figures:
        """The model's figures, averaged over all grains."""
        return self.scores["model"].mean

    @property
    def mean_of_files(self) -> Figures:
        """The model's figures for each file, averaged over files."""
        return self.scores["model"].mean_of_files

    @property
    def pca(self) -> Figures | None:
        """Those of PCA, averaged over all grains."""
        return self.mean_of("pca")

    @property
    def pca_of_files(self) -> Figures | None:
        """Those of PCA for each file, averaged over files."""
        return self.scores["pca"].mean_of_files if "pca" in self.scores else None

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """By file name, the model's figures and under ``pca`` the baseline's."""
        result: dict[str, dict[str, Any]] = {}
        for name, figures in self.scores["model"].files.items():
            result[name] = dict(figures)
            if "pca" in self.scores:
                result[name]["pca"] = self.scores["pca"].files[name]
        return result

    @property
    def grains(self) -> int:
        """Grains that were judged."""
        return sum(self.scores["model"].grains.values())

    @property
    def classes(self) -> dict[str, dict[str, Scores]]:
        """By class (`evaluation.scores.classes_of`) and system, the metrics of its files."""
        return {
            label: {system: scores.of(names) for system, scores in self.scores.items()}
            for label, names in classes_of(self.scores["model"].files).items()
        }

    def mean_of(self, system: str) -> Figures | None:
        """A system's figures, averaged over all grains; None for a system that was not judged."""
        scores = self.scores.get(system)
        return scores.mean if scores else None

    def to_json(self) -> str:
        """The report for programs: the figures, without what only explains the table."""
        own = ("model", "encoder", "pca", "nearest")
        fields = {
            "mean": self.mean,
            "encoder": self.mean_of("encoder"),
            "pca": self.pca,
            "nearest": self.mean_of("nearest"),
            "beside": {name: one.mean for name, one in self.scores.items() if name not in own},
            "mean_of_files": self.mean_of_files,
            "pca_of_files": self.pca_of_files,
            "files": self.files,
            "classes": {label: _summary(part) for label, part in self.classes.items()},
            "training": _summary(self.training),
            "unseen": _summary(self.unseen),
            "elsewhere": _summary(self.elsewhere),
            "active_units": self.active_units,
            "dimensions": [
                {"label": one.label, "lsd_db": one.lsd_db, "audible": one.audible}
                for one in self.dimensions
            ],
            "path_smoothness": self.path_smoothness.heard,
            "path_smoothness_wave": self.path_smoothness.wave,
            "grains": self.grains,
            "seed": self.seed,
        }
        return json.dumps(fields, indent=2) + "\n"


def _summary(part: dict[str, Scores]) -> dict[str, Any] | None:
    """Means over files of the model, and of every other system under its name."""
    if not part.get("model"):
        return None
    model = part["model"]
    others = {name: one.mean_of_files for name, one in part.items() if name != "model" and one}
    counts = {"files": len(model.files), "grains": sum(model.grains.values())}
    return {**model.mean_of_files, **others, **counts}
