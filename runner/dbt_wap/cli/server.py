"""`wap serve` as a process: listen, print the address, and stop at a signal."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import ipaddress
import logging
import os
import signal
import socket
import time
import webbrowser
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from dbt_wap.cli.console import Console
from dbt_wap.cli.options import App
from dbt_wap.config import actor
from dbt_wap.errors import ConfigError, ExitCode, Interrupted
from dbt_wap.pipeline.interrupts import interrupts

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from dbt_wap.serve.home import Home
    from dbt_wap.serve.model import Job, ServeOptions
    from dbt_wap.serve.service import Service

PATIENCE = 60.0
"""How many seconds the server waits for a publish or rollback before it stops."""

LOGIN_PAGE = "login.html"
"""A file in the home that leads a browser to a one-time login."""

_TO_LOGIN = """<!doctype html>
<meta charset="utf-8">
<title>wap serve</title>
<meta http-equiv="refresh" content="0; url={url}">
<a href="{url}">Log in</a>
"""


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run(app: App, home: Home, options: ServeOptions, in_browser: bool) -> None:
    """Listen, print the address, and serve until a signal arrives."""
    from dbt_wap.serve.app import create_app
    from dbt_wap.serve.security import audit_log
    from dbt_wap.serve.service import Service

    found = replace(app.settings, serve_url=options.public_url, serve_home=home.folder)
    service, audited = Service(found), audit_log.sent_to(app.console.audit)
    with _listening(options.host, options.port) as listener, audited:
        options = replace(options, port=listener.getsockname()[1])
        site = create_app(service, home, options)
        _announce(app, home, options, in_browser)
        interrupts.hand_over()
        left = asyncio.run(_until_stopped(app.console, service, site, listener))
    if in_browser:
        (home.folder / LOGIN_PAGE).unlink(missing_ok=True)
    if service.is_busy:
        # dbt's thread still runs, and would crash while Python shuts down.
        atexit.register(os._exit, int(ExitCode.INTERRUPTED if left else ExitCode.OK))
    if left:
        raise Interrupted(
            "serve",
            f"stopped before the {left.action} of run {left.run_id} had ended",
            prod="UNKNOWN",
            next_command=f"wap status {left.run_id} --target {left.target}",
        )
    app.console.note("stopped")


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen before anything is printed, so that the port is known."""
    with contextlib.ExitStack() as opened:
        try:
            family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            listener = opened.enter_context(socket.socket(family, kind))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError as error:
            what = f"could not listen on {host}, port {port}: {error.strerror or error}"
            raise ConfigError("serve", what, next_command="wap serve --port 0") from error
        yield listener


def _announce(app: App, home: Home, options: ServeOptions, in_browser: bool) -> None:
    """Print the address, and a one-time login if no one else can log in yet.

    Others may read the log, so only a terminal and a program that wants JSON get the login.
    """
    console, login = app.console, None
    private = console.interactive or console.as_json
    alone = is_loopback(options.host) and not home.users() and not options.proxy_header
    if in_browser or (alone and private):
        login = f"{options.url}/login/once/{home.add_login(actor())}"
    app.answer({"url": options.url, "port": options.port, "login": login})
    if not console.as_json:
        console.result(options.url)
    if in_browser and login and not _open(home.folder / LOGIN_PAGE, login):
        console.warning("warning: could not open a browser")
    if login and console.interactive:
        console.note(f"this link logs you in as {actor()}, once and within 5 minutes: {login}")
    elif not login and not home.users() and not options.proxy_header:
        console.warning("warning: no one can log in. Add a user: wap serve --add-user NAME")
    console.note("Ctrl-C stops the server")


def _open(page: Path, url: str) -> bool:
    """Open a browser at a file that leads to the URL, and return whether that worked.

    Other users of the machine can read the arguments of a process, but not the file.
    """
    page.unlink(missing_ok=True)
    with os.fdopen(os.open(page, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(_TO_LOGIN.format(url=escape(url)))
    return webbrowser.open(page.as_uri())


async def _until_stopped(
    console: Console, service: Service, site: Starlette, listener: socket.socket
) -> Job | None:
    """Serve until the first signal, then wait for a job; return one that has not ended by then."""
    import uvicorn

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Leave signals to `stop`."""
            yield

    log = logging.getLogger("uvicorn.error")
    for logger in (log, logging.getLogger("dbt_wap")):
        logger.handlers, logger.propagate = [_Log(console)], False
    server = Server(
        uvicorn.Config(
            site,
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws="none",
            limit_concurrency=200,
        )
    )
    loop = asyncio.get_running_loop()
    deadline: list[float] = []

    def stop() -> None:
        if deadline or not (doing := service.doing):
            server.force_exit = bool(deadline)
            log.disabled = server.force_exit  # it would report what a forced exit cancels
            deadline[:] = [time.monotonic()]
            server.config.timeout_graceful_shutdown = 3
        else:
            console.note(
                f"waiting up to {PATIENCE:.0f} s for {doing}; a second signal stops at once"
            )
            deadline[:] = [time.monotonic() + PATIENCE]
            server.config.timeout_graceful_shutdown = int(PATIENCE)
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
    await server.serve(sockets=[listener])
    left = await service.close(lambda: deadline[0] if deadline else 0.0)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    return left


class _Log(logging.Handler):
    """Shows warnings and errors of the web server on the console."""

    def __init__(self, console: Console) -> None:
        super().__init__(logging.WARNING)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.error(self.format(record))
