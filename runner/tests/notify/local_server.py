"""A local HTTP server with scripted answers, for the tests of what is sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(status: int, body: str = "", **headers: str) -> Answer:
    """Return an answer with this status, body and headers (an underscore is a dash)."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        data = body.encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return send


@dataclass(frozen=True)
class Request:
    """A request that the server got."""

    path: str
    headers: Message
    body: bytes


@dataclass
class Local:
    """A server that gives the scripted answers in order, the last one repeatedly."""

    url: str = ""
    script: list[Answer] = field(default_factory=lambda: [answer(200, "ok")])
    requests: list[Request] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Local]:
    """Run a server on 127.0.0.1."""
    told = Local()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.requests.append(Request(self.path, self.headers, body))
            told.script[min(len(told.requests), len(told.script)) - 1](self)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    told.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
