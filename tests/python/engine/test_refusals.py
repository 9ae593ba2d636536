"""What players and synths refuse, in one sentence; path, table and parameters stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy import inf, nan, zeros

from granvae import (
    FileError,
    GranvaeError,
    InvalidValueError,
    ModelError,
    Player,
    Synth,
    load_model,
    read_map,
    train,
)
from support import encoding_models
from support.playing import POINTS, configured, refused

FULL = zeros((5, 10))  # signals of latents

REFUSED: dict[type[GranvaeError], list[tuple[Callable[[Synth], object], str]]] = {
    InvalidValueError: [
        (lambda _: Player(zeros(3)), "at least 4 samples"),
        (lambda _: Player(zeros((2, 8))), "one dimension"),
        (lambda _: Player([0.0, 1.0, nan, 0.0]), "finite"),
        (lambda _: Player(zeros((1 << 22) + 1)), "at most 4194304 samples"),
        (lambda _: Player(zeros(64), channels=0), "channels are 1 to 64, not 0"),
        (lambda _: Player(zeros(64), channels=-1), "channels are 1 to 64, not -1"),
        (lambda _: Player(zeros(64), channels=65), "channels are 1 to 64, not 65"),
        (lambda _: Player(zeros(64), channels=1.5), "channels are 1 to 64, not 1.5"),
        (lambda s: s.process(110), "how long to play; give samples or seconds"),
        (lambda s: s.process(110, samples=9, seconds=0.5), r"for 9 samples and 0\.5 seconds"),
        (lambda s: s.process(110, seconds=-1.0), "seconds is a finite number from 0 on, not -1"),
        (lambda s: s.process(110, seconds=nan), "seconds is a finite number from 0 on, not nan"),
        (lambda s: s.process(110, seconds=inf), "seconds is a finite number from 0 on, not inf"),
        (lambda s: s.process(zeros(10), zeros(11)), "one length"),
        (lambda s: s.process(rate=zeros(10), samples=11), "one length"),
        (lambda s: s.process(rate=zeros((2, 10))), "one length"),
        (lambda s: s.process(100, latents=FULL), r"set\('live', 'on'\) first"),
        (lambda s: configured(s, live="on").process(100, latents=zeros(6)), "with 1 to 5 latents"),
        (lambda s: configured(s, live="on").process(100, latents=FULL[:0]), "with 1 to 5 latents"),
        (lambda s: configured(s, live="on").process(100, latents=FULL[None]), "1 to 5 latents"),
        (lambda s: configured(s, live="on").process(100, latents=1.0), "with 1 to 5 latents"),
        (lambda s: configured(s, live="on").process(zeros(9), latents=FULL), "one length"),
        (lambda _: configured(Player(zeros(10)), live="on").process(9, latents=[0]), "latents"),
        (lambda s: s.latent(zeros(4)), "5 latents and 4 values came; send 5 numbers"),
        (lambda s: s.latent([]), "0 values came"),
        (lambda s: s.latent([0.0] * 4 + [nan]), "value 5 is not a finite number"),
        (lambda s: s.latent(zeros((2, 5))), "one row of numbers"),
        (lambda s: s.latent(np.full(5, 1e6)), "24 dB above full scale"),
        (lambda s: s.line(zeros(5), 0), "1 to 65536 grains, not 0"),
        (lambda s: s.line(zeros(3), 4), "5 latents and 3 values"),
        (lambda s: s.path(zeros(6)), "a multiple of 5 numbers"),
        (lambda s: s.offset([1, 2]), "5 latents and 2 values came; send 5 numbers, or one for all"),
        (lambda s: s.offset(nan), "offset: value 1 is not a finite number"),
        (lambda s: s.scale([]), "0 values came"),
        (lambda s: s.scale(1e9), "24 dB above full scale"),
        (lambda s: s.smooth(-1), "smooth takes 0 to 1000 grains, not -1"),
        (lambda s: s.smooth(nan), "smooth: value 1 is not a finite number"),
        (lambda s: s.recall("chorus"), "no stored path 'chorus'; keep one by 'store chorus'"),
        (lambda s: s.mix("chorus", inf), "mix: value 2 is not a finite number|cannot be opened"),
        (lambda s: load_model(s.model).decode(zeros(5)), r"shape \(count, 5\) for this model"),
        (lambda _: train([], "no run"), "No sounds were given"),
    ],
    ModelError: [
        (lambda _: Synth("no model.ts"), "cannot be opened"),
        (lambda _: load_model("no model.ts"), "cannot be opened"),
        (lambda s: load_model(s.model).encode(zeros((1, 512))), "no method 'encode'"),
    ],
    FileError: [
        (lambda _: read_map("no model.ts"), "cannot be read"),
        (lambda s: s.load_path("nowhere.json"), "'nowhere.json' cannot be opened"),
        (lambda s: s.save_path("/nowhere/path.json"), "'/nowhere/path.json' cannot be written"),
        (lambda s: s.save_path("path.txt"), "ends with .json or .csv"),
        (lambda s: s.encode("no.flac"), "no.flac cannot be opened"),
        (lambda _: train("no sounds", "no run"), "no sounds"),
    ],
    GranvaeError: [(lambda s: s.encode(zeros(4410)), r"model\.ts' has no method 'encode'")],
}


@pytest.mark.parametrize(
    ("kind", "act", "sentence"),
    [(kind, *refusal) for kind, refusals in REFUSED.items() for refusal in refusals],
)
def test_what_cannot_be_done_is_one_sentence_and_the_path_stays(
    synth: Synth, kind: type[GranvaeError], act: Callable[[Synth], object], sentence: str
) -> None:
    table = synth.table
    with refused(sentence, kind):
        act(synth)
    np.testing.assert_array_equal(synth.points, POINTS)
    np.testing.assert_array_equal(synth.table, table)


def test_errors_are_those_of_python_too() -> None:
    assert issubclass(InvalidValueError, ValueError)
    assert issubclass(FileError, OSError)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("law", "round", "law"),
        ("law", 9, "law"),
        ("swap", 0, "swap"),
        ("length", -1, "length"),
        ("length", nan, "length"),
        ("pitch", 1, "no parameter 'pitch' to set; there are mode, law"),
        ("grains", 2.5, "grains takes a whole number from 1 to 16384"),
        ("latency", 9000, "latency takes a whole number from -1 to 8192"),
        *(
            (signal, 1, f"no parameter '{signal}' to set; there are mode, law")
            for signal in ("frequency", "start", "crossfade", "rate")
        ),
    ],
)
def test_a_parameter_refuses_what_it_does_not_take_and_keeps_its_value(
    synth: Synth, name: str, value: float | str, sentence: str
) -> None:
    before = synth.get(name)
    with refused(sentence, InvalidValueError):
        synth.set(name, value)
    assert synth.get(name) == before


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("none", [1.0], "has no attribute 'none'; there are gain, name, shape"),
        ("gain", [-1.0], "does not take these values for 'gain'"),
        ("gain", ["loud"], "takes a finite number for 'gain', not 'loud'"),
        ("gain", [nan], "takes a finite number for 'gain'"),
        ("gain", [1.0, 2.0], "takes 1 values? for 'gain'"),
        ("shape", [1.0], "takes 2 values for 'shape', not 1"),
        ("name", [1.0], "takes a text for 'name'"),
    ],
)
def test_an_attribute_of_a_model_refuses_what_it_does_not_take(
    tmp_path: Path, name: str, values: list[float | str], sentence: str
) -> None:
    synth = Synth(encoding_models.save(encoding_models.Adjustable(), tmp_path / "model.ts"))
    with refused(sentence, InvalidValueError):
        synth.set_attribute(name, *values)
    assert synth.get_attribute("gain") == [1.0]
