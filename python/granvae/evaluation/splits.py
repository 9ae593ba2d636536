"""Which of the sounds at hand a run was trained on."""

from __future__ import annotations

from dataclasses import replace

from granvae.data.corpus import Corpus
from granvae.errors import GranvaeError
from granvae.training.run_folder import Run

PARTS = ("all", "train", "validation")


def part_of_run(corpus: Corpus, run: Run, part: str) -> tuple[Corpus, frozenset[str]]:
    """The sounds of one side of a run's split, and the names of those that it was trained on.

    A run that had a single file cut it in time; the same cut is made again.

    Args:
        corpus: the sounds at hand.
        run: the run.
        part: one of `PARTS`.

    Raises:
        GranvaeError: none of the sounds belongs to that part.
    """
    train, validation = frozenset(run.train_names), frozenset(run.validation_names)
    if part not in PARTS:
        raise GranvaeError(f"The split {part!r} is unknown; give {', '.join(PARTS)}.")
    if part != "all":
        wanted = train if part == "train" else validation
        sounds = tuple(sound for sound in corpus.sounds if sound.name in wanted)
        if not sounds:
            raise GranvaeError(
                f"None of the given sounds is a {part} file of {run.folder}; "
                f"give the folder that it was trained on: {', '.join(run.config.sounds)}."
            )
        corpus = replace(corpus, sounds=sounds)
        if train & validation:
            halves = corpus.split(run.config.validation, run.config.seed, run.config.grain)
            corpus = halves[0] if part == "train" else halves[1]
    trained_on = frozenset[str]() if part == "validation" else train
    return corpus, trained_on & {sound.name for sound in corpus.sounds}
