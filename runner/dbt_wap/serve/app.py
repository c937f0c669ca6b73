"""The web application: the routes of all modules, and who may call them."""

from __future__ import annotations

import os
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from dbt_wap.errors import WapError, unforeseen
from dbt_wap.serve import api, faults, pages, security
from dbt_wap.serve.home import Home
from dbt_wap.serve.model import ServeOptions
from dbt_wap.serve.security import link_page, login
from dbt_wap.serve.security.paths import is_api
from dbt_wap.serve.service import Service

API = "/api/v1"


def create_app(service: Service, home: Home, options: ServeOptions) -> Starlette:
    """Return the application. Raise ConfigError if something that the options need is missing."""
    routes: list[BaseRoute] = [
        Route("/healthz", healthz),
        *pages.routes(service),
        *login.routes(home, options),
        *link_page.routes(service, home),
        Mount(API, routes=api.routes(service)),
    ]
    lifespan: Any = None
    if options.slack:
        from dbt_wap.serve.slack.door import SlackDoor  # its library is an extra of its own

        slack = SlackDoor(service, home, options.url, os.environ)
        routes, lifespan = [*routes, *slack.routes], slack.lifespan
    app = Starlette(
        routes=routes,
        middleware=security.middleware(home, options),
        exception_handlers={WapError: failed, HTTPException: missing, Exception: failed},
        lifespan=lifespan,
    )
    # A redirect to the path without its last slash would lead to http, also behind TLS.
    app.router.redirect_slashes = False
    app.state.project = options.project
    return app


async def healthz(request: Request) -> Response:
    """Answer that the server runs; the warehouse is not asked."""
    return JSONResponse({"status": "ok"})


async def failed(request: Request, error: Exception) -> Response:
    """Answer an error of wap, or a bug, as JSON or as a page."""
    if not is_api(request.scope["path"]):
        return await pages.failed(request, error)
    return faults.answer(error if isinstance(error, WapError) else unforeseen(error, "serve"))


async def missing(request: Request, error: Exception) -> Response:
    """Answer an error of HTTP, such as a path that does not exist, as JSON or as a page."""
    assert isinstance(error, HTTPException)
    if not is_api(request.scope["path"]):
        return await pages.missing(request, error)
    what = f"{request.method} {request.url.path[:200]!a}: {error.detail}"
    return faults.answer(faults.Refused(error.status_code, what, error.headers))
