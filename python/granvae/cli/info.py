"""``granvae info``: what patches need to know of a model."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Annotated, Any

from rich import box
from rich.markup import escape
from rich.table import Table

from granvae.cli.arguments import ModelFile, option
from granvae.cli.console import console
from granvae.engine.grain_map import read_map
from granvae.engine.model import load_model
from granvae.engine.model_info import FORMAT, METHODS, read_metadata

if TYPE_CHECKING:
    from pathlib import Path

    from granvae.engine.grain_map import GrainMap


def info(
    model: ModelFile,
    as_json: Annotated[bool, option("", "Print JSON instead of tables.", "--json")] = False,
) -> None:
    """Show the sample rate, grain and latents of a model, and where it comes from.

    The table shows how far each latent reaches, in standard deviations of the training grains.

    Example:
        granvae info my-model.ts
    """
    described = _described(model)
    if as_json:
        console.out(json.dumps(described, indent=2))
    else:
        _print_model(described)


def remarks(description: dict[str, Any]) -> list[str]:
    """Sentences about the latents of a model: which collapsed, which follow a control."""
    sentences = []
    collapsed = int(description.get("collapsed", 0))
    if collapsed:
        verb = "is" if collapsed == 1 else "are"
        sentences.append(
            f"{collapsed} of {collapsed + int(description['latent'])} latents {verb} left out: "
            "collapsed, that is, nearly the same for all training grains."
        )
    for name, metrics in description.get("controls", {}).items():
        if name not in description["labels"]:
            sentences.append(f"The control {name} was not learned: its latent is collapsed.")
        else:
            sentences.append(f"The latent {name} follows {name}: {_correlations(metrics)}.")
    return sentences


def _described(file: Path) -> dict[str, Any]:
    """The metadata of a model, with its file, methods, sample rate, grain and latents."""
    if read_metadata(file).get("format") == FORMAT:  # ours: as it is played, without torch
        ours = load_model(file)
        sizes = {"sample_rate": round(ours.sample_rate), "grain": ours.grain}
        return {**ours.metadata, "file": str(file), "methods": METHODS, **sizes} | {
            "latent": ours.latents
        }
    from granvae.export.model_file import open_model_file  # loads torch

    other = open_model_file(file)
    own = {name: getattr(other, name) for name in ("methods", "sample_rate", "grain", "latent")}
    return {**other.metadata, "file": str(other.path), **own}


def _print_model(description: dict[str, Any]) -> None:
    grain, rate = description["grain"], description["sample_rate"]
    file = description["file"]
    console.print(f"[bold]{escape(file)}[/bold]", soft_wrap=True)
    facts = Table.grid(padding=(0, 2))
    facts.add_row("sample rate", f"{rate} Hz" if rate else "unknown")
    natural = (
        f" = {1e3 * grain / rate:.1f} ms, as recorded at {rate / grain:.2f} Hz" if rate else ""
    )
    facts.add_row("grain", f"{grain} samples{natural}")
    facts.add_row("latents", str(description["latent"]))
    facts.add_row("methods", ", ".join(description["methods"]))
    if "format" not in description:
        console.print(facts)
        console.print("A model of the nn~ convention from elsewhere: nothing more is known of it.")
        return
    if origin := description.get("origin"):
        facts.add_row("origin", escape(str(origin)))
    facts.add_row("aligned by", str(description.get("align", "")))
    bands = int(description.get("noise_bands", 0))
    facts.add_row("noise", f"in {bands} bands" if bands else "none")
    facts.add_row("map", _size_of(read_map(file)))
    for key in ("architecture", "training"):
        facts.add_row(key, _listing(description.get(key, {})))
    in_memory, reloaded = (
        description.get("export_error", {}).get(key, math.nan) for key in ("in_memory", "reloaded")
    )
    facts.add_row(
        "export error", f"{in_memory:.1e} in memory, {reloaded:.1e} reloaded (full scale 1)"
    )
    facts.add_row("made with", f"torch {description.get('torch_version', '?')}")
    console.print(facts)
    console.print(_latent_table(description))
    console.print("Latents are in standard deviations of the training grains; 0 is their mean.")
    for sentence in remarks(description):
        console.print(sentence, markup=False)


def _size_of(grain_map: GrainMap | None) -> str:
    if grain_map is None:
        return "none"
    return f"{len(grain_map.latents)} grains of {len(grain_map.names)} sounds"


def _correlations(metrics: dict[str, float | None]) -> str:
    spearman, pearson = metrics.get("spearman"), metrics.get("pearson")
    if spearman is None or pearson is None:
        return "the validation grains do not differ in it, so that nothing was measured"
    return f"Spearman {spearman:.2f}, Pearson {pearson:.2f} on validation grains"


def _latent_table(description: dict[str, Any]) -> Table:
    table = Table("latent", box=box.SIMPLE_HEAD)
    for heading in ("share of variance", "1 %", "5 %", "median", "95 %", "99 %"):
        table.add_column(heading, justify="right")
    percentiles = description["statistics"]["percentiles"]
    for index, label in enumerate(description["labels"]):
        table.add_row(
            escape(label),
            f"{100.0 * description['variance_explained'][index]:.1f} %",
            *(f"{percentiles[key][index]:+.2f}" for key in ("1", "5", "50", "95", "99")),
        )
    return table


def _listing(values: dict[str, Any]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {f'{value:.4g}' if isinstance(value, float) else value}"
        for name, value in values.items()
        if not isinstance(value, dict | list)
    )
