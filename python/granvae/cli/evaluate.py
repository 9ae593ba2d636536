"""``granvae evaluate``: the metrics of a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from rich import box
from rich.markup import escape
from rich.table import Table

from granvae.cli.arguments import argument, file, option, whole
from granvae.cli.console import console, reading_progress

if TYPE_CHECKING:
    # `--help` and other commands should not wait for all that an evaluation needs.
    from granvae.evaluation.result import Evaluation, Metrics


def evaluate(
    target: Annotated[str, argument("RUN|MODEL", "Folder of a run, or a model file.")],
    sounds: Annotated[
        list[str] | None, argument("SOUNDS", "Sound files and folders.", default="the run's own")
    ] = None,
    out: Annotated[
        Path | None,
        file(
            "DIR",
            "Folder for report.html, figures and sounds.",
            default="RUN/evaluation, or beside the model; none with --json alone",
        ),
    ] = None,
    json: Annotated[Path | None, file("FILE", "JSON file for the metrics.")] = None,
    beside: Annotated[
        list[str] | None,
        option("RUN|MODEL", "Score this one on the same grains. May be repeated."),
    ] = None,
    split: Annotated[
        Literal["all", "train", "validation"],
        option("SIDE", "Of a run's own sounds, score all, train or validation."),
    ] = "all",
    seed: Annotated[int, whole("N", "Seed of the choice among very many grains", 0)] = 0,
) -> None:
    """Measure how well a model reproduces recordings.

    The report compares the model with PCA of as many numbers and with the nearest training grain,
    in metrics, figures and sounds. Whole sounds are measured and heard as the instrument plays
    them. With SOUNDS that were not trained on, it shows how the model generalises: to them, and to
    the training and held-out files of its run.

    Example:
        granvae evaluate my-run --split validation
    """
    from granvae.evaluation.evaluate import evaluate as evaluate_model

    if out is None and json is None:
        run = Path(target)
        out = run / "evaluation" if run.is_dir() else run.with_name(f"{run.stem}-evaluation")
    with reading_progress() as on_progress:
        result = evaluate_model(
            target, sounds or [], out, json, seed, split, on_progress, beside or []
        )
    print_evaluation(result)


def print_evaluation(result: Evaluation) -> None:
    """A row for each file and the means, each metric beside that of PCA."""
    from granvae.evaluation.report import sound_text, text
    from granvae.evaluation.result import HEADINGS

    title = f"{result.name}: {result.grains} grains, seed {result.seed}"
    table = Table(title=escape(title), box=box.SIMPLE_HEAD)
    table.add_column("file", overflow="fold")
    for heading in HEADINGS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    pca = result.scores.get("pca")
    for name, metrics in result.files.items():
        label = f"{name} (training)" if name in result.training_files else name
        table.add_row(escape(label), *_cells(metrics, pca.files[name] if pca else None))
    table.add_section()
    of_files, of_grains = (pca.mean_of_files, pca.mean) if pca else (None, None)
    table.add_row("mean over files", *_cells(result.mean_of_files, of_files), style="bold")
    table.add_row("mean over grains", *_cells(result.mean, of_grains), style="bold")
    for system, scores in result.scores.items():
        if system not in ("model", "pca") and scores:
            label = escape(text.scored_name(result, system))
            table.add_row(f"{label}, over files", *_cells(scores.mean_of_files, None))
            table.add_row(f"{label}, over grains", *_cells(scores.mean, None))
    console.print(table)
    if pca is None:
        console.print("The file carries no PCA of its training grains to compare with.")
    else:
        console.print(f"In brackets: PCA that keeps {result.latent} numbers a grain.")
    if result.training_files:
        console.print(f"{len(result.training_files)} files marked (training) trained the model.")
    for sentence in text.gap(result):
        console.print(sentence)
    _print_sounds(result)
    console.print(sound_text.played_sounds(result))
    if levels := sound_text.band_levels(result):
        console.print(levels)
    _print_draws(result)
    console.print(sound_text.drawn_points(result))
    console.print(f"{result.active_units} of {result.latent} latents are active.")
    console.print(text.audible(result), markup=False)
    console.print(text.smoothness(result.path_smoothness))
    for skipped in result.skipped:
        console.print(f"skipped {skipped.path}: {skipped.reason}", markup=False)
    for path in result.written:
        console.out(f"wrote {path}")


def _print_sounds(result: Evaluation) -> None:
    """Whole sounds: a row for each system, and for the model on each side."""
    from granvae.evaluation.band_scores import BAND_HEADINGS
    from granvae.evaluation.report import sound_text
    from granvae.evaluation.sound_scores import SOUND_HEADINGS, SoundMetrics

    if not result.sounds:
        return
    table = Table(title="Whole sounds, as they are played: medians over files", box=box.SIMPLE_HEAD)
    table.add_column("what is played", overflow="fold")
    for heading in SOUND_HEADINGS.values():
        table.add_column(heading, justify="right")

    def row(label: str, metrics: SoundMetrics, style: str | None = None) -> None:
        cells = (sound_text.sound_value(metrics, name) for name in SOUND_HEADINGS)
        table.add_row(escape(label), *cells, style=style)

    for system, metrics in result.sounds.medians().items():
        label = sound_text.sound_name(result, system)
        row(label, metrics, "bold" if system == "model" else None)
    if len(result.sound_sides) > 1:
        table.add_section()
        for side, systems in result.sound_sides.items():
            row(f"this model, {side} files", systems["model"])
    console.print(table)
    if len(result.bands) == 0:
        return
    table = Table(title="Bands: dB louder than recorded, mean over files", box=box.SIMPLE_HEAD)
    for heading in ("class", *BAND_HEADINGS):
        table.add_column(heading, justify="left" if heading == "class" else "right")
    for label, bands in result.bands.items():
        table.add_row(escape(label), *sound_text.band_values(bands))
    console.print(table)


def _print_draws(result: Evaluation) -> None:
    """Points that no recording gave: a row for each kind."""
    from granvae.evaluation.report import sound_text

    table = Table(title="Points that no recording gave", box=box.SIMPLE_HEAD)
    table.add_column("what is decoded")
    for heading in sound_text.DRAW_HEADINGS:
        table.add_column(heading, justify="right")
    for kind, scores in result.draws.kinds.items():
        table.add_row(sound_text.draw_name(kind), *sound_text.draw_values(scores))
    console.print(table)


def _cells(metrics: Metrics, baseline: Metrics | None) -> list[str]:
    from granvae.evaluation.result import HEADINGS

    if baseline is None:
        return [f"{getattr(metrics, name):.2f}" for name in HEADINGS]
    return [f"{getattr(metrics, name):.2f} ({getattr(baseline, name):.2f})" for name in HEADINGS]
