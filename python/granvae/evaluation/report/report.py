"""The report of an evaluation: one HTML file that shows, plays and explains everything."""

import dataclasses
import json
from collections.abc import Sequence
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from granvae.analysis.metrics import AUDIBLE_DB, SILENCE_DBFS
from granvae.analysis.plots import SWEEP_VALUES, draw_latents, draw_map, draw_reconstructions
from granvae.analysis.training_curves import draw_curves, read_curves
from granvae.engine.grain_map import GrainMap
from granvae.engine.model_info import PlayedModel
from granvae.evaluation.band_scores import BAND_HEADINGS
from granvae.evaluation.file_classes import classes_of
from granvae.evaluation.latent_probes import REACH, clear_point, with_latent
from granvae.evaluation.report import sound_text, text
from granvae.evaluation.report.audio import MOST_SWEEPS, make_excerpts, make_sweeps
from granvae.evaluation.report.page import PageFigure, page_figure, write_template
from granvae.evaluation.result import HEADINGS, Evaluation
from granvae.evaluation.scoring import GrainSelection
from granvae.evaluation.sound_scores import SOUND_HEADINGS
from granvae.evaluation.sounds import PlayedSound
from granvae.export.codec import Codec
from granvae.export.grain_map import describe_grains
from granvae.models.presets import find_model_preset
from granvae.play.explorer.page import page, page_data
from granvae.training import run_folder as runs
from granvae.training.run_folder import Run

Section = dict[str, object]  # what the template shows of it, by name

_SHOWN_GRAINS = 12
_MAPPED_GRAINS = 2000
_EXPLORED_GRAINS = 4000  # which the report carries
_SWEPT_GRAINS = 64  # candidates for the origin of the sweeps


def write_report(
    path: Path,
    result: Evaluation,
    codec: Codec,
    run: Run | None,
    selection: GrainSelection,
    sounds: Sequence[PlayedSound],
) -> Path:
    """Write the report, which needs no other file and no network, and return its path.

    Of a model file there is no ``run``; ``selection`` are the scored grains.
    """
    return write_template(
        path,
        "report.html",
        title=Path(result.name).name,
        result=result,
        text=text,
        sound_text=sound_text,
        tiles=_tiles(result),
        excerpts=make_excerpts(sounds, result, codec.sample_rate),
        headings=HEADINGS,
        sound_headings=SOUND_HEADINGS,
        band_headings=BAND_HEADINGS,
        grains=_grains(result, codec, selection),
        map=_map(codec, selection, result.seed),
        latents=_latents(result, codec, selection),
        training=_training(run),
        configuration=_configuration(codec, run),
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
    played = sound_text.headline_medians(result)[0].get("model")
    if played is not None and np.isfinite(played.pitch):
        tiles.append((f"{100.0 * played.pitch:.0f} %", "of voiced frames keep their pitch, played"))
    count = sum(one.audible for one in result.effects)
    tiles.append((f"{count} of {len(result.effects)}", "latents are audible"))
    smoothness = f"{result.path_smoothness.spectral:.2f}"
    return [*tiles, (smoothness, "largest step of a path over its mean; 1 is even")]


def _grains(result: Evaluation, codec: Codec, selection: GrainSelection) -> PageFigure:
    grains, names = selection.draw(_SHOWN_GRAINS, result.seed)
    rebuilt = codec.reconstruct(grains)
    caption = "Grains drawn at random: waveforms above, spectra below."
    draw = partial(draw_reconstructions, grains, rebuilt, codec.sample_rate, names)
    return page_figure("grains", caption, draw)


def _map(codec: Codec, selection: GrainSelection, seed: int) -> Section | None:
    if codec.latent < 2:
        return None
    grains, names = selection.draw(_MAPPED_GRAINS, seed)
    latents = codec.encode(grains)
    classes = {name: label for label, of in classes_of(selection.offsets).items() for name in of}
    caption = f"{len(grains)} grains by their first two latents, coloured by class."
    of_grains = [classes[name] for name in names]
    draw = partial(draw_map, latents[:, :2], of_grains, codec.labels[:2])
    explorer = _explorer(codec, selection, seed)
    return {"explorer": explorer, "figure": page_figure("map", caption, draw)}


def _explorer(codec: Codec, selection: GrainSelection, seed: int) -> str:
    """The explorer as an HTML document: a map of scored grains, without sound or server."""
    names, offsets = selection.drawn_offsets(_EXPLORED_GRAINS, seed)
    files = {name: index for index, name in enumerate(selection.offsets)}
    starts = {sound.name: sound.start for sound in selection.corpus.sounds}
    samples = offsets - np.array([starts[name] for name in names])
    latents = codec.encode(selection.sampler.take(offsets))
    descriptors = describe_grains(latents, codec.decode, codec.sample_rate)
    sounds = np.array([files[name] for name in names])
    seconds = (samples / codec.sample_rate).astype(np.float32)
    alone = np.zeros_like(sounds)
    grain_map = GrainMap(latents, sounds, seconds, alone, tuple(files), descriptors)
    model = PlayedModel(
        file=Path(""),
        latents=codec.latent,
        grain=codec.grain,
        rate=float(codec.sample_rate),
        metadata={"labels": list(codec.labels), "name": "Latent map"},
    )
    return page(page_data(model, grain_map))


def _latents(result: Evaluation, codec: Codec, selection: GrainSelection) -> Section:
    shown = result.effects[:MOST_SWEEPS]
    labels, changes = [one.label for one in shown], [one.lsd_db for one in shown]
    recorded, names = selection.draw(_SWEPT_GRAINS, result.seed)
    origin, row = clear_point(codec, recorded)
    ends = product(range(len(shown)), SWEEP_VALUES)
    points = [with_latent(origin[None], latent, value) for latent, value in ends]
    grains = codec.decode(np.concatenate(points)).astype(np.float64)
    grains = grains.reshape(len(shown), len(SWEEP_VALUES), -1)
    draw = partial(draw_latents, grains, codec.sample_rate, labels, changes)
    caption = "Grains decoded with one latent at -2 … +2 σ, the others as recorded."
    return {
        "origin": names[row],
        "left_out": len(result.effects) - len(shown),  # of the players
        "sweeps": make_sweeps(codec, origin, result.effects),
        "figure": page_figure("latents", caption, draw),
    }


def _training(run: Run | None) -> Section:
    if run is None:
        return {"remark": "A model file has no curves; give the run's folder to see them."}
    curves = read_curves(run.folder / runs.METRICS)
    if not curves:
        return {"remark": f"{run.folder} holds no {runs.METRICS}."}
    caption = (
        "Training and validation. Where the validation loss rises while the training loss falls, "
        "the model over-fits."
    )
    return {
        "remark": text.over_training(curves.get("loss", {}).get("val")),
        "figure": page_figure("training", caption, partial(draw_curves, {"": curves})),
    }


def _configuration(codec: Codec, run: Run | None) -> dict[str, str]:
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
