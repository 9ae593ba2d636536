"""A setting that the model cannot follow leaves the one before in place, and all goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from granvae import Synth
from granvae.engine.voice import Voice
from granvae.errors import InvalidValueError
from support import encoding_models, tiny_models

Z = np.linspace(-1.0, 1.0, 16)


@pytest.fixture(scope="module")
def stereo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 2 channels, which `model` has not."""
    file = tmp_path_factory.mktemp("stereo") / "stereo.ts"
    return encoding_models.save(encoding_models.Fourier(2), file)


def real_time(model: Path) -> Voice:
    voice = Voice(44100.0, 1, offline=False)
    voice.read_first(str(model))
    return voice


def errors(voice: Voice) -> list[str]:
    voice.wait()
    return [text for kind, text, _ in voice.events() if kind == "error"]


@pytest.mark.parametrize("live", ["off", "on"])
def test_a_channel_that_there_is_not_is_refused_once_and_grains_are_decoded_on(
    model: Path, live: str
) -> None:
    voice = real_time(model)
    voice.set("live", live)
    voice.set("channel", 5)
    (error,) = errors(voice)
    assert "has 1 channel and no channel 5" in error
    assert voice.get("channel") == 1
    voice.set("live", "off")
    before = voice.table
    for k in range(3):
        voice.ask("latent", *(Z + k))
        assert errors(voice) == []
        assert voice.table is not None
        assert not np.array_equal(voice.table, before)
        before = voice.table
    voice.set("channel", 5)
    assert len(errors(voice)) == 1


def test_offline_too_and_the_parameter_reads_as_before(model: Path, stereo: Path) -> None:
    synth = Synth(stereo)
    synth.set("channel", 2)
    with pytest.raises(InvalidValueError, match="no channel 5"):
        synth.set("channel", 5)
    assert synth.get("channel") == 2
    assert synth.info()["channel"] == [2]
    synth.latent(Z)
    expected = Synth(stereo)
    expected.set("channel", 2)
    expected.latent(Z)
    np.testing.assert_array_equal(synth.table, expected.table)


def test_a_model_of_fewer_channels_plays_its_first_and_says_so(model: Path, stereo: Path) -> None:
    voice = real_time(stereo)
    voice.set("channel", 2)
    assert errors(voice) == []
    voice.read(str(model))
    (error,) = errors(voice)
    assert "has 1 channel and no channel 2" in error
    assert voice.get("channel") == 1
    voice.ask("latent", *Z)
    assert errors(voice) == []
    synth = Synth(model)
    synth.latent(Z)
    np.testing.assert_array_equal(voice.table, synth.table)


def test_a_join_that_makes_the_table_too_long_stays_as_it_was(model: Path) -> None:
    synth = Synth(model)
    synth.set("fit", "off")
    synth.set("join", 256)
    synth.line(Z, 10000)
    table = synth.table
    with pytest.raises(InvalidValueError, match="makes a table of"):
        synth.set("join", 0)
    assert synth.get("join") == 256
    np.testing.assert_array_equal(synth.table, table)
    synth.scale(0.5)
    np.testing.assert_allclose(synth.points[-1], Z / 2, atol=1e-6)


def test_an_attribute_whose_grains_cannot_be_played_stays_as_it_was(tmp_path: Path) -> None:
    synth = Synth(encoding_models.save(encoding_models.Adjustable(), tmp_path / "model.ts"))
    synth.latent(Z)
    table = synth.table
    with pytest.raises(InvalidValueError):
        synth.set_attribute("gain", 1e30)
    assert synth.get_attribute("gain") == [1.0]
    np.testing.assert_array_equal(synth.table, table)
    synth.latent(-Z)
    assert not np.array_equal(synth.table, table)


def test_live_with_more_latents_than_it_can_follow_plays_the_table_of_each_latent(
    tmp_path: Path,
) -> None:
    large = tiny_models.linear_model(tmp_path / "large.ts", latents=600)
    voice = real_time(large)
    voice.set("live", "on")
    (error,) = errors(voice)
    assert "at most 512 latents" in error
    assert "play the table instead" in error
    for k in range(3):
        z = np.full(600, 0.1 * (k + 1))
        voice.ask("latent", *z)
        assert errors(voice) == []
        synth = Synth(large)
        synth.latent(z)
        np.testing.assert_array_equal(voice.table, synth.table)
