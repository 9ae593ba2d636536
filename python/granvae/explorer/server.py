"""The page's server: one port for the page and its WebSocket, on a thread of its own.

Messages are JSON arrays ``[address, …arguments]`` with OSC's names, as docs/osc.md lists them. To
the page come besides:

- ``/state`` and ``/map`` when it connects, and when the model changes (`granvae.play.state`,
  `granvae.explorer.page.map_data`); ``/models``, the model files beside the one that plays
- ``/meters`` twenty times a second (`granvae.play.state`)
- ``/wave`` for each new table (`granvae.explorer.picture`)

A web page of somebody else could send to a server on this machine as well: both the page and the
socket are given to those only who know the token of the printed address, and the socket to pages
of this server only (the browser tells the origin, and a page cannot lie about it).
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hmac
import json
import math
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from granvae.errors import GranvaeError
from granvae.explorer.page import map_data, page, page_data
from granvae.explorer.picture import table_picture
from granvae.grainmap import read_map
from granvae.play.messages import Value
from granvae.play.performer import Performer

PORT = 8000
_METERS = 1.0 / 20.0  # s
_MOST_BYTES = 2**20  # of one message: a path of 4,000 points
_MOST_WAITING = 2000  # messages for a page that does not read; then it is disconnected


class ExplorerServer:
    """Serves one performer's page.

    Args:
        performer: who plays; only his methods for other threads are called.
        host: address to listen on; the loopback unless others on the network are to play.
        port: None for 8000 or, where that is taken, any that is free; so is 0.

    Raises:
        GranvaeError: the port is taken, or the address is not this machine's.
    """

    def __init__(
        self, performer: Performer, host: str = "127.0.0.1", port: int | None = None
    ) -> None:
        self._performer = performer
        self._host = host
        self._token = secrets.token_urlsafe(16)
        self._pages: set[_Page] = set()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        started: asyncio.Future[int] = self._loop.create_future()
        self._thread = threading.Thread(
            target=lambda: self._loop.run_until_complete(self._serve(host, port, started)),
            name="granvae explorer",
            daemon=True,
        )
        ready = threading.Event()
        started.add_done_callback(lambda _: ready.set())
        self._thread.start()
        ready.wait()
        if (error := started.exception()) is not None:
            self._thread.join()
            raise GranvaeError(
                f"The explorer cannot listen on {host}:{PORT if port is None else port} "
                f"({getattr(error, 'strerror', None) or error}); give another --http-port."
            ) from error
        self.port = started.result()

    @property
    def address(self) -> str:
        """What to open in a browser, with the token."""
        everywhere = self._host in ("0.0.0.0", "::", "")
        host = _own_address() if everywhere else self._host
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}/?token={self._token}"

    def close(self) -> None:
        """Disconnects all pages and ends the thread."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    # From here on, on the server's thread.

    async def _serve(self, host: str, port: int | None, started: asyncio.Future[int]) -> None:
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
        end = self._performer.subscribe(self._heard)
        meters = self._loop.create_task(self._send_meters())
        started.set_result(runner.addresses[0][1])
        await self._stop.wait()
        end()
        meters.cancel()
        for each in list(self._pages):
            await each.socket.close(code=1001)
        await runner.cleanup()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if not self._knows_token(request):
            return web.Response(
                status=403,
                text="This page needs the whole address that granvae play has printed.\n",
            )
        model = self._performer.model
        html = await asyncio.to_thread(lambda: page(page_data(model, _map_of(model.file), True)))
        return web.Response(
            text=html,
            content_type="text/html",
            headers={
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Frame-Options": "DENY",
                # The page has all in itself; nothing can make it talk to anyone else.
                "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; "
                "style-src 'unsafe-inline'; img-src data:; connect-src 'self'",
            },
        )

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self._knows_token(request) or not _same_origin(request):
            return web.Response(status=403, text="This page may not control granvae.\n")
        response = web.WebSocketResponse(heartbeat=20.0, max_msg_size=_MOST_BYTES)
        await response.prepare(request)
        one = _Page(response)
        sender = self._loop.create_task(one.send_all())
        try:
            await self._greet(one)
            self._pages.add(one)
            async for message in response:
                if message.type == WSMsgType.TEXT:
                    self._take(one, message.data)
        finally:
            self._pages.discard(one)
            sender.cancel()
        return response

    async def _greet(self, one: _Page) -> None:
        model = self._performer.model
        one.put("/state", [self._performer.state()])
        one.put("/models", [str(path) for path in sorted(model.file.parent.glob("*.ts"))])
        one.put("/wave", [self._wave()])

    def _take(self, one: _Page, text: str) -> None:
        try:
            address, *arguments = json.loads(text)
            plain = isinstance(address, str) and all(map(_is_value, arguments))
        except (ValueError, TypeError):
            plain = False
        if not plain:
            one.put("/error", ['A message is a JSON array ["/address", …arguments].'])
            return

        def reply(answer: str, values: list[Value]) -> None:
            # Refusals are told to all who listen, this page among them.
            if answer != "/error":
                self._hand_over(one.put, answer, values)

        self._performer.post(address, arguments, reply)

    def _heard(self, address: str, arguments: list[Value]) -> None:
        """On the performer's thread: hand over and go on."""
        self._hand_over(self._pass_on, address, arguments)

    def _hand_over(self, call: Callable[..., None], *arguments: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the server was closed in the meantime
            self._loop.call_soon_threadsafe(call, *arguments)

    def _pass_on(self, address: str, arguments: list[Value]) -> None:
        if not self._pages:
            return
        for one in self._pages:
            one.put(address, arguments)
        if address == "/model":
            self._loop.create_task(self._tell_model())
        elif address == "/table":
            wave = self._wave()
            for one in self._pages:
                one.put("/wave", [wave])

    async def _tell_model(self) -> None:
        model = self._performer.model
        data = await asyncio.to_thread(lambda: map_data(model, _map_of(model.file)))
        for one in self._pages:
            one.put("/state", [self._performer.state()])
            one.put("/map", [data])

    def _wave(self) -> dict[str, Any]:
        performer = self._performer
        return table_picture(performer.table, performer.hop, performer.model.rate)

    async def _send_meters(self) -> None:
        while True:
            await asyncio.sleep(_METERS)
            if self._pages:
                meters = self._performer.meters()
                for one in self._pages:
                    one.put("/meters", [meters])

    def _knows_token(self, request: web.Request) -> bool:
        given = request.query.get("token", "")
        return hmac.compare_digest(given.encode(), self._token.encode())


class _Page:
    """A page that is connected, and what it has still to be told.

    Of what moves all the time only the newest waits, so that a slow page falls behind in nothing.
    """

    _REPLACED = ("/meters", "/wave", "/latent", "/path")

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._waiting: dict[object, tuple[str, list[Any]]] = {}
        self._filled = asyncio.Event()

    def put(self, address: str, arguments: list[Any]) -> None:
        """To be sent, after what waits already."""
        if len(self._waiting) >= _MOST_WAITING:
            return
        topic = "/latent" if address == "/path" else address  # one replaces the other
        key: object = topic if address in self._REPLACED else object()
        self._waiting.pop(key, None)
        self._waiting[key] = (address, arguments)
        self._filled.set()

    async def send_all(self) -> None:
        """Sends until it is cancelled, or the page is gone."""
        while not self.socket.closed:
            await self._filled.wait()
            self._filled.clear()
            while self._waiting:
                key = next(iter(self._waiting))
                address, arguments = self._waiting.pop(key)
                try:
                    await self.socket.send_str(json.dumps(_finite([address, *arguments])))
                except ConnectionError:
                    return


async def _listen(runner: web.AppRunner, host: str, port: int | None) -> None:
    try:
        await web.TCPSite(runner, host, PORT if port is None else port).start()
    except OSError as error:
        if port is not None or error.errno != errno.EADDRINUSE:
            raise
        await web.TCPSite(runner, host, 0).start()


def _own_address() -> str:
    """What others on the network call this machine; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation (RFC 5737)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _map_of(file: Path) -> Any:
    try:
        return read_map(file)
    except GranvaeError:
        return None  # a damaged map is no reason not to play


def _same_origin(request: web.Request) -> bool:
    """Whether the page that asks is this server's; programs without an origin are no pages."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _is_value(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _finite(value: Any) -> Any:
    """JSON knows neither infinities nor NaN."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list | tuple) else value
