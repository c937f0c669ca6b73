"""Socket Mode: an outbound connection through which Slack delivers interactions."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from dbt_wap.notify.slack_client import SlackFault

if TYPE_CHECKING:
    from dbt_wap.serve.slack.handler import Handler, Taken
    from dbt_wap.serve.slack.settings import SlackSettings
    from dbt_wap.serve.slack.web import SlackWeb

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
PING = 2.0
"""Seconds between pings. The library reconnects after five that failed."""

WATCH = 5.0
TIMEOUT = 10
_LOG = logging.getLogger("dbt_wap.slack")


class Line:
    """Finds out the workspace of the app, then keeps a socket to Slack open.

    If Slack does not answer, warns once and retries with growing pauses.
    """

    def __init__(
        self,
        settings: SlackSettings,
        web: SlackWeb,
        handler: Handler,
        begin: Callable[[Taken], None],
    ) -> None:
        self._settings = settings
        self._web = web
        self._handler = handler
        self._begin = begin
        self._stopped = threading.Event()
        self._client: SocketModeClient | None = None
        self._thread = threading.Thread(target=self._run, name="wap-slack", daemon=True)

    def start(self) -> None:
        """Connect in a thread."""
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """Close the socket; abandon a thread that still waits for Slack."""
        self._stopped.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopped.is_set():
            try:
                self._connect()
                if pause > FIRST_PAUSE:
                    _LOG.warning("Slack is connected")
                break
            except Exception as error:
                self._close()
                if pause == FIRST_PAUSE:
                    _LOG.warning("Slack is not connected yet, trying again: %s", _reason(error))
                self._stopped.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        self._watch()
        self._close()

    def _connect(self) -> None:
        self._handler.app = self._settings.app_id
        self._handler.team = self._web.team()
        if self._settings.app_token:
            self._client = client = _client(self._settings)
            client.socket_mode_request_listeners.append(self._hear)
            client.connect()
            if not client.is_connected():
                raise SlackFault("the WebSocket did not open")

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        line = client.current_session and client.current_session.sock
        if line:  # or the library waits for its next timeout
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        client.close()

    def _hear(self, client: Any, request: SocketModeRequest) -> None:
        """Acknowledge an envelope, then start the work."""
        taken = self._handler.take(request.payload)
        answer: dict[str, Any] = {"envelope_id": request.envelope_id}
        if taken.answer and request.accepts_response_payload:
            answer["payload"] = taken.answer
        client.send_socket_mode_response(answer)
        self._begin(taken)

    def _watch(self) -> None:
        """Log when the connection is lost and when it is back, until `stop`."""
        was_connected = True
        while not self._stopped.wait(WATCH):
            is_connected = self._client is None or self._client.is_connected()
            if is_connected != was_connected:
                lost = "the connection to Slack is lost, trying again"
                _LOG.warning("Slack is connected again" if is_connected else lost)
            was_connected = is_connected


def _client(settings: SlackSettings) -> SocketModeClient:
    """Return a client that logs nothing, because its log messages contain secret URLs."""
    silent = logging.Logger("slack_sdk.silent", logging.CRITICAL)
    silent.disabled = True
    where = settings.api_url or WebClient.BASE_URL
    web = WebClient(base_url=where, timeout=TIMEOUT, logger=silent, retry_handlers=[])
    token = str(settings.app_token)
    return SocketModeClient(token, logger=silent, web_client=web, ping_interval=PING)


def _reason(error: Exception) -> str:
    return error.sentence if isinstance(error, SlackFault) else type(error).__name__
