"""How granvae~ sounds in Max: as in Python, sample by sample."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from granvae import Synth
from hosts.controls import Settings, random_controls, synth_with
from hosts.max_host import AUDIO, SCHEDULER, Box, Host
from hosts.max_values import LATENTS, RATE, atoms
from support.clouds import CLOUD


def box_with(host: Host, model: Path, arguments: str = "") -> Box:
    """``arguments``: a number of channels, and attributes."""
    box = host.new(f'granvae~ "{model}" {arguments}')
    box.send(f"latent {atoms(LATENTS)}")
    box.finish()
    return box


def synth_at(model: Path, settings: Settings | None = None, channels: int = 1) -> Synth:
    """The synth that plays what `box_with` plays."""
    synth = synth_with(model, settings or {}, channels)
    synth.latent(LATENTS)
    return synth


def play_python(synth: Synth, controls: np.ndarray) -> tuple[np.ndarray, ...]:
    """What all of the box's signal outlets give in Python."""
    frequency, start, crossfade, rate = controls
    sound = synth.play(frequency, start, crossfade, rate=rate)
    return (*np.atleast_2d(sound.samples), sound.phase, sound.onset)


SETTINGS: dict[str, Settings] = {
    "loop": {},
    "loop as older samplers": {"interpolation": "linear", "latch": "off"},
    "cloud": CLOUD,
    "cloud with few grains": {**CLOUD, "grains": 5, "interpolation": "cubic"},
}


