"""Access to the page and its socket, and what the browser may do with them.

A foreign web page could send to a server on this machine as well. So the page and the socket
require the token of the printed address. The socket also requires a page of this server: the
browser sends the origin, and a page cannot forge it.
"""

from __future__ import annotations

import hmac
import secrets
import socket
from urllib.parse import urlsplit

from aiohttp import web

# The page is self-contained; nothing can make it connect to anyone else.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data:; connect-src 'self'",
}


class Access:
    """A new token, and the address that carries it.

    Args:
        host: at which the server listens.
    """

    def __init__(self, host: str) -> None:
        self._host = host
        self._token = secrets.token_urlsafe(16)

    def address(self, port: int) -> str:
        """What to open in a browser."""
        everywhere = self._host in ("0.0.0.0", "::", "")
        host = _own_address() if everywhere else self._host
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{port}/?token={self._token}"

    def to_page(self, request: web.Request) -> bool:
        """Whether a request for the page carries the token."""
        given = request.query.get("token", "")
        return hmac.compare_digest(given.encode(), self._token.encode())

    def to_socket(self, request: web.Request) -> bool:
        """The same for the socket, but for pages of other servers; programs have no origin."""
        origin = request.headers.get("Origin")
        same = origin is None or urlsplit(origin).netloc == request.host
        return same and self.to_page(request)


def _own_address() -> str:
    """The address of this machine on its network; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation (RFC 5737)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
