"""How well a model reproduces recordings, beside what is possible without learning.

Grains of a file are those that cover it one grain apart, aligned as in the training; those below
-50 dBFS RMS are left out; of more than `MAX_GRAINS` a seeded choice stays, each file keeping its
share. They are decoded from the latents that hosts get (`GrainModel.infer`), and under ``encoder``
from the posterior mean, where that is not the same. All metrics are computed per grain and then
averaged: over a file's grains for that file, over all grains for ``mean`` and ``pca``, and over the
files' figures for ``mean_of_files`` and ``pca_of_files``, where a long file counts no more than a
short one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from granvae.analysis import metrics
from granvae.data.corpus import Corpus, load_corpus
from granvae.errors import GranvaeError
from granvae.evaluation.latent_probes import (
    LatentSpace,
    dimension_changes,
    host_space,
    path_smoothness,
)
from granvae.evaluation.nearest_grain import store_grains
from granvae.evaluation.result import Dimension, Evaluation
from granvae.evaluation.scores import Scores
from granvae.evaluation.scoring import Choice, Progress, System, choose_grains, judge
from granvae.evaluation.sound_examples import write_examples
from granvae.evaluation.splits import part_of_run
from granvae.export.codec import Codec, Floats, open_codec

__all__ = ["MAX_GRAINS", "Evaluation", "evaluate"]

MAX_GRAINS = 20_000
OTHER_GRAINS = 5_000  # of the other side of a run's split, which only its mean is wanted of
_TYPICAL_POINTS = 64  # around which the dimensions are turned
_ENDS = 400  # points between which paths run


def evaluate(
    target: Path | str,
    sounds: Sequence[Path | str] = (),
    out: Path | None = None,
    json_file: Path | None = None,
    seed: int = 0,
    split: str = "all",
    on_progress: Progress | None = None,
    beside: Sequence[Path | str] = (),
) -> Evaluation:
    """Judge a run or a model file on recordings.

    Args:
        target: a run's folder or a ``model.ts``.
        sounds: files and folders; none means the folders that a run was trained from. A run is
            judged on its own sounds too, for the means of files that it heard and did not hear.
        out: a folder for the report, pictures and sounds, made if need be.
        json_file: where to write `Evaluation.to_json`.
        seed: of the choice of grains where there are too many.
        split: ``all``, or of a run's own sounds only its ``train`` or ``validation`` files.
        on_progress: called for each file that is read, and again for each that is judged.
        beside: other runs or model files, judged on the same grains.

    Raises:
        GranvaeError: the target or the sounds cannot be used, all are silent, or one of
            ``beside`` takes other grains.
    """
    codec = open_codec(target)
    if codec.run is None and (split != "all" or not sounds):
        raise GranvaeError(
            f"{target} does not know its training files; give sounds and no split, or a run."
        )
    others = {_label(path, codec, beside): _same_grains(codec, path) for path in beside}
    paths = tuple(map(str, sounds)) or (codec.run.config.sounds if codec.run else ())
    whole = load_corpus(paths, codec.sample_rate, codec.grain, on_progress)
    own, corpus, seen = _own_sounds(codec, paths, whole, on_progress), whole, frozenset[str]()
    if codec.run is not None:
        corpus, seen = part_of_run(whole, codec.run, split)
    for folder in (out, json_file.parent if json_file else None):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)  # before the work, should it be impossible
    choice = choose_grains(corpus, codec.grain, codec.align, MAX_GRAINS, seed)
    systems = {"model": _through(codec)}
    if codec.unrefined is not None:
        systems["encoder"] = _through(codec.unrefined)
    systems.update(_yardsticks(codec, own, seed))
    systems.update({name: _through(other) for name, other in others.items()})
    means: list[Floats] = []
    remembering = {**systems, "model": _remembering(codec, means)}
    scores = judge(remembering, choice, on_progress, {"nearest": seen})
    judged, ours = scores["model"].files.keys(), _own_names(codec)
    seen &= judged
    sides = {"train": _of(scores, seen), "validation": _of(scores, (judged & ours) - seen)}
    for side, part in sides.items():
        if not part["model"] and own is not None:
            sides[side] = _judge_side(codec, own, side, systems, seed, on_progress)
    space = host_space(codec)
    points = _typical(space, choice, seen, seed)
    changes = dimension_changes(space, points[:_TYPICAL_POINTS])
    result = Evaluation(
        name=codec.name,
        scores=scores,
        training=sides["train"],
        unseen=sides["validation"],
        elsewhere=_of(scores, judged - ours) if ours else {},
        seen=seen,
        active_units=metrics.active_units(np.concatenate(means) * codec.deviations),
        latent=codec.latent,
        dimensions=tuple(map(Dimension, space.labels, changes.tolist())),
        path_smoothness=path_smoothness(space, points, seed),
        seed=seed,
        skipped=corpus.skipped,
    )
    if out is not None:
        from granvae.evaluation.report.report import (
            write_report,  # torch is loaded by now; the pictures are not
        )

        if on_progress is not None:
            on_progress(len(choice.offsets), len(choice.offsets), "writing the report")
        report = write_report(out / "report.html", result, space, codec.run, choice)
        result = replace(result, written=(report, *write_examples(codec, choice, seed, out)))
    if json_file is not None:
        json_file.write_text(result.to_json(), encoding="utf-8")
    return result


def _label(path: Path | str, codec: Codec, beside: Sequence[Path | str]) -> str:
    """The last part of a path, or all of it where that would name two things."""
    names = [Path(one).name for one in (codec.name, *beside)]
    return Path(path).name if names.count(Path(path).name) == 1 else str(path)


def _same_grains(codec: Codec, path: Path | str) -> Codec:
    other = open_codec(path)
    for what, unit in (("grain", " samples"), ("sample_rate", " Hz"), ("align", "")):
        mine, its = getattr(codec, what), getattr(other, what)
        if mine != its:
            raise GranvaeError(
                f"{path} has the {what.replace('_', ' ')} {its}{unit}, but {codec.name} {mine}"
                f"{unit}, so that they cannot be judged on the same grains; leave it out of "
                "--beside."
            )
    return other


def _through(codec: Codec) -> System:
    return lambda grains: codec.decode(codec.encode(grains))


def _remembering(codec: Codec, means: list[Floats]) -> System:
    """As `_through`, keeping the latents: encoding may be the dearest part."""

    def through(grains: Floats) -> Floats:
        means.append(codec.encode(grains))
        return codec.decode(means[-1])

    return through


def _own_sounds(
    codec: Codec, paths: tuple[str, ...], given: Corpus, on_progress: Progress | None
) -> Corpus | None:
    """The sounds of a run's own split; None where there is no run, or they are gone."""
    if codec.run is None:
        return None
    config = codec.run.config
    if paths == config.sounds:
        return given
    try:
        return load_corpus(config.sounds, codec.sample_rate, codec.grain, on_progress)
    except GranvaeError:
        return None  # a run that was moved to another machine is judged on what is given


