"""The map of training grains: made by a training, put into the model file, and read from it."""

import io
from pathlib import Path

import numpy as np
import pytest

from granvae.data.corpus import load_corpus
from granvae.engine.grain_map import MAP_FILE, GrainMap, map_from_bytes, read_map
from granvae.errors import GranvaeError
from granvae.export.export_run import export_run
from granvae.export.model_file import ModelFile, open_model_file
from granvae.training.config import Budget
from granvae.training.datamodule import survey_grains
from granvae.training.run_folder import LATENTS, Run
from support import linear_run, tiny_models
from support.linear_run import GRAIN, LATENT, SAMPLE_RATE, linear_decode, make_run


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("map")
    run = make_run(folder / "run")
    sounds = linear_run.write_sounds(folder / "sounds")
    survey_grains(run, load_corpus([sounds], SAMPLE_RATE, GRAIN), Budget.survey_samples)
    export_run(run, folder / "model.ts")
    return folder / "model.ts"


def the_map(path: Path) -> GrainMap:
    found = read_map(path)
    assert found is not None
    return found


def test_a_grain_of_the_map_is_the_recorded_one_at_its_time(mapped: Path) -> None:
    found = the_map(mapped)
    corpus = load_corpus([mapped.parent / "sounds"], SAMPLE_RATE, GRAIN)
    assert found.names == tuple(sound.name for sound in corpus.sounds)
    assert set(found.sound) == {0, 1}
    starts = np.array([sound.start for sound in corpus.sounds])
    begins = starts[found.sound] + np.round(found.time * SAMPLE_RATE).astype(int)
    grains = np.stack([corpus.samples[b : b + GRAIN] for b in begins])
    np.testing.assert_allclose(found.latents, open_model_file(mapped).encode(grains), atol=0.01)


def test_descriptors_are_those_of_the_decoded_grains(mapped: Path) -> None:
    found = the_map(mapped)
    grains = open_model_file(mapped).decode(found.latents)
    level = 10.0 * np.log10(np.mean(grains**2, axis=1))
    np.testing.assert_allclose(found.descriptors["loudness"], level, atol=0.1)
    spectrum = np.abs(np.fft.rfft(grains * np.hanning(GRAIN + 1)[:-1], axis=1))[:, 1:]
    hertz = np.arange(1, GRAIN // 2 + 1) * SAMPLE_RATE / GRAIN
    centroid = (spectrum * hertz).sum(axis=1) / spectrum.sum(axis=1)
    np.testing.assert_allclose(found.descriptors["centroid"], centroid, rtol=0.01)
    assert set(found.descriptors) == {"loudness", "centroid", "flatness", "harmonicity"}


def test_silence_is_not_on_the_map(run: Run, tmp_path: Path) -> None:
    corpus = load_corpus([linear_run.write_sounds(tmp_path / "sounds")], SAMPLE_RATE, GRAIN)
    corpus.samples[: len(corpus.samples) // 2] *= 1e-4
    survey_grains(run, corpus, Budget.survey_samples)
    found = map_from_bytes((run.folder / MAP_FILE).read_bytes(), "map")
    assert found.names == ("b.wav",)
    assert set(found.sound) == {0}
    assert np.isfinite(np.load(run.folder / LATENTS)["latents"]).all()


def test_grains_follow_each_other_along_their_recordings(mapped: Path) -> None:
    found = the_map(mapped)
    along = found.place > 0
    assert np.flatnonzero(~along).size == 2  # of two recordings, each is one stretch
    samples = np.round(found.time * SAMPLE_RATE).astype(int)
    np.testing.assert_array_equal(np.diff(samples)[along[1:]], found.place[along])
    assert found.place[along].max() < GRAIN


def test_a_stretch_goes_on_through_a_short_silence_and_ends_at_a_long_one(
    run: Run, tmp_path: Path
) -> None:
    corpus = load_corpus([linear_run.write_sounds(tmp_path / "sounds")], SAMPLE_RATE, GRAIN)
    corpus.samples[2000:2800] = 0.0  # 0.1 s
    corpus.samples[5000:7500] = 0.0  # 0.3 s
    survey_grains(run, corpus, Budget.survey_samples)
    found = map_from_bytes((run.folder / MAP_FILE).read_bytes(), "map")
    begins = found.time[(found.place == 0) & (found.sound == 0)]
    assert begins[0] == 0
    np.testing.assert_allclose(begins[1], 7500 / SAMPLE_RATE, atol=GRAIN / SAMPLE_RATE)
    assert len(begins) == 2
    silent = (found.time > 0.26) & (found.time < 0.34) & (found.sound == 0)
    assert silent.any()
    kept = np.load(run.folder / LATENTS)["latents"]
    assert len(found.latents) - len(kept) == 16  # those of the short silence are not audible


def test_a_map_of_an_older_version_has_no_neighbours(mapped: Path) -> None:
    arrays = dict(np.load(io.BytesIO(the_map(mapped).to_bytes())))
    del arrays["place"]
    old = io.BytesIO()
    np.savez_compressed(old, **arrays)
    found = map_from_bytes(old.getvalue(), "map")
    np.testing.assert_array_equal(found.place, 0)
    np.testing.assert_array_equal(found.latents, the_map(mapped).latents)


def test_the_map_is_left_out_on_wish(run: Run, out: Path) -> None:
    export_run(run, out, with_map=False)
    assert read_map(out) is None


def test_a_run_without_a_map_gets_one_without_names(exported: ModelFile) -> None:
    found = the_map(exported.path)
    assert found.names == ()
    assert found.latents.shape == (3000, LATENT - 1)  # one latent of this run is collapsed
    grains = linear_decode(linear_run.training_latents())
    np.testing.assert_allclose(found.latents, exported.encode(grains), atol=0.01)


def test_a_model_without_a_map_has_none(out: Path) -> None:
    assert read_map(tiny_models.linear_model(out)) is None


def test_what_is_no_map_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match=r"map\.npz in model\.ts is damaged .*export"):
        map_from_bytes(b"PK nothing", "map.npz in model.ts")
    with pytest.raises(GranvaeError, match=r"nowhere\.ts cannot be read"):
        read_map(tmp_path / "nowhere.ts")
