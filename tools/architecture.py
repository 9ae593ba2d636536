"""``python -m tools.architecture``: draws the two pictures of docs/architecture.md anew.

The arrows between packages are the imports that grimp finds, less those that a chain of others
implies. The signal path is drawn from the list below; each folder that it names has to exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

import grimp

from tools.generated import write

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 216, 48, 28, 32, 12  # pixels
_STYLE = (
    "text{font:12px sans-serif;fill:#16365f}.name{font-weight:bold;font-size:14px}"
    "rect{fill:#eef3fa;stroke:#4a7ab5}path{stroke:#8a929b;fill:none;stroke-width:1.5}"
)


@dataclass(frozen=True)
class Box:
    """A box of a picture: where it stands, in boxes from the top left, and what is in it."""

    column: float
    row: int
    title: str
    note: str

    @property
    def place(self) -> tuple[float, float]:
        return _MARGIN + self.column * (_WIDTH + _GAP_X), _MARGIN + self.row * (_HEIGHT + _GAP_Y)


Arrows = list[tuple[str, str]]

PACKAGES = {
    "cli": Box(1, 0, "cli", "one module for each command"),
    "evaluation": Box(1, 1, "evaluation", "scores, reports, comparisons"),
    "export": Box(0.5, 2, "export", "run → model file"),
    "training": Box(0.5, 3, "training", "Lightning and the run folder"),
    "play": Box(1.5, 3, "play", "performer, OSC, MIDI, explorer"),
    "models": Box(0.5, 4, "models", "networks and losses"),
    "engine": Box(1.5, 4, "engine", "the native engine in Python"),
    "analysis": Box(0.5, 5, "analysis", "metrics, descriptors, plots"),
    "data": Box(1.5, 5, "data", "audio files, corpus, sampler"),
    "errors": Box(1, 6, "errors", "one sentence for a musician"),
}
SIGNAL = {
    "messages": Box(0, 0, "messages", "latent, line, path, encode …"),
    "train": Box(1, 0, "recordings", "granvae train"),
    "worker": Box(0, 1, "worker thread", "external/engine/worker"),
    "model": Box(1, 1, "model.ts", "granvae export"),
    "decoder": Box(0, 2, "latents → grains", "external/decoder"),
    "path": Box(0, 3, "grains → table", "external/engine/path"),
    "mipmap": Box(0, 4, "table → mipmap", "external/core/read"),
    "handover": Box(0, 5, "hand-over without a lock", "external/core/handover"),
    "signals": Box(1, 5, "signals", "frequency, start, crossfade, rate"),
    "player": Box(0.5, 6, "player (audio thread)", "external/core"),
    "sound": Box(0.5, 7, "sound, phase, onset", "Max, Pure Data, Python"),
}
SIGNAL_ARROWS: Arrows = [
    *(("messages", "worker"), ("train", "model"), ("model", "decoder"), ("signals", "player")),
    *pairwise(("worker", "decoder", "path", "mipmap", "handover", "player", "sound")),
]


def imports() -> Arrows:
    """Who imports whom among the packages, less what a chain of others implies."""
    graph = grimp.build_graph("granvae", cache_dir=None)
    names = sorted(name.removeprefix("granvae.") for name in graph.find_children("granvae"))
    found = {
        (a, b)
        for a in names
        for b in names
        if a != b
        and graph.direct_import_exists(
            importer=f"granvae.{a}", imported=f"granvae.{b}", as_packages=True
        )
    }
    implied = {(a, c) for a, b in found for d, c in found if b == d}
    return sorted(found - implied)


def svg(boxes: dict[str, Box], arrows: Arrows) -> str:
    """The picture: an arrow leaves a box at the side that looks at the other one."""
    places = {name: box.place for name, box in boxes.items()}
    width = max(x for x, _ in places.values()) + _WIDTH + _MARGIN
    height = max(y for _, y in places.values()) + _HEIGHT + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}">',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8" /></marker></defs>',
        f'<path d="M0 0 H{width:g} V{height:g} H0 Z" style="fill:white;stroke:none" />',
    ]
    for source, target in arrows:
        (x0, y0), (x1, y1) = places[source], places[target]
        down = y1 > y0
        y0, y1 = (y0 + _HEIGHT, y1) if down else (y0, y1 + _HEIGHT)
        half = _WIDTH / 2
        line = f"M{x0 + half:g} {y0:g} L{x1 + half:g} {y1:g}"
        lines.append(f'<path d="{line}" marker-end="url(#tip)" />')
    for name, box in boxes.items():
        x, y = places[name]
        lines += [
            f'<rect x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" />',
            f'<text class="name" x="{x + 12:g}" y="{y + 21:g}">{escape(box.title)}</text>',
            f'<text x="{x + 12:g}" y="{y + 40:g}">{escape(box.note)}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def files() -> dict[Path, str]:
    return {
        PICTURES / "packages.svg": svg(PACKAGES, imports()),
        PICTURES / "signal-path.svg": svg(SIGNAL, SIGNAL_ARROWS),
    }


if __name__ == "__main__":
    write(files())
