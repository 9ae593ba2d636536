"""The report of an evaluation: one HTML file that shows, plays and explains everything."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from granvae.analysis.grain_plots import draw_reconstructions
from granvae.analysis.latent_plots import SWEEP_VALUES, draw_latents, draw_map
from granvae.analysis.metrics import AUDIBLE_DB, SILENCE_DBFS
from granvae.analysis.training_curves import draw_curves, read_curves
from granvae.evaluation.latent_probes import REACH, LatentSpace, clear_point, with_latent
from granvae.evaluation.report import text
from granvae.evaluation.report.audio import (
    MOST_SWEEPS,
    Sweep,
    make_excerpts,
    make_sweeps,
)
from granvae.evaluation.report.explorer_frame import explorer_page
from granvae.evaluation.report.page import PageFigure, page_figure, write_page
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scores import HEADINGS, classes_of
from granvae.evaluation.scoring import GrainSelection
from granvae.models.presets import find_model_preset
from granvae.training import run_folder as runs
from granvae.training.run_folder import Run

_SHOWN_GRAINS = 12
_MAPPED_GRAINS = 2000
_SWEPT_GRAINS = 64  # candidates for the origin of the sweeps


@dataclass(frozen=True)
class MapSection:
    """Where grains lie: the explorer's document, and a figure coloured by class."""

    explorer: str
    figure: PageFigure


@dataclass(frozen=True)
class LatentsSection:
    """What each latent does, around the grain of ``origin``; ``left_out`` have no player."""

    origin: str
    left_out: int
    sweeps: list[Sweep]
    figure: PageFigure


@dataclass(frozen=True)
class TrainingSection:
    """Remarks on a training and, where its run is at hand, its curves."""

    remark: str
    figure: PageFigure | None = None


def write_report(
    path: Path,
    result: Evaluation,
    space: LatentSpace,
    run: Run | None,
    selection: GrainSelection,
) -> Path:
    """Write the report, which needs no other file and no network, and return its path.

    Args:
        path: the file to write.
        result: the metrics.
        space: the model with the latents of hosts.
        run: the run it comes from, None for a model file.
        selection: the scored grains.
    """
    return write_page(
        path,
        "report.html",
        title=Path(result.name).name,
        result=result,
        text=text,
        tiles=_tiles(result),
        excerpts=make_excerpts(selection, space.codec.reconstruct, result),
        headings=HEADINGS,
        grains=_grains(result, space, selection),
        map=_map(space, selection, result.seed),
        latents=_latents(result, space, selection),
        training=_training(run),
        configuration=_configuration(space, run),
        audible_db=AUDIBLE_DB,
        reach=REACH,
        silence_dbfs=SILENCE_DBFS,
    )


def _tiles(result: Evaluation) -> list[tuple[str, str]]:
    """The metrics to see first, each with what it is."""
    scores, which = text.headline_scores(result)
    own = scores["model"].mean_of_files
    where = which.format("files")
    tiles = [
        (f"{own.si_sdr_db:.1f} dB", f"SI-SDR, mean over {where}"),
        (f"{own.lsd_db:.1f} dB", f"log-spectral distance, mean over {where}"),
    ]
    if scores.get("pca"):
        gain = own.si_sdr_db - scores["pca"].mean_of_files.si_sdr_db
        tiles.append((f"{gain:+.1f} dB", "SI-SDR against PCA with as many numbers"))
    count = sum(one.audible for one in result.effects)
    return [
        *tiles,
        (f"{count} of {len(result.effects)}", "latents are audible"),
        (
            f"{result.path_smoothness.spectral:.2f}",
            "largest step of a path over its mean; 1 is even",
        ),
    ]


def _grains(result: Evaluation, space: LatentSpace, selection: GrainSelection) -> PageFigure:
    grains, names = selection.draw(_SHOWN_GRAINS, result.seed)
    rebuilt = space.codec.reconstruct(grains)
    return page_figure(
        "grains",
        "Grains drawn at random: waveforms above, spectra below.",
        partial(draw_reconstructions, grains, rebuilt, space.codec.sample_rate, names),
    )


def _map(space: LatentSpace, selection: GrainSelection, seed: int) -> MapSection | None:
    """None for a model of a single latent."""
    if space.codec.latent < 2:
        return None
    grains, names = selection.draw(_MAPPED_GRAINS, seed)
    latents = space.codec.encode(grains)
    classes = {name: label for label, of in classes_of(selection.offsets).items() for name in of}
    figure = page_figure(
        "map",
        f"{len(grains)} grains by their first two latents, coloured by class.",
        partial(draw_map, latents[:, :2], [classes[name] for name in names], space.labels[:2]),
    )
    return MapSection(explorer_page(space, selection, seed), figure)


def _latents(result: Evaluation, space: LatentSpace, selection: GrainSelection) -> LatentsSection:
    shown = result.effects[:MOST_SWEEPS]
    recorded, names = selection.draw(_SWEPT_GRAINS, result.seed)
    origin, row = clear_point(space, recorded)
    points = [
        with_latent(origin[None], latent, value)
        for latent in range(len(shown))
        for value in SWEEP_VALUES
    ]
    grains = space.codec.decode(np.concatenate(points)).astype(np.float64)
    draw = partial(
        draw_latents,
        grains.reshape(len(shown), len(SWEEP_VALUES), -1),
        space.codec.sample_rate,
        [one.label for one in shown],
        [one.lsd_db for one in shown],
    )
    caption = "Grains decoded with one latent at -2 … +2 σ, the others as recorded."
    return LatentsSection(
        origin=names[row],
        left_out=len(result.effects) - len(shown),
        sweeps=make_sweeps(space, origin, result.effects),
        figure=page_figure("latents", caption, draw),
    )


def _training(run: Run | None) -> TrainingSection:
    if run is None:
        return TrainingSection("A model file has no curves; give the run's folder to see them.")
    curves = read_curves(run.folder / runs.METRICS)
    if not curves:
        return TrainingSection(f"{run.folder} holds no {runs.METRICS}.")
    caption = (
        "Training and validation. Where the validation loss rises while the training loss falls, "
        "the model over-fits."
    )
    return TrainingSection(
        text.over_training(curves.get("loss", {}).get("val")),
        page_figure("training", caption, partial(draw_curves, {"": curves})),
    )


def _configuration(space: LatentSpace, run: Run | None) -> dict[str, str]:
    codec = space.codec
    if run is None:
        return {
            "sample rate": f"{codec.sample_rate} Hz",
            "grain": f"{codec.grain} samples",
            "latents": str(codec.latent),
            "aligned by": codec.align,
        }
    preset = find_model_preset(run.config.preset).aligned(run.config.align)
    entries: dict[str, object] = {**dataclasses.asdict(run.config), **run.summary}
    for title, part in (("loss", preset.loss), ("optimiser", preset.optimiser)):
        entries |= {f"{title}: {n}": value for n, value in dataclasses.asdict(part).items()}
    entries["model"] = f"{type(run.model).__name__}: {preset.summary}"
    versions = run.folder / runs.VERSIONS
    if versions.is_file():
        entries |= json.loads(versions.read_text(encoding="utf-8"))
    return {name.replace("_", " "): text.setting(value) for name, value in entries.items()}
