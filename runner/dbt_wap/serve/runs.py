"""What the service reads of one run, and what it checks before a publish or a rollback."""

from __future__ import annotations

from typing import Literal

from dbt_wap.errors import ConfigError, Stale, WaitingApproval
from dbt_wap.model import CanApprove, Person
from dbt_wap.project import Project
from dbt_wap.report.document import Report
from dbt_wap.serve.model import AUDITED, Action, Job, RunView

NEEDED = ("approver", "identity")
"""The conditions of an approval that hold for a publish and a rollback too."""


def read_run(project: Project, target: str, run_id: str, person: Person | None) -> RunView:
    """Read a run, its report, and whether the person may approve it."""
    run = project.find(run_id)
    report: Report | None = None
    if any(event["event"] in AUDITED for event in run.events):
        report = _report(project, run_id)
    can_approve: CanApprove | None = None
    if person:
        with project.acting_as(person):
            can_approve = project.can_approve(run_id)
    return RunView(target, run, can_approve, report)


def _report(project: Project, run_id: str) -> Report | None:
    """Return the report of a run, or None if its audit did not record one that can be read."""
    try:
        return project.report(run_id)
    except (ConfigError, Stale):
        return None


def change_prod(project: Project, job: Job, reason: str | None) -> None:
    """Publish or roll back as the person who started the job."""
    with project.acting_as(job.person):
        if job.action == "publish":
            project.publish(job.run_id, reason=reason)
        else:
            project.rollback(job.run_id, reason=reason)


def check_rights(action: Action, view: RunView) -> None:
    """Refuse a publish or rollback to a person who may not approve the run."""
    assert view.can_approve
    found = {each["name"]: each for each in view.can_approve["conditions"]}
    if lacking := [found[name]["text"] for name in NEEDED if not found[name]["holds"]]:
        what = f"you may not {action} run {view.run.run_id}: {'; '.join(lacking)}"
        raise WaitingApproval(action, what, next_command=f"wap status {view.run.run_id}")


def check_seen(action: Action | Literal["reject"], view: RunView, seen: str | None) -> None:
    """Refuse a decision about another report. `seen` is an empty string for a run without one."""
    if seen is not None and seen != (view.report["created_at"] if view.report else ""):
        what = f"run {view.run.run_id} was audited again after you opened its report"
        raise Stale(action, what, next_command=f"wap report {view.run.run_id}")
