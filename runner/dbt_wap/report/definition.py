"""Describe how the columns and the definition of a relation changed. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.report.types import retyped
from dbt_wap.report.values import some
from dbt_wap.words import counted


@dataclass(frozen=True)
class Change:
    """A column whose value, such as its type or default, changed."""

    name: str = "?"
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Recased:
    """A column whose name changed case; `before` is its name in prod."""

    name: str = "?"
    before: str = "?"


@dataclass(frozen=True)
class Retyped(Change):
    """A column whose type changed; its values were compared as the type `compared`."""

    compared: str | None = None

    def type_change(self, limit: int = 8) -> str:
        """Describe the change of the type."""
        return retyped(str(self.before), str(self.after), limit)


@dataclass(frozen=True)
class Columns:
    """The differences of the columns; `changed` counts the rows with a changed value by column."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retyped: tuple[Retyped, ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    recased: tuple[Recased, ...] = ()
    reordered: bool = False

    def facts(self, limit: int) -> list[str]:
        """Describe the columns added, dropped and retyped, one line each up to the limit."""
        facts = []
        for names, what in ((self.added, "added"), (self.removed, "dropped")):
            if len(names) > limit:
                facts.append(f"columns {what}: {some(names, limit)}")
            else:
                facts += [f"column {what}: {name}" for name in names]
        if self.reordered:
            facts.append("column order changed")
        for column in self.retyped[:limit]:
            compared = f", compared as {column.compared}" if column.compared else ""
            facts.append(f"column {column.name}: {column.type_change()}{compared}")
        if len(self.retyped) > limit:
            facts.append(f"{counted(len(self.retyped) - limit, 'more column')} retyped")
        return facts


@dataclass(frozen=True)
class AddedAndRemoved:
    """Texts added and removed."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def facts(self, what: str) -> list[str]:
        return [
            f"{what} {how}: {text.removeprefix('index ')}"
            for how, texts in (("dropped", self.removed), ("added", self.added))
            for text in texts
        ]


@dataclass(frozen=True)
class DefinitionChanges:
    """The changes of a relation other than those of its rows and columns."""

    constraints: AddedAndRemoved = field(default_factory=AddedAndRemoved)
    indexes: AddedAndRemoved = field(default_factory=AddedAndRemoved)
    options: AddedAndRemoved = field(default_factory=AddedAndRemoved)
    defaults: tuple[Change, ...] = ()
    collations: tuple[Change, ...] = ()
    comments: tuple[str, ...] = ()
    text: bool = False
    other: bool = False

    @property
    def facts(self) -> list[str]:
        """Describe each change in a sentence."""
        facts = self.constraints.facts("constraint") + self.indexes.facts("index")
        facts += self.options.facts("option")
        for changes, what in ((self.defaults, "default"), (self.collations, "collation")):
            facts += [
                f"{what} of column {c.name}: {c.before or 'none'} → {c.after or 'none'}"
                for c in changes
            ]
        if self.comments:
            named = [f"column {name}" if name else "the relation" for name in self.comments]
            facts.append(f"comment changed on {some(named, 8)}")
        if self.text:
            facts.append("query changed")
        return facts + (["definition changed"] if self.other else [])


@dataclass(frozen=True)
class Texts:
    """The definition of a view on both sides."""

    before: str | None = None
    after: str | None = None

    @property
    def diff(self) -> list[str]:
        """Return a unified diff, or nothing if the definitions are too long."""
        old, new = (self.before or "").splitlines(), (self.after or "").splitlines()
        if len(old) + len(new) > 4000:
            return []
        return list(difflib.unified_diff(old, new, "prod", "candidate", lineterm=""))
