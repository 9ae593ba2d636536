"""How granvae~ sounds in Max alone: other signals, vectors, rates, models and threads."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from granvae import Synth
from hosts.drivers import LATENTS, atoms, play_python, random_controls
from hosts.max_host import AUDIO, SCHEDULER, Box, Host
from support.playing import RATE, configured

ALL = range(4)  # the inlets


def box_with(host: Host, model: Path, attributes: str = "") -> Box:
    box = host.new(f'granvae~ "{model}" {attributes}')
    box.send(f"latent {atoms(LATENTS)}")
    box.finish()
    return box


def synth_at(model: Path, live: str = "off") -> Synth:
    """The synth that plays what `box_with` plays."""
    synth = configured(Synth(model), live=live)
    synth.latent(LATENTS)
    return synth


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


def test_changing_the_vector_size_while_it_plays_keeps_the_sound(host: Host, model: Path) -> None:
    n = 12288
    controls = random_controls(n)
    box = box_with(host, model)
    parts, done = [], 0
    for vector in [64, 512, 32, 2048, 1, 4096]:
        box.dsp(ALL, vector)
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
        *("max", "objectfile", "mc.granvae~", "mc.wrapper~", "granvae~;"),
        *("max", "objectfile", "mcs.granvae~", "granvae~;"),
    ]
    n = 4096
    # The wrapper makes an instance for each channel, sends a message to all of them, and gives
    # each its channel of the signals.
    instances = [box_with(host, model) for _ in range(8)]
    for channel, box in enumerate(instances):
        controls = random_controls(n, channel)
        box.dsp(ALL)
        np.testing.assert_array_equal(
            box.play(n, controls)[0], play_python(synth_at(model), controls)[0]
        )


@pytest.mark.parametrize("made", ["mcs.granvae~ {} 3", "granvae~ {} 3 @mc 1"])
def test_one_outlet_may_have_all_channels(host: Host, model: Path, made: str) -> None:
    wide, plain = (host.new(text.format(f'"{model}"')) for text in (made, "granvae~ {} 3"))
    for box in (wide, plain):
        box.send("mode cloud")
        box.send("spread 1")
        box.finish()
    assert wide.ports() == (["multichannelsignal", "signal", "signal", ""], 4)
    assert "multichannel" in wide.assist(2, 0)
    assert "phase" in wide.assist(2, 1)
    n = 8192
    np.testing.assert_array_equal(wide.play(n), plain.play(n))
    assert len(plain.play(n)) == 5
    assert (wide.get("mc"), plain.get("mc")) == (1, 0)
    wide.send("mc 0")
    assert "given where the object is made" in str(wide.finish()[0][1][0])


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


LIVE = "@live 1 @offline 1"
FIRST, COUNT = 4, 3  # inlet with latents, and how many


def live_signals(n: int) -> np.ndarray:
    """Frequency, start, crossfade, rate and latents, ``(FIRST + COUNT, n)``."""
    latents = np.cumsum(np.random.default_rng(0).normal(size=(COUNT, n)), axis=1) * 0.05
    return np.vstack([np.abs(random_controls(n)), latents])


def test_latents_can_come_as_the_channels_of_one_signal(host: Host, model: Path) -> None:
    box, signals = box_with(host, model, f"{LIVE} @latents 1"), live_signals(12800)
    box.widen(FIRST, COUNT)
    box.dsp(range(FIRST + 1))
    expected = play_python(synth_at(model, "on"), signals[:FIRST], latents=signals[FIRST:])
    np.testing.assert_array_equal(box.play(12800, signals), expected)


def test_the_latency_is_one_vector_where_none_is_given(host: Host, model: Path) -> None:
    box = box_with(host, model, LIVE)
    for vector in (64, 256, 1024):
        box.dsp(vector=vector)
        assert box.info()["delay"] == vector
    box.send("live 0")
    assert box.info()["delay"] == 0


def test_a_latent_inlet_without_a_signal_uses_its_number_or_what_was_sent(
    host: Host, model: Path
) -> None:
    box = box_with(host, model, f"{LIVE} @latents 2")
    box.send("0.75", inlet=FIRST + 1)
    box.send("100", inlet=0)
    synth = synth_at(model, "on")
    synth.latent([LATENTS[0], 0.75, *LATENTS[2:]])
    np.testing.assert_array_equal(box.play(12800)[0], synth.process(100, samples=12800))


def test_a_live_box_that_is_patched_anew_while_it_plays_goes_on(host: Host, model: Path) -> None:
    box, signals = box_with(host, model, f"{LIVE} @latents 3"), live_signals(12800)
    parts = []
    for half in np.hsplit(signals, 2):
        box.dsp(range(FIRST + COUNT))
        parts.append(box.play(6400, half))
    expected = play_python(synth_at(model, "on"), signals[:FIRST], latents=signals[FIRST:])
    np.testing.assert_array_equal(np.hstack(parts), expected)
