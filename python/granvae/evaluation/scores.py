"""Metrics of one system on many files, and their means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import ArrayLike

from granvae.analysis.metrics import METRICS

HEADINGS = {  # metric → heading; the arrow points to the better side
    "si_sdr_db": "SI-SDR dB ↑",
    "snr_db": "SNR dB ↑",
    "lsd_db": "LSD dB ↓",
    "mr_stft": "MR-STFT ↓",
}


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


def classes_of(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Class → file names: the folder that a file lies in.

    Where all lie in one folder, the leading letters of the file's name: ``cello`` of
    ``cello_03.flac``. A name without a letter is a class of its own.

    >>> classes_of(["cello_03.flac", "cello_04.flac", "harp.flac"])
    {'cello': ('cello_03.flac', 'cello_04.flac'), 'harp': ('harp.flac',)}
    """
    paths = {name: PurePosixPath(name) for name in names}
    in_folders = len({path.parent for path in paths.values()}) > 1
    found: dict[str, list[str]] = {}
    for name, path in paths.items():
        letters = re.search(r"[^\W\d_]+", path.stem)
        label = letters.group() if letters else path.stem
        if in_folders and path.parent != PurePosixPath("."):
            label = str(path.parent)
        found.setdefault(label, []).append(name)
    return {label: tuple(found[label]) for label in sorted(found)}
