"""Pieces of an HTML page that needs nothing but itself."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files

import matplotlib
from matplotlib.figure import Figure

_INK = "#010203"  # drawn with, and replaced by the colour of the text around a picture
_RASTER_DPI = 130  # of the curves inside a picture


def page(title: str, body: str) -> str:
    """A whole document, light or dark as the reader's system is."""
    style = files("granvae.evaluation.report").joinpath("style.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        # Without an icon of its own a browser would ask the server of the page for one.
        f'<link rel="icon" href="data:,">\n<style>\n{style}</style>\n</head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    )


def section(anchor: str, title: str, *parts: str) -> str:
    """A part of the page under a heading; nothing where it has nothing to say."""
    contents = "".join(parts)
    if not contents:
        return ""
    return f'<section id="{anchor}">\n<h2>{escape(title)}</h2>\n{contents}</section>\n'


def paragraph(text: str, soft: bool = False) -> str:
    """Plain text."""
    kind = ' class="soft"' if soft else ""
    return f"<p{kind}>{escape(text)}</p>\n"


def tiles(facts: Iterable[tuple[str, str]]) -> str:
    """Figures to see first, each with what it is."""
    cells = (
        f'<div class="tile"><b>{escape(figure)}</b><span>{escape(what)}</span></div>\n'
        for figure, what in facts
    )
    return f'<div class="tiles">\n{"".join(cells)}</div>\n'


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    caption: str = "",
    own: str = "",
    groups: Sequence[tuple[str, int]] = (),
) -> str:
    """Rows whose first cell is a name; the one named ``own`` stands out.

    ``groups`` are headings above the headings, each with the number of columns that it spans.
    """
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    if groups:
        above = (f'<th scope="colgroup" colspan="{n}">{escape(name)}</th>' for name, n in groups)
        head = f"{''.join(above)}</tr>\n<tr>{head}"
    lines = []
    for row in rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in row)
        kind = ' class="own"' if row[0] == own else ""
        lines.append(f"<tr{kind}>{cells}</tr>\n")
    title = f"<caption>{escape(caption)}</caption>\n" if caption else ""
    return (
        f'<div class="wide"><table>\n{title}<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{''.join(lines)}</tbody>\n</table></div>\n"
    )


def folded(summary: str, contents: str) -> str:
    """Something long that a click opens."""
    return f"<details><summary>{escape(summary)}</summary>\n{contents}</details>\n"


def facts(entries: Mapping[str, str]) -> str:
    """Names and what they are."""
    lines = (f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>\n" for n, v in entries.items())
    return f"<dl>\n{''.join(lines)}</dl>\n"


def picture(figure: Figure, name: str, caption: str) -> str:
    """A figure as SVG in the page, with the page's colour of text; ``name`` is unique on it."""
    return (
        f'<figure id="picture-{name}">\n{inline_svg(figure, name, caption)}\n'
        f"<figcaption>{escape(caption)}</figcaption></figure>\n"
    )


def drawn(draw: Callable[[], Figure]) -> Figure:
    """The figure that ``draw`` makes, in the ink that `inline_svg` replaces."""
    with matplotlib.rc_context(
        {
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "axes.edgecolor": _INK,
            "xtick.color": _INK,
            "ytick.color": _INK,
        }
    ):
        return draw()


def inline_svg(figure: Figure, name: str, description: str) -> str:
    """The SVG element of a figure: no header, no namespaces, text as text.

    Args:
        figure: made by `drawn`.
        name: keeps the identifiers of several pictures apart.
        description: for those who do not see it.
    """
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(
            buffer, format="svg", transparent=True, dpi=_RASTER_DPI, metadata={"Date": None}
        )
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # HTML knows both name spaces; that they look like addresses would only alarm a reader.
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    text = re.sub(r'<svg ([^>]*?)width="[^"]*"', r"<svg \1", text, count=1)
    text = re.sub(r'<svg ([^>]*?)height="[^"]*"', r"<svg \1", text, count=1)
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # counted, and so the same in every picture
    text = text.replace(_INK, "currentColor")
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(description)}" ', 1)


def data_uri(data: bytes, mime: str) -> str:
    """Bytes as an address that holds them."""
    return f"data:{mime};base64,{base64.b64encode(data).decode('ascii')}"
