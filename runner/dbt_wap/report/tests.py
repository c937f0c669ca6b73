"""What there is to say of the tests of a report that did not pass. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dbt_wap.report.values import number, some

Test = Mapping[str, Any]


def failures(report: Mapping[str, Any]) -> list[Test]:
    """The tests that failed, which is what a blocked report begins with."""
    return [test for test in report["failed_tests"] if test["status"] == "fail"]


def failing_columns(test: Test) -> list[str]:
    """The columns of the rows that the test found."""
    return list(dict.fromkeys(name for row in test.get("rows") or () for name in row))


def failing_groups(test: Test) -> list[tuple[dict[str, Any], int]]:
    """The rows that the test found, those that are alike once, with how many there are of each."""
    rows = [tuple(row.items()) for row in test.get("rows") or () if row]
    keys = Counter(map(repr, rows))
    first = {repr(row): dict(row) for row in reversed(rows)}
    return [(first[key], times) for key, times in keys.most_common()]


def failing_facts(test: Test, shown: int | None = None) -> list[str]:
    """What the rows that are shown (all that the report has, or fewer) leave out, if anything."""
    rows, masked, count = test.get("rows"), test.get("masked") or (), test.get("failures")
    shown = len(rows or ()) if shown is None else shown
    facts = []
    if shown and count and count > shown:
        facts.append(f"{number(shown)} of {number(count)} are shown")
    if masked:
        facts.append(f"values not shown: {some(list(masked), 8)}")
    elif test.get("query") and "rows" in test and rows is None:
        facts.append("values not shown: switched off or masked")
    elif test.get("unseen"):
        facts.append("its rows could not be read again")
    return facts


def query_lines(test: Test, most: int) -> list[str]:
    """The query that shows the rows, without its empty lines; it says how many lines it lacks."""
    lines = [line.rstrip() for line in (test.get("query") or "").splitlines() if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    shown = [line[margin:].replace("\t", "    ") for line in lines[:most]]
    return shown + ([f"-- and {len(lines) - most} more lines"] if len(lines) > most else [])
