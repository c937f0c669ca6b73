"""Questions at the terminal, and what each answer does."""

from __future__ import annotations

from typing import NamedTuple

from dbt_wap.cli.console import Console
from dbt_wap.errors import Cancelled, Rejected, WaitingApproval
from dbt_wap.project import Project
from dbt_wap.report.document import Report
from dbt_wap.words import counted

_CHOICES = "[p]ublish, [r]eject, [l]ater"


class Answer(NamedTuple):
    """Publish (True), reject with a reason (False), or later (None)."""

    publish: bool | None
    reason: str = ""


def ask_decision(console: Console, question: str) -> Answer:
    """Ask whether to publish a run; Enter and the end of the input mean later."""
    while True:
        said = console.ask(f"{question} {_CHOICES} (default: later):")
        word = (said or "later").lower()
        if word in ("l", "later"):
            return Answer(None)
        if word in ("p", "publish"):
            return Answer(True, "at the terminal")
        if word in ("r", "reject"):
            reason = console.ask("Reason for rejecting (Enter to go back):")
            if reason:
                return Answer(False, reason)
        else:
            console.error(f"expected {_CHOICES}, got {word}")


def ask_yes(console: Console, question: str) -> bool:
    """Ask for confirmation; Enter and the end of the input mean no."""
    while True:
        word = (console.ask(f"{question} [y/N]") or "no").lower()
        if word in ("y", "yes", "n", "no"):
            return word.startswith("y")
        console.error(f"expected yes or no, got {word}")


def decide(console: Console, project: Project, report: Report, waits: WaitingApproval) -> str:
    """Ask about a run and publish it if approved; raise Rejected, or `waits` for later."""
    run_id = report["run_id"]
    if not may_decide(console, project, run_id):
        raise waits
    project.release()
    answer, reason = ask_decision(console, f"Publish run {run_id} to {report['target']}?")
    if answer is None:
        raise waits
    if answer:
        return project.approve(run_id, reason, seen=report["created_at"], publish=True)
    project.reject(run_id, reason)
    raise Rejected("run", f"run {run_id} was rejected: {reason}", prod=waits.prod)


def may_decide(console: Console, project: Project, run_id: str) -> bool:
    """Return whether to ask this person about a run, and say why not, or that more must approve."""
    can = project.can_approve(run_id)
    if not can["allowed"]:
        why = "; ".join(each["text"] for each in can["conditions"] if not each["holds"])
        console.note(f"you cannot approve run {run_id}: {why}")
    elif can["needed"] > len(can["approvals"]) + 1:
        left = can["needed"] - len(can["approvals"])
        console.note(f"run {run_id} needs {counted(left, 'more approval')}: yours is one of them")
    return can["allowed"]


def confirm_rollback(console: Console, project: Project, run: str | None, force: bool) -> str:
    """Show what a rollback would do and ask for confirmation; return the run id."""
    plan = project.dry_run("rollback", run, force=force)
    run_id = plan["run_id"]
    if plan.get("back"):
        console.note(f"rollback of run {run_id}: {plan['back']}")
        project.release()
        if not ask_yes(console, f"Roll back run {run_id}?"):
            raise Cancelled("rollback", f"run {run_id} was not rolled back", prod="as published")
    return run_id
