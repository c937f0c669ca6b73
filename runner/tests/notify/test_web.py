"""post_json against a real local server with scripted answers."""

from __future__ import annotations

import inspect
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from dbt_wap.notify import web
from local_server import Answer, answer

SECRET = "/services/T0SECRET00/B0SECRET00/abcdefghijklmnopqrstuvwx"
MESSAGE = {"text": "hello ✓", "blocks": []}


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """The connection is closed without an answer."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def too_late(handler: BaseHTTPRequestHandler) -> None:
    """Answer after the client has disconnected."""
    time.sleep(0.6)
    hang_up(handler)


def dripping(head: str, drop: str) -> Answer:
    """An answer that starts with `head` and then sends `drop` until the client disconnects."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head.encode())
        over: threading.Event = handler.server.over  # type: ignore[attr-defined]
        while not over.wait(0.02):
            handler.wfile.write(drop.encode())
        handler.close_connection = True

    return send


def half_a_body(handler: BaseHTTPRequestHandler) -> None:
    """An error answer whose body ends before its stated length."""
    handler.send_response(400)
    handler.send_header("Content-Length", "50")
    handler.end_headers()
    handler.wfile.write(b"invalid")
    handler.close_connection = True


def in_chunks(status: int, *parts: str) -> Answer:
    """An answer whose body is sent in chunks, one per part."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(status)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in (*parts, ""):
            handler.wfile.write(f"{len(part):x}\r\n{part}\r\n".encode())
        handler.close_connection = True

    return send


@dataclass
class Hook:
    """A webhook that gives the scripted answers in order, the last one repeatedly."""

    url: str = ""
    script: list[Answer] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        """Return the time as if the skipped waits had taken place."""
        return time.monotonic() + sum(self.waits)

    def post(self, *script: Answer, path: str = SECRET, **options: Any) -> str | None:
        """The sentence post_json gives for these answers; it never holds the URL."""
        self.script = list(script)
        options = {"sleep": self.waits.append, "clock": self.clock, **options}
        sentence = web.post_json(self.url + path, MESSAGE, **options)
        if sentence is not None:
            assert path not in sentence
            assert self.url not in sentence
            assert "SECRET" not in sentence
            assert "\n" not in sentence
            assert sentence.endswith(".")
        return sentence


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A running webhook on 127.0.0.1."""
    told = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.requests.append({"path": self.path, "headers": self.headers, "body": body})
            told.script[min(len(told.requests), len(told.script)) - 1](self)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    over = server.over = threading.Event()  # type: ignore[attr-defined]
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_delivered_message_arrives_as_json_once(hook: Hook) -> None:
    assert hook.post(answer(200, "ok")) is None
    assert len(hook.requests) == 1
    assert hook.waits == []
    request = hook.requests[0]
    assert request["path"] == SECRET
    assert request["headers"]["Content-Type"].startswith("application/json")
    assert json.loads(request["body"]) == MESSAGE


def test_any_2xx_is_delivered_and_spaces_around_the_url_do_not_matter(hook: Hook) -> None:
    hook.script = [answer(202)]
    assert web.post_json(f" {hook.url}/x\n", MESSAGE, sleep=hook.waits.append) is None
    assert hook.requests[0]["path"] == "/x"


def test_429_waits_as_long_as_asked(hook: Hook) -> None:
    assert hook.post(answer(429, "rate_limited", Retry_After="7"), answer(200, "ok")) is None
    assert len(hook.requests) == 2
    assert hook.waits == [7.0]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("0", 0.0), ("19", 19.0)]
    + [(odd, 1.0) for odd in ("-5", "nan", "soon", "²", "Wed, 21 Oct 2026 07:28:00 GMT")],
)
def test_the_wait_is_as_asked_and_nonsense_is_ignored(
    hook: Hook, asked: str, waited: float
) -> None:
    assert hook.post(answer(429, Retry_After=asked), answer(200)) is None
    assert hook.waits == [waited]


@pytest.mark.parametrize("asked", ["20", "3600", "9" * 5000])
def test_nobody_waits_past_the_deadline(hook: Hook, asked: str) -> None:
    sentence = hook.post(answer(429, "later", Retry_After=asked), answer(200))
    assert sentence == "The webhook answered 429 (later), after 1 attempt."
    assert hook.waits == []


