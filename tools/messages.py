"""``python -m tools.messages``: writes the table of messages into docs/engine.md anew."""

from __future__ import annotations

from pathlib import Path

import granvae

DOCUMENT = Path(__file__).parents[1] / "docs" / "engine.md"
BEGIN, END = "<!-- messages, by python -m tools.messages -->\n", "<!-- end of messages -->\n"


def table() -> str:
    """A Markdown row for each message that Max and Pure Data take."""
    rows = ["| message | does |", "|---|---|"]
    rows += [f"| `{m['example']}` | {m['documentation']} |" for m in granvae.messages()]
    return "\n".join(rows) + "\n"


def with_table(text: str) -> str:
    """The document with the table between its two marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise SystemExit(f"{DOCUMENT} lacks the marks of the table; put them back.")
    return f"{before}{begin}\n{table()}\n{end}{after}"


if __name__ == "__main__":
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(with_table(text), encoding="utf-8", newline="\n")
