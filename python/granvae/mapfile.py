"""What a training and an export do for the map of a model; `granvae.grainmap` tells what it is."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import torch

from granvae.corpus import Corpus
from granvae.descriptors import DESCRIPTORS
from granvae.grainmap import MAP_FILE, Floats, GrainMap, map_from_bytes
from granvae.grains import GrainSampler
from granvae.metrics import SILENCE_DBFS
from granvae.run import LATENTS, Run

MOST_GRAINS = 20_000

_PART = 512  # grains that a model takes at once
_DECIBELS = 20.0 / np.log(10.0)  # of a neper


def keep_grains(run: Run, corpus: Corpus) -> None:
    """Keep in the run's folder where its model puts grains of the corpus that it learned from.

    They are drawn over all sounds alike, by the run's seed; silent ones are left out.
    """
    sampler = GrainSampler(corpus, run.config.grain, run.config.align)
    rng = np.random.default_rng([run.config.seed % 2**63, 5])
    seconds = sum(sound.length for sound in corpus.sounds) / run.config.sample_rate
    # A short recording has no more to tell than its grains at every eighth of their length.
    count = min(MOST_GRAINS, int(8.0 * seconds * run.config.sample_rate / run.config.grain) + 1)
    offsets = sampler.draw_offsets(count, rng)
    threshold = 10.0 ** (SILENCE_DBFS / 20.0)
    kept, latents = [], []
    for begin in range(0, count, _PART):
        part = offsets[begin : begin + _PART]
        grains = sampler.take(part)
        loud = np.sqrt(np.mean(np.square(grains), axis=1)) >= threshold
        if loud.any():
            with torch.inference_mode():
                latents.append(run.model.infer(torch.from_numpy(grains[loud])).numpy())
            kept.append(part[loud])
    where = np.concatenate(kept) if kept else offsets[:0]
    starts = np.array([sound.start for sound in corpus.sounds], np.int64)
    sound = np.searchsorted(starts, where, side="right") - 1
    whole = GrainMap(
        np.concatenate(latents) if latents else np.zeros((0, run.config.latent), np.float32),
        sound,
        np.asarray((where - starts[sound]) / run.config.sample_rate, np.float32),
        tuple(one.name for one in corpus.sounds),
        {},
    )
    temporary = run.folder / f".{MAP_FILE}.part"
    temporary.write_bytes(whole.to_bytes())
    os.replace(temporary, run.folder / MAP_FILE)


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
