"""The server's side of a WebSocket (RFC 6455) on a blocking socket: text, ping, pong, close."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
import struct
import threading
from typing import BinaryIO

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUED, TEXT, CLOSE, PING, PONG = 0x0, 0x1, 0x8, 0x9, 0xA


def accepts(key: str) -> str:
    """Return the Sec-WebSocket-Accept header for the key of a handshake."""
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


class WebSocket:
    """One connection; `send` may be called by any thread, `receive` by one."""

    def __init__(self, connection: socket.socket, stream: BinaryIO) -> None:
        self._connection = connection
        self._stream = stream
        self._sending = threading.Lock()

    def send(self, text: str) -> None:
        """Send a text frame."""
        self._frame(TEXT, text.encode())

    def receive(self) -> str | None:
        """Return the next text, after answering pings; None when the peer is gone."""
        parts: list[bytes] = []
        while True:
            try:
                final, code, data = self._read()
            except (OSError, EOFError, ValueError):
                return None
            if code == PING:
                self._frame(PONG, data)
            elif code == CLOSE:
                self.close()
                return None
            elif code in (TEXT, CONTINUED):
                parts.append(data)
                if final:
                    return b"".join(parts).decode()

    def close(self) -> None:
        """Close the connection properly."""
        with contextlib.suppress(OSError):
            self._frame(CLOSE, struct.pack("!H", 1000))
        self.cut()

    def cut(self) -> None:
        """Cut the connection without a word, as a lost network does."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def _frame(self, code: int, data: bytes) -> None:
        size = len(data)
        head = bytes([0x80 | code])
        if size < 126:
            head += bytes([size])
        elif size < 1 << 16:
            head += struct.pack("!BH", 126, size)
        else:
            head += struct.pack("!BQ", 127, size)
        with self._sending:
            self._connection.sendall(head + data)

    def _read(self) -> tuple[bool, int, bytes]:
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        if not second & 0x80:
            raise ValueError("a client must mask its frames")
        mask = self._exactly(4)
        data = bytes(byte ^ mask[at % 4] for at, byte in enumerate(self._exactly(size)))
        return bool(first & 0x80), first & 0x0F, data

    def _exactly(self, size: int) -> bytes:
        data = self._stream.read(size)
        if len(data) < size:
            raise EOFError
        return data
