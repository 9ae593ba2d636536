"""What an evaluation leaves beside its report: grains to look at, sounds for an audio editor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import soundfile

from granvae.analysis.grain_plots import draw_reconstructions
from granvae.analysis.plot_style import save
from granvae.data.corpus import Corpus, Sound
from granvae.data.overlap_add import reconstruct_sounds
from granvae.errors import GranvaeError
from granvae.evaluation.scoring import GrainSelection
from granvae.export.codec import Codec

_SHOWN_GRAINS = 16


def write_examples(
    codec: Codec, selection: GrainSelection, seed: int, out: Path, seconds: float
) -> tuple[Path, ...]:
    """A figure of some of the scored grains, and ``seconds`` of sound before and after the model.

    Raises:
        GranvaeError: the sounds cannot be written.
    """
    figure, before, after = (
        out / name for name in ("reconstructions.png", "input.wav", "reconstruction.wav")
    )
    grains, names = selection.draw(_SHOWN_GRAINS, seed)
    rebuilt = codec.reconstruct(grains)
    save(draw_reconstructions(grains, rebuilt, codec.sample_rate, names), figure)
    beginnings = _beginnings(selection.corpus, codec.grain, seconds)
    recorded, reconstructed = reconstruct_sounds(
        selection.corpus, selection.sampler, codec.reconstruct, beginnings
    )
    # 32-bit float: a reconstruction may pass full scale, and its level must stay comparable.
    for path, audio in ((before, recorded), (after, reconstructed)):
        try:
            soundfile.write(path, audio, codec.sample_rate, subtype="FLOAT")
        except soundfile.LibsndfileError as error:
            raise GranvaeError(
                f"{path} cannot be written ({error}); choose another --out or make room."
            ) from error
    return figure, before, after


def _beginnings(corpus: Corpus, grain: int, seconds: float) -> list[Sound]:
    """An equal share of ``seconds`` for each sound, from its beginning."""
    sounds = [sound for sound in corpus.sounds if sound.length >= grain]
    most = max(round(seconds * corpus.sample_rate / len(sounds)), grain)
    return [replace(one, stop=min(one.stop, one.start + most)) for one in sounds]
