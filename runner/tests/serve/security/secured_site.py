"""A browser without a network, a clock to set, and a small site behind the real middleware."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from dbt_wap.model import Person
from dbt_wap.serve import security
from dbt_wap.serve.home import Home
from dbt_wap.serve.model import ServeOptions
from dbt_wap.serve.security import audit_log, login
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

ANA = "correct horse battery"
START = 1_800_000_000.0


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class Site:
    """Pages that say who reads them, and a form that notes each decision."""

    def __init__(self, home: Home, options: ServeOptions | None = None) -> None:
        self.home = home
        self.clock = Clock()
        self.decided: list[tuple[Person | None, list[str]]] = []
        options = options or ServeOptions()
        self.app = Starlette(
            routes=[
                *login.routes(home, options),
                Route("/", self.page),
                Route("/runs/{id}", self.page),
                Route("/runs/{id}/approve", self.decide, methods=["POST"]),
                Route("/fails", self.fails),
                Route("/healthz", self.open),
                Route("/static/app.css", self.open),
                Route("/slack/commands", self.read, methods=["POST"]),
                Mount(
                    "/api/v1",
                    routes=[
                        *(Route(path, self.api) for path in ("/runs", "/healthz")),
                        Route("/runs/{id}/approve", self.decide, methods=["POST"]),
                    ],
                ),
            ],
            middleware=security.middleware(home, options, clock=self.clock),
        )
        self.app.state.project = "shop"

    async def page(self, request: Request) -> Response:
        person = request.state.person
        return HTMLResponse(f"<p>{person}</p><form>{request.state.csrf}</form>")

    async def decide(self, request: Request) -> Response:
        body = (await request.body()).decode()
        self.decided.append((request.state.person, request.state.form.getlist("reason")))
        return PlainTextResponse(f"decided {body}")

    async def api(self, request: Request) -> Response:
        return JSONResponse({"person": str(request.state.person)})

    async def open(self, request: Request) -> Response:
        return PlainTextResponse(str(request.state.person))

    async def read(self, request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    async def fails(self, request: Request) -> Response:
        raise RuntimeError("secret of the warehouse")


class Browser:
    """Keeps cookies, follows no redirects."""

    def __init__(
        self, site: Site, *, address: str = "127.0.0.1", url: str = "http://127.0.0.1:8765"
    ) -> None:
        transport = httpx.ASGITransport(site.app, raise_app_exceptions=False, client=(address, 5))
        self.url = url
        self.client = httpx.AsyncClient(transport=transport, base_url=url)

    def get(self, path: str, headers: Any = None) -> httpx.Response:
        return asyncio.run(self.client.get(path, headers=headers))

    def post(self, path: str, data: Any = None, headers: Any = None) -> httpx.Response:
        """Send a form as it is, without a token of its own."""
        return asyncio.run(self.client.post(path, data=data, headers=headers))

    def form(self, page: str, action: str, headers: Any = None, **data: Any) -> httpx.Response:
        """Open a page and send its form."""
        return self.post(action, {"csrf": self.token(page, headers), **data}, headers)

    def token(self, page: str, headers: Any = None) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.get(page, headers).text)
        assert found, "the page has no form"
        return found[1]

    def login(self, name: str = "ana", password: str = ANA, **data: Any) -> httpx.Response:
        return self.form("/login", "/login", name=name, password=password, **data)

    def who(self) -> str | None:
        """Who the server thinks this is."""
        answer = self.get("/")
        return unescape(answer.text) if answer.status_code == 200 else None


def made_home(folder: Path, *users: str) -> Home:
    home = Home(folder / "home", folder / "project")
    for name in users:
        home.add_user(name, ANA)
    return home


@contextmanager
def audited() -> Iterator[list[Mapping[str, str | None]]]:
    """The values of each audit line that is written meanwhile."""
    lines: list[Mapping[str, str | None]] = []
    with audit_log.sent_to(lambda text, values: lines.append({**values, "text": text})):
        yield lines
