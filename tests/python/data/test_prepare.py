"""A prepared corpus gives the grains of its sounds, survives being killed, and names its faults."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from granvae.cli import main
from granvae.data.corpus import load_corpus
from granvae.data.grain_dataset import GrainStream
from granvae.data.grain_sampler import ResamplingSampler
from granvae.data.prepared.index import FILES, INDEX, JOURNAL, REPORT
from granvae.data.prepared.prepare import Prepared, prepare_corpus
from granvae.data.prepared.writer import packed
from granvae.errors import GranvaeError
from granvae.evaluation.evaluate import evaluate
from granvae.training import datamodule
from granvae.training.config import TrainConfig
from support import linear_run
from support.tones import folder_of, write_sound

RATE = 16000
GRAIN = 256


def sound(seed: int, seconds: float = 0.5) -> NDArray:
    rng = np.random.default_rng(seed)
    return 0.2 * rng.normal(size=round(seconds * RATE)).clip(-4, 4)


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    """Sounds of every kind that a folder holds: 16 bits, float, another rate, copies, rubbish."""
    path = folder_of(
        tmp_path / "sounds",
        RATE,
        a=sound(0),
        b=sound(1, 0.3),
        deep=sound(2),
        silent=np.zeros(RATE),
        short=sound(7, 0.01),
        blip=np.concatenate([np.zeros(RATE), sound(8, 0.005), np.zeros(RATE)]),
    )
    write_sound(path / "float.wav", sound(3), RATE, subtype="FLOAT")
    write_sound(path / "higher.flac", sound(4), 22050)
    write_sound(path / "wide.wav", np.stack([sound(5), sound(6)], 1), RATE)
    shutil.copy(path / "a.wav", path / "copy.wav")
    (path / "broken.wav").write_bytes(b"RIFF of no use at all, and no sound either")
    return path


def prepare(sounds: Path, out: Path, **options: int) -> Prepared:
    return prepare_corpus([sounds], out, RATE, **{"jobs": 1, **options})


@pytest.fixture
def out(sounds: Path, tmp_path: Path) -> Path:
    """The corpus of the sounds."""
    assert prepare(sounds, tmp_path / "corpus").decoded == 11
    return tmp_path / "corpus"


def same(out: Path, sounds: Path, grain: int = GRAIN) -> bool:
    """Whether a prepared corpus holds the samples of its sounds, bit for bit."""
    read, opened = (load_corpus([path], RATE, grain) for path in (sounds, out))
    spans = [slice(one.start, one.stop) for one in read.sounds]
    return (
        (opened.sounds, opened.skipped) == (read.sounds, read.skipped)
        and len(opened.samples) == len(read.samples)
        and all(np.array_equal(opened.samples[span], read.samples[span]) for span in spans)
    )


def contents(out: Path) -> list[bytes]:
    return [(out / name).read_bytes() for name in (INDEX, *FILES)]


@pytest.mark.parametrize("grain", [GRAIN, 5000])  # 0.3 s are too few for grains of 5000
def test_a_prepared_corpus_holds_the_same_samples_and_skips_the_same_files(
    sounds: Path, out: Path, grain: int
) -> None:
    assert same(out, sounds, grain)


def test_a_training_takes_the_same_batches_from_a_prepared_corpus(sounds: Path, out: Path) -> None:
    batches = []
    for place in (sounds, out):
        training, _ = load_corpus([place], RATE, GRAIN).split(0.3, 0, GRAIN)
        sampler = ResamplingSampler(training, GRAIN, min_rms_db=-50.0)
        batches.append(torch.stack(list(GrainStream(sampler, 16, 5, seed=3))))
    assert torch.equal(*batches)


def test_an_evaluation_scores_the_same_grains_of_a_prepared_corpus(tmp_path: Path) -> None:
    sounds = linear_run.write_sounds(tmp_path / "sounds", ("a.wav", "b.wav", "c.wav"))
    run = linear_run.save_run(tmp_path / "run", sounds)
    prepare_corpus([sounds], tmp_path / "corpus", linear_run.SAMPLE_RATE, jobs=1)
    before, after = (evaluate(run, [tmp_path / name]) for name in ("sounds", "corpus"))
    assert after.files == before.files


def test_processes_prepare_what_one_prepares(sounds: Path, out: Path, tmp_path: Path) -> None:
    prepare(sounds, tmp_path / "together", jobs=2)
    assert contents(tmp_path / "together") == contents(out)


def test_sixteen_bits_take_two_bytes_a_sample_and_nothing_is_rounded(tmp_path: Path) -> None:
    steps = np.arange(-32768, 32768, dtype=np.float32) / np.float32(32768)
    small = packed(steps)
    assert small.dtype == np.int16
    np.testing.assert_array_equal(small.astype(np.float32) / 32768, steps)
    for odd in (steps * np.float32(0.5), np.float32([1.0]), np.float32([-1.5]), np.float32([-0.0])):
        assert packed(odd) is odd


def test_what_is_there_is_not_decoded_again_and_what_changed_is(sounds: Path, out: Path) -> None:
    assert prepare(sounds, out).decoded == 0
    folder_of(sounds, RATE, b=sound(9, 0.4), new=sound(10))
    (sounds / "deep.wav").unlink()
    again = prepare(sounds, out)
    assert again.decoded == 2
    assert again.unused == 2 * (round(0.3 * RATE) + round(0.5 * RATE))
    assert same(out, sounds)
    (sounds / "a.wav").unlink()  # its copy takes its place
    assert prepare(sounds, out).decoded == 0
    assert same(out, sounds)


def test_a_killed_preparation_goes_on_and_comes_to_the_same(tmp_path: Path) -> None:
    sounds, out = tmp_path / "sounds", tmp_path / "corpus"
    folder_of(sounds, RATE, **{f"s{i:03}": sound(i, 2.0) for i in range(60)})
    prepare(sounds, tmp_path / "whole")
    command = [sys.executable, "-m", "granvae.cli", "prepare", str(sounds), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [*command, "--sample-rate", str(RATE), "--jobs", "2"], env=environment
    ) as process:
        journal = out / JOURNAL
        while process.poll() is None and (
            not journal.exists() or journal.read_bytes().count(b"\n") < 4
        ):
            time.sleep(0.002)
        process.kill()
    assert process.returncode != 0
    with pytest.raises(GranvaeError, match="preparation was not finished"):
        load_corpus([out], RATE, GRAIN)
    # What a write that was cut off in the middle leaves behind.
    with journal.open("ab") as file:
        file.write(b'["s059.wav", 12')
    with (out / FILES[0]).open("ab") as file:
        file.write(b"half a sound")
    done = journal.read_bytes().count(b"\n") - 1
    assert prepare(sounds, out).decoded == 60 - done
    assert contents(out) == contents(tmp_path / "whole")


def test_a_lost_end_of_the_samples_is_named_and_prepared_again(sounds: Path, out: Path) -> None:
    os.truncate(out / FILES[0], (out / FILES[0]).stat().st_size - 10)
    with pytest.raises(GranvaeError, match=r"samples\.i16 is cut short .*prepare` again") as error:
        load_corpus([out], RATE, GRAIN)
    assert str(error.value).count(". ") == 0
    assert prepare(sounds, out).decoded == 1
    assert same(out, sounds)


def test_an_index_of_another_version_or_none_at_all_is_one_sentence(
    sounds: Path, out: Path
) -> None:
    index = json.loads((out / INDEX).read_text())
    faults = [{"format": "other"}, index | {"version": 99}, index | {"sounds": [[1]]}]
    for text in ("no JSON", "[]", *map(json.dumps, faults)):
        (out / INDEX).write_text(text)
        for use in (lambda: load_corpus([out], RATE, GRAIN), lambda: prepare(sounds, out)):
            with pytest.raises(GranvaeError, match=r"is not the index of .* another version"):
                use()


@pytest.mark.parametrize(
    ("use", "sentence"),
    [
        (lambda sounds, out: load_corpus([out], 44100, 1), "at 16000 Hz, not at 44100 Hz"),
        (lambda sounds, out: load_corpus([sounds, out], RATE, 1), "must be given alone"),
        (lambda sounds, out: prepare_corpus([sounds], out, 8000), "at 16000 Hz, not at 8000 Hz"),
        (lambda sounds, _: prepare(sounds, sounds), "sounds holds other files"),
        (lambda sounds, out: prepare(sounds, sounds / "a.wav"), r"a\.wav is a file"),
        (lambda sounds, out: prepare(sounds, sounds / "a.wav" / "out"), "cannot be written"),
        (lambda sounds, out: prepare(sounds / "silent.wav", out), r"None of the 1 .*silent\.wav"),
        (
            lambda sounds, out: prepare_corpus(
                [sounds], out, RATE, 1, lambda *_: prepare(sounds, out)
            ),
            "being written by another",
        ),
    ],
)
def test_what_cannot_be_prepared_or_loaded_is_one_sentence(
    sounds: Path, out: Path, use: Callable[[Path, Path], object], sentence: str
) -> None:
    with pytest.raises(GranvaeError, match=sentence):
        use(sounds, out)


def test_a_full_disk_is_one_sentence_and_the_next_call_goes_on(
    sounds: Path, tmp_path: Path
) -> None:
    resource = pytest.importorskip("resource", reason="a system without limits for files")
    out, before = tmp_path / "corpus", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))  # bytes of any file
    try:
        with pytest.raises(GranvaeError, match=r"cannot be written .*make room"):
            prepare(sounds, out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert 0 < prepare(sounds, out).decoded < 11
    assert same(out, sounds)


def test_the_command_reports_what_it_skipped_and_train_takes_its_folder(
    sounds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "corpus"
    rate = ["--sample-rate", str(RATE)]
    assert main.main(["prepare", str(sounds), "--out", str(out), "--jobs", "1", *rate]) == 0
    said = capsys.readouterr().out
    assert "Skipped copy.wav: it sounds exactly as a.wav" in said
    assert "Skipped silent.wav: it is silent" in said
    assert "8 sounds" in said
    assert "skipped broken.wav" in (out / REPORT).read_text()
    lines: list[str] = []
    config = TrainConfig((str(out),), grain=GRAIN, sample_rate=RATE)
    datamodule.prepare_data(config, tmp_path / "run", False, None, lines.append)
    assert any("Skipped short.wav" in line for line in lines)
    assert any("of 5 sounds" in line for line in lines)
