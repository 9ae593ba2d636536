"""Pictures of our patchers, near enough to Max's own drawing to judge a layout by.

py2max draws patchers too, but with one type size and no presentation; this draws what is written in
the files: type sizes, bent cords, the presentation of a bpatcher, and Live's strip of a device.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from tools.max_package.canvas import wrap

Boxed = dict[str, Any]
_STRIP = 169.0  # the height of Live's devices
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_INSET = 9.5
_FILL = {"message": "#d5d8dd", "newobj": "#eceef0", "attrui": "#e4e7ea"}


def draw_all(package: Path, folder: Path) -> None:
    """Draws every patcher of the package, tab by tab, into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(package.rglob("*")):
        if file.suffix not in {".maxpat", ".maxhelp", ".amxd"}:
            continue
        patcher = load(file)
        tabs = [b["box"] for b in patcher["boxes"] if "patcher" in b["box"]]
        pages = {f"-{box['text'][2:]}": box["patcher"] for box in tabs} or {"": patcher}
        for name, page in pages.items():
            _save(svg(page, package), folder / f"{file.stem}{name}.png")
        if patcher.get("openinpresentation"):
            _save(svg(patcher, package, presentation=True), folder / f"{file.stem}-strip.png")


def load(file: Path) -> dict[str, Any]:
    """The patcher in a file, whether Max's or Live's kind."""
    if file.suffix == ".amxd":
        from py2max.m4l import read_amxd

        return dict(read_amxd(file)[0]["patcher"])
    return dict(json.loads(file.read_text())["patcher"])


def svg(patcher: dict[str, Any], package: Path, presentation: bool = False) -> str:
    """The picture of one page."""
    width, height = patcher["rect"][2:]
    boxes = [entry["box"] for entry in patcher["boxes"]]
    key = "presentation_rect" if presentation else "patching_rect"
    if presentation:
        boxes = [box for box in boxes if box.get("presentation")]
        width = max(box[key][0] + box[key][2] for box in boxes) + 8.0
        height = max(_STRIP, max(box[key][1] + box[key][3] for box in boxes) + 8.0)
    boxes.sort(key=lambda box: -box.get("background", 0))
    parts = [_box(box, box[key], package) for box in boxes if box.get("background")]
    if not presentation:
        named = {box["id"]: box for box in boxes}
        parts += [_cord(entry["patchline"], named) for entry in patcher["lines"]]
    parts += [_box(box, box[key], package) for box in boxes if not box.get("background")]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="#f4f5f6"/>{"".join(parts)}</svg>'
    )


def port(box: Boxed, number: int, outlet: bool) -> tuple[float, float]:
    """Where Max draws an inlet or outlet."""
    x, y, w, h = box["patching_rect"]
    count = box["numoutlets" if outlet else "numinlets"]
    step = (w - 2 * _INSET) / max(count - 1, 1)
    return x + _INSET + step * number, y + h if outlet else y


def _cord(line: dict[str, Any], boxes: dict[str, Boxed]) -> str:
    (a, outlet), (b, inlet) = line["source"], line["destination"]
    types = boxes[a].get("outlettype", [])
    kind = types[outlet] if outlet < len(types) else ""
    colour, thick = {"signal": ("#c9a227", 2.2), "multichannelsignal": ("#2d7f9d", 2.6)}.get(
        kind, ("#7b8088", 1.2)
    )
    bends = line.get("midpoints", [])
    points = [port(boxes[a], outlet, True), *zip(bends[::2], bends[1::2], strict=True)]
    points.append(port(boxes[b], inlet, False))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{thick}"/>'


def _box(box: Boxed, rect: list[float], package: Path) -> str:
    x, y, w, h = rect
    kind, text = box["maxclass"], str(box.get("text", ""))
    size = float(box.get("fontsize", 12.0))
    if kind == "comment":
        return _lines(wrap(text, w, size), x + 4, y + 3, size, _colour(box), box.get("fontface", 0))
    if kind == "panel":
        return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{_colour(box, "bgcolor")}"/>'
    frame = (
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="3" stroke="#8d939b" '
        f'fill="{_FILL.get(kind, "#ffffff")}"/>'
    )
    ports = ""
    if rect is box.get("patching_rect"):
        spots = [port(box, i, False) for i in range(box["numinlets"])]
        spots += [port(box, i, True) for i in range(box["numoutlets"])]
        ports = "".join(f'<circle cx="{a:.1f}" cy="{b}" r="2.2" fill="#333"/>' for a, b in spots)
    if kind in {"newobj", "message", "textbutton", "live.text"}:
        return frame + _lines(wrap(text, w - 6.0, size), x + 6, y + 4, size, "#16181c") + ports
    if kind == "bpatcher":
        inner = svg(load(package / "patchers" / box["name"]), package, presentation=True)
        return frame + f'<svg x="{x}" y="{y}" width="{w}" height="{h}">{inner}</svg>' + ports
    return frame + _face(box, x, y, w, h) + ports


def _face(box: Boxed, x: float, y: float, w: float, h: float) -> str:
    """Enough of an interface object to know it by."""
    kind = box["maxclass"]
    if kind == "multislider":
        count = int(box.get("size", 1))
        heights = [0.5 - 0.15 * (i * 7 % 5 - 2) for i in range(count)]
        bars = (
            f'<rect x="{x + w * i / count + 1:.1f}" y="{y + h * height:.1f}" '
            f'width="{w / count - 3:.1f}" height="3" fill="#eb6b38"/>'
            for i, height in enumerate(heights)
        )
        return "".join(bars)
    if kind in {"live.dial", "dial"}:
        name = box["saved_attribute_attributes"]["valueof"]["parameter_shortname"]
        return (
            f'<circle cx="{x + w / 2}" cy="{y + 24}" r="11" fill="none" stroke="#eb6b38" '
            f'stroke-width="3"/>' + _lines([name], x + 3, y, 9.0, "#16181c")
        )
    label = {"attrui": box.get("attr", ""), "flonum": "▸ 0.", "number": "▸ 0", "toggle": "✕",
             "ezdac~": "🔊", "button": "●"}.get(kind, kind)  # fmt: skip
    return _lines([str(label)], x + 5, y + min(h / 2 - 8, 60), 11.0, "#16181c")


def _lines(lines: list[str], x: float, y: float, size: float, colour: str, face: int = 0) -> str:
    weight = "bold" if face else "normal"
    return "".join(
        f'<text x="{x}" y="{y + size * (0.95 + 1.14 * i):.1f}" font-size="{size}" '
        f'font-weight="{weight}" font-family="{_FONT}" fill="{colour}">{html.escape(line)}</text>'
        for i, line in enumerate(lines)
    )


def _colour(box: Boxed, key: str = "textcolor") -> str:
    r, g, b, _ = box.get(key, [0.1, 0.1, 0.1, 1.0])
    return f"rgb({r * 255:.0f},{g * 255:.0f},{b * 255:.0f})"


def _save(picture: str, file: Path) -> None:
    import cairosvg

    cairosvg.svg2png(bytestring=picture.encode(), write_to=str(file), scale=1.4)
