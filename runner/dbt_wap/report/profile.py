"""Profiles of the columns of a relation, before and after. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dbt_wap.report.rows import Sides
from dbt_wap.report.values import percent


@dataclass(frozen=True)
class Top:
    """A frequent value and its number of rows."""

    value: Any = None
    rows: int = 0


@dataclass(frozen=True)
class Side:
    """The profile of one column on one side."""

    nulls: int | None = None
    distinct: int | None = None
    min: Any = None
    max: Any = None
    mean: Any = None
    top: tuple[Top, ...] = ()
    histogram: tuple[int, ...] | None = None


@dataclass(frozen=True)
class ProfileColumn:
    """The profile of one column; a side is None if it does not have the column."""

    name: str = "?"
    type: str = "?"
    bins: tuple[Any, ...] | None = None
    before: Side | None = None
    after: Side | None = None
    masked: bool = False
    rows: Sides = field(default_factory=Sides)

    @property
    def sides(self) -> list[tuple[str, Side | None]]:
        """Return both sides with their names."""
        return [("before", self.before), ("after", self.after)]

    def nulls(self, when: str) -> float | None:
        """Return the share of NULLs on one side."""
        side, rows = getattr(self, when), getattr(self.rows, when)
        return (side.nulls or 0) / rows if side and rows else None

    def differs(self, field: str) -> bool:
        """Return whether the field differs between the sides."""
        if field == "nulls":
            was, now = self.nulls("before"), self.nulls("after")
            return was != now and percent(was or 0) != percent(now or 0)
        return bool(getattr(self.before, field, None) != getattr(self.after, field, None))


@dataclass(frozen=True)
class Profile:
    """The profiled columns and the number of rows profiled on each side."""

    rows: Sides = field(default_factory=Sides)
    columns: tuple[ProfileColumn, ...] = ()

    def in_order(
        self, masked: Collection[str], changed: Mapping[str, int]
    ) -> tuple[ProfileColumn, ...]:
        """Return the columns: added and dropped first, then by changed rows."""

        def unlike(column: ProfileColumn) -> tuple[Any, ...]:
            jump = abs((column.nulls("after") or 0) - (column.nulls("before") or 0))
            whole = column.before is not None and column.after is not None
            return whole, -changed.get(column.name, 0), -jump, not column.differs("distinct")

        made = (replace(c, masked=c.name in masked, rows=self.rows) for c in self.columns)
        return tuple(sorted(made, key=unlike))
