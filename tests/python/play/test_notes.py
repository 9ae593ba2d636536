"""Notes and MIDI: pitch, velocity, polyphony, bends and the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import mido
import numpy as np
import pytest

from granvae import GranvaeError
from granvae.play.io.midi import MidiInput, translate
from granvae.play.performer import Performer
from support.performers import LATENTS, RATE, make_performer, send, sound_of

POINT = np.random.default_rng(2).normal(size=LATENTS).round(3).tolist()


@pytest.fixture
def performer(model: Path) -> Performer:
    """One that is silent until a note is played."""
    performer = make_performer(model)
    performer.main_fader.jump(0.0)
    send(performer, ("/latent", POINT), ("/note/release", [0.01]))
    return performer


def fundamental(sound: np.ndarray) -> float:
    """Hz, by the autocorrelation's highest peak between 20 and 2,000 Hz."""
    spectrum = np.abs(np.fft.rfft(sound, 2 * len(sound))) ** 2
    likeness = np.fft.irfft(spectrum)[: RATE // 20]
    least = RATE // 2000
    at = least + int(np.argmax(likeness[least:]))
    left, middle, right = likeness[at - 1 : at + 2]
    return RATE / (at + 0.5 * (left - right) / (left - 2 * middle + right))


@pytest.mark.parametrize("note", [45, 57, 69])
def test_a_note_has_its_pitch_in_equal_temperament(performer: Performer, note: int) -> None:
    send(performer, ("/note", [note, 100]))
    sound_of(performer, RATE // 4)
    expected = 440.0 * 2 ** ((note - 69) / 12)
    assert fundamental(sound_of(performer, RATE // 2)) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize(("bends", "semitones"), [([[2, 3], [7, 4]], 2), ([[2, 3], [3, -1]], 5)])
def test_bends_of_its_channel_and_of_all_notes_add_up(
    performer: Performer, bends: list[list[int]], semitones: int
) -> None:
    send(performer, ("/note", [57, 100, 3]), *(("/note/bend", bend) for bend in bends))
    sound_of(performer, RATE // 4)
    expected = 220.0 * 2 ** (semitones / 12)
    assert fundamental(sound_of(performer, RATE // 2)) == pytest.approx(expected, rel=2e-3)


def test_velocity_is_squared_and_a_note_ends_without_a_click(performer: Performer) -> None:
    def level(velocity: int) -> float:
        send(performer, ("/note", [69, velocity]))
        sound_of(performer, 4410)
        loud = float(np.sqrt(np.mean(sound_of(performer, 4410) ** 2)))
        send(performer, ("/note", [69, 0]))
        end = sound_of(performer, 4410)
        assert not end[2000:].any()
        return loud

    assert level(64) / level(127) == pytest.approx((64 / 127) ** 2, rel=1e-3)


def test_sixteen_notes_sound_at_once_and_one_more_takes_the_oldest(performer: Performer) -> None:
    for note in range(40, 56):
        send(performer, ("/note", [note, 80]))
    sound_of(performer, 2000)
    assert performer.notes.sounding == 16
    send(performer, ("/note", [70, 80]))
    sound_of(performer, 2000)
    assert performer.notes.sounding == 16
    send(performer, ("/note", [40, 0]))  # its voice was taken: nothing ends
    sound_of(performer, 2000)
    assert performer.notes.sounding == 16
    send(performer, ("/note/off", []))
    sound_of(performer, 2000)
    assert performer.notes.sounding == 0
    assert not sound_of(performer, 500).any()


def test_a_note_that_sounds_follows_the_latent(performer: Performer, model: Path) -> None:
    send(performer, ("/note", [57, 127]))
    before = sound_of(performer, 4410)
    send(performer, ("/latent", [-z for z in POINT]))
    after = sound_of(performer, 4410)
    assert not np.allclose(before[-2000:], after[-2000:], atol=0.01)
    fresh = make_performer(model)
    fresh.main_fader.jump(0.0)
    send(fresh, ("/latent", [-z for z in POINT]), ("/note", [57, 127]))
    expected = np.abs(np.fft.rfft(sound_of(fresh, 8820)[-4410:]))
    heard = np.abs(np.fft.rfft(after))
    assert np.corrcoef(expected, heard)[0, 1] > 0.98


def test_in_a_cloud_a_note_is_the_rate_and_middle_c_as_recorded(model: Path) -> None:
    def cloud(*messages: tuple[str, list[float]]) -> np.ndarray:
        performer = make_performer(model)
        performer.main_fader.jump(0.0)
        send(performer, ("/mode", ["cloud"]), ("/latent", POINT), ("/frequency", [20]))
        send(performer, ("/note/attack", [0]), *messages)
        return sound_of(performer, 20000)

    expected = make_performer(model)
    send(expected, ("/mode", ["cloud"]), ("/latent", POINT), ("/frequency", [20]), ("/rate", [2]))
    plain = sound_of(expected, 20000)
    np.testing.assert_allclose(cloud(("/note", [72, 127]))[100:], plain[100:], atol=1e-6)


def test_midi_becomes_messages() -> None:
    message = mido.Message
    assert translate(message("note_on", note=60, velocity=90, channel=2)) == [
        ("/note", [60, 90, 2])
    ]
    assert translate(message("note_off", note=60, velocity=64)) == [("/note", [60, 0, 0])]
    assert translate(message("pitchwheel", pitch=-8192)) == [("/note/bend", [-2.0, 0])]
    assert translate(message("pitchwheel", pitch=4096, channel=5), mpe=True) == [
        ("/note/bend", [24.0, 5])
    ]
    assert translate(message("pitchwheel", pitch=4096), mpe=True) == [("/note/bend", [1.0, -1])]
    assert translate(message("control_change", control=123)) == [("/note/off", [])]
    assert translate(message("clock")) == [("/clock", [24.0])]
    assert [address for address, _ in translate(message("start"))] == [
        "/sequence/clock", "/sequence/start",
    ]  # fmt: skip
    assert translate(message("stop")) == [("/sequence/stop", [])]
    assert translate(message("aftertouch")) == []


def test_every_message_from_midi_is_one_of_ours(performer: Performer) -> None:
    for kind in ("note_on", "note_off", "pitchwheel", "clock", "start", "stop"):
        send(performer, *translate(mido.Message(kind)))


class Inputs:
    """Stands in for mido where there is no MIDI hardware."""

    def __init__(self) -> None:
        self.callbacks: dict[str, Callable[[object], None]] = {}

    def get_input_names(self) -> list[str]:
        return ["Keys 1", "Pads"]

    def open_input(self, name: str, callback: Callable[[object], None]) -> Inputs:
        self.callbacks[name] = callback
        return self

    def close(self) -> None:
        self.callbacks.clear()


def test_an_input_is_found_by_a_part_of_its_name(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = Inputs()
    monkeypatch.setitem(sys.modules, "mido", inputs)
    port = MidiInput(performer.dispatcher, "keys")
    assert list(inputs.callbacks) == ["Keys 1"]

    class Note:
        type, note, velocity, channel = "note_on", 60, 100, 0

    inputs.callbacks["Keys 1"](Note())
    performer.render(64)
    performer.render(64)
    assert performer.notes.sounding == 1
    port.close()
    with pytest.raises(GranvaeError, match="no MIDI input Organ; there are: Keys 1, Pads"):
        MidiInput(performer.dispatcher, "Organ")


def test_without_its_package_midi_says_how_to_get_it(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mido", None)
    with pytest.raises(GranvaeError, match=r"pip install 'granvae\[midi\]'"):
        MidiInput(performer.dispatcher, "all")
