"""Live grains in Max: as in Python, sample by sample."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hosts.controls import Settings, synth_with
from hosts.max_host import Box, Host
from support.clouds import CLOUD

RATE = 44100
N = 64 * 200
LATENTS = 3
FIRST = 4  # inlet with latents


def signals_of(seed: int = 0) -> np.ndarray:
    """Frequency, start, crossfade, rate and latents, ``(7, n)``."""
    rng = np.random.default_rng(seed)
    latents = np.cumsum(rng.normal(size=(LATENTS, N)), axis=1) * 0.05
    controls = [np.repeat(rng.uniform(50, 900, N // 100), 100), rng.uniform(0, 400, N)]
    controls += [rng.uniform(0, 200, N), rng.uniform(-2, 2, N)]
    return np.vstack([*controls, latents])


def box_with(host: Host, model: Path, arguments: str) -> Box:
    box = host.new(f'granvae~ "{model}" @live 1 @offline 1 {arguments}')
    box.finish()
    return box


def in_python(model: Path, signals: np.ndarray, settings: Settings) -> tuple[np.ndarray, ...]:
    synth = synth_with(model, {"live": "on", **settings})
    sound = synth.play(*signals[:3], rate=signals[3], latents=signals[4:])
    assert synth.late == 0
    return sound.samples, sound.phase, sound.onset


@pytest.mark.parametrize("settings", [{}, {"latency": 500}, CLOUD], ids=["loop", "slow", "cloud"])
@pytest.mark.parametrize("apart", [True, False])
def test_each_onset_has_the_grain_of_its_latents(
    host: Host, model: Path, settings: Settings, apart: bool
) -> None:
    typed = " ".join(f"@{name} {value}" for name, value in settings.items())
    box = box_with(host, model, f"@latents {LATENTS if apart else 1} {typed}")
    if not apart:
        box.widen(FIRST, LATENTS)
    signals = signals_of()
    box.dsp(range(FIRST + (LATENTS if apart else 1)))
    for heard, expected in zip(
        box.play(N, signals), in_python(model, signals, settings), strict=True
    ):
        np.testing.assert_array_equal(heard, expected)
    assert box.info()["late"] == 0
    assert box.info()["delay"] == settings.get("latency", 64)


def test_the_latency_is_one_vector_where_none_is_given(host: Host, model: Path) -> None:
    box = box_with(host, model, "")
    for vector in (64, 256, 1024):
        box.dsp(vector=vector)
        assert box.info()["delay"] == vector
    box.send("live 0")
    assert box.info()["delay"] == 0


def test_a_latent_that_steps_is_heard_at_the_onset_that_the_latency_promises(
    host: Host, model: Path
) -> None:
    period, step = 441, 5003
    still = np.zeros((FIRST + 1, N))
    still[0] = RATE / period
    moved = still.copy()
    moved[FIRST, step:] = 2.0
    heard = []
    for signals in (still, moved):
        box = box_with(host, model, "@latents 1 @latency 256")
        box.dsp(range(FIRST + 1))
        heard.append(box.play(N, signals)[0])
    onset = -(-step // period) * period + 256
    first = int(np.flatnonzero(heard[0] != heard[1])[0])
    assert onset <= first <= onset + 1


def test_a_latent_inlet_without_a_signal_uses_its_number_or_what_was_sent(
    host: Host, model: Path
) -> None:
    point = np.round(np.random.default_rng(2).normal(size=16), 3)
    box = box_with(host, model, "@latents 2")
    box.send("latent " + " ".join(map(str, point)))
    box.send("0.75", inlet=FIRST + 1)
    box.send("100", inlet=0)
    heard = box.play(N)[0]
    point[1] = 0.75
    synth = synth_with(model, {"live": "on"})
    synth.latent(point)
    np.testing.assert_array_equal(heard, synth.process(100, samples=N))


def test_more_signals_than_the_model_has_latents_are_reported_in_one_sentence(
    host: Host, small_model: Path
) -> None:
    box = host.new(f'granvae~ "{small_model}" @live 1 @latents 5')
    errors = [values[0] for name, values in box.finish() if name == "error"]
    assert len(errors) == 1
    assert "5 latents come as signals" in errors[0]
    assert "has 2; those beyond are not heard" in errors[0]


def test_latents_that_cannot_be_inlets_are_refused_in_one_sentence(host: Host, model: Path) -> None:
    box = host.new("granvae~ @latents 65")
    assert box.ports()[1] == FIRST
    ((_, (sentence,)),) = [message for message in box.finish() if message[0] == "error"]
    assert "0 to 64 latents, not 65" in str(sentence)
    box = host.new("granvae~ @latents 2")
    assert (box.ports()[1], box.get("latents")) == (FIRST + 2, 2)
    box.send("latents 3")
    ((_, (sentence,)),) = [message for message in box.finish() if message[0] == "error"]
    assert "where the object is made" in str(sentence)


def test_a_live_box_that_is_patched_anew_while_it_plays_goes_on(host: Host, model: Path) -> None:
    box = box_with(host, model, "@latents 3")
    signals = signals_of(1)
    box.dsp(range(FIRST + LATENTS))
    first = box.play(N // 2, signals[:, : N // 2])[0]
    box.dsp(range(FIRST + LATENTS))
    second = box.play(N // 2, signals[:, N // 2 :])[0]
    expected = in_python(model, signals, {})[0]
    np.testing.assert_array_equal(np.concatenate([first, second]), expected)