def test_server_errors_are_retried_with_growing_waits(hook: Hook) -> None:
    assert hook.post(answer(500), answer(502), answer(503), answer(200)) is None
    assert len(hook.requests) == 4
    assert hook.waits == [1.0, 2.0, 4.0]


def test_after_the_last_attempt_nobody_waits(hook: Hook) -> None:
    sentence = hook.post(answer(503, "try later"))
    assert sentence == "The webhook answered 503 (try later), after 4 attempts."
    assert len(hook.requests) == 4
    assert hook.waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("attempts", [1, 0, -3])
def test_there_is_always_one_attempt(hook: Hook, attempts: int) -> None:
    assert hook.post(answer(500), attempts=attempts) == (
        "The webhook answered 500, after 1 attempt."
    )
    assert len(hook.requests) == 1
    assert hook.waits == []


def test_attempts_and_waits_together_end_at_the_deadline(hook: Hook) -> None:
    sentence = hook.post(answer(500), attempts=9)
    assert sentence == "The webhook answered 500, after 5 attempts."
    assert hook.waits == [1.0, 2.0, 4.0, 8.0]


NO_ANSWER = "The webhook did not answer within 0.4 seconds, after 1 attempt."
DRIPS = {
    "never": ("", "", NO_ANSWER),
    "status line": ("", "H", NO_ANSWER),
    "informational": ("", "HTTP/1.1 100 Continue\r\n\r\n", NO_ANSWER),
    "headers": ("HTTP/1.1 200 OK\r\nX-Long: ", "x", NO_ANSWER),
    "body of a success": ("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", "x", None),
    "body of an error": (
        "HTTP/1.1 404 Not Found\r\nContent-Length: 99999\r\n\r\n", "x", "The webhook answered 404.",
    ),
    "chunks of an error": (
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n",
        "The webhook answered 404.",
    ),
    "body of a redirect": (
        "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 99999\r\n\r\n", "x", NO_ANSWER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DRIPS)
def test_an_answer_that_never_ends_holds_nobody_past_the_deadline(hook: Hook, name: str) -> None:
    head, drop, expected = DRIPS[name]
    begun = time.monotonic()
    assert hook.post(dripping(head, drop), deadline=0.4) == expected
    assert time.monotonic() - begun < 2
    assert len(hook.requests) == 1


def test_the_deadline_is_one_for_all_attempts(hook: Hook) -> None:
    begun = time.monotonic()
    sentence = hook.post(too_late, timeout=0.4, deadline=4)
    assert sentence == "The webhook did not answer within 4 seconds, after 3 attempts."
    assert hook.waits == [1.0, 2.0]
    assert time.monotonic() - begun < 2


def test_the_deadline_is_20_seconds() -> None:
    assert inspect.signature(web.post_json).parameters["deadline"].default == 20


def test_a_redirect_to_itself_is_asked_once(hook: Hook) -> None:
    sentence = hook.post(answer(307, Location=hook.url + SECRET), deadline=2)
    assert sentence == "The webhook answered 307; redirects are not followed."
    assert len(hook.requests) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [(400, "invalid_blocks"), (403, "invalid_token"), (404, "no_service"), (410, "")],
)
def test_a_refusal_is_final_and_quoted(hook: Hook, status: int, body: str) -> None:
    expected = f"The webhook answered {status} ({body})." if body else "The webhook answered 410."
    assert hook.post(answer(status, body)) == expected
    assert len(hook.requests) == 1
    assert hook.waits == []


def test_a_long_or_unprintable_answer_is_cut_and_cleaned(hook: Hook) -> None:
    sentence = hook.post(answer(400, "a\x00\x1b[31m\n\t" + "é" * 3000 + "\u202e" * 2000))
    assert sentence == "The webhook answered 400 (a[31m " + "é" * 94 + ")."
    assert sentence.isprintable()


@pytest.mark.parametrize(
    "body",
    [
        f"The requested URL {SECRET} was not found",
        "no such hook: ABCDEFGHIJKLMNOPQRSTUVWX",
        "no such team: T0SECRET00",
        SECRET.replace("/", "\\/"),
        "x" * 90 + SECRET,
        " " * 1000 + SECRET,
    ],
)
def test_an_answer_that_repeats_the_url_is_not_quoted(hook: Hook, body: str) -> None:
    assert hook.post(answer(404, body)) == "The webhook answered 404."


