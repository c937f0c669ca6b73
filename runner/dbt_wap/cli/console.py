"""Writes results to stdout, and notes, progress and errors to stderr.

Writing never ends a command: a closed pipe gets no more output, and characters that the encoding of
a stream lacks are replaced. Control characters are escaped. With
`--log-format json`, every message on stderr is one JSON object in a line, shaped like those of dbt.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import getpass
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any, TextIO

from dbt_wap.errors import WapError
from dbt_wap.report.values import visible, width

_PLAIN = {"→": "->", "−": "-", "…": "...", "·": ".", "█": "#"}


def _lacking(error: UnicodeError) -> tuple[str, int]:
    """Return a replacement for characters that an encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    found = error.object[error.start : error.end]
    shown = (_PLAIN.get(char) or char.encode("unicode_escape").decode("ascii") for char in found)
    return "".join(shown), error.end


codecs.register_error("wap", _lacking)


def _escaped(text: str) -> str:
    """Escape what does not print, such as \\x1b, except newlines and tabs."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in lines)


def _as_json(level: str, name: str, text: str, data: dict[str, Any]) -> str:
    """Return a message as one line of JSON, with the field names of dbt's JSON log."""
    ts = datetime.now(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")
    info = {
        "name": name,
        "level": level,
        "msg": text.strip().removeprefix("warning: "),
        "ts": ts,
        "pid": os.getpid(),
    }
    return json.dumps({"info": info, "data": data})


class Console:
    """Prints results, notes and progress; uses colour and live lines only on a terminal."""

    def __init__(
        self,
        *,
        as_json: bool = False,
        quiet: bool = False,
        log_format: str = "text",
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.run_id: str | None = None
        self._plain = log_format != "json"
        self._out = out or sys.stdout  # None where the shell has closed it
        self._err = err or sys.stderr
        if isinstance(self._err, Strays):
            self._err = self._err.stream
        self._live = 0
        self._closed: set[int] = set()

    @property
    def interactive(self) -> bool:
        """True if wap can ask questions."""
        asks = self._plain and not self.as_json
        return asks and _is_terminal(sys.stdin) and _is_terminal(self._err)

    @property
    def colour(self) -> bool:
        """True if results go to a terminal that shows colour and NO_COLOR is not set."""
        stream = self._err if self.as_json else self._out
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return _is_terminal(stream) and not plain and self._plain

    @contextlib.contextmanager
    def strays(self) -> Iterator[None]:
        """If messages are JSON, turn what other code writes to stderr into messages too."""
        if self._plain:
            yield
            return
        with Strays(self, self._err) as strays, contextlib.redirect_stderr(strays):
            yield

    def result(self, text: str) -> None:
        """Print the result for people: to stdout, or to stderr with --json."""
        self.page(_escaped(text))

    def page(self, text: str, *, html: bool = False) -> None:
        """Print a report, which is already escaped and coloured.

        An HTML page declares UTF-8; for any other encoding, characters become references.
        """
        if self.as_json:
            self._tell("info", "Result", text)
            return
        self._clear()
        stream = self._out
        if html and _encoding(stream) not in (None, "utf-8", "utf-8-sig"):
            text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
        self._write(stream, text + "\n")

    def document(self, data: Any) -> None:
        """Print the result as one JSON document to stdout."""
        self._clear()
        self._write(self._out, json.dumps(data, indent=2) + "\n")

    def note(self, text: str) -> None:
        """Print a line of information."""
        if not self.quiet:
            self._tell("info", "Note", visible(text))

    def warning(self, text: str) -> None:
        """Print lines that are always shown, about a problem that does not end the command."""
        self._write(self._out, "")
        self._tell("warn", "Warning", _escaped(text))

    def error(self, text: str) -> None:
        """Print lines that are shown even with --quiet."""
        self._write(self._out, "")
        self._tell("error", "Error", _escaped(text))

    def failure(self, error: WapError) -> None:
        """Print the error that ends the command."""
        if self._plain:
            self.error(str(error))
            return
        told = {"code": error.exit_code.name.lower(), "exit_code": int(error.exit_code)}
        told |= {"prod": error.prod or "unchanged", "next": error.next_command}
        self._tell("error", "Error", f"wap.{error.where}: {error.what}", told)

    def audit(self, text: str, values: Mapping[str, str | None]) -> None:
        """Print a line of the audit log, even with --quiet."""
        self._tell("info", "Audit", visible(text), dict(values))

    def progress(self, text: str) -> None:
        """Show progress: in place on a terminal, in separate lines elsewhere."""
        if self.quiet:
            return
        line = f"  {visible(text)}"
        if not self._plain or not _is_terminal(self._err):
            self._tell("info", "Progress", line)
            return
        line = _cut(_encoded(self._err, line), _columns(self._err) - 1)
        wide = width(line)
        self._write(self._err, "\r" + line + " " * (self._live - wide))
        self._live = wide

    def live(self, text: str) -> None:
        """Show progress on a terminal only, for updates too frequent for a log."""
        if self._plain and _is_terminal(self._err):
            self.progress(text)

    def ask(self, question: str) -> str | None:
        """Ask a question and return the answer, or None at the end of the input."""
        self._clear()
        self._write(self._err, visible(question) + " ")
        line = sys.stdin.readline()
        if not line:
            self._write(self._err, "\n")
            return None
        return line.strip()

    def ask_secret(self, question: str) -> str:
        """Ask without showing what is typed. Without a terminal, read the first line of stdin."""
        if not self.interactive:
            return sys.stdin.readline().rstrip("\r\n")
        self._clear()
        return getpass.getpass(visible(question) + " ")

    def _tell(self, level: str, name: str, text: str, data: dict[str, Any] | None = None) -> None:
        """Write a message to stderr, in one write: dbt's threads report at the same time."""
        self._clear()
        if not self._plain:
            text = _as_json(level, name, text, {"run_id": self.run_id, **(data or {})})
        self._write(self._err, text + "\n")

    def _clear(self) -> None:
        if self._live:
            self._write(self._err, "\r" + " " * self._live + "\r")
            self._live = 0

    def _write(self, stream: TextIO | None, text: str) -> None:
        """Write to a stream, or nothing once writing to it failed: a reader that leaves must not
        change what a command does or its exit code."""
        if stream is None or id(stream) in self._closed:
            return
        try:
            stream.write(_encoded(stream, text))
            stream.flush()
        except (OSError, ValueError) as error:
            self._closed.add(id(stream))
            _leave(stream)
            if stream is self._out and not _is_closed(error):
                self.warning(f"warning: could not write to stdout: {error}")


class Strays(io.TextIOBase):
    """Turns lines that other code writes to stderr, such as warnings of Python, into messages."""

    def __init__(self, console: Console, stream: TextIO | None) -> None:
        self.stream = stream
        self._console = console
        self._begun = ""

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text).split("\n")
        for line in filter(str.strip, lines):
            self._console.warning(line)
        return len(text)

    def close(self) -> None:
        """Write a last line that has no line break."""
        self.write("\n" if self._begun else "")
        super().close()


def current_stdout() -> object:
    """Return the current stdout: click replaces it when its reader has left."""
    return sys.stdout


def _encoding(stream: TextIO | None) -> str | None:
    """Return Python's name of a stream's encoding, or None if it takes any character."""
    name = getattr(stream, "encoding", None)
    return codecs.lookup(name).name if name else None


def _encoded(stream: TextIO | None, text: str) -> str:
    """Return text without characters that the encoding of a stream lacks."""
    encoding = _encoding(stream)
    return text.encode(encoding, "wap").decode(encoding) if encoding else text


def _columns(terminal: TextIO | None) -> int:
    """Return the width of a terminal, which stdout may not be."""
    wide = 0
    with contextlib.suppress(OSError, ValueError, AttributeError):
        wide = os.get_terminal_size(terminal.fileno()).columns if terminal else 0
    return wide or shutil.get_terminal_size().columns


def _cut(text: str, room: int) -> str:
    """Return the beginning of text that fits in a terminal's line."""
    text = text[: max(room, 0)]
    while width(text) > room:
        text = text[:-1]
    return text


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _is_closed(error: Exception) -> bool:
    """Return whether the reader has left, as `head` and `less` do."""
    return isinstance(error, ValueError) or getattr(error, "errno", None) in (
        errno.EPIPE,
        errno.EBADF,
        errno.EINVAL,
    )


def _leave(stream: TextIO) -> None:
    """Discard what the stream still buffers; otherwise Python reports an error at exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
