"""What a training and an export do for the map of a model (`granvae.engine.grain_map`)."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import torch

from granvae.analysis.descriptors import DESCRIPTORS
from granvae.analysis.metrics import SILENCE_DBFS, rms_dbfs
from granvae.data.corpus import Corpus
from granvae.data.grain_sampler import GrainSampler
from granvae.engine.grain_map import MAP_FILE, Floats, GrainMap, map_from_bytes
from granvae.training import datamodule
from granvae.training.run_folder import LATENTS, Run

MOST_GRAINS = 20_000

_PART = 512  # grains that a model takes at once
_DECIBELS = 20.0 / np.log(10.0)  # of a neper


def keep_grains(run: Run, corpus: Corpus) -> Floats:
    """Keep in the run's folder where its model puts grains of the corpus that it learned from.

    They are drawn over all sounds alike, by the run's seed; silent ones are left out where there
    are others. Returns their posterior means ``(n, latent)``.
    """
    sampler = GrainSampler(corpus, run.config.grain, run.config.align)
    rng = np.random.default_rng([run.config.seed % 2**63, 5])
    count = min(MOST_GRAINS, datamodule.SURVEY_SAMPLES // run.config.grain)
    offsets = sampler.draw_offsets(count, rng)
    grains = sampler.take(offsets)
    loud = rms_dbfs(grains) >= SILENCE_DBFS
    if loud.any():
        offsets, grains = offsets[loud], grains[loud]
    with torch.inference_mode():
        parts = [run.model.infer(part).numpy() for part in datamodule.in_parts(grains)]
    latents: Floats = np.concatenate(parts)
    starts = np.array([sound.start for sound in corpus.sounds], np.int64)
    sound = np.searchsorted(starts, offsets, side="right") - 1
    time = np.asarray((offsets - starts[sound]) / run.config.sample_rate, np.float32)
    names = tuple(one.name for one in corpus.sounds)
    temporary = run.folder / f".{MAP_FILE}.part"
    temporary.write_bytes(GrainMap(latents, sound, time, names, {}).to_bytes())
    os.replace(temporary, run.folder / MAP_FILE)
    return latents


def map_of_run(
    run: Run, to_host: Callable[[Floats], Floats], decode: Callable[[Floats], Floats]
) -> bytes:
    """The map of a run's model, as the extra file of an export.

    A run from before there were maps tells its grains' places, but not their sounds.

    Args:
        run: a trained one.
        to_host: the model's latents ``(n, latent)`` as those of hosts.
        decode: the model's latents ``(n, latent)`` to grains ``(n, grain)``.
    """
    path = run.folder / MAP_FILE
    if path.is_file():
        kept = map_from_bytes(path.read_bytes(), str(path))
    else:
        with np.load(run.folder / LATENTS, allow_pickle=False) as arrays:
            latents = np.asarray(arrays["latents"][:MOST_GRAINS], np.float32)
        nowhere = np.zeros(len(latents), np.int64)
        kept = GrainMap(latents, nowhere, nowhere.astype(np.float32), (), {})
    return GrainMap(
        to_host(kept.latents),
        kept.sound,
        kept.time,
        kept.names,
        describe_grains(kept.latents, decode, run.config.sample_rate),
    ).to_bytes()


def describe_grains(
    latents: Floats, decode: Callable[[Floats], Floats], sample_rate: int
) -> dict[str, Floats]:
    """The descriptors of a `GrainMap`: of the grains that ``latents (n, latent)`` decode to."""
    parts: dict[str, list[Floats]] = {
        name: [] for name in ("loudness", "centroid", "flatness", "harmonicity")
    }
    for begin in range(0, len(latents), _PART):
        grains = torch.from_numpy(decode(latents[begin : begin + _PART]))
        for name, values in parts.items():
            values.append(_in_units(name, DESCRIPTORS[name](grains).numpy(), grains, sample_rate))
    return {name: np.concatenate(v) if v else latents[:0, 0] for name, v in parts.items()}


def _in_units(name: str, values: Floats, grains: torch.Tensor, sample_rate: int) -> Floats:
    if name in ("loudness", "flatness"):
        return np.asarray(values * _DECIBELS, np.float32)
    if name == "centroid":
        return np.asarray(2.0**values * sample_rate / grains.shape[1], np.float32)
    return np.asarray(values, np.float32)
