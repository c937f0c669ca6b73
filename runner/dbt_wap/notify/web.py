"""Post JSON to a webhook; the only module that uses HTTP.

A webhook URL is a secret. Messages never contain the text of an exception, nor an answer that
repeats a part of the URL.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import MaxRetryError, ReadTimeoutError
from urllib3.util import Retry

from dbt_wap.words import counted

DEADLINE = 20.0
SHOWN_BODY = 100
READ_BODY = 4096
SECRET_LENGTH = 9
_JSON = "application/json; charset=utf-8"
RETRIED = {429, *range(500, 600)}
"""The HTTP statuses after which a message is retried."""


@dataclass
class Exchange:
    """The state of a delivery; the last outcome is None if it succeeded, else the reason."""

    url: str
    end: float
    failed: int = 0
    outcomes: list[str | None] = field(default_factory=list)

    @property
    def tries(self) -> str:
        """Return the end of a sentence with the number of attempts."""
        return f", after {counted(self.failed, 'attempt')}."


class Outgoing(NamedTuple):
    """The body and the headers of a message."""

    body: bytes
    headers: Mapping[str, str]


def post_json(
    url: str,
    payload: Mapping[str, Any],
    *,
    headers: Callable[[bytes], Mapping[str, str]] = lambda body: {},
    attempts: int = 4,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
    timeout: float = 10.0,
    deadline: float = DEADLINE,
) -> str | None:
    """Return None if delivered, else one sentence on why not, never containing the URL.

    `headers` returns more headers for the body; they are the same in every attempt.

    All attempts and the waits between them end within the deadline. The timeout applies to each
    read, so a server that sends a byte now and then never exceeds it: the attempts run in a thread
    that is abandoned at the deadline.
    """
    if problem := _bad_url(url):
        return problem
    try:
        body = json.dumps(payload, allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError):
        return "The message could not be encoded as JSON, so nothing was sent."
    known = Exchange(url.strip(), clock() + deadline)
    retries = _retries(known, attempts, sleep, clock)

    def late(seconds: float) -> str:
        limit = deadline if clock() >= known.end else seconds
        return f"The webhook did not answer within {limit:g} seconds"

    message = Outgoing(body, {**headers(body), "Content-Type": _JSON})
    worker = Thread(target=_send, args=(known, message, retries, timeout, late), daemon=True)
    worker.start()
    worker.join(deadline)
    for outcome in known.outcomes[-1:]:
        return outcome
    known.failed += 1
    return late(deadline) + known.tries


def _retries(
    known: Exchange, attempts: int, sleep: Callable[[float], None], clock: Callable[[], float]
) -> Retry:
    """Wait 1, 2, 4, ... seconds, or as long as the answer asks, but not past the deadline."""

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
        status_forcelist=RETRIED,
        raise_on_status=False,
    )


def _send(
    known: Exchange, message: Outgoing, retries: Retry, timeout: float, late: Callable[[float], str]
) -> None:
    """Send the message, with retries; never raise."""
    how: dict[str, Any] = {"headers": message.headers, "allow_redirects": False, "stream": True}
    try:
        with _unlogged(), requests.Session() as session:
            for scheme in ("https://", "http://"):
                session.mount(scheme, HTTPAdapter(max_retries=retries))
            with session.post(known.url, data=message.body, timeout=timeout, **how) as reply:
                for outcome in _judged(known, reply):
                    known.outcomes.append(outcome)
    except Exception as error:
        problem = _failure(error, late(timeout))
        known.outcomes.append(problem + (known.tries if known.failed else "."))


@contextmanager
def _unlogged() -> Iterator[None]:
    """Silence urllib3, which logs retries with the path of the URL: that is the secret."""
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
    """Yield the outcome of an answer, then the same with an excerpt; 2xx means delivered."""
    status = reply.status_code
    if 200 <= status < 300:
        yield None
    elif 300 <= status < 400:
        yield f"The webhook answered {status}; redirects are not followed."
    else:
        tries = known.tries if status in RETRIED else "."
        yield f"The webhook answered {status}{tries}"
        if quoted := _quotable(known.url, reply):
            yield f"The webhook answered {status} ({quoted}){tries}"


def _failure(error: Exception, late: str) -> str:
    """Describe an exception by its class only, because its text may contain the URL."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.Timeout) or isinstance(reason, ReadTimeoutError):
        return late
    if isinstance(error, requests.exceptions.SSLError):
        return "The TLS connection to the webhook failed"
    if isinstance(error, requests.exceptions.ProxyError):
        return "The proxy did not connect to the webhook"
    if isinstance(error, requests.ConnectionError):
        return "The connection to the webhook failed"
    return f"The message could not be sent ({type(error).__name__})"


def _bad_url(url: str) -> str | None:
    """Return None if the URL is usable, else a sentence that does not contain it."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    return None if usable else "The webhook URL is not a valid http or https URL."


def _retry_after(header: str | None) -> float | None:
    """Return the seconds to wait, or None if the header is not a number."""
    value = (header or "").strip()
    return float(value) if value.isascii() and value.isdigit() else None


def _quotable(url: str, reply: requests.Response) -> str:
    """Return the start of the answer in printable characters, empty if it repeats the URL."""
    try:
        text = bytes(reply.raw.read(READ_BODY, decode_content=True)).decode(errors="replace")
    except Exception:
        return ""
    if any(secret.casefold() in text.casefold() for secret in _secrets(url)):
        return ""
    line = " ".join(text[: READ_BODY // 4].split())
    return "".join(char for char in line if char.isprintable())[:SHOWN_BODY].rstrip(" .")


def _secrets(url: str) -> set[str]:
    """Return the URL and the parts that reveal it: path, query, credentials, long segments."""
    parts = urlsplit(url)
    whole = {url, parts.path, parts.query, parts.netloc.rpartition("@")[0]}
    segments = parts.path.split("/") + parts.query.replace("=", "&").split("&")
    found = {each for each in whole if len(each) > 1}
    found |= {each for each in segments if len(each) >= SECRET_LENGTH}
    return found | {unquote(each) for each in found}
