"""The page's server: one port for the page and its WebSocket, on a thread of its own.

Messages are JSON arrays ``[address, …arguments]`` with OSC's names, as docs/osc.md lists them. The
page also receives:

- ``/state`` and ``/map`` when it connects, and when the model changes (`granvae.play.snapshot`,
  `granvae.play.explorer.page.map_data`); ``/models``, the model files beside the one that plays
- ``/meters`` twenty times a second (`granvae.play.snapshot`)
- ``/wave`` for each new table (`granvae.play.snapshot`)
- ``/listen`` and the sound itself, if it asks for it (`granvae.play.explorer.client`)

Who may connect: `granvae.play.explorer.auth`.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from granvae.engine.grain_map import read_map
from granvae.errors import GranvaeError
from granvae.play.explorer.auth import HEADERS, Access
from granvae.play.explorer.client import CHANNELS, Client
from granvae.play.explorer.page import map_data, page, page_data
from granvae.play.message import Value
from granvae.play.performer import Performer
from granvae.play.snapshot import meters, snapshot, table_preview

PORT = 8000
_METERS = 1.0 / 20.0  # s
_MOST_BYTES = 2**20  # of one message: a path of 4,000 points


class ExplorerServer:
    """Serves one performer's page.

    Args:
        performer: only its methods for other threads are called.
        host: address to listen on; the loopback unless others on the network are to play.
        port: None for 8000 or, where that is taken, any that is free; 0 for any that is free.

    Raises:
        GranvaeError: the port is taken, or the address is not this machine's.
    """

    def __init__(
        self, performer: Performer, host: str = "127.0.0.1", port: int | None = None
    ) -> None:
        self._performer = performer
        self._access = Access(host)
        self._clients: set[Client] = set()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        started: Future[int] = Future()
        self._thread = threading.Thread(
            target=lambda: self._loop.run_until_complete(self._serve(host, port, started)),
            name="granvae explorer",
            daemon=True,
        )
        self._thread.start()
        try:
            self.port = started.result()
        except OSError as error:
            self._thread.join()
            raise GranvaeError(
                f"The explorer cannot listen on {host}:{PORT if port is None else port} "
                f"({error.strerror or error}); give another --http-port."
            ) from error

    @property
    def address(self) -> str:
        """What to open in a browser, with the token."""
        return self._access.address(self.port)

    def close(self) -> None:
        """Disconnects all pages and ends the thread."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    # From here on, on the server's thread.

    async def _serve(self, host: str, port: int | None, started: Future[int]) -> None:
        application = web.Application()
        application.add_routes([web.get("/", self._page), web.get("/socket", self._socket)])
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await _listen(runner, host, port)
        except OSError as error:
            await runner.cleanup()
            started.set_exception(error)
            return
        # Reports come on the performer's thread, which does not wait.
        end = self._performer.dispatcher.subscribe(partial(self._hand_over, self._pass_on))
        sender = self._loop.create_task(self._send_meters())
        started.set_result(runner.addresses[0][1])
        await self._stop.wait()
        end()
        sender.cancel()
        await asyncio.gather(*(client.close() for client in self._clients))
        await runner.cleanup()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if not self._access.to_page(request):
            text = "This page needs the whole address that granvae play has printed.\n"
            raise web.HTTPForbidden(text=text)
        model = self._performer.state.model
        html = await asyncio.to_thread(lambda: page(page_data(model, _map_of(model.file), True)))
        return web.Response(text=html, content_type="text/html", headers=HEADERS)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self._access.to_socket(request):
            raise web.HTTPForbidden(text="This page may not control granvae.\n")
        # Compressed, sound would be late and hardly smaller.
        connection = web.WebSocketResponse(heartbeat=20.0, max_msg_size=_MOST_BYTES, compress=False)
        await connection.prepare(request)
        client = Client(self._performer, connection, request)
        sender = self._loop.create_task(client.send_messages())
        try:
            self._send_state(client)
            self._clients.add(client)
            async for message in connection:
                if message.type == WSMsgType.TEXT:
                    self._receive(client, message.data)
        finally:
            self._clients.discard(client)
            client.listen(False)
            sender.cancel()
        return connection

    def _send_state(self, client: Client) -> None:
        model = self._performer.state.model
        client.put("/state", [snapshot(self._performer)])
        client.put("/models", [str(path) for path in sorted(model.file.parent.glob("*.ts"))])
        client.put("/wave", [self._wave()])
        channels = min(CHANNELS, self._performer.channels)
        client.put("/listen", [self._performer.sample_rate, channels])

    def _receive(self, client: Client, text: str) -> None:
        try:
            address, *arguments = msgspec.json.decode(text, type=list[Value])
        except ValueError:
            address = ""
        if not isinstance(address, str) or not address:
            client.put("/error", ['A message is a JSON array ["/address", …arguments].'])
            return
        if address == "/listen":
            if arguments in ([0], [1]):
                client.listen(arguments == [1])
            else:
                client.put("/error", ["/listen: on is 0 or 1; send /listen on."])
            return

        def reply(answer: str, values: list[Value]) -> None:
            # Refusals are reported to all clients.
            if answer != "/error":
                self._hand_over(client.put, answer, values)

        self._performer.dispatcher.post(address, arguments, reply)

    def _hand_over(self, call: Callable[..., None], *arguments: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the server was closed in the meantime
            self._loop.call_soon_threadsafe(call, *arguments)

    def _pass_on(self, address: str, arguments: list[Value]) -> None:
        if not self._clients:
            return
        self._broadcast(address, arguments)
        if address == "/model":
            self._loop.create_task(self._send_model())
        elif address == "/table":
            self._broadcast("/wave", [self._wave()])

    def _broadcast(self, address: str, arguments: list[Any]) -> None:
        for client in self._clients:
            client.put(address, arguments)

    async def _send_model(self) -> None:
        model = self._performer.state.model
        data = await asyncio.to_thread(lambda: map_data(model, _map_of(model.file)))
        self._broadcast("/state", [snapshot(self._performer)])
        self._broadcast("/map", [data])

    def _wave(self) -> dict[str, Any]:
        voice, rate = self._performer.main_voice, self._performer.state.model.rate
        return table_preview(voice.table, voice.starts, rate)

    async def _send_meters(self) -> None:
        while True:
            await asyncio.sleep(_METERS)
            if self._clients:
                self._broadcast("/meters", [meters(self._performer)])


async def _listen(runner: web.AppRunner, host: str, port: int | None) -> None:
    try:
        await web.TCPSite(runner, host, PORT if port is None else port).start()
    except OSError as error:
        if port is not None or error.errno != errno.EADDRINUSE:
            raise
        await web.TCPSite(runner, host, 0).start()


def _map_of(file: Path) -> Any:
    try:
        return read_map(file)
    except GranvaeError:
        return None  # a damaged map is no reason not to play
