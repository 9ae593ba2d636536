"""A prepared corpus gives the grains of its sounds, survives being killed, and names its faults."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from numpy.typing import NDArray

from granvae.cli import main
from granvae.data.augmentation import ResamplingSampler
from granvae.data.corpus import load_corpus
from granvae.data.grain_dataset import GrainStream
from granvae.data.prepared import index as prepared_index
from granvae.data.prepared.prepare import Prepared, prepare_corpus
from granvae.data.prepared.writer import packed
from granvae.errors import GranvaeError
from granvae.evaluation.evaluate import evaluate
from granvae.training import datamodule
from granvae.training.config import TrainConfig
from support import linear_run
from support.tones import folder_of

RATE = 16000
GRAIN = 256


def sound(seed: int, seconds: float = 0.5) -> NDArray:
    rng = np.random.default_rng(seed)
    return 0.2 * rng.normal(size=round(seconds * RATE)).clip(-4, 4)


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    """Sounds of every kind that a folder holds: 16 bits, float, another rate, copies, rubbish."""
    path = folder_of(tmp_path / "sounds", RATE, a=sound(0), b=sound(1, 0.3), deep=sound(2))
    soundfile.write(path / "float.wav", sound(3), RATE, subtype="FLOAT")
    soundfile.write(path / "higher.flac", sound(4), 22050)
    soundfile.write(path / "wide.wav", np.stack([sound(5), sound(6)], 1), RATE)
    shutil.copy(path / "a.wav", path / "copy.wav")
    folder_of(path, RATE, silent=np.zeros(RATE), short=sound(7, 0.01))
    blip = np.concatenate([np.zeros(RATE), sound(8, 0.005), np.zeros(RATE)])
    folder_of(path, RATE, blip=blip)
    (path / "broken.wav").write_bytes(b"RIFF of no use at all, and no sound either")
    return path


def prepare(sounds: Path, out: Path, **options: int) -> Prepared:
    return prepare_corpus([sounds], out, RATE, **{"jobs": 1, **options})


def test_a_prepared_corpus_holds_the_same_samples_and_skips_the_same_files(
    sounds: Path, tmp_path: Path
) -> None:
    prepare(sounds, tmp_path / "corpus")
    for grain in (GRAIN, 5000):  # 0.3 s are too few for grains of 5000
        read = load_corpus([sounds], RATE, grain)
        opened = load_corpus([tmp_path / "corpus"], RATE, grain)
        assert opened.sounds == read.sounds
        assert opened.skipped == read.skipped
        assert len(opened.samples) == len(read.samples)
        for one in read.sounds:
            span = slice(one.start, one.stop)
            assert opened.samples[span].tobytes() == read.samples[span].tobytes()


def test_a_training_takes_the_same_batches_from_a_prepared_corpus(
    sounds: Path, tmp_path: Path
) -> None:
    prepare(sounds, tmp_path / "corpus")
    batches = []
    for place in (sounds, tmp_path / "corpus"):
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


def test_processes_prepare_what_one_prepares(sounds: Path, tmp_path: Path) -> None:
    alone = prepare(sounds, tmp_path / "alone")
    together = prepare(sounds, tmp_path / "together", jobs=2)
    assert together == alone
    for name in (prepared_index.INDEX, *prepared_index.FILES):
        assert (tmp_path / "together" / name).read_bytes() == (
            tmp_path / "alone" / name
        ).read_bytes()


def test_sixteen_bits_take_two_bytes_a_sample_and_nothing_is_rounded(tmp_path: Path) -> None:
    steps = np.arange(-32768, 32768, dtype=np.float32) / np.float32(32768)
    small = packed(steps)
    assert small.dtype == np.int16
    np.testing.assert_array_equal(small.astype(np.float32) / 32768, steps)
    for odd in (steps * np.float32(0.5), np.float32([1.0]), np.float32([-1.5]), np.float32([-0.0])):
        assert packed(odd) is odd


def test_what_is_there_is_not_decoded_again_and_what_changed_is(
    sounds: Path, tmp_path: Path
) -> None:
    out = tmp_path / "corpus"
    first = prepare(sounds, out)
    assert first.decoded == 11
    assert prepare(sounds, out).decoded == 0
    folder_of(sounds, RATE, b=sound(9, 0.4), new=sound(10))
    (sounds / "deep.wav").unlink()
    again = prepare(sounds, out)
    assert again.decoded == 2
    assert again.unused == 2 * (round(0.3 * RATE) + round(0.5 * RATE))
    opened, read = load_corpus([out], RATE, GRAIN), load_corpus([sounds], RATE, GRAIN)
    assert opened.sounds == read.sounds
    for one in read.sounds:
        span = slice(one.start, one.stop)
        np.testing.assert_array_equal(opened.samples[span], read.samples[span])


def test_where_the_original_of_a_copy_is_removed_the_copy_is_used(
    sounds: Path, tmp_path: Path
) -> None:
    prepare(sounds, tmp_path / "corpus")
    (sounds / "a.wav").unlink()
    prepare(sounds, tmp_path / "corpus")
    opened = load_corpus([tmp_path / "corpus"], RATE, GRAIN)
    assert "copy.wav" in [one.name for one in opened.sounds]


def test_a_killed_preparation_goes_on_and_comes_to_the_same(tmp_path: Path) -> None:
    sounds = folder_of(tmp_path / "sounds", RATE, **{f"s{i:03}": sound(i, 2.0) for i in range(60)})
    whole, out = tmp_path / "whole", tmp_path / "corpus"
    prepare(sounds, whole)
    command = [sys.executable, "-m", "granvae.cli", "prepare", str(sounds), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [*command, "--sample-rate", str(RATE), "--jobs", "2"], env=environment
    ) as process:
        journal = out / prepared_index.JOURNAL
        while process.poll() is None and (
            not journal.exists() or journal.read_bytes().count(b"\n") < 4
        ):
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    with pytest.raises(GranvaeError, match="preparation was not finished"):
        load_corpus([out], RATE, GRAIN)
    # What a write that was cut off in the middle leaves behind.
    with journal.open("ab") as file:
        file.write(b'["s059.wav", 12')
    with (out / prepared_index.FILES[0]).open("ab") as file:
        file.write(b"half a sound")
    done = journal.read_bytes().count(b"\n") - 1
    assert prepare(sounds, out).decoded == 60 - done
    for name in (prepared_index.INDEX, *prepared_index.FILES):
        assert (out / name).read_bytes() == (whole / name).read_bytes()


def test_a_lost_end_of_the_samples_is_named_and_prepared_again(
    sounds: Path, tmp_path: Path
) -> None:
    out = tmp_path / "corpus"
    prepare(sounds, out)
    os.truncate(out / prepared_index.FILES[0], (out / prepared_index.FILES[0]).stat().st_size - 10)
    with pytest.raises(GranvaeError, match=r"samples\.i16 is cut short .*prepare` again") as error:
        load_corpus([out], RATE, GRAIN)
    assert str(error.value).count(". ") == 0
    assert prepare(sounds, out).decoded == 1
    assert load_corpus([out], RATE, GRAIN).sounds == load_corpus([sounds], RATE, GRAIN).sounds


def test_an_index_of_another_version_or_none_at_all_is_one_sentence(
    sounds: Path, tmp_path: Path
) -> None:
    out = tmp_path / "corpus"
    prepare(sounds, out)
    index = json.loads((out / prepared_index.INDEX).read_text())
    (out / prepared_index.INDEX).write_text(json.dumps({**index, "version": 99}))
    for use in (lambda: load_corpus([out], RATE, GRAIN), lambda: prepare(sounds, out)):
        with pytest.raises(GranvaeError, match=r"another version of granvae \(format 99"):
            use()
    for text in ("no JSON", "[]", '{"format": "other"}', json.dumps({**index, "sounds": [[1]]})):
        (out / prepared_index.INDEX).write_text(text)
        with pytest.raises(GranvaeError, match="is not the index of a prepared corpus"):
            load_corpus([out], RATE, GRAIN)


def test_other_rates_and_companions_are_refused(sounds: Path, tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    prepare(sounds, out)
    with pytest.raises(GranvaeError, match="prepared at 16000 Hz, not at 44100 Hz"):
        load_corpus([out], 44100, GRAIN)
    with pytest.raises(GranvaeError, match="begun at 16000 Hz, not at 8000 Hz"):
        prepare_corpus([sounds], out, 8000, jobs=1)
    with pytest.raises(GranvaeError, match="must be given alone"):
        load_corpus([sounds, out], RATE, GRAIN)


def test_a_folder_that_is_not_a_corpus_is_left_alone(sounds: Path, tmp_path: Path) -> None:
    with pytest.raises(GranvaeError, match="sounds holds other files"):
        prepare(sounds, sounds)
    with pytest.raises(GranvaeError, match=r"a\.wav is a file"):
        prepare(sounds, sounds / "a.wav")
    with pytest.raises(GranvaeError, match="cannot be written"):
        prepare(sounds, sounds / "a.wav" / "corpus")


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file can grow over ``size`` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_one_sentence_and_the_next_call_goes_on(
    sounds: Path, tmp_path: Path
) -> None:
    out = tmp_path / "corpus"
    with full_disk(20_000), pytest.raises(GranvaeError, match=r"cannot be written .*make room"):
        prepare(sounds, out)
    assert 0 < prepare(sounds, out).decoded < 11
    assert load_corpus([out], RATE, GRAIN).sounds == load_corpus([sounds], RATE, GRAIN).sounds


def test_two_preparations_of_one_folder_do_not_mix(sounds: Path, tmp_path: Path) -> None:
    def begin_another(*progress: object) -> None:
        prepare(sounds, tmp_path / "corpus")

    with pytest.raises(GranvaeError, match="being written by another"):
        prepare_corpus([sounds], tmp_path / "corpus", RATE, 1, begin_another)


def test_a_folder_with_nothing_of_use_says_so(tmp_path: Path) -> None:
    folder_of(tmp_path / "sounds", RATE, silent=np.zeros(RATE))
    with pytest.raises(GranvaeError, match=r"None of the 1 sound files .*silent\.wav"):
        prepare(tmp_path / "sounds", tmp_path / "corpus")


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
    assert "skipped broken.wav" in (out / prepared_index.REPORT).read_text()
    lines: list[str] = []
    config = TrainConfig((str(out),), grain=GRAIN, sample_rate=RATE)
    datamodule.prepare_data(config, tmp_path / "run", False, None, lines.append)
    assert any("Skipped short.wav" in line for line in lines)
    assert any("of 5 sounds" in line for line in lines)
