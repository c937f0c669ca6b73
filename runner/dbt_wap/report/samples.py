"""The sample rows of a relation as people see them: values that differ never look alike. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from dbt_wap.report.definition import Change
from dbt_wap.report.values import Shown, pieces

Row = Mapping[str, Any]
Spelled = Mapping[str, frozenset[str]]
"""Of each column the characters to show as code points."""

_LOOKALIKES = ("P", "Sm", "Sk", "Lm")
"""Categories of characters with many doubles: dashes, quotes, primes, signs."""


@dataclass(frozen=True)
class ChangedRow:
    """A row on both sides, and the names of the columns that differ."""

    key: Row = field(default_factory=dict)
    before: Row = field(default_factory=dict)
    after: Row = field(default_factory=dict)
    columns: tuple[str, ...] | None = None

    @property
    def differing(self) -> Sequence[str]:
        """The columns that differ; a report of version 1 leaves it to the reader to find them."""
        if self.columns is not None:
            return self.columns
        both = {**self.before, **self.after}
        return [n for n in both if self.before.get(n) != self.after.get(n)]

    def shown(
        self, spelled: Mapping[str, frozenset[str]], types: Mapping[str, Change]
    ) -> ChangedRow:
        """The same with a `Shown` for each value."""
        before, after = _shown(self.before, spelled), _shown(self.after, spelled)
        for name in self.differing:
            if name in before and name in after and pieces(before[name]) == pieces(after[name]):
                before[name], after[name] = _noted(before[name], after[name], types.get(name))
        key = {name: after.get(name, value) for name, value in self.key.items()}
        return replace(self, key=key, before=before, after=after)


@dataclass(frozen=True)
class Sample:
    """Some of the rows that came, went or changed."""

    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    changed: tuple[ChangedRow, ...] = ()

    @property
    def kinds(self) -> list[str]:
        """The kinds of rows that there are, in the order in which people see them."""
        return [kind for kind in ("changed", "added", "removed") if getattr(self, kind)]

    def shown(self, retyped: Iterable[Change]) -> Sample:
        """The same with a `Shown` for each value."""
        sides = [*self.added, *self.removed, *self._sides("changed")]
        spelled = {
            name: spelled_out(row[name] for row in sides if name in row)
            for name in {name for row in sides for name in row}
        }
        types = {column.name: column for column in retyped}
        return Sample(
            tuple(_shown(row, spelled) for row in self.added),
            tuple(_shown(row, spelled) for row in self.removed),
            tuple(row.shown(spelled, types) for row in self.changed),
        )

    def columns(self, kind: str, key: Sequence[str], changes: Iterable[str]) -> list[str]:
        """The columns of the rows of a kind: the key, then what changed, then the rest."""
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


def _shown(row: Row, spelled: Spelled) -> dict[str, Any]:
    return {name: Shown(value, spelled[name]) for name, value in row.items()}


def _noted(before: Shown, after: Shown, types: Change | None) -> tuple[Shown, Shown]:
    """Two values of one text, told apart by their types, or else by being told so."""
    notes = (types.before or "", types.after or "") if types else ("", "another value of this text")
    return (
        Shown(before.value, before.spelled, notes[0]),
        Shown(after.value, after.spelled, notes[1]),
    )


def spelled_out(values: Iterable[Any]) -> frozenset[str]:
    """The characters to show as code points so that none of the values looks like another."""
    texts = {value["text"] if isinstance(value, Mapping) else value or "" for value in values}
    found: set[str] = set()
    for one, other in combinations(sorted(texts), 2):
        if not (one.isascii() and other.isascii()):
            found |= _ambiguous(one, other)
    return frozenset(char for char in found if not char.isascii())


def _ambiguous(one: str, other: str) -> set[str]:
    """The characters that tell two texts apart, if the texts look alike."""
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
    """True where two characters may have one shape: of two scripts, or signs with many doubles."""
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
