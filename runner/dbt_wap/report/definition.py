"""What changed of a relation besides its rows: columns and definition, in sentences. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from dbt_wap.report.types import retyped
from dbt_wap.report.values import some


@dataclass(frozen=True)
class Change:
    """Something with a name that was one thing and is another."""

    name: str = "?"
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Recased:
    """A column, and how prod writes its name."""

    name: str = "?"
    before: str = "?"


@dataclass(frozen=True)
class Retyped(Change):
    """A column of another type; `compared`: the type as which its values were compared."""

    compared: str | None = None

    def type_change(self, limit: int = 8) -> str:
        """What became of a type, in words."""
        return retyped(str(self.before), str(self.after), limit)


@dataclass(frozen=True)
class Columns:
    """How the columns differ; `changed` says in how many rows each has another value."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retyped: tuple[Retyped, ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    recased: tuple[Recased, ...] = ()
    reordered: bool = False

    def facts(self, limit: int) -> list[str]:
        """What came, went or has another type, each in a line of its own up to the limit."""
        facts = []
        for names, is_so, are_so in (
            (self.added, "is new", "are new"),
            (self.removed, "is gone", "are gone"),
        ):
            if len(names) > limit:
                facts.append(f"columns {some(names, limit)} {are_so}")
            else:
                facts += [f"column {name} {is_so}" for name in names]
        if self.reordered:
            facts.append("its columns are in another order")
        for column in self.retyped[:limit]:
            compared = f", compared as {column.compared}" if column.compared else ""
            facts.append(f"column {column.name}: {column.type_change()}{compared}")
        if len(self.retyped) > limit:
            facts.append(f"{len(self.retyped) - limit:,} more column(s) have another type")
        return facts


@dataclass(frozen=True)
class CameAndWent:
    """What is new and what is gone, as texts."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def facts(self, what: str) -> list[str]:
        return [
            f"{what} {how}: {text.removeprefix('index ')}"
            for how, texts in (("gone", self.removed), ("new", self.added))
            for text in texts
        ]


@dataclass(frozen=True)
class DefinitionChanges:
    """What changed besides rows and columns."""

    constraints: CameAndWent = field(default_factory=CameAndWent)
    indexes: CameAndWent = field(default_factory=CameAndWent)
    options: CameAndWent = field(default_factory=CameAndWent)
    defaults: tuple[Change, ...] = ()
    collations: tuple[Change, ...] = ()
    comments: tuple[str, ...] = ()
    text: bool = False
    other: bool = False

    @property
    def facts(self) -> list[str]:
        """Each kind in sentences of its own."""
        facts = self.constraints.facts("constraint") + self.indexes.facts("index")
        facts += self.options.facts("option")
        for changes, what in ((self.defaults, "default"), (self.collations, "collation")):
            facts += [
                f"{what} of column {c.name}: {c.before or 'none'} → {c.after or 'none'}"
                for c in changes
            ]
        if self.comments:
            named = [f"of column {name}" if name else "of the relation" for name in self.comments]
            facts.append(f"comment changed: {some(named, 8)}")
        if self.text:
            facts.append("its text changed")
        return facts + (["its definition changed"] if self.other else [])


@dataclass(frozen=True)
class Texts:
    """The definition of a view on both sides."""

    before: str | None = None
    after: str | None = None

    @property
    def diff(self) -> list[str]:
        """What changed in it, as a unified diff; empty where it is too long for one."""
        old, new = (self.before or "").splitlines(), (self.after or "").splitlines()
        if len(old) + len(new) > 4000:
            return []
        return list(difflib.unified_diff(old, new, "prod", "candidate", lineterm=""))
