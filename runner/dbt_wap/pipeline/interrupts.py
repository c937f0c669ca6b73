"""Ctrl-C and SIGTERM: they end a command, but not between changing prod and reporting on it."""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Any


class Interrupts:
    """How signals end the command in this process."""

    def __init__(self) -> None:
        self._installed = False
        self._last = False
        self._over = False

    def install(self) -> None:
        """Raise KeyboardInterrupt for both signals, so a cancelled CI job ends like Ctrl-C."""
        self._installed = True
        sys.unraisablehook = self._lost
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._raise)

    def hand_over(self) -> None:
        """Leave signals to a server, whose commands run outside of the main thread."""
        self._installed = False

    def only_one_more(self) -> None:
        """Prod is about to change: let one signal stop the command, and ignore later ones."""
        self._last = True

    def no_more(self) -> None:
        """Ignore signals: the command is ending, and first reads the state of prod."""
        self._over = True
        if self._installed:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)

    def _lost(self, told: Any) -> None:
        """Forget a signal that arrived in a finalizer, where Python drops the exception."""
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
"""The signal handling of this process."""
