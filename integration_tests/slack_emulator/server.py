"""The HTTP and WebSocket server in front of an emulated workspace."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from .limits import faults_of_message
from .websocket import WebSocket, accepts

if TYPE_CHECKING:
    from .emulator import SlackEmulator

Json = dict[str, Any]


@dataclass
class Fault:
    """What a method answers instead, how many times; None: every time."""

    method: str
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    delay: float = 0.0
    times: int | None = 1


class Server(ThreadingHTTPServer):
    """A thread for each connection."""

    daemon_threads = True
    request_queue_size = 32

    def __init__(self, emulator: SlackEmulator, port: int) -> None:
        self.emulator = emulator
        super().__init__(("127.0.0.1", port), Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A peer that hangs up is not an error of the emulator."""


class Handler(BaseHTTPRequestHandler):
    """/api/METHOD, /link (WebSocket), /upload, /services (webhook), /actions (response_url)."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/link/":
            self._link(parse_qs(parts.query))
        elif parts.path.startswith("/api/"):
            self._api(parts.path.removeprefix("/api/"), dict(parse_qsl(parts.query)))
        else:
            self._answer(404, "not found")

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind, _, rest = path.strip("/").partition("/")
        if kind == "api":
            self._api(rest, self._arguments(body))
        elif kind == "upload":
            self._upload(rest.removeprefix("v1/"), body)
        elif kind == "services":
            self._webhook(rest, body)
        elif kind == "actions":
            self._respond(rest, body)
        else:
            self._answer(404, "not found")

    def _arguments(self, body: bytes) -> Json:
        if "json" in self.headers.get("Content-Type", ""):
            return dict(json.loads(body or b"{}"))
        return dict(parse_qsl(body.decode(), keep_blank_values=True))

    def _api(self, method: str, given: Json) -> None:
        at = self.server.emulator
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        given_token = given.pop("token", None)
        bearer = token if scheme == "Bearer" else given_token
        fault = at.fault(method)
        if fault and fault.delay:
            time.sleep(fault.delay)
        if fault and fault.status:
            wait = {"Retry-After": str(fault.retry_after or 1)} if fault.status == 429 else {}
            error = "ratelimited" if fault.status == 429 else "internal_error"
            at.called(method, given, {"ok": False, "error": error})
            self._answer(fault.status, {"ok": False, "error": error}, wait)
            return
        if fault and fault.error:
            answer: Json = {"ok": False, "error": fault.error}
        else:
            answer = at.methods.call(method, bearer, given)
        at.called(method, given, answer)
        self._answer(200, answer)

    def _upload(self, name: str, body: bytes) -> None:
        workspace = self.server.emulator.workspace
        file = next((f for f in workspace.files.values() if f.upload == name), None)
        if file is None or len(body) != file.length:
            self._answer(400, "the size is not the one announced" if file else "no such upload")
            return
        file.content = body
        self._answer(200, f"OK - {len(body)}")

    def _webhook(self, secret: str, body: bytes) -> None:
        at = self.server.emulator
        fault = at.fault("webhook")
        if fault and fault.delay:
            time.sleep(fault.delay)
        if fault and (fault.status or fault.error):
            wait = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
            self._answer(fault.status or 400, fault.error or "error", wait)
            return
        status, word = self._hooked(secret, body)
        at.called("webhook", {}, {"ok": status == 200, "error": word})
        self._answer(status, word)

    def _hooked(self, secret: str, body: bytes) -> tuple[int, str]:
        at = self.server.emulator
        if secret != at.webhook_secret:
            return 404, "no_service"
        try:
            given = json.loads(body)
        except ValueError:
            return 400, "invalid_payload"
        text, blocks = given.get("text", ""), given.get("blocks") or []
        if not text and not blocks:
            return 400, "no_text"
        if blocks and faults_of_message(blocks):
            return 400, "invalid_blocks"
        at.workspace.post(at.channel, text, blocks, thread_ts=given.get("thread_ts"))
        return 200, "ok"

    def _respond(self, name: str, body: bytes) -> None:
        """Do what a POST to a response_url asks for."""
        workspace = self.server.emulator.workspace
        with workspace.changed:
            hook = workspace.hooks.get(name)
            if hook is None or hook.uses < 1 or time.monotonic() > hook.until:
                self._answer(404, {"ok": False, "error": "used_url" if hook else "expired_url"})
                return
            hook.uses -= 1
            self.server.emulator.respond(hook, json.loads(body))
        self._answer(200, {"ok": True})

    def _link(self, query: dict[str, list[str]]) -> None:
        """Serve a Socket Mode connection until it closes."""
        at = self.server.emulator
        (ticket, *_) = query.get("ticket", [""])
        if ticket not in at.methods.tickets:
            self._answer(403, "invalid ticket")
            return
        at.methods.tickets.discard(ticket)
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accepts(self.headers["Sec-WebSocket-Key"]))
        self.end_headers()
        socket = WebSocket(self.connection, self.rfile)
        at.connected(socket)
        try:
            while (text := socket.receive()) is not None:
                at.acknowledged(json.loads(text))
        finally:
            at.disconnected(socket)
            self.close_connection = True

    def _answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        is_text = isinstance(body, str)
        data = body.encode() if is_text else json.dumps(body).encode()
        kind = "text/plain" if is_text else "application/json"
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


def started(server: Server) -> threading.Thread:
    """Serve in a thread until `server.shutdown()`."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    return thread
