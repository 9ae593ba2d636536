"""What the command line prints about evaluations and model files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from granvae.modelfile import ModelFile

if TYPE_CHECKING:
    # `granvae info` prints here too, and should not wait for all that an evaluation needs.
    from granvae.evaluate import Evaluation

_COLUMNS = {  # metric → heading; the arrow tells which way is better
    "si_sdr_db": "SI-SDR dB ↑",
    "snr_db": "SNR dB ↑",
    "lsd_db": "LSD dB ↓",
    "mr_stft": "MR-STFT ↓",
}


def make_console() -> Console:
    """Standard output; where that is a file or a pipe, as wide as the widest table."""
    console = Console()
    return console if console.is_terminal else Console(width=120)


@contextmanager
def reading_progress() -> Iterator[Callable[[int, int, str], None]]:
    """A bar on standard error while files are worked on; silent where that is no terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)

        def show(index: int, count: int, name: str) -> None:
            progress.update(task, completed=index, total=count, description=escape(name))

        yield show


def print_evaluation(result: Evaluation, console: Console) -> None:
    """A row for each file, the means, and the same of PCA beside every figure."""
    title = f"{result.name}: {result.grains} grains, seed {result.seed}"
    table = Table(title=escape(title), box=box.SIMPLE_HEAD)
    table.add_column("file", overflow="fold")
    for heading in _COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for name, figures in result.files.items():
        label = f"{name} (seen)" if name in result.seen else name
        table.add_row(escape(label), *_cells(figures, figures.get("pca")))
    table.add_section()
    table.add_row(
        "mean over files", *_cells(result.mean_of_files, result.pca_of_files), style="bold"
    )
    table.add_row("mean over grains", *_cells(result.mean, result.pca), style="bold")
    console.print(table)
    if result.pca is None:
        console.print("The file carries no PCA of its training grains to compare with.")
    else:
        console.print(f"In brackets: PCA that keeps {result.latent} numbers a grain.")
    if result.seen:
        console.print(f"{len(result.seen)} files marked (seen) were in the training.")
    console.print(f"{result.active_units} of {result.latent} latents are active.")
    for skipped in result.skipped:
        console.print(f"skipped {skipped.path}: {skipped.reason}", markup=False)
    for path in result.written:
        console.print(f"wrote {path}", markup=False, soft_wrap=True)


def describe_model(model: ModelFile) -> dict[str, Any]:
    """All that is known of a model file, for ``granvae info --json``."""
    known = {
        "file": str(model.path),
        "methods": list(model.methods),
        "sample_rate": model.sample_rate,
        "grain": model.grain,
        "latent": model.latent,
    }
    return {**model.metadata, **known}


def print_model(model: ModelFile, console: Console) -> None:
    """What a patcher needs: rate, sizes, and how far each latent reaches."""
    info = describe_model(model)
    rate = info["sample_rate"]
    console.print(f"[bold]{escape(str(model.path))}[/bold]", soft_wrap=True)
    facts = Table.grid(padding=(0, 2))
    facts.add_row("sample rate", f"{rate} Hz" if rate else "not told")
    facts.add_row("grain", _grain_text(model.grain, rate))
    facts.add_row("latents", str(model.latent))
    facts.add_row("methods", ", ".join(model.methods))
    if not model.metadata:
        console.print(facts)
        console.print("A model of the nn~ convention from elsewhere: it tells no more than this.")
        return
    facts.add_row("aligned by", str(info.get("align", "")))
    for title, key in (("architecture", "architecture"), ("training", "training")):
        facts.add_row(title, _listing(info.get(key, {})))
    error = info.get("export_error", {})
    facts.add_row(
        "export error",
        f"{error.get('in_memory', float('nan')):.1e} in memory, "
        f"{error.get('reloaded', float('nan')):.1e} reloaded (full scale 1)",
    )
    facts.add_row("made with", f"torch {info.get('torch_version', '?')}")
    console.print(facts)
    console.print(_latent_table(info))
    console.print("Latents are in deviations of the training grains; 0 is their mean.")


def _latent_table(info: dict[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("latent", "share of variance", "1 %", "5 %", "median", "95 %", "99 %", ""):
        table.add_column(heading, justify="left" if heading in ("latent", "") else "right")
    percentiles = info["statistics"]["percentiles"]
    for index, label in enumerate(info["labels"]):
        table.add_row(
            escape(label),
            f"{100.0 * info['variance_explained'][index]:.1f} %",
            *(f"{percentiles[key][index]:+.2f}" for key in ("1", "5", "50", "95", "99")),
            "" if info["active"][index] else "collapsed: changes almost nothing",
        )
    return table


def _cells(figures: dict[str, Any], baseline: dict[str, float] | None) -> list[str]:
    if baseline is None:
        return [f"{figures[metric]:.2f}" for metric in _COLUMNS]
    return [f"{figures[metric]:.2f} ({baseline[metric]:.2f})" for metric in _COLUMNS]


def _grain_text(grain: int, rate: int | None) -> str:
    if not rate:
        return f"{grain} samples"
    return f"{grain} samples = {1000.0 * grain / rate:.1f} ms, as recorded at {rate / grain:.2f} Hz"


def _listing(values: dict[str, Any]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {value:.4g}"
        if isinstance(value, float)
        else f"{name.replace('_', ' ')} {value}"
        for name, value in values.items()
        if not isinstance(value, dict | list)
    )
