"""The only writer of stdout and stderr: stdout is the result, stderr all the rest."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import Any, TextIO


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
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._live = 0

    @property
    def interactive(self) -> bool:
        """True when a person can be asked."""
        return sys.stdin.isatty() and self._err.isatty() and not self.as_json

    @property
    def colour(self) -> bool:
        """True when results go to a terminal that shows colour, and NO_COLOR does not forbid it."""
        stream = self._err if self.as_json else self._out
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return stream.isatty() and not plain

    def result(self, text: str) -> None:
        """The answer to the command, for people: on stdout, or on stderr beside a JSON answer."""
        self._clear()
        print(text, file=self._err if self.as_json else self._out, flush=True)

    def document(self, data: Any) -> None:
        """The answer as one JSON document on stdout."""
        self._clear()
        print(json.dumps(data, indent=2), file=self._out, flush=True)

    def note(self, text: str) -> None:
        """A line beside the answer."""
        if not self.quiet:
            self._clear()
            print(text, file=self._err, flush=True)

    def error(self, text: str) -> None:
        """A line that is always shown."""
        self._clear()
        self._out.flush()
        print(text, file=self._err, flush=True)

    def progress(self, text: str) -> None:
        """Where a long step is: one line, written over, on a terminal; plain lines elsewhere."""
        if self.quiet:
            return
        if not self._err.isatty():
            self._err.write(f"  {text}\n")  # one write: dbt's threads report at the same time
            self._err.flush()
            return
        line = f"  {text}"[: shutil.get_terminal_size().columns - 1]
        print("\r" + line.ljust(self._live), end="", file=self._err, flush=True)
        self._live = len(line)

    def _clear(self) -> None:
        if self._live:
            print("\r" + " " * self._live + "\r", end="", file=self._err, flush=True)
            self._live = 0
