"""``granvae export``: the model file of a run."""

from pathlib import Path
from typing import Annotated

from granvae.cli.arguments import argument, file, option
from granvae.cli.console import console
from granvae.cli.info import remarks


def export(
    run: Annotated[Path, argument("RUN", "Folder of a run.", parser=Path)],
    out: Annotated[Path, file("MODEL.ts", "Model file to write.")],
    no_map: Annotated[
        bool,
        option(
            "",
            "Leave out the training grains, which the explorer shows, and which random and walk "
            "play from.",
            "--no-map",
        ),
    ] = False,
    origin: Annotated[
        str,
        option(
            "TEXT",
            "Where its sounds come from, and whose they are: info shows it.",
            default="not said",
        ),
    ] = "",
) -> None:
    """Write the model file that Max, Pure Data and Python load.

    Takes the run's best model. The file is TorchScript, which every host of nn~ loads too.

    Example:
        granvae export my-run --out my-model.ts
        granvae export my-run --out my-model.ts --origin "my own recordings, CC BY 4.0"
    """
    from granvae.export.export_run import export_run
    from granvae.training.run_folder import load_run

    metadata = export_run(load_run(run), out, origin, with_map=not no_map)
    error = metadata["export_error"]
    console.out(
        f"Wrote {out}: {metadata['latent']} latents to grains of {metadata['grain']} samples, "
        f"{error['in_memory']:.1e} from the trained model and {error['reloaded']:.1e} after "
        "reloading (full scale 1)."
    )
    for sentence in remarks(metadata):
        console.out(sentence)
