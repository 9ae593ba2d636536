"""Pages of one file: what their templates take, and how a page is written."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import jinja2
import matplotlib
from markupsafe import Markup
from matplotlib.figure import Figure

from granvae.data.atomic_write import atomic_write

_INK = "#010203"  # drawn with, and replaced by the colour of the text around a figure
_INKED = ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color")
_RASTER_DPI = 130  # of the curves inside a figure

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


@dataclass(frozen=True)
class PageFigure:
    """An inline SVG with its caption; ``name`` is unique on the page."""

    name: str
    svg: Markup
    caption: str


def write_template(path: Path, template: str, **content: object) -> Path:
    """Fill a template, write one HTML file that needs no other, and return its path."""
    page = _TEMPLATES.get_template(template).render(content)
    with atomic_write(path) as part:
        part.write_text(page, encoding="utf-8")
    return path


def page_figure(name: str, caption: str, draw: Callable[[], Figure]) -> PageFigure:
    """What ``draw`` makes, as SVG in the page's colour of text: no header, text as text."""
    style: Any = {"svg.fonttype": "none", "svg.hashsalt": name, **dict.fromkeys(_INKED, _INK)}
    buffer = io.StringIO()
    with matplotlib.rc_context(style):
        draw().savefig(
            buffer, format="svg", transparent=True, dpi=_RASTER_DPI, metadata={"Date": None}
        )
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # HTML knows both name spaces; that they look like addresses would only alarm a reader.
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    for size in ("width", "height"):
        text = re.sub(rf'<svg ([^>]*?){size}="[^"]*"', r"<svg \1", text, count=1)
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # counted, and so the same in every figure
    text = text.replace(_INK, "currentColor")
    text = text.replace("<svg ", f'<svg role="img" aria-label="{escape(caption)}" ', 1)
    return PageFigure(name, Markup(text), caption)
