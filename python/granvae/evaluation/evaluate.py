"""How well a model reproduces recordings, beside what is possible without learning.

Grains of a file are those that cover it one grain apart, aligned as in the training; those below
-50 dBFS RMS are left out. They are decoded from the latents that hosts get (`GrainModel.infer`),
and under ``encoder`` from the posterior mean, where that differs. All metrics are computed per
grain and then averaged: over a file's grains for that file, over all grains for ``mean`` and
``pca``, and over the files' metrics for ``mean_of_files`` and ``pca_of_files``, where a long file
counts no more than a short one.

Whole sounds are the loudest stretches of files, played by the engine (`granvae.evaluation.sounds`):
what one hears of a model, of which its grains are only a part.
"""

import tempfile
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from granvae.analysis.metrics import active_units
from granvae.data.atomic_write import atomic_write
from granvae.data.corpus import Corpus, load_corpus
from granvae.errors import GranvaeError
from granvae.evaluation.draws import score_draws
from granvae.evaluation.file_classes import classes_of
from granvae.evaluation.latent_probes import host_file, latent_changes, path_smoothness
from granvae.evaluation.report.audio import write_examples
from granvae.evaluation.report.report import write_report
from granvae.evaluation.result import Evaluation, LatentEffect, Scores
from granvae.evaluation.scoring import (
    Progress,
    part_of_run,
    score_systems,
    select_grains,
    store_grains,
)
from granvae.evaluation.sound_scores import score_sounds
from granvae.evaluation.sounds import choose_stretches, play_sounds
from granvae.export.codec import Codec, Floats, open_codec

_TYPICAL_POINTS = 64  # around which each latent is varied
_ENDS = 400  # points between which paths run


@dataclass(frozen=True)
class Limits:
    """How much of a large corpus an evaluation takes."""

    grains: int = 20_000  # of the evaluated files; each keeps its share
    other_grains: int = 5_000  # of the other side of a run's split, for its means
    stored_grains: int = 60_000  # of 512 samples, in the baseline ``nearest``
    sound_seconds: float = 60.0  # of sound to play; a second takes one of computing, or more
    drawn_points: int = 400  # of each kind: random ones, a walk, lines
    stretch_seconds: tuple[float, float] = (2.0, 5.0)  # of a file, where there are many or few


