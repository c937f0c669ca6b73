"""The least SQL that comes to an answer about two sides of a table, for benchmarks/diff.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Spec = dict[str, Any]
SIDES = ("prod", "audit_prod")


def keyed_floor(table: Spec) -> str:
    """Which keys differ: both sides are read and hashed once."""
    if not table["key"]:
        return f"select count(*) from ({_uneven_rows(table)})"
    return f"select count(*) from {_join(table, [_hash(table) + ' as h'])} where {_differs('h')}"


def answer_forms(table: Spec) -> dict[str, str]:
    """Forms of the answer of dbt-wap, without what proves it; which is faster depends on the data.

    Counts by row and by column; without a key, counts by row and ten rows of each side.
    """
    if not table["key"]:
        return {"groups": _uneven_with_samples(table)}
    return {"two joins": _two_joins(table), "one join": _one_join(table)}


def read_answer(table: Spec, row: Spec) -> Spec:
    """The counts of an answer, by row and by column."""
    counts = {name: row[name] or 0 for name in ("removed", "added")}
    if not table["key"]:
        return {**counts, "changed": None}
    columns = {c: row[c] for c in _rest(table) if row[c]}
    return {**counts, "changed": row["changed"], "columns": columns}


def _two_joins(table: Spec) -> str:
    """The keys that differ, then the values of these."""
    key = ", ".join(table["key"])
    joined = _join(table, ["true as found", _hash(table) + " as h"])
    sides = " ".join(f"join {side}.{table['name']} {side} using ({key})" for side in SIDES)
    values = ", ".join(_count(f"prod.{c} is distinct from audit_prod.{c}", c) for c in _rest(table))
    return f"""
        with differ as materialized (
            select {key}, b.found as old, a.found as new from {joined} where {_differs("h")}
        )
        select * from
        (select {_count("new is null", "removed")}, {_count("old is null", "added")},
            {_count("old and new", "changed")} from differ)
        cross join (select {values} from (from differ where old and new) {sides})
    """


def _one_join(table: Spec) -> str:
    """All values pass through the join, as hashes."""
    columns = _rest(table)
    joined = _join(table, ["true as found", *(f"hash({c}) as {c}" for c in columns)])
    any_differs = " or ".join(map(_differs, columns))
    values = ", ".join(_count(f"b.found and a.found and {_differs(c)}", c) for c in columns)
    return f"""
        select {_count("a.found is null", "removed")}, {_count("b.found is null", "added")},
            {_count(f"b.found and a.found and ({any_differs})", "changed")}, {values}
        from {joined}
    """


def _uneven_with_samples(table: Spec) -> str:
    """The rows whose number differs, and some of them, for which both sides are read again."""
    firsts = "select h from differ where n {} 0 order by h limit 10"
    samples = " union all ".join(
        f"(from {side}.{table['name']} where {_hash(table)} in ({firsts.format(sign)}))"
        for side, sign in zip(SIDES, "<>", strict=True)
    )
    return f"""
        with differ as materialized ({_uneven_rows(table)}), samples as ({samples})
        from (
            select sum(case when n < 0 then -n else 0 end)::bigint as removed,
                sum(case when n > 0 then n else 0 end)::bigint as added
            from differ
        ) left join samples on true
    """


def _uneven_rows(table: Spec) -> str:
    hashed = " union all ".join(
        f"select {_hash(table)} as h, {n} as n from {side}.{table['name']}"
        for side, n in zip(SIDES, (-1, 1), strict=True)
    )
    return f"select h, sum(n) as n from ({hashed}) group by h having sum(n) <> 0"


def _join(table: Spec, columns: Sequence[str]) -> str:
    key = ", ".join(table["key"])
    b, a = (f"(select {', '.join([key, *columns])} from {s}.{table['name']})" for s in SIDES)
    return f"{b} b full join {a} a using ({key})"


def _hash(table: Spec) -> str:
    return f"hash({', '.join(table['columns'])})"


def _rest(table: Spec) -> list[str]:
    return [c for c in table["columns"] if c not in table["key"]]


def _differs(column: str) -> str:
    return f"b.{column} is distinct from a.{column}"


def _count(condition: str, name: str) -> str:
    return f"count(case when {condition} then 1 end) as {name}"
