"""Spectra of a looped table of known partials, and how loud what does not belong to it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from granvae import Player
from tools import peers
from tools.generated import markdown
from tools.pictures import alias, style
from tools.pictures.alias import Float32

# From a table (n,), reads of it a second, the sample rate in Hz, and how many samples to make.
Reader = Callable[[Float32, float, int, int], Float32]

INTERPOLATIONS = ("none", "linear", "cubic", "sinc")
RATE = 44100  # Hz
TABLE = 4096  # samples
PITCH = 430.0  # Hz: partials are at least this far apart
# Table samples a sample of the output: none that would meet the table's samples or their quarters,
# where every player is exact; the last is the speed of a loop at 440 Hz.
SPEEDS = {"0.27": 0.27, "1.06": 1.06, "7.3": 7.3, "40.9": 440.0 * TABLE / RATE}
GOAL = -90.0  # dB: what a reading may add at most
_FLOOR = -150.0  # dB
_LOOKS = (  # of the curves: ours are blue
    ("#9dbbe0", "--"),
    ("#6b97cf", "-"),
    ("#3d6cab", "-"),
    (style.PARTIAL, "-"),
    ("#d9480f", "--"),
    ("#7a9a3a", "-"),
)
_BEGINNING = 4096  # samples left out
_COLUMNS = 700  # across the picture; the loudest line of each is drawn
_EDGES = -60.0  # dB: columns of a partial below this hold only its edges


def ours(table: Float32, frequency: float, rate: int, samples: int, interpolation: str) -> Float32:
    """Our loop mode without a crossfade."""
    player = Player(table, rate, rate)
    player.set("interpolation", interpolation)
    return player.process(frequency, 0.0, 0.0, samples=_BEGINNING + samples)[_BEGINNING:]


def readers() -> dict[str, Reader]:
    """Those that are installed, by the names that the pictures give them."""
    found: dict[str, Reader] = {
        f"granvae, {name}": partial(ours, interpolation=name) for name in INTERPOLATIONS
    }
    if peers.pyo_installed():
        found["pyo TableRead, linear"] = partial(peers.pyo_loop, interpolation="linear")
    if peers.pd_installed():
        found["Pd tabread4~"] = peers.pd_loop
    return found


def measure(reader: Reader, speed: float, size: int = TABLE) -> tuple[alias.Spectrum, float]:
    """The spectrum of a table as a reader plays it, and its worst partial's error in dB.

    At this speed, the partials of the table are harmonics of a pitch a little above `PITCH`.
    """
    step = max(1, round(PITCH * size / (speed * RATE)))
    table = alias.HarmonicTable.draw(size, step + (step + 1) % 2)
    partials = table.frequencies(speed, RATE)
    sound = reader(table.samples, speed * RATE / size, RATE, alias.SAMPLES)
    error = alias.level_error_db(sound, RATE, partials, table.level)
    return alias.spectrum(sound, RATE, partials), error


def draw_spectra(file: Path, readers: dict[str, Reader], name: str) -> dict[str, float]:
    """A panel a reader at one speed; returns the loudest product of each, in dB."""
    spectra = {title: measure(reader, SPEEDS[name])[0] for title, reader in readers.items()}
    found = {title: spectrum.alias_db for title, spectrum in spectra.items()}
    titles = [f"{title}: {style.decibels(level)}" for title, level in found.items()]
    size = (10.0, 2.3 * -(-len(titles) // 3) + 0.5)
    figure, axes = style.panels(size, 3, titles, "frequency (kHz)", "level (dB)")
    for axis, spectrum in zip(axes, spectra.values(), strict=True):
        _panel(axis, spectrum)
    figure.legend(
        [Line2D([], [], color=colour, linewidth=3.0) for colour in (style.PARTIAL, style.PRODUCT)],
        ["partials of the sound", "what the reading adds"],
        loc="outside upper right",
        ncols=2,
        frameon=False,
        fontsize=8,
    )
    figure.suptitle(
        f"{TABLE:,} samples at {name} times their rate; beside each name, "
        "the loudest of what it adds below 16 kHz",
        fontsize=9,
        x=0.01,
        ha="left",
    )
    style.save(figure, file)
    return found


def draw_floors(file: Path, readers: dict[str, Reader]) -> str:
    """The loudest product of each reader at many speeds; returns a Markdown table of levels."""
    speeds = np.geomspace(0.251, SPEEDS["40.9"], 45).tolist()
    figure = Figure(figsize=(9.0, 4.0), layout="constrained")
    axis = figure.subplots()
    headings = ["read by", *(f"at {name}" for name in SPEEDS), "worst", "partials"]
    rows = []
    for (name, reader), (colour, dashes) in zip(readers.items(), _LOOKS, strict=False):
        measured = [measure(reader, speed) for speed in speeds]
        floors = [spectrum.alias_db for spectrum, _ in measured]
        axis.plot(speeds, floors, label=name, linewidth=1.5, color=colour, linestyle=dashes)
        chosen = [measure(reader, speed)[0].alias_db for speed in SPEEDS.values()]
        cells = [style.decibels(floor) for floor in (*chosen, max(floors))]
        error = max(error for _, error in measured)
        rows.append([name, *cells, f"{error:.2f} dB"])
    axis.axhline(GOAL, color="0.3", linewidth=0.9, linestyle=":")
    axis.set_xscale("log")
    axis.set_xticks(ticks := (0.25, 0.5, 1, 2, 4, 8, 16, 32), [f"{tick:g}" for tick in ticks])
    axis.minorticks_off()
    style.dress(axis, "speed (table samples a sample)", "loudest product up to 16 kHz (dB)")
    axis.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1.0, 0.5))
    style.save(figure, file)
    return markdown(headings, rows, texts=1)


def _panel(axis: Axes, spectrum: alias.Spectrum) -> None:
    hertz, decibels = _envelope(spectrum, ~spectrum.partial)
    axis.vlines(hertz / 1000.0, _FLOOR, decibels, color=style.PRODUCT, linewidth=0.7)
    hertz, decibels = _envelope(spectrum, spectrum.partial)
    axis.vlines(hertz / 1000.0, _FLOOR, decibels, color=style.PARTIAL, linewidth=0.9)
    axis.axvline(alias.HIGHEST_ALIAS / 1000.0, color="0.3", linewidth=0.9, linestyle=":")
    axis.set_xlim(0.0, RATE / 2000.0)
    axis.set_xticks(range(0, RATE // 2000, 4))
    axis.set_ylim(_FLOOR, 10.0)


def _envelope(
    spectrum: alias.Spectrum, chosen: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The loudest of those lines in each column of the picture."""
    width = -(-len(spectrum.hertz) // _COLUMNS)
    padding = -len(spectrum.hertz) % width
    level = np.pad(
        np.where(chosen, spectrum.decibels, -np.inf), (0, padding), constant_values=-np.inf
    )
    columns = level.reshape(-1, width)
    found = columns.max(axis=1)
    middle = (np.arange(len(columns)) + 0.5) * width * RATE / 2.0 / len(spectrum.hertz)
    visible = found > (_EDGES if chosen[np.argmax(spectrum.decibels)] else _FLOOR)
    return middle[visible], found[visible]