@pytest.mark.parametrize("vector", [1, 16, 64, 100, 512, 2048])
@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_outlet_equals_python_sample_by_sample_for_every_vector_size(
    host: Host, model: Path, vector: int, name: str, channels: int
) -> None:
    n = 20 * 2048
    controls = random_controls(n)[:, : n // vector * vector]
    typed = " ".join(f"@{name} {value}" for name, value in SETTINGS[name].items())
    box = box_with(host, model, f"{channels} {typed}")
    box.dsp([0, 1, 2, 3], vector)
    synth = synth_at(model, SETTINGS[name], channels)
    expected = play_python(synth, controls)
    for outlet, signal in enumerate(box.play(controls.shape[1], controls)):
        np.testing.assert_array_equal(signal, expected[outlet])
        assert np.abs(signal).max() > 0.05
    assert box.info()["stolen"] == synth.stolen
    assert (synth.stolen > 0) == ("few" in name)


def test_an_inlet_without_a_signal_uses_the_number_last_sent_to_it(host: Host, model: Path) -> None:
    n = 4096
    box, synth = box_with(host, model), synth_at(model)
    np.testing.assert_array_equal(box.play(n)[0], synth.process(samples=n))
    box.send("220.5", inlet=0)
    np.testing.assert_array_equal(box.play(n)[0], synth.process(220.5, samples=n))
    box.send("33", inlet=1)
    box.send("100", inlet=2)
    np.testing.assert_array_equal(box.play(n)[0], synth.process(220.5, 33, 100, samples=n))
    controls = random_controls(n)
    box.dsp([1])
    np.testing.assert_array_equal(
        box.play(n, controls)[0], synth.process(220.5, controls[1], 100, samples=n)
    )
    box.dsp()
    np.testing.assert_array_equal(box.play(n)[0], synth.process(220.5, 33, 100, samples=n))


def test_phase_and_onset_outlets_show_where_each_cycle_begins(host: Host, model: Path) -> None:
    n = 10 * RATE // 64 * 64
    box = box_with(host, model)
    box.send("441")
    _, phase, onset = box.play(n)
    expected = (np.arange(n) * 441 / RATE) % 1.0
    distance = (phase - expected + 0.5) % 1.0 - 0.5
    assert np.abs(distance).max() < 1e-9
    assert phase.min() == 0.0
    assert phase.max() < 1.0
    np.testing.assert_array_equal(np.flatnonzero(onset), np.arange(n)[:: RATE // 441])
    assert set(onset) == {0.0, 1.0}


def test_without_a_model_there_is_silence_and_the_phase_rests(host: Host) -> None:
    for signal in host.new("granvae~").play(1024):
        assert not signal.any()


def test_reading_another_model_under_sound_never_clicks(
    host: Host, model: Path, other_model: Path
) -> None:
    period = 441
    box = box_with(host, model)
    box.send(str(RATE // period))
    box.send("170", inlet=2)
    parts = [box.play(14 * 64)[0]]
    for change in range(24):
        box.send(f'read "{(other_model, model)[change % 2]}"')
        for _ in host.time():
            parts.append(box.play(64)[0])
            if any(name == "loaded" for name, _ in box.take()):
                break
        box.finish()
        # It is adopted somewhere else in the cycle each time.
        parts.append(box.play(64 * (14 + change))[0])
    sound = np.concatenate(parts)[period:]
    tables = [synth_at(file).table for file in (model, other_model)]
    # What is heard rises at most as steeply as a grain, and the fade between two as their distance
    # allows: pi/2 of it over the fade of half a cycle.
    slope = max(np.abs(np.diff(table, append=table[0])).max() for table in tables)
    distance = np.abs(tables[0] - tables[1])
    limit = 1.2 * slope + np.pi / 2 * distance.max() / (period / 2)
    assert np.abs(np.diff(sound)).max() < limit
    # A change without a fade would be seen: at a quarter of all places it jumps by more than that.
    assert np.quantile(distance, 0.75) > limit
    expected = synth_at(model).process(RATE // period, 0, 170, samples=4 * period)
    assert np.abs(sound[-period:]).max() == pytest.approx(np.abs(expected[period:]).max(), rel=0.02)


def test_changing_the_vector_size_while_it_plays_keeps_the_sound(host: Host, model: Path) -> None:
    n = 12288
    controls = random_controls(n)
    box = box_with(host, model)
    parts, done = [], 0
    for vector in [64, 512, 32, 2048, 1, 4096]:
        box.dsp([0, 1, 2, 3], vector)
        size = min(2048 // vector + 1, (n - done) // vector) * vector
        parts.append(box.play(size, controls[:, done : done + size])[0])
        done += size
    np.testing.assert_array_equal(
        np.concatenate(parts), play_python(synth_at(model), controls)[0][:done]
    )


def test_changing_the_sample_rate_while_it_plays_keeps_phase_and_sound(
    host: Host, model: Path
) -> None:
    box = box_with(host, model)
    box.send("100")
    box.send("170", inlet=2)
    first, phase, _ = box.play(4096)
    box.dsp(sample_rate=96000)
    second, faster, _ = box.play(4096)
    assert faster[0] == pytest.approx((phase[-1] + 100 / RATE) % 1.0, abs=1e-12)
    assert np.diff(faster)[0] == pytest.approx(100 / 96000, abs=1e-12)
    assert np.abs(second).max() > 0.05
    assert abs(second[0] - first[-1]) <= np.abs(np.diff(first[500:])).max()


def test_two_instances_of_one_file_share_one_loaded_model(
    host: Host, model: Path, other_model: Path, tmp_path: Path
) -> None:
    file = tmp_path / "shared.ts"
    file.write_bytes(model.read_bytes())
    written = file.stat().st_mtime_ns
    first = box_with(host, file)
    # A file that seems unchanged is not read again while anyone plays its model.
    file.write_bytes(other_model.read_bytes())
    os.utime(file, ns=(written, written))
    second = box_with(host, file)
    n = 2048
    old, new = (synth_at(each).process(samples=n) for each in (model, other_model))
    assert np.abs(old - new).max() > 0.05
    np.testing.assert_array_equal(second.play(n)[0], old)
    # It is freed with its last user.
    first.delete()
    second.delete()
    np.testing.assert_array_equal(box_with(host, file).play(n)[0], new)


def test_mc_wrapping_gives_every_instance_its_own_controls_and_one_model(
    host: Host, model: Path
) -> None:
    mapping = Path(__file__).parents[2] / "max-package" / "init" / "granvae-objectmappings.txt"
    assert mapping.read_text().split() == [
        *("max", "objectfile", "mc.granvae~", "mc.wrapper~", "granvae~;")
    ]
    n = 4096
    # The wrapper makes an instance for each channel, sends a message to all of them, and gives
    # each its channel of the signals.
    instances = [box_with(host, model) for _ in range(8)]
    for channel, box in enumerate(instances):
        controls = random_controls(n, channel)
        box.dsp([0, 1, 2, 3])
        np.testing.assert_array_equal(
            box.play(n, controls)[0], play_python(synth_at(model), controls)[0]
        )


def test_messages_from_the_audio_thread_and_the_scheduler_do_not_disturb_the_sound(
    host: Host, model: Path, other_model: Path
) -> None:
    box = box_with(host, model)
    box.send("150")
    sounds: list[np.ndarray] = []

    def audio() -> None:
        for block in range(400):
            sounds.append(box.play(64)[0])
            box.send(f"latent {atoms(LATENTS * (block % 3))}", thread=AUDIO)

    def scheduler() -> None:
        for step in range(200):
            box.send(f"law {step % 3}", thread=SCHEDULER)
            box.send(f'read "{(model, other_model)[step % 2]}"', thread=SCHEDULER)
            box.send(f"{step}.5", inlet=1, thread=SCHEDULER)

    threads = [Thread(target=audio), Thread(target=scheduler)]
    for thread in threads:
        thread.start()
    for _ in host.time():
        if not any(thread.is_alive() for thread in threads):
            break
    for thread in threads:
        thread.join()
    assert not any(name == "error" for name, _ in box.finish())
    assert np.abs(np.concatenate(sounds)).max() < 2.0
    assert np.abs(box.play(4096)[0]).max() > 0.05
