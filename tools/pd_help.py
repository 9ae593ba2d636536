"""``python -m tools.pd_help``: writes the page of messages in Pd's help patch anew."""

from __future__ import annotations

from pathlib import Path

import granvae
from tools.generated import write
from tools.pd import Patch

PATCH = Path(__file__).parents[1] / "external" / "pd" / "granvae~-help.pd"
PAGE = "messages"
_PARAMETERS = (
    "unit samples",
    "unit grains",
    "fit on",
    "fit off",
    "stream on",
    "stream off",
    "channel 0",
    "noise 0.25",
    "jump 0.1",
    "near 4",
)
_ROW = 30  # pixels
_HEAD = (
    "paths, sounds and models: every message there is. What is edited is decoded anew, and heard "
    "from the next onset on."
)


def page() -> list[str]:
    """The lines of the subpatch: every message to click on, and what it does."""
    known = {entry.name: entry.documentation for entry in granvae.parameters()}
    rows = [(m.example, m.digest) for m in granvae.messages()]
    rows += [(text, known[text.split()[0]].partition(":")[0]) for text in _PARAMETERS]
    patch = Patch(f"140 100 760 {_ROW * len(rows) + 130}")
    patch.add(_HEAD, "text", (20, 14), width=100)
    for k, (example, digest) in enumerate(rows):
        patch.add(example, "msg", (20, 50 + _ROW * k))
        patch.add(digest, "text", (260, 50 + _ROW * k), width=70)
    target = patch.add("s $0-to", at=(20, 60 + _ROW * len(rows)))
    for message in range(1, target, 2):
        patch.connect(message, target)
    return [*patch.text(PAGE).splitlines(), f"#X restore 640 476 pd {PAGE};"]


def files() -> dict[Path, str]:
    lines = PATCH.read_text(encoding="utf-8").splitlines()
    end = next(k for k, line in enumerate(lines) if line.endswith(f" pd {PAGE};"))
    begin = max(k for k in range(end) if lines[k].startswith("#N canvas"))
    lines[begin : end + 1] = page()
    return {PATCH: "\n".join(lines) + "\n"}


if __name__ == "__main__":
    write(files())
