"""stdout is the result and nothing else, stderr all the rest."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
import threading

import pytest
from dbt_wap.cli.console import Console
from dbt_wap.cli.showing import listener
from dbt_wap.dbt.progress import Progress
from dbt_wap.errors import Stale
from dbt_wap.model import Event


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def consoles(
    *, as_json: bool = False, quiet: bool = False
) -> tuple[Console, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Console(as_json=as_json, quiet=quiet, out=out, err=err), out, err


def test_the_result_goes_to_stdout_and_the_rest_to_stderr() -> None:
    console, out, err = consoles()
    console.result("the answer")
    console.note("a note")
    console.error("an error")
    console.progress("1 of 2")
    assert out.getvalue() == "the answer\n"
    assert err.getvalue() == "a note\nan error\n  1 of 2\n"


def test_with_json_stdout_is_one_document() -> None:
    console, out, err = consoles(as_json=True)
    console.result("the answer")
    console.document({"a": [1, None, "é"]})
    assert json.loads(out.getvalue()) == {"a": [1, None, "é"]}
    assert err.getvalue() == "the answer\n"


def test_quiet_keeps_results_and_errors() -> None:
    console, out, err = consoles(quiet=True)
    console.result("the answer")
    console.note("a note")
    console.progress("1 of 2")
    console.error("an error")
    assert (out.getvalue(), err.getvalue()) == ("the answer\n", "an error\n")


def test_off_a_terminal_nothing_is_written_over() -> None:
    console, _, err = consoles()
    console.live("1 of 2 so far")
    assert err.getvalue() == ""
    console.progress("1 of 2")
    console.progress("2 of 2")
    console.note("done")
    assert "\r" not in err.getvalue()


def test_on_a_terminal_progress_is_one_line_that_a_note_wipes() -> None:
    err = Terminal()
    console = Console(out=io.StringIO(), err=err)
    console.progress("a long line")
    console.progress("short")
    console.note("done")
    shown = err.getvalue()
    assert shown.count("\n") == 1
    assert shown.endswith("\r       \rdone\n")
    assert "\r  short      " in shown


def test_a_line_of_progress_is_cut_to_the_columns_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    err = Terminal()
    console = Console(out=io.StringIO(), err=err)
    console.progress("0123456789")
    console.progress("東京東京東京")
    console.progress("e\u0301" * 3)
    console.result("")
    assert err.getvalue() == ("\r  0123456\r  東京東 \r  e\u0301e\u0301e\u0301   \r     \r")


class Screen:
    """What a terminal of this width shows of what is written to it."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.lines = [""]
        self.at = 0

    def write(self, text: str) -> None:
        for char in text:
            if char == "\r":
                self.at = 0
            elif char == "\n":
                self._next_line()
            else:
                if self.at == self.columns:
                    self._next_line()
                line = self.lines[-1].ljust(self.at)
                self.lines[-1] = line[: self.at] + char + line[self.at + 1 :]
                self.at += 1

    def _next_line(self) -> None:
        self.lines.append("")
        self.at = 0

    @property
    def shown(self) -> list[str]:
        return [line.rstrip() for line in self.lines]


def test_an_audit_takes_one_line_of_a_real_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl
    import pty
    import struct
    import termios

    monkeypatch.setenv("COLUMNS", "200")
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    screen = Screen(40)

    def seen() -> list[str]:
        screen.write(os.read(leader, 100_000).decode())
        return screen.shown

    with os.fdopen(follower, "w") as terminal:
        console = Console(out=io.StringIO(), err=terminal)
        hear = listener(console)
        progress = Progress(lambda t: hear(Event("progress", t)), lambda t: hear(Event("live", t)))
        console.note("auditing run r1")
        assert seen() == ["auditing run r1", ""]
        for number, name in enumerate(("a_model_with_a_name_of_many_letters", "b", "c d"), 37):
            progress.event("text", f"wap: comparing {number} of 600 shop.marts.{name}", {})
            line = f"  auditing {number} of 600: marts.{name}"
            assert seen() == ["auditing run r1", line[:39]]
        progress.event("text", "wap: asking 16 of 200: s.marts.a, s.marts.b, s.marts.c", {})
        assert seen()[1] == "  querying 16 of 200: marts.a, marts.b,"
        console.error("wap.audit: blocked")
        assert seen() == ["auditing run r1", "wap.audit: blocked", ""]
    os.close(leader)


