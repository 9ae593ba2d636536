"""What the command line tells of a model file."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from granvae.export.model_file import ModelFile


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
    for sentence in remarks(info):
        console.print(sentence)


def remarks(info: dict[str, Any]) -> list[str]:
    """Sentences about what is not plain in the latents of a model: collapsed ones, controls."""
    sentences = []
    collapsed = int(info.get("collapsed", 0))
    if collapsed:
        verb = "is" if collapsed == 1 else "are"
        sentences.append(
            f"{collapsed} of {collapsed + int(info['latent'])} latents {verb} left out: collapsed, "
            "that is, nearly the same for all training grains."
        )
    for name, figures in info.get("controls", {}).items():
        if name not in info["labels"]:
            sentences.append(f"The control {name} was not learned: its latent is collapsed.")
        else:
            sentences.append(f"The latent {name} follows {name}: {_correlations(figures)}.")
    return sentences


def _correlations(figures: dict[str, float | None]) -> str:
    spearman, pearson = figures.get("spearman"), figures.get("pearson")
    if spearman is None or pearson is None:
        return "the validation grains do not differ in it, so that nothing was measured"
    return f"Spearman {spearman:.2f}, Pearson {pearson:.2f} on validation grains"


def _latent_table(info: dict[str, Any]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("latent", "share of variance", "1 %", "5 %", "median", "95 %", "99 %"):
        table.add_column(heading, justify="left" if heading == "latent" else "right")
    percentiles = info["statistics"]["percentiles"]
    for index, label in enumerate(info["labels"]):
        table.add_row(
            escape(label),
            f"{100.0 * info['variance_explained'][index]:.1f} %",
            *(f"{percentiles[key][index]:+.2f}" for key in ("1", "5", "50", "95", "99")),
        )
    return table


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
