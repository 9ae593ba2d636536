"""For the tests of the explorer: a small model with a map, a performer, and a browser."""

from __future__ import annotations

import asyncio
import json
import socket
import warnings
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest
import soundfile
import torch
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect, sync_playwright

from granvae.engine.grain_map import MAP_FILE, GrainMap
from granvae.engine.model_info import METADATA_FILE
from granvae.play.explorer.server import ExplorerServer
from granvae.play.io.audio_output import ClockDriver
from granvae.play.performer import Performer
from support import tiny_models
from support.performers import GRAIN, LATENTS, RATE, make_performer, wait_until
from tools.browser import NO_BROWSER, find_browser

SOUNDS = ("bells/low.wav", "bells/high.wav", "rain.wav")


def grain_map(count: int = 900, latents: int = LATENTS, seed: int = 0) -> GrainMap:
    """Grains of three sounds, each around a place of its own in the first two latents."""
    rng = np.random.default_rng(seed)
    sound = np.arange(count) % len(SOUNDS)
    points = rng.normal(size=(count, latents)) * 0.5
    points[:, :2] += np.array([(-1.5, -1.0), (1.5, -1.0), (0.0, 1.5)])[sound]
    return GrainMap(
        points.astype(np.float32),
        sound,
        (np.arange(count) / 100.0).astype(np.float32),
        np.zeros(count, np.int64),
        SOUNDS,
        {
            "loudness": rng.uniform(-40, -10, count).astype(np.float32),
            "centroid": rng.uniform(200, 8000, count).astype(np.float32),
        },
    )


def mapped_model(path: Path, latents: int = LATENTS, kept: GrainMap | None = None) -> Path:
    """`tiny_models.linear_model` with names for its latents, and a map."""
    kept = kept or grain_map(latents=latents)
    metadata = {
        "format": 2,
        "name": path.stem,
        "labels": [f"latent {d}" for d in range(latents)],
        "variance_explained": list(np.linspace(2.0, 0.0, latents) / latents),
    }
    extra = {METADATA_FILE: json.dumps(metadata).encode(), MAP_FILE: kept.to_bytes()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.script(tiny_models.Model(latents, GRAIN)).save(str(path), _extra_files=extra)
    return path


@dataclass
class Scene:
    """A performer on a clock without a card, and the address and port of its server."""

    performer: Performer
    address: str
    port: int

    @property
    def socket(self) -> str:
        """The address of the server's WebSocket."""
        return self.address.replace("/?", "/socket?")


@contextmanager
def scene(model: Path) -> Iterator[Scene]:
    """Plays until the block is left."""
    with (
        closing(make_performer(model, offline=False)) as performer,
        closing(ClockDriver(performer, 256)),
        closing(ExplorerServer(performer, port=0)) as server,
    ):
        yield Scene(performer, server.address, server.port)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser; skips where there is none."""
    found = find_browser()
    if found is None:
        pytest.skip(NO_BROWSER)
    expect.set_options(timeout=60_000)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=found, args=["--no-sandbox"]) as browser,
    ):
        yield browser


@contextmanager
def opened(browser: Browser, address: str, script: str = "", **options: Any) -> Iterator[Page]:
    """A page in which nothing may go wrong; ``script`` runs before its own."""
    page = browser.new_page(**options)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    page.add_init_script(script)
    page.goto(address)
    yield page
    page.close()
    assert errors == []


@contextmanager
def visited(browser: Browser, stage: Scene, script: str = "", **options: Any) -> Iterator[Page]:
    """The page of a scene, connected."""
    with opened(browser, stage.address, script, **options) as page:
        connected(page)
        yield page


def known(page: Page, expression: str) -> Any:
    """A value of the page's own store, as ``latent`` or ``signals.frequency``."""
    return page.evaluate(f"granvae.{expression}")


def at(page: Page, x: float, y: float, field: str = "#map") -> tuple[float, float]:
    """Where on the screen a place of the map lies, 0 … 1 from its left and its top."""
    box = page.locator(field).bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def drag(page: Page, start: tuple[float, float], *others: tuple[float, float]) -> None:
    """Over places of the map, as `at` takes them."""
    page.mouse.move(*at(page, *start))
    page.mouse.down()
    for place in others:
        page.mouse.move(*at(page, *place), steps=20)
    page.mouse.up()


def connected(page: Page) -> None:
    """Waits for the server's state. (`wait_for_function` would eval, as the page forbids.)"""
    wait_until(lambda: bool(known(page, "meters !== null")), "the page is not connected")


def slide(page: Page, stage: Scene, latent: int, value: float) -> None:
    page.locator(f"#latent-{latent}").fill(str(value))
    wait_until(lambda: stage.performer.latent[latent] == value, "the slider did not arrive")


def record(page: Page, stage: Scene, folder: Path) -> NDArray[np.float32]:
    """What is heard for half a second."""
    page.click("#record")
    expect(page.locator("#record")).to_have_text("Stop")
    end = stage.performer.state.now + RATE // 2
    wait_until(lambda: stage.performer.state.now > end, "the sound has stopped")
    page.click("#record")
    expect(page.locator("#message")).to_contain_text("Recorded")
    (file,) = folder.glob("granvae-*.wav")
    wait_until(lambda: soundfile.info(file).frames > RATE // 4, "nothing was recorded")
    return np.asarray(soundfile.read(file, dtype="float32")[0])


class Socket:
    """Speaks with a server as a page does."""

    def __init__(self, stream: Any, run: Callable[[Awaitable[Any]], Any]) -> None:
        self._stream, self._run = stream, run

    def send(self, text: str) -> None:
        self._run(self._stream.send_str(text))

    def receive(self) -> aiohttp.WSMessage:
        return self._run(self._stream.receive())

    def until(self, address: str) -> list[Any]:
        """The next message of this address."""
        while True:
            message = self.receive()
            if message.type == aiohttp.WSMsgType.TEXT and json.loads(message.data)[0] == address:
                return list(json.loads(message.data))


@contextmanager
def connection(address: str, receive_buffer: int | None = None, **headers: str) -> Iterator[Socket]:
    """To a server's WebSocket; reads only when it is asked to."""
    loop = asyncio.new_event_loop()

    async def session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    with ThreadPoolExecutor(1) as thread:  # Playwright has an event loop on this one

        def run(call: Awaitable[Any]) -> Any:
            return thread.submit(loop.run_until_complete, asyncio.wait_for(call, 120.0)).result()

        client = run(session())
        try:
            stream = run(client.ws_connect(address, headers=headers))
            if receive_buffer is not None:
                system: socket.socket = stream.get_extra_info("socket")
                system.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            yield Socket(stream, run)
        finally:
            run(client.close())
            loop.close()