def test_progress_of_two_threads_never_shares_a_line() -> None:
    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            threading.Event().wait(0.001)
            return super().write(text)

    err = Slow()
    console = Console(out=io.StringIO(), err=err)
    threads = [
        threading.Thread(target=lambda: [console.progress("node") for _ in range(10)])
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert err.getvalue().splitlines() == ["  node"] * 20


def test_nobody_is_asked_off_a_terminal_or_with_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    assert Console(err=Terminal()).interactive
    assert not Console(err=Terminal(), as_json=True).interactive
    assert not Console(err=io.StringIO()).interactive
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert not Console(err=Terminal()).interactive


def test_colour_is_for_a_terminal_that_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    terminal, file = Terminal(), io.StringIO()
    assert Console(out=terminal, err=file).colour
    assert not Console(out=file, err=terminal).colour
    assert Console(out=file, err=terminal, as_json=True).colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Console(out=terminal).colour
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not Console(out=terminal).colour


def encoded(encoding: str) -> tuple[Console, io.BytesIO]:
    """A console whose stdout and stderr have one encoding, and what it writes."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    return Console(out=stream, err=stream), raw


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437", "utf-8"])
def test_what_an_encoding_lacks_is_replaced(encoding: str) -> None:
    text = "1 → 2  −3 ~4 … naïve 東京 \U0001f600 \ud800"
    console, raw = encoded(encoding)
    console.result(text)
    console.page(text)
    console.note(text)
    console.error(text)
    console.progress(text)
    console.document({"text": text})
    shown = raw.getvalue().decode(encoding)
    assert shown.count("~4") == 6
    if encoding == "ascii":
        assert shown.startswith("1 -> 2  -3 ~4 ... na\\xefve \\u6771\\u4eac")
    if encoding == "utf-8":
        assert shown.startswith("1 → 2  −3 ~4 … naïve 東京 😀 \\ud800")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_page_is_the_same_in_every_encoding(encoding: str) -> None:
    console, raw = encoded(encoding)
    console.page("<p>naïve → 東京</p>", html=True)
    page = raw.getvalue().decode("utf-8")
    console, out, _ = consoles()
    console.page("<p>→</p>", html=True)
    assert out.getvalue() == "<p>→</p>\n", "a stream of text takes every character"
    assert page in ("<p>naïve → 東京</p>\n", "<p>na&#239;ve &#8594; &#26481;&#20140;</p>\n")


def test_nothing_is_written_that_a_terminal_would_obey() -> None:
    console, out, err = consoles()
    name = "a\x1b[2Jb\u202egnp.exe\x07\rc\x9b1m\u2028\u200bd"
    for write in (console.result, console.note, console.error, console.progress):
        write(name)
    console.note("two\nlines")
    console.error("line\n\ttwo")
    shown = out.getvalue() + err.getvalue()
    assert all(char.isprintable() or char in "\n\t" for char in shown), shown
    assert shown.count("\\x1b[2Jb\\u202egnp.exe\\x07\\rc\\x9b1m\\u2028\\u200bd") == 4
    assert "two\\nlines\nline\n\ttwo\n" in shown


def test_a_reader_who_has_left_ends_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    err = io.StringIO()
    with os.fdopen(writing, "w") as pipe:
        console = Console(out=pipe, err=err)
        for _ in range(3):
            console.result("x" * 100_000)
            console.document({"a": 1})
            console.note("a note")
    assert err.getvalue() == "a note\n" * 3


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is full")
def test_a_full_disk_is_said_once() -> None:
    err = io.StringIO()
    with open("/dev/full", "w") as full:
        console = Console(out=full, err=err)
        console.document({"a": 1})
        console.document({"b": 1})
    assert err.getvalue().startswith("warning: could not write to stdout")
    assert err.getvalue().count("warning") == 1


def test_streams_that_the_shell_has_closed_take_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", None)
    console = Console()
    console.result("a")
    console.error("b")
    console.progress("c")
    console.document({})
    assert not console.interactive
    assert not console.colour


def logged(err: io.StringIO) -> list[tuple[str, str, str]]:
    """Name, level and text of every message in JSON."""
    lines = [json.loads(line)["info"] for line in err.getvalue().splitlines()]
    return [(info["name"], info["level"], info["msg"]) for info in lines]


def test_the_log_in_json_is_one_object_a_line_and_never_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    out, err = Terminal(), Terminal()
    console = Console(log_format="json", out=out, err=err)
    assert not console.interactive
    assert not console.colour
    console.result("the answer")
    console.run_id = "r1"
    console.note("a note")
    console.progress("1 of 2")
    console.live("1 of 2 so far")
    console.warning("warning: two\nlines \x1b[2J")
    console.failure(Stale("publish", "prod moved", prod="as published", next_command="wap run"))

    assert out.getvalue() == "the answer\n"
    assert logged(err) == [
        ("Note", "info", "a note"),
        ("Progress", "info", "1 of 2"),
        ("Warning", "warn", "two\nlines \\x1b[2J"),
        ("Error", "error", "wap.publish: prod moved"),
    ]
    assert json.loads(err.getvalue().splitlines()[-1])["data"] == {
        "run_id": "r1",
        "code": "stale",
        "exit_code": 6,
        "prod": "as published",
        "next": "wap run",
    }


def test_with_json_results_beside_the_document_are_messages_too() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(as_json=True, log_format="json", out=out, err=err)
    console.result("the answer")
    console.document({"a": 1})
    assert json.loads(out.getvalue()) == {"a": 1}
    assert logged(err) == [("Result", "info", "the answer")]


def test_what_others_write_to_stderr_is_a_message_too(monkeypatch: pytest.MonkeyPatch) -> None:
    err = io.StringIO()
    monkeypatch.setattr("sys.stderr", err)
    assert logging.lastResort
    with Console(log_format="json").strays():
        print("begun", end="", file=sys.stderr)
        print(" and ended", file=sys.stderr)
        logging.lastResort.handle(logging.makeLogRecord({"msg": "of a library"}))
        Console(log_format="json").note("ours")
        print("no end of line", end="", file=sys.stderr)
    assert [text for _, _, text in logged(err)] == [
        "begun and ended",
        "of a library",
        "ours",
        "no end of line",
    ]

    text = io.StringIO()
    monkeypatch.setattr("sys.stderr", text)
    with Console().strays():
        print("as it is", file=sys.stderr)
    assert text.getvalue() == "as it is\n"
