"""Prepare sample rows for display so that different values never look alike. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from dbt_wap.report.definition import Change
from dbt_wap.report.values import DisplayValue, pieces

Row = Mapping[str, Any]
Spelled = Mapping[str, frozenset[str]]
"""The characters of each column to show as code points."""

_LOOKALIKES = ("P", "Sm", "Sk", "Lm")
"""Unicode categories with many lookalikes: dashes, quotes, primes, signs."""


@dataclass(frozen=True)
class ChangedRow:
    """A changed row on both sides, and the names of the columns that differ."""

    key: Row = field(default_factory=dict)
    before: Row = field(default_factory=dict)
    after: Row = field(default_factory=dict)
    columns: tuple[str, ...] | None = None

    @property
    def differing(self) -> Sequence[str]:
        """Return the columns that differ; a report of version 1 does not list them."""
        if self.columns is not None:
            return self.columns
        both = {**self.before, **self.after}
        return [n for n in both if self.before.get(n) != self.after.get(n)]

    def for_display(
        self, spelled: Mapping[str, frozenset[str]], types: Mapping[str, Change]
    ) -> ChangedRow:
        """Return the rows with a `DisplayValue` for each value."""
        before, after = _for_display(self.before, spelled), _for_display(self.after, spelled)
        for name in self.differing:
            if name in before and name in after and pieces(before[name]) == pieces(after[name]):
                before[name], after[name] = _noted(before[name], after[name], types.get(name))
        key = {name: after.get(name, value) for name, value in self.key.items()}
        return replace(self, key=key, before=before, after=after)


@dataclass(frozen=True)
class Sample:
    """Sample rows: added, removed and changed."""

    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    changed: tuple[ChangedRow, ...] = ()

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of rows in the sample, in display order."""
        return [kind for kind in ("changed", "added", "removed") if getattr(self, kind)]

    def for_display(self, retyped: Iterable[Change]) -> Sample:
        """Return the rows with a `DisplayValue` for each value."""
        sides = [*self.added, *self.removed, *self._sides("changed")]
        spelled = {
            name: spelled_out(row[name] for row in sides if name in row)
            for name in {name for row in sides for name in row}
        }
        types = {column.name: column for column in retyped}
        return Sample(
            tuple(_for_display(row, spelled) for row in self.added),
            tuple(_for_display(row, spelled) for row in self.removed),
            tuple(row.for_display(spelled, types) for row in self.changed),
        )

    def columns(self, kind: str, key: Sequence[str], changes: Iterable[str]) -> list[str]:
        """Return the columns of a kind: key, then changed columns, then the rest."""
        names = dict.fromkeys(key)
        if kind == "changed":
            differing = [name for row in self.changed for name in row.differing]
            names.update(dict.fromkeys(n for n in changes if n in set(differing)))
            names.update(dict.fromkeys(differing))
        rows = self._sides(kind)
        names.update(dict.fromkeys(name for row in rows for name in row))
        held = {name for row in rows for name in row}
        return [name for name in names if name in held]

    def _sides(self, kind: str) -> Sequence[Row]:
        if kind == "changed":
            return [side for row in self.changed for side in (row.after, row.before)]
        return self.added if kind == "added" else self.removed


def _for_display(row: Row, spelled: Spelled) -> dict[str, Any]:
    return {name: DisplayValue(value, spelled[name]) for name, value in row.items()}


def _noted(
    before: DisplayValue, after: DisplayValue, types: Change | None
) -> tuple[DisplayValue, DisplayValue]:
    """Add notes to two different values with the same text: their types if those differ."""
    notes = (types.before or "", types.after or "") if types else ("", "different value, same text")
    return (
        DisplayValue(before.value, before.spelled, notes[0]),
        DisplayValue(after.value, after.spelled, notes[1]),
    )


def spelled_out(values: Iterable[Any]) -> frozenset[str]:
    """Return the characters to show as code points so that no two values look alike."""
    texts = {value["text"] if isinstance(value, Mapping) else value or "" for value in values}
    found: set[str] = set()
    for one, other in combinations(sorted(texts), 2):
        if not (one.isascii() and other.isascii()):
            found |= _ambiguous(one, other)
    return frozenset(char for char in found if not char.isascii())


def _ambiguous(one: str, other: str) -> set[str]:
    """Return the characters that distinguish two texts that look alike."""
    first, second = (unicodedata.normalize("NFKC", text) for text in (one, other))
    if first == second:
        return set(one) ^ set(other) or set(one + other)
    if len(first) != len(second):
        return set()
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if not all(_look_alike(a, b) for a, b in pairs):
        return set()
    return {char for pair in pairs for char in pair}


def _look_alike(one: str, other: str) -> bool:
    """Return whether two characters may look alike: two scripts, or signs with lookalikes."""
    if one.isascii() and other.isascii():
        return False
    if not (one.isalpha() and other.isalpha()):
        return any(unicodedata.category(char).startswith(_LOOKALIKES) for char in (one, other))
    if _script(one) != _script(other):
        return True
    accented = any(unicodedata.decomposition(char) for char in (one, other))
    return (one.isascii() or other.isascii()) and not accented


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
