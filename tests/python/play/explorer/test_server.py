"""The explorer's server without a browser: who may speak with it, and what it says."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest

from granvae.errors import GranvaeError
from granvae.play.explorer.server import ExplorerServer
from granvae.play.explorer.table_preview import table_preview
from support import tiny_models
from support.explorers import Scene, scene, socket_address, until, with_client
from support.performers import RATE, wait_until


def refused(stage: Scene, address: str, **headers: str) -> bool:
    async def connect(client: aiohttp.ClientSession) -> bool:
        try:
            async with client.ws_connect(address, headers=headers):
                return False
        except aiohttp.WSServerHandshakeError as error:
            return error.status == 403

    return with_client(connect)


def test_a_missing_or_wrong_token_is_refused(stage: Scene) -> None:
    async def status(client: aiohttp.ClientSession) -> list[int]:
        found = []
        for address in (stage.address, f"{stage.address}x", stage.address.split("?")[0]):
            async with client.get(address) as answer:
                found.append(answer.status)
        return found

    assert with_client(status) == [200, 403, 403]
    assert refused(stage, socket_address(stage).split("?")[0])
    assert refused(stage, f"{socket_address(stage)}x")


def test_a_foreign_origin_is_refused_even_with_the_token(stage: Scene) -> None:
    own = f"http://127.0.0.1:{stage.port}"
    assert not refused(stage, socket_address(stage), Origin=own)
    assert refused(stage, socket_address(stage), Origin="http://elsewhere.example")
    assert refused(stage, socket_address(stage), Origin=f"http://127.0.0.1:{stage.port + 1}")
    assert refused(stage, socket_address(stage), Origin="null")


def test_who_connects_gets_everything_and_then_every_change(stage: Scene) -> None:
    async def talk(client: aiohttp.ClientSession) -> tuple[Any, Any, Any]:
        async with client.ws_connect(socket_address(stage)) as stream:
            state = await until(stream, "/state")
            stage.performer.dispatcher.post("/spray", [12])
            change = await until(stream, "/spray")
            return state[1], change, await until(stream, "/meters")

    state, change, meters = with_client(talk)
    assert state["model"]["name"] == "bells"
    assert len(state["latent"]) == 16
    assert change == ["/spray", 12]
    assert set(meters[1]) >= {"levels", "load", "phase"}


def test_messages_are_those_of_osc_and_answers_come_back(stage: Scene) -> None:
    async def talk(client: aiohttp.ClientSession) -> Any:
        async with client.ws_connect(socket_address(stage)) as stream:
            await stream.send_str('["/coord", 0.5]')
            await until(stream, "/latent")
            await stream.send_str('["/latent/get"]')
            return await until(stream, "/latent")

    assert with_client(talk) == ["/latent", *[0.0] * 16]


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1, 2]", '["/latent", [1]]', '["/latent", null]',
                                  '["/nothing"]', '["/latent", 1]', '["/law", "square"]',
                                  '["/frequency", 1e999]'])  # fmt: skip
def test_what_makes_no_sense_is_answered_and_changes_nothing(stage: Scene, text: str) -> None:
    async def talk(client: aiohttp.ClientSession) -> Any:
        async with client.ws_connect(socket_address(stage)) as stream:
            await until(stream, "/state")
            await stream.send_str(text)
            answer = await until(stream, "/error")
            await stream.send_str('["/gain", 0.5]')
            await until(stream, "/gain")
            return answer

    answer = with_client(talk)
    assert answer[1].endswith(".")
    assert not np.any(stage.performer.latent)
    assert stage.performer.state.parameters["gain"] == 0.5


def test_a_page_that_reads_slowly_gets_the_newest_latent_and_not_a_thousand(stage: Scene) -> None:
    async def talk(client: aiohttp.ClientSession) -> tuple[int, Any]:
        async with client.ws_connect(socket_address(stage)) as stream:
            await until(stream, "/state")
            for k in range(1000):
                stage.performer.dispatcher.post("/latent", [k / 1000.0] * 16)
            count, last = 0, None
            while last is None or last[1] < 0.999:
                last = await until(stream, "/latent")
                count += 1
            return count, last

    count, last = with_client(talk)
    assert last[1] == pytest.approx(0.999)
    assert count < 1000


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


def test_closing_disconnects_pages_and_lets_the_sound_go_on(model: Path) -> None:
    with scene(model) as playing:
        extra = ExplorerServer(playing.performer, port=0)

        async def talk(client: aiohttp.ClientSession) -> Any:
            async with client.ws_connect(extra.address.replace("/?", "/socket?")) as stream:
                await until(stream, "/state")
                await asyncio.to_thread(extra.close)
                while (message := await stream.receive()).type == aiohttp.WSMsgType.TEXT:
                    pass
                return message.type

        assert with_client(talk) in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED,
                                     aiohttp.WSMsgType.CLOSING)  # fmt: skip
        before = playing.performer.state.now
        playing.performer.dispatcher.post("/gain", [0.25])
        state = playing.performer.state
        wait_until(lambda: state.parameters["gain"] == 0.25, "the sound has stopped")
        assert state.now > before


def test_a_foreign_model_without_a_map_is_played_all_the_same(tmp_path: Path) -> None:
    with scene(tiny_models.linear_model(tmp_path / "foreign.ts")) as playing:

        async def fetch(client: aiohttp.ClientSession) -> str:
            async with client.get(playing.address) as answer:
                return await answer.text()

        assert '"map": null' in with_client(fetch)


def test_the_preview_of_a_table_shows_its_extremes_and_its_strongest_band() -> None:
    time_ = np.arange(8192) / RATE
    tone = (0.5 * np.sin(2 * np.pi * 1000.0 * time_)).astype(np.float32)
    tone[4000] = 0.9
    preview = table_preview(tone, 384, RATE)
    assert max(preview["high"]) == pytest.approx(0.9)
    assert min(preview["low"]) == pytest.approx(-0.5, abs=1e-3)
    bands = np.array(preview["spectrum"])
    edges = np.geomspace(20.0, RATE / 2, len(bands) + 1)
    strongest = int(np.argmax(bands))
    assert edges[strongest] <= 1000.0 * 1.02
    assert edges[strongest + 1] >= 1000.0 * 0.98
    assert np.median(bands) < -30.0
    silent = table_preview(np.zeros(512, np.float32), 384, RATE)
    assert set(silent["spectrum"]) == {-90.0}
