"""Principal components: the linear model that a network has to beat."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, NDArray

from granvae.errors import GranvaeError

_SILENT = 1e-10  # RMS below which a grain has no level to restore


@dataclass(frozen=True)
class Pca:
    """Principal components of level-normalised grains.

    Beside the ``count`` numbers that the components keep, the level of a grain comes back for free:
    the comparison errs in this baseline's favour.

    Attributes:
        mean: ``(grain,)`` the mean of the training grains, each of RMS 1.
        basis: ``(count, grain)`` orthonormal rows, the strongest component first.
    """

    mean: NDArray[np.float32]
    basis: NDArray[np.float32]

    @property
    def count(self) -> int:
        """How many numbers are kept of each grain."""
        return len(self.basis)

    def reconstruct(self, grains: ArrayLike) -> NDArray[np.float32]:
        """Grains ``(batch, grain)`` as their mean and components describe them, same shape."""
        normal, level = normalise(grains)
        centred = normal - self.mean
        return np.asarray(level * (self.mean + centred @ self.basis.T @ self.basis), np.float32)

    def to_bytes(self) -> bytes:
        """The contents of the file that `save` writes."""
        buffer = io.BytesIO()
        np.savez(buffer, mean=self.mean, basis=self.basis)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "pca.npz") -> "Pca":
        """The inverse of `to_bytes`.

        Raises:
            GranvaeError: the data, which `name` names, are not what `save` writes.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                pca = cls(_floats(arrays["mean"]), _floats(arrays["basis"]))
            if pca.mean.ndim != 1 or pca.basis.shape != (pca.count, pca.mean.size):
                raise ValueError(f"mean {pca.mean.shape}, basis {pca.basis.shape}")
        except Exception as error:  # np.load raises whatever a broken zip makes it raise
            raise GranvaeError(
                f"{name} does not hold principal components ({error}); train the model again."
            ) from error
        return pca

    def save(self, path: Path) -> None:
        """Write ``mean`` and ``basis`` as an ``.npz`` file."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> "Pca":
        """Read what `save` wrote.

        Raises:
            GranvaeError: there is no such file, or it holds something else.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = f"cannot be read ({error.strerror})"
            raise GranvaeError(f"{path} {reason}; train the model again.") from error
        return cls.from_bytes(data, str(path))


def fit_pca(grains: ArrayLike, count: int) -> Pca:
    """The ``count`` strongest components of grains ``(n, grain)``, silent ones left out.

    Args:
        grains: at any level; each is brought to RMS 1.
        count: at most ``grain``; components that too few grains cannot determine are orthogonal
            to the data and harmless.

    Raises:
        GranvaeError: nothing but silence was given.
    """
    normal, level = normalise(grains)
    normal = normal[level[:, 0] > _SILENT]
    if not len(normal):
        raise GranvaeError(
            "No grain with sound was found for the principal components; check the recordings."
        )
    size = normal.shape[1]
    mean = normal.mean(axis=0)
    centred = normal - mean
    # Only the wanted eigenvectors: for grains of 4096 samples all of them would take minutes.
    count = min(count, size)
    covariance = centred.T @ centred / len(normal)
    _, vectors = scipy.linalg.eigh(covariance, subset_by_index=[size - count, size - 1])
    return Pca(_floats(mean), _floats(vectors[:, ::-1].T))


def normalise(grains: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Grains ``(n, grain)`` at RMS 1 and their levels ``(n, 1)``; silence stays silence."""
    values = np.asarray(grains, dtype=np.float64)
    level = np.sqrt(np.mean(values**2, axis=1, keepdims=True))
    return values / np.maximum(level, _SILENT), level


def _floats(values: ArrayLike) -> NDArray[np.float32]:
    return np.ascontiguousarray(values, dtype=np.float32)
