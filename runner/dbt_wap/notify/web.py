"""The one module that speaks HTTP: a JSON document is posted, or one sentence says why not.

A webhook URL is a secret. No sentence is made from an exception's text, and an answer that repeats
a part of the URL is not quoted.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, ReadTimeoutError
from urllib3.util import Retry

DEADLINE = 20.0
SHOWN_BODY = 100
READ_BODY = 4096
SECRET_LENGTH = 9
WORTH_ANOTHER = {429, *range(500, 600)}
"""The statuses after which a message is sent again."""


@dataclass
class Exchange:
    """What is known of a message on its way: None once it is delivered, or else why it is not."""

    url: str
    end: float
    failed: int = 0
    outcomes: list[str | None] = field(default_factory=list)

    @property
    def tries(self) -> str:
        """How a sentence ends that says why nothing more was tried."""
        return f", after {self.failed} attempt{'s' if self.failed > 1 else ''}."


def post_json(
    url: str,
    payload: Mapping[str, Any],
    *,
    attempts: int = 4,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    timeout: float = 10.0,
    deadline: float = DEADLINE,
) -> str | None:
    """None when delivered; otherwise one sentence why not, never containing the URL.

    All attempts and the waits between them end within the deadline, however the other side answers:
    the timeout is of each single read, which a server that sends now and then a byte never breaks,
    so they have a thread of their own, which nobody waits for when its time is up.
    """
    if problem := _bad_url(url):
        return problem
    try:
        body = json.dumps(payload, allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError):
        return "The message could not be written as JSON, so nothing was sent."
    known = Exchange(url.strip(), clock() + deadline)
    retries = _retries(known, attempts, sleep, clock)

    def late(seconds: float) -> str:
        limit = deadline if clock() >= known.end else seconds
        return f"The webhook did not answer within {limit:g} seconds"

    worker = Thread(target=_send, args=(known, body, retries, timeout, late), daemon=True)
    worker.start()
    worker.join(deadline)
    for outcome in known.outcomes[-1:]:
        return outcome
    known.failed += 1
    return late(deadline) + known.tries


def _retries(
    known: Exchange, attempts: int, sleep: Callable[[float], None], clock: Callable[[], float]
) -> Retry:
    """Waits of 1, 2, 4, .. seconds, or as long as the answer asks, and none past the end."""

    class Patience(Retry):
        RETRY_AFTER_STATUS_CODES = frozenset()

        def increment(self, method: Any = None, url: Any = None, *args: Any, **how: Any) -> Any:
            known.failed += 1
            if response := how.get("response"):
                known.outcomes.append(f"The webhook answered {response.status}{known.tries}")
            following = super().increment(method, url, *args, **how)
            if following.wait(response) >= known.end - clock():
                raise MaxRetryError(how["_pool"], url, how.get("error"))
            return following

        def wait(self, response: Any) -> float:
            asked = _retry_after(response.headers.get("Retry-After")) if response else None
            return 2.0 ** (len(self.history) - 1) if asked is None else asked

        def sleep(self, response: Any = None) -> None:
            known.outcomes.clear()
            sleep(self.wait(response))

    return Patience(
        max(attempts, 1) - 1,
        allowed_methods=None,
        status_forcelist=WORTH_ANOTHER,
        raise_on_status=False,
    )


def _send(
    known: Exchange, body: bytes, retries: Retry, timeout: float, late: Callable[[float], str]
) -> None:
    """The body was sent, as often as it takes; nothing is raised."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    how: dict[str, Any] = {"headers": headers, "allow_redirects": False, "stream": True}
    try:
        with _unlogged(), requests.Session() as session:
            for scheme in ("https://", "http://"):
                session.mount(scheme, HTTPAdapter(max_retries=retries))
            with session.post(known.url, data=body, timeout=timeout, **how) as reply:
                for outcome in _judged(known, reply):
                    known.outcomes.append(outcome)
    except Exception as error:
        problem = _failure(error, late(timeout))
        known.outcomes.append(problem + (known.tries if known.failed else "."))


@contextmanager
def _unlogged() -> Iterator[None]:
    """urllib3 logs what it sends again, with the path of the URL: that is the secret."""
    logs = [logging.getLogger(f"urllib3.{name}") for name in ("connectionpool", "util.retry")]

    def silence(record: logging.LogRecord) -> bool:
        return False

    for log in logs:
        log.addFilter(silence)
    try:
        yield
    finally:
        for log in logs:
            log.removeFilter(silence)


def _judged(known: Exchange, reply: requests.Response) -> Iterator[str | None]:
    """What the answer means, then the same with words of its body; 2xx is delivered."""
    status = reply.status_code
    if 200 <= status < 300:
        yield None
    elif 300 <= status < 400:
        yield f"The webhook answered {status}, a redirect, which is not followed."
    else:
        tries = known.tries if status in WORTH_ANOTHER else "."
        yield f"The webhook answered {status}{tries}"
        if quoted := _quotable(known.url, reply):
            yield f"The webhook answered {status} ({quoted}){tries}"


def _failure(error: Exception, late: str) -> str:
    """The exception in words, told by its kind alone: its text may hold the URL."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.Timeout) or isinstance(reason, ReadTimeoutError):
        return late
    if isinstance(error, requests.exceptions.SSLError):
        return "No secure connection to the webhook could be made (TLS)"
    if isinstance(error, requests.exceptions.ProxyError):
        return "The proxy did not let the webhook be reached"
    if isinstance(error, requests.ConnectionError):
        return "The connection to the webhook failed"
    return f"The message could not be sent ({type(error).__name__})"


def _bad_url(url: str) -> str | None:
    """None when the URL may be posted to; otherwise a sentence that does not repeat it."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    return None if usable else "The webhook URL is not a valid http or https address."


def _retry_after(header: str | None) -> float | None:
    """The seconds the answer asks to wait, or None when it names no number of seconds."""
    value = (header or "").strip()
    return float(value) if value.isascii() and value.isdigit() else None


def _quotable(url: str, reply: requests.Response) -> str:
    """The start of a short answer in printable characters, empty when it repeats the URL."""
    try:
        text = bytes(reply.raw.read(READ_BODY, decode_content=True)).decode(errors="replace")
    except Exception:
        return ""
    if any(secret.casefold() in text.casefold() for secret in _secrets(url)):
        return ""
    line = " ".join(text[: READ_BODY // 4].split())
    return "".join(char for char in line if char.isprintable())[:SHOWN_BODY].rstrip(" .")


def _secrets(url: str) -> set[str]:
    """The URL and the parts of it that give it away: path, query, credentials, long segments."""
    parts = urlsplit(url)
    whole = {url, parts.path, parts.query, parts.netloc.rpartition("@")[0]}
    segments = parts.path.split("/") + parts.query.replace("=", "&").split("&")
    found = {each for each in whole if len(each) > 1}
    found |= {each for each in segments if len(each) >= SECRET_LENGTH}
    return found | {unquote(each) for each in found}
