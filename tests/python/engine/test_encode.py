"""Sounds that become paths."""

from __future__ import annotations

import contextlib
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import GranvaeError, Synth
from granvae.export.model_file import open_model_file
from support import encoding_models
from support.encoding_models import GRAIN, RATE, sayable
from support.playing import refused

HOP = GRAIN - GRAIN // 4


def snr(recorded: np.ndarray, rebuilt: np.ndarray) -> float:
    return 10 * np.log10(np.mean(recorded**2) / np.mean((rebuilt - recorded) ** 2))


def test_a_sound_that_the_model_can_say_comes_back_sample_by_sample(encoder: Path) -> None:
    sound = sayable()
    synth = Synth(encoder)
    points = synth.encode(sound)
    assert points.shape == (1 + -(-(len(sound) - GRAIN) // HOP), 16)
    np.testing.assert_array_equal(points, synth.points)
    # Only the last grain reaches past the sound's end, into silence.
    assert snr(sound[:-GRAIN], synth.table[: len(sound) - GRAIN]) > 60


@pytest.mark.parametrize("join", [0, 100, 256])
def test_the_table_follows_the_sound_in_time_for_every_join(encoder: Path, join: int) -> None:
    fading = sayable(1.0) * np.linspace(1, 0, RATE, dtype=np.float32)
    synth = Synth(encoder)
    synth.set("join", join)
    synth.encode(fading)
    assert snr(fading[:-GRAIN], synth.table[: RATE - GRAIN]) > 30


def test_a_sound_of_another_rate_and_of_several_channels_is_mixed_and_resampled(
    encoder: Path,
) -> None:
    synth = Synth(encoder)
    for rate in (22050, 48000, 96000):
        left, right = sayable(rate=rate, seed=1), sayable(rate=rate, seed=2)
        synth.encode(np.stack([left, right]), rate)
        wanted = (sayable(seed=1) + sayable(seed=2)) / 2
        middle = slice(GRAIN, len(wanted) - 2 * GRAIN)
        assert snr(wanted[middle], synth.table[middle]) > 50


@pytest.fixture
def exact(tmp_path: Path) -> Synth:
    return Synth(encoding_models.save(encoding_models.Exact(), tmp_path / "exact.ts", "peak"))


def sounds_of_all_kinds() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    time = np.arange(3000) / RATE
    drum = rng.normal(size=3000) * np.exp(-time * 200)
    drum[0] = 1.0
    gap = np.sin(2 * np.pi * 800 * time)
    gap[800:2000] = 0.0
    return {
        "a tone": np.sin(2 * np.pi * 1300 * time),
        "a drum": drum,
        "noise": rng.normal(size=3000),
        "a silent stretch": gap,
        "silence": np.zeros(3000),
        "a click at the end": np.eye(1, 3000, 2999)[0],
        "nothing above 0": -np.ones(777),
        "one sample": np.ones(1),
        "one grain": rng.normal(size=64),
    }


@pytest.mark.parametrize("kind", sounds_of_all_kinds())
@pytest.mark.parametrize("law", ["cosine", "linear"])
def test_an_encoded_sound_is_laid_where_it_was_recorded(exact: Synth, kind: str, law: str) -> None:
    sound = sounds_of_all_kinds()[kind].astype(np.float32)
    sound /= max(1.0, np.abs(sound).max())
    exact.set("law", law)
    exact.encode(sound)
    table = exact.table
    assert len(table) >= len(sound)
    np.testing.assert_allclose(table[: len(sound)], sound, atol=1e-6)
    assert not table[len(sound) :].any()


def places_by_peak(sound: np.ndarray, grain: int) -> list[int]:
    """Where the grains of an aligned model begin, by the rule of `GrainSampler`."""
    padded = np.pad(sound, grain)

    def peak(first: int, last: int) -> int:
        middles = np.arange(first, last + 1) + grain // 2 + grain
        here = padded[middles]
        local = (here >= padded[middles - 1]) & (here > padded[middles + 1])
        return first + int(np.argmax(np.where(local, here, -np.inf) if local.any() else here))

    begins = [peak(-grain // 2, 0)]
    while begins[-1] + grain < len(sound):
        begins.append(peak(begins[-1] + grain // 2, begins[-1] + 15 * grain // 16))
    return [begins[0], *np.diff(begins)]


@pytest.mark.parametrize("align", ["peak", "none"])
def test_grains_have_their_peak_in_the_middle_where_the_model_learned_them_so(
    tmp_path: Path, align: str
) -> None:
    path = encoding_models.save(encoding_models.Fourier(), tmp_path / "model.ts", align)
    rng = np.random.default_rng(3)
    sound = np.convolve(rng.normal(size=7 * HOP + GRAIN), np.hanning(20) / 20, "same") * 0.3
    sound = np.asarray(sound, np.float32)
    places = places_by_peak(sound, GRAIN) if align == "peak" else [0] + [HOP] * 7
    synth = Synth(path)
    points = synth.encode(sound)
    np.testing.assert_array_equal(synth.places, places)
    begins = np.cumsum(places)
    np.testing.assert_array_equal(synth.starts, np.maximum(begins, 0))
    padded = np.pad(sound, GRAIN)
    grains = np.stack([padded[begin + GRAIN :][:GRAIN] for begin in begins])
    np.testing.assert_allclose(points, open_model_file(path).encode(grains), atol=1e-4)


def test_an_aligned_grain_keeps_the_pitch_of_a_tone(tmp_path: Path) -> None:
    """The phase of neighbouring grains meets, which a regular hop would break."""
    model = encoding_models.save(encoding_models.Fourier(), tmp_path / "model.ts", "peak")
    frequency = 3 * RATE / GRAIN
    synth = Synth(model)
    synth.encode(np.sin(2 * np.pi * frequency * np.arange(RATE) / RATE))
    table = synth.table[GRAIN : RATE - GRAIN]
    spectrum = np.abs(np.fft.rfft(table * np.hanning(len(table)), 1 << 18))
    strongest = np.argmax(spectrum) * RATE / (1 << 18)
    assert abs(1200 * np.log2(strongest / frequency)) < 1


@pytest.mark.parametrize(
    ("ending", "subtype", "container"),
    [
        ("wav", "PCM_U8", None),
        ("aiff", "PCM_S8", None),
        ("wav", "PCM_24", "RF64"),
        ("wav", "PCM_24", "WAVEX"),
        ("flac", "PCM_24", None),
        *product(("wav", "aiff"), ("PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"), (None,)),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_files_of_every_width_and_kind_are_read(
    encoder: Path, tmp_path: Path, ending: str, subtype: str, container: str | None, channels: int
) -> None:
    bits = {"PCM_U8": 7, "PCM_S8": 7, "PCM_16": 15}.get(subtype, 20)
    sound, file = sayable(0.2), tmp_path / f"sound.{ending}"
    frames = np.tile(sound[:, None], (1, channels))
    soundfile.write(file, frames, RATE, subtype, format=container)
    synth = Synth(encoder)
    np.testing.assert_allclose(synth.encode(file), synth.encode(sound), atol=20 * 2.0**-bits)


def bad_sounds(folder: Path) -> dict[Path, str]:
    """Files that are no sounds to encode, with what the sentence about each must say."""
    noise = np.random.default_rng(0).uniform(-1, 1, 4000).astype(np.float32)
    soundfile.write(folder / "law.wav", noise, RATE, "ULAW")
    soundfile.write(folder / "law.aiff", noise, RATE, "ALAW")
    soundfile.write(folder / "empty.wav", noise[:0], RATE)
    soundfile.write(folder / "nan.wav", np.full(100, np.nan, "f4"), RATE, "FLOAT")
    soundfile.write(folder / "slow.wav", noise, 10)
    soundfile.write(folder / "long.wav", np.zeros(96 * 8000), 8000)
    for name in ("text.wav", "text.flac"):
        (folder / name).write_text("not a sound")
    (folder / "nothing.wav").write_bytes(b"")
    (folder / "header.wav").write_bytes(b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\0\0")
    return {
        folder / "missing.wav": "cannot be opened",
        folder / "missing.flac": "cannot be opened",
        folder / "text.flac": "cannot be decoded",
        folder: "is a folder",
        folder / "law.wav": "compressed WAV",
        folder / "law.aiff": "compressed AIFF",
        folder / "empty.wav": "no samples",
        folder / "nan.wav": "not finite",
        folder / "slow.wav": "10 Hz",
        folder / "long.wav": "lasts 96 seconds and 95 are the most",
        folder / "text.wav": "no WAV or AIFF file",
        folder / "nothing.wav": "no WAV or AIFF file",
        folder / "header.wav": "describes no sound",
    }


def test_what_is_no_sound_is_refused_in_one_sentence_and_the_path_stays(
    encoder: Path, tmp_path: Path
) -> None:
    synth = Synth(encoder)
    points, table = synth.encode(sayable(0.1)), synth.table
    for path, sentence in bad_sounds(tmp_path).items():
        with refused(f"{path.name}.*{sentence}"):
            synth.encode(path)
    with refused(r"not the shape \(2, 3, 4\)"):
        synth.encode(np.zeros((2, 3, 4)))
    with refused("no samples"):
        synth.encode([])
    np.testing.assert_array_equal(synth.points, points)
    np.testing.assert_array_equal(synth.table, table)


def test_truncated_files_give_what_they_have_and_nothing_crashes(
    encoder: Path, tmp_path: Path
) -> None:
    sound = sayable(0.1)
    synth = Synth(encoder)
    whole = len(synth.encode(sound))
    for ending in ("wav", "aiff"):
        soundfile.write(tmp_path / f"whole.{ending}", sound, RATE, "PCM_16")
        data = (tmp_path / f"whole.{ending}").read_bytes()
        cut = tmp_path / f"cut.{ending}"
        cut.write_bytes(data[: len(data) // 2])
        assert abs(len(synth.encode(cut)) - whole / 2) <= 1
        for size in range(80):
            cut.write_bytes(data[:size])
            with contextlib.suppress(GranvaeError):
                assert len(synth.encode(cut)) == 1


def test_a_sound_shorter_than_a_grain_is_one_point(encoder: Path) -> None:
    assert Synth(encoder).encode(sayable(0.005)).shape == (1, 16)


def test_a_sound_beyond_full_scale_is_scaled_down_as_in_training(encoder: Path) -> None:
    synth = Synth(encoder)
    sound = sayable(0.1)
    loud = synth.encode(sound * 7 / np.abs(sound).max())
    np.testing.assert_allclose(loud, synth.encode(sound / np.abs(sound).max()), atol=1e-4)
