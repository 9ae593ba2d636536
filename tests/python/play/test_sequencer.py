"""The latent sequencer, heard: when steps begin, what they sound like, how patterns change."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from granvae import Synth
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import Pattern, Step, Track
from support import tiny_models
from support.patterns import POINTS, TEMPO, track_of
from support.performers import GRAIN, POINT, RATE, make_performer, reports_of, send, sound_of


def play(model: Path, *tracks: Track, channels: int = 1, **more: object) -> Performer:
    """A performer whose pattern begins with the next sample, and nothing else sounds."""
    performer = make_performer(model, channels=channels, main=0.0)
    send(performer, ("/crossfade", [0]))
    performer.sequencer.set_pattern(Pattern(tracks=tracks, **{"tempo": TEMPO, **more}))
    performer.sequencer.start()
    return performer


def grain_of(model: Path, point: np.ndarray) -> np.ndarray:
    synth = Synth(model, RATE)
    synth.latent(point)
    return synth.table


def onsets_in(sound: np.ndarray) -> list[int]:
    """Samples at which something is heard after silence."""
    heard = np.abs(sound) > 1e-6
    quiet = np.concatenate([[0], np.cumsum(~heard)])
    first = [int(k) for k in np.flatnonzero(heard)]
    return [k for k in first if k == 0 or quiet[k] - quiet[max(0, k - 400)] == min(k, 400)]


@pytest.mark.parametrize(
    ("ons", "more", "beats"),
    [
        ([1, 0, 1, 1], {}, [k / 4 for k in range(60) if k % 4 != 1]),
        ([1, 1], {"swing": 2 / 3}, [k / 4 + (k % 2) / 12 for k in range(60)]),
        ([1, 0, 0], {"length": 1.0}, [k + part for k in range(10) for part in (0, 0.75)]),
    ],
    ids=["every step", "odd steps swing", "a length begins all tracks anew"],
)
def test_every_step_is_heard_from_its_very_sample_on(
    model: Path, ons: list[int], more: dict[str, float], beats: list[float]
) -> None:
    performer = play(model, track_of(*ons), **more)
    heard = onsets_in(sound_of(performer, 2 * RATE))
    expected = [round(beat * 60.0 * RATE / TEMPO) for beat in beats]
    assert heard == [sample for sample in expected if sample < 2 * RATE]


def test_a_step_sounds_as_the_grain_of_its_latent_at_its_level(model: Path) -> None:
    track = track_of(1, 1)
    soft = replace(track.steps[1], level=0.25)
    performer = play(model, replace(track, steps=(track.steps[0], soft), level=2.0))
    sound = sound_of(performer, RATE)
    second = round(0.25 * 60.0 * RATE / TEMPO)
    for at, point, level in ((0, POINTS[0], 2.0), (second, POINTS[1], 0.5)):
        # Reading between samples blurs the ends, where the table has other grains.
        expected = level * grain_of(model, point)[16:-16]
        np.testing.assert_allclose(sound[at + 16 : at + GRAIN - 16], expected, atol=2e-4)


def test_a_long_step_repeats_its_grain_as_a_loop_of_its_pitch(model: Path) -> None:
    step = Step(on=True, latent=tuple(POINTS[0].tolist()), length=4.0, pitch=12.0)
    performer = play(model, Track(steps=(step, Step(), Step(), Step())))
    sound = sound_of(performer, GRAIN * 12)
    period = GRAIN // 2
    settled = sound[period:]
    assert np.abs(settled[:-period] - settled[period:]).max() < 1e-3 * np.abs(settled).max()
    assert np.abs(settled).max() > 0.01


def test_steps_notes_and_messages_at_samples_sound_the_same_for_every_block_size(
    model: Path,
) -> None:
    glide = replace(track_of(1, 1, 1).steps[1], glide=0.5, pitch=7.0, length=1.0)
    first = track_of(1, 0, 1, mutation=0.3)
    second = replace(first, steps=(first.steps[0], glide, first.steps[2]), pan=-0.5)

    def played(block: int, samples: int) -> np.ndarray:
        performer = play(model, first, second, channels=2, swing=0.61)
        for sample, address, arguments in (
            (0, "/sound", [1]), (1000, "/latent", POINT), (1777, "/frequency", [171.3]),
            (3001, "/mode", ["cloud"]), (3001, "/spread", [1]), (3500, "/note", [64, 100]),
            (4100, "/volume", [0.25]), (5000, "/note", [64, 0]),
        ):  # fmt: skip
            performer.dispatcher.post(address, arguments, sample=sample)
        return np.concatenate([performer.render(block) for _ in range(samples // block)], axis=1)

    whole = played(2**15, 2**15)
    assert np.abs(whole).max() > 0.1
    for block, samples in ((2**9, 2**15), (37, 37 * 800), (1, 8192)):
        np.testing.assert_array_equal(played(block, samples), whole[:, :samples])


def test_tracks_of_three_and_four_steps_meet_every_twelve(model: Path) -> None:
    performer = play(model, track_of(1, 0, 0), track_of(1, 0, 0, 0))
    reports = reports_of(performer)
    sound_of(performer, 2 * RATE)
    begun = [values[0] for address, values in reports if address == "/sequence/step"]
    # In 12 steps: four of the first track, three of the second.
    assert begun[:7].count(0) == 4
    assert begun[:7].count(1) == 3


def test_probability_is_kept_in_the_long_run_and_decided_by_the_seed(model: Path) -> None:
    track = track_of(1, division=64.0)
    track = replace(track, steps=(replace(track.steps[0], probability=0.3),))

    def begun(seed: int) -> list[int]:
        performer = play(model, track, tempo=600.0, seed=seed)
        at: list[int] = []
        performer.dispatcher.subscribe(lambda *_: at.append(performer.state.now))
        sound_of(performer, RATE, block=64)
        return at

    assert abs(len(begun(1)) / 640 - 0.3) < 0.06
    assert begun(1) == begun(1)
    assert begun(1) != begun(2)


def test_a_mutating_step_sounds_a_little_different_each_cycle(model: Path) -> None:
    performer = play(model, track_of(1, 0, 0, 0, mutation=0.4, limit=2.0))
    beat = 60.0 * RATE / TEMPO
    sound = sound_of(performer, round(6 * beat))
    cycles = [sound[round(k * beat) :][:GRAIN] for k in range(6)]
    for before, after in pairwise(cycles):
        change = np.linalg.norm(after - before) / np.linalg.norm(before)
        assert 0.001 < change < 1.0


def test_a_glide_passes_through_the_latents_between_two_steps(model: Path) -> None:
    first, second = track_of(1, 1).steps
    pair = (replace(first, length=0.98), replace(second, length=1.0, glide=0.9))
    performer = play(model, Track(steps=pair, division=1.0))
    beat = 60.0 * RATE / TEMPO
    sound = sound_of(performer, round(2 * beat))
    grains = np.array([grain_of(model, point) for point in POINTS[:2]])
    shares = []
    for k in range(0, round(0.85 * beat) // GRAIN, 2):
        grain = sound[round(beat) + k * GRAIN :][:GRAIN][16:-16]
        between = np.linalg.lstsq(grains[:, 16:-16].T, grain, rcond=None)[0]
        shares.append(between[1])
    assert shares[0] == pytest.approx(0.0, abs=0.02)
    assert np.all(np.diff(shares) > -0.01)
    assert 0.7 < shares[-1] <= 1.0


@pytest.mark.parametrize("count", [0, 100])
def test_external_pulses_place_its_steps_sample_by_sample(model: Path, count: int) -> None:
    performer = play(model, track_of(1, 1))
    performer.sequencer.set_external(True)
    pulses = [round(500 + 400.3 * k) for k in range(count)]
    for sample in pulses:
        performer.dispatcher.post("/clock", [], sample=sample)
    assert onsets_in(sound_of(performer, 40000)) == pulses[::6]


def test_the_first_pulse_after_a_start_is_the_first_step(model: Path) -> None:
    performer = play(model, track_of(1, 1))
    sound_of(performer, 3000)
    performer.dispatcher.post("/sequence/clock", ["external"], sample=6000)
    performer.dispatcher.post("/sequence/start", [], sample=6000)
    for k in range(20):
        performer.dispatcher.post("/clock", [], sample=6003 + 500 * k)
    heard = onsets_in(sound_of(performer, 15000))
    assert [3000 + sample for sample in heard if sample > 2500] == [
        6003 + 3000 * k for k in range(4)
    ]


def test_a_pattern_too_long_for_a_table_is_refused_in_a_sentence(tmp_path: Path) -> None:
    large = tiny_models.linear_model(tmp_path / "large.ts", latents=2, grain=16384)
    performer = play(large, Track(steps=(Step(on=True, latent=(1.0,)),) * 256), tempo=120.0)
    reports = reports_of(performer)
    performer.render(64)
    faults = [values[0] for address, values in reports if address == "/error"]
    assert len(faults) >= 1
    assert "send fewer points" in str(faults[0])


def test_a_change_of_tempo_keeps_the_beat(model: Path) -> None:
    performer = play(model, track_of(1), tempo=120.0)
    performer.dispatcher.post("/sequence/tempo", [60], sample=RATE // 2)  # a beat has passed
    expected = [0, 0.125, 0.25, 0.375, 0.5, 0.75, 1.0, 1.25]
    heard = onsets_in(sound_of(performer, round(1.3 * RATE)))
    assert heard == [round(seconds * RATE) for seconds in expected]
