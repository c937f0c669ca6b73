"""The status of a run."""

from __future__ import annotations

from typing import cast

from dbt_wap.errors import ConfigError, WapError
from dbt_wap.model import RunStatus
from dbt_wap.pipeline.steps import Steps
from dbt_wap.report.document import Tests


def status(at: Steps, run: str | None) -> RunStatus:
    """Return the status of a run from the warehouse, and the path of its report here."""
    found = at.store.find(run)
    if found is None:
        raise ConfigError("status", "no runs yet", next_command="wap run")
    tests: Tests = {"pass": 0, "warn": 0, "fail": 0, "skip": 0}
    if any(event["event"] in ("audited", "blocked", "passed") for event in found.events):
        try:
            tests = at.store.call("read_report", run=found.run_id)["tests"]
        except WapError:
            at.note(f"run {found.run_id} has no report: its audit did not finish")
    names = ["prod", "audit", "archive", "swapped"]
    if len({pair.get("database") for pair in found.schemas}) > 1:
        names.insert(0, "database")
    path = at.settings.report_path(found.run_id)
    known = {n: getattr(found, n) for n in RunStatus.__annotations__ if n in vars(found)}
    told = {
        "status": found.status.value,
        "schemas": [{n: v for n, v in pair.items() if n in names} for pair in found.schemas],
        "tests": tests,
        "report": str(path),
        "report_html": str(path.with_suffix(".html")),
    }
    return cast(RunStatus, {**known, **told})
