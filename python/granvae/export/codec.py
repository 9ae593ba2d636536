"""What an evaluation judges: a training run or a model file, under one face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from granvae.analysis.pca import Pca
from granvae.errors import GranvaeError
from granvae.export.model_file import ModelFile, load_model
from granvae.models.refine import RefinedGrainModel
from granvae.training.run_folder import Run, load_run

Floats = NDArray[np.float32]

_BATCH = 1024  # grains a call


@dataclass(frozen=True)
class Codec:
    """Something that encodes grains to latents and decodes them again.

    Attributes:
        name: how to call it in tables.
        grain: samples a grain.
        latent: latent dimensions.
        sample_rate: Hz.
        align: how the grains of its training were aligned, ``peak`` or ``none``.
        pca: the baseline fitted on its training grains, None where a foreign model has none.
        deviations: ``(latent,)`` what one unit of each latent is in the prior's deviations.
        run: the run it comes from, None for a file.
    """

    name: str
    grain: int
    latent: int
    sample_rate: int
    align: str
    pca: Pca | None
    deviations: Floats
    run: Run | None
    _encode: Callable[[Floats], Floats]
    _decode: Callable[[Floats], Floats]
    _encode_once: Callable[[Floats], Floats] | None = None

    @property
    def unrefined(self) -> Codec | None:
        """The same with the encoder's first answer; None where it is not refined, or not known.

        See `granvae.models.refine`.
        """
        return replace(self, _encode=self._encode_once) if self._encode_once else None

    def encode(self, grains: Floats) -> Floats:
        """Grains ``(batch, grain)`` to latents ``(batch, latent)``."""
        return _batched(self._encode, grains, self.latent)

    def decode(self, latents: Floats) -> Floats:
        """Latents ``(batch, latent)`` to grains ``(batch, grain)``."""
        return _batched(self._decode, latents, self.grain)

    def reconstruct(self, grains: Floats) -> Floats:
        """Grains ``(batch, grain)`` encoded and decoded again, same shape."""
        return self.decode(self.encode(grains))


def open_codec(target: Path | str) -> Codec:
    """Open a run's folder or a model file, whichever `target` is.

    Raises:
        GranvaeError: it is neither, or it cannot be used to encode recordings.
    """
    path = Path(target)
    if path.is_dir():
        return codec_of_run(load_run(path))
    return codec_of_file(load_model(path))


def codec_of_run(run: Run) -> Codec:
    """The trained model of a run, as it is in memory."""
    model, config = run.model, run.config

    def encode(grains: Floats) -> Floats:
        with torch.inference_mode():
            latents: Floats = model.infer(torch.from_numpy(np.ascontiguousarray(grains))).numpy()
        return latents

    def encode_once(grains: Floats) -> Floats:
        with torch.inference_mode():
            mean: Floats = model.encode(torch.from_numpy(np.ascontiguousarray(grains)))[0].numpy()
        return mean

    def decode(latents: Floats) -> Floats:
        with torch.inference_mode():
            grains: Floats = model.decode(torch.from_numpy(latents)).numpy()
        return grains

    return Codec(
        name=str(run.folder),
        grain=config.grain,
        latent=config.latent,
        sample_rate=config.sample_rate,
        align=config.align,
        pca=Pca.load(run.folder / "pca.npz"),
        deviations=np.ones(config.latent, np.float32),
        run=run,
        _encode=encode,
        _decode=decode,
        _encode_once=encode_once if isinstance(model, RefinedGrainModel) else None,
    )


def codec_of_file(model: ModelFile) -> Codec:
    """A model file. A foreign one tells no alignment and has no baseline.

    Raises:
        GranvaeError: the file has no encoder or tells no sample rate.
    """
    if "encode" not in model.methods:
        raise GranvaeError(
            f"{model.path} has no method encode, so that it cannot be evaluated; "
            "give a model that `granvae export` wrote."
        )
    if model.sample_rate is None:
        raise GranvaeError(
            f"{model.path} does not tell its sample rate, so that it cannot be evaluated; "
            "give a model that `granvae export` wrote."
        )
    rotation = model.metadata.get("rotation", {})
    return Codec(
        name=str(model.path),
        grain=model.grain,
        latent=model.latent,
        sample_rate=model.sample_rate,
        align=str(model.metadata.get("align", "none")),
        pca=model.pca,
        deviations=np.asarray(rotation.get("deviation", [1.0] * model.latent), np.float32),
        run=None,
        _encode=model.encode,
        _decode=model.decode,
    )


def _batched(call: Callable[[Floats], Floats], rows: Floats, width: int) -> Floats:
    parts = [call(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)]
    return np.concatenate([np.empty((0, width), np.float32), *parts])
