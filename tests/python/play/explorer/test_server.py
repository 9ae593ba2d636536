"""The explorer's server without a browser: who may speak with it, and what it says."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import aiohttp
import numpy as np
import pytest

from granvae.errors import GranvaeError
from granvae.play.explorer.server import ExplorerServer
from granvae.play.snapshot import table_preview
from support import tiny_models
from support.explorers import Scene, Socket, connection, scene
from support.performers import RATE, wait_until


def refused(address: str, **headers: str) -> bool:
    try:
        with connection(address, **headers):
            return False
    except aiohttp.WSServerHandshakeError as error:
        return error.status == 403


def test_a_missing_or_wrong_token_is_refused(stage: Scene) -> None:
    assert urlopen(stage.address).status == 200
    for change in (lambda url: f"{url}x", lambda url: url.split("?")[0]):
        with pytest.raises(HTTPError, match="403"):
            urlopen(change(stage.address))
        assert refused(change(stage.socket))


def test_a_foreign_origin_is_refused_even_with_the_token(stage: Scene) -> None:
    assert not refused(stage.socket, Origin=f"http://127.0.0.1:{stage.port}")
    for origin in ("http://elsewhere.example", f"http://127.0.0.1:{stage.port + 1}", "null"):
        assert refused(stage.socket, Origin=origin)


def test_who_connects_gets_everything_and_then_every_change(stage: Scene, stream: Socket) -> None:
    _, state = stream.until("/state")
    stage.performer.dispatcher.post("/spray", [12])
    assert state["model"]["name"] == "bells"
    assert len(state["latent"]) == 16
    assert stream.until("/spray") == ["/spray", 12]
    assert set(stream.until("/meters")[1]) >= {"levels", "load", "phase"}


def test_messages_are_those_of_osc_and_answers_come_back(stream: Socket) -> None:
    stream.send('["/coord", 0.5]')
    stream.until("/latent")
    stream.send('["/latent/get"]')
    assert stream.until("/latent") == ["/latent", *[0.0] * 16]


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1, 2]", '["/latent", [1]]', '["/latent", null]',
                                  '["/nothing"]', '["/latent", 1]', '["/law", "square"]',
                                  '["/frequency", 1e999]', '["/listen"]', '["/listen", 2]',
                                  '["/listen", "on"]'])  # fmt: skip
def test_what_makes_no_sense_is_answered_and_changes_nothing(
    stage: Scene, stream: Socket, text: str
) -> None:
    stream.until("/state")
    stream.send(text)
    assert stream.until("/error")[1].endswith(".")
    stream.send('["/gain", 0.5]')
    stream.until("/gain")
    assert not np.any(stage.performer.latent)
    assert stage.performer.state.parameters["gain"] == 0.5


def test_a_page_that_reads_slowly_gets_the_newest_latent_and_not_a_thousand(
    stage: Scene, stream: Socket
) -> None:
    stream.until("/state")
    for k in range(1000):
        stage.performer.dispatcher.post("/latent", [k / 1000.0] * 16)
    received = [0.0]
    while received[-1] < 0.999:
        received.append(stream.until("/latent")[1])
    assert received[-1] == pytest.approx(0.999)
    assert len(received) < 1001


def test_a_port_that_is_taken_is_refused_in_one_sentence_or_replaced(stage: Scene) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(GranvaeError, match=rf"cannot listen on 127.0.0.1:{port}.*--http-port"):
            ExplorerServer(stage.performer, port=port)
    first = ExplorerServer(stage.performer)
    second = ExplorerServer(stage.performer)  # 8000 is certainly taken now
    assert first.port != second.port
    first.close()
    second.close()


def test_closing_disconnects_pages_and_lets_the_sound_go_on(stage: Scene) -> None:
    performer = stage.performer
    extra = ExplorerServer(performer, port=0)
    with connection(extra.address.replace("/?", "/socket?")) as stream:
        stream.until("/state")
        with ThreadPoolExecutor(1) as thread:
            thread.submit(extra.close)
            while (kind := stream.receive().type) == aiohttp.WSMsgType.TEXT:
                pass
    assert kind in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING)
    before = performer.state.now
    performer.dispatcher.post("/gain", [0.25])
    wait_until(lambda: performer.state.parameters["gain"] == 0.25, "the sound has stopped")
    assert performer.state.now > before


def test_a_foreign_model_without_a_map_is_played_all_the_same(tmp_path: Path) -> None:
    with scene(tiny_models.linear_model(tmp_path / "foreign.ts")) as playing:
        assert b'"map": null' in urlopen(playing.address).read()


def test_the_preview_of_a_table_shows_its_extremes_and_its_strongest_band() -> None:
    time_ = np.arange(8192) / RATE
    tone = (0.5 * np.sin(2 * np.pi * 1000.0 * time_)).astype(np.float32)
    tone[4000] = 0.9
    preview = table_preview(tone, [0, 300, 641], RATE)
    assert preview["starts"] == [0, 300, 641]
    assert max(preview["high"]) == pytest.approx(0.9)
    assert min(preview["low"]) == pytest.approx(-0.5, abs=1e-3)
    bands = np.array(preview["spectrum"])
    edges = np.geomspace(20.0, RATE / 2, len(bands) + 1)
    strongest = int(np.argmax(bands))
    assert edges[strongest] <= 1000.0 * 1.02
    assert edges[strongest + 1] >= 1000.0 * 0.98
    assert np.median(bands) < -30.0
    silent = table_preview(np.zeros(512, np.float32), [0] * 1000, RATE)
    assert silent["starts"] == []
    assert set(silent["spectrum"]) == {-90.0}
