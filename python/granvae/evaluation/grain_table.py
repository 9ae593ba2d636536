"""The engine's rule for a path with places, in NumPy: grains laid into one table.

The engine decodes the grains that it lays. With this, grains from anywhere else can be heard in the
same way: recorded ones, or those of PCA.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]


def lay_grains(grains: ArrayLike, places: ArrayLike) -> Floats:
    """Grains ``(count, grain)``, each at its place, as one table ``(n,)``.

    Neighbours fade into each other, by a raised cosine, over all that they share.

    Args:
        grains: one or more.
        places: ``(count,)`` samples from the beginning of the grain before, half a grain to a whole
            one. The first is at most 0: so much of the first grain's head is cut off.

    >>> lay_grains([[1, 1, 1, 1], [3, 3, 3, 3]], [-1, 2]).tolist()
    [1.0, 1.0, 2.0, 3.0, 3.0]
    """
    rows = np.asarray(grains, dtype=np.float64)
    grain = rows.shape[1]
    begins = np.cumsum(np.asarray(places, dtype=np.int64))
    cut = -int(begins[0])  # where the table begins
    laid = np.zeros(cut + int(begins[-1]) + grain)
    end = 0
    for begin, row in zip((begins + cut).tolist(), rows, strict=True):
        overlap = end - begin if begin else 0
        fade = 0.5 - 0.5 * np.cos(np.pi * np.arange(overlap) / max(overlap, 1))
        laid[begin:end] += fade * (row[:overlap] - laid[begin:end])
        end = begin + grain
        laid[begin + overlap : end] = row[overlap:]
    return np.asarray(laid[cut:], np.float32)


def cut_grains(sound: ArrayLike, places: ArrayLike, grain: int) -> Floats:
    """The grains ``(count, grain)`` of a sound ``(n,)`` at these places, with zeros around it.

    `lay_grains` lays them into the same sound again.
    """
    begins = np.cumsum(np.asarray(places, dtype=np.int64))
    samples = np.asarray(sound, dtype=np.float32)
    after = max(0, int(begins[-1]) + grain - len(samples))
    padded = np.pad(samples, (grain, after))
    windows = np.lib.stride_tricks.sliding_window_view(padded, grain)
    return np.asarray(windows[begins + grain])
