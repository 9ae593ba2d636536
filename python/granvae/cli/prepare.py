"""``granvae prepare``: large collections, decoded once."""

from pathlib import Path
from typing import Annotated

from granvae.cli.arguments import Sounds, file, whole
from granvae.cli.console import console, reading_progress


def prepare(
    sounds: Sounds,
    out: Annotated[Path, file("CORPUS", "Folder for the corpus.")],
    sample_rate: Annotated[
        int, whole("HZ", "Sample rate of corpus and models", 1000, 768000)
    ] = 44100,
    jobs: Annotated[
        int | None, whole("N", "Files decoded at once", 1, default="one for each processor")
    ] = None,
) -> None:
    """Decode a large collection of recordings once.

    `granvae train CORPUS` opens the folder at once and reads it from the disk, whatever its size.
    If it is stopped, the same command goes on. Repeated, it decodes only new and changed files.

    Example:
        granvae prepare my-archive --out my-corpus
    """
    from granvae.data.prepared.prepare import prepare_corpus

    with reading_progress() as on_progress:
        prepared = prepare_corpus(sounds, out, sample_rate, jobs, on_progress)
    for skipped in prepared.skipped:
        console.out(f"Skipped {skipped.path}: {skipped.reason}")
    console.out(
        f"Prepared {out}: {prepared.sounds} sounds, {prepared.seconds / 3600.0:.2f} hours at "
        f"{sample_rate} Hz; {prepared.decoded} files were decoded now."
    )
    if prepared.unused:
        console.out(
            f"{prepared.unused / 1e6:.0f} MB in it belong to files that are gone or were changed; "
            "to be rid of them, prepare into a new folder."
        )
