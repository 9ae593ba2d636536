"""The grains of a training: to learn from, to validate on, and to survey at its end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress
from torch import Tensor
from torch.utils.data import IterableDataset

from granvae.analysis.metrics import SILENCE_DBFS, rms_dbfs
from granvae.analysis.pca import fit_pca
from granvae.analysis.plots import plot_grains
from granvae.data.atomic_write import atomic_write
from granvae.data.corpus import Corpus, load_corpus
from granvae.data.grain_dataset import GrainStream
from granvae.data.grain_sampler import GrainSampler, ResamplingSampler
from granvae.data.grain_stretches import HOP, rows_along
from granvae.engine.grain_map import MAP_FILE, GrainMap
from granvae.errors import GranvaeError
from granvae.models.presets import find_model_preset
from granvae.training import run_folder as runs
from granvae.training.checkpoints import remove_partial
from granvae.training.config import CONFIG, Budget, TrainConfig
from granvae.training.lightning_module import GrainLightningModule
from granvae.training.run_folder import Run, make_run_folder, read_split, save_latents, split_of

VALIDATION_BATCH = 512
MOST_GRAINS = 40_000  # of a survey, about
_LONGEST_SILENCE = 0.25  # seconds that a survey goes on through
PICTURED_GRAINS = 24


@dataclass(frozen=True)
class TrainingData:
    """The grains of a training.

    Attributes:
        stream: batches of training grains ``(batch, grain)``, or this process's rows of them.
        validation: the same grains after every epoch, in batches ``(n, grain)``.
    """

    stream: GrainStream
    validation: list[Tensor]


class EpochBatches(IterableDataset[Tensor]):
    """A stream's batches until the epoch, or the whole training, is over.

    The training ends by ending an epoch early. Every checkpoint therefore stands between two
    epochs, where a resumed training can begin exactly.
    """

    def __init__(self, stream: GrainStream, module: GrainLightningModule) -> None:
        super().__init__()
        self.stream = stream
        self.module = module

    def __iter__(self) -> Iterator[Tensor]:
        # Lightning's own count is one behind where a resumed training asks for its first batch.
        self.stream.set_epoch(self.module.epochs_done)
        first_step = self.module.global_step
        for index, batch in enumerate(self.stream):
            # Lightning takes a batch ahead of its step, so that its count of steps is behind.
            if index and not self.module.schedule.includes(first_step + index):
                return
            yield batch


def prepare_data(
    config: TrainConfig,
    out: Path | None,
    resume: bool,
    console: Console | None,
    say: Callable[[str], None],
    share: tuple[int, int] = (0, 1),
    budget: Budget = Budget(),  # noqa: B008 - it is frozen
) -> TrainingData:
    """Read and split the sounds; make the run's folder, or check that it is of these sounds.

    Args:
        config: of the run, with its length.
        out: folder of the run; None in all processes but the first.
        resume: the run exists already.
        console: where to show how reading goes, None for nowhere.
        say: takes lines for the user, among them every skipped file.
        share: ``(rank, world)`` of this process.
        budget: lengths of an epoch, of the validation and of the survey.

    Raises:
        GranvaeError: the sounds cannot be used, or are not those of the run to resume.
    """
    preset = find_model_preset(config.preset)
    corpus = _read(config, console)
    for skipped in corpus.skipped:
        say(f"Skipped {skipped.path}: {skipped.reason}")
    if config.held_out:
        train, held_out = corpus.hold_out(config.held_out)
    else:
        train, held_out = corpus.split(config.validation, config.seed, config.grain)
    split = split_of(train, held_out)
    old = read_split(out) if out is not None and resume else split
    if (old.train, old.validation) != (split.train, split.validation):
        raise GranvaeError(
            f"The sounds in {', '.join(config.sounds)} are not those that {out} was begun with; "
            "give the same, or choose another --out."
        )
    batch = preset.optimiser.batch if config.batch is None else config.batch
    fewest, most = budget.epoch_batches
    samples = sum(sound.length for sound in train.sounds)
    stream = GrainStream(
        ResamplingSampler(train, config.grain, config.align, SILENCE_DBFS, preset.resampled),
        batch,
        min(max(samples // (config.grain * batch), fewest), most),
        config.seed,
    ).part(*share)
    grains = _drawn(held_out, config, budget.validation_grains, 1)
    if out is not None:
        if resume:
            config.save(out / CONFIG)
            remove_partial(out)
        else:
            make_run_folder(out, config, train, held_out)
        if not (out / runs.PCA).exists():  # a run killed at its very beginning has none yet
            survey = _drawn(train, config, budget.survey_samples // config.grain, 2)
            fit_pca(survey, config.latent).save(out / runs.PCA)
            plot_grains(out / runs.GRAINS, survey[:PICTURED_GRAINS], config.sample_rate)
    say(
        f"Learning from {train.seconds:.0f} s of {len(train.sounds)} sounds, "
        f"validating on {held_out.seconds:.0f} s of {len(held_out.sounds)}."
    )
    return TrainingData(stream, in_batches(grains))


def survey_grains(run: Run, corpus: Corpus, samples: int) -> None:
    """Write ``latents.npz`` and ``map.npz`` of a run.

    The grains follow each other along stretches of all recordings. Where these are silent for long,
    the stretches end. ``latents.npz`` holds those that are audible, if any are.

    Args:
        run: a trained one.
        corpus: what it was trained on.
        samples: of audio in all grains; there are about `MOST_GRAINS` of them at most.
    """
    grain, align, rate = run.config.grain, run.config.align, run.config.sample_rate
    rows = rows_along(corpus, grain, align, min(MOST_GRAINS, samples // grain))
    loud = rms_dbfs(corpus.windows(rows.offsets, grain)) >= SILENCE_DBFS
    if loud.any():
        silent = _long_runs(~loud, round(_LONGEST_SILENCE * rate / (HOP * grain)))
        rows, loud = rows.without(silent), loud[~silent]
    grains = corpus.windows(rows.offsets, grain)
    with torch.inference_mode():
        latents = torch.cat([run.model.infer(batch) for batch in in_batches(grains)]).numpy()
    starts = np.array([sound.start for sound in corpus.sounds], np.int64)
    time = np.asarray((rows.offsets - starts[rows.sound]) / rate, np.float32)
    used, sound = np.unique(rows.sound, return_inverse=True)
    names = tuple(corpus.sounds[index].name for index in used)
    with atomic_write(run.folder / MAP_FILE) as part:
        part.write_bytes(GrainMap(latents, sound, time, rows.place, names, {}).to_bytes())
    save_latents(run.folder, latents[loud] if loud.any() else latents)


def _long_runs(flags: NDArray[np.bool_], longest: int) -> NDArray[np.bool_]:
    """Those of ``flags (n,)`` that belong to more than ``longest`` in a row."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    kept = np.zeros_like(flags)
    for begin, end in edges.reshape(-1, 2):
        kept[begin:end] = end - begin > longest
    return kept


def in_batches(grains: NDArray[np.float32]) -> list[Tensor]:
    """Grains ``(n, grain)`` in batches that a model takes at once."""
    return list(torch.split(torch.from_numpy(grains), VALIDATION_BATCH))


def _drawn(corpus: Corpus, config: TrainConfig, count: int, use: int) -> NDArray[np.float32]:
    """Grains that are audible, by random numbers of their own for each use."""
    rng = np.random.default_rng([config.seed % 2**63, use])
    return GrainSampler(corpus, config.grain, config.align, SILENCE_DBFS).draw(count, rng)


def _read(config: TrainConfig, console: Console | None) -> Corpus:
    with Progress(console=console, transient=True, disable=console is None) as bar:
        task = bar.add_task("reading sounds")
        return load_corpus(
            config.sounds,
            config.sample_rate,
            config.grain,
            lambda index, count, _: bar.update(task, completed=index, total=count),
        )
