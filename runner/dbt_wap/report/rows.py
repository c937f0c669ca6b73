"""Counts of rows, and the marks of what moved. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dbt_wap.report.values import number

MARKS = {"added": "+", "removed": "−", "changed": "~"}


@dataclass(frozen=True)
class Sides:
    """A count in prod and in the candidate; None where it is not known."""

    before: int | None = None
    after: int | None = None

    @property
    def told(self) -> str:
        """`1,000 → 1,001`."""
        return f"{number(self.before)} → {number(self.after)}"


@dataclass(frozen=True)
class Rows(Sides):
    """How many rows there are, and how many came, went or changed."""

    added: int | None = None
    removed: int | None = None
    changed: int | None = None

    @property
    def moved(self) -> dict[str, int | None]:
        """What came, went and changed, by those words."""
        return {"added": self.added, "removed": self.removed, "changed": self.changed}

    @property
    def of_both(self) -> int:
        """The rows that prod and the candidate have together, each counted once."""
        return max(
            (self.before or 0) + (self.added or 0),
            (self.after or 0) + (self.removed or 0),
        )
