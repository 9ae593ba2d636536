"""A patch may do anything while granvae~ sends it a message or shows a dialog: it may delete the
box, turn the audio off and on, or send it more. ``make test`` runs this under AddressSanitizer too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from granvae import Synth, messages
from hosts.max_host import Box, Host
from support.encoding_models import RATE, sayable

# What is sent, and what it is answered with.
ANSWERED = {
    "read": ('read "{model}"', "loaded"),
    "refused": ("read nothing.ts", "console"),
    "error": ("read nothing.ts", "error"),
    "random": ("random 3", "latents"),
    "encode": ('encode "{sound}"', "path"),
    "readpath": ('readpath "{path}"', "path"),
    "write": ("write table.wav", "written"),
    "writepath": ("writepath path.json", "written"),
    "readstate": ('readstate "{state}"', "restored"),
    "writestate": ("writestate song.json", "written"),
    "get": ("get gain", "attribute"),
    "info": ("info", "info"),
    "bang": ("bang", "info"),
}
DIALOGS = ["read", "encode", "readpath", "write", "writepath", "readstate", "writestate"]


def delete(box: Box) -> None:
    box.delete()


def turn_audio_off_and_on(box: Box) -> None:
    box.dsp(vector=128)


def ask_for_more(box: Box) -> None:
    box.send("random 5")
    box.send("info")


def let_time_pass(box: Box) -> None:
    box.host.library.host_pass(100.0)


def replace(box: Box) -> None:
    box.delete()
    box.host.new("granvae~ 2").dsp()


ACTS = [delete, turn_audio_off_and_on, ask_for_more, let_time_pass, replace]
every_act = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)


@pytest.fixture
def files(tmp_path: Path, encoder: Path) -> dict[str, Path]:
    sound, path = tmp_path / "sound.wav", tmp_path / "walk.csv"
    soundfile.write(sound, sayable(0.1), RATE)
    path.write_text("\n".join([",".join(["0.1"] * 16)] * 3))
    Synth(encoder).save_state(tmp_path / "state.json")
    return {"model": encoder, "sound": sound, "path": path, "state": tmp_path / "state.json"}


def pass_until(host: Host, acted: list[str]) -> None:
    for _ in host.time():
        host.read_log()
        if acted:
            return


def check_goes_on(host: Host, box: Box, model: Path) -> None:
    """What is left plays, and so does a new box."""
    if box in host.boxes:
        box.finish()
        assert np.isfinite(box.play(128)[0]).all()
    new = host.new(f'granvae~ "{model}"')
    assert [name for name, _ in new.finish()] == ["loaded"]


@every_act
@pytest.mark.parametrize("name", ANSWERED)
def test_while_it_sends_a_message(
    host: Host, files: dict[str, Path], name: str, act: Callable[[Box], None]
) -> None:
    message, answer = ANSWERED[name]
    box = host.new(f'granvae~ "{files["model"]}"')
    box.finish()
    with host.during(answer, lambda: act(box)) as acted:
        box.send(message.format(**files))
        pass_until(host, acted)
    assert acted == [answer]
    check_goes_on(host, box, files["model"])


@every_act
@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("name", DIALOGS)
def test_while_a_dialog_is_open(
    host: Host, files: dict[str, Path], name: str, chosen: bool, act: Callable[[Box], None]
) -> None:
    box = host.new(f'granvae~ "{files["model"]}"')
    box.finish()
    read = {"read": "model", "encode": "sound", "readpath": "path", "readstate": "state"}
    file = read.get(name)
    answer = files[file] if file else files["sound"].with_name(f"new.{name}")
    host.answer_dialog(answer if chosen else "")
    with host.during("dialog", lambda: act(box)) as acted:
        box.send(name)
        box.send(name)  # a second one waits behind it
        pass_until(host, acted)
    assert acted == ["dialog"]
    check_goes_on(host, box, files["model"])


@every_act
def test_while_it_reports_late_grains(
    host: Host, native_model: Path, act: Callable[[Box], None]
) -> None:
    box = host.new(f'granvae~ "{native_model}" @live 1 @latency 64 @latents 16')
    box.finish()
    box.dsp()
    box.send("2000", 0)
    with host.during("late", lambda: act(box)) as acted:
        for _ in host.time():
            host.read_log()
            if acted:
                break
            box.play(64 * 200)
    assert acted == ["late"]
    check_goes_on(host, box, native_model)


def test_every_message_with_an_answer_is_tried() -> None:
    names = {message.name for message in messages()}
    assert set(DIALOGS) <= names
    assert {name for name in ANSWERED if name not in ("refused", "error", "bang")} <= names


def test_a_watched_file_is_read_again_and_watched_on(
    host: Host, tmp_path: Path, encoder: Path
) -> None:
    file = tmp_path / "watched.ts"
    file.write_bytes(encoder.read_bytes())
    box = host.new("granvae~ watched.ts @autoread 1")
    box.finish()
    for _ in range(2):
        host.file_changed(file)
        assert box.wait_for("loaded")
    with host.during("loaded", box.delete) as acted:
        host.file_changed(file)
        pass_until(host, acted)
    assert acted == ["loaded"]
