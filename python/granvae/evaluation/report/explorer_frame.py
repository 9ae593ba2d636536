"""The explorer inside a report: a map of the scored grains, without sound or server."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from granvae.engine.grain_map import GrainMap
from granvae.engine.model_info import PlayedModel
from granvae.evaluation.latent_probes import LatentSpace
from granvae.evaluation.scoring import GrainSelection
from granvae.export.grain_map import describe_grains
from granvae.play.explorer.page import page, page_data

_MOST = 4000  # grains; the report carries them


def explorer_page(space: LatentSpace, selection: GrainSelection, seed: int) -> str:
    """The HTML document, with at most 4,000 of the scored grains, drawn by seed."""
    codec = space.codec
    names, offsets = selection.drawn_offsets(_MOST, seed)
    files = {name: index for index, name in enumerate(selection.offsets)}
    starts = {sound.name: sound.start for sound in selection.corpus.sounds}
    seconds = (offsets - np.array([starts[name] for name in names])) / codec.sample_rate
    latents = codec.encode(selection.sampler.take(offsets))
    grain_map = GrainMap(
        latents,
        np.array([files[name] for name in names]),
        np.asarray(seconds, np.float32),
        tuple(files),
        describe_grains(latents, codec.decode, codec.sample_rate),
    )
    model = PlayedModel(
        file=Path(""),
        latents=codec.latent,
        grain=codec.grain,
        rate=float(codec.sample_rate),
        metadata={"labels": list(space.labels), "name": "Latent map"},
    )
    return page(page_data(model, grain_map))
