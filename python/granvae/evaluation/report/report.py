"""The report of an evaluation: one HTML file that shows, plays and explains everything."""

from __future__ import annotations

import dataclasses
import json
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from granvae.analysis.grain_plots import draw_reconstructions
from granvae.analysis.latent_plots import TURNS, draw_dimensions, draw_map
from granvae.analysis.metrics import AUDIBLE_DB
from granvae.analysis.training_curves import draw_curves, read_curves
from granvae.evaluation.latent_probes import LatentSpace, clear_point, turned
from granvae.evaluation.nearest_grain import STORED_GRAINS
from granvae.evaluation.report import audio, html, text
from granvae.evaluation.report.explorer_frame import viewer
from granvae.evaluation.report.tables import figure_tables
from granvae.evaluation.result import Evaluation
from granvae.evaluation.scores import classes_of
from granvae.evaluation.scoring import Choice
from granvae.export.codec import Floats
from granvae.models.presets import find_preset
from granvae.training import run_folder as runs
from granvae.training.run_folder import Run

__all__ = ["write_report"]

_SHOWN_GRAINS = 12
_MAPPED_GRAINS = 2000
_TURNED_GRAINS = 64  # of which one is turned
_SECTIONS = {
    "listen": "Listen",
    "figures": "Figures",
    "grains": "Grains and their reconstructions",
    "map": "Latent map",
    "dimensions": "What each dimension does",
    "training": "Training",
    "configuration": "Configuration",
    "method": "How this was measured",
}


def write_report(
    path: Path, result: Evaluation, space: LatentSpace, run: Run | None, choice: Choice
) -> Path:
    """Write the report, which needs no other file and no network, and return its path.

    Args:
        path: the file to write.
        result: the figures.
        space: the model with the latents that a musician turns.
        run: the run it comes from, None for a model file.
        choice: the judged grains.
    """
    parts = {
        "listen": _listen(result, space, choice),
        "figures": figure_tables(result),
        "grains": _grains(result, space, choice),
        "map": _map(space, choice, result.seed),
        "dimensions": _dimensions(result, space, choice),
        "training": _training(run),
        "configuration": _configuration(space, run),
        "method": _method(result),
    }
    links = "".join(
        f'<a href="#{anchor}">{title}</a>\n' for anchor, title in _SECTIONS.items() if parts[anchor]
    )
    body = (
        f"<header>\n<h1>{escape(Path(result.name).name)}</h1>\n"
        + html.paragraph(text.summary(result))
        + html.paragraph(" ".join(text.gap(result)))
        + html.tiles(_first_figures(result))
        + f"<nav>\n{links}</nav>\n</header>\n<main>\n"
        + "".join(html.section(anchor, _SECTIONS[anchor], text) for anchor, text in parts.items())
        + "</main>\n"
    )
    path.write_text(html.page(f"{Path(result.name).name}: evaluation", body), encoding="utf-8")
    return path


def _first_figures(result: Evaluation) -> list[tuple[str, str]]:
    scores, kind = text.newest(result)
    mine = scores["model"].mean_of_files
    where = f"files {kind}".rstrip()
    tiles = [
        (f"{mine['si_sdr_db']:.1f} dB", f"SI-SDR, mean over {where}"),
        (f"{mine['lsd_db']:.1f} dB", f"log-spectral distance, mean over {where}"),
    ]
    if scores.get("pca"):
        more = mine["si_sdr_db"] - scores["pca"].mean_of_files["si_sdr_db"]
        tiles.append((f"{more:+.1f} dB", "SI-SDR beside PCA with as many numbers"))
    heard = sum(one.audible for one in result.dimensions)
    tiles.append((f"{heard} of {len(result.dimensions)}", "dimensions that one hears"))
    tiles.append(
        (f"{result.path_smoothness.heard:.2f}", "largest step of a path over its mean; 1 is even")
    )
    return tiles


def _listen(result: Evaluation, space: LatentSpace, choice: Choice) -> str:
    def through(grains: Floats) -> Floats:
        return space.codec.decode(space.codec.encode(grains))

    known = any(side.get("model") for side in (result.training, result.unseen, result.elsewhere))
    return html.paragraph(
        "The loudest seconds of one file of each class, as recorded and as the model rebuilds "
        "them from grain after grain, at one common level."
    ) + audio.excerpts(choice, through, result.seen, known, result.seed)


def _grains(result: Evaluation, space: LatentSpace, choice: Choice) -> str:
    grains, names = choice.some(_SHOWN_GRAINS, result.seed)
    rebuilt = space.codec.decode(space.codec.encode(grains))
    draw = partial(draw_reconstructions, grains, rebuilt, space.codec.sample_rate, names)
    return html.picture(
        html.drawn(draw), "grains", "Grains drawn at random: waveforms above, spectra below."
    )


