"""The Slack app of a server: its routes, and its connection while the server runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from dbt_wap.serve.slack import http, linking, settings
from dbt_wap.serve.slack.handler import Handler, Taken, Work
from dbt_wap.serve.slack.linking import Links
from dbt_wap.serve.slack.socket import Line
from dbt_wap.serve.slack.web import SlackWeb

if TYPE_CHECKING:
    from dbt_wap.serve.home import Home
    from dbt_wap.serve.service import Service

_LOG = logging.getLogger("dbt_wap.slack")


class SlackDoor:
    """The routes and the connection. Raises ConfigError if a token or secret is missing."""

    def __init__(
        self, service: Service, home: Home, url: str, environment: Mapping[str, str]
    ) -> None:
        known = settings.read(environment)
        web = SlackWeb(known)
        links = Links(home, url)
        self.handler = handler = Handler(service, home, web, links, url)
        self.routes: list[Route] = linking.routes(links, home)
        if known.signing_secret:
            self.routes += http.routes(known.signing_secret, home, handler, self._begin)
        self._line = Line(known, web, handler, self._begin_from_thread)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Keep the connection to Slack open."""
        self._loop = asyncio.get_running_loop()
        self._line.start()
        try:
            yield
        finally:
            await asyncio.to_thread(self._line.stop)
            for task in self._tasks:
                task.cancel()

    def _begin(self, work: Work) -> None:
        """Begin work on the event loop."""
        self._tasks.add(task := asyncio.ensure_future(_logged(work)))
        task.add_done_callback(self._tasks.discard)

    def _begin_from_thread(self, taken: Taken) -> None:
        if taken.work and self._loop:
            self._loop.call_soon_threadsafe(self._begin, taken.work)


async def _logged(work: Work) -> None:
    """Do the work, and log an error in it, because no one waits for it."""
    try:
        await work()
    except Exception as error:
        _LOG.error("could not handle an interaction from Slack: %s", type(error).__name__)
