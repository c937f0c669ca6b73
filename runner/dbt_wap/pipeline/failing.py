"""Rows that failed tests found: for the report, not for the verdict."""

from __future__ import annotations

from collections.abc import Callable

from dbt_wap.errors import WapError
from dbt_wap.pipeline.store import Store
from dbt_wap.report.document import FailedTest, Report

MOST = 10
"""The maximum number of tests to show rows of; failures come before warnings."""


def add_failing_rows(store: Store, report: Report, say: Callable[[str], None]) -> None:
    """Add rows to the tests in the report that did not pass.

    If reading the rows of all tests in one call fails, read them test by test, so that one broken
    query does not hide the rows of other tests.
    """
    if report["verdict"] == "pass":
        return
    tests = sorted(
        (test for test in report["failed_tests"] if test.get("query")),
        key=lambda test: test["status"] != "fail",
    )[:MOST]
    try:
        _look(store, report, tests)
    except WapError:
        for test in tests:
            try:
                _look(store, report, [test])
            except WapError:
                test["unseen"] = True  # no reason: an error may quote a masked value
                say(f"could not show the rows of test {test['name']}: its query now fails")


def _look(store: Store, report: Report, tests: list[FailedTest]) -> None:
    if not tests:
        return
    ids = [test["unique_id"] for test in tests]
    found = store.call("failing_rows", run=report["run_id"], tests=ids)["tests"]
    for test in tests:
        test.update(found.get(test["unique_id"], {}))
