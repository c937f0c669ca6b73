"""Keep values of rows out of what people see: the warehouse quotes them in its errors."""

from __future__ import annotations

import asyncio
import logging

from dbt_wap.errors import ExitCode, WapError
from dbt_wap.model import Event, Hear
from dbt_wap.serve.model import Job

WARNING = "warning: see the log of wap serve"
"""What people see instead of a warning, which may quote an error."""

_LOG = logging.getLogger("dbt_wap.serve")
_QUOTING = (ExitCode.FAILED, ExitCode.INTERRUPTED)
"""The errors that quote dbt and the warehouse."""
_TOLD = {"note", "progress", "warning", "result"}
"""The kinds of events that become lines of a job."""


def without_values(error: WapError) -> WapError:
    """Return the error, or instead of one that quotes the warehouse, one that does not."""
    if error.exit_code not in _QUOTING:
        return error
    ended = "did not finish" if error.exit_code is ExitCode.INTERRUPTED else "failed"
    what = f"{error.where} {ended}; the log of wap serve has the error of dbt or the warehouse"
    return type(error)(error.where, what, prod=error.prod, next_command=error.next_command)


def logged(error: WapError) -> WapError:
    """Return the error without values of rows; log what that leaves out."""
    shown = without_values(error)
    if shown is not error:
        _LOG.error("%s", error)
    return shown


def teller(job: Job, loop: asyncio.AbstractEventLoop) -> Hear:
    """Return a listener for the worker's thread that adds events to a job.

    Warnings may quote an error: they are logged, and the job says only that there is one.
    """

    def hear(event: Event) -> None:
        if event.kind == "warning":
            _LOG.warning("%s", event.text)
        if event.kind in _TOLD:
            text = WARNING if event.kind == "warning" else event.text
            loop.call_soon_threadsafe(job.say, text)

    return hear
