"""The command line: each command calls the steps, prints, and ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from dbt_wap import __version__
from dbt_wap.cli.options import (
    App,
    InOrder,
    Sectioned,
    guarded,
    legible,
    named,
    option,
    run_argument,
    selection_options,
    spread,
    with_globals,
)
from dbt_wap.config import check_project
from dbt_wap.demo import cycle
from dbt_wap.errors import ConfigError, ExitCode
from dbt_wap.model import Selection, Status
from dbt_wap.pipeline.endings import blocked
from dbt_wap.pipeline.interrupts import interrupts
from dbt_wap.pipeline.pipeline import Pipeline
from dbt_wap.report import html as report_html
from dbt_wap.report import markdown as report_markdown
from dbt_wap.report.history import history_entry, history_table
from dbt_wap.report.report import only
from dbt_wap.report.values import visible
from dbt_wap.setup import init as project
from dbt_wap.setup.doctor import examine


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wap")
@with_globals
def wap(**_: Any) -> None:
    """Write, audit and publish a dbt project: nothing reaches prod that did not pass."""


def command(name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """The function is a command of `wap`."""

    def decorate(function: Callable[..., None]) -> click.Command:
        return wap.command(name, cls=Sectioned)(guarded(function))

    return decorate


@command()
@option(
    "--dir",
    "directory",
    metavar="DIR",
    default="wap-demo",
    show_default=True,
    help="Where the project goes.",
)
@option("--yes", is_flag=True, help="Answer the question with yes.")
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
    cycle.play(folder, scenario, yes, app.console)
    if app.console.as_json:
        app.console.document({"directory": str(folder), "scenario": scenario})


@command()
@option(
    "--offline",
    is_flag=True,
    help="Keep a copy of wap's own macros in the project: no repository is needed.",
)
def init(app: App, offline: bool) -> None:
    """Put dbt-wap into the dbt project at hand; shows what it changes; may be run again.

    Example: wap init
    """
    root = app.settings.project_dir
    check_project(root)
    package = cycle.bundled_package()
    edits = project.plan_init(root, __version__, package_dir=package, offline=offline)
    for edit in edits:
        app.console.result(f"# {edit.why}\n{edit.diff(root)}")
    project.apply(edits)
    deps = edits or project.installed_version(root) != __version__
    then = "dbt deps, then wap doctor" if deps else "wap doctor"
    for place in project.fixed_schemas(root):
        app.console.result(f"{place}\n  {project.FIXED}")
    app.console.result(f"next: {then}" if edits else f"nothing to change; next: {then}")
    if deps and not project.local_folder(root):
        app.console.note("where the repository cannot be reached: wap init --offline")
    if app.console.as_json:
        changed = [Path(os.path.relpath(edit.path, root)).as_posix() for edit in edits]
        app.console.document({"changed": changed, "next": then})


@command()
def doctor(app: App) -> None:
    """Check that everything is in place; one line a check.

    Example: wap doctor
    """
    checks = []
    for check in examine(app.pipeline()):
        checks.append(check)
        mark = "fail" if not check.ok else "warn" if check.what else "ok  "
        what = f": {check.what}" if check.what else ""
        do = f"\n      do: {check.do}" if check.do else ""
        app.console.result(f"{mark}  {check.name}{what}{do}")
    if app.console.as_json:
        app.console.document([vars(check) for check in checks])
    if not all(check.ok for check in checks):
        sys.exit(int(ExitCode.CONFIG))


@command()
@selection_options
@option("--auto-approve", is_flag=True, help="Say yes to what a person would be asked.")
@option("--no-publish", is_flag=True, help="Stop at a candidate that waits: exit 0.")
def run(
    app: App,
    auto_approve: bool,
    no_publish: bool,
    supersede: bool,
    drop_removed: bool,
    **selection: Any,
) -> None:
    """Write, audit, ask, publish.

    Example: wap run --target prod --auto-approve
    """
    pipeline = app.pipeline()
    run_id = pipeline.run(
        Selection(**selection),
        auto_approve=auto_approve,
        no_publish=no_publish,
        supersede=supersede,
        drop_removed=drop_removed,
    )
    _show_status(app, pipeline, run_id)


@command()
@selection_options
def write(app: App, supersede: bool, drop_removed: bool, **selection: Any) -> None:
    """Build the candidate, without its tests.

    Example: wap write --select +orders
    """
    pipeline = app.pipeline()
    plan = pipeline.plan(Selection(**selection))
    with pipeline.store.locked(new=True):
        run_id = pipeline.write(
            plan, supersede=supersede, drop_removed=drop_removed, with_tests=False
        )
    app.console.result(f"run {run_id} is written; next: wap audit {run_id}")
    _show_status(app, pipeline, run_id)


@command()
@run_argument
def audit(app: App, run: str | None) -> None:
    """Run the tests on the candidate, compare it with prod, give the verdict.

    Example: wap audit
    """
    pipeline = app.pipeline()
    found = pipeline.store.find(
        run, {"writing", "failed", "audit_failed", "awaiting_approval", "approved", "stale"}
    )
    if found is None:
        raise ConfigError("audit", "there is no run yet", next_command="wap run")
    with pipeline.store.locked():
        if found.status in (Status.WRITING, Status.FAILED, Status.AUDIT_FAILED):
            pipeline.test(found)
        made = pipeline.audit(found.run_id)
    pipeline.show(made)
    if made["verdict"] == "blocked":
        pipeline.notices.send("audit_failed", made)
        raise blocked(made)
    if made["verdict"] == "needs_approval":
        pipeline.notices.send("waiting", made)
    _show_status(app, pipeline, found.run_id)


@command("report")
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
def show_report(
    app: App, run: str | None, form: str, relation: str | None, in_browser: bool
) -> None:
    """Show the difference report of a run, or all that it knows of one relation.

    Example: wap report --format html > report.html
    """
    pipeline = app.pipeline().of_records()
    made = pipeline.report(run)
    full = relation is not None
    if relation is not None:
        made = only(made, relation)
    if in_browser:
        page = pipeline.open_page(made, full=full)
        if app.console.as_json:
            app.console.document({"run_id": made["run_id"], "report_html": page})
        return
    if form == "json" or app.console.as_json:
        app.console.document(made)
    elif form == "html":
        app.console.page(report_html.html(made, full=full), html=True)
    elif form == "markdown":
        app.console.page(report_markdown.markdown(made, full=full))
    else:
        pipeline.show(made, full=full)


@command()
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
    if override and not (reason or "").strip():
        raise ConfigError("approve", "--override needs a --reason", next_command="wap report")
    pipeline = app.pipeline() if then_publish else app.pipeline().of_records()
    run_id = pipeline.approve(run, reason, override=override, then_publish=then_publish)
    if not then_publish:
        app.console.result(f"run {run_id} is approved; next: wap publish {run_id}")
    _show_status(app, pipeline, run_id)


@command()
@run_argument
@option("--reason", metavar="TEXT", required=True, callback=legible, help="Why; it is recorded.")
def reject(app: App, run: str | None, reason: str) -> None:
    """Say no to the candidate; it stays for a look until the next run.

    Example: wap reject --reason "2024 is not final"
    """
    pipeline = app.pipeline().of_records()
    run_id = pipeline.reject(run, reason)
    app.console.result(f"run {run_id} is rejected: {visible(reason)}")
    _show_status(app, pipeline, run_id)


@command()
@run_argument
@option("--dry-run", is_flag=True, help="Print the statements; change nothing.")
@option(
    "--force",
    is_flag=True,
    help="Publish although prod changed after the clone. Skips that check alone.",
)
def publish(app: App, run: str | None, dry_run: bool, force: bool) -> None:
    """Make the approved candidate what consumers read.

    Example: wap publish --dry-run
    """
    pipeline = app.pipeline()
    if dry_run:
        _show_statements(
            app, pipeline.store.call("swap_schema", run=run, force=force, dry_run=True)
        )
        return
    done = pipeline.publish(run, force=force)
    if done.get("was_done"):
        app.console.result(f"run {done['run_id']} was published already, nothing done")
    _show_status(app, pipeline, done["run_id"])


@command()
@run_argument
@option("--dry-run", is_flag=True, help="Print the statements; change nothing.")
@option(
    "--force",
    is_flag=True,
    help="Roll back although prod was written to since. Skips that check alone.",
)
@option("--yes", is_flag=True, help="Do not ask; off a terminal nobody is asked.")
def rollback(app: App, run: str | None, dry_run: bool, force: bool, yes: bool) -> None:
    """Put prod back to what it was before a run was published.

    Example: wap rollback
    """
    pipeline = app.pipeline()
    if dry_run:
        _show_statements(app, pipeline.store.call("rollback", run=run, force=force, dry_run=True))
        return
    run_id = pipeline.rollback(run, force=force, yes=yes)
    app.console.result(f"run {run_id} is rolled back: prod is what it was before it")
    _show_status(app, pipeline, run_id)


@command()
@run_argument
def discard(app: App, run: str | None) -> None:
    """Drop the candidate of a run that is not published.

    Example: wap discard
    """
    pipeline = app.pipeline()
    with pipeline.store.locked():
        run_id = pipeline.store.call("discard", run=run)["run_id"]
    app.console.result(f"run {run_id} is discarded")
    _show_status(app, pipeline, run_id)


@command()
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
    pipeline = app.pipeline()
    with pipeline.store.locked():
        dropped = pipeline.store.call("clean", keep=keep)["dropped"]
    app.console.result(
        f"{len(dropped)} archive schema(s) dropped" + "".join(f"\n  {d}" for d in dropped)
    )
    if app.console.as_json:
        app.console.document({"dropped": dropped})


@command()
@click.argument("lock_id", metavar="ID", callback=named)
def unlock(app: App, lock_id: str) -> None:
    """Take the lock away from a process that is dead; ID is in the refusal that it causes.

    Example: wap unlock 1f3a9c02
    """
    released = app.pipeline().of_records().store.call("release_lock", token=lock_id)["released"]
    app.console.result("the lock is gone" if released else "there was no lock")
    if app.console.as_json:
        app.console.document({"released": released})


@command()
@run_argument
def status(app: App, run: str | None) -> None:
    """Say where a run is and what to type next.

    Example: wap status --json
    """
    _show_status(app, app.pipeline().of_records(), run, always=True)


@command()
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
    runs = app.pipeline().of_records().store.state(limit).runs[:limit]
    if app.console.as_json:
        app.console.document([history_entry(each) for each in runs])
    else:
        app.console.result(history_table(runs) if runs else "no run yet")


def _show_status(app: App, pipeline: Pipeline, run_id: str | None, *, always: bool = False) -> None:
    if not (app.console.as_json or always):
        return
    found = pipeline.status(run_id)
    if app.console.as_json:
        app.console.document(found)
        return
    lines = [
        f"run {found['run_id']}: {found['status']}"
        + (f" ({found['reason']})" if found["reason"] else "")
    ]
    lines.append(f"  requested by {found['requested_by']} at {found['created_at'][:19]}Z")
    if found["verdict"]:
        tests = ", ".join(f"{count} {name}" for name, count in found["tests"].items())
        lines.append(f"  verdict {found['verdict']}; tests: {tests}")
    if found["expires_at"] and found["status"] in (Status.AWAITING_APPROVAL, Status.APPROVED):
        lines.append(f"  waits until {found['expires_at'][:19]}Z")
    lines += [f"  {p['prod']} <- {p['audit']}, archive {p['archive']}" for p in found["schemas"]]
    if Path(found["report_html"]).is_file():
        lines.append(f"  report: {found['report_html']}")
    shown = [visible(line) for line in [*lines, f"  next: {found['next']}"]]
    app.console.result("\n".join(shown))


def _show_statements(app: App, answer: dict[str, Any]) -> None:
    statements: Sequence[str] = answer.get("statements", [])
    if statements and "begin" not in statements:
        app.console.note("-- no transaction: each statement commits by itself")
    if answer.get("back"):
        app.console.note(f"-- {answer['back']}")
    app.console.result("\n".join(f"{sql};" for sql in statements) or "nothing to do")
    if app.console.as_json:
        app.console.document({"run_id": answer["run_id"], "statements": statements})


def main() -> None:
    """The console script."""
    interrupts.install()
    try:
        wap.main(args=spread(sys.argv[1:]), prog_name="wap")
    finally:
        interrupts.no_more()
