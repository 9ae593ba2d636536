"""``python -m tools.messages``: writes the tables of docs/messages.md anew."""

from __future__ import annotations

from pathlib import Path

import granvae
from tools.generated import write

DOCUMENT = Path(__file__).parents[1] / "docs" / "messages.md"


def messages() -> str:
    """A Markdown row for each message that Max and Pure Data take."""
    rows = ["| message | what it does |", "|---|---|"]
    rows += [f"| `{m.example}` | {m.documentation} |" for m in granvae.messages()]
    return "\n".join(rows)


def parameters() -> str:
    rows = ["| parameter | values | default | takes effect | what it does |", "|" + "---|" * 5]
    for p in granvae.parameters():
        values = f"{_number(p.minimum)} … {_number(p.maximum)}"
        initial = "" if p.signal else _number(p.initial)
        if p.choices:
            values = ", ".join(f"`{choice}`" for choice in p.choices)
            initial = f"`{p.choices[int(p.initial)]}`"
        elif p.maximum >= 1e9:
            values = "any" if p.minimum <= -1e9 else f"{_number(p.minimum)} or more"
        unit = f" {p.unit}" if p.unit else ""
        rows.append(f"| `{p.name}` | {values}{unit} | {initial} | {p.heard} | {p.documentation} |")
    return "\n".join(rows)


def _number(value: float) -> str:
    return f"{value:,.12g}".replace("-", "\N{MINUS SIGN}")


def files() -> dict[Path, str]:
    """The document with each table between its two marks."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for table in (messages, parameters):
        begin, end = f"<!-- {table.__name__}, by python -m tools.messages -->", "<!-- end -->"
        before, first, rest = text.partition(begin)
        _, second, after = rest.partition(end)
        if not (first and second):
            raise SystemExit(f"{DOCUMENT} lacks the marks of the table of {table.__name__}.")
        text = f"{before}{begin}\n\n{table()}\n\n{end}{after}"
    return {DOCUMENT: text}


if __name__ == "__main__":
    write(files())
