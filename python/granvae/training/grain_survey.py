"""Where the model of a run puts the grains that it learned from."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from granvae.analysis.metrics import SILENCE_DBFS, rms_dbfs
from granvae.data.atomic_write import atomic_write
from granvae.data.corpus import Corpus
from granvae.data.grain_sampler import GrainSampler
from granvae.engine.grain_map import MAP_FILE, GrainMap
from granvae.training.datamodule import in_batches
from granvae.training.run_folder import Run, save_latents

MOST_GRAINS = 20_000


def survey_grains(run: Run, corpus: Corpus, samples: int) -> None:
    """Write ``latents.npz`` and ``map.npz`` of a run.

    The grains are drawn over all sounds alike, by the run's seed. Silent ones are left out where
    there are others.

    Args:
        run: a trained one.
        corpus: what it was trained on.
        samples: of audio in all grains; there are at most `MOST_GRAINS` of them.
    """
    sampler = GrainSampler(corpus, run.config.grain, run.config.align)
    rng = np.random.default_rng([run.config.seed % 2**63, 5])
    offsets = sampler.draw_offsets(min(MOST_GRAINS, samples // run.config.grain), rng)
    grains = sampler.take(offsets)
    loud = rms_dbfs(grains) >= SILENCE_DBFS
    if loud.any():
        offsets, grains = offsets[loud], grains[loud]
    with torch.inference_mode():
        batches = [run.model.infer(batch).numpy() for batch in in_batches(grains)]
    latents: NDArray[np.float32] = np.concatenate(batches)
    starts = np.array([sound.start for sound in corpus.sounds], np.int64)
    sound = np.searchsorted(starts, offsets, side="right") - 1
    time = np.asarray((offsets - starts[sound]) / run.config.sample_rate, np.float32)
    names = tuple(one.name for one in corpus.sounds)
    with atomic_write(run.folder / MAP_FILE) as part:
        part.write_bytes(GrainMap(latents, sound, time, names, {}).to_bytes())
    save_latents(run.folder, latents)
