"""A model file opened for encoding and decoding, without a player."""

from __future__ import annotations

from functools import partial
from os import PathLike, fspath
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from granvae.engine import _native
from granvae.engine.model_info import read_metadata
from granvae.engine.offline_engine import Float32
from granvae.errors import InvalidValueError, ModelError


class Model:
    """A model that turns latents into grains and grains into latents, on the CPU.

    Attributes:
        file: the file that it was read from.
        latents: dimensions of the latent space.
        grain: samples of a grain.
        sample_rate: of the grains, in Hz.
        labels: a name for each latent.
        encodes: whether it has an encoder.
        noisy: whether its grains have noise; see `decode`.
        metadata: the contents of ``granvae.json``; empty for a foreign model.
    """

    def __init__(self, file: str | PathLike[str]) -> None:
        self.file = fspath(file)
        try:
            self._decoder = _native.Decoder(self.file)
        except _native.DecodeError as error:
            raise ModelError(str(error)) from error
        info = self._decoder.info
        self.latents: int = info["latents"]
        self.grain: int = info["grain"]
        self.sample_rate: float = info["rate"]
        self.encodes: bool = info["encodes"]
        self.noisy: bool = info["noisy"]
        named: list[str] = info["labels"]
        self.labels = tuple(named or (f"latent {k}" for k in range(self.latents)))
        self.metadata: dict[str, Any] = read_metadata(self.file)

    def __repr__(self) -> str:
        return (
            f"Model({self.file!r}, latents={self.latents}, grain={self.grain}, "
            f"sample_rate={self.sample_rate:g})"
        )

    def decode(self, latents: ArrayLike, noise: float = 0.0, seed: int = 0) -> Float32:
        """Points ``(count, latents)``, in standard deviations, to grains ``(count, grain)``.

        Args:
            latents: the points.
            noise: how much of their noise the grains have, 0 … 1, where the model has noise.
            seed: draws it for the first grain; each further one has the next seed.

        Raises:
            InvalidValueError: the array has another shape, or a value is outside its range.
            ModelError: the model fails, or a grain is not finite or far above full scale.
        """
        if not 0.0 <= noise <= 1.0:
            raise InvalidValueError(f"noise is 0 to 1, not {noise}.")
        if not 0 <= seed < 2**63:
            raise InvalidValueError(f"The seed is 0 to 2^63 - 1, not {seed}.")
        method = partial(self._decoder.decode, noise=noise, seed=seed)
        return self._call(method, latents, "latents", self.latents)

    def encode(self, grains: ArrayLike) -> Float32:
        """Grains ``(count, grain)`` to points ``(count, latents)``, the means of their posteriors.

        `Synth.encode` takes sounds of any length and cuts the grains itself.

        Raises:
            InvalidValueError: the array has another shape.
            ModelError: the model has no encoder, or it fails.
        """
        return self._call(self._decoder.encode, grains, "grains", self.grain)

    def _call(self, method: Any, rows: ArrayLike, name: str, columns: int) -> Float32:
        array = np.asarray(rows, dtype=np.float32)
        if array.ndim != 2 or array.shape[1] != columns:
            raise InvalidValueError(
                f"{name} have the shape (count, {columns}) for this model, not {array.shape}."
            )
        try:
            result: Float32 = method(array)
        except _native.DecodeError as error:
            raise ModelError(str(error)) from error
        return result


def load_model(file: str | PathLike[str]) -> Model:
    """Open a model file for encoding and decoding.

    Raises:
        ModelError: the file holds no model that can be played.

    Examples:
        >>> import granvae
        >>> demo = granvae.load_model(model)
        >>> demo.latents, demo.grain, demo.sample_rate
        (16, 512, 44100.0)
        >>> grains = demo.decode(np.zeros((3, demo.latents)))
        >>> demo.encode(grains).shape
        (3, 16)
    """
    return Model(file)
