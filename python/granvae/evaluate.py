"""How well a model reproduces recordings, beside the linear model of the same size.

Grains of a file are those that cover it one grain apart, aligned as in the training; those below
-50 dBFS RMS are left out; of more than `MAX_GRAINS` a seeded choice stays, each file keeping its
share. They are decoded from the posterior mean. All metrics are computed per grain and then
averaged: over a file's grains for that file, over all grains for ``mean`` and ``pca``, and over the
files' figures for ``mean_of_files`` and ``pca_of_files``, where a long file counts no more than a
short one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from granvae import metrics, plots
from granvae.codec import Codec, Floats, open_codec
from granvae.corpus import Corpus, Skipped, Sound, load_corpus
from granvae.errors import GranvaeError
from granvae.grains import GrainSampler
from granvae.resynthesis import reconstruct_sounds
from granvae.splits import part_of_run

Progress = Callable[[int, int, str], None]  # files done, files in all, the one in work
Figures = dict[str, float]  # one figure for each name in `metrics.METRICS`

MAX_GRAINS = 20_000
_SHOWN_GRAINS = 16


@dataclass(frozen=True)
class Evaluation:
    """The figures of `evaluate`.

    Attributes:
        name: the run's folder or the model's file.
        mean: the model's figures, averaged over all grains.
        pca: those of PCA, None for a foreign model that carries none.
        mean_of_files: the model's figures for each file, averaged over files.
        pca_of_files: the same of PCA.
        files: by file name, the model's figures and under ``pca`` the baseline's.
        seen: names of files that the model was trained on, as far as is known.
        active_units: latents that vary (Burda et al. 2016).
        latent: latents in all.
        grains: grains that were judged.
        seed: of the choice among them.
        skipped: files that could not be used, and why.
        written: files that the evaluation wrote, besides the JSON.
    """

    name: str
    mean: Figures
    pca: Figures | None
    mean_of_files: Figures
    pca_of_files: Figures | None
    files: dict[str, dict[str, Any]]
    seen: frozenset[str]
    active_units: int
    latent: int
    grains: int
    seed: int
    skipped: tuple[Skipped, ...]
    written: tuple[Path, ...] = ()

    def to_json(self) -> str:
        """The report for programs: the figures, without what only explains the table."""
        fields = {
            "mean": self.mean,
            "pca": self.pca,
            "mean_of_files": self.mean_of_files,
            "pca_of_files": self.pca_of_files,
            "files": self.files,
            "active_units": self.active_units,
            "grains": self.grains,
            "seed": self.seed,
        }
        return json.dumps(fields, indent=2) + "\n"


def evaluate(
    target: Path | str,
    sounds: Sequence[Path | str] = (),
    out: Path | None = None,
    json_file: Path | None = None,
    seed: int = 0,
    split: str = "all",
    on_progress: Progress | None = None,
) -> Evaluation:
    """Judge a run or a model file on recordings.

    Args:
        target: a run's folder or a ``model.ts``.
        sounds: files and folders; none means the folders that a run was trained from.
        out: a folder for pictures and sounds, made if need be.
        json_file: where to write `Evaluation.to_json`.
        seed: of the choice of grains where there are too many.
        split: ``all``, or of a run's own sounds only its ``train`` or ``validation`` files.
        on_progress: called for each file that is read, and again for each that is judged.

    Raises:
        GranvaeError: the target or the sounds cannot be used, or all are silent.
    """
    codec = open_codec(target)
    if codec.run is None and (split != "all" or not sounds):
        raise GranvaeError(
            f"{target} does not know its training files; give sounds and no split, or a run."
        )
    paths = tuple(sounds) or (codec.run.config.sounds if codec.run else ())
    corpus = load_corpus(paths, codec.sample_rate, codec.grain, on_progress)
    seen = frozenset[str]()
    if codec.run is not None:
        corpus, seen = part_of_run(corpus, codec.run, split)
    for folder in (out, json_file.parent if json_file else None):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)  # before the work, should it be impossible
    sampler = GrainSampler(corpus, codec.grain, codec.align)
    chosen = _choose_grains(corpus, sampler, seed)
    result = _judge(codec, sampler, chosen, seen, corpus.skipped, seed, on_progress)
    if out is not None:
        if on_progress is not None:
            on_progress(len(chosen), len(chosen), "overlap-adding all grains")
        written = _write_examples(codec, corpus, sampler, chosen, seed, out)
        result = Evaluation(**{**vars(result), "written": written})
    if json_file is not None:
        json_file.write_text(result.to_json(), encoding="utf-8")
    return result


def _choose_grains(
    corpus: Corpus, sampler: GrainSampler, seed: int
) -> dict[str, NDArray[np.int64]]:
    """Offsets of the grains to judge, by file name; files of silence have none and are left out."""
    loud = {}
    for sound in corpus.sounds:
        offsets = _loud(sampler, sound)
        if len(offsets):
            loud[sound.name] = offsets
    total = sum(map(len, loud.values()))
    if not total:
        raise GranvaeError(
            f"None of the {len(corpus.sounds)} sounds has a grain above "
            f"{metrics.SILENCE_DBFS:g} dBFS RMS; give louder recordings."
        )
    rng = np.random.default_rng(seed)
    share = min(1.0, MAX_GRAINS / total)
    return {
        name: np.sort(rng.choice(offsets, max(1, round(share * len(offsets))), replace=False))
        for name, offsets in loud.items()
    }


def _loud(sampler: GrainSampler, sound: Sound) -> NDArray[np.int64]:
    offsets = sampler.offsets_of(sound, sampler.grain)
    if not len(offsets):
        return offsets
    return offsets[metrics.rms_dbfs(sampler.take(offsets)) >= metrics.SILENCE_DBFS]


def _judge(
    codec: Codec,
    sampler: GrainSampler,
    chosen: dict[str, NDArray[np.int64]],
    seen: frozenset[str],
    skipped: tuple[Skipped, ...],
    seed: int,
    on_progress: Progress | None,
) -> Evaluation:
    files: dict[str, dict[str, Any]] = {}
    means, counts = [], []
    for index, (name, offsets) in enumerate(chosen.items()):
        if on_progress is not None:
            on_progress(index, len(chosen), name)
        grains = sampler.take(offsets)
        latents = codec.encode(grains)
        files[name] = dict(_figures(grains, codec.decode(latents)))
        if codec.pca is not None:
            files[name]["pca"] = _figures(grains, codec.pca.reconstruct(grains))
        means.append(latents * codec.deviations)
        counts.append(len(offsets))
    baselines = [figures["pca"] for figures in files.values() if "pca" in figures]
    return Evaluation(
        name=codec.name,
        mean=_average(list(files.values()), counts),
        pca=_average(baselines, counts) if baselines else None,
        mean_of_files=_average(list(files.values()), [1] * len(files)),
        pca_of_files=_average(baselines, [1] * len(files)) if baselines else None,
        files=files,
        seen=seen & files.keys(),
        active_units=metrics.active_units(np.concatenate(means)),
        latent=codec.latent,
        grains=sum(counts),
        seed=seed,
        skipped=skipped,
    )


def _figures(recorded: Floats, reconstructed: Floats) -> Figures:
    return {
        name: float(np.mean(metric(recorded, reconstructed)))
        for name, metric in metrics.METRICS.items()
    }


def _average(figures: Sequence[dict[str, Any]], weights: Sequence[int]) -> Figures:
    return {
        name: float(np.average([one[name] for one in figures], weights=weights))
        for name in metrics.METRICS
    }


def _write_examples(
    codec: Codec,
    corpus: Corpus,
    sampler: GrainSampler,
    chosen: dict[str, NDArray[np.int64]],
    seed: int,
    out: Path,
) -> tuple[Path, ...]:
    picture, before, after = (
        out / name for name in ("reconstructions.png", "input.wav", "reconstruction.wav")
    )
    names = np.repeat(list(chosen), [len(offsets) for offsets in chosen.values()])
    offsets = np.concatenate(list(chosen.values()))
    some = np.random.default_rng(seed).permutation(len(offsets))[:_SHOWN_GRAINS]
    grains = sampler.take(offsets[some])
    plots.plot_reconstructions(
        picture, grains, codec.decode(codec.encode(grains)), codec.sample_rate, list(names[some])
    )

    def through(batch: Floats) -> Floats:
        return codec.decode(codec.encode(batch))

    recorded, rebuilt = reconstruct_sounds(corpus, sampler, through)
    # 32-bit float: a reconstruction may pass full scale, and its level must stay comparable.
    for path, audio in ((before, recorded), (after, rebuilt)):
        try:
            soundfile.write(path, audio, codec.sample_rate, subtype="FLOAT")
        except soundfile.LibsndfileError as error:
            raise GranvaeError(
                f"{path} cannot be written ({error}); choose another --out or make room."
            ) from error
    return picture, before, after
