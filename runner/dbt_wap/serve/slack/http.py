"""Interactions by signed HTTP: POST /slack/interactions and /slack/commands."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from slack_sdk.signature import Clock, SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dbt_wap.serve.security import audit_log

if TYPE_CHECKING:
    from dbt_wap.serve.home import Home
    from dbt_wap.serve.slack.handler import Handler, Work

WINDOW = 300.0
_UNSIGNED = "the signature is missing, wrong, or older than five minutes"


def routes(
    secret: str,
    home: Home,
    handler: Handler,
    begin: Callable[[Work], None],
    clock: Callable[[], float] = time.time,
) -> list[Route]:
    """Return the routes that Slack calls; `begin` starts the work that follows an answer."""
    verifier = SignatureVerifier(secret, _Clock(clock))

    async def receive(request: Request) -> Response:
        body = await request.body()
        if not _is_signed(verifier, body, request.headers):
            audit_log.record(f"POST {request.url.path}", f"refused: {_UNSIGNED}")
            return PlainTextResponse(f"{_UNSIGNED}\n", 401)
        if handler.team is None:
            return PlainTextResponse("Slack has not answered yet\n", 503)
        signature = request.headers["x-slack-signature"]
        if not home.use_once(f"slack:{signature}", clock() + 2 * WINDOW):
            audit_log.record(f"POST {request.url.path}", "ignored: delivered before")
            return Response()
        taken = handler.take(_payload(body, request.url.path))
        if taken.work:
            begin(taken.work)
        return JSONResponse(taken.answer) if taken.answer else Response()

    paths = ("/slack/interactions", "/slack/commands")
    return [Route(path, receive, methods=["POST"]) for path in paths]


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Return whether Slack signed the raw body within the last five minutes."""
    stamp = headers.get("x-slack-request-timestamp")
    try:
        return verifier.is_valid(body, stamp, headers.get("x-slack-signature"))
    except (OverflowError, TypeError, ValueError):
        return False


def _payload(body: bytes, path: str) -> dict[str, Any]:
    """Return the payload of a signed body, or an empty one if it is malformed."""
    fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True)
    form = {name: values[-1] for name, values in fields.items()}
    if path == "/slack/commands":
        return form
    try:
        payload = json.loads(form.get("payload", ""))
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}


class _Clock(Clock):
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock()
