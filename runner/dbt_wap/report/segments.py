"""Say in which segment the rows that differ are. Pure."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from dbt_wap.report.values import percent, plain

_WIDEST = 60
"""The maximum width of a value in a sentence, without the note of one that the warehouse cut."""


@dataclass(frozen=True)
class Segment:
    """A value, or a month, of a column: how many rows of a kind have it, and how many of all."""

    kind: str = "?"
    column: str = "?"
    month: bool = False
    value: Any = None
    differing: int = 0
    differing_of: int = 0
    rows: int = 0
    rows_of: int = 0

    def sentence(self, changed: Container[str]) -> str:
        """Compare both shares. changed: the columns whose values changed, which are prod's here."""
        here = f"{percent(self.differing / max(self.differing_of, 1))} of the {self.kind} rows"
        everywhere = f"{percent(self.rows / max(self.rows_of, 1))} of all rows"
        place = "in prod, " if self.kind == "changed" and self.column in changed else ""
        if self.value is None:
            return f"{place}{self.column} is NULL in {here} and in {everywhere}"
        sign = "in" if self.month else "="
        what = f"{self.column} {sign} {_brief(self.value)}"
        return f"{place}{here} have {what}, which has {everywhere}"


def _brief(value: Any) -> str:
    """Return a value in little room."""
    if isinstance(value, Mapping):
        return plain({**value, "text": value["text"][:_WIDEST]})
    return plain(value, _WIDEST)
