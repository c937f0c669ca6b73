"""Some of the rows that failed tests have found: for the report, never for the verdict."""

from __future__ import annotations

from collections.abc import Callable

from dbt_wap.errors import WapError
from dbt_wap.pipeline.store import Store
from dbt_wap.report.document import FailedTest, Report

MOST = 10
"""The tests whose rows are looked at, those that failed before those that warn."""


def add_failing_rows(store: Store, report: Report, say: Callable[[str], None]) -> None:
    """The tests of the report that did not pass have some of their rows; the warehouse is asked in
    one call, and test by test where that fails: a query that cannot be run again hides no other."""
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
                test["unseen"] = True  # why is not told: an error may quote a value that is masked
                say(f"the rows of test {test['name']} cannot be shown: its query fails by now")


def _look(store: Store, report: Report, tests: list[FailedTest]) -> None:
    if not tests:
        return
    ids = [test["unique_id"] for test in tests]
    found = store.call("failing_rows", run=report["run_id"], tests=ids)["tests"]
    for test in tests:
        test.update(found.get(test["unique_id"], {}))
