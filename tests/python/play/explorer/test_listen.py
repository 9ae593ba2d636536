"""Listening in the browser to what is played elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from support.explorers import Scene, record, visited
from support.performers import RATE, wait_until

PIECE = 882  # samples, 20 ms

# Keeps what the page receives, and renders what it plays by a clock that the test sets: what a
# loudspeaker gets depends on the load of the machine.
EARS = """
  window.pieces = [];
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", ({ data }) => {
        if (typeof data === "string") return;
        const first = Number(new DataView(data).getBigUint64(0, true));
        window.pieces.push([first, Array.from(new Int16Array(data, 8))]);
      });
    }
  };
  window.clock = 0;
  window.AudioContext = class extends OfflineAudioContext {
    constructor({ sampleRate }) {
      super(1, 3 * sampleRate, sampleRate);
      window.speaker = this;
    }
    get currentTime() { return window.clock; }
    get state() { return "running"; }
    close() { return Promise.resolve(); }
  };
"""

# Hands pieces to the page, each at its time, and returns what sounds.
PLAY = """async (arrivals) => {
  for (const [time, first, samples] of JSON.parse(arrivals)) {
    const data = new ArrayBuffer(8 + 2 * samples.length);
    new DataView(data).setBigUint64(0, BigInt(first), true);
    new Int16Array(data, 8).set(samples);
    window.clock = time;
    granvae.link.socket.onmessage({ data });
  }
  return JSON.stringify(Array.from((await speaker.startRendering()).getChannelData(0)));
}"""


@pytest.fixture
def page(browser: Browser, stage: Scene) -> Iterator[Page]:
    with visited(browser, stage, EARS) as opened:
        yield opened


def begin(page: Page) -> None:
    page.get_by_role("button", name="Listen here").click()


def played(page: Page, sound: NDArray[np.int16], times: dict[int, float]) -> NDArray[np.float64]:
    """What is heard of a sound whose pieces, by their number, arrive at these times, in s."""
    page.evaluate("granvae.link.send = () => {}")  # no sound of the server
    begin(page)
    arrivals = [
        (time, k * PIECE, sound[k * PIECE : (k + 1) * PIECE].tolist()) for k, time in times.items()
    ]
    return np.array(json.loads(page.evaluate(PLAY, json.dumps(arrivals))))


def sixteen(sound: NDArray[np.floating]) -> NDArray[np.int16]:
    return np.round(sound * 32767.0).astype(np.int16)


def place_of(part: NDArray[np.int16], whole: NDArray[np.int16]) -> int:
    """Where a part lies in a whole; -1 if it does not."""
    at = whole.tobytes().find(part.tobytes())
    return at // 2 if at % 2 == 0 else -1


def test_what_the_page_gets_is_what_is_recorded_sample_for_sample(
    page: Page, stage: Scene, tmp_path: Path
) -> None:
    # A cloud is nowhere the same.
    for address, value in (("/mode", "cloud"), ("/frequency", 60.0), ("/spray", 400)):
        stage.performer.dispatcher.post(address, [value])
    begin(page)
    wait_until(lambda: page.evaluate("pieces.length") > 0, "no sound came")
    recorded = sixteen(record(page, stage, tmp_path))
    end = stage.performer.state.now
    wait_until(lambda: page.evaluate("pieces.at(-1)[0]") > end, "the sound has stopped")
    pieces = json.loads(page.evaluate("JSON.stringify(pieces)"))
    assert np.abs(recorded).max() > 1500
    places = [(k, place_of(np.array(s, np.int16), recorded), len(s)) for k, s in pieces]
    inside = [(first, at, size) for first, at, size in places if at >= 0]
    assert len({first - at for first, at, _ in inside}) == 1
    assert sum(size for _, _, size in inside) > len(recorded) / 2


def test_late_pieces_are_heard_without_a_seam(page: Page) -> None:
    rng = np.random.default_rng(0)
    noise = rng.integers(-20000, 20000, 100 * PIECE).astype(np.int16)
    late = np.maximum.accumulate(0.02 * np.arange(100) + rng.uniform(0.0, 0.03, 100))
    heard = sixteen(played(page, noise, dict(enumerate(late.tolist()))))
    assert place_of(noise[PIECE:-PIECE], heard) > 0


def test_where_sound_is_missing_it_fades_and_comes_back_without_a_click(page: Page) -> None:
    sine = 0.85 * np.sin(2 * np.pi * 86.0 / RATE * np.arange(120 * PIECE))  # one would see a cut
    arriving = [*range(35), *range(70, 120)]
    heard = played(page, sixteen(sine), {k: 0.02 * k for k in arriving})
    gap = np.diff(np.flatnonzero(np.abs(heard) > 0.01)).max()
    assert 0.5 * RATE < gap < 0.8 * RATE
    # The steepest step of the sine and of a fade of 8 ms; a cut would be twenty times as much.
    steepest = 0.85 * (2 * np.pi * 86.0 / RATE + 1 / (0.008 * RATE))
    assert np.abs(np.diff(heard)).max() < 1.5 * steepest
    expect(page.locator("#listen-state")).to_have_text(re.compile(r"behind; 0\.7 s were lost\.$"))


def test_the_switch_is_off_until_it_is_pressed_and_then_ends_it(page: Page, stage: Scene) -> None:
    switch = page.get_by_role("button", name="Listen here")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(switch).to_be_enabled()
    expect(page.locator("#listen-state")).to_be_empty()
    begin(page)
    expect(page.locator("#listen-state")).to_have_text(re.compile(r"^Playing, \d+ ms behind"))
    page.keyboard.press("l")
    expect(page.locator("#listen-state")).to_have_text("")
    wait_until(lambda: not stage.performer.taps, "the sound is still sent")


def test_a_page_that_finds_its_server_again_goes_on_listening(page: Page) -> None:
    begin(page)
    page.evaluate("granvae.link.socket.close()")
    expect(page.locator("#link.up")).to_have_count(1)
    count = page.evaluate("pieces.length")
    wait_until(lambda: page.evaluate("pieces.length") > count + 5, "no sound came again")
    expect(page.locator("#listen-state")).to_contain_text("Playing")
