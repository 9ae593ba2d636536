"""Patterns of the latent sequencer: how they are filled, changed, kept and rendered."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae.cli import main
from granvae.data.atomic_write import write_json
from granvae.play.learned_grains import LearnedGrains, learned_grains
from granvae.play.performer import Performer
from granvae.play.sequencer.pattern import Mutation, Pattern, Step, Track, euclid, load_pattern
from granvae.play.snapshot import snapshot
from support import learned_models
from support.patterns import POINTS, TEMPO, track_of
from support.performers import LATENTS, RATE, make_performer, refusal, send, sound_of


@pytest.mark.parametrize(
    ("hits", "rhythm"),
    [(2, "x.x.."), (3, "x.xx"), (3, "x.x.x.."), (3, "x..x..x."), (5, "x.xx.xx."),
     (4, "x.x.x.x.."), (7, "x.xx.x.xx.x."), (0, "...."), (4, "xxxx"), (5, "x..x.x..x.x.")],
)  # fmt: skip
def test_euclidean_fills_are_those_that_toussaint_lists(hits: int, rhythm: str) -> None:
    assert "".join(".x"[onset] for onset in euclid(hits, len(rhythm))) == rhythm
    turned = "".join(".x"[onset] for onset in euclid(hits, len(rhythm), 1))
    assert turned == rhythm[-1] + rhythm[:-1]


def test_mutation_moves_every_cycle_by_its_amount_and_never_beyond_its_limit() -> None:
    track = track_of(*[1] * 8, mutation=0.5, limit=1.2)
    nothing = learned_grains(None, LATENTS)
    mutation = Mutation(3, 0, POINTS.shape)
    moved = np.array([mutation.at(cycle, track, POINTS, nothing) for cycle in range(200)])
    assert not moved[0].any()
    np.testing.assert_allclose(np.linalg.norm(moved[1], axis=1), 0.5)
    away = np.linalg.norm(moved, axis=2)
    assert away.max() <= 1.2 + 1e-9
    assert np.mean(away > 1.0) > 0.3
    again = Mutation(3, 0, POINTS.shape).at(40, track, POINTS, nothing)
    np.testing.assert_array_equal(again, moved[40])


def test_mutation_stays_nearer_to_what_was_learned_than_moving_anywhere() -> None:
    known = learned_models.learned(400)
    learned, nothing = learned_grains(known, 3), learned_grains(None, 3)
    points = learned.points[::150].astype(np.float64)
    track = Track(steps=(Step(),) * len(points), mutation=0.4, limit=3.0)

    def away(grains: LearnedGrains) -> float:
        moved = points + Mutation(1, 0, points.shape).at(50, track, points, grains)
        return float(np.linalg.norm(moved[:, None] - learned.points, axis=2).min(axis=1).mean())

    assert away(learned) < 0.5 * away(nothing)


@pytest.mark.parametrize("message", ["/track/random", "/step/random"])
def test_random_steps_lie_near_grains_of_the_recordings_that_stay_allows(
    message: str, tmp_path: Path
) -> None:
    performer = make_performer(learned_models.learned_model(tmp_path / "learned.ts"))
    send(performer, ("/stay", ["flute"]))
    place = [0] if message == "/track/random" else [0, 0]
    drawn = []
    for seed in range(20):
        send(performer, (message, [*place, seed]))
        steps = performer.sequencer.pattern.tracks[0].steps
        drawn += [step.latent for step in steps if step.latent]
    flute = learned_models.learned().latents[-learned_models.LENGTH :]
    distance = np.linalg.norm(np.array(drawn)[:, None] - flute, axis=2).min(axis=1)
    assert np.mean(distance) < 0.5  # of points around it by 0.3 in each latent
    assert distance.max() < 1.5


def test_messages_build_the_pattern_that_the_file_then_holds(
    performer: Performer, model: Path, tmp_path: Path
) -> None:
    send(
        performer,
        ("/sequence/tempo", [90]), ("/sequence/swing", [0.6]), ("/sequence/seed", [4]),
        ("/sequence/tracks", [2]), ("/track/steps", [1, 5]), ("/track/division", [1, 3]),
        ("/track/euclid", [1, 2]), ("/track/mutation", [1, 0.1, 0.5]), ("/track/mute", [0, 1]),
        ("/track/pan", [1, 0.5]),
        ("/latent", POINTS[3].tolist()), ("/preset/save", ["here"]), ("/random", [8]),
        ("/step/preset", [1, 0, "here"]), ("/step/latent", [1, 1, *POINTS[4].tolist()]),
        ("/step/random", [1, 2, 7]), ("/step/here", [1, 3]), ("/step/pitch", [1, 1, -5]),
        ("/step/probability", [1, 1, 0.5]), ("/step/glide", [1, 1, 0.25]),
    )  # fmt: skip
    file = tmp_path / "pattern.json"
    send(performer, ("/sequence/write", [str(file)]))
    pattern = load_pattern(file)
    assert pattern == performer.sequencer.pattern
    assert (pattern.tempo, pattern.swing, pattern.seed) == (90.0, 0.6, 4)
    assert pattern.tracks[0].mute
    steps = pattern.tracks[1].steps
    assert [step.on for step in steps] == euclid(2, 5)
    np.testing.assert_allclose(steps[0].latent, POINTS[3])
    np.testing.assert_allclose(steps[3].latent, performer.latent)
    assert (steps[1].pitch, steps[1].probability, steps[1].glide) == (-5.0, 0.5, 0.25)
    other = make_performer(model)
    send(other, ("/sequence/read", [str(file)]))
    shown = json.loads(json.dumps(snapshot(other)))
    assert shown["sequence"]["pattern"] == json.loads(file.read_text())


@pytest.mark.parametrize(
    "content",
    [
        "[]", "{", '{"format": 1}', '{"format": 99, "tracks": []}', '{"format": 1, "tracks": []}',
        '{"format": 1, "tracks": [{"steps": []}]}',
        '{"format": 1, "tracks": [{"steps": [{"level": "loud"}]}]}',
        '{"format": 1, "tracks": [{"steps": [{"latent": ["x"]}]}]}',
        '{"format": 1, "tempo": -3, "tracks": [{"steps": [{}]}]}',
    ],
)  # fmt: skip
def test_a_file_that_holds_no_pattern_is_refused_in_one_sentence(
    performer: Performer, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "pattern.json"
    file.write_text(content)
    assert str(file) in refusal(performer, "/sequence/read", str(file))


def test_a_file_may_leave_out_attributes_and_have_those_of_newer_versions(tmp_path: Path) -> None:
    file = tmp_path / "pattern.json"
    file.write_text('{"format": 1, "hue": 3, "tracks": [{"steps": [{"on": 1, "x": []}, {}]}]}')
    assert load_pattern(file) == Pattern(tracks=(Track(steps=(Step(on=True), Step())),))


def test_a_pattern_renders_offline_as_it_plays(model: Path, tmp_path: Path) -> None:
    pattern = Pattern(tempo=TEMPO, tracks=(track_of(1, 0, 1, mutation=0.2),))
    write_json(tmp_path / "pattern.json", pattern)
    out = tmp_path / "out.wav"
    words = ["sequence", str(model), str(tmp_path / "pattern.json"), "--out", str(out)]
    assert main.main([*words, "--beats", "4", "--rate", str(RATE), "--channels", "1"]) == 0
    performer = make_performer(model, main=0.0)
    performer.sequencer.set_pattern(pattern)
    performer.sequencer.start()
    rendered = soundfile.read(out, dtype="float32")[0]
    assert len(rendered) == round(4 * 60 * RATE / TEMPO)
    np.testing.assert_array_equal(rendered, sound_of(performer, len(rendered)))
