"""A kept-alive HTTP/1.1 client for loopback, small enough not to be what is measured."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

_BROWSER = (
    "User-Agent: Mozilla/5.0\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
    "Accept-Language: nl-BE,nl;q=0.9,en;q=0.7\r\nAccept-Encoding: gzip\r\n"
    "Sec-Fetch-Dest: iframe\r\nSec-Fetch-Mode: navigate\r\n"
)
"""What a browser says when it opens a frame in a course page."""


@dataclass(frozen=True)
class Answer:
    """What the server answered; header names are in lower case, `cookies` is ready to send back."""

    status: int
    headers: Mapping[str, str]
    cookies: str
    body: bytes


class Client:
    """One browser's connection."""

    def __init__(self, base: str, timeout: float = 10) -> None:
        parts = urlsplit(base)
        self._address = (parts.hostname or "", parts.port or 80)
        self._host = parts.netloc
        self._timeout = timeout
        self._socket: socket.socket | None = None

    def send(
        self, method: str, path: str, *, body: bytes = b"", cookies: str = "", token: str = ""
    ) -> Answer:
        """Make one request; connects anew where the server closed the connection.

        Args:
            method: The method.
            path: With its query.
            body: A form; JSON where there is a token.
            cookies: As `Answer` gives them.
            token: Of an open page, for its calls.

        Raises:
            OSError: No answer came in time.
        """
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\n{_BROWSER}"
        if cookies:
            head += f"Cookie: {cookies}\r\n"
        if token:
            head += f"Authorization: Bearer {token}\r\n"
        if body or method != "GET":
            kind = "application/json" if token else "application/x-www-form-urlencoded"
            head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        message = head.encode() + b"\r\n" + body
        kept_alive = self._socket is not None
        try:
            return self._exchange(message)
        except TimeoutError:
            self.close()
            raise
        except OSError:
            self.close()
            if not kept_alive:
                raise
            return self._exchange(message)

    def close(self) -> None:
        """Close the connection."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _exchange(self, message: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, self._timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(message)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, body = received.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        fields = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines[1:])]
        headers = dict(fields)
        missing = int(headers.get("content-length", "0")) - len(body)
        while missing > 0:
            part = self._receive()
            body, missing = body + part, missing - len(part)
        if headers.get("connection", "").lower() == "close":
            self.close()
        cookies = "; ".join(value.partition(";")[0] for name, value in fields if name == "set-cookie")
        return Answer(int(lines[0].split(" ")[1]), headers, cookies, body)

    def _receive(self) -> bytes:
        assert self._socket is not None
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part
