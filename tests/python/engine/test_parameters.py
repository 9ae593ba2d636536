"""What the player takes and what it refuses, and the tables that say so."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import GranvaeError, Player, messages, parameters


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (np.zeros(3), "at least 4 samples"),
        (np.zeros((2, 8)), "one dimension"),
        ([0.0, 1.0, np.nan, 0.0], "finite"),
        (np.zeros((1 << 22) + 1), "at most 4194304 samples"),
    ],
)
def test_a_table_that_cannot_be_played_is_refused(table: object, message: str) -> None:
    with pytest.raises(GranvaeError, match=message):
        Player(table)


def test_parameters_refuse_what_they_do_not_take_and_keep_their_value() -> None:
    player = Player(np.zeros(64))
    player.set("law", "linear")
    for name, value in [("law", "round"), ("law", 0.5), ("swap", 0), ("length", -1), ("pitch", 1)]:
        with pytest.raises(GranvaeError, match=name):
            player.set(name, value)
    with pytest.raises(GranvaeError, match="length"):
        player.set("length", float("nan"))
    assert player.get("law") == "linear"
    assert player.get("swap") == 50.0


def test_a_whole_number_is_taken_and_given_back_as_one() -> None:
    player = Player(np.zeros(64))
    player.set("grains", 8192)
    assert (player.get("grains"), type(player.get("grains"))) == (8192, int)
    with pytest.raises(GranvaeError, match="grains takes a whole number from 1 to 8192"):
        player.set("grains", 2.5)


@pytest.mark.parametrize("name", ["frequency", "start", "crossfade", "rate"])
def test_a_signal_is_no_parameter_to_set(name: str) -> None:
    player = Player(np.zeros(64))
    with pytest.raises(GranvaeError, match=f"no parameter '{name}' to set; there are mode, law"):
        player.set(name, 1)
    assert player.get(name) is None


def test_signals_of_different_lengths_are_refused() -> None:
    player = Player(np.zeros(64))
    for controls in [
        {"frequency": np.zeros(10), "start": np.zeros(11)},
        {"rate": np.zeros(10), "samples": 11},
        {"rate": np.zeros((2, 10))},
    ]:
        with pytest.raises(GranvaeError, match="one length"):
            player.process(**controls)


@pytest.mark.parametrize("channels", [0, -1, 65, 1.5])
def test_a_number_of_channels_that_cannot_be_is_refused(channels: float) -> None:
    with pytest.raises(GranvaeError, match=f"channels are 1 to 64, not {channels}"):
        Player(np.zeros(64), channels=channels)


def test_one_channel_is_a_row_of_samples_and_more_are_rows() -> None:
    table = np.random.default_rng(0).uniform(-1, 1, 64)
    one = Player(table).process(100, samples=500)
    assert one.shape == (500,)
    assert one.dtype == np.float32
    for channels in (2, 64):
        several = Player(table, channels=channels).process(100, samples=500)
        np.testing.assert_array_equal(several, np.tile(one, (channels, 1)))


def test_play_gives_phase_and_onsets_beside_the_samples() -> None:
    table = np.random.default_rng(0).uniform(-1, 1, 64)
    player = Player(table)
    sound = player.play(1000, 0, 10, 44100)
    np.testing.assert_array_equal(sound.samples, Player(table).process(1000, 0, 10, 44100))
    expected = np.arange(44100) * 1000 / 44100 % 1.0
    assert np.abs((sound.phase - expected + 0.5) % 1.0 - 0.5).max() < 1e-9
    assert sound.onset.dtype == bool
    assert sound.onset.sum() == 1000
    np.testing.assert_array_equal(sound.onset, np.diff(sound.phase, prepend=1.0) < 0)
    assert player.phase == player.play(1000, 0, 10, 1).phase[0]


def test_every_parameter_says_what_it_is() -> None:
    for parameter in parameters():
        assert parameter.documentation
        assert parameter.minimum <= parameter.initial <= parameter.maximum
        assert parameter.group in ("grains", "loop", "cloud", "table", "live")
        assert parameter.whole or not parameter.choices
    names = [parameter.name for parameter in parameters()]
    assert names[:4] == ["frequency", "start", "crossfade", "rate"]
    assert [parameter.name for parameter in parameters() if parameter.signal] == names[:4]


def test_every_message_says_what_it_is_and_its_example_is_one() -> None:
    names = [message.name for message in messages()]
    assert len(set(names)) == len(names)
    for message in messages():
        assert message.digest
        assert message.documentation.endswith(".")
        assert message.example.split()[0] == message.name
        assert all(argument.documentation for argument in message.arguments)
