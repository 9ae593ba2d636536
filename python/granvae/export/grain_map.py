"""The map of a model file (`granvae.engine.grain_map`), made from that of a run."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from granvae.analysis.descriptors import DESCRIPTORS
from granvae.engine.grain_map import MAP_FILE, Floats, GrainMap, map_from_bytes
from granvae.training.datamodule import MOST_GRAINS
from granvae.training.run_folder import LATENTS, Run

_BATCH = 512  # grains
_DECIBELS = 20.0 / np.log(10.0)  # of a neper


def map_of_run(
    run: Run, to_host: Callable[[Floats], Floats], decode: Callable[[Floats], Floats]
) -> bytes:
    """The map of a run's model, as the extra file of an export.

    Runs of versions without maps have latents of grains, but not their sounds and times.

    Args:
        run: a trained one.
        to_host: the model's latents ``(n, latent)`` as those of hosts.
        decode: the model's latents ``(n, latent)`` to grains ``(n, grain)``.
    """
    path = run.folder / MAP_FILE
    if path.is_file():
        survey = map_from_bytes(path.read_bytes(), str(path))
    else:
        with np.load(run.folder / LATENTS, allow_pickle=False) as arrays:
            latents = np.asarray(arrays["latents"][:MOST_GRAINS], np.float32)
        unknown = np.zeros(len(latents), np.int64)
        survey = GrainMap(latents, unknown, unknown.astype(np.float32), unknown, (), {})
    descriptors = describe_grains(survey.latents, decode, run.config.sample_rate)
    exported = replace(survey, latents=to_host(survey.latents), descriptors=descriptors)
    return exported.to_bytes()


def describe_grains(
    latents: Floats, decode: Callable[[Floats], Floats], sample_rate: int
) -> dict[str, Floats]:
    """The descriptors of a `GrainMap`: of the grains that ``latents (n, latent)`` decode to."""
    names = ("loudness", "centroid", "flatness", "harmonicity")
    parts: dict[str, list[Floats]] = {name: [] for name in names}
    for begin in range(0, len(latents), _BATCH):
        grains = torch.from_numpy(decode(latents[begin : begin + _BATCH]))
        for name, values in parts.items():
            values.append(_in_units(name, DESCRIPTORS[name](grains).numpy(), grains, sample_rate))
    return {name: np.concatenate(v) if v else latents[:0, 0] for name, v in parts.items()}


def _in_units(name: str, values: Floats, grains: torch.Tensor, sample_rate: int) -> Floats:
    if name in ("loudness", "flatness"):
        return np.asarray(values * _DECIBELS, np.float32)
    if name == "centroid":
        return np.asarray(2.0**values * sample_rate / grains.shape[1], np.float32)
    return np.asarray(values, np.float32)
