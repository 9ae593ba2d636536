"""Notes and MIDI: pitch, velocity, polyphony, bends and the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import mido
import numpy as np
import pytest

from granvae import GranvaeError
from granvae.play.io.midi import MidiInput, translate
from granvae.play.message import Value
from granvae.play.performer import Performer
from support.performers import LATENTS, RATE, make_performer, send, sound_of

POINT = np.random.default_rng(2).normal(size=LATENTS).round(3).tolist()


@pytest.fixture
def performer(model: Path) -> Performer:
    """One that is silent until a note is played."""
    performer = make_performer(model, main=0.0)
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


@pytest.mark.parametrize(
    ("note", "bends", "pitch"),
    [(45, [], 45), (57, [], 57), (69, [], 69), (57, [[2, 3], [7, 4]], 59),
     (57, [[2, 3], [3, -1]], 62)],
)  # fmt: skip
def test_a_note_has_its_pitch_and_the_bends_of_its_channel_and_of_all_notes_add_up(
    performer: Performer, note: int, bends: list[list[int]], pitch: int
) -> None:
    send(performer, ("/note", [note, 100, 3]), *(("/note/bend", bend) for bend in bends))
    sound_of(performer, RATE // 4)
    expected = 440.0 * 2 ** ((pitch - 69) / 12)
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
    def sounding(*messages: tuple[str, list[int]]) -> int:
        send(performer, *messages)
        sound_of(performer, 2000)
        return performer.notes.sounding

    assert sounding(*(("/note", [note, 80]) for note in range(40, 56))) == 16
    assert sounding(("/note", [70, 80])) == 16
    assert sounding(("/note", [40, 0])) == 16  # its voice was taken: nothing ends
    assert sounding(("/note/off", [])) == 0
    assert not sound_of(performer, 500).any()


def test_a_note_that_sounds_follows_the_latent(performer: Performer, model: Path) -> None:
    send(performer, ("/note", [57, 127]))
    before = sound_of(performer, 4410)
    send(performer, ("/latent", [-z for z in POINT]))
    after = sound_of(performer, 4410)
    assert not np.allclose(before[-2000:], after[-2000:], atol=0.01)
    fresh = make_performer(model, main=0.0)
    send(fresh, ("/latent", [-z for z in POINT]), ("/note", [57, 127]))
    expected = np.abs(np.fft.rfft(sound_of(fresh, 8820)[-4410:]))
    heard = np.abs(np.fft.rfft(after))
    assert np.corrcoef(expected, heard)[0, 1] > 0.98


def test_in_a_cloud_a_note_is_the_rate_and_middle_c_as_recorded(model: Path) -> None:
    def cloud(main: float, *messages: tuple[str, list[float]]) -> np.ndarray:
        performer = make_performer(model, main=main)
        send(performer, ("/mode", ["cloud"]), ("/latent", POINT), ("/frequency", [20]), *messages)
        return sound_of(performer, 20000)

    note = cloud(0.0, ("/note/attack", [0]), ("/note", [72, 127]))
    np.testing.assert_allclose(note[100:], cloud(1.0, ("/rate", [2]))[100:], atol=1e-6)


@pytest.mark.parametrize(
    ("midi", "mpe", "ours"),
    [
        (("note_on", {"note": 60, "velocity": 90, "channel": 2}), False, ["/note", 60, 90, 2]),
        (("note_off", {"note": 60, "velocity": 64}), False, ["/note", 60, 0, 0]),
        (("pitchwheel", {"pitch": -8192}), False, ["/note/bend", -2.0, 0]),
        (("pitchwheel", {"pitch": 4096, "channel": 5}), True, ["/note/bend", 24.0, 5]),
        (("pitchwheel", {"pitch": 4096}), True, ["/note/bend", 1.0, -1]),
        (("control_change", {"control": 123}), False, ["/note/off"]),
        (("clock", {}), False, ["/clock", 24.0]),
        (("stop", {}), False, ["/sequence/stop"]),
        (("start", {}), False, ["/sequence/clock", "external", "/sequence/start"]),
        (("aftertouch", {}), False, []),
    ],
)
def test_midi_becomes_messages_of_ours(
    performer: Performer, midi: tuple[str, dict[str, int]], mpe: bool, ours: list[Value]
) -> None:
    messages = translate(mido.Message(midi[0], **midi[1]), mpe)
    assert [part for address, values in messages for part in (address, *values)] == ours
    send(performer, *messages)


def test_an_input_is_found_by_a_part_of_its_name(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs: dict[str, Callable[[object], None]] = {}

    def open_input(name: str, callback: Callable[[object], None]) -> None:
        inputs[name] = callback

    names = SimpleNamespace(get_input_names=lambda: ["Keys 1", "Pads"], open_input=open_input)
    monkeypatch.setitem(sys.modules, "mido", names)
    MidiInput(performer.dispatcher, "keys")
    assert list(inputs) == ["Keys 1"]
    inputs["Keys 1"](mido.Message("note_on", note=60, velocity=100))
    performer.render(64)
    performer.render(64)
    assert performer.notes.sounding == 1
    with pytest.raises(GranvaeError, match="no MIDI input Organ; there are: Keys 1, Pads"):
        MidiInput(performer.dispatcher, "Organ")


def test_without_its_package_midi_says_how_to_get_it(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mido", None)
    with pytest.raises(GranvaeError, match=r"pip install 'granvae\[midi\]'"):
        MidiInput(performer.dispatcher, "all")
