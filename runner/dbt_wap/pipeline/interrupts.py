"""Ctrl-C and SIGTERM: they end a command, but never between a change of prod and the word on it."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Any


class Interrupts:
    """What a signal does to the command that runs in this process."""

    def __init__(self) -> None:
        self._installed = False
        self._last = False
        self._over = False

    def install(self) -> None:
        """Both signals raise KeyboardInterrupt; a CI job that is cancelled ends as after Ctrl-C."""
        self._installed = True
        sys.unraisablehook = self._lost
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._raise)

    def only_one_more(self) -> None:
        """Prod is about to change: one signal stops the command, later ones change nothing."""
        self._last = True

    def no_more(self) -> None:
        """The command ends anyway, and first reads what is true: no signal disturbs it."""
        self._over = True
        if self._installed:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)

    def _lost(self, told: Any) -> None:
        """A signal that came within a finalizer, where Python drops it, does not count."""
        if issubclass(told.exc_type, KeyboardInterrupt):
            self._over = False
        else:
            sys.__unraisablehook__(told)

    def _raise(self, number: int, frame: FrameType | None) -> None:
        if self._over:
            return
        self._over = self._last
        raise KeyboardInterrupt


interrupts = Interrupts()
"""Those of this process."""
