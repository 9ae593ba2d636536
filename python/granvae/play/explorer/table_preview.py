"""The outline and the spectrum of a table, for the page to draw."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_COLUMNS = 512  # of the outline
_BANDS = 96
_LOWEST = 20.0  # Hz
_FLOOR_DB = 90.0
_DIGITS = 4  # of a sample, after the point


def table_preview(samples: NDArray[np.float32], hop: int, rate: float) -> dict[str, Any]:
    """The table, JSON-able.

    Args:
        samples: ``(n,)``.
        hop: samples from a grain to the next.
        rate: Hz at which it sounds as recorded.

    Returns:
        ``samples`` (their number), ``hop``, ``rate``, ``low`` and ``high`` (the extremes of at most
        512 equal parts), and ``spectrum``: the mean power of 96 bands, in dB below the strongest.
        The bands are equally wide in octaves, from 20 Hz to half the rate.
    """
    edges = np.linspace(0, len(samples), min(_COLUMNS, len(samples)) + 1).astype(np.int64)
    first = edges[:-1]
    low = np.minimum.reduceat(samples, first) if len(samples) else samples
    high = np.maximum.reduceat(samples, first) if len(samples) else samples
    return {
        "samples": len(samples),
        "hop": hop,
        "rate": rate,
        "low": [round(float(v), _DIGITS) for v in low],
        "high": [round(float(v), _DIGITS) for v in high],
        "spectrum": _spectrum(samples, rate),
    }


def _spectrum(samples: NDArray[np.float32], rate: float) -> list[float]:
    if len(samples) < 2:
        return []
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    whole = np.concatenate([[0.0], np.cumsum(power)])
    edges = np.geomspace(_LOWEST, rate / 2.0, _BANDS + 1) * len(samples) / rate  # in bins
    # A band narrower than a bin gets the part of the bin's power that it covers.
    below = np.interp(edges, np.arange(len(whole)) - 0.5, whole)
    density = np.diff(below) / np.diff(edges)
    strongest = float(density.max())
    if strongest <= 0.0:
        return [-_FLOOR_DB] * _BANDS
    decibels = 10.0 * np.log10(np.maximum(density / strongest, 10.0 ** (-_FLOOR_DB / 10.0)))
    return [round(float(v), 1) for v in decibels]
