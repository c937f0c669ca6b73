"""Decides what to report after a failure: reads the state of prod if it may have changed."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from dbt_wap.errors import DbtFailed, Interrupted, WapError, reason_of, unforeseen
from dbt_wap.model import Run, Status
from dbt_wap.pipeline.interrupts import interrupts
from dbt_wap.pipeline.steps import Steps

_GOALS = {"publish": Status.PUBLISHED, "rollback": Status.ROLLED_BACK}


class Settled(NamedTuple):
    """The error, or None if the command succeeded anyway; the run, if prod may be halfway."""

    error: WapError | None
    halfway: bool = False
    run: Run | None = None


def settle(at: Steps, error: BaseException, where: str) -> Settled:
    """Return the error to report; what it says about prod was read from the warehouse."""
    known = error if isinstance(error, WapError) else None
    if at.changing is None:
        known = known or unforeseen(error, where)
        if at.hooks and known.prod in (None, "unchanged"):
            hooks = "; ".join(at.hooks)
            known.prod = (
                f"unchanged by dbt-wap, but hooks of the build may have changed it: {hooks}"
            )
        return Settled(known)
    interrupts.no_more()
    step, goal = at.changing, _GOALS[at.changing]
    try:
        found = at.store.find(at.run_id, {"publishing", "publish_interrupted"})
    except WapError as second:
        what = f"{reason_of(error)}; then could not read the state of prod: {second.what}"
        return Settled(Interrupted(step, what, prod="UNKNOWN"), True, at.before)
    if found is None:
        return Settled(known or unforeseen(error, where))
    if found.status is goal and isinstance(error, DbtFailed):
        at.error(f"warning: the {step} succeeded, but a later step failed: {error.what}")
        return Settled(None)
    halfway = found.status in (Status.PUBLISHING, Status.PUBLISH_INTERRUPTED)
    if halfway and (known is None or known.prod is None):
        return Settled(_broken_off(at, step, found, error), True, found)
    known = known or unforeseen(error, where, found.prod)
    if halfway or known.prod in (None, "unchanged"):
        known.prod = found.prod
    if known is not error:
        known.next_command = found.next
    return Settled(known, halfway, found)


def _broken_off(at: Steps, step: str, run: Run, error: BaseException) -> Interrupted:
    """Record the run as interrupted; return an error with prod's state and the next command."""
    reason = reason_of(error)
    if run.status is Status.PUBLISHING:
        with suppress(WapError), at.store.locked(run.run_id, prod=True):
            at.store.call("mark_run", run=run.run_id, event="interrupted", reason=reason)
    what = f"the {step} of run {run.run_id} did not finish: {reason}"
    return Interrupted(step, what, prod=run.prod, next_command=run.next)
