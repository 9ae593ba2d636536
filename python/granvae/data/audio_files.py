"""Finds sound files in folders, and reads one as a mono signal at a given rate."""

from __future__ import annotations

import os
import shutil
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import librosa
import numpy as np
import soundfile
from numpy.typing import NDArray

from granvae.errors import FileError, InvalidValueError

# Read through audioread: Core Audio, GStreamer or ffmpeg, whichever the machine has.
_OF_OTHERS = ("mp3", "m4a", "m4b", "mp4", "aac", "wma", "webm", "mka", "ape", "wv", "ac3")
# Those of libsndfile's formats, but for RAW: a file without a header does not say what it holds.
_OF_SNDFILE = """
    16svx 8svx aif aifc aiff au avr bwf caf flac htk iff ircam mat nist oga ogg opus paf pvf rf64
    sd2 sds sf snd sph svx voc w64 wav wave wve xi
"""
SOUND_EXTENSIONS = frozenset(f".{name}" for name in (*_OF_SNDFILE.split(), *_OF_OTHERS))

_RATES = range(1000, 1_000_001)  # Hz; a broken header may ask for gigabytes of resampling
_BLOCK = 1 << 18  # frames read at once, so that memory never holds all channels of a file


@dataclass(frozen=True)
class Skipped:
    """A file or folder that was left out; the reason completes "skipped: …"."""

    path: str
    reason: str


@dataclass(frozen=True)
class SoundFile:
    """A sound file on disk, and its name inside the corpus (a unique POSIX path)."""

    path: Path
    name: str


def search_sounds(paths: Sequence[Path | str]) -> tuple[list[SoundFile], list[Skipped]]:
    """Find the sound files among ``paths``: single files, and folders of any depth.

    Hidden files and folders inside a folder are ignored; links are followed, each folder once.
    A file's name is its path relative to the given folder, with as many enclosing folders in front
    as make all names different.

    Returns:
        The files in the order of their names, and what was left out.

    Raises:
        FileError: a path does not exist, cannot be read or holds no sound file.
        InvalidValueError: there are no paths.
    """
    if not paths:
        raise InvalidValueError("No sounds were given; name at least one sound file or folder.")
    depths: dict[str, tuple[Path, int]] = {}  # by real path: the path, and how many parts name it
    skipped: list[Skipped] = []
    for path in map(Path, paths):
        depth = len(path.parts) - (not path.is_dir())
        for file in _files_under(path, skipped):
            depths.setdefault(os.path.realpath(file), (file, len(file.parts) - depth))
    return sorted(_named(list(depths.values())), key=lambda file: file.name), skipped


def read_sound(path: Path | str, sample_rate: int) -> NDArray[np.float32]:
    """Read a sound as mono ``(n,)`` at ``sample_rate`` Hz, n > 0.

    Channels are averaged. Other rates are resampled by soxr at high quality. A peak beyond full
    scale, as float and lossy files may have, is scaled down to 1.

    Raises:
        FileError: the file cannot be opened or decoded, is empty, has an impossible sample rate
            (under 1 kHz, over 1 MHz), or holds samples that are not finite.
    """
    path = Path(path)
    samples, rate = decode_sound(path)
    if samples.size == 0:
        raise FileError(f"{path} holds no samples; record it again or leave it out.")
    if not np.isfinite(samples).all():
        raise FileError(
            f"{path} holds samples that are not finite; export it again or leave it out."
        )
    if rate not in _RATES:
        raise FileError(
            f"{path} claims a sample rate of {rate} Hz, which no recording has; export it again."
        )
    if rate != sample_rate:
        samples = librosa.resample(
            samples, orig_sr=rate, target_sr=sample_rate, res_type="soxr_hq"
        ).astype(np.float32, copy=False)
    peak = np.abs(samples).max()
    return samples / peak if peak > 1.0 else samples


