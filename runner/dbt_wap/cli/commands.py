"""The commands of `wap`: each calls a method of Project and prints the result."""

from __future__ import annotations

import gc
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import click

from dbt_wap.cli.answers import confirm_rollback, decide
from dbt_wap.cli.history import (
    environment_entry,
    environment_table,
    history_entry,
    history_table,
)
from dbt_wap.cli.options import (
    App,
    InOrder,
    Sectioned,
    SectionedGroup,
    argument,
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
from dbt_wap.cli.serve import serve as serve_until_stopped
from dbt_wap.cli.serve import serve_options
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
from dbt_wap.setup.init import init as set_up
from dbt_wap.version import __version__
from dbt_wap.words import counted


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="wap")
@with_globals
def wap(**_: Any) -> None:
    """Write-Audit-Publish for dbt: build a candidate, audit it, then publish it."""


def command(function: Callable[..., None]) -> click.Command:
    """Register a function as a command of `wap`."""
    return wap.command(cls=Sectioned)(guarded(function))


@command
@option(
    "--dir",
    "directory",
    metavar="DIR",
    default="wap-demo",
    show_default=True,
    help="Directory for the sample project.",
)
@flag("--yes", "Publish the second run without asking.")
@option(
    "--scenario",
    type=click.Choice(["good", "bad-data", "drift"]),
    default="good",
    show_default=True,
    help="Second run: good data, bad data, or prod changes before the publish.",
)
def demo(app: App, directory: str, yes: bool, scenario: str) -> None:
    """Create a sample project on DuckDB and run a full cycle on it.

    Example: wap demo --yes
    """
    folder = Path(directory).resolve()
    cycle.play(folder, scenario, yes, listener(app.console))
    app.answer({"directory": str(folder), "scenario": scenario})


