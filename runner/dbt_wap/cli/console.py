"""Writes results to stdout, and notes, progress and errors to stderr.

Writing never ends a command: a closed pipe gets no more output, and characters that the encoding of
a stream lacks are replaced. Control characters are escaped.
"""

from __future__ import annotations

import codecs
import errno
import json
import os
import shutil
import sys
from typing import Any, TextIO

from dbt_wap.report.values import visible

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


class Console:
    """Prints results, notes and progress; uses colour and live lines only on a terminal."""

    def __init__(
        self,
        *,
        as_json: bool = False,
        quiet: bool = False,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self._out = out or sys.stdout  # None where the shell has closed it
        self._err = err or sys.stderr
        self._live = 0
        self._closed: set[int] = set()

    @property
    def interactive(self) -> bool:
        """True if wap can ask questions."""
        return _is_terminal(sys.stdin) and _is_terminal(self._err) and not self.as_json

    @property
    def colour(self) -> bool:
        """True if results go to a terminal that shows colour and NO_COLOR is not set."""
        stream = self._err if self.as_json else self._out
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return _is_terminal(stream) and not plain

    def result(self, text: str) -> None:
        """Print the result for people: to stdout, or to stderr with --json."""
        self.page(_escaped(text))

    def page(self, text: str, *, html: bool = False) -> None:
        """Print a report, which is already escaped and coloured.

        An HTML page declares UTF-8; for any other encoding, characters become references.
        """
        self._clear()
        stream = self._err if self.as_json else self._out
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
            self._clear()
            self._write(self._err, visible(text) + "\n")

    def error(self, text: str) -> None:
        """Print lines that are shown even with --quiet."""
        self._clear()
        self._write(self._out, "")
        self._write(self._err, _escaped(text) + "\n")

    def progress(self, text: str) -> None:
        """Show progress: in place on a terminal, in separate lines elsewhere."""
        if self.quiet:
            return
        line = f"  {visible(text)}"
        if not _is_terminal(self._err):
            self._write(self._err, line + "\n")  # one write: dbt's threads report at the same time
            return
        line = line[: shutil.get_terminal_size().columns - 1]
        self._write(self._err, "\r" + line.ljust(self._live))
        self._live = len(line)

    def live(self, text: str) -> None:
        """Show progress on a terminal only, for updates too frequent for a log."""
        if _is_terminal(self._err):
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

    def _clear(self) -> None:
        if self._live:
            self._write(self._err, "\r" + " " * self._live + "\r")
            self._live = 0

    def _write(self, stream: TextIO | None, text: str) -> None:
        """Write to a stream, or nothing once writing to it failed: a reader that leaves must not
        change what a command does or its exit code."""
        if stream is None or id(stream) in self._closed:
            return
        encoding = _encoding(stream)
        if encoding:
            text = text.encode(encoding, "wap").decode(encoding)
        try:
            stream.write(text)
            stream.flush()
        except (OSError, ValueError) as error:
            self._closed.add(id(stream))
            _leave(stream)
            if stream is self._out and not _is_closed(error):
                self._write(self._err, f"warning: could not write to stdout: {error}\n")


def current_stdout() -> object:
    """Return the current stdout: click replaces it when its reader has left."""
    return sys.stdout


def _encoding(stream: TextIO | None) -> str | None:
    """Return Python's name of a stream's encoding, or None if it takes any character."""
    name = getattr(stream, "encoding", None)
    return codecs.lookup(name).name if name else None


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
    """Send what the stream still buffers to nowhere, or Python complains at exit."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
