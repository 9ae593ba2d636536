"""``granvae explorer``: the explorer page as a file."""

from pathlib import Path
from typing import Annotated

from granvae.cli.arguments import ModelFile, file
from granvae.cli.console import console


def explorer(
    model: ModelFile, out: Annotated[Path, file("PAGE.html", "HTML file to write.")]
) -> None:
    """Write the explorer page of a model as one HTML file.

    In Max's jweb object the page plays granvae~; in a browser it shows the map. `granvae play`
    serves the page without such a file.

    Example:
        granvae explorer my-model.ts --out my-model.html
    """
    from granvae.play.explorer.page import write_page

    write_page(model, out)
    console.out(f"Wrote {out}.")
