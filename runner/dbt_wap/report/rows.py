"""Row counts, and the marks for added, removed and changed rows. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dbt_wap.report.values import number

MARKS = {"added": "+", "removed": "−", "changed": "~"}


@dataclass(frozen=True)
class Sides:
    """A count in prod and in the candidate; None if it is not known."""

    before: int | None = None
    after: int | None = None

    @property
    def summary(self) -> str:
        """Return both counts, such as `1,000 → 1,001`."""
        return f"{number(self.before)} → {number(self.after)}"


@dataclass(frozen=True)
class Rows(Sides):
    """Row counts: before, after, added, removed and changed."""

    added: int | None = None
    removed: int | None = None
    changed: int | None = None

    @property
    def moved(self) -> dict[str, int | None]:
        """Return the rows added, removed and changed."""
        return {"added": self.added, "removed": self.removed, "changed": self.changed}

    @property
    def of_both(self) -> int:
        """Return the number of distinct rows in prod and candidate combined."""
        return max(
            (self.before or 0) + (self.added or 0),
            (self.after or 0) + (self.removed or 0),
        )
