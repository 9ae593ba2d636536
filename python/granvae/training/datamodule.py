"""What a training hears: grains to learn from, and grains to be judged by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

from granvae.analysis.grain_plots import plot_grains
from granvae.analysis.metrics import SILENCE_DBFS
from granvae.analysis.pca import fit_pca
from granvae.data.augmentation import ResamplingSampler
from granvae.data.corpus import Corpus, load_corpus
from granvae.data.grain_dataset import GrainStream
from granvae.data.grain_sampler import GrainSampler
from granvae.errors import GranvaeError
from granvae.models.presets import find_preset
from granvae.training import run_folder as runs
from granvae.training.checkpoints import sweep
from granvae.training.config import TrainConfig

# An epoch is one pass over the training sounds, grains side by side, but no shorter than makes a
# validation and two checkpoints worth their time, and no longer than one cares to lose or wait.
EPOCH_BATCHES = (150, 300)
VALIDATION_GRAINS = 2048
VALIDATION_BATCH = 512
# Samples of audio from which the principal components and the statistics of the latents are
# taken: 20,000 grains of 512.
SURVEY_SAMPLES = 20_000 * 512
PICTURED_GRAINS = 24


@dataclass(frozen=True)
class Material:
    """What a training hears.

    Attributes:
        batches: of training grains, ``(batch, grain)`` each, or this process's share of them.
        validation: the same grains after every epoch, in parts ``(n, grain)``.
    """

    batches: GrainStream
    validation: list[torch.Tensor]


def prepare(
    config: TrainConfig,
    out: Path | None,
    resume: bool,
    console: Console | None,
    say: Callable[[str], None],
    share: tuple[int, int] = (0, 1),
) -> Material:
    """Read and split the sounds, and begin the run's folder or check that it is of these sounds.

    Args:
        config: of the run, with its length.
        out: folder of the run; None for a process that helps another, which keeps it.
        resume: the run was begun before.
        console: where to show how reading goes, None for nowhere.
        say: takes lines for the user, among them every skipped file.
        share: ``(rank, world)``: the batches are those of one process among so many.

    Raises:
        GranvaeError: the sounds cannot be used, or are not those of the run to resume.
    """
    preset = find_preset(config.preset)
    corpus = _read(config, console)
    for skipped in corpus.skipped:
        say(f"Skipped {skipped.path}: {skipped.reason}")
    ours, others = corpus.split(config.validation, config.seed, config.grain)
    names = {
        "train": tuple(sound.name for sound in ours.sounds),
        "validation": tuple(sound.name for sound in others.sounds),
    }
    if out is not None and resume and runs.read_split(out) != names:
        raise GranvaeError(
            f"The sounds in {', '.join(config.sounds)} are not those that {out} was begun with; "
            "give the same, or choose another --out."
        )
    batch = preset.optimiser.batch if config.batch is None else config.batch
    stream = GrainStream(
        ResamplingSampler(ours, config.grain, config.align, SILENCE_DBFS, preset.resampled),
        batch,
        _epoch_batches(ours, config.grain, batch),
        config.seed,
    ).part(*share)
    judged = GrainSampler(others, config.grain, config.align, SILENCE_DBFS)
    grains = judged.draw(VALIDATION_GRAINS, np.random.default_rng([config.seed % 2**63, 1]))
    if out is not None:
        if resume:
            runs.save_config(out, config)
            sweep(out)
        else:
            runs.begin_run(out, config, ours, others)
        if not (out / runs.PCA).exists():  # a run killed at its very beginning has none yet
            survey = GrainSampler(ours, config.grain, config.align, SILENCE_DBFS).draw(
                SURVEY_SAMPLES // config.grain, np.random.default_rng([config.seed % 2**63, 2])
            )
            fit_pca(survey, config.latent).save(out / runs.PCA)
            plot_grains(out / runs.GRAINS, survey[:PICTURED_GRAINS], config.sample_rate)
    say(
        f"Learning from {ours.seconds:.0f} s of {len(ours.sounds)} sounds, "
        f"validating on {others.seconds:.0f} s of {len(others.sounds)}."
    )
    return Material(stream, in_parts(grains))


def _read(config: TrainConfig, console: Console | None) -> Corpus:
    if console is None:
        return load_corpus(config.sounds, config.sample_rate, config.grain)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("reading sounds")

        def tell(index: int, count: int, name: str) -> None:
            bar.update(task, completed=index, total=count)

        return load_corpus(config.sounds, config.sample_rate, config.grain, tell)


def _epoch_batches(corpus: Corpus, grain: int, batch: int) -> int:
    least, most = EPOCH_BATCHES
    samples = sum(sound.length for sound in corpus.sounds)
    return min(max(samples // (grain * batch), least), most)


def in_parts(grains: NDArray[np.float32]) -> list[torch.Tensor]:
    """Grains ``(n, grain)`` in parts that a model takes at once."""
    starts = range(0, len(grains), VALIDATION_BATCH)
    return [torch.from_numpy(grains[start : start + VALIDATION_BATCH]) for start in starts]