def _files_under(top: Path, skipped: list[Skipped]) -> list[Path]:
    """Sound files under ``top``, or itself; folders that cannot be listed go to ``skipped``."""
    if not top.exists():
        raise FileError(f"{top} does not exist; give a sound file or a folder of sounds.")
    if not top.is_dir() and not (top.is_file() and top.suffix.lower() in SOUND_EXTENSIONS):
        raise FileError(
            f"{top} is not a sound file of a known format; give .wav, .aiff, .flac, .ogg, .mp3 or "
            "another format that libsndfile reads."
        )
    if not os.access(top, os.R_OK):
        raise FileError(f"{top} cannot be read; check its permissions.")
    if not top.is_dir():
        return [top]

    closed: list[OSError] = []
    files: list[Path] = []
    seen = {os.path.realpath(top)}
    for folder, inner, names in os.walk(top, onerror=closed.append, followlinks=True):
        inner[:] = [name for name in sorted(inner) if _first_visit(folder, name, seen)]
        for name in names:
            file = Path(folder, name)
            if name.startswith(".") or file.suffix.lower() not in SOUND_EXTENSIONS:
                continue
            if file.is_file():
                files.append(file)
            else:
                skipped.append(Skipped(str(file), "it is not a regular file, or a broken link"))
    for error in closed:
        skipped.append(Skipped(str(error.filename), f"the folder cannot be read: {error.strerror}"))
    if not files:
        also = f" ({len(closed)} folders in it cannot be read)" if closed else ""
        raise FileError(
            f"The folder {top} holds no sound file{also}; give a folder with .wav, .aiff, .flac, "
            ".ogg, .mp3 or other sound files."
        )
    return files


def _first_visit(folder: str, name: str, seen: set[str]) -> bool:
    """Whether to enter a folder: one that is not hidden, and that no link has led to before."""
    real = os.path.realpath(os.path.join(folder, name))
    if name.startswith(".") or real in seen:
        return False
    seen.add(real)
    return True


def _named(files: list[tuple[Path, int]]) -> list[SoundFile]:
    """Name each file by its last parts: as many as make all names different."""
    names = [_name(*file) for file in files]
    if len(set(names)) < len(names):
        count = Counter(names)
        clashes = (count[name] > 1 for name in names)
        return _named([(path, n + more) for (path, n), more in zip(files, clashes, strict=True)])
    return [SoundFile(path, name) for (path, _), name in zip(files, names, strict=True)]


def _name(path: Path, parts: int) -> str:
    """The last parts as valid Unicode, whatever bytes the file system holds."""
    whole = Path(os.path.abspath(path)).parts
    return os.fsencode("/".join(whole[-parts:])).decode("utf-8", "backslashreplace")


def decode_sound(path: Path) -> tuple[NDArray[np.float32], int]:
    """Mono samples ``(n,)`` at the file's own rate, and that rate in Hz.

    Raises:
        FileError: the file cannot be opened or decoded.
    """
    try:
        with path.open("rb"):  # libsndfile reports a missing permission as "System error"
            pass
    except OSError as error:
        raise FileError(
            f"{path} cannot be opened ({error.strerror}); check its permissions."
        ) from error
    try:
        with soundfile.SoundFile(path) as file:
            blocks = [np.empty(0, np.float32)]
            while len(block := file.read(_BLOCK, dtype="float32", always_2d=True)):
                blocks.append(block.mean(axis=1))
            return np.concatenate(blocks), int(file.samplerate)
    except (soundfile.SoundFileError, ValueError) as error:
        return _decode_elsewhere(path, error)


def _decode_elsewhere(path: Path, first: Exception) -> tuple[NDArray[np.float32], int]:
    """Decode through librosa's other back ends what libsndfile refused with ``first``."""
    cause = first
    try:
        with warnings.catch_warnings():
            # librosa warns for each file that it leaves to another library; here that is intended.
            warnings.simplefilter("ignore")
            samples, rate = librosa.load(path, sr=None, mono=True)
        if len(samples):  # ffmpeg trusts the extension of a file that may hold no sound at all
            return samples.astype(np.float32, copy=False), int(rate)
    except Exception as error:  # each back end of audioread has exceptions of its own
        cause = error
    extension = path.suffix.lower()[1:]
    advice = "record or export it again"
    if extension in _OF_OTHERS and extension.upper() not in soundfile.available_formats():
        advice = "convert it to WAV or FLAC"
        if shutil.which("ffmpeg") is None:
            advice += ", or install ffmpeg"
    reason = str(first).rsplit(": ", 1)[-1].strip().rstrip(".")
    if "does not exist" in reason:  # so libsndfile calls a broken MP3, which was opened above
        reason = "its contents are damaged"
    raise FileError(f"{path} cannot be decoded ({reason}); {advice}.") from cause
