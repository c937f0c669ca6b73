"""The status of a run."""

from __future__ import annotations

from typing import cast

from dbt_wap.errors import ConfigError, WapError
from dbt_wap.model import Approvals, Run, RunStatus
from dbt_wap.pipeline.steps import Steps
from dbt_wap.report.document import Report, Tests
from dbt_wap.report.report import read_report
from dbt_wap.report.rule import ANYONE, Rule


def status(at: Steps, run: str | None) -> RunStatus:
    """Return the status of a run from the warehouse, and the path of its report here."""
    found = at.store.find(run)
    if found is None:
        raise ConfigError("status", "no runs yet", next_command="wap run")
    tests: Tests = {"pass": 0, "warn": 0, "fail": 0, "skip": 0}
    rule = ANYONE
    if any(event["event"] in ("audited", "blocked", "passed") for event in found.events):
        try:
            report: Report = at.store.call("read_report", run=found.run_id)
            tests, rule = report["tests"], read_report(report).approval or ANYONE
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
        "approvals": _approvals(found, rule),
        "not_notified": found.undelivered,
        "report": str(path),
        "report_html": str(path.with_suffix(".html")),
    }
    return cast(RunStatus, {**known, **told})


def _approvals(run: Run, rule: Rule) -> Approvals:
    """Return the approvals of a run; with only ignored differences it needs none."""
    needed = 0 if run.verdict == "pass" else rule.min_approvals
    return {"given": list(run.approvals), "needed": needed, "rule": rule.words}
