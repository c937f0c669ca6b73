"""Add the security headers to every response."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Only files of this server: no inline script or style, no frames, no forms to elsewhere."""

ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it, browsers send `Origin: null` with our own forms. No other site gets
    # a Referer from this policy either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HTTPS_ONLY = "max-age=31536000"


class Headers:
    """Adds the headers, and answers errors that nothing else has answered."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add(scope["path"], MutableHeaders(scope=message))
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:
            # Starlette answers outside of the middleware, where its answer would get no headers.
            if not started:
                answer = await _answer(scope, error)
                await answer(scope, receive, with_headers)
            raise

    def _add(self, path: str, headers: MutableHeaders) -> None:
        for name, value in ALWAYS.items():
            headers[name] = value
        if self._https:
            headers["Strict-Transport-Security"] = HTTPS_ONLY
        if not path.startswith("/static/"):
            headers["Cache-Control"] = "no-store"
        if "server" in headers:
            del headers["server"]


async def _answer(scope: Scope, error: Exception) -> Response:
    """Return the answer to an error that no page expected."""
    handle = scope["app"].exception_handlers.get(Exception)
    if handle is None:
        return PlainTextResponse("The server failed; its log says why.", status_code=500)
    answer: Response = await handle(Request(scope), error)
    return answer
