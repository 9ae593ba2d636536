"""Sounds are found wherever they lie and read whatever their format is."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from granvae.data.audio_files import read_sound, search_sounds, sound_extensions
from granvae.errors import GranvaeError

RATE = 44100
NOBODY = 65534


def sine(hz: float, seconds: float = 0.2, rate: int = RATE, level: float = 0.5) -> NDArray:
    return level * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def write(path: Path, samples: NDArray, rate: int = RATE, **kwargs: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, **kwargs)
    return path


def strongest_hz(samples: NDArray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 16))
    return float(spectrum.argmax() * rate / (1 << 16))


@contextmanager
def ordinary_user(folder: Path) -> Iterator[None]:
    """Be no administrator inside: root reads everything, so that no permission would be tested.

    The saved user stays root, and is taken back at the end.
    """
    if os.getuid() != 0:
        yield
        return
    os.chown(folder, NOBODY, -1)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach; pytest's own `tmp_path` lies in a closed one."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_known_formats_are_taken_for_sounds_and_headerless_ones_are_not() -> None:
    extensions = sound_extensions()
    assert {".wav", ".aif", ".aiff", ".flac", ".ogg", ".mp3", ".m4a", ".w64", ".au"} <= extensions
    assert not {".raw", ".txt", ".json", ".png"} & extensions


def test_sounds_are_found_at_any_depth_in_one_order(tmp_path: Path) -> None:
    for name in ("b.wav", "a/z.WAV", "a/b/c/d/e.flac", "a.ogg"):
        write(tmp_path / name, sine(440))
    (tmp_path / "notes.txt").write_text("no sound")
    found = search_sounds([tmp_path]).files
    assert [f.name for f in found] == ["a.ogg", "a/b/c/d/e.flac", "a/z.WAV", "b.wav"]
    assert [f.path for f in found] == [tmp_path / f.name for f in found]


def test_hidden_files_and_folders_are_ignored(tmp_path: Path) -> None:
    for name in ("seen.wav", "._seen.wav", ".trash/old.wav"):
        write(tmp_path / name, sine(440))
    assert [f.name for f in search_sounds([tmp_path]).files] == ["seen.wav"]


def test_a_file_that_is_given_twice_is_found_once(tmp_path: Path) -> None:
    file = write(tmp_path / "in" / "one.wav", sine(440))
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")  # a link that leads in circles
    assert len(search_sounds([tmp_path, file, tmp_path / "in"]).files) == 1


def test_equal_names_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("mono/bell", "stereo/bell"):
        write(tmp_path / folder / "hit.wav", sine(440))
    write(tmp_path / "mono" / "bell" / "other.wav", sine(440))
    found = search_sounds([tmp_path / "mono" / "bell", tmp_path / "stereo" / "bell"]).files
    assert [f.name for f in found] == ["mono/bell/hit.wav", "other.wav", "stereo/bell/hit.wav"]


def test_a_path_without_sounds_is_named_in_one_sentence(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    text = tmp_path / "notes.txt"
    text.write_text("no sound")
    good = write(tmp_path / "good.wav", sine(440))
    for path, words in (
        (empty, "holds no sound file"),
        (tmp_path / "missing", "does not exist"),
        (text, "is not a sound file"),
    ):
        with pytest.raises(GranvaeError) as error:
            search_sounds([good, path])
        assert words in str(error.value)
        assert str(path) in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(GranvaeError, match="No sounds were given"):
        search_sounds([])


def test_a_closed_folder_inside_is_skipped_and_named(open_folder: Path) -> None:
    write(open_folder / "good.wav", sine(440))
    closed = write(open_folder / "closed" / "lost.wav", sine(440)).parent
    closed.chmod(0)
    try:
        with ordinary_user(open_folder):
            found = search_sounds([open_folder])
    finally:
        closed.chmod(0o700)
    assert [f.name for f in found.files] == ["good.wav"]
    assert [s.path for s in found.skipped] == [str(closed)]
    assert "Permission denied" in found.skipped[0].reason


def test_a_closed_folder_or_file_that_was_asked_for_is_an_error(open_folder: Path) -> None:
    file = write(open_folder / "file.wav", sine(440))
    closed = write(open_folder / "closed" / "lost.wav", sine(440)).parent
    file.chmod(0)
    closed.chmod(0)
    try:
        with ordinary_user(open_folder):
            for path in (file, closed):
                with pytest.raises(GranvaeError, match="cannot be read") as error:
                    search_sounds([path])
                assert str(path) in str(error.value)
            with pytest.raises(GranvaeError, match="Permission denied"):
                read_sound(file, RATE)
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.wav", {"subtype": "PCM_U8"}),
        ("a.wav", {"subtype": "PCM_24"}),
        ("a.wav", {"subtype": "DOUBLE"}),
        ("a.aiff", {}),
        ("a.flac", {}),
        ("a.ogg", {}),
        ("a.mp3", {}),
    ],
)
def test_a_tone_is_the_same_tone_in_every_format(
    tmp_path: Path, name: str, options: dict[str, str]
) -> None:
    if name.endswith("mp3") and "MP3" not in soundfile.available_formats():
        pytest.skip("this machine's libsndfile is older than 1.1 and knows no MP3")
    path = write(tmp_path / name, sine(1000), **options)
    samples = read_sound(path, RATE)
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert strongest_hz(samples, RATE) == pytest.approx(1000, abs=2)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.05)


def test_channels_are_averaged(tmp_path: Path) -> None:
    left, right = sine(300), sine(700, level=0.3)
    path = write(tmp_path / "a.wav", np.stack([left, right], 1), subtype="FLOAT")
    np.testing.assert_allclose(read_sound(path, RATE), (left + right) / 2, atol=1e-6)


@pytest.mark.parametrize("rate", [8000, 22050, 48000, 96000])
def test_other_rates_are_resampled_without_changing_pitch_or_duration(
    tmp_path: Path, rate: int
) -> None:
    path = write(tmp_path / "a.wav", sine(1000, 0.5, rate), rate)
    samples = read_sound(path, RATE)
    assert len(samples) == pytest.approx(0.5 * RATE, abs=2)
    assert strongest_hz(samples, RATE) == pytest.approx(1000, abs=2)


def test_samples_beyond_full_scale_are_scaled_down(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", sine(440, level=4.0), subtype="FLOAT")
    samples = read_sound(path, RATE)
    assert np.abs(samples).max() == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(samples, sine(440, level=1.0), atol=1e-3)


def test_an_unusable_file_is_named_in_one_sentence(tmp_path: Path) -> None:
    corrupt = tmp_path / "corrupt.wav"
    corrupt.write_bytes(bytes(range(256)) * 8)
    unknown = tmp_path / "unknown.m4a"
    unknown.write_bytes(bytes(range(256)) * 8)
    empty = write(tmp_path / "empty.wav", np.zeros(0))
    nothing = tmp_path / "nothing.wav"
    nothing.touch()
    broken = sine(440)
    broken[100] = np.nan
    not_a_number = write(tmp_path / "nan.wav", broken, subtype="FLOAT")
    slow = write(tmp_path / "slow.wav", sine(440), rate=3)
    for path, words in (
        (slow, "sample rate of 3 Hz"),
        (corrupt, "cannot be decoded"),
        (unknown, "convert it to WAV or FLAC"),
        (empty, "holds no samples"),
        (nothing, "cannot be decoded"),
        (not_a_number, "not finite"),
        (tmp_path / "missing.wav", "cannot be opened"),
    ):
        with pytest.raises(GranvaeError, match=words) as error:
            read_sound(path, RATE)
        assert str(path) in str(error.value)
        assert "\n" not in str(error.value)


def test_a_file_that_was_cut_off_gives_what_it_still_holds(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.wav", sine(440, 1.0))
    whole.write_bytes(whole.read_bytes()[: 44 + RATE])  # half of the 16-bit samples
    assert len(read_sound(whole, RATE)) == pytest.approx(RATE / 2, abs=2)


# What ffmpeg prints of a file that it takes for a sound and in which it finds no sample.
FFMPEG = """#!/bin/sh
echo "  Duration: N/A, bitrate: N/A" >&2
echo "  Stream #0:0: Audio: flac, 0 channels" >&2
"""


@pytest.mark.parametrize("ffmpeg", [False, True])
def test_what_is_no_sound_is_refused_with_and_without_ffmpeg(tmp_path: Path, ffmpeg: bool) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    if ffmpeg:
        (programs / "ffmpeg").write_text(FFMPEG)
        (programs / "ffmpeg").chmod(0o700)
    for name in ("text.flac", "text.m4a"):
        (tmp_path / name).write_text("not a sound")
    code = """
import sys
from pathlib import Path
from granvae.data.audio_files import decode_sound
for path in sys.argv[1:]:
    try:
        print(decode_sound(Path(path)))
    except OSError as error:
        print(error)
"""
    # In a process of its own, as audioread looks for ffmpeg once.
    flac, m4a = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "text.flac", tmp_path / "text.m4a"],
        env={**os.environ, "PATH": str(programs)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert "text.flac cannot be decoded (" in flac
    assert "text.m4a cannot be decoded (" in m4a
    assert m4a.endswith("convert it to WAV or FLAC." if ffmpeg else "or install ffmpeg.")
