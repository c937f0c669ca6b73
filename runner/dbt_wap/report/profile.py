"""The values of the columns of a relation, old and new, in figures. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dbt_wap.report.rows import Sides
from dbt_wap.report.values import percent


@dataclass(frozen=True)
class Top:
    """A value, and in how many rows it is."""

    value: Any = None
    rows: int = 0


@dataclass(frozen=True)
class Side:
    """The values of one column on one side."""

    nulls: int | None = None
    distinct: int | None = None
    min: Any = None
    max: Any = None
    mean: Any = None
    top: tuple[Top, ...] = ()
    histogram: tuple[int, ...] | None = None


@dataclass(frozen=True)
class ProfileColumn:
    """The values of one column, old and new; a side is None where there is no such column."""

    name: str = "?"
    type: str = "?"
    bins: tuple[Any, ...] | None = None
    before: Side | None = None
    after: Side | None = None
    masked: bool = False
    rows: Sides = field(default_factory=Sides)

    @property
    def sides(self) -> list[tuple[str, Side | None]]:
        """Both sides with the words for them."""
        return [("before", self.before), ("after", self.after)]

    def nulls(self, when: str) -> float | None:
        """The share of NULL on one side."""
        side, rows = getattr(self, when), getattr(self.rows, when)
        return (side.nulls or 0) / rows if side and rows else None

    def differs(self, field: str) -> bool:
        """True when the field is not the same on both sides."""
        if field == "nulls":
            was, now = self.nulls("before"), self.nulls("after")
            return was != now and percent(was or 0) != percent(now or 0)
        return bool(getattr(self.before, field, None) != getattr(self.after, field, None))


@dataclass(frozen=True)
class Profile:
    """The columns as the report has them, and of how many rows they tell."""

    rows: Sides = field(default_factory=Sides)
    columns: tuple[ProfileColumn, ...] = ()

    def in_order(
        self, masked: Collection[str], changed: Mapping[str, int]
    ) -> tuple[ProfileColumn, ...]:
        """The columns, those first that came, went or changed most."""

        def unlike(column: ProfileColumn) -> tuple[Any, ...]:
            jump = abs((column.nulls("after") or 0) - (column.nulls("before") or 0))
            whole = column.before is not None and column.after is not None
            return whole, -changed.get(column.name, 0), -jump, not column.differs("distinct")

        made = (replace(c, masked=c.name in masked, rows=self.rows) for c in self.columns)
        return tuple(sorted(made, key=unlike))
