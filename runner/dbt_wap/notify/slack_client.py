"""Call methods of Slack's Web API, with retries and a deadline; the only user of slack_sdk.

A token is a secret: sentences quote only the error codes of Slack, and nothing is logged.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any

from dbt_wap.words import counted

ATTEMPTS = 4
TIMEOUT = 10

_HINTS = {
    "not_in_channel": "invite the app to the channel",
    "channel_not_found": "check WAP_SLACK_CHANNEL, and invite the app to a private channel",
    "invalid_auth": "check WAP_SLACK_BOT_TOKEN",
    "not_authed": "check WAP_SLACK_BOT_TOKEN",
    "token_revoked": "check WAP_SLACK_BOT_TOKEN",
    "account_inactive": "check WAP_SLACK_BOT_TOKEN",
}
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


class SlackFault(Exception):
    """A call that failed, in one sentence without secrets; `code` is Slack's own word for it."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


class SlackClient:
    """A client whose calls together end within the deadline."""

    def __init__(
        self,
        token: str,
        api_url: str | None,
        deadline: float,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = deadline
        self._sleep = sleep
        self._clock = clock
        self._end = clock() + deadline
        self._web = _web_client(token, api_url)

    def call(self, method: str, **args: Any) -> Mapping[str, Any]:
        """Call a method of the API; raise SlackFault if it fails.

        The attempts run in a thread that is abandoned at the deadline, because a timeout applies
        only to a single read.
        """
        outcome: list[Mapping[str, Any] | SlackFault] = []

        def attempt() -> None:
            try:
                outcome.append(self._attempts(method, args))
            except SlackFault as fault:
                outcome.append(fault)

        worker = Thread(target=attempt, daemon=True)
        worker.start()
        worker.join(max(self._end - self._clock(), 0))
        answer = outcome[0] if outcome else SlackFault(self._late)
        if isinstance(answer, SlackFault):
            raise answer
        return answer

    @property
    def _late(self) -> str:
        return f"Slack did not answer within {self._limit:g} seconds."

    def _attempts(self, method: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Call the method, again after 429, 5xx or a failed connection while there is time."""
        for tried in range(1, ATTEMPTS + 1):
            try:
                answer: Mapping[str, Any] = getattr(self._web, method)(**args).data
                return answer
            except Exception as error:
                fault, wait = self._judged(error, tried)
            if wait is None or tried == ATTEMPTS or self._clock() + wait >= self._end:
                break
            self._sleep(wait)
        raise fault

    def _judged(self, error: Exception, tried: int) -> tuple[SlackFault, float | None]:
        """Return the fault of an attempt, and how long to wait before the next, if at all."""
        response: Any = getattr(error, "response", None)
        status = getattr(response, "status_code", None)
        after, growing = f", after {counted(tried, 'attempt')}.", 2.0 ** (tried - 1)
        if isinstance(error, TimeoutError) or _reason(error, TimeoutError):
            return SlackFault(f"Slack did not answer in time{after}"), None
        if isinstance(error, OSError):
            return SlackFault(f"The connection to Slack failed{after}"), growing
        if status is None:
            return SlackFault(f"The message could not be sent ({type(error).__name__})."), None
        if status == 429:
            return SlackFault(f"Slack answered 429{after}"), _asked(response.headers, growing)
        if status >= 500:
            return SlackFault(f"Slack answered {status}{after}"), growing
        return _refusal(response.data, status), None


def _refusal(data: Any, status: int) -> SlackFault:
    """Return the fault of a call that Slack refused, with a hint where one is known."""
    code = str(data.get("error")) if isinstance(data, Mapping) else ""
    if not _CODE.fullmatch(code):
        return SlackFault(f"Slack answered {status}.")
    hint = _HINTS.get(code, "")
    if code == "missing_scope" and _CODE.fullmatch(str(data.get("needed")).replace(":", "_")):
        hint = f"add the scope {data['needed']} to the app"
    return SlackFault(f"Slack answered {code}{f' ({hint})' if hint else ''}.", code)


def _asked(headers: Mapping[str, Any], otherwise: float) -> float:
    """Return the seconds that Slack asks to wait."""
    value = str(headers.get("Retry-After") or headers.get("retry-after") or "").strip()
    return float(value) if value.isascii() and value.isdigit() else otherwise


def _reason(error: Exception, kind: type[Exception]) -> bool:
    return isinstance(getattr(error, "reason", None), kind)


def _web_client(token: str, api_url: str | None) -> Any:
    """Return a client that logs nothing and leaves retries to us."""
    try:
        from slack_sdk import WebClient
    except ImportError:
        raise SlackFault("slack_sdk is not installed: pip install 'dbt-wap[slack]'.") from None
    silent = logging.Logger("slack_sdk.silent", logging.CRITICAL)
    silent.disabled = True
    where = api_url or WebClient.BASE_URL
    client = WebClient(token, where, timeout=TIMEOUT, logger=silent, retry_handlers=[])
    if api_url:  # an emulated Slack, which no proxy reaches
        client.proxy = None
    return client