def subcommand(group: click.Group, name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Return a decorator that registers a function as a command of a group of `wap`."""
    return lambda function: group.command(name, cls=Sectioned)(guarded(function))


@command
@flag("--offline", "Copy the macros into the project instead of installing them with git.")
def init(app: App, offline: bool) -> None:
    """Set up dbt-wap in this dbt project. Shows each change; safe to run again.

    Example: wap init
    """
    hear = listener(app.console)
    app.answer(set_up(app.settings.project_dir, hear, offline=offline))


@command
def doctor(app: App) -> None:
    """Check the project, the connection and the privileges.

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
@flag("--auto-approve", "Publish without asking if the tests pass and no gate blocks.")
@flag("--no-publish", "Stop after the audit. A run that needs approval then exits with 0.")
def run(app: App, auto_approve: bool, no_publish: bool, **selection: Any) -> None:
    """Write, audit, ask for approval and publish.

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
    """Build the candidate without running its tests.

    Example: wap write --select +orders
    """
    run_id = app.project.write(Selection(**selection))
    app.end(run_id, f"run {run_id}: candidate built. Next: wap audit {run_id}")


@command
@run_argument
def audit(app: App, run: str | None) -> None:
    """Test the candidate, compare it with prod and give a verdict.

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
    help="Output format.",
)
@option(
    "--relation",
    metavar="NAME",
    help="Show one relation in full: NAME or SCHEMA.NAME.",
)
@option("--open", "in_browser", is_flag=True, help="Open the HTML report in a browser.")
def report(app: App, run: str | None, form: str, relation: str | None, in_browser: bool) -> None:
    """Show the report of a run, or one relation in full.

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
            app.console.warning("warning: could not open a browser")
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
@option("--reason", metavar="TEXT", callback=legible, help="Reason, recorded with the run.")
@option("--publish", "then_publish", is_flag=True, help="Publish right after approving.")
@option(
    "--override",
    metavar="GATE",
    multiple=True,
    help="Gate to override; requires --reason. Repeat it for each gate that blocked the run.",
)
def approve(
    app: App, run: str | None, reason: str | None, then_publish: bool, override: tuple[str, ...]
) -> None:
    """Approve the audited candidate.

    Example: wap approve --publish
    """
    app.end(app.project.approve(run, reason, override=override, publish=then_publish))


@command
@run_argument
@option(
    "--reason",
    metavar="TEXT",
    required=True,
    callback=legible,
    help="Reason, recorded with the run.",
)
def reject(app: App, run: str | None, reason: str) -> None:
    """Reject the candidate. The next run drops it.

    Example: wap reject --reason "2024 is not final"
    """
    app.end(app.project.reject(run, reason))


@command
@run_argument
@flag("--dry-run", "Print the statements without running them.")
@flag("--force", "Publish even if prod changed after the clone. Skips only that check.")
def publish(app: App, run: str | None, dry_run: bool, force: bool) -> None:
    """Publish the approved candidate.

    Example: wap publish --dry-run
    """
    if dry_run:
        show_statements(app.console, app.project.dry_run("publish", run, force=force))
    else:
        app.end(app.project.publish(run, force=force))


@command
@run_argument
@flag("--dry-run", "Print the statements without running them.")
@flag("--force", "Roll back even if prod changed since, or would be left empty.")
@flag("--yes", "Do not ask for confirmation. Without a terminal, wap never asks.")
def rollback(app: App, run: str | None, dry_run: bool, force: bool, yes: bool) -> None:
    """Undo a published run: restore prod from its archive.

    Example: wap rollback
    """
    if dry_run:
        show_statements(app.console, app.project.dry_run("rollback", run, force=force))
        return
    if app.console.interactive and not yes:
        run = confirm_rollback(app.console, app.project, run, force)
    app.end(app.project.rollback(run, force=force))


@command
@run_argument
def discard(app: App, run: str | None) -> None:
    """Drop the candidate of an unpublished run.

    Example: wap discard
    """
    run_id = app.project.discard(run)
    app.end(run_id, f"run {run_id} discarded")


@command
@option(
    "--keep",
    type=click.IntRange(min=0),
    metavar="N",
    help="Keep the archives of the N newest published runs.  [default: var wap_keep]",
)
def clean(app: App, keep: int | None) -> None:
    """Drop old archives, and expired candidates of environments.

    Example: wap clean --keep 1
    """
    dropped = app.project.clean(keep)
    count = counted(len(dropped), "archive schema")
    app.console.result(f"{count} dropped" + "".join(f"\n  {name}" for name in dropped))
    app.answer({"dropped": dropped})


@command
@argument("lock_id", metavar="ID", callback=named, hint="Lock id, as shown in the error.")
def unlock(app: App, lock_id: str) -> None:
    """Remove the lock of a dead process before it expires.

    Example: wap unlock 1f3a9c02
    """
    released = app.project.unlock(lock_id)
    app.console.result("lock released" if released else "no lock to release")
    app.answer({"released": released})


@command
@run_argument
def status(app: App, run: str | None) -> None:
    """Show the status of a run and the next command.

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
    help="Number of runs to list.",
)
def history(app: App, limit: int) -> None:
    """List runs of all environments, or with --env of one, newest first.

    Example: wap history --limit 5
    """
    runs = app.project.history(limit)
    if app.console.as_json:
        app.console.document([history_entry(each) for each in runs])
    else:
        app.console.result(history_table(runs) if runs else "no runs yet")


@wap.group(cls=SectionedGroup)
@with_globals
def env(**_: Any) -> None:
    """List or drop the candidates of environments.

    Example: wap env list
    """


@subcommand(env, "list")
def env_list(app: App) -> None:
    """List the environments that have a candidate, newest first.

    Example: wap env list --json
    """
    found = app.project.environments()
    if app.console.as_json:
        app.console.document([environment_entry(each) for each in found])
    else:
        app.console.result(environment_table(found) if found else "no environment has a candidate")


@subcommand(env, "drop")
@argument("name", metavar="NAME", callback=named, hint="Environment, as in --env.")
def env_drop(app: App, name: str) -> None:
    """Drop the candidate of an environment, even if it needs approval or is approved.

    Example: wap env drop pr_123
    """
    dropped = app.project.drop_env(name)
    told = f"environment {name} dropped: run {', '.join(dropped)}"
    app.console.result(told if dropped else f"environment {name} has no candidate, nothing to drop")
    app.answer({"dropped": dropped})


@command
@serve_options
def serve(app: App, **given: Any) -> None:
    """Serve a page and an API, to approve runs of all targets, or only of --target.

    Example: wap serve --open
    """
    serve_until_stopped(app, given)


def main() -> None:
    """Run the command line: the entry point of the console script."""
    interrupts.install()
    gc.set_threshold(50_000, 20, 100)  # by default, a sixth of the time goes into dbt's manifests
    try:
        wap.main(args=spread(sys.argv[1:]), prog_name="wap")
    finally:
        interrupts.no_more()
