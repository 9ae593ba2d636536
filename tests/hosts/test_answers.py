"""A message that asks for an answer gets its own, in every host, offline and in real time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae.engine.voice import Voice
from hosts.drivers import Driver, PdDriver
from hosts.max_host import Host
from support.encoding_models import sayable

SEEDS = list(range(10))


@pytest.fixture
def sounds(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"sound{k}.wav" for k in range(3)]
    for k, file in enumerate(files):
        soundfile.write(file, sayable(0.1 * (k + 1), seed=k), 44100)
    return files


def answers(driver: Driver, model: Path, sounds: list[Path]) -> tuple[list[str], list[str]]:
    """All that was asked at once, or in one tick."""
    asked = [f"random {seed}" for seed in SEEDS] + [f"encode {sound}" for sound in sounds]
    played = driver.play(model, *asked)
    assert played.errors == []
    return (
        [line for line in played.reports if line.startswith("latents ")],
        [line for line in played.reports if line.startswith("path ")],
    )


def check(latents: list[str], paths: list[str], sounds: list[Path]) -> None:
    assert len(latents) == len(SEEDS)
    assert len(set(latents)) == len(SEEDS)
    assert [Path(line.split()[1]).name for line in paths] == [sound.name for sound in sounds]


# The second takes as long as the sound lasts: with -nosleep it could end before the answers.
@pytest.mark.parametrize("flags", [("-batch",), ("-noaudio",)])
def test_in_pd(
    native_model: Path, tmp_path: Path, sounds: list[Path], flags: tuple[str, ...]
) -> None:
    check(*answers(PdDriver(tmp_path, flags), native_model, sounds), sounds)


@pytest.mark.parametrize("offline", [0, 1])
def test_in_max(host: Host, encoder: Path, sounds: list[Path], offline: int) -> None:
    box = host.new(f"granvae~ @offline {offline}")
    # Before there is a model, too.
    for seed in SEEDS:
        box.send(f"random {seed}")
    box.send(f"read {encoder}")
    for sound in sounds:
        box.send(f'encode "{sound}"')
    messages = [" ".join(map(str, (name, *values))) for name, values in box.finish()]
    latents = [line for line in messages if line.startswith("latents ")]
    check(latents, [line for line in messages if line.startswith("path ")], sounds)


@pytest.mark.parametrize("offline", [False, True])
def test_in_python(encoder: Path, sounds: list[Path], offline: bool) -> None:
    voice = Voice(44100.0, 1, offline=offline)
    voice.read_first(str(encoder))
    for seed in SEEDS:
        voice.ask("random", seed)
    for sound in sounds:
        voice.ask("encode", file=str(sound))
    voice.wait()
    found = [(kind, text, values) for kind, text, values in voice.events()]
    latents = [str(values) for kind, _, values in found if kind == "latents"]
    check(latents, [f"path {text}" for kind, text, _ in found if kind == "path"], sounds)
    # And the newest plays.
    np.testing.assert_allclose(len(voice.path.points), found[-1][2][0])


@pytest.mark.parametrize("name", ["max", "pd"])
def test_bang_is_answered_as_info(
    request: pytest.FixtureRequest, name: str, model: Path, tmp_path: Path
) -> None:
    driver = PdDriver(tmp_path) if name == "pd" else None
    if driver is None:
        box = request.getfixturevalue("host").new(f"granvae~ {model}")
        assert box.info()["model"] == str(model)
        return
    played = driver.play(model, "bang")
    assert next(line for line in played.reports if line.startswith("info model")).endswith(
        "model.ts"
    )
    assert len([line for line in played.reports if line.startswith("info rate")]) == 2
