"""What a command has to say, on the terminal."""

from __future__ import annotations

from pathlib import Path

from dbt_wap.cli.console import Console
from dbt_wap.model import Event, Hear, RunStatus, Statements, Status
from dbt_wap.report.document import Report
from dbt_wap.report.report import read_report
from dbt_wap.report.text import text
from dbt_wap.report.values import visible


def listener(console: Console) -> Hear:
    """What happens in a command is shown as it happens."""

    def hear(event: Event) -> None:
        if event.report:
            show_report(console, event.report, Path(event.text))
        else:
            getattr(console, "error" if event.kind == "warning" else event.kind)(event.text)

    return hear


def show_report(console: Console, report: Report, page: Path, *, full: bool = False) -> None:
    """The report is on the terminal, with the place of its page."""
    console.page(text(read_report(report), full=full, colour=console.colour))
    if page.is_file() and not full:
        console.result(f"\nThe report as a page: {page}")


def show_status(console: Console, found: RunStatus) -> None:
    """Where the run is, and what to type next."""
    if console.as_json:
        console.document(found)
        return
    why = f" ({found['reason']})" if found["reason"] else ""
    lines = [f"run {found['run_id']}: {found['status']}{why}"]
    lines.append(f"  requested by {found['requested_by']} at {found['created_at'][:19]}Z")
    if found["verdict"]:
        tests = ", ".join(f"{count} {name}" for name, count in found["tests"].items())
        lines.append(f"  verdict {found['verdict']}; tests: {tests}")
    if found["expires_at"] and found["status"] in (Status.AWAITING_APPROVAL, Status.APPROVED):
        lines.append(f"  waits until {found['expires_at'][:19]}Z")
    lines += [f"  {p['prod']} <- {p['audit']}, archive {p['archive']}" for p in found["schemas"]]
    if Path(found["report_html"]).is_file():
        lines.append(f"  report: {found['report_html']}")
    console.result("\n".join(map(visible, [*lines, f"  next: {found['next']}"])))


def show_statements(console: Console, plan: Statements) -> None:
    """The statements of a dry run."""
    statements = plan.get("statements", [])
    if statements and "begin" not in statements:
        console.note("-- no transaction: each statement commits by itself")
    if plan.get("back"):
        console.note(f"-- {plan['back']}")
    console.result("\n".join(f"{sql};" for sql in statements) or "nothing to do")
    if console.as_json:
        console.document({"run_id": plan["run_id"], "statements": statements})
