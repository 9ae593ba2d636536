"""What players take and give, and the tables of parameters and messages that say so."""

from __future__ import annotations

import numpy as np

from granvae import Player, messages, parameters
from support.playing import noise


def test_a_whole_number_is_taken_and_given_back_as_one() -> None:
    player = Player(np.zeros(64))
    player.set("grains", 8192)
    assert (player.get("grains"), type(player.get("grains"))) == (8192, int)
    assert player.get("frequency") is None


def test_one_channel_is_a_row_of_samples_and_more_are_rows() -> None:
    table = noise(64)
    one = Player(table).process(100, samples=500)
    assert one.shape == (500,)
    assert one.dtype == np.float32
    for channels in (2, 64):
        several = Player(table, channels=channels).process(100, samples=500)
        np.testing.assert_array_equal(several, np.tile(one, (channels, 1)))


def test_play_gives_phase_and_onsets_beside_the_samples() -> None:
    table = noise(64)
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
