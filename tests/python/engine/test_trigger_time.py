"""A loop's grains begin at the samples of their triggers, whatever these cut short."""

from __future__ import annotations

import numpy as np
import pytest

from granvae import Player
from support.loop_reference import SineTable
from support.playing import RATE, configured

SIZE = 512
LAWS = ("cosine", "equal-power")
TABLE = SineTable.draw(SIZE, np.random.default_rng(0), 8)


def trigger_at(samples: np.ndarray, n: int) -> np.ndarray:
    signal = np.zeros(n)
    signal[samples] = 1.0
    return signal


def swung(hz: float, jitter: float, swing: float, seed: int, seconds: float = 2.0) -> np.ndarray:
    """Samples of triggers at `hz`, at least two apart, without which an edge would not rise.

    Every other is late by `swing` of a period, and each is off by up to ±`jitter` seconds.
    """
    rng = np.random.default_rng(seed)
    period = RATE / hz
    beats = np.arange(1, int(seconds * hz))
    times = period * (beats + swing * (beats % 2))
    times += rng.uniform(-jitter, jitter, len(beats)) * RATE
    samples = np.unique(np.round(times[times > 0]).astype(int))
    return samples[np.diff(samples, prepend=-2) >= 2]


def played(
    samples: np.ndarray, crossfade: float | None, law: str, table: np.ndarray = TABLE.samples
) -> tuple[np.ndarray, np.ndarray]:
    """Sound ``(n,)`` and the samples of its onsets."""
    player = configured(Player(table), sync="trigger", law=law)
    sound = player.play(trigger_at(samples, samples[-1] + 3 * SIZE), 0, crossfade)
    return sound.samples, np.flatnonzero(sound.onset)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("crossfade", [None, 0, 1, 64.5, 200, SIZE / 2, 10 * SIZE])
@pytest.mark.parametrize(
    ("hz", "jitter", "swing"),
    [
        (8.0, 0.0, 0.0),  # 5,512.5 samples
        (2.0, 0.001, 0.0),
        (220.0, 0.0, 0.0),
        (220.0, 0.001, 0.0),
        (11.3, 0.0, 1 / 3),
        (97.7, 0.002, 0.2),
        (1234.5, 0.0002, 0.1),
        (7000.0, 0.0, 0.0),
    ],
)
def test_every_onset_is_on_the_sample_of_its_trigger(
    hz: float, jitter: float, swing: float, crossfade: float | None, law: str
) -> None:
    for seed in range(3):
        samples = swung(hz, jitter, swing, seed)
        _, onsets = played(samples, crossfade, law)
        np.testing.assert_array_equal(onsets, samples)


@pytest.mark.parametrize("crossfade", [60, 200, SIZE / 2])
@pytest.mark.parametrize(
    ("hz", "jitter", "swing"),
    [(8.0, 0.0, 0.0), (95.0, 0.001, 0.0), (86.13, 0.0, 1 / 3), (43.3, 0.004, 0.2)],
)
def test_no_trigger_clicks(hz: float, jitter: float, swing: float, crossfade: float) -> None:
    # One that ends in another place than it begins: read past its end, it would click too.
    table = TABLE.samples + np.linspace(1.0, 0.0, SIZE, dtype=np.float32)
    assert abs(table[-1] - table[0]) > 0.9
    for seed in range(3):
        samples = swung(hz, jitter, swing, seed)
        sound, _ = played(samples, crossfade, "cosine", table)
        # The pace of reading is that of the shortest interval; a fade adds its own slope.
        hop = SIZE - crossfade
        speed = hop / np.diff(samples).min()
        fade = np.diff(samples).min() * crossfade / hop
        slope = max(speed, 1.0) * np.abs(np.diff(table)).max()
        slope += np.pi / 2 / min(fade, crossfade) * 2 * np.abs(table).max()
        assert np.abs(np.diff(sound, prepend=0.0)).max() < slope


@pytest.mark.parametrize("crossfade", [60, 200, SIZE / 2])
def test_a_trigger_in_the_midst_of_a_fade_leaves_the_level_as_it_is(crossfade: float) -> None:
    # Of a constant: where grains overlap without a gap, their gains add up to 1, however they cut
    # each other short.
    rng = np.random.default_rng(3)
    samples = 400 + np.cumsum(np.sort(rng.integers(10, 600, 60))[::-1])
    sound, _ = played(samples, crossfade, "cosine", np.ones(SIZE))
    np.testing.assert_allclose(sound[samples[4] : samples[-1]], 1.0, atol=1e-5)


def test_a_trigger_one_sample_late_makes_no_dip() -> None:
    samples = 441 * np.arange(1, 40)
    late = samples.copy()
    late[20:] += 1
    sound, _ = played(late, 128, "cosine", np.ones(SIZE))
    assert sound[3 * 441 : 39 * 441].min() > 0.97


@pytest.mark.parametrize("law", LAWS)
def test_the_sound_of_cut_crossfades_is_that_of_plain_arithmetic(law: str) -> None:
    samples, crossfade = swung(120.0, 0.003, 0.3, 5), 200.0
    sound, _ = played(samples, crossfade, law)
    n = 20000
    expected = reference(samples, crossfade, law, n)
    np.testing.assert_allclose(sound[:n], expected, atol=2e-3)


def reference(samples: np.ndarray, crossfade: float, law: str, n: int) -> np.ndarray:
    """Each grain, or silence, with the phase that it has come to, laid over all before it."""

    def gain(x: float) -> float:
        x = min(max(x, 0.0), 1.0)
        return float(np.sin(np.pi / 2 * x) ** (2 if law == "cosine" else 1))

    hop = SIZE - crossfade
    fade = crossfade / hop
    grains: list[dict[str, float]] = []
    triggers, last, interval = set(samples.tolist()), -1, float(hop)
    phase = 1.0
    out = np.zeros(n)
    for i in range(n):
        if i in triggers or phase >= 1.0:
            over = 0.0 if i in triggers or i == 0 else phase - 1.0
            if i in triggers:
                interval = interval if last < 0 else float(i - last)
                last = i
                if grains and grains[-1]["silent"] and grains[-1]["at"] < fade:
                    held = grains.pop()["at"]
                    grains[-1]["level"] = gain(1.0 - held / fade)
                    grains[-1]["end"] = fade - held
                elif grains:
                    grains[-1]["at"] = min(grains[-1]["at"], 1.0)
            phase = over
            silent = i not in triggers
            grains.append({"at": over, "silent": silent, "level": 1.0, "end": fade})
        sound = 0.0
        for k, grain in enumerate(grains):
            under = grains[k - 1] if k else grain
            sounds = 0.0 if grain["silent"] else float(TABLE.at(grain["at"] * hop))
            out_gain = under["level"] * gain(1.0 - grain["at"] / min(fade, under["end"]))
            sound = gain(grain["at"] / fade) * sounds + (out_gain * sound if k else 0.0)
        out[i] = sound
        for grain in grains:
            grain["at"] += 1.0 / interval
        phase += 1.0 / interval
        while len(grains) > 1 and grains[-1]["at"] >= fade:
            grains = grains[-1:]
    return out
