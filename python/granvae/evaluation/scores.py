"""Figures of one system on many files, and what to average of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import ArrayLike

from granvae.analysis import metrics

Figures = dict[str, float]  # one figure for each name in `metrics.METRICS`

HEADINGS = {  # metric → heading; the arrow tells which way is better
    "si_sdr_db": "SI-SDR dB ↑",
    "snr_db": "SNR dB ↑",
    "lsd_db": "LSD dB ↓",
    "mr_stft": "MR-STFT ↓",
}


@dataclass(frozen=True)
class Scores:
    """How well one system reproduces the grains of some files.

    Attributes:
        files: by file name, the metrics averaged over that file's grains.
        grains: by file name, how many grains were judged.
    """

    files: dict[str, Figures]
    grains: dict[str, int]

    def __bool__(self) -> bool:
        return bool(self.files)

    @property
    def mean(self) -> Figures:
        """Averaged over all grains."""
        return self._average([self.grains[name] for name in self.files])

    @property
    def mean_of_files(self) -> Figures:
        """Averaged over files, where a long file counts no more than a short one."""
        return self._average([1] * len(self.files))

    def of(self, names: Collection[str]) -> Scores:
        """The same for some of the files only."""
        chosen = {name: figures for name, figures in self.files.items() if name in names}
        return Scores(chosen, {name: self.grains[name] for name in chosen})

    def _average(self, weights: list[int]) -> Figures:
        if not self.files:
            raise ValueError("no file was judged")
        return {
            metric: float(np.average([one[metric] for one in self.files.values()], weights=weights))
            for metric in metrics.METRICS
        }


def figures_of(recorded: ArrayLike, reconstructed: ArrayLike) -> Figures:
    """Every metric, averaged over grains ``(batch, grain)``."""
    return {
        name: float(np.mean(metric(recorded, reconstructed)))
        for name, metric in metrics.METRICS.items()
    }


def classes_of(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Class → file names: the folder that a file lies in.

    Where all lie in one folder, it is the leading word of the file's name: ``cello`` of
    ``cello_03.flac``. A name without a letter is a class of its own.
    """
    paths = {name: PurePosixPath(name) for name in names}
    in_folders = len({path.parent for path in paths.values()}) > 1
    found: dict[str, list[str]] = {}
    for name, path in paths.items():
        word = re.search(r"[^\W\d_]+", path.stem)
        label = word.group() if word else path.stem
        if in_folders and path.parent != PurePosixPath("."):
            label = str(path.parent)
        found.setdefault(label, []).append(name)
    return {label: tuple(found[label]) for label in sorted(found)}
