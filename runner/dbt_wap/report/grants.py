"""What a publish does to grants and owners, as sentences. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dbt_wap.report.values import some

Row = Mapping[str, Any]


def sentences(plan: Mapping[str, Any], pairs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every grant that comes, goes or is revoked, in prod's names, and owners that change."""
    prods = {pair["audit"]: str(pair["prod"]) for pair in pairs}

    def told(form: str, rows: Sequence[Row]) -> list[str]:
        return [form.format(each) for each in _grouped(rows, lambda row: _schema(row, prods))]

    made = {_key(row) for row in plan.get("apply", ())}
    taken = plan.get("revoked", ())
    new = [row for row in taken if row["kept"]]
    back = [row for row in taken if not row["kept"] and _key(row) in made]
    gone = [row for row in taken if not row["kept"] and _key(row) not in made]
    named = {_key(row) for row in taken}
    rest = sum(_key(row) not in named for row in plan.get("apply", ()))
    return [
        *told("comes: {}, as the build granted it; revoked until the publish", new),
        *told("comes: {}, as the build granted it", plan.get("extra", ())),
        *told("stays: {}; the build granted it on the candidate, revoked until the publish", back),
        *told("revoked: {}; the build granted it, prod does not have it", gone),
        *told("goes with the publish: {}; prod does not have it", plan.get("revoke", ())),
        *(
            f"lost: {each}: {row['reason']}"
            for row in plan.get("lost", ())
            for each in _grouped([row], lambda row: _schema(row, prods))
        ),
        *([f"{rest} grant(s) of prod will be made on the candidate"] if rest else []),
        *(
            f"the owner of {owner['what']} will be {owner['after']['name']},"
            f" was {owner['before']['name']}"
            for owner in plan.get("owners", ())
        ),
    ]


def _schema(row: Row, prods: Mapping[str, str]) -> str:
    return prods.get(row["schema"], str(row["schema"]))


def _key(row: Row) -> tuple[Any, ...]:
    """What makes two rows the same grant, with the grant option or without."""
    kind = row.get("kind") if row.get("on") in ("future", "inherited") else None
    at = tuple(row.get(name) for name in ("on", "database", "schema", "name"))
    return (*at, kind, row["privilege"], row.get("to_kind"), row["to_name"])


def _grouped(rows: Sequence[Row], schema: Callable[[Row], str]) -> list[str]:
    """The grants in words: the privileges on one thing together, and relations that are alike."""
    privileges: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        kind = row.get("to_kind") or ""
        to = f"to {kind.lower().replace('_', ' ')} {row['to_name']}".replace("  ", " ")
        to += " with grant option" if row.get("option") and not row.get("only_option") else ""
        option = "the grant option of " if row.get("only_option") else ""
        at = (option, _where(row, schema(row)), schema(row), str(row.get("name") or ""), to)
        privileges.setdefault(at, []).append(str(row["privilege"]))
    names: dict[tuple[str, ...], list[str]] = {}
    for (option, where, within, name, to), held in privileges.items():
        what = option + ", ".join(dict.fromkeys(held))
        names.setdefault((what, where, within, to), []).append(name)
    return [
        f"{what} on {_relations(within, found) if found[0] else where} {to}"
        for (what, where, within, to), found in names.items()
    ]


def _where(row: Row, schema: str) -> str:
    """A schema, or what is to come in it; relations are named by `_relations`."""
    if row.get("on") in ("future", "inherited"):
        kind = str(row["kind"]).lower()
        return f"{'future' if row['on'] == 'future' else 'all'} {kind}s of {schema}"
    return schema


def _relations(schema: str, names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"{schema}.{names[0]}"
    return f"{len(names)} relations of {schema} ({some(names, 10)})"
