"""What granvae~ takes and reports, in Max and in Pure Data alike."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from granvae import Synth, parameters
from hosts.drivers import LATENTS, Driver, N, atoms
from support import tiny_models
from support.encoding_models import sayable
from support.playing import configured

# What cannot be done, and what the sentence about it has to say.
REFUSED = {
    "read nowhere.ts": "cannot find 'nowhere.ts' beside the patch or on ",
    "write nowhere/table.wav": "nowhere/table.wav' cannot be written",
    "line": "line takes a number of grains",
    "line 1e9 0": "line: a path has 1 to 65536 grains, not 1e+09",
    f"line 0 {atoms(LATENTS)}": "1 to 65536 grains, not 0",
    "line 3 1": "line: the model has 16 latents and 1 value came",
    "latent": "latent: the model has 16 latents and 0 values came",
    "latent 1 2 3": "latent: the model has 16 latents and 3 values came; send 16 numbers.",
    f"latent one {atoms(LATENTS[1:])}": "latent: value 1 is not a finite number",
    f"latent {atoms(LATENTS[1:])} x": "value 16 is not a finite number",
    "path 1 2 3": "path: the model has 16 latents and 3 values came; send a multiple of 16 numbers",
    "law": "law takes one value.",
    "law round": "law takes cosine, linear or equal-power, not 'round'.",
    "length -5": "length takes a number from 0 to 1e+09 samples, not -5.",
    "swap 0": "swap takes a number from 1",
    "latch maybe": "latch takes off or on, not 'maybe'.",
    "latch 2": "latch takes off or on, not 2.",
    "mode crowd": "mode takes loop or cloud, not 'crowd'.",
    "grains 2.5": "grains takes a whole number from 1 to 16384, not 2.5.",
    "async 2": "async takes a number from 0 to 1, not 2.",
    "unit beats": "unit takes samples or grains, not 'beats'.",
    "encode 3": "encode takes the name of a sound, as in 'encode voice.wav'.",
    "encode text.wav": "is no WAV or AIFF file",
    "readpath nowhere.csv": "cannot find 'nowhere.csv' beside the patch",
    "readpath text.wav": "ends with .json or .csv",
    "writepath path.txt": "ends with .json or .csv",
    "readstate nowhere.json": "cannot find 'nowhere.json' beside the patch",
    "readstate text.wav": "text.wav' has 'no' where a value belongs in line 1 and is no JSON",
    "writestate nowhere/song.json": "nowhere/song.json' cannot be written",
    "recall": "recall takes the name of a stored path, as in 'recall verse'.",
    "recall verse": "no stored path 'verse'",
    "mix verse": "mix takes a path and an amount, as in 'mix verse 0.5'.",
    "mix verse 0.5": "no stored path 'verse'",
    "smooth much": "smooth takes a number of grains",
    "reverse 1": "reverse takes nothing, as in 'reverse'.",
    "stretch": "stretch takes a factor, as in 'stretch 2'.",
    "stretch 0": "stretch takes a factor from 0.01 to 100, not 0.",
    "fit maybe": "fit takes off or on, not 'maybe'.",
    "offset 1 2": "send 16 numbers, or one for all",
    "offset x": "value 1 is not a finite number",
    "set": "set takes the name of an attribute of the model and its values",
    "set depth 1": "no attribute 'depth'",
    "get": "get takes the name of an attribute",
    "get depth": "no attribute 'depth'",
    "channel 2": "1 channel and no channel 2",
}
# In Max, both open a dialog.
REFUSED_IN_PD = {
    "read": "read takes the name of a model",
    "encode": "encode takes the name of a sound",
    "readstate": "readstate takes the name of a state file, as in 'readstate song.json'.",
    "encode nowhere": "cannot find 'nowhere' among the arrays, beside the patch",
}
REFUSED_IN_MAX = {
    "read 5": "read takes the name of a model",
    "read a b": "read takes the name of a model",
    "write 5": "write takes the name of a WAV file",
    "encode nowhere": "cannot find 'nowhere' among the buffers, beside the patch or on Max's "
    "search path; check the name.",
}


def test_what_cannot_be_done_is_one_sentence_and_the_sound_goes_on(
    granvae: Driver, encoder: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.wav").write_text("no sound at all")
    refused = REFUSED | (REFUSED_IN_PD if granvae.name == "pd" else REFUSED_IN_MAX)
    no_models = [path for path in tiny_models.bad_models(tmp_path) if path.exists()]
    refused |= {f"read {path}": path.name for path in no_models}
    played = granvae.play(encoder, "random 1", later=list(refused))
    for error, (message, sentence) in zip(played.errors, refused.items(), strict=True):
        assert sentence in error, message
    assert [f"error {error}" for error in played.errors] == [
        report for report in played.reports if report.startswith("error")
    ]
    assert played.info["model"] == str(encoder)
    synth = Synth(encoder)
    synth.random(1)
    np.testing.assert_array_equal(played.outlets[0], synth.process(samples=N))


def test_without_a_model_there_is_silence_and_what_needs_one_is_refused(granvae: Driver) -> None:
    played = granvae.play("nowhere.ts", "write table.wav", "reverse")
    assert not played.outlets.any()
    for sentence, error in zip(
        ("cannot find 'nowhere.ts'", "there is no table yet", "reverse has no path to change"),
        played.errors,
        strict=True,
    ):
        assert sentence in error


def test_what_was_asked_before_the_model_is_there_waits_for_it(
    granvae: Driver, model: Path, tmp_path: Path
) -> None:
    granvae.play("", "random 3", f"read {model}", "write table.wav")
    synth = Synth(model)
    synth.random(3)
    synth.write(tmp_path / "python.wav")
    assert (tmp_path / "table.wav").read_bytes() == (tmp_path / "python.wav").read_bytes()


@pytest.mark.parametrize(
    ("typed", "channels"), [("", 1), ("3", 3), ("64", 64), ("MODEL", 1), ("MODEL 2", 2)]
)
def test_a_number_after_the_model_or_alone_makes_as_many_channels(
    granvae: Driver, model: Path, typed: str, channels: int
) -> None:
    played = granvae.play(typed.replace("MODEL", str(model)), channels=channels)
    assert played.info["mode"] == "loop"
    assert played.errors == []


@pytest.mark.parametrize(
    ("typed", "in_max", "in_pd"),
    [
        ("440", "1 to 64 channels, not 440", "the number of channels is a whole one from 1 to 64"),
        ("0", "1 to 64 channels, not 0", "the number of channels is a whole one from 1 to 64"),
        ("1.5", "takes a model and a number", "the number of channels is a whole one from 1 to 64"),
        ("2 2", "takes a model and a number", "takes a model, a number of channels and of latents"),
        ("a.ts b.ts", "takes a model and a number", "takes a model, a number of channels and of"),
    ],
)
def test_wrong_arguments_still_make_an_object_that_says_what_was_wrong(
    granvae: Driver, typed: str, in_max: str, in_pd: str
) -> None:
    errors = granvae.play(typed, channels=2 if typed == "2 2" else 1).errors
    assert (in_pd if granvae.name == "pd" else in_max) in errors[0]


def test_a_list_is_a_latent(granvae: Driver, model: Path) -> None:
    played = granvae.play(model, atoms(LATENTS))
    assert played.errors == []
    said = granvae.play(model, f"latent {atoms(LATENTS)}")
    np.testing.assert_array_equal(played.outlets, said.outlets)


def test_a_bare_name_is_found_beside_the_patch_and_on_the_search_path(
    granvae: Driver, model: Path, small_model: Path, tmp_path: Path
) -> None:
    shutil.copy(small_model, tmp_path / "beside.ts")
    played = granvae.play(
        "beside.ts", later=[f"read {model.name}", "read beside.ts"], search=model.parent
    )
    assert played.errors == []
    assert played.of("loaded")[-2:] == [
        [str(model), 16, 512, 44100],
        [str(tmp_path / "beside.ts"), 2, 512, 44100],
    ]


def test_each_file_holds_the_table_that_python_makes_of_the_message_before_it(
    granvae: Driver, model: Path, tmp_path: Path
) -> None:
    synth, points = Synth(model), np.random.default_rng(1).normal(size=(5, 16)).round(3)
    asked = {
        f"latent {atoms(LATENTS)}": partial(synth.latent, LATENTS),
        f"line 7 {atoms(LATENTS)}": partial(synth.line, LATENTS, 7),
        f"path {atoms(points.ravel())}": partial(synth.path, points),
        **{f"random {seed}": partial(synth.random, seed) for seed in range(20)},
    }
    messages = [part for k, asks in enumerate(asked) for part in (asks, f"write {k}.wav")]
    played = granvae.play(model, *messages)
    assert played.of("written") == [[str(tmp_path / f"{k}.wav")] for k in range(len(asked))]
    for k, make in enumerate(asked.values()):
        make()
        synth.write(tmp_path / "python.wav")
        assert (tmp_path / f"{k}.wav").read_bytes() == (tmp_path / "python.wav").read_bytes()


def test_random_draws_the_point_that_python_draws_and_reports_it(
    granvae: Driver, model: Path
) -> None:
    seeded, other = granvae.play(model, "random 42", later=["random"]).of("latents")
    np.testing.assert_allclose(seeded, Synth(model).random(42), rtol=1e-4)
    assert other != seeded


def test_info_reports_everything(granvae: Driver, model: Path) -> None:
    messages = ("law linear", "latch off", "swap 20", "mode cloud", f"line 3 {atoms(LATENTS)}")
    expected: dict[float | str, float | str] = {
        parameter.name: parameter.choices[int(parameter.initial)]
        if parameter.choices
        else parameter.initial
        for parameter in parameters()
        if not parameter.signal
    }
    expected |= {"law": "linear", "latch": "off", "swap": 20, "mode": "cloud"}
    expected |= dict.fromkeys(("nonfinite", "delay", "late", "stolen"), 0)
    expected |= {"model": str(model), "decoder": "libtorch", "channels": 1, "noisy": 0}
    expected |= {"points": 3}
    synth = configured(Synth(model), law="linear")
    synth.line(LATENTS, 3)
    expected |= {"table": len(synth.table), "grain": 512, "rate": 44100}
    assert granvae.play(model, *messages).info == expected


@pytest.mark.parametrize("granvae", ["max", "max scheduler", "max audio", "pd"], indirect=True)
def test_edits_bend_the_path_as_in_python_from_any_thread(
    granvae: Driver, encoder: Path, tmp_path: Path
) -> None:
    synth = Synth(encoder)
    synth.line(np.linspace(-1, 1, 16), 6)
    synth.save_path(tmp_path / "other.json")
    synth.encode(sayable(0.1))
    synth.save_path(tmp_path / "first.json")
    synth.write(tmp_path / "first-python.wav")
    played = granvae.play(
        encoder,
        *(
            "readpath first.json",
            "store 1",
            "offset 0.25",
            "scale -0.5",
            "reverse",
            "stretch 1.5",
            "smooth 2",
        ),
        *("mix 1 0.5", "mix other.json 0.25", "write edited.wav", "recall 1", "write first.wav"),
    )
    assert played.errors == []
    synth.store("1")
    synth.offset(0.25)
    synth.scale(-0.5)
    synth.reverse()
    synth.stretch(1.5)
    synth.smooth(2)
    synth.mix("1", 0.5)
    synth.mix(tmp_path / "other.json", 0.25)
    synth.write(tmp_path / "edited-python.wav")
    for name in ("first", "edited"):
        written, expected = (tmp_path / f"{name}{end}.wav" for end in ("", "-python"))
        assert written.read_bytes() == expected.read_bytes()


def test_attributes_of_a_model_are_set_and_reported(granvae: Driver, encoder: Path) -> None:
    played = granvae.play(encoder, "set gain 0.5", "set name soft", "get gain", "get name")
    assert played.of("attribute") == [["gain", 0.5], ["name", "soft"]]
    assert "info attributes gain name shape" in played.reports
    # The file is shared by all in this process that play it.
    granvae.play(encoder, "set gain 1")
