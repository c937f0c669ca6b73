"""Describe what publishing does to grants and owners. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dbt_wap.report.values import some
from dbt_wap.words import counted


@dataclass(frozen=True)
class Grant:
    """A privilege on a schema, a relation or future objects of a schema, and its grantee."""

    on: str | None = None
    database: str | None = None
    schema: str = "?"
    name: str | None = None
    kind: str | None = None
    privilege: str = "?"
    to_kind: str | None = None
    to_name: str = "?"
    option: bool = False
    only_option: bool = False
    kept: bool = False
    reason: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """Return the identity of the grant, regardless of the grant option."""
        kind = self.kind if self.on in ("future", "inherited") else None
        at = (self.on, self.database, self.schema, self.name)
        return (*at, kind, self.privilege, self.to_kind, self.to_name)


@dataclass(frozen=True)
class Named:
    """An owner."""

    name: str = "?"


@dataclass(frozen=True)
class OwnerChange:
    """An object whose owner changes."""

    what: str = "?"
    before: Named = field(default_factory=Named)
    after: Named = field(default_factory=Named)


@dataclass(frozen=True)
class GrantsPlan:
    """The changes that publishing makes to grants and owners."""

    apply: tuple[Grant, ...] = ()
    revoke: tuple[Grant, ...] = ()
    revoked: tuple[Grant, ...] = ()
    extra: tuple[Grant, ...] = ()
    lost: tuple[Grant, ...] = ()
    owners: tuple[OwnerChange, ...] = ()

    def sentences(self, prods: Mapping[str, str]) -> list[str]:
        """Describe each changed grant and owner; `prods` maps audit schemas to prod schemas."""

        def lines(form: str, rows: Sequence[Grant]) -> list[str]:
            return [form.format(each) for each in _grouped(rows, prods)]

        made = {row.key for row in self.apply}
        new = [row for row in self.revoked if row.kept]
        back = [row for row in self.revoked if not row.kept and row.key in made]
        gone = [row for row in self.revoked if not row.kept and row.key not in made]
        named = {row.key for row in self.revoked}
        rest = sum(row.key not in named for row in self.apply)
        return [
            *lines("added: {} (granted by the build, revoked until publish)", new),
            *lines("added: {} (granted by the build)", self.extra),
            *lines("kept: {} (also granted by the build, revoked until publish)", back),
            *lines("revoked: {} (granted by the build, not in prod)", gone),
            *lines("revoked on publish: {} (not in prod)", self.revoke),
            *(f"lost: {each}: {row.reason}" for row in self.lost for each in lines("{}", [row])),
            *([f"{counted(rest, 'grant')} copied from prod on publish"] if rest else []),
            *(
                f"owner of {each.what} changes from {each.before.name} to {each.after.name}"
                for each in self.owners
            ),
        ]


def _grouped(rows: Sequence[Grant], prods: Mapping[str, str]) -> list[str]:
    """Describe grants, grouping privileges on one object and relations with equal grants."""
    privileges: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        kind, schema = row.to_kind or "", prods.get(row.schema, row.schema)
        to = f"to {kind.lower().replace('_', ' ')} {row.to_name}".replace("  ", " ")
        to += " with grant option" if row.option and not row.only_option else ""
        option = "the grant option of " if row.only_option else ""
        at = (option, _where(row, schema), schema, row.name or "", to)
        privileges.setdefault(at, []).append(row.privilege)
    names: dict[tuple[str, ...], list[str]] = {}
    for (option, where, within, name, to), held in privileges.items():
        what = option + ", ".join(dict.fromkeys(held))
        names.setdefault((what, where, within, to), []).append(name)
    return [
        f"{what} on {_relations(within, found) if found[0] else where} {to}"
        for (what, where, within, to), found in names.items()
    ]


def _where(row: Grant, schema: str) -> str:
    """Name the schema, or the future objects in it."""
    if row.on in ("future", "inherited"):
        which = "future" if row.on == "future" else "all"
        return f"{which} {str(row.kind).lower()}s of {schema}"
    return schema


def _relations(schema: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{schema}.{names[0]}"
    return f"{len(names)} relations of {schema} ({some(names, 10)})"
