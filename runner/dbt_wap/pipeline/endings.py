"""How a step ended, in words: refusals, reasons, and what was decided on a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dbt_wap.errors import AuditBlocked, Cancelled, WapError


def blocked(report: Mapping[str, Any]) -> AuditBlocked:
    """The refusal of a blocked run; a candidate that is not whole only a new run can mend."""
    run_id = report["run_id"]
    return AuditBlocked(
        "audit",
        f"run {run_id} is blocked: " + "; ".join(report["reasons"]),
        next_command="wap run" if report.get("faults") else f"wap report {run_id}",
    )


def unforeseen(error: BaseException, where: str, prod: str | None = None) -> WapError:
    """Ctrl-C, or a fault of ours, in the form of every other error."""
    if isinstance(error, KeyboardInterrupt):
        return Cancelled(where, "interrupted", prod=prod)
    what = f"{type(error).__name__}: {error} (a fault of wap; -v shows where)"
    fault = WapError(where, what, prod=prod)
    fault.__cause__ = error
    return fault


def all_reasons(report: Mapping[str, Any]) -> tuple[str, ...]:
    """What blocks the run, what is only warned of, and which gates somebody has overridden."""
    overrides = report.get("overrides", ())
    return (
        *report["reasons"],
        *(f"warning: {sentence}" for sentence in report.get("warnings", ())),
        *(f"{o['gate']} is overridden by {o['by']}: {o['reason']}" for o in overrides),
    )


def failed_tests(report: Mapping[str, Any]) -> tuple[str, ...]:
    """The tests that failed, by name and count, without a value."""
    return tuple(
        f"{test['name']}: {test['failures']:,} row(s)"
        if test.get("failures")
        else str(test["name"])
        for test in report.get("failed_tests", ())
        if test["status"] == "fail"
    )


def decided(local: dict[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The report as it was made here, values included, with what was decided on it since."""
    gates = {(e["database"], e["schema"], e["name"]): e["gate"] for e in stored["relations"]}
    for entry in local["relations"]:
        entry["gate"] = gates[entry["database"], entry["schema"], entry["name"]]
    since = {name: stored.get(name) for name in ("status", "next")}
    return {**local, "overrides": stored.get("overrides", []), **since}


def first_lines(message: object) -> str:
    """As much of what dbt says of a node as fits among others."""
    return "\n".join(str(message or "no message").strip().splitlines()[:12])


def reason_of(error: BaseException) -> str:
    """Why something ended, in the words that are recorded."""
    if isinstance(error, WapError):
        return error.what
    return "interrupted by the user" if isinstance(error, KeyboardInterrupt) else repr(error)
