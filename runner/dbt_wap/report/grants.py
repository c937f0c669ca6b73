"""What a publish does to grants and owners, as sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dbt_wap.report.values import some


@dataclass(frozen=True)
class Grant:
    """A privilege on a schema, a relation, or what is to come in a schema, and who has it."""

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
        """What makes two the same grant, with the grant option or without."""
        kind = self.kind if self.on in ("future", "inherited") else None
        at = (self.on, self.database, self.schema, self.name)
        return (*at, kind, self.privilege, self.to_kind, self.to_name)


@dataclass(frozen=True)
class Named:
    """Somebody who owns something."""

    name: str = "?"


@dataclass(frozen=True)
class OwnerChange:
    """Something that another role will own."""

    what: str = "?"
    before: Named = field(default_factory=Named)
    after: Named = field(default_factory=Named)


@dataclass(frozen=True)
class GrantsPlan:
    """What a publish does to grants and owners."""

    apply: tuple[Grant, ...] = ()
    revoke: tuple[Grant, ...] = ()
    revoked: tuple[Grant, ...] = ()
    extra: tuple[Grant, ...] = ()
    lost: tuple[Grant, ...] = ()
    owners: tuple[OwnerChange, ...] = ()

    def sentences(self, prods: Mapping[str, str]) -> list[str]:
        """Every grant that comes, goes or is revoked, and owners that change; `prods`: prod's
        name of each audit schema."""

        def told(form: str, rows: Sequence[Grant]) -> list[str]:
            return [form.format(each) for each in _grouped(rows, prods)]

        made = {row.key for row in self.apply}
        new = [row for row in self.revoked if row.kept]
        back = [row for row in self.revoked if not row.kept and row.key in made]
        gone = [row for row in self.revoked if not row.kept and row.key not in made]
        named = {row.key for row in self.revoked}
        rest = sum(row.key not in named for row in self.apply)
        return [
            *told("comes: {}, as the build granted it; revoked until the publish", new),
            *told("comes: {}, as the build granted it", self.extra),
            *told(
                "stays: {}; the build granted it on the candidate, revoked until the publish", back
            ),
            *told("revoked: {}; the build granted it, prod does not have it", gone),
            *told("goes with the publish: {}; prod does not have it", self.revoke),
            *(f"lost: {each}: {row.reason}" for row in self.lost for each in told("{}", [row])),
            *([f"{rest} grant(s) of prod will be made on the candidate"] if rest else []),
            *(
                f"the owner of {each.what} will be {each.after.name}, was {each.before.name}"
                for each in self.owners
            ),
        ]


def _grouped(rows: Sequence[Grant], prods: Mapping[str, str]) -> list[str]:
    """The grants in words: the privileges on one thing together, and relations that are alike."""
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
    """A schema, or what is to come in it; relations are named by `_relations`."""
    if row.on in ("future", "inherited"):
        which = "future" if row.on == "future" else "all"
        return f"{which} {str(row.kind).lower()}s of {schema}"
    return schema


def _relations(schema: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{schema}.{names[0]}"
    return f"{len(names)} relations of {schema} ({some(names, 10)})"