def test_a_secret_split_over_chunks_or_in_the_query_is_not_quoted(hook: Hook) -> None:
    assert hook.post(in_chunks(404, f"no {SECRET[:30]}", SECRET[30:])) == (
        "The webhook answered 404."
    )
    path = "/h?sig=very%20long%20key&code=SECRETSECRET"
    assert hook.post(answer(401, "bad: very long key"), path=path) == "The webhook answered 401."


def test_a_body_that_breaks_off_is_still_a_refusal(hook: Hook) -> None:
    sentence = hook.post(half_a_body)
    assert sentence is not None
    assert sentence.startswith("The webhook answered 400")
    assert len(hook.requests) == 1


def test_a_redirect_is_a_failure_and_is_not_followed(hook: Hook) -> None:
    sentence = hook.post(answer(302, Location=f"{hook.url}/elsewhere"))
    assert sentence == "The webhook answered 302; redirects are not followed."
    assert len(hook.requests) == 1


def test_a_closed_connection_is_retried(hook: Hook) -> None:
    assert hook.post(hang_up, answer(200)) is None
    assert len(hook.requests) == 2
    assert hook.waits == [1.0]


def test_the_log_of_the_library_has_no_secret(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert hook.post(hang_up, too_late, answer(500), answer(200), timeout=0.2) is None
    assert "SECRET" not in caplog.text


def test_a_slow_answer_is_retried_and_then_reported(hook: Hook) -> None:
    sentence = hook.post(too_late, attempts=2, timeout=0.2)
    assert sentence == "The webhook did not answer within 0.2 seconds, after 2 attempts."
    assert len(hook.requests) == 2
    assert hook.waits == [1.0]


def test_nobody_listening_is_reported_without_the_url() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}{SECRET}"
        waits: list[float] = []
        sentence = web.post_json(url, MESSAGE, attempts=3, sleep=waits.append)
    assert sentence == "The connection to the webhook failed, after 3 attempts."
    assert waits == [1.0, 2.0]


def test_a_server_that_does_not_speak_tls_is_reported(hook: Hook) -> None:
    url = hook.url.replace("http:", "https:") + SECRET
    assert web.post_json(url, MESSAGE, attempts=1, sleep=hook.waits.append, timeout=2) == (
        "The TLS connection to the webhook failed, after 1 attempt."
    )


@pytest.mark.parametrize(
    "url",
    [
        " ",
        "hooks.slack.com/services/SECRET",
        "//hooks.slack.com/services/SECRET",
        "ftp://hooks.slack.com/SECRET",
        "https:///SECRET",
        "https://[::1/SECRET",
        "https://host:port/SECRET",
        "https://host:99999/SECRET",
        "http://a b/SECRET",
        "http://.SECRET",
        "http://*SECRET/",
        f"http://{'SECRET' * 50}.example/",
        "http://\ud800SECRET/",
        "javascript:SECRET",
    ],
)
def test_a_bad_url_is_a_sentence_and_no_wait(url: str) -> None:
    waits: list[float] = []
    sentence = web.post_json(url, MESSAGE, sleep=waits.append)
    assert sentence is not None
    assert "SECRET" not in sentence
    assert waits == []


@pytest.mark.parametrize("value", [object(), float("nan"), {1, 2}, b"bytes"])
def test_what_is_not_json_is_not_sent(hook: Hook, value: object) -> None:
    sentence = web.post_json(hook.url, {"text": value}, sleep=hook.waits.append)
    assert sentence == "The message could not be encoded as JSON, so nothing was sent."
    assert hook.requests == []


@pytest.mark.parametrize(
    "error",
    [requests.ConnectionError, requests.Timeout, UnicodeError, RuntimeError]
    + [getattr(requests.exceptions, kind) for kind in ("SSLError", "ProxyError", "InvalidURL")],
)
def test_no_exception_text_reaches_the_sentence(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    url = f"https://hooks.example{SECRET}"

    def fail(*args: Any, **options: Any) -> requests.Response:
        raise error(f"HTTPSConnectionPool: Max retries exceeded with url: {url}")

    monkeypatch.setattr(requests.Session, "post", fail)
    sentence = web.post_json(url, MESSAGE, attempts=2, sleep=lambda seconds: None)
    assert sentence is not None
    assert "SECRET" not in sentence
    assert "hooks.example" not in sentence
