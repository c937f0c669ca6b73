"""The command line: each command calls the steps, prints, and ends."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

from dbt_wap.cli.answers import confirm_rollback, decide
from dbt_wap.cli.history import history_entry, history_table
from dbt_wap.cli.options import (
    App,
    InOrder,
    Sectioned,
    flag,
    guarded,
    legible,
    named,
    option,
    run_argument,
    selection_options,
    spread,
    with_globals,
)
from dbt_wap.cli.showing import listener, show_report, show_statements, show_status
from dbt_wap.demo import cycle
from dbt_wap.errors import ExitCode, WaitingApproval
from dbt_wap.model import Selection
from dbt_wap.pipeline.interrupts import interrupts
from dbt_wap.report.document import Report
from dbt_wap.report.html import html
from dbt_wap.report.markdown import markdown
from dbt_wap.report.report import read_report
from dbt_wap.report.selection import only
from dbt_wap.report.values import visible
from dbt_wap.setup.init import init as set_up
from dbt_wap.version import __version__


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wap")
@with_globals
def wap(**_: Any) -> None:
    """Write, audit and publish a dbt project: nothing reaches prod that did not pass."""


def command(function: Callable[..., None]) -> click.Command:
    """The function is a command of `wap`."""
    return wap.command(cls=Sectioned)(guarded(function))


@command
@option(
    "--dir",
    "directory",
    metavar="DIR",
    default="wap-demo",
    show_default=True,
    help="Where the project goes.",
)
@flag("--yes", "Answer the question with yes.")
@option(
    "--scenario",
    type=click.Choice(["good", "bad-data", "drift"]),
    default="good",
    show_default=True,
    help="What happens to the second run.",
)
def demo(app: App, directory: str, yes: bool, scenario: str) -> None:
    """Make a sample project on DuckDB and run a whole cycle on it.

    Example: wap demo --yes
    """
    folder = Path(directory).resolve()
    cycle.play(folder, scenario, yes, listener(app.console))
    app.answer({"directory": str(folder), "scenario": scenario})


@command
@flag("--offline", "Keep a copy of wap's own macros in the project: no repository is needed.")
def init(app: App, offline: bool) -> None:
    """Put dbt-wap into the dbt project at hand; shows what it changes; may be run again.

    Example: wap init
    """
    hear = listener(app.console)
    app.answer(set_up(app.settings.project_dir, hear, offline=offline))


@command
def doctor(app: App) -> None:
    """Check that everything is in place; one line a check.

    Example: wap doctor
    """
    checks = []
    for check in app.project.doctor():
        checks.append(check)
        app.console.result(str(check))
    app.answer([vars(check) for check in checks])
    if not all(check.ok for check in checks):
        sys.exit(int(ExitCode.CONFIG))


@command
@selection_options
@flag("--auto-approve", "Say yes to what a person would be asked.")
@flag("--no-publish", "Stop at a candidate that waits: exit 0.")
def run(app: App, auto_approve: bool, no_publish: bool, **selection: Any) -> None:
    """Write, audit, ask, publish.

    Example: wap run --target prod --auto-approve
    """
    taken = Selection(**selection)
    try:
        run_id = app.project.run(taken, auto_approve=auto_approve, no_publish=no_publish)
    except WaitingApproval as waits:
        if not app.console.interactive or not app.report:
            raise
        run_id = decide(app.console, app.project, app.report, waits)
    app.end(run_id)


@command
@selection_options
def write(app: App, **selection: Any) -> None:
    """Build the candidate, without its tests.

    Example: wap write --select +orders
    """
    run_id = app.project.write(Selection(**selection))
    app.end(run_id, f"run {run_id} is written; next: wap audit {run_id}")


@command
@run_argument
def audit(app: App, run: str | None) -> None:
    """Run the tests on the candidate, compare it with prod, give the verdict.

    Example: wap audit
    """
    app.end(app.project.audit(run)["run_id"])


@command
@run_argument
@option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    help="How the report is written.",
)
@option(
    "--relation",
    metavar="NAME",
    help="One relation in full: its name, or SCHEMA.NAME.  [default: all, in short]",
)
@option("--open", "in_browser", is_flag=True, help="Open the page of the run in the browser.")
def report(app: App, run: str | None, form: str, relation: str | None, in_browser: bool) -> None:
    """Show the difference report of a run, or all that it knows of one relation.

    Example: wap report --format html > report.html
    """
    project = app.project
    made = project.report(run)
    full, page = relation is not None, project.page(made["run_id"])
    if relation is not None:
        made = cast(Report, only(made, relation))
    if in_browser:
        page = page.with_name("relation.html") if full else page
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(html(read_report(made), full=full), encoding="utf-8")
        if not webbrowser.open(page.as_uri()):
            app.console.error("warning: there is no browser here that could be opened")
        app.console.result(str(page))
        app.answer({"run_id": made["run_id"], "report_html": str(page)})
    elif form == "json" or app.console.as_json:
        app.console.document(made)
    elif form == "html":
        app.console.page(html(read_report(made), full=full), html=True)
    elif form == "markdown":
        app.console.page(markdown(read_report(made), full=full))
    else:
        show_report(app.console, made, page, full=full)


@command
@run_argument
@option("--reason", metavar="TEXT", callback=legible, help="Why; it is recorded.")
@option("--publish", "then_publish", is_flag=True, help="Publish right away.")
@option(
    "--override",
    metavar="GATE",
    multiple=True,
    help="A gate that blocked the run and is not to; needs --reason. May be repeated.",
)
def approve(
    app: App, run: str | None, reason: str | None, then_publish: bool, override: tuple[str, ...]
) -> None:
    """Say yes to the candidate as it was audited.

    Example: wap approve --publish
    """
    run_id = app.project.approve(run, reason, override=override, publish=then_publish)
    then = f"run {run_id} is approved; next: wap publish {run_id}"
    app.end(run_id, "" if then_publish else then)


@command
@run_argument
@option("--reason", metavar="TEXT", required=True, callback=legible, help="Why; it is recorded.")
def reject(app: App, run: str | None, reason: str) -> None:
    """Say no to the candidate; it stays for a look until the next run.

    Example: wap reject --reason "2024 is not final"
    """
    run_id = app.project.reject(run, reason)
    app.end(run_id, f"run {run_id} is rejected: {visible(reason)}")


@command
@run_argument
@flag("--dry-run", "Print the statements; change nothing.")
@flag("--force", "Publish although prod changed after the clone. Skips that check alone.")
def publish(app: App, run: str | None, dry_run: bool, force: bool) -> None:
    """Make the approved candidate what consumers read.

    Example: wap publish --dry-run
    """
    if dry_run:
        show_statements(app.console, app.project.dry_run("publish", run, force=force))
    else:
        app.end(app.project.publish(run, force=force))


@command
@run_argument
@flag("--dry-run", "Print the statements; change nothing.")
@flag("--force", "Roll back although prod was written to since. Skips that check alone.")
@flag("--yes", "Do not ask; off a terminal nobody is asked.")
def rollback(app: App, run: str | None, dry_run: bool, force: bool, yes: bool) -> None:
    """Put prod back to what it was before a run was published.

    Example: wap rollback
    """
    if dry_run:
        show_statements(app.console, app.project.dry_run("rollback", run, force=force))
        return
    if app.console.interactive and not yes:
        run = confirm_rollback(app.console, app.project, run, force)
    run_id = app.project.rollback(run, force=force)
    app.end(run_id, f"run {run_id} is rolled back: prod is what it was before it")


@command
@run_argument
def discard(app: App, run: str | None) -> None:
    """Drop the candidate of a run that is not published.

    Example: wap discard
    """
    run_id = app.project.discard(run)
    app.end(run_id, f"run {run_id} is discarded")


@command
@option(
    "--keep",
    type=click.IntRange(min=0),
    metavar="N",
    help="Archives to keep.  [default: var wap_keep]",
)
def clean(app: App, keep: int | None) -> None:
    """Drop the archives of older runs.

    Example: wap clean --keep 1
    """
    dropped = app.project.clean(keep)
    app.console.result(
        f"{len(dropped)} archive schema(s) dropped" + "".join(f"\n  {d}" for d in dropped)
    )
    app.answer({"dropped": dropped})


@command
@click.argument("lock_id", metavar="ID", callback=named)
def unlock(app: App, lock_id: str) -> None:
    """Take the lock away from a process that is dead; ID is in the refusal that it causes.

    Example: wap unlock 1f3a9c02
    """
    released = app.project.unlock(lock_id)
    app.console.result("the lock is gone" if released else "there was no lock")
    app.answer({"released": released})


@command
@run_argument
def status(app: App, run: str | None) -> None:
    """Say where a run is and what to type next.

    Example: wap status --json
    """
    show_status(app.console, app.project.status(run))


@command
@option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="How many runs.",
)
def history(app: App, limit: int) -> None:
    """List the runs, newest first.

    Example: wap history --limit 5
    """
    runs = app.project.history(limit)
    if app.console.as_json:
        app.console.document([history_entry(each) for each in runs])
    else:
        app.console.result(history_table(runs) if runs else "no run yet")


def main() -> None:
    """The console script."""
    interrupts.install()
    try:
        wap.main(args=spread(sys.argv[1:]), prog_name="wap")
    finally:
        interrupts.no_more()
