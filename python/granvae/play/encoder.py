"""Recordings as paths through the latent space."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from granvae.errors import GranvaeError
from granvae.play.trajectory import MOST_POINTS, Points

if TYPE_CHECKING:
    # PyTorch is loaded when something is encoded, since those who only play need not wait for it.
    from granvae.modelfile import ModelFile

_BATCH = 1024  # grains a call


class Encoder:
    """Encodes files; keeps the model that it used last. Not for the thread of the sound."""

    def __init__(self) -> None:
        self._model: ModelFile | None = None

    def encode(self, model: Path, file: str, hop: int) -> Points:
        """The points ``(count, latents)`` of a sound file's grains, ``hop`` samples apart.

        Hops as long as those of the table let the decoded path follow the sound in time. A sound
        shorter than a grain is one grain, filled up with silence.

        Raises:
            GranvaeError: the file is no sound, is too long, or the model has no encoder.
        """
        from granvae.audio import read_sound
        from granvae.modelfile import load_model

        if self._model is None or self._model.path != model:
            self._model = load_model(model)
        codec = self._model
        if codec.sample_rate is None:
            raise GranvaeError(
                f"{model} does not tell its sample rate, so that it cannot encode {file}; "
                "give a model that `granvae export` wrote."
            )
        samples = read_sound(file, codec.sample_rate)
        samples = np.pad(samples, (0, max(0, codec.grain - len(samples))))
        grains = sliding_window_view(samples, codec.grain)[::hop]
        if len(grains) > MOST_POINTS:
            raise GranvaeError(
                f"{file} has {len(grains)} grains, and a path {MOST_POINTS} at most; cut it."
            )
        parts = [
            codec.encode(np.ascontiguousarray(grains[at : at + _BATCH]))
            for at in range(0, len(grains), _BATCH)
        ]
        return np.concatenate(parts).astype(np.float64)