def _own_names(codec: Codec) -> frozenset[str]:
    """Files of both sides of a run's split; none for a model file."""
    if codec.run is None:
        return frozenset()
    return frozenset(codec.run.train_names) | frozenset(codec.run.validation_names)


def _of(scores: dict[str, Scores], names: Collection[str]) -> dict[str, Scores]:
    return {system: one.of(names) for system, one in scores.items()}


def _yardsticks(codec: Codec, own: Corpus | None, seed: int) -> dict[str, System]:
    systems: dict[str, System] = {}
    if codec.pca is not None:
        systems["pca"] = codec.pca.reconstruct
    half = _half(codec, own, "train")
    if half is not None:
        systems["nearest"] = store_grains(half, codec.grain, codec.align, seed).reconstruct
    return systems


def _half(codec: Codec, own: Corpus | None, side: str) -> Corpus | None:
    """The sounds of one side of the split, None where they cannot be found."""
    if codec.run is None or own is None:
        return None
    try:
        return part_of_run(own, codec.run, side)[0]
    except GranvaeError:
        return None


def _judge_side(
    codec: Codec,
    own: Corpus,
    side: str,
    systems: dict[str, System],
    seed: int,
    on_progress: Progress | None,
) -> dict[str, Scores]:
    half = _half(codec, own, side)
    if half is None:
        return {name: Scores({}, {}) for name in systems}
    choice = choose_grains(half, codec.grain, codec.align, OTHER_GRAINS, seed)
    stored = choice.offsets.keys() if side == "train" else ()
    return judge(systems, choice, on_progress, {"nearest": stored})


def _typical(space: LatentSpace, choice: Choice, seen: frozenset[str], seed: int) -> Floats:
    """Latents of judged grains, of unseen files where there are some."""
    unseen = {name: part for name, part in choice.offsets.items() if name not in seen}
    choice = replace(choice, offsets=unseen or choice.offsets)
    return space.codec.encode(choice.some(_ENDS, seed)[0])
