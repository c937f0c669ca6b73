"""The audit: tests the candidate, compares it with prod and gives a verdict."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial

from dbt_wap.dbt.choosing import by_name, fqn
from dbt_wap.errors import AuditBlocked, ConfigError, DbtFailed, WapError, reason_of
from dbt_wap.model import CanApprove, Mode, Run
from dbt_wap.pipeline.failing import add_failing_rows
from dbt_wap.pipeline.steps import Steps
from dbt_wap.pipeline.write import BUILDABLE, check_built, plan_build
from dbt_wap.report.document import Report
from dbt_wap.report.report import read_report
from dbt_wap.report.rule import ANYONE
from dbt_wap.words import in_environment

MOST_FAILED = 20
"""An audit with more relations that cannot be compared fails: each costs several attempts."""
_ERROR_KIND = re.compile(r"\b((?:[A-Z]\w+ (?:of )?)+Error|\d{6} \(\w{5}\)):")
"""The kind of an error of DuckDB or Snowflake."""
_OF_DBT = ("Runtime Error", "Database Error", "Compilation Error")


def test(at: Steps, run: Run) -> None:
    """Run the tests of what the run built on its candidate; a hook records the results."""
    chosen = {"--select", "--exclude", "--selector"} & {*run.options.get("built_with", [])}
    nodes = at.dbt.list_nodes(["--select", "fqn:*"] if chosen else [], Mode.AUDIT)
    build = plan_build(at, nodes, run.options.get("selected"))["build"]
    tests = [fqn(nodes[i]) for i in build if nodes[i]["resource_type"] not in BUILDABLE]
    if tests:
        check_built(at, run.run_id, at.dbt.build("test", by_name(tests), Mode.AUDIT))


def audit(at: Steps, run_id: str, *, auto_approve: bool = False) -> Report:
    """Compare the candidate with prod, record the report and save it on this machine."""
    at.run_id = run_id
    try:
        report = compare(partial(at.store.call, "diff_report", run=run_id), at.error)
    except BaseException as error:
        if not isinstance(error, WapError) or isinstance(error, DbtFailed):
            at.mark(run_id, "audit_died", reason_of(error))
        raise
    add_failing_rows(at.store, report, at.note)
    report["auto_approve"] = auto_approve and _is_enough(at, report)
    path = at.settings.report_path(run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2), encoding="utf-8")
    return report


def compare(diff_report: Callable[..., Report], say: Callable[[str], None]) -> Report:
    """Compare all relations and return the report.

    A query that fails ends the operation, and so hides the results of all other relations. So run
    it again: after the first failure of a query, it also reads each side of the relation on its
    own; after the second, it reports the relation as unreadable and compares the others.
    """
    failed: dict[str, str] = {}
    suspects: list[str] = []
    last: WapError | None = None
    while True:
        given = {"failed": failed, "suspects": suspects} if suspects else {}
        try:
            return diff_report(**given)
        except DbtFailed as error:
            asked, last = error.asked, error
            if asked is None or asked in failed or len(failed) >= MOST_FAILED:
                raise
        except ConfigError as error:
            raise last or error from None  # a query about no single relation
        if not any(asked == name or asked.startswith(f"{name} ") for name in suspects):
            suspects.append(asked)
            continue
        failed[asked] = _without_values(last.what)
        say(f"warning: {last.what}")


def _without_values(what: str) -> str:
    """Return the kind of a query's error: its text may quote values of rows."""
    kinds = (kind[1] for kind in _ERROR_KIND.finditer(what) if kind[1] not in _OF_DBT)
    return next(kinds, "its query fails")


def _is_enough(at: Steps, report: Report) -> bool:
    """Return whether the run can be published once the acting person has approved it."""
    if report["verdict"] != "needs_approval":
        return False
    if read_report(report).approval == ANYONE:
        return True
    can: CanApprove = at.store.call("can_approve", run=report["run_id"])
    return can["allowed"] and can["needed"] == 1


def stored_report(at: Steps, run: str | None) -> Report:
    """Return the latest report of a run: the local file, or else the one in the warehouse."""
    stored: Report = at.store.call("read_report", run=run)
    path = at.settings.report_path(stored["run_id"])
    if path.is_file():
        local: Report = json.loads(path.read_text(encoding="utf-8"))
        if local.get("created_at") == stored["created_at"]:
            return _decided(local, stored)
    return stored


def _decided(local: Report, stored: Report) -> Report:
    """Return the local report, which has values of rows, with later decisions."""
    gates = {(e["database"], e["schema"], e["name"]): e["gate"] for e in stored["relations"]}
    for entry in local["relations"]:
        entry["gate"] = gates[entry["database"], entry["schema"], entry["name"]]
    local["overrides"] = stored.get("overrides", [])
    local["status"], local["next"] = stored["status"], stored["next"]
    return local


def blocked(report: Report) -> AuditBlocked:
    """Return the error for a blocked run; an incomplete candidate needs a new run."""
    run_id, again = report["run_id"], in_environment("wap run", report.get("env"))
    return AuditBlocked(
        "audit",
        f"run {run_id} is blocked: " + "; ".join(report["reasons"]),
        next_command=again if report.get("faults") else f"wap report {run_id}",
    )
