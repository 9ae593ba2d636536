"""Sounds are found wherever they lie and read whatever their format is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from granvae.data.audio_files import SOUND_EXTENSIONS, read_sound, search_sounds
from granvae.errors import FileError, GranvaeError
from support.tones import SAMPLE_RATE as RATE
from support.tones import sine, write_sound

NOBODY = 65534


def read(path: Path) -> NDArray:
    return read_sound(path, RATE)


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder with a good file, a closed one and a closed folder, and no right to open these."""
    with tempfile.TemporaryDirectory() as name:  # pytest's `tmp_path` is closed to other users
        folder = Path(name)
        write_sound(folder / "good.wav", sine(440))
        inner = write_sound(folder / "closed" / "lost.wav", sine(440)).parent
        write_sound(folder / "file.wav", sine(440)).chmod(0)
        inner.chmod(0)
        root = os.getuid() == 0
        if root:  # who reads everything: be an ordinary user until the end
            os.chown(folder, NOBODY, -1)
            os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield folder
        finally:
            if root:
                os.setresuid(0, 0, 0)
            inner.chmod(0o700)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what cannot be used."""
    folder = tmp_path_factory.mktemp("faulty")
    (folder / "bare").mkdir()
    for name in ("notes.txt", "nothing.wav"):
        (folder / name).touch()
    for name in ("corrupt.wav", "unknown.m4a"):
        (folder / name).write_bytes(bytes(range(256)) * 8)
    write_sound(folder / "empty.wav", np.zeros(0))
    write_sound(folder / "nan.wav", np.append(sine(440), np.nan), subtype="FLOAT")
    write_sound(folder / "slow.wav", sine(440), rate=3)
    return folder


def test_the_extensions_are_those_of_all_formats_but_headerless_ones() -> None:
    others = {".raw", ".wavex", ".mat4", ".mat5", ".mpc2k"}  # as .wav, .mat, .snd
    formats = {f".{name.lower()}" for name in soundfile.available_formats()}
    assert formats - others <= SOUND_EXTENSIONS
    assert {".wav", ".aif", ".oga", ".m4a", ".mp4", ".mat", ".snd"} <= SOUND_EXTENSIONS
    assert not SOUND_EXTENSIONS & {*others, ".txt", ".json", ".png"}


def test_sounds_are_found_at_any_depth_in_one_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.wav", "a/z.WAV", "a/b/c/d/e.flac", "a.ogg", "._b.wav", ".trash/old.wav"):
        write_sound(tmp_path / name, sine(440))
    (tmp_path / "notes.txt").write_text("no sound")
    found = search_sounds([tmp_path])[0]
    assert [f.name for f in found] == ["a.ogg", "a/b/c/d/e.flac", "a/z.WAV", "b.wav"]
    assert [f.path for f in found] == [tmp_path / f.name for f in found]


def test_a_file_that_is_given_twice_is_found_once(tmp_path: Path) -> None:
    file = write_sound(tmp_path / "in" / "one.wav", sine(440))
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")  # a link that leads in circles
    assert len(search_sounds([tmp_path, file, tmp_path / "in"])[0]) == 1


def test_equal_names_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("mono/bell", "stereo/bell"):
        write_sound(tmp_path / folder / "hit.wav", sine(440))
    write_sound(tmp_path / "mono" / "bell" / "other.wav", sine(440))
    found, _ = search_sounds([tmp_path / "mono" / "bell", tmp_path / "stereo" / "bell"])
    assert [f.name for f in found] == ["mono/bell/hit.wav", "other.wav", "stereo/bell/hit.wav"]


def test_a_closed_folder_inside_is_skipped_and_named(closed: Path) -> None:
    found, skipped = search_sounds([closed])
    assert [f.name for f in found] == ["file.wav", "good.wav"]
    assert [s.path for s in skipped] == [str(closed / "closed")]
    assert "Permission denied" in skipped[0].reason


def test_a_closed_folder_or_file_that_was_asked_for_is_an_error(closed: Path) -> None:
    for name in ("file.wav", "closed"):
        with pytest.raises(FileError, match=f"{closed / name} cannot be read"):
            search_sounds([closed / name])
    with pytest.raises(FileError, match="Permission denied"):
        read(closed / "file.wav")


def search(path: Path) -> object:
    return search_sounds([path.parent / "slow.wav", path])


@pytest.mark.parametrize(
    ("use", "name", "words"),
    [
        (search, "bare", "holds no sound file"),
        (search, "missing", "does not exist"),
        (search, "notes.txt", "is not a sound file"),
        (read, "slow.wav", "sample rate of 3 Hz"),
        (read, "corrupt.wav", "cannot be decoded"),
        (read, "unknown.m4a", "convert it to WAV or FLAC"),
        (read, "empty.wav", "holds no samples"),
        (read, "nothing.wav", "cannot be decoded"),
        (read, "nan.wav", "not finite"),
        (read, "missing.wav", "cannot be opened"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(
    faulty: Path, use: Callable[[Path], object], name: str, words: str
) -> None:
    with pytest.raises(FileError, match=words) as error:
        use(faulty / name)
    assert str(faulty / name) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_search_for_nothing_is_refused() -> None:
    with pytest.raises(GranvaeError, match="No sounds were given"):
        search_sounds([])


@pytest.mark.parametrize(
    ("name", "rate", "kind"),
    [
        *(("a.wav", RATE, {"subtype": kind}) for kind in ("PCM_U8", "PCM_24", "DOUBLE")),
        *((f"a.{kind}", RATE, {}) for kind in ("aiff", "flac", "ogg", "mp3")),
        *(("a.wav", rate, {}) for rate in (8000, 22050, 48000, 96000)),
    ],
)
def test_a_tone_is_the_same_tone_in_every_format_and_at_every_rate(
    tmp_path: Path, name: str, rate: int, kind: dict[str, str]
) -> None:
    if name.endswith("mp3") and "MP3" not in soundfile.available_formats():
        pytest.skip("this machine's libsndfile is older than 1.1 and knows no MP3")
    samples = read(write_sound(tmp_path / name, sine(1000, 0.5, rate), rate, **kind))
    assert samples.dtype == np.float32
    assert samples.shape == (pytest.approx(0.5 * RATE, abs=2),)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.05)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 16))
    assert spectrum.argmax() * RATE / (1 << 16) == pytest.approx(1000, abs=2)


def test_channels_are_averaged(tmp_path: Path) -> None:
    left, right = sine(300), sine(700, level=0.3)
    path = write_sound(tmp_path / "a.wav", np.stack([left, right], 1), subtype="FLOAT")
    np.testing.assert_allclose(read(path), (left + right) / 2, atol=1e-6)


def test_samples_beyond_full_scale_are_scaled_down(tmp_path: Path) -> None:
    samples = read(write_sound(tmp_path / "a.wav", sine(440, level=4.0), subtype="FLOAT"))
    assert np.abs(samples).max() == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(samples, sine(440, level=1.0), atol=1e-3)


def test_a_file_that_was_cut_off_gives_what_it_still_holds(tmp_path: Path) -> None:
    whole = write_sound(tmp_path / "a.wav", sine(440, 1.0))
    whole.write_bytes(whole.read_bytes()[: 44 + RATE])  # half of the 16-bit samples
    assert len(read(whole)) == pytest.approx(RATE / 2, abs=2)


# What ffmpeg prints of a file that it takes for a sound and in which it finds no sample.
FFMPEG = """#!/bin/sh
echo "  Duration: N/A, bitrate: N/A" >&2
echo "  Stream #0:0: Audio: flac, 0 channels" >&2
"""

DECODE = """
import sys
from pathlib import Path
from granvae.data.audio_files import decode_sound
for path in sys.argv[1:]:
    try:
        print(decode_sound(Path(path)))
    except OSError as error:
        print(error)
"""


@pytest.mark.parametrize("ffmpeg", [False, True])
def test_what_is_no_sound_is_refused_with_and_without_ffmpeg(tmp_path: Path, ffmpeg: bool) -> None:
    if ffmpeg:
        (tmp_path / "ffmpeg").write_text(FFMPEG)
        (tmp_path / "ffmpeg").chmod(0o700)
    for name in ("text.flac", "text.m4a"):
        (tmp_path / name).write_text("not a sound")
    # In a process of its own, as audioread looks for ffmpeg once.
    flac, m4a = subprocess.run(
        [sys.executable, "-c", DECODE, tmp_path / "text.flac", tmp_path / "text.m4a"],
        env={**os.environ, "PATH": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert "text.flac cannot be decoded (" in flac
    assert "text.m4a cannot be decoded (" in m4a
    assert m4a.endswith("convert it to WAV or FLAC." if ffmpeg else "or install ffmpeg.")
