"""Why a run is what it is, from its report, in sentences without a value of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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
