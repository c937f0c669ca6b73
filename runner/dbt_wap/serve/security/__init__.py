"""Who may reach the page and the API: sessions, proxy, CSRF tokens, headers, login, audit log."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.middleware import Middleware

    from dbt_wap.serve.home import Home
    from dbt_wap.serve.model import ServeOptions


def middleware(
    home: Home, options: ServeOptions, *, clock: Callable[[], float] = time.time
) -> list[Middleware]:
    """Return the middleware of the server, outermost first. Raise ConfigError for bad options."""
    from starlette.middleware import Middleware

    from dbt_wap.serve.security.guard import Guard
    from dbt_wap.serve.security.headers import Headers
    from dbt_wap.serve.security.intake import Intake
    from dbt_wap.serve.security.proxy import Proxy
    from dbt_wap.serve.security.sessions import Sessions

    https = (options.public_url or "").lower().startswith("https://")
    sessions, proxy = Sessions(home, https=https, clock=clock), Proxy.of(options)
    public = options.public_url
    return [
        Middleware(Headers, https=https),
        Middleware(Intake, host=options.host, public_url=public),
        Middleware(Guard, home=home, public_url=public, proxy=proxy, sessions=sessions),
    ]
