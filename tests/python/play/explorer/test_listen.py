"""Listening in the browser to what is played elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from support.explorers import LATENTS, Scene, errors_of, record, soon, visit

# Keeps what the page gets, and what it hands to the loudspeaker.
EARS = """
  window.got = [];
  window.heard = [];
  window.hears = true;
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string") return;
        const first = Number(new DataView(data).getBigUint64(0, true));
        window.got.push([first, Array.from(new Int16Array(data, 8))]);
      });
    }
  };
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...all) {
    if (to instanceof AudioDestinationNode) {
      // Large: a smaller one loses sound where the page is busy.
      window.ear = this.context.createScriptProcessor(16384, 1, 1);
      window.ear.onaudioprocess = ({ inputBuffer }) => {
        if (window.hears) window.heard.push(...inputBuffer.getChannelData(0));
      };
      connect.call(this, window.ear);
      connect.call(window.ear, to);
    }
    return connect.call(this, to, ...all);
  };
"""


def listener(browser: Browser, stage: Scene) -> tuple[Page, list[str]]:
    page = browser.new_page()
    faults = errors_of(page)
    page.add_init_script(EARS)
    visit(page, stage)
    return page, faults


def begin(page: Page) -> None:
    page.get_by_role("button", name="Listen here").click()
    expect(page.locator("#listen-state")).to_have_text(re.compile(r"^Playing, \d+ ms behind"))


def pieces(page: Page) -> tuple[list[int], list[NDArray[np.int16]]]:
    got = json.loads(page.evaluate("JSON.stringify(window.got)"))
    return [first for first, _ in got], [np.array(sound, np.int16) for _, sound in got]


def heard(page: Page) -> NDArray[np.float64]:
    """What the loudspeaker got, from its first sound on."""
    page.evaluate("window.hears = false")
    sound = np.array(json.loads(page.evaluate("JSON.stringify(window.heard)")))
    return sound[np.flatnonzero(sound)[0] :]


def sixteen(sound: NDArray[np.floating]) -> NDArray[np.int16]:
    return np.round(sound * 32767.0).astype(np.int16)


def contains(whole: NDArray[np.int16], part: NDArray[np.int16]) -> bool:
    at = whole.tobytes().find(part.tobytes())
    return at >= 0 and at % 2 == 0


def cloud(stage: Scene) -> None:
    """Sound that is nowhere the same."""
    for address, value in (("/mode", "cloud"), ("/frequency", 60.0), ("/spray", 400)):
        stage.performer.post(address, [value])


def test_what_the_page_gets_is_what_is_recorded_sample_for_sample(
    browser: Browser, stage: Scene, tmp_path: Path
) -> None:
    page, faults = listener(browser, stage)
    cloud(stage)
    begin(page)
    recorded = record(page, tmp_path)
    page.wait_for_timeout(200)
    firsts, sounds = pieces(page)
    assert (
        firsts[1:] == [first + len(sound) for first, sound in zip(firsts, sounds, strict=True)][:-1]
    )
    assert np.abs(recorded).max() > 0.05
    assert contains(np.concatenate(sounds), sixteen(recorded))
    page.close()
    assert faults == []


def test_what_the_page_gets_is_heard_without_a_seam_and_ends_when_it_is_turned_off(
    browser: Browser, stage: Scene
) -> None:
    page, faults = listener(browser, stage)
    cloud(stage)
    begin(page)
    page.wait_for_timeout(2500)
    sound = sixteen(heard(page))
    _, sounds = pieces(page)
    whole = np.concatenate(sounds)
    # Ten pieces or so a part. A busy machine may have had to leave something out of some.
    parts = sound[: len(sound) // 8192 * 8192].reshape(-1, 8192)
    assert any(contains(whole, part) for part in parts)
    page.keyboard.press("l")
    expect(page.locator("#listen-state")).to_have_text("")
    page.wait_for_timeout(150)
    count = page.evaluate("window.got.length")
    page.wait_for_timeout(150)
    assert page.evaluate("window.got.length") == count
    page.close()
    assert faults == []


def test_where_sound_is_missing_it_fades_and_comes_back_without_a_click(
    browser: Browser, stage: Scene
) -> None:
    gate = {"open": True}

    def through(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda message: pass_on(route, message))

    def pass_on(route: WebSocketRoute, message: str | bytes) -> None:
        if gate["open"] or isinstance(message, str):
            route.send(message)

    page = browser.new_page()
    faults = errors_of(page)
    page.add_init_script(EARS)
    page.route_web_socket(re.compile("/socket"), through)
    visit(page, stage)
    # A sine of 86 Hz, whose cut one would see.
    stage.performer.post("/latent", [3.0] + [0.0] * (LATENTS - 1))
    page.wait_for_timeout(300)
    begin(page)
    page.wait_for_timeout(700)
    gate["open"] = False
    expect(page.locator("#listen-state")).to_have_text("Waiting for the sound.")
    page.wait_for_timeout(300)
    gate["open"] = True
    expect(page.locator("#listen-state")).to_have_text(re.compile(r"behind; \d\.\d s were lost\.$"))
    page.wait_for_timeout(1000)
    sound = heard(page)
    loud = np.abs(sound) > 0.01
    gaps = np.diff(np.flatnonzero(loud)).max()
    assert gaps > 4410, "there was no gap"
    # The sine's steepest step, and that of a fade of 8 ms; a cut would be twenty times as much.
    steepest = 0.85 * (2 * np.pi / 512 + 1 / 353)
    assert np.abs(np.diff(sound)).max() < 1.5 * steepest
    page.close()
    assert faults == []


def test_the_switch_is_off_until_it_is_pressed(page: Page) -> None:
    switch = page.get_by_role("button", name="Listen here")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(switch).to_be_enabled()
    expect(page.locator("#listen-state")).to_be_empty()


def test_a_page_that_finds_its_server_again_goes_on_listening(
    browser: Browser, stage: Scene
) -> None:
    page, faults = listener(browser, stage)
    begin(page)
    page.evaluate("granvae.link.socket.close()")
    expect(page.locator("#link.up")).to_have_count(1)
    count = page.evaluate("window.got.length")
    soon(lambda: page.evaluate("window.got.length") > count + 5, "no sound came again")
    expect(page.locator("#listen-state")).to_contain_text("Playing")
    page.close()
    assert faults == []
