"""Render the pages: one environment of templates, and the files that the pages load."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dbt_wap.report.html import FILTERS, style
from dbt_wap.report.templating import environment

STATIC = Path(__file__).parent / "static"
_SIGNED_IN = {
    "shell": "by the shell",
    "token": "by a token",
    "password": "signed in with a password",
    "proxy": "signed in by the proxy",
    "slack": "signed in by Slack",
}


def render(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page; every template also has `request`, `person`, `project` and `csrf`."""
    person = getattr(request.state, "person", None)
    page = _environment().get_template(name)
    text = page.render(
        request=request,
        person=person,
        signed_in=_SIGNED_IN.get(person.identity, "") if person else "",
        project=request.app.state.project,
        csrf=getattr(request.state, "csrf", ""),
        **values,
    )
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})


@cache
def _environment() -> Environment:
    env = environment("dbt_wap.serve", autoescape=True, **FILTERS)
    env.globals["static"] = static_url
    return env


@cache
def static_url(name: str) -> str:
    """Return the URL of a file, which changes with its content, so browsers may keep it."""
    content = style().encode() if name == "report.css" else (STATIC / name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"
