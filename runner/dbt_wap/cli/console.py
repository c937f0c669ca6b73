"""The only writer of stdout and stderr: stdout is the result, stderr all the rest.

Whatever is written cannot end a command: a pipe that is closed is written to no more, and what the
encoding of a stream lacks is replaced. What a terminal would obey or hide is escaped.
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
    """What stands for the characters that an encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    found = error.object[error.start : error.end]
    shown = (_PLAIN.get(char) or char.encode("unicode_escape").decode("ascii") for char in found)
    return "".join(shown), error.end


codecs.register_error("wap", _lacking)


def _escaped(text: str) -> str:
    """The text with its lines and tabs; all else that does not print is an escape like \\x1b."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in lines)


class Console:
    """Prints results, notes and progress; colour and live lines only on a terminal."""

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
        """True when a person can be asked."""
        return _is_terminal(sys.stdin) and _is_terminal(self._err) and not self.as_json

    @property
    def colour(self) -> bool:
        """True when results go to a terminal that shows colour, and NO_COLOR does not forbid it."""
        stream = self._err if self.as_json else self._out
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return _is_terminal(stream) and not plain

    def result(self, text: str) -> None:
        """The answer to the command, for people: on stdout, or on stderr beside a JSON answer."""
        self.page(_escaped(text))

    def page(self, text: str, *, html: bool = False) -> None:
        """The same, of a report: whoever wrote it has escaped what is in it, and given it colour.

        A page of HTML is UTF-8 by its own word: in another encoding its characters are references.
        """
        self._clear()
        stream = self._err if self.as_json else self._out
        if html and _encoding(stream) not in (None, "utf-8", "utf-8-sig"):
            text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
        self._write(stream, text + "\n")

    def document(self, data: Any) -> None:
        """The answer as one JSON document on stdout."""
        self._clear()
        self._write(self._out, json.dumps(data, indent=2) + "\n")

    def note(self, text: str) -> None:
        """A line beside the answer."""
        if not self.quiet:
            self._clear()
            self._write(self._err, visible(text) + "\n")

    def error(self, text: str) -> None:
        """Lines that are always shown."""
        self._clear()
        self._write(self._out, "")
        self._write(self._err, _escaped(text) + "\n")

    def progress(self, text: str) -> None:
        """Where a long step is: one line, written over, on a terminal; plain lines elsewhere."""
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
        """The same, of what would be too much where nothing is written over: not shown there."""
        if _is_terminal(self._err):
            self.progress(text)

    def ask(self, question: str) -> str | None:
        """What a person answers in one line, or None when nobody does (end of input)."""
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
        """The one place that writes. A stream that fails once gets nothing more: what a command
        has to do, and what it ends with, do not depend on who reads its words."""
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
                self._write(self._err, f"warning: stdout cannot be written: {error}\n")


def current_stdout() -> object:
    """What stdout is now: click puts something else in its place when its reader has left."""
    return sys.stdout


def _encoding(stream: TextIO | None) -> str | None:
    """How the stream encodes, in Python's own spelling, or None where it takes any character."""
    name = getattr(stream, "encoding", None)
    return codecs.lookup(name).name if name else None


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _is_closed(error: Exception) -> bool:
    """Whether the reader has left, as `head` and `less` do, which is no error."""
    return isinstance(error, ValueError) or getattr(error, "errno", None) in (
        errno.EPIPE,
        errno.EBADF,
        errno.EINVAL,
    )


def _leave(stream: TextIO) -> None:
    """What the stream still holds goes nowhere, or Python would complain of it at the very end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
