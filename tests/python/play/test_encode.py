"""`/encode` and `/step/encode`: recordings as paths, the same as everywhere else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth
from granvae.play.message import Value
from support import encoding_models, tiny_models
from support.encoding_models import GRAIN, RATE, sayable
from support.performers import make_performer, refusal, reports_of, send, sound_of, wait_until

JOIN = 100


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    return encoding_models.save(encoding_models.Fourier(), folder / "model.ts", "peak")


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sound") / "voice.wav"
    fading = sayable(0.3, 48000) * np.linspace(1, 0, 14400, dtype=np.float32)
    soundfile.write(file, np.stack([fading, 0.5 * fading], axis=1), 48000, "FLOAT")
    return file


@pytest.fixture(scope="module")
def points(model: Path, voice: Path) -> np.ndarray:
    """What Python makes of the sound; tests/hosts holds Pure Data and Max to the same."""
    synth = Synth(model)
    synth.set("join", JOIN)
    return synth.encode(voice)


def test_the_path_and_the_table_are_those_of_python(
    model: Path, voice: Path, points: np.ndarray
) -> None:
    performer = make_performer(model)
    send(performer, ("/join", [JOIN]))
    answer = performer.dispatcher.do("/encode", [str(voice)])
    assert answer == [("/encode", [str(voice), len(points)])]
    synth = Synth(model)
    synth.set("join", JOIN)
    synth.encode(voice)
    np.testing.assert_array_equal(performer.state.points, points)
    np.testing.assert_array_equal(performer.state.path.places, synth.places)
    np.testing.assert_array_equal(performer.table, synth.table)


def test_an_encoded_tone_keeps_its_pitch_and_a_stretched_one_too(tmp_path: Path) -> None:
    hz = 3 * RATE / GRAIN  # one that the model can say
    time = np.arange(RATE) / RATE
    soundfile.write(tmp_path / "tone.wav", 0.3 * np.sin(2 * np.pi * hz * time), RATE, "FLOAT")
    performer = make_performer(
        encoding_models.save(encoding_models.Fourier(), tmp_path / "model.ts", "peak")
    )
    send(performer, ("/encode", [str(tmp_path / "tone.wav")]))
    grains = len(performer.state.points)
    assert pitch(sound_of(performer, RATE // 2)) == pytest.approx(hz, rel=0.01)
    send(performer, ("/stretch", [1.7]))
    assert len(performer.state.points) == pytest.approx(1.7 * grains, abs=1)
    assert pitch(sound_of(performer, RATE // 2)) == pytest.approx(hz, rel=0.01)


def pitch(sound: np.ndarray) -> float:
    """Hz of the strongest partial, between bins by a parabola."""
    power = np.log(np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) + 1e-12)
    k = int(power.argmax())
    a, b, c = power[k - 1 : k + 2]
    return (k + 0.5 * (a - c) / (a - 2 * b + c)) * RATE / len(sound)


def test_a_step_takes_the_middle_of_the_sound_and_the_table_stays(
    model: Path, voice: Path, points: np.ndarray
) -> None:
    performer = make_performer(model)
    reports = reports_of(performer)
    send(performer, ("/join", [JOIN]))
    table = performer.table
    answer = performer.dispatcher.do("/step/encode", [0, 3, str(voice)])
    assert answer == [("/step/encode", [0, 3, str(voice)])]
    step = performer.sequencer.pattern.tracks[0].steps[3]
    np.testing.assert_array_equal(step.latent, points[len(points) // 2])
    np.testing.assert_array_equal(performer.table, table)
    assert [address for address, _ in reports] == ["/join", "/step/latent"]


def test_the_sound_goes_on_until_the_path_is_there(
    model: Path, voice: Path, points: np.ndarray
) -> None:
    performer = make_performer(model, rate=RATE, offline=False)
    answers: list[tuple[str, list[Value]]] = []
    performer.dispatcher.post("/join", [JOIN])
    performer.dispatcher.post("/encode", [str(voice)], lambda *answer: answers.append(answer))

    def answered() -> bool:
        performer.render(64)
        return bool(answers)

    wait_until(answered, "nothing was encoded")
    performer.close()
    assert answers == [("/encode", [str(voice), len(points)])]
    np.testing.assert_array_equal(performer.state.points, points)


def test_what_cannot_be_encoded_is_one_sentence_and_the_path_stays(
    model: Path, voice: Path, tmp_path: Path
) -> None:
    performer = make_performer(model)
    send(performer, ("/random", [3]))
    before = performer.state.points.copy()
    (tmp_path / "text.wav").write_text("not a sound")
    assert "no WAV or AIFF file" in refusal(performer, "/encode", str(tmp_path / "text.wav"))
    assert "cannot be opened" in refusal(performer, "/step/encode", 0, 0, "missing.wav")
    assert "/track/steps makes more" in refusal(performer, "/step/encode", 0, 200, str(voice))
    np.testing.assert_array_equal(performer.state.points, before)
    deaf = make_performer(tiny_models.linear_model(tmp_path / "deaf.ts"))
    assert "encode" in refusal(deaf, "/encode", str(voice))
    assert np.abs(sound_of(deaf, 1000)).max() > 0.0
