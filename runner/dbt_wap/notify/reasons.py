"""Reasons for the verdict of a run, without row values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dbt_wap.words import counted


def all_reasons(report: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the reasons that block the run, its warnings and its overridden gates."""
    overrides = report.get("overrides", ())
    return (
        *report["reasons"],
        *(f"warning: {sentence}" for sentence in report.get("warnings", ())),
        *(f"gate {o['gate']} overridden by {o['by']}: {o['reason']}" for o in overrides),
    )


def failed_tests(report: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the failed tests with their number of rows."""
    return tuple(
        f"{test['name']}: {counted(test['failures'], 'row')}"
        if test.get("failures")
        else str(test["name"])
        for test in report.get("failed_tests", ())
        if test["status"] == "fail"
    )
