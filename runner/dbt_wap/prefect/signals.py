"""A worker that cancels a flow run ends dbt as Ctrl-C does, not in the middle of a statement."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from prefect.exceptions import TerminationSignal


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise KeyboardInterrupt for the first SIGTERM, which dbt and the runner know.

    Prefect raises an exception of its own for it, and gets it after the step has ended.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        received.append(number)
        if len(received) == 1:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except BaseException as error:
        if received:
            raise TerminationSignal(signal=received[0]) from error
        raise
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
