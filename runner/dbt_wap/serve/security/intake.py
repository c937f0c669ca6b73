"""Refuse requests for another host, and bodies that are too large."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dbt_wap.serve.faults import Refused, answer
from dbt_wap.serve.security import audit_log
from dbt_wap.serve.security.paths import is_api

LARGEST_BODY = 64 * 1024
LARGEST_OF_SLACK = 512 * 1024
"""Slack sends the whole message back with a click."""

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z._-]+)(?::[0-9]{1,5})?")


class TooLarge(HTTPException):
    """A body that is larger than allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"the body of a request has at most {limit // 1024} KiB")


class Intake:
    """Refuses what no part of the server should see."""

    def __init__(self, app: ASGIApp, *, host: str, public_url: str | None) -> None:
        self._app = app
        named = {host, "localhost", urlsplit(public_url or "").hostname}
        self._hosts = {name.lower() for name in named if name} - {"0.0.0.0", "::"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        audit_log.ADDRESS.set(scope["client"][0] if scope.get("client") else None)
        headers = Headers(scope=scope)
        if not self._is_ours(headers.getlist("host")):
            audit_log.record("request", "refused: unknown Host header")
            said = "This server does not answer for this host. Start it with --public-url URL."
            await _answer(scope, 421, said)(scope, receive, send)
            return
        await self._limited(scope, receive, send, headers.get("content-length", "0"))

    def _is_ours(self, given: list[str]) -> bool:
        """Return whether the Host header is ours, or an IP address.

        A page of another site can give its own name our address (DNS rebinding), but not the
        other way around.
        """
        found = _HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
        name = found[1].strip("[]") if found else ""
        return name in self._hosts or _is_address(name)

    async def _limited(self, scope: Scope, receive: Receive, send: Send, declared: str) -> None:
        limit = LARGEST_OF_SLACK if scope["path"].startswith("/slack/") else LARGEST_BODY
        read, started = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise TooLarge(limit)
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            if not declared.isdecimal() or int(declared) > limit:
                raise TooLarge(limit)
            await self._app(scope, counted, noted)
        except TooLarge as fault:
            if started:
                raise
            audit_log.record("request", "refused: body too large")
            await _answer(scope, 413, fault.detail)(scope, receive, send)


def _answer(scope: Scope, status: int, text: str) -> Response:
    if is_api(scope["path"]):
        return answer(Refused(status, text))
    return PlainTextResponse(text, status)


def _is_address(name: str) -> bool:
    try:
        return not ip_address(name.partition("%")[0]).is_unspecified
    except ValueError:
        return False
