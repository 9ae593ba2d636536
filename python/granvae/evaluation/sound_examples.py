"""What an evaluation leaves beside its report: grains to look at, sounds for an audio editor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import soundfile

from granvae.analysis import grain_plots
from granvae.data.corpus import Corpus, Sound
from granvae.data.overlap_add import reconstruct_sounds
from granvae.errors import GranvaeError
from granvae.evaluation.scoring import Choice
from granvae.export.codec import Codec, Floats

EXAMPLE_SECONDS = 60.0  # of input.wav; encoding minutes of overlapping grains would take longer
_SHOWN_GRAINS = 16


def write_examples(codec: Codec, choice: Choice, seed: int, out: Path) -> tuple[Path, ...]:
    """A picture of some of the judged grains, and `EXAMPLE_SECONDS` before and after the model.

    Raises:
        GranvaeError: the sounds cannot be written.
    """
    picture, before, after = (
        out / name for name in ("reconstructions.png", "input.wav", "reconstruction.wav")
    )

    def through(grains: Floats) -> Floats:
        return codec.decode(codec.encode(grains))

    grains, names = choice.some(_SHOWN_GRAINS, seed)
    grain_plots.plot_reconstructions(picture, grains, through(grains), codec.sample_rate, names)
    recorded, rebuilt = reconstruct_sounds(
        choice.corpus, choice.sampler, through, _beginnings(choice.corpus, codec.grain)
    )
    # 32-bit float: a reconstruction may pass full scale, and its level must stay comparable.
    for path, audio in ((before, recorded), (after, rebuilt)):
        try:
            soundfile.write(path, audio, codec.sample_rate, subtype="FLOAT")
        except soundfile.LibsndfileError as error:
            raise GranvaeError(
                f"{path} cannot be written ({error}); choose another --out or make room."
            ) from error
    return picture, before, after


def _beginnings(corpus: Corpus, grain: int) -> list[Sound]:
    """An equal share of `EXAMPLE_SECONDS` of each sound, from its beginning."""
    sounds = [sound for sound in corpus.sounds if sound.length >= grain]
    most = max(round(EXAMPLE_SECONDS * corpus.sample_rate / len(sounds)), grain)
    return [replace(one, stop=min(one.stop, one.start + most)) for one in sounds]
