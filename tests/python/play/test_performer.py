"""The performer as those who play it know it: what they send, and what is heard and reported."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth
from granvae.engine.parameters import parameters
from granvae.play.commands import table
from granvae.play.performer import Performer
from granvae.play.snapshot import meters, snapshot
from support import tiny_models
from support.performers import LATENTS, POINT, RATE, Sent, make_performer, refusal, send, sound_of


def test_it_plays_what_the_synth_plays_bit_for_bit(model: Path, performer: Performer) -> None:
    synth = Synth(model, RATE)
    synth.latent(POINT)
    expected = synth.process(220.0, 30.0, 64.0, 5000)
    send(performer, ("/latent", POINT), ("/frequency", [220]))
    send(performer, ("/start", [30]), ("/crossfade", [64]))
    np.testing.assert_array_equal(sound_of(performer, 5000), expected)


def test_a_cloud_follows_density_rate_and_parameters(model: Path, performer: Performer) -> None:
    synth = Synth(model, RATE)
    settings = {"mode": "cloud", "async": 0.7, "seed": 5, "window": "expodec", "detune": 30}
    for name, value in settings.items():
        synth.set(name, value)
        send(performer, (f"/{name}", [value]))
    expected = synth.process(frequency=300.0, rate=1.5, samples=5000)
    send(performer, ("/density", [300]), ("/rate", [1.5]))
    np.testing.assert_array_equal(sound_of(performer, 5000), expected)


@pytest.mark.parametrize(
    ("address", "arguments", "words"),
    [
        ("/nonsense", [], "there is no message /nonsense"),
        ("/latent", [1, 2, 3], "16 latents and 3 values came"),
        ("/coord", [0.2] * 15, "16 latents and 15 values came"),
        ("/coord", [1.5], "from 0 to 1"),
        ("/path", [1.0] * 17, "multiple of 16"),
        ("/latent", [], "z is missing"),
        ("/latent", [float("nan")] * 16, "not nan"),
        ("/drift", [3.5, 1], "count is a whole number from 1 to 65536"),
        ("/drift", [4, 1, 0, 9], "too many"),
        ("/circle", [8, 1, 0, 16], "two different latents from 0 to 15"),
        ("/gain", [17], "from 0 to 16"),
        ("/gain", ["loud"], "not 'loud'"),
        ("/mode", ["dream"], "loop or cloud"),
        ("/frequency", ["high"], "frequency is a number"),
        ("/preset/recall", ["never"], "there is no preset never"),
        ("/preset/morph", ["a"], "a name and its weight"),
        ("/model", ["nowhere.ts"], "cannot be opened"),
        ("/encode", ["nowhere.wav"], "nowhere.wav"),
        ("/record", ["stop"], "nothing is being recorded"),
        ("/record", ["no/such/folder/x.wav"], "cannot be written"),
        ("/note", [128, 1], "from 0 to 127"),
        ("/step/on", [0, 99, 1], "steps 0 to 15"),
        ("/step/level", [3, 0, 1], "tracks 0 to 0"),
        ("/sequence/read", ["nowhere.json"], "cannot be read"),
        ("/info", ["weather"], "nothing called weather"),
        ("/help", ["/weather"], "there is no message"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    performer: Performer, address: str, arguments: list[float | str], words: str
) -> None:
    send(performer, ("/latent", POINT))
    before = snapshot(performer)
    assert words in refusal(performer, address, *arguments)
    after = snapshot(performer)
    del before["meters"], after["meters"]
    assert after == before


def test_a_fault_of_ours_is_reported_and_the_sound_goes_on(
    performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performer, "decode", lambda points: 1 / 0)
    assert "granvae itself failed" in refusal(performer, "/latent", *POINT)
    assert np.abs(sound_of(performer, 2000)).max() > 0.01


def test_presets_bring_back_latents_signals_and_parameters(performer: Performer) -> None:
    send(performer, ("/latent", POINT), ("/frequency", [100]), ("/gain", [2]), ("/law", ["linear"]))
    send(performer, ("/preset/save", ["here"]))
    there = snapshot(performer)
    send(performer, ("/random", [9]), ("/frequency", [400]), ("/gain", [4]), ("/law", ["cosine"]))
    send(performer, ("/preset/save", ["there"]), ("/preset/recall", ["here"]))
    back = snapshot(performer)
    for key in ("latent", "path", "signals", "parameters"):
        assert back[key] == there[key]


def test_a_morph_blends_latents_and_numbers_and_takes_choices_from_the_nearest(
    performer: Performer,
) -> None:
    send(performer, ("/latent", [1.0] * 16), ("/frequency", [100]), ("/pan", [-1]))
    send(performer, ("/law", ["linear"]), ("/preset/save", ["a"]))
    send(performer, ("/latent", [3.0] * 16), ("/frequency", [400]), ("/pan", [1]))
    send(performer, ("/law", ["cosine"]), ("/preset/save", ["b"]))
    send(performer, ("/preset/morph", ["a", 3, "b", 1]))
    np.testing.assert_allclose(performer.latent, 1.5)
    assert performer.state.signals["frequency"] == pytest.approx(100 * 2**0.5)
    assert performer.state.parameters["pan"] == pytest.approx(-0.5)
    assert performer.state.parameters["law"] == "linear"


def test_presets_are_kept_in_a_file(performer: Performer, model: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "presets.json")
    send(performer, ("/latent", POINT), ("/preset/save", ["one"]), ("/preset/write", [file]))
    other = make_performer(model)
    assert other.dispatcher.do("/preset/read", [file]) == [("/preset/read", [file, 1])]
    send(other, ("/preset/recall", ["one"]))
    np.testing.assert_array_equal(other.latent, performer.latent)
    (tmp_path / "wrong.json").write_text('{"presets": {"a": 1}}')
    assert "holds no presets" in refusal(other, "/preset/read", str(tmp_path / "wrong.json"))


def test_a_recording_is_what_was_heard_from_the_sample_on(
    performer: Performer, tmp_path: Path
) -> None:
    file = tmp_path / "out.wav"
    performer.dispatcher.post("/record", [str(file)], sample=300)
    performer.dispatcher.post("/record", ["stop"], sample=4000)
    heard = sound_of(performer, 5000)
    recorded, rate = soundfile.read(file, dtype="float32")
    assert rate == RATE
    np.testing.assert_array_equal(recorded, heard[300:4000])


def test_another_model_takes_over_and_a_broken_one_leaves_the_sound(
    performer: Performer, reports: list[Sent], tmp_path: Path
) -> None:
    other = tiny_models.linear_model(tmp_path / "small.ts", latents=4, grain=128)
    broken = tmp_path / "broken.ts"
    broken.write_text("no")
    performer.dispatcher.do("/model", [str(broken)])
    assert "/error" in [address for address, _ in reports]
    assert np.abs(sound_of(performer, 2000)).max() > 0.01
    performer.dispatcher.do("/model", [str(other)])
    assert ("/model", [str(other), 4, 128, 44100.0]) in reports
    assert snapshot(performer)["model"]["name"] == "small"
    send(performer, ("/latent", [1, 2, 3, 4]))
    assert np.abs(sound_of(performer, 2000)).max() > 0.01


def test_all_that_changes_is_reported_as_the_message_that_would_cause_it(
    performer: Performer, reports: list[Sent]
) -> None:
    send(performer, ("/latent", POINT), ("/start", [5]), ("/gain", [2]), ("/preset/save", ["a"]))
    performer.render(64)
    assert [address for address, _ in reports] == [
        "/latent", "/start", "/gain", "/preset/save", "/table",
    ]  # fmt: skip
    assert reports[-1][1] == [512, 512, 384]


def test_every_parameter_is_a_message_and_in_the_snapshot_which_is_json(
    performer: Performer,
) -> None:
    names = {entry.name for entry in parameters()}
    assert {f"/{name}" for name in names} <= set(performer.dispatcher.messages)
    state = json.loads(json.dumps(snapshot(performer)))
    assert {entry["name"] for entry in state["parameters"]} | set(state["signals"]) == names
    assert state["model"]["latents"] == len(state["latent"]) == LATENTS


def test_the_page_of_messages_is_what_the_table_prints() -> None:
    page = Path(__file__).parents[3] / "docs" / "osc.md"
    assert page.read_text(encoding="utf-8") == table.messages_page(), (
        "print it again: python -m granvae.play.commands.table > docs/osc.md"
    )


def test_help_lists_each_message(performer: Performer) -> None:
    replies = performer.dispatcher.do("/help", [])
    assert len(replies) == len(performer.dispatcher.messages)
    ((_, (usage, text)),) = performer.dispatcher.do("/help", ["drift"])
    assert usage == "/drift count step [seed]"
    assert "drift at random" in str(text)


def test_levels_are_the_peaks_of_what_is_heard(performer: Performer) -> None:
    send(performer, ("/latent", POINT))
    heard = sound_of(performer, 2048, block=2048)
    assert meters(performer)["levels"][0] == pytest.approx(np.abs(heard).max())
