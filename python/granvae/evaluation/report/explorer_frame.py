"""The explorer inside a report: a map of the judged grains, which asks nobody and plays nothing."""

from __future__ import annotations

from html import escape
from pathlib import Path

import numpy as np

from granvae.engine.grain_map import GrainMap
from granvae.engine.model_info import PlayedModel
from granvae.evaluation.latent_probes import LatentSpace
from granvae.evaluation.scoring import Choice
from granvae.export.codec import Floats
from granvae.export.grain_map import describe_grains
from granvae.play.explorer.page import page, page_data

_MOST = 4000  # grains; the report carries them
_HEIGHT = 620  # CSS pixels
_NOWHERE = Path("")


def viewer(space: LatentSpace, choice: Choice, seed: int) -> str:
    """An ``iframe`` element that holds the whole page.

    Args:
        space: the model with the latents that a musician turns.
        choice: the judged grains, of which at most 4,000 are shown, drawn by seed.
        seed: of that draw.
    """
    codec = space.codec
    sounds = {sound.name: sound for sound in choice.corpus.sounds}
    names = tuple(choice.offsets)
    sound = np.repeat(np.arange(len(names)), [len(part) for part in choice.offsets.values()])
    offsets = np.concatenate(list(choice.offsets.values()))
    drawn = np.random.default_rng(seed).permutation(len(offsets))[:_MOST]
    sound, offsets = sound[drawn], offsets[drawn]
    starts = np.array([sounds[name].start for name in names], np.int64)
    latents: Floats = codec.encode(choice.sampler.take(offsets))
    kept = GrainMap(
        latents,
        sound,
        np.asarray((offsets - starts[sound]) / codec.sample_rate, np.float32),
        names,
        describe_grains(latents, codec.decode, codec.sample_rate),
    )
    metadata = {"labels": list(space.labels), "name": "Latent map"}
    model = PlayedModel(file=_NOWHERE, latents=codec.latent, grain=codec.grain,
                        rate=float(codec.sample_rate), metadata=metadata)  # fmt: skip
    html = escape(page(page_data(model, kept)))
    return (
        f'<iframe title="Latent map of the grains" loading="lazy" srcdoc="{html}" '
        f'style="width:100%;height:{_HEIGHT}px;border:0;border-radius:.5rem"></iframe>\n'
    )
