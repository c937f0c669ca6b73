"""Find out who sends a request, and refuse it if that is not enough."""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dbt_wap.model import Person
from dbt_wap.serve.faults import answer, no_token
from dbt_wap.serve.home import Home
from dbt_wap.serve.render import render
from dbt_wap.serve.security import audit_log, csrf, forms, paths
from dbt_wap.serve.security.proxy import Proxy, ProxyFault
from dbt_wap.serve.security.sessions import Sessions

SAFE = {"GET", "HEAD", "OPTIONS"}
_BEARER = re.compile(r"(?i)bearer +([!-~]{1,200})")


class Guard:
    """Sets `request.state.person`, `.session`, `.form` and `.csrf`, or refuses the request.

    The API takes only bearer tokens, so no other site can use the cookie of a browser there.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        home: Home,
        public_url: str | None,
        proxy: Proxy | None,
        sessions: Sessions,
    ) -> None:
        self._app = app
        self._home = home
        self._public_url = public_url
        self._proxy = proxy
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        request = Request(scope, receive)
        state = request.state
        state.person, state.session, state.new_session, state.form = None, None, None, forms.Form()
        state.sessions, state.csrf = self._sessions, csrf.Field(request)
        if paths.is_anonymous(scope["path"]):
            await self._app(scope, receive, send)
            return
        if paths.is_api(scope["path"]):
            app = self._api(request) or self._app
            await app(scope, receive, send)
            return
        app = await self._page(request) or self._app
        await app(scope, _again(request), self._with_cookie(request, send))

    def _api(self, request: Request) -> Response | None:
        """Find the person of a token."""
        given = request.headers.getlist("authorization")
        found = _BEARER.fullmatch(given[0].strip()) if len(given) == 1 else None
        name = self._home.token_name(found[1]) if found else None
        if name:
            request.state.person = Person(name, "api", "token")
            return None
        if paths.is_open(request.scope["path"]):
            return None
        audit_log.record(_what(request), "refused: no valid token")
        return answer(no_token())

    async def _page(self, request: Request) -> Response | None:
        """Find the person of a proxy header or a cookie, and check forms."""
        state, path = request.state, request.scope["path"]
        state.session = self._sessions.read(request.cookies)
        state.person = state.session.person if state.session else None
        try:
            state.person = self._of_proxy(request) or state.person
        except ProxyFault as fault:
            audit_log.record(_what(request), f"refused: {fault}")
            return PlainTextResponse(f"{fault} Nothing was done.", status_code=400)
        if state.person is None and not paths.is_open(path):
            back = paths.login(request.method, path, request.url.query)
            return RedirectResponse(back, status_code=303)
        return None if request.method in SAFE else await self._form(request)

    def _of_proxy(self, request: Request) -> Person | None:
        address = request.client.host if request.client else None
        return self._proxy.person(request.headers, address) if self._proxy else None

    async def _form(self, request: Request) -> Response | None:
        """Read the form of a request, and refuse it unless one of our pages sent it."""
        try:
            csrf.check_origin(request, self._public_url)
            request.state.form = await forms.read(request)
            csrf.check(request, request.state.form)
        except (csrf.CsrfFault, forms.FormFault) as fault:
            outcome = f"refused: {fault.why}"
            audit_log.record(_what(request), outcome, person=request.state.person)
            status = fault.status if isinstance(fault, forms.FormFault) else 403
            shown = {"title": "Nothing was done", "what": str(fault), "link": None}
            return render(request, "refused.html", status, **shown)
        return None

    def _with_cookie(self, request: Request, send: Send) -> Send:
        """Return `send`, which adds the cookie of a session that is new or was used."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                state, response = request.state, Response()
                session = state.session
                if session and (state.new_session or self._sessions.is_stale(session)):
                    self._sessions.set_cookie(response, session)
                elif session is None and self._sessions.cookie in request.cookies:
                    self._sessions.delete_cookie(response)
                headers = MutableHeaders(scope=message)
                for value in response.headers.getlist("set-cookie"):
                    headers.append("set-cookie", value)
            await send(message)

        return sending


def _again(request: Request) -> Receive:
    """Return a `receive` that gives the body to the next reader of the request."""
    body: bytes | None = getattr(request, "_body", None)

    async def receive() -> Message:
        nonlocal body
        if body is None:
            return await request.receive()
        read, body = body, None
        return {"type": "http.request", "body": read, "more_body": False}

    return receive


def _what(request: Request) -> str:
    """Return what a request wanted, without the secret in the path of a link."""
    path = re.sub(r"^/(go|login/once|slack/link)/.*", r"/\1/...", request.scope["path"])
    return f"{request.method} {path}"
