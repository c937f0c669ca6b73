"""What the record in the warehouse says about the run of a flow run."""

from __future__ import annotations

from dbt_wap.model import Run, RunEvent, Status
from dbt_wap.notify.threads import flow_run_of
from dbt_wap.prefect.form import Approval
from dbt_wap.project import Project
from dbt_wap.words import status_words

CHANNEL = "Prefect"
_DECISIONS = {
    "approved": "approved",
    "partly_approved": "approved",
    "published": "published",
    "rejected": "rejected",
    "discarded": "discarded",
    "rolled_back": "rolled back",
    "superseded": "superseded by a later run",
    "stale": "found stale",
}
_PUBLISHABLE = (Status.APPROVED, Status.PUBLISHING, Status.PUBLISH_INTERRUPTED)
_OVER = (
    *(Status.FAILED, Status.AUDIT_FAILED, Status.STALE),
    *(Status.REJECTED, Status.DISCARDED, Status.ROLLED_BACK),
)
_BUILT = ("built", "tests_failed", "audit_died")
_SEARCHED = 100


def run_of(project: Project, flow_run_id: str) -> Run | None:
    """Return the run that this flow run has waited for, or None."""
    runs = project.history(_SEARCHED)
    return next((run for run in runs if flow_run_of(run.events) == flow_run_id), None)


def needs_decision(run: Run) -> bool:
    """Return whether the run needs approval, and does not have it."""
    return run.status is Status.AWAITING_APPROVAL and run.verdict == "needs_approval"


def is_publishable(run: Run) -> bool:
    """Return whether the next step of the run is to publish it."""
    passed = run.status is Status.AWAITING_APPROVAL and run.verdict == "pass"
    return passed or run.status in _PUBLISHABLE


def needs_audit(run: Run) -> bool:
    """Return whether the candidate is built, and only its audit is missing."""
    return any(event["event"] in _BUILT for event in run.changes[-1:])


def is_over(run: Run) -> bool:
    """Return whether the run ended without a publish that is still in prod."""
    return run.status in _OVER


def decision_of(run: Run) -> RunEvent | None:
    """Return the last event that decided about the run."""
    return next((each for each in reversed(run.events) if each["event"] in _DECISIONS), None)


def decided(run: Run) -> str:
    """Say who decided about the run, through which door, when, and for what reason."""
    event = decision_of(run)
    if event is None:
        return f"run {run.run_id}: {status_words(run.status.value)}"
    detail = event["detail"] or {}
    door = f" ({detail['door']})" if detail.get("door") else ""
    reason = f": {detail['reason']}" if detail.get("reason") else ""
    what = _DECISIONS[event["event"]]
    return f"run {run.run_id} was {what} by {event['actor']}{door} at {event['at']}{reason}"


def contradicts(answer: Approval, run: Run) -> bool:
    """Return whether an answer in Prefect came after another decision, which it does not change."""
    event = decision_of(run)
    wanted = ("approved", "published") if answer.decision == "yes" else ("rejected",)
    return event is None or event["event"] not in wanted or event["actor"] != answer.who.strip()
