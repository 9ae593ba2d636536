"""The benchmarks run and print what they promise. Nothing here asserts a time."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from bench import (
    bench_clouds,
    bench_encoder,
    bench_loop,
    bench_peers,
    bench_startup,
    csound,
    supercollider,
)
from bench.__main__ import main
from bench.bench_clouds import Cloud
from bench.bench_loop import Loop
from bench.report import HEADINGS, SAMPLE_RATE, Row
from granvae.engine import _native
from tools import peers

SMALL = {
    "cloud": lambda rounds: bench_clouds.run(rounds, [Cloud(4, 5, 0.97, "sinc")]),
    "play": lambda rounds: bench_clouds.run_play(rounds, [Cloud(4, 5, 0.97, "sinc")]),
    "loop": lambda rounds: bench_loop.run(rounds, [Loop(440, "linear"), Loop(440, "none")]),
}


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        main(["--rounds", "1", *arguments], SMALL)
        return capsys.readouterr().out

    return run


def table_of(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_one_command_prints_one_table_of_both_modes(printed: Callable[..., str]) -> None:
    heading, rule, *rows = table_of(printed())
    assert tuple(heading) == HEADINGS
    assert set("".join(rule)) == {"-", ":"}
    assert all(len(row) == len(HEADINGS) for row in rows)
    assert {row[0].split()[1] for row in rows} == {"grains", "of"}
    assert all(float(row[3]) > 0.0 for row in rows)


def test_it_says_on_what_it_measured_and_names_no_place_on_it(printed: Callable[..., str]) -> None:
    text = printed("loop")
    assert "Python 3" in text
    assert "noisy" in text
    assert str(Path(__file__).parents[3]) not in text


def test_without_pyo_the_engine_is_still_beside_the_bound(
    printed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "pyo_installed", lambda: False)
    text = printed("cloud")
    assert peers.HOW_TO_GET_PYO in text
    players = {row[2]: row for row in table_of(text)[2:]}
    assert set(players) == {"granvae.Player", "granvae's core", "bare loop"}
    assert players["bare loop"][5] == "1.00"
    assert float(players["granvae's core"][5]) > 0.0
    assert all(row[4] == "" for row in players.values())


@pytest.mark.skipif(not peers.pyo_installed(), reason=peers.HOW_TO_GET_PYO)
@pytest.mark.parametrize("which", SMALL)
def test_with_pyo_every_player_stands_beside_it(which: str) -> None:
    found = SMALL[which](1)
    ours = {"granvae play"} if which == "play" else {"granvae.Player", "granvae's core"}
    assert {row.player for row in found} >= ours
    assert [row.of_pyo for row in found if row.player.startswith("pyo")] == [1.0] * len(
        {(row.what, row.reading) for row in found}
    )


FEW = Cloud(4, 5, 0.97, "linear")
OURS = [("granvae's core", reading) for reading in ("linear", "cubic", "sinc")]


def peer_rows() -> tuple[str, list[tuple[str, str]]]:
    text = bench_peers.run(1, [FEW], samples=10_000)
    return text, [(row[1], row[2]) for row in table_of(text)[2:]]


def test_without_peers_the_engine_is_timed_and_what_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(peers, "csound_installed", lambda: False)
    monkeypatch.setattr(peers, "supercollider_installed", lambda: False)
    text, players = peer_rows()
    assert peers.HOW_TO_GET_CSOUND in text
    assert peers.HOW_TO_GET_SUPERCOLLIDER in text
    assert players == OURS


csound_only = pytest.mark.skipif(not peers.csound_installed(), reason=peers.HOW_TO_GET_CSOUND)
supercollider_only = pytest.mark.skipif(
    not peers.supercollider_installed(), reason=peers.HOW_TO_GET_SUPERCOLLIDER
)


@csound_only
@supercollider_only
def test_with_peers_all_stand_in_one_table() -> None:
    _, players = peer_rows()
    linear = [("GrainBuf", "linear")] * 2
    assert players == [*OURS, ("grain3", "linear"), *linear, ("GrainBuf", "cubic")]


def level(command: Callable[..., list[str]], folder: Path) -> float:
    """Of a cloud of white noise, RMS of the sum of channels, for a single grain."""
    sound = folder / "table.wav"
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, bench_clouds.TABLE)
    soundfile.write(sound, noise, SAMPLE_RATE, subtype="FLOAT")
    arguments = command(MANY, sound=sound, seconds=1.0, folder=folder)
    subprocess.run(arguments, check=True, capture_output=True)
    heard, _ = soundfile.read(folder / "out.wav", always_2d=True)
    settled = heard[2 * MANY.length : SAMPLE_RATE]
    return float(np.sqrt(MANY.grains * (settled**2).sum(axis=1).mean()))


MANY = Cloud(1024, 100, 0.97, "linear")
# Noise between ±0.5, under a Hann window, read by lines between two samples.
LEVEL = np.sqrt(1 / 12) * np.sqrt(3 / 8) * np.sqrt(2 / 3)


@csound_only
def test_all_grains_of_csound_sound_and_are_read_linearly(tmp_path: Path) -> None:
    assert level(csound.command, tmp_path) == pytest.approx(LEVEL, rel=0.03)


@supercollider_only
def test_all_grains_of_supercollider_sound_and_are_read_linearly(tmp_path: Path) -> None:
    """Panned with equal power, to any place."""
    assert level(supercollider.command, tmp_path) == pytest.approx(LEVEL, rel=0.03)


def test_a_row_tells_how_many_grains_one_core_plays_in_real_time() -> None:
    row = Row("what", "sinc", "who", ns=2.0, of_pyo=0.5, of_bound=None)
    assert row.cells()[3:] == ("2.00", "0.50", "", "10,417")


def test_encoding_is_timed_by_every_back_end_with_the_refinement_and_without() -> None:
    heading, _, *rows = table_of(bench_encoder.run(1, ("grain", "paper")))
    assert tuple(heading) == bench_encoder.HEADINGS
    back_ends = len(_native.back_ends())
    assert len(rows) == 3 * back_ends
    assert sum(row[1].endswith("unrefined") for row in rows) == back_ends
    assert all(float(row[2]) > 0.0 for row in rows)


def test_the_times_of_commands_stand_beside_that_of_importing_torch() -> None:
    rows = {row[0].strip("`"): row for row in table_of(bench_startup.run(1))[2:]}
    assert rows["import torch"][4:] == ["1.00", "1.00", "1.00"]
    assert float(rows["import granvae"][3]) < float(rows["import torch"][3])  # MiB
    assert {"granvae info", "granvae render, of 1 s", "granvae explorer"} < set(rows)
