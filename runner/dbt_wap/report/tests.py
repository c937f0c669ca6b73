"""Test counts, and the tests that did not pass with their failing rows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dbt_wap.report.values import number, some


def counts_of_tests(tests: Mapping[str, Any]) -> str:
    """Describe how many tests passed, warned, failed and were skipped."""
    words = {"pass": "passed", "warn": "warned", "fail": "failed", "skip": "skipped"}
    return ", ".join(f"{number(tests.get(key, 0))} {word}" for key, word in words.items())


@dataclass(frozen=True)
class FailedTest:
    """A test that failed, warned or was skipped; `rows` is None if values are not shown."""

    name: str = "?"
    status: str = "fail"
    failures: int | None = None
    message: str | None = None
    query: str | None = None
    rows: tuple[Mapping[str, Any], ...] | None = ()
    masked: tuple[str, ...] = ()
    unseen: bool = False

    @property
    def columns(self) -> list[str]:
        """Return the columns of the failing rows."""
        return list(dict.fromkeys(name for row in self.rows or () for name in row))

    @property
    def groups(self) -> list[tuple[dict[str, Any], int]]:
        """Return the distinct failing rows, each with its number, most frequent first."""
        rows = [tuple(row.items()) for row in self.rows or () if row]
        keys = Counter(map(repr, rows))
        first = {repr(row): dict(row) for row in reversed(rows)}
        return [(first[key], times) for key, times in keys.most_common()]

    def facts(self, shown: int | None = None) -> list[str]:
        """Describe what the displayed rows leave out; `shown` is how many are displayed."""
        shown = len(self.rows or ()) if shown is None else shown
        facts = []
        if shown and self.failures and self.failures > shown:
            facts.append(f"showing {number(shown)} of {number(self.failures)} rows")
        if self.masked:
            facts.append(f"values not shown: {some(self.masked, 8)}")
        elif self.query and self.rows is None:
            facts.append("rows not shown: samples are off or columns are masked")
        elif self.unseen:
            facts.append("rows not shown: the query could not be run again")
        return facts

    def query_lines(self, most: int) -> list[str]:
        """Return the query without empty lines, cut to `most` lines."""
        lines = [line.rstrip() for line in (self.query or "").splitlines() if line.strip()]
        margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
        shown = [line[margin:].replace("\t", "    ") for line in lines[:most]]
        return shown + ([f"-- and {len(lines) - most} more lines"] if len(lines) > most else [])
