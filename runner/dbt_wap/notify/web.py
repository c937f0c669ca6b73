"""The one module that speaks HTTP: a JSON document is posted, or one sentence says why not.

A webhook URL is a secret. No sentence is made from an exception's text, and an answer that repeats
a part of the URL is not quoted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

import requests

DEADLINE = 20.0
SHOWN_BODY = 100
READ_BODY = 4096
SECRET_LENGTH = 9


@dataclass(frozen=True)
class Response:
    """What became of one attempt: delivered when problem is None."""

    problem: str | None
    again: bool = False
    wait: float | None = None


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

    All attempts and the waits between them end within the deadline, however the other side answers.
    """
    if problem := _bad_url(url):
        return problem
    try:
        body = json.dumps(payload, allow_nan=False).encode("ascii")
    except (TypeError, ValueError, RecursionError):
        return "The message could not be written as JSON, so nothing was sent."
    end = clock() + deadline
    attempt = 0
    while True:
        attempt += 1
        silence = Response(f"The webhook did not answer within {deadline:g} seconds", again=True)
        response = _attempt(url.strip(), body, timeout, end - clock()) or silence
        if response.problem is None:
            return None
        if not response.again:
            return f"{response.problem}."
        wait = 2.0 ** (attempt - 1) if response.wait is None else response.wait
        if attempt >= attempts or wait >= end - clock():
            return f"{response.problem}, after {attempt} attempt{'s' if attempt > 1 else ''}."
        sleep(wait)


def _attempt(url: str, body: bytes, timeout: float, left: float) -> Response | None:
    """The body was sent once; what is known of it once this many seconds are over, if anything.

    The timeout is of each single read, which a server that sends now and then a byte never breaks:
    so the exchange has a thread of its own, which nobody waits for when its time is up.
    """
    known: list[Response] = []

    def exchange() -> None:
        for response in _exchange(url, body, timeout):
            known.append(response)

    worker = Thread(target=exchange, daemon=True)
    worker.start()
    worker.join(max(left, 0))
    return known[-1] if known else None


def _exchange(url: str, body: bytes, timeout: float) -> Iterator[Response]:
    """What the answer means, then the same with words of its body; nothing is raised."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        with requests.post(
            url, data=body, headers=headers, timeout=timeout, allow_redirects=False, stream=True
        ) as reply:
            response = _judge(reply)
            yield response
            if not (200 <= reply.status_code < 400) and (quoted := _quotable(url, reply)):
                yield replace(response, problem=f"{response.problem} ({quoted})")
    except Exception as error:
        yield _failure(error, timeout)


def _judge(reply: requests.Response) -> Response:
    """The answer as a response: 2xx is delivered, 429 and 5xx are worth another attempt."""
    status = reply.status_code
    if 200 <= status < 300:
        return Response(None)
    if 300 <= status < 400:
        return Response(f"The webhook answered {status}, a redirect, which is not followed")
    problem = f"The webhook answered {status}"
    if status == 429 or status >= 500:
        return Response(problem, again=True, wait=_retry_after(reply.headers.get("Retry-After")))
    return Response(problem)


def _failure(error: Exception, timeout: float) -> Response:
    """The exception as a response, told by its kind alone: its text may hold the URL."""
    if isinstance(error, requests.Timeout):
        return Response(f"The webhook did not answer within {timeout:g} seconds", again=True)
    if isinstance(error, requests.exceptions.SSLError):
        return Response("No secure connection to the webhook could be made (TLS)", again=True)
    if isinstance(error, requests.exceptions.ProxyError):
        return Response("The proxy did not let the webhook be reached", again=True)
    if isinstance(error, requests.ConnectionError):
        return Response("The connection to the webhook failed", again=True)
    return Response(f"The message could not be sent ({type(error).__name__})")


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
