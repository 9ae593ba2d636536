"""``python -m tools.pd_patches``: writes examples/granvae-play.pd anew."""

from __future__ import annotations

from pathlib import Path

from tools.pd_patches import play

FILE = Path(__file__).resolve().parents[2] / "examples" / "granvae-play.pd"


def main() -> None:
    """Writes the patch."""
    FILE.write_text(play.text(), encoding="utf-8")
    print(FILE)


if __name__ == "__main__":
    main()
