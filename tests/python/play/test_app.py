"""``granvae play`` as a process: how it begins, what it records, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from granvae import GranvaeError
from granvae.cli import main
from granvae.play import status_line
from granvae.play.io import audio_output
from support.osc_clients import Client
from support.performers import make_performer


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_the_recording_is_complete(
    model: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    out = tmp_path / "out.wav"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(
        [sys.executable, "-m", "granvae.cli", "play", str(model), "--audio", "none",
         "--osc-port", "0", "--record", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert process.stdout is not None
    # Both lines of the greeting, so that what is read later is all that comes after it.
    greeting = process.stdout.readline() + process.stdout.readline()
    found = re.search(r"OSC at 127\.0\.0\.1:(\d+)", greeting)
    assert found, greeting
    with closing(Client(int(found.group(1)))) as client:
        assert client.ask("/info", "load")[0] == "/info"
    process.send_signal(ending)
    rest, errors = process.communicate(timeout=300)
    assert process.returncode == 0
    assert errors == ""
    assert rest == f"Ended; wrote {out}.\n"
    sound, rate = soundfile.read(out)
    assert rate == 48000
    assert sound.shape[1] == 2
    assert len(sound) % 256 == 0
    assert np.abs(sound).max() > 0.01


def test_it_plays_for_so_many_seconds_through_osc_pattern_and_record(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pattern = tmp_path / "pattern.json"
    pattern.write_text('{"format": 1, "tempo": 600, "tracks": [{"steps": [{"on": true}]}]}')
    out = tmp_path / "out.wav"
    words = ["play", str(model), "--audio", "none", "--osc-port", "0", "--seconds", "0.5"]
    words += ["--record", str(out), "--pattern", str(pattern), "--channels", "1", "--block", "64"]
    assert main.main(words) == 0
    assert "no sound card" in capsys.readouterr().out
    sound, _ = soundfile.read(out)
    assert len(sound) >= 24000
    assert np.abs(sound).max() > 0.01


def test_what_cannot_begin_is_one_sentence(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Client(0)) as taken:
        for words, sentence in (
            ([str(model), "--osc-port", str(taken.port)], f"127.0.0.1:{taken.port}"),
            (["nowhere.ts"], "nowhere.ts"),
            ([str(model), "--osc-port", "0", "--record", "no/such/x.wav"], "cannot be written"),
            ([str(model), "--osc-port", "0", "--pattern", "nowhere.json"], "nowhere.json"),
        ):
            assert main.main(["play", *words, "--audio", "none"]) == 1
            text = capsys.readouterr().err
            assert re.fullmatch(r"granvae: .+\.\n", text)
            assert sentence in text


def test_the_status_line_shows_levels_load_and_what_went_wrong(model: Path) -> None:
    performer = make_performer(model, rate=48000, channels=2)
    performer.render(4800)
    quiet = status_line.describe_status(performer)
    assert quiet.startswith("model.ts · ")
    assert re.search(r"-\d+ -\d+ dB · load \d+ % · 0 messages$", quiet)
    for address, arguments in (("/nonsense", []), ("/note", [60, 100]), ("/sequence/start", [])):
        performer.dispatcher.do(address, arguments)
    performer.dispatcher.counts["xruns"] += 3
    performer.render(4800)
    shown = status_line.describe_status(performer)
    for words in ("1 note", "sequence runs", "1 refused", "3 drop-outs"):
        assert words in shown


class Card:
    """Stands in for sounddevice: one device that plays ten blocks in stereo, and its stream."""

    PortAudioError = ArithmeticError
    device = 0

    def query_devices(self, _device: object) -> dict[str, str]:
        return {"name": "A card"}

    def OutputStream(self, channels: int, blocksize: int, callback: Any, **_: object) -> Card:
        if channels != 2:
            raise self.PortAudioError("Invalid number of channels")
        self.heard = np.zeros((10, blocksize, 2), np.float32)
        self.callback, self.done = callback, ["opened"]
        return self

    def start(self) -> None:
        for out in self.heard:
            self.callback(out, len(out), None, SimpleNamespace(output_underflow=True))

    def stop(self) -> None:
        self.done.append("stopped")

    def close(self) -> None:
        self.done.append("closed")


def test_a_card_plays_what_the_performer_renders_and_counts_drop_outs(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Card()
    monkeypatch.setitem(sys.modules, "sounddevice", card)
    performer = make_performer(model, rate=48000, channels=2)
    driver = audio_output.CardDriver(performer, None, 128)
    driver.close()
    assert driver.name == "A card"
    same = make_performer(model, rate=48000, channels=2)
    np.testing.assert_array_equal(np.concatenate(card.heard), same.render(1280).T)
    assert card.done == ["opened", "stopped", "closed"]
    assert performer.dispatcher.counts["xruns"] == 10
    with pytest.raises(GranvaeError, match=r"cannot play 1 channels .*--audio none"):
        audio_output.CardDriver(make_performer(model), "other", 128)
