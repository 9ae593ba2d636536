"""A training run or a model file behind one interface, which an evaluation scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from granvae.analysis.pca import Pca
from granvae.errors import GranvaeError
from granvae.export.model_file import ModelFile, open_model_file
from granvae.models.refine import RefinedGrainModel
from granvae.training.run_folder import PCA, Run, load_run

Floats = NDArray[np.float32]

_BATCH = 1024  # grains a call


@dataclass(frozen=True)
class Codec:
    """Something that encodes grains to latents and decodes them again.

    Attributes:
        name: for tables.
        grain: samples a grain.
        latent: latent dimensions.
        sample_rate: Hz.
        align: how the grains of its training were aligned, ``peak`` or ``none``.
        pca: the baseline fitted on its training grains, None where a foreign model has none.
        standard_deviations: ``(latent,)`` what one unit of each latent is, in σ of the
            prior.
        run: the run it comes from, None for a file.
        labels: of the latents of a file; those of a run have none.
    """

    name: str
    grain: int
    latent: int
    sample_rate: int
    align: str
    pca: Pca | None
    standard_deviations: Floats
    run: Run | None
    _encode: Callable[[Floats], Floats]
    _decode: Callable[[Floats], Floats]
    _encode_once: Callable[[Floats], Floats] | None = None
    labels: tuple[str, ...] = ()

    @property
    def unrefined(self) -> Codec | None:
        """The same without `granvae.models.refine`; None where there is none to leave out."""
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
    """Open a run's folder or a model file.

    Raises:
        GranvaeError: it is neither, or it cannot be used to encode recordings.
    """
    path = Path(target)
    if path.is_dir():
        return codec_of_run(load_run(path))
    return codec_of_file(open_model_file(path))


def codec_of_run(run: Run) -> Codec:
    """The trained model of a run, as it is in memory."""
    model, config = run.model, run.config
    refined = isinstance(model, RefinedGrainModel)
    return Codec(
        name=str(run.folder),
        grain=config.grain,
        latent=config.latent,
        sample_rate=config.sample_rate,
        align=config.align,
        pca=Pca.load(run.folder / PCA),
        standard_deviations=np.ones(config.latent, np.float32),
        run=run,
        _encode=_on_arrays(model.infer),
        _decode=_on_arrays(model.decode),
        _encode_once=_on_arrays(lambda grains: model.encode(grains)[0]) if refined else None,
    )


def codec_of_file(model: ModelFile) -> Codec:
    """A model file. A foreign one has neither an alignment nor a baseline.

    Raises:
        GranvaeError: the file has no encoder or no sample rate.
    """
    if "encode" not in model.methods or model.sample_rate is None:
        missing = "sample rate" if "encode" in model.methods else "method encode"
        raise GranvaeError(
            f"{model.path} has no {missing}, so that it cannot be evaluated; "
            "give a model that `granvae export` wrote."
        )
    rotation = model.metadata.get("rotation", {})
    labels = model.metadata.get("labels") or [f"latent {i}" for i in range(model.latent)]
    return Codec(
        name=str(model.path),
        grain=model.grain,
        latent=model.latent,
        sample_rate=model.sample_rate,
        align=str(model.metadata.get("align", "none")),
        pca=model.pca,
        standard_deviations=np.asarray(rotation.get("deviation", [1.0] * model.latent), np.float32),
        run=None,
        _encode=model.encode,
        _decode=model.decode,
        labels=tuple(map(str, labels)),
    )


def _on_arrays(function: Callable[[Tensor], Tensor]) -> Callable[[Floats], Floats]:
    @torch.inference_mode()
    def on_arrays(rows: Floats) -> Floats:
        return np.asarray(function(torch.from_numpy(np.ascontiguousarray(rows))))

    return on_arrays


def _batched(call: Callable[[Floats], Floats], rows: Floats, width: int) -> Floats:
    parts = [call(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)]
    return np.concatenate([np.empty((0, width), np.float32), *parts])
