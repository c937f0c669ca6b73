"""Shows events, reports, statuses and statements on the terminal."""

from __future__ import annotations

from pathlib import Path

from dbt_wap.cli.console import Console
from dbt_wap.model import Event, Hear, RunStatus, Statements, Status
from dbt_wap.report.document import Report
from dbt_wap.report.report import read_report
from dbt_wap.report.rule import ANYONE
from dbt_wap.report.tests import counts_of_tests
from dbt_wap.report.text import text
from dbt_wap.report.values import visible
from dbt_wap.words import status_words

_SHOWN = ("note", "warning", "result", "progress", "live")
"""The kinds of events that a method of the console shows; dbt's nodes and log are not shown."""


def listener(console: Console) -> Hear:
    """Return a listener that shows the events of a command as they happen."""

    def hear(event: Event) -> None:
        if event.report:
            show_report(console, event.report, Path(event.text))
        elif event.kind in _SHOWN:
            getattr(console, event.kind)(event.text)

    return hear


def show_report(console: Console, report: Report, page: Path, *, full: bool = False) -> None:
    """Show a report, with the path of its HTML page."""
    console.page(text(read_report(report), full=full, colour=console.colour))
    if page.is_file() and not full:
        console.result(f"\nHTML report: {page}")


def show_status(console: Console, found: RunStatus) -> None:
    """Show the status of a run and the next command."""
    if console.as_json:
        console.document(found)
        return
    why = f" ({found['reason']})" if found["reason"] else ""
    env = f" ({found['env']})" if found["env"] else ""
    lines = [f"run {found['run_id']}{env}: {status_words(found['status'])}{why}"]
    lines.append(f"  requested by {found['requested_by']} at {found['created_at'][:19]}Z")
    if found["verdict"]:
        tests = counts_of_tests(found["tests"])
        lines.append(f"  verdict: {status_words(found['verdict'])}; tests: {tests}")
    lines += _approvals(found)
    if found["expires_at"] and found["status"] in (Status.AWAITING_APPROVAL, Status.APPROVED):
        lines.append(f"  expires at {found['expires_at'][:19]}Z")
    lines += [f"  {p['prod']} <- {p['audit']}, archive {p['archive']}" for p in found["schemas"]]
    if Path(found["report_html"]).is_file():
        lines.append(f"  report: {found['report_html']}")
    console.result("\n".join(map(visible, [*lines, f"  next: {found['next']}"])))


def _approvals(found: RunStatus) -> list[str]:
    """Return who approved the run and who may, and that no one knows of a run that waits."""
    told, lines = found["approvals"], []
    waits = found["status"] in (Status.AWAITING_APPROVAL, Status.AUDIT_FAILED)
    if told["given"] or (waits and told["rule"] != ANYONE.words):
        given = [f"{a['by']} through {a['door']}, {a['at'][:16]}Z" for a in told["given"]]
        who = f" ({'; '.join(given)})" if given else ""
        lines.append(f"  approvals: {len(given)} of {told['needed']}{who}")
    if waits and told["rule"] != ANYONE.words:
        lines.append(f"  needs {told['rule']}")
    if waits and found["not_notified"]:
        lines.append(f"  no one was notified: {found['not_notified']}")
    return lines


def show_statements(console: Console, plan: Statements) -> None:
    """Show the statements of a dry run."""
    statements = plan.get("statements", [])
    if statements and "begin" not in statements:
        console.note("-- not transactional: each statement commits separately")
    if plan.get("back"):
        console.note(f"-- {plan['back']}")
    console.result("\n".join(f"{sql};" for sql in statements) or "nothing to do")
    if console.as_json:
        console.document({"run_id": plan["run_id"], "statements": statements})
