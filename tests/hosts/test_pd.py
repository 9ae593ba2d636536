"""granvae~ in a real Pure Data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

import tiny_models
from granvae import Synth
from pd import EXTERNAL, Patch, play

RATE = 44100


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.linear_model(tmp_path_factory.mktemp("model") / "model.ts")


def patch_with(model: Path) -> tuple[Patch, int]:
    """A patch with the object, whose info outlet is printed."""
    patch = Patch()
    granvae = patch.add(f"granvae~ {model}")
    printer = patch.add("print told")
    patch.connect(granvae, 1, printer)
    return patch, granvae


def assert_equal_up_to_the_end(recorded: np.ndarray, expected: np.ndarray) -> None:
    """writesf~ records whole blocks, so the ends may differ by some."""
    assert len(recorded) > 0.9 * len(expected)
    np.testing.assert_array_equal(recorded, expected[: len(recorded)])


def test_the_signal_equals_python_sample_by_sample_under_audio_rate_controls(
    model: Path, tmp_path: Path
) -> None:
    rng = np.random.default_rng(0)
    n = 2 * RATE
    controls = np.stack(
        [
            np.repeat(rng.uniform(-300, 900, n // 100), 100),
            rng.uniform(-10, 600, n),
            rng.uniform(-10, 400, n),
        ],
        axis=1,
    ).astype(np.float32)
    soundfile.write(tmp_path / "controls.wav", controls, RATE, subtype="FLOAT")
    latents = rng.normal(size=16).round(3)

    patch, granvae = patch_with(model)
    reader = patch.add("readsf~ 3")
    patch.send(0, f"open {tmp_path / 'controls.wav'}, 1", reader)
    for inlet in range(3):
        patch.connect(reader, inlet, granvae, inlet)
    patch.send(0, "latent " + " ".join(map(str, latents)), granvae)
    patch.send(0, "law linear, length 400", granvae)
    result = play(patch, granvae, tmp_path)

    synth = Synth(model)
    synth.set("law", "linear")
    synth.set("length", 400)
    synth.latent(latents)
    expected = synth.process(*controls.T)
    assert result.status == 0
    assert_equal_up_to_the_end(result.audio, expected)
    assert np.abs(result.audio).max() > 0.1


def test_numbers_set_the_inlets_and_a_line_is_played_as_in_python(
    model: Path, tmp_path: Path
) -> None:
    end = [0.5, -1.0, 0.25] + [0.125] * 13
    patch, granvae = patch_with(model)
    patch.send(0, "line 8 " + " ".join(map(str, end)), granvae)
    for inlet, number in enumerate((27.5, 100.25, 77)):
        patch.send(0, str(number), granvae, inlet)
    result = play(patch, granvae, tmp_path)
    synth = Synth(model)
    synth.line(end, 8)
    assert_equal_up_to_the_end(result.audio, synth.process(27.5, 100.25, 77, samples=2 * RATE))


def test_before_any_number_the_grain_sounds_as_python_plays_it(model: Path, tmp_path: Path) -> None:
    patch, granvae = patch_with(model)
    result = play(patch, granvae, tmp_path)
    assert_equal_up_to_the_end(result.audio, Synth(model).process(samples=2 * RATE))
    assert np.abs(result.audio).max() > 0.01


def test_a_random_latent_is_the_same_as_in_python_and_is_told(model: Path, tmp_path: Path) -> None:
    patch, granvae = patch_with(model)
    patch.send(0, "random 42", granvae)
    result = play(patch, granvae, tmp_path)
    synth = Synth(model)
    drawn = synth.random(42)
    assert_equal_up_to_the_end(result.audio, synth.process(samples=2 * RATE))
    line = next(line for line in result.console.splitlines() if "told: latents" in line)
    np.testing.assert_allclose([float(v) for v in line.split()[2:]], drawn, rtol=1e-4)


def test_write_saves_the_table_of_python_beside_the_patch(model: Path, tmp_path: Path) -> None:
    patch, granvae = patch_with(model)
    patch.send(0, "random 42, write table.wav, random 43", granvae)
    result = play(patch, granvae, tmp_path)
    synth = Synth(model)
    synth.random(42)
    samples, rate = soundfile.read(tmp_path / "table.wav", dtype="float32")
    np.testing.assert_array_equal(samples, synth.table)
    assert rate == RATE
    assert f"told: written {tmp_path / 'table.wav'}" in result.console


def test_a_model_read_while_another_sounds_takes_over_at_an_onset(
    model: Path, tmp_path: Path
) -> None:
    other = tiny_models.linear_model(tmp_path / "other.ts", latents=4, seed=9)
    patch, granvae = patch_with(model)
    patch.send(0, "100", granvae)
    patch.send(100, "read other.ts", granvae)
    result = play(patch, granvae, tmp_path)
    slope = np.abs(np.diff(Synth(model).process(100, 0, 128, samples=RATE))).max()
    steps = np.abs(np.diff(result.audio))
    assert steps.max() <= 1.5 * slope
    settled = Synth(other)
    last = settled.process(100, 0, 128, samples=2 * 441)[441:]
    assert np.abs(result.audio[-8 * 441 :]).max() == pytest.approx(np.abs(last).max(), rel=0.02)
    assert "loaded" in result.console


def test_info_tells_parameters_and_table(model: Path, tmp_path: Path) -> None:
    patch, granvae = patch_with(model)
    patch.send(10, "law equal-power, latch off, swap 20, join 64, mode loop, info", granvae)
    console = play(patch, granvae, tmp_path).console
    for line in ("law equal-power", "latch off", "swap 20", "join 64", "mode loop", "grain 512"):
        assert f"told: info {line}" in console
    assert "error" not in console


def test_a_model_is_found_on_pds_search_path(model: Path, tmp_path: Path) -> None:
    patch = Patch()
    granvae = patch.add("granvae~ model.ts")
    result = play(patch, granvae, tmp_path, "-batch", "-path", str(model.parent))
    assert np.abs(result.audio).max() > 0.01


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("latent 1 2 3", "the model has 16 latents and 3 values came; send 16 numbers."),
        ("latent " + "1 " * 15 + "x", "value 16 is not a finite number"),
        ("line", "line takes a number of grains"),
        ("line 0 " + "1 " * 16, "1 to 65536 grains, not 0"),
        ("path 1 2 3", "a multiple of 16 numbers"),
        ("law", "law takes one value."),
        ("law round", "law takes cosine, linear or equal-power, not 'round'."),
        ("mode cloud", "mode takes loop, not 'cloud'."),
        ("length -5", "length takes a number from 0 to 1e+09 samples, not -5."),
        ("latch 2", "latch takes off or on, not 2."),
        ("read", "read takes the name of a model"),
        ("read nowhere.ts", "cannot find 'nowhere.ts'"),
    ],
)
def test_a_wrong_message_is_explained_and_the_sound_goes_on(
    model: Path, tmp_path: Path, message: str, sentence: str
) -> None:
    patch, granvae = patch_with(model)
    patch.send(50, message, granvae)
    result = play(patch, granvae, tmp_path)
    assert result.status == 0
    errors = [line for line in result.console.splitlines() if "granvae~:" in line]
    assert len(errors) == 1
    assert sentence in errors[0]
    assert "told: error" in result.console
    assert_equal_up_to_the_end(result.audio, Synth(model).process(samples=2 * RATE))


def test_files_that_are_no_models_are_explained_and_the_sound_goes_on(
    model: Path, tmp_path: Path
) -> None:
    bad = {path: text for path, text in tiny_models.bad_models(tmp_path).items() if path.exists()}
    patch, granvae = patch_with(model)
    for k, path in enumerate(bad):
        patch.send(20 + 10 * k, f"read {path}", granvae)
    result = play(patch, granvae, tmp_path)
    errors = [line for line in result.console.splitlines() if "granvae~:" in line]
    assert len(errors) == len(bad)
    for path, line in zip(bad, errors, strict=True):
        assert path.name in line
    assert_equal_up_to_the_end(result.audio, Synth(model).process(samples=2 * RATE))


def test_without_a_model_there_is_silence_and_a_hint(tmp_path: Path) -> None:
    patch = Patch()
    granvae = patch.add("granvae~ nowhere.ts")
    result = play(patch, granvae, tmp_path)
    assert "cannot find 'nowhere.ts'" in result.console
    assert len(result.audio) > 0
    assert not result.audio.any()


def test_in_real_time_loading_and_decoding_do_not_hold_up_the_audio(
    model: Path, tmp_path: Path
) -> None:
    patch, granvae = patch_with(model)
    patch.send(0, "220", granvae)
    for k in range(50):
        patch.send(200 + 10 * k, f"random {k}", granvae)
    for k in range(5):
        patch.send(300 + 70 * k, f"read {model}", granvae)
    result = play(patch, granvae, tmp_path, "-nosleep")
    assert result.status == 0
    assert "error" not in result.console
    assert result.console.count("told: latents") >= 5
    assert np.abs(np.diff(result.audio)).max() < 0.5
    assert np.abs(result.audio[-RATE // 5 :]).max() > 0.01


def test_quitting_while_the_worker_decodes_or_loads_never_crashes(
    model: Path, tmp_path: Path
) -> None:
    for attempt in range(4):
        patch, granvae = patch_with(model)
        patch.send(5 * attempt, "line 20000 " + "1 " * 16, granvae)
        patch.send(5 * attempt, f"read {model}", granvae)
        result = play(patch, granvae, tmp_path, "-nosleep", milliseconds=10 * attempt)
        assert result.status == 0
        assert "signal" not in result.console.lower()


def test_deleting_the_object_while_it_loads_never_crashes(model: Path, tmp_path: Path) -> None:
    """A patch that fills and clears another one, twenty times, while the first one sounds.

    Each time a second object with no model is made too: its complaint shows that they were made.
    """
    patch, granvae = patch_with(model)
    patch.add("pd inner")
    patch.lines[-1] = "#N canvas 0 0 300 300 inner 0;\n#X restore 10 300 pd inner;"
    rounds = 20
    for k in range(rounds):
        made = f"; pd-inner obj 10 10 granvae~ {model}; pd-inner obj 10 50 granvae~ nowhere.ts"
        patch.at(20 * k, patch.message(made))
        patch.at(20 * k + 3 + k % 7, patch.message("; pd-inner clear"))
    result = play(patch, granvae, tmp_path, "-nosleep")
    assert result.status == 0
    assert result.console.count("cannot find 'nowhere.ts'") == rounds
    assert np.abs(result.audio[-RATE // 2 :]).max() > 0.01


def test_the_help_patch_opens_without_a_complaint_and_sounds(model: Path, tmp_path: Path) -> None:
    """Its output is caught on the way to the loudspeakers."""
    text = (EXTERNAL / "granvae~-help.pd").read_text()
    assert text.count("dac~ 1 2") == 1
    (tmp_path / "help.pd").write_text(text.replace("dac~ 1 2", "throw~ caught"))
    (tmp_path / "granvae-demo.ts").write_bytes(model.read_bytes())
    patch = Patch()
    patch.add("help")
    caught = patch.add("catch~ caught")
    result = play(patch, caught, tmp_path)
    assert result.status == 0
    assert "couldn't create" not in result.console
    assert "error" not in result.console
    assert np.abs(result.audio).max() > 0.01
