"""What a person at the terminal is asked, and what becomes of the answer."""

from __future__ import annotations

from typing import NamedTuple

from dbt_wap.cli.console import Console
from dbt_wap.errors import Cancelled, Rejected, WaitingApproval
from dbt_wap.project import Project
from dbt_wap.report.document import Report

_CHOICES = "[p]ublish, [r]eject, [l]ater"


class Answer(NamedTuple):
    """Publish (True), reject with a reason (False), or later (None)."""

    publish: bool | None
    reason: str = ""


def ask_decision(console: Console, run_id: str) -> Answer:
    """What becomes of a run; Enter and the end of the input mean later, for a later is no loss."""
    while True:
        said = console.ask(f"Run {run_id}: {_CHOICES}? (Enter: later)")
        word = (said or "later").lower()
        if word in ("l", "later"):
            return Answer(None)
        if word in ("p", "publish"):
            return Answer(True, "at the terminal")
        if word in ("r", "reject"):
            reason = console.ask("Why not? (Enter: back to the question)")
            if reason:
                return Answer(False, reason)
        else:
            console.error(f"{word} is none of {_CHOICES}")


def ask_yes(console: Console, question: str) -> bool:
    """Whether a person says yes; Enter and the end of the input mean no."""
    while True:
        word = (console.ask(f"{question} [y/N]") or "no").lower()
        if word in ("y", "yes", "n", "no"):
            return word.startswith("y")
        console.error(f"{word} is neither yes nor no")


def decide(console: Console, project: Project, report: Report, waits: WaitingApproval) -> str:
    """A person has said yes, and the run is published; a no, or a later, is raised."""
    run_id = report["run_id"]
    project.release()
    answer, reason = ask_decision(console, run_id)
    if answer is None:
        raise waits
    if answer:
        return project.approve(run_id, reason, seen=report["created_at"], publish=True)
    project.reject(run_id, reason)
    raise Rejected("run", f"run {run_id} is rejected: {reason}", prod=waits.prod)


def confirm_rollback(console: Console, project: Project, run: str | None, force: bool) -> str:
    """The run that a person wants rolled back, who has read what prod will be."""
    plan = project.dry_run("rollback", run, force=force)
    run_id = plan["run_id"]
    if plan.get("back"):
        console.note(f"rollback of run {run_id}: {plan['back']}")
        project.release()
        if not ask_yes(console, "Roll back?"):
            raise Cancelled("rollback", f"run {run_id} is not rolled back", prod="as published")
    return run_id
