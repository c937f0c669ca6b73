"""Render the pages: one environment of templates, and the files that the pages load."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from dbt_wap.report.html import FILTERS, style
from dbt_wap.report.templating import environment

STATIC = Path(__file__).parent / "static"
REPORT_STYLE = "report.css"
_KEPT = {"cache-control": "public, max-age=31536000, immutable"}
_LOGGED_IN = {
    "shell": "logged in with a one-time link",
    "token": "logged in with a token",
    "password": "logged in with a password",
    "proxy": "logged in by the proxy",
    "slack": "logged in by Slack",
}


def render(request: Request, name: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page. Templates also have `request`, `status`, `person`, `project` and `csrf`."""
    person = getattr(request.state, "person", None)
    page = _environment().get_template(name)
    text = page.render(
        request=request,
        status=status,
        person=person,
        logged_in=_LOGGED_IN.get(person.identity, "") if person else "",
        project=request.app.state.project,
        csrf=getattr(request.state, "csrf", ""),
        **values,
    )
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})


@cache
def _environment() -> Environment:
    env = environment("dbt_wap.serve", autoescape=True, **FILTERS)
    env.globals["static"] = static_url
    env.filters["times"] = _times
    return env


def _times(text: str) -> str:
    """Return a sentence with its times in the form that the pages have."""
    return re.sub(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z", r"\1 \2 UTC", text)


@cache
def static_url(name: str) -> str:
    """Return the URL of a file, which changes with its content, so browsers may keep it."""
    content = style().encode() if name == REPORT_STYLE else (STATIC / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"


class Static(StaticFiles):
    """The files that pages load, with the stylesheet of the report; browsers keep them."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.get_path(scope) == REPORT_STYLE:
            response: Response = Response(style(), media_type="text/css", headers=_KEPT)
            await response(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers.update(_KEPT)
        return response
