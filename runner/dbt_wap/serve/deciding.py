"""What the page of a run says about a decision: the rule, the conditions, the buttons. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dbt_wap.model import CanApprove, Condition, Run, Status
from dbt_wap.report.report import read_report
from dbt_wap.serve.model import RunView
from dbt_wap.serve.runs import NEEDED
from dbt_wap.words import counted

_HALFWAY = {Status.PUBLISHING, Status.PUBLISH_INTERRUPTED}
_PUBLISHABLE = {Status.APPROVED, Status.STALE, *_HALFWAY}


@dataclass(frozen=True)
class Button:
    """What a person may do with a run, and why not now, if so."""

    label: str
    off: str = ""


@dataclass(frozen=True)
class Choices:
    """The buttons of a run: those that its status does not allow are None."""

    approve: Button | None = None
    approve_and_publish: Button | None = None
    reject: Button | None = None
    publish: Button | None = None
    rollback: Button | None = None
    gates: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Return whether there is a button at all."""
        return bool(self.approve or self.reject or self.publish or self.rollback)


def choices(view: RunView) -> Choices:
    """Return what may be done with a run now; nothing while it is published or rolled back."""
    run, can = view.run, view.can_approve
    if view.job and not view.job.done:
        return Choices()
    gates = tuple(can["overridable"]) if can and run.status is Status.AUDIT_FAILED else ()
    decides = "approve" in run.may and (run.status is Status.AWAITING_APPROVAL or bool(gates))
    off = _why_not(can, ignored={"gates"} if gates else set())
    last = can is not None and len(can["approvals"]) + 1 >= can["needed"]
    back = is_going_back(run)
    publishes = "publish" in run.may and run.status in _PUBLISHABLE and not back
    label = "Finish publishing" if run.status in _HALFWAY else "Publish"
    return Choices(
        approve=Button("Approve", off) if decides else None,
        approve_and_publish=Button("Approve and publish", off) if decides and last else None,
        reject=Button("Reject") if "reject" in run.may and (decides or publishes) else None,
        publish=Button(label, _why_not(can, only=NEEDED)) if publishes else None,
        rollback=_rollback(run, can, back=back),
        gates=gates,
    )


def _rollback(run: Run, can: CanApprove | None, *, back: bool) -> Button | None:
    if "rollback" not in run.may:
        return None
    return Button("Finish the rollback" if back else "Roll back", _why_not(can, only=NEEDED))


def conditions(view: RunView) -> list[Condition]:
    """Return the conditions that matter for what may be done now."""
    can, run = view.can_approve, view.run
    if not can:
        return []
    deciding = run.status in (Status.AWAITING_APPROVAL, Status.AUDIT_FAILED)
    return [
        condition
        for condition in can["conditions"]
        if (condition["name"] != "status" if deciding else condition["name"] in NEEDED)
    ]


def returns(sentence: str) -> str:
    """Return what a rollback brings back, with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def lost(view: RunView) -> str:
    """Return what prod loses by a rollback, as far as the report of the run knows."""
    if not view.report:
        return "All changes of this run. Its report, which listed them, is missing."
    totals = read_report(view.report).totals
    facts = [
        f"{counted(count, noun, nouns)} {words}"
        for count, noun, nouns, words in (
            (totals.added, "added row", "added rows", "removed again"),
            (totals.changed, "changed row", "changed rows", "set back"),
            (totals.removed, "removed row", "removed rows", "restored"),
        )
        if count
    ]
    what = f"The changes of this run in {counted(totals.differ, 'relation')}"
    return what + (f": {', '.join(facts)}." if facts else ".")


def _why_not(
    can: CanApprove | None, *, ignored: set[str] | None = None, only: Collection[str] | None = None
) -> str:
    """Return the conditions that do not hold, in words; an empty string if all hold."""
    if can is None:
        return "It is not known yet whether you may do this."
    failing = [
        condition["text"]
        for condition in can["conditions"]
        if not condition["holds"]
        and condition["name"] not in (ignored or ())
        and (only is None or condition["name"] in only)
    ]
    return "; ".join(failing)


def progress_of_approval(can: CanApprove) -> str:
    """Return such as "1 of 2 approvals: ana"."""
    names = ", ".join(approval["by"] for approval in can["approvals"])
    so_far = f"{len(can['approvals'])} of {counted(can['needed'], 'approval')}"
    return f"{so_far}: {names}" if names else so_far


STANDING = {
    Status.WRITING: "The candidate is not audited yet.",
    Status.FAILED: "The build failed. The candidate is kept so you can inspect it.",
    Status.AUDIT_FAILED: "The audit failed. The candidate is kept so you can inspect it.",
    Status.AWAITING_APPROVAL: "The audit passed. The run can be published once it is approved.",
    Status.APPROVED: "The run is approved and can be published.",
    Status.REJECTED: "The run was rejected and cannot be published.",
    Status.PUBLISHING: "The run is being published.",
    Status.PUBLISHED: "The candidate is in prod.",
    Status.PUBLISH_INTERRUPTED: "The publish did not finish. Finish it, or roll it back.",
    Status.ROLLED_BACK: "Prod is restored to its state before this run.",
    Status.DISCARDED: "The candidate was dropped. Nothing was published.",
    Status.STALE: "Prod or the candidate changed after the audit, or the run expired.",
}


def standing(view: RunView) -> str:
    """Return what the status of a run means, as a sentence."""
    run = view.run
    if is_going_back(run):
        return "The rollback did not finish. Finish it."
    if run.status is Status.AUDIT_FAILED and view.can_approve and view.can_approve["overridable"]:
        return "Only gates block this run. Override them with a reason to approve it."
    return STANDING[run.status] + _decided_by(run)


def _decided_by(run: Run) -> str:
    """Return who approved or rejected the run, as a sentence after another, or an empty string."""
    if run.status is Status.REJECTED:
        who = [event["actor"] for event in run.events if event["event"] == "rejected"][-1:]
        return f" Rejected by {who[0]}." if who else ""
    if run.status is Status.AWAITING_APPROVAL or not run.approvals:
        return ""
    return f" Approved by {', '.join(approval['by'] for approval in run.approvals)}."


def is_going_back(run: Run) -> bool:
    """Return whether a rollback of the run has begun and not ended."""
    return run.next.startswith("wap rollback") and run.status in _HALFWAY