def _map(space: LatentSpace, choice: Choice, seed: int) -> str:
    grains, names = choice.some(_MAPPED_GRAINS, seed)
    latents = space.codec.encode(grains)
    if latents.shape[1] < 2:
        return ""
    of = {name: label for label, group in classes_of(choice.offsets).items() for name in group}
    draw = partial(draw_map, latents[:, :2], [of[name] for name in names], space.labels[:2])
    return viewer(space, choice, seed) + html.picture(
        html.drawn(draw),
        "map",
        f"Where {len(grains)} grains lie in the first two dimensions, coloured by class.",
    )


def _dimensions(result: Evaluation, space: LatentSpace, choice: Choice) -> str:
    labels = [one.label for one in result.dimensions][: audio.MOST_TRAVERSALS]
    changes = [one.lsd_db for one in result.dimensions]
    recorded, names = choice.some(_TURNED_GRAINS, result.seed)
    origin, row = clear_point(space, recorded)
    points = [[turned(origin[None], d, turn)[0] for turn in TURNS] for d in range(len(labels))]
    grains = space.codec.decode(np.concatenate([np.stack(turns) for turns in points]))
    shaped = grains.reshape(len(labels), len(TURNS), -1).astype(np.float64)

    def draw() -> Figure:
        return draw_dimensions(shaped, space.codec.sample_rate, labels, changes[: len(labels)])

    rest = len(changes) - len(labels)
    return (
        html.paragraph(
            f"{text.audible(result)} A dimension counts as audible where turning it from 0 to "
            f"±2 deviations changes the spectrum by {AUDIBLE_DB:g} dB or more, on average around "
            "recorded grains."
        )
        + html.paragraph(text.smoothness(result.path_smoothness))
        + html.paragraph(
            "Each player turns one dimension from -2 to +2 deviations while the others stay where "
            f"they are for a grain of {names[row]}."
            f"{f' The other {rest} dimensions are left out.' if rest else ''}"
        )
        + audio.traversals(space, origin, changes)
        + html.picture(
            html.drawn(draw),
            "dimensions",
            "Grains decoded with one dimension at -2 … +2 deviations, the others as recorded.",
        )
    )


def _training(run: Run | None) -> str:
    if run is None:
        return html.paragraph("A model file tells no curves; give the run's folder to see them.")
    curves = read_curves(run.folder / runs.METRICS)
    if not curves:
        return html.paragraph(f"{run.folder} holds no {runs.METRICS}.")
    figure = html.drawn(partial(draw_curves, {"": curves}))
    said = text.over_training(curves.get("loss", {}).get("val"))
    return (html.paragraph(said) if said else "") + html.picture(
        figure,
        "training",
        "Training and validation; where the validation turns up while the training falls on, "
        "the model over-fits.",
    )


def _configuration(space: LatentSpace, run: Run | None) -> str:
    codec = space.codec
    if run is None:
        return html.facts(
            {
                "sample rate": f"{codec.sample_rate} Hz",
                "grain": f"{codec.grain} samples",
                "latents": str(codec.latent),
                "aligned by": codec.align,
            }
        )
    preset = find_preset(run.config.preset).aligned(run.config.align)
    entries: dict[str, Any] = {**dataclasses.asdict(run.config), **run.summary}
    for title, part in (("loss", preset.loss), ("optimiser", preset.optimiser)):
        entries |= {f"{title}: {n}": value for n, value in dataclasses.asdict(part).items()}
    entries["model"] = f"{type(run.model).__name__}: {preset.summary}"
    versions = run.folder / runs.VERSIONS
    if versions.is_file():
        entries |= json.loads(versions.read_text(encoding="utf-8"))
    return html.facts({name.replace("_", " "): _text(value) for name, value in entries.items()})


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "not set" if value is None else str(value)


def _method(result: Evaluation) -> str:
    skipped = "".join(
        html.paragraph(f"Skipped {one.path}: {one.reason}", soft=True) for one in result.skipped
    )
    return (
        html.paragraph(
            f"{result.grains} grains were judged, drawn with seed {result.seed} where there were "
            "more; they cover the files one grain apart, aligned as in the training, without those "
            "below -50 dBFS. Every metric is computed for each grain, and averaged over a file's "
            "grains and then over files."
        )
        + html.paragraph(
            "SI-SDR (scale-invariant signal-to-distortion ratio) and SNR compare waveforms; higher "
            "is better. LSD (log-spectral distance, floored 60 dB below the recorded grain's "
            "strongest bin) and MR-STFT (multi-resolution STFT distance) compare spectra; lower is "
            "better."
        )
        + html.paragraph(
            "The yardsticks get a grain's level for free. PCA was fitted on training grains. The "
            f"nearest of {STORED_GRAINS:,} stored training grains (of fewer, where they are longer "
            "than 512 samples) is found by correlation; on files of the training, of which it "
            "would find the very grain, it is not judged."
        )
        + skipped
    )
