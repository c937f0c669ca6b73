"""The web application: the routes of all modules, who may call them, and what errors look like."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from dbt_wap.errors import ExitCode, WapError, unforeseen
from dbt_wap.serve import security
from dbt_wap.serve.home import Home
from dbt_wap.serve.model import ServeOptions, UnknownRun
from dbt_wap.serve.service import Service

API = "/api/v1"
_STATUS = {
    ExitCode.FAILED: 502,
    ExitCode.CONFIG: 400,
    ExitCode.WAITING: 403,
    ExitCode.LOCKED: 503,
}


def create_app(service: Service, home: Home, options: ServeOptions) -> Starlette:
    """Return the application."""
    routes: list[BaseRoute] = [
        Route("/healthz", healthz),
        *_of("pages", "routes", service),
        *_of("security.login", "routes", home, options),
        *_of("security.link_page", "routes", service, home),
        Mount(API, routes=_of("api", "routes", service)),
    ]
    if options.slack:
        routes += _of("slack", "routes", service, home, options)
    app = Starlette(
        routes=routes,
        middleware=security.middleware(home, options),
        exception_handlers={WapError: failed, HTTPException: refused, Exception: failed},
    )
    app.state.service, app.state.home, app.state.options = service, home, options
    app.state.project = options.project
    return app


def _of(module: str, function: str, *given: Any) -> list[Any]:
    """Return what a module adds, if the module is there."""
    try:
        known = find_spec(f"dbt_wap.serve.{module}")
    except ModuleNotFoundError:
        known = None
    if known is None:
        return []
    make: Callable[..., list[Any]] | None
    make = getattr(import_module(f"dbt_wap.serve.{module}"), function, None)
    return list(make(*given)) if make else []


async def healthz(request: Request) -> Response:
    """Answer that the server runs; the warehouse is not asked."""
    return JSONResponse({"status": "ok"})


async def failed(request: Request, error: Exception) -> Response:
    """Answer an error of wap, or a bug."""
    known = error if isinstance(error, WapError) else unforeseen(error, "serve")
    status = 404 if isinstance(known, UnknownRun) else _STATUS.get(known.exit_code, 409)
    return _answer(request, status, known)


async def refused(request: Request, error: Exception) -> Response:
    """Answer an error of HTTP, such as a page that does not exist."""
    assert isinstance(error, HTTPException)
    fault = WapError("serve", error.detail, next_command="wap serve")
    return _answer(request, error.status_code, fault)


def _answer(request: Request, status: int, error: WapError) -> Response:
    if not request.url.path.startswith(API):
        return PlainTextResponse(f"{error}\n", status)
    told = {"code": int(error.exit_code), "where": error.where, "what": error.what}
    told |= {"prod": error.prod or "unchanged", "next": error.next_command}
    return JSONResponse({"error": told}, status)
