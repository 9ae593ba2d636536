"""A path as an engine holds it: points, and where their grains lie."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from granvae.engine.trajectory import Points

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LatentPath:
    """Never changed, but replaced as a whole.

    Attributes:
        points: ``(count, latents)`` in standard deviations.
        places: ``(count,)`` samples of the model from where the grain before begins to where this
            one does; the first is 0, or below where its head is cut off. None where the engine is
            to find them.
    """

    points: Points
    places: Places | None = None

    @classmethod
    def of(cls, points: ArrayLike, places: ArrayLike | None = None) -> LatentPath:
        """A path of copies; without places, or with an empty row of them, it has none."""
        row = None if places is None else np.array(places, dtype=np.int64)
        copied = np.array(points, dtype=np.float64)
        return cls(copied, row if row is not None and row.size else None)

    def __len__(self) -> int:
        return len(self.points)

    def equals(self, other: LatentPath) -> bool:
        """Whether the other has the same points and places."""
        if self.places is None or other.places is None:
            same = self.places is other.places
        else:
            same = np.array_equal(self.places, other.places)
        return same and np.array_equal(self.points, other.points)