def evaluate(
    target: Path | str,
    sounds: Sequence[Path | str] = (),
    out: Path | None = None,
    json_file: Path | None = None,
    seed: int = 0,
    split: str = "all",
    on_progress: Progress | None = None,
    beside: Sequence[Path | str] = (),
    limits: Limits | None = None,
) -> Evaluation:
    """Score a run or a model file on recordings.

    Args:
        target: a run's folder or a ``model.ts``.
        sounds: files and folders; none means the folders that a run was trained on. Given others,
            a run is scored on its own sounds too, for the means of training and held-out files.
        out: a folder for the report, pictures and sounds, made if need be.
        json_file: where to write `Evaluation.to_json`.
        seed: of the selection of grains where there are too many.
        split: ``all``, or of a run's own sounds only its ``train`` or ``validation`` files.
        on_progress: called for each file that is read, and again for each that is scored.
        beside: other runs or model files, scored on the same grains.
        limits: how many grains at most; `Limits` if not given.

    Raises:
        GranvaeError: the target or the sounds cannot be used, all are silent, or one of
            ``beside`` takes other grains.

    Examples:
        >>> import soundfile, tempfile
        >>> noise = 0.1 * np.random.default_rng(0).normal(size=44100)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     soundfile.write(f"{folder}/noise.wav", noise, 44100)
        ...     result = evaluate("max-package/media/granvae-consort.ts", [folder])
        >>> list(result.files), result.mean.lsd_db < 20.0
        (['noise.wav'], True)
    """
    limits = limits or Limits()
    codec = open_codec(target)
    if codec.run is None and (split != "all" or not sounds):
        raise GranvaeError(
            f"{target} does not know its training files; give sounds and no split, or a run."
        )
    others = {_label(path, codec, beside): _open_other(codec, path) for path in beside}
    paths = tuple(map(str, sounds)) or (codec.run.config.sounds if codec.run else ())
    corpus = load_corpus(paths, codec.sample_rate, codec.grain, on_progress)
    halves = _halves(codec, paths, corpus, on_progress)
    trained_on = own_files = frozenset[str]()
    if codec.run is not None:
        corpus, trained_on = part_of_run(corpus, codec.run, split)
        own_files = frozenset((*codec.run.train_names, *codec.run.validation_names))
    for folder in (out, json_file.parent if json_file else None):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)  # before the work, should it be impossible
    selection = select_grains(corpus, codec.grain, codec.align, limits.grains, seed)
    own = (("encoder", codec.unrefined), ("pca", codec.pca))
    systems = {name: one.reconstruct for name, one in own if one is not None}
    stored = None
    if "train" in halves:
        stored = store_grains(halves["train"], codec.grain, codec.align, seed, limits.stored_grains)
        systems["nearest"] = stored.reconstruct
    systems |= {name: other.reconstruct for name, other in others.items()}
    latents: list[Floats] = []

    def reconstruct_and_keep(grains: Floats) -> Floats:  # encoding may cost most
        latents.append(codec.encode(grains))
        return codec.decode(latents[-1])

    scores = score_systems(
        {"model": reconstruct_and_keep, **systems}, selection, on_progress, {"nearest": trained_on}
    )
    files = scores["model"].files.keys()
    trained_on &= files
    sides = {"train": _of(scores, trained_on), "validation": _of(scores, own_files - trained_on)}
    for side, half in halves.items():
        if not sides[side]["model"]:
            rest = select_grains(half, codec.grain, codec.align, limits.other_grains, seed)
            memorised = {"nearest": rest.offsets if side == "train" else ()}
            every = {"model": codec.reconstruct, **systems}
            sides[side] = score_systems(every, rest, on_progress, memorised)
    # Latents of scored grains, of held-out files where there are some.
    held_out = {name: part for name, part in selection.offsets.items() if name not in trained_on}
    typical = compared = replace(selection, offsets=held_out or selection.offsets)
    if "validation" in halves:  # of the kinds that the model learned
        compared = select_grains(
            halves["validation"], codec.grain, codec.align, limits.drawn_points, seed
        )
    # From recordings of others first, last from files of the training; from each class in turn.
    parts = (files - own_files, files & own_files - trained_on, trained_on)
    groups = [names for part in parts for names in classes_of(sorted(part)).values()]
    seconds = (*limits.stretch_seconds, limits.sound_seconds)
    stretches = choose_stretches(corpus, groups, seconds, seed)
    with tempfile.TemporaryDirectory() as temporary:
        model = host_file(codec, Path(temporary))
        hosted = open_codec(model)
        points = hosted.encode(typical.draw(_ENDS, seed)[0])
        played = play_sounds(codec, model, corpus, stretches, on_progress)
        draws = score_draws(
            model,
            hosted.encode(compared.draw(limits.drawn_points, seed)[0]),
            limits.drawn_points,
            seed,
        )
    changes = latent_changes(hosted, points[:_TYPICAL_POINTS])
    result = Evaluation(
        name=codec.name,
        scores=scores,
        draws=draws,
        sounds=score_sounds(played, codec.grain, codec.sample_rate),
        training=sides["train"],
        held_out=sides["validation"],
        elsewhere=_of(scores, files - own_files) if own_files else {},
        training_files=trained_on,
        active_units=active_units(np.concatenate(latents) * codec.standard_deviations),
        latent=codec.latent,
        effects=tuple(map(LatentEffect, hosted.labels, changes.tolist())),
        path_smoothness=path_smoothness(hosted, points, seed),
        stored_grains=len(stored) if stored else 0,
        seed=seed,
        skipped=corpus.skipped,
    )
    if out is not None:
        if on_progress is not None:
            on_progress(len(selection.offsets), len(selection.offsets), "writing the report")
        report = write_report(out / "report.html", result, hosted, codec.run, selection, played)
        examples = write_examples(codec, selection, played, seed, out)
        result = replace(result, written=(report, *examples))
    if json_file is not None:
        with atomic_write(json_file) as part:
            part.write_text(result.to_json(), encoding="utf-8")
    return result


def _label(path: Path | str, codec: Codec, beside: Sequence[Path | str]) -> str:
    """The last part of a path, or all of it where that would name two things."""
    names = [Path(one).name for one in (codec.name, *beside)]
    return Path(path).name if names.count(Path(path).name) == 1 else str(path)


def _open_other(codec: Codec, path: Path | str) -> Codec:
    """A model to compare with, which must take the same grains."""
    other = open_codec(path)
    for what, unit in (("grain", " samples"), ("sample_rate", " Hz"), ("align", "")):
        mine, its = getattr(codec, what), getattr(other, what)
        if mine != its:
            raise GranvaeError(
                f"{path} has the {what.replace('_', ' ')} {its}{unit}, but {codec.name} {mine}"
                f"{unit}, so they cannot be scored on the same grains; leave it out of --beside."
            )
    return other


def _halves(
    codec: Codec, paths: tuple[str, ...], given: Corpus, on_progress: Progress | None
) -> dict[str, Corpus]:
    """Both sides of a run's split, as far as their sounds can be found; none for a model file."""
    if codec.run is None:
        return {}
    sounds = codec.run.config.sounds
    halves, own = {}, given
    # A run that was moved to another machine is scored on what is given.
    with suppress(GranvaeError):
        if paths != sounds:
            own = load_corpus(sounds, codec.sample_rate, codec.grain, on_progress)
        for side in ("train", "validation"):
            with suppress(GranvaeError):
                halves[side] = part_of_run(own, codec.run, side)[0]
    return halves


def _of(scores: dict[str, Scores], names: Collection[str]) -> dict[str, Scores]:
    return {system: one.of(names) for system, one in scores.items()}
