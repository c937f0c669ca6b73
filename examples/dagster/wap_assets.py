"""The candidate, its audit as an asset check, and prod, as Dagster assets. Set-up: README.md."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dbt_wap import Event, Project, Settings, WapError
from dbt_wap.errors import AuditBlocked, ExitCode
from dbt_wap.model import Person
from dbt_wap.report.markdown import markdown
from dbt_wap.report.report import Report, read_report

PROJECT_DIR = Path(os.environ.get("WAP_PROJECT_DIR", "."))
TARGET = os.environ.get("WAP_TARGET")
REPORT_URL = os.environ.get("WAP_REPORT_URL")
UNDECIDED = ("awaiting_approval", "audit_failed")
ASK_EVERY = 300


@contextmanager
def open_project() -> Iterator[Project]:
    """Yield the dbt project, with Dagster as the actor.

    Dagster retries a step that failed because of dbt, the warehouse or a lock, and no other.
    """

    def show(event: Event) -> None:
        if event.kind in ("note", "warning", "result"):
            dg.get_dagster_logger().info(event.text)

    project = Project(Settings(PROJECT_DIR, target=TARGET, report_url=REPORT_URL), show)
    try:
        with project.acting_as(Person("dagster", door="dagster", identity="shell")):
            yield project
    except WapError as error:
        if error.exit_code in (ExitCode.FAILED, ExitCode.LOCKED):
            raise dg.RetryRequested(max_retries=2, seconds_to_wait=300) from error
        raise dg.Failure(str(error), allow_retries=False) from error
    finally:
        project.release()


def describe(report: Report, page: Path) -> dict[str, dg.MetadataValue]:
    """Return the metadata of an audit, without values of rows."""
    rows = report.totals
    url = REPORT_URL and REPORT_URL.replace("{run_id}", report.run_id)
    return {
        "verdict": dg.MetadataValue.text(report.verdict),
        "rows_added": dg.MetadataValue.int(rows.added),
        "rows_removed": dg.MetadataValue.int(rows.removed),
        "rows_changed": dg.MetadataValue.int(rows.changed),
        "report": dg.MetadataValue.md(markdown(report.without_values)),
        "page": dg.MetadataValue.url(url) if url else dg.MetadataValue.path(page),
    }


@dg.asset(check_specs=[dg.AssetCheckSpec("audit", asset="candidate", blocking=True)])
def candidate() -> dg.MaterializeResult:
    """What `wap run --no-publish` builds. The check `audit` fails if the audit blocks the run."""
    with open_project() as project:
        try:
            run = project.run(no_publish=True)
        except AuditBlocked:
            run = str(project.run_id)
        status = project.status(run)["status"]
        report = read_report(project.report(run))
        page = project.page(run)
    audit = dg.AssetCheckResult(
        passed=report.verdict != "blocked",
        description="; ".join(report.reasons),
        metadata=describe(report, page),
    )
    metadata = {"wap_run": run, "status": status}
    return dg.MaterializeResult(metadata=metadata, check_results=[audit])


class Publish(dg.Config):
    """The wap run to publish."""

    wap_run: str


@dg.asset(deps=[candidate])
def prod(config: Publish) -> dg.MaterializeResult:
    """What consumers read. Fails unless the run was approved."""
    with open_project() as project:
        project.publish(config.wap_run)
        found = project.find(config.wap_run)
    approved_by = ", ".join(approval["by"] for approval in found.approvals)
    return dg.MaterializeResult(metadata={"wap_run": found.run_id, "approved_by": approved_by})


write_and_audit = dg.define_asset_job("write_and_audit", [candidate])
publish = dg.define_asset_job("publish", [prod])
nightly = dg.ScheduleDefinition(job=write_and_audit, cron_schedule="0 5 * * *")


@dg.sensor(job=publish, minimum_interval_seconds=ASK_EVERY)
def decided(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Publish once the run was decided: the job fails if it was rejected or has expired.

    Ask the warehouse only while the last candidate is undecided.
    """
    built = context.instance.get_latest_materialization_event(candidate.key)
    if built is None or built.asset_materialization is None:
        return dg.SkipReason("no candidate yet")
    metadata = built.asset_materialization.metadata
    run, status = str(metadata["wap_run"].value), metadata["status"].value
    if status == "discarded" or run == context.cursor:
        return dg.SkipReason(f"nothing to publish after run {run}")
    with open_project() as project:
        status = project.status(run)["status"]
    if status in UNDECIDED:
        return dg.SkipReason(f"run {run} is undecided: {status}")
    context.update_cursor(run)
    return dg.RunRequest(run, run_config=dg.RunConfig(ops={"prod": Publish(wap_run=run)}))


defs = dg.Definitions(
    assets=[candidate, prod],
    jobs=[write_and_audit, publish],
    schedules=[nightly],
    sensors=[decided],
)
