"""The tests of a run that did not pass, and the rows that they found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dbt_wap.report.values import number, some


@dataclass(frozen=True)
class FailedTest:
    """A test that failed, warned or did not run; `rows` is None where no value may be shown."""

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
        """The columns of the rows that the test found."""
        return list(dict.fromkeys(name for row in self.rows or () for name in row))

    @property
    def groups(self) -> list[tuple[dict[str, Any], int]]:
        """The rows that the test found, those that are alike once, with how many of each."""
        rows = [tuple(row.items()) for row in self.rows or () if row]
        keys = Counter(map(repr, rows))
        first = {repr(row): dict(row) for row in reversed(rows)}
        return [(first[key], times) for key, times in keys.most_common()]

    def facts(self, shown: int | None = None) -> list[str]:
        """What the rows that are shown (all of the report, or fewer) leave out, if anything."""
        shown = len(self.rows or ()) if shown is None else shown
        facts = []
        if shown and self.failures and self.failures > shown:
            facts.append(f"{number(shown)} of {number(self.failures)} are shown")
        if self.masked:
            facts.append(f"values not shown: {some(self.masked, 8)}")
        elif self.query and self.rows is None:
            facts.append("values not shown: switched off or masked")
        elif self.unseen:
            facts.append("its rows could not be read again")
        return facts

    def query_lines(self, most: int) -> list[str]:
        """The query that shows the rows, without empty lines; it says how many lines it lacks."""
        lines = [line.rstrip() for line in (self.query or "").splitlines() if line.strip()]
        margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
        shown = [line[margin:].replace("\t", "    ") for line in lines[:most]]
        return shown + ([f"-- and {len(lines) - most} more lines"] if len(lines) > most else [])
