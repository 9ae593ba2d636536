"""How loud each band of the spectrum is in what is played, against the recordings."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from granvae.analysis.bands import BAND_EDGES, band_errors_db, concentration
from granvae.analysis.metrics import SILENCE_DBFS, rms_dbfs
from granvae.evaluation.grain_table import cut_grains

if TYPE_CHECKING:
    from granvae.evaluation.sounds import PlayedSound

BANDS = tuple(f"{a / 1000:g}-{b / 1000:g} kHz" for a, b in itertools.pairwise(BAND_EDGES))

BAND_HEADINGS = (*BANDS, "mean error dB ↓", "highs in the middle", "recorded")


@dataclass(frozen=True)
class BandScores:
    """The levels of bands in played sounds, by the grains that begin where the path's do.

    Attributes:
        bias_db: by how much each band is louder than recorded, in the mean over grains; NaN for
            bands that the sample rate has no room for.
        error_db: the mean of the absolute differences, over grains and bands.
        concentration: the share of the highs that lies in the middle of a grain, where its peak
            is; NaN where no grain has highs.
        recorded_concentration: the same of the recording.
        grains: how many were measured.
    """

    bias_db: tuple[float, ...]
    error_db: float
    concentration: float
    recorded_concentration: float
    grains: int

    def to_dict(self) -> dict[str, object]:
        """The bias by band and the rest by name, without NaN, which JSON does not know."""
        numbers = (self.error_db, self.concentration, self.recorded_concentration)
        names = ("error_db", "concentration", "recorded_concentration")
        return {
            "bias_db": dict(zip(BANDS, map(_known, self.bias_db), strict=True)),
            **dict(zip(names, map(_known, numbers), strict=True)),
            "grains": self.grains,
        }

    @classmethod
    def mean(cls, several: Sequence[BandScores]) -> BandScores:
        """Over files, where a long file counts no more than a short one."""
        return cls(
            tuple(
                float(np.mean(of_band))
                for of_band in zip(*(one.bias_db for one in several), strict=True)
            ),
            float(np.mean([one.error_db for one in several])),
            _mean_known([one.concentration for one in several]),
            _mean_known([one.recorded_concentration for one in several]),
            sum(one.grains for one in several),
        )


def score_bands(sound: PlayedSound, system: str, grain: int, rate: int) -> BandScores | None:
    """The bands of what ``system`` played of a sound; None of a silent one."""
    recorded = cut_grains(sound.recorded, sound.places, grain)
    heard = rms_dbfs(recorded) >= SILENCE_DBFS
    if not heard.any():
        return None
    recorded = recorded[heard]
    played = cut_grains(sound.played[system], sound.places, grain)[heard]
    errors, _ = band_errors_db(recorded, played, rate)
    there = np.array(BAND_EDGES[:-1]) < rate / 2
    bias = np.where(there, errors.mean(axis=0), np.nan)
    return BandScores(
        tuple(bias.tolist()),
        float(np.abs(errors[:, there]).mean()),
        _mean_known(concentration(played, rate)),
        _mean_known(concentration(recorded, rate)),
        len(recorded),
    )


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _mean_known(values: Collection[float]) -> float:
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    return float(known.mean()) if len(known) else float("nan")
