"""Slow, obviously right segments of two tables, and random tables to try them on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

Row = Mapping[str, str | None]
"""The values of a row as the report shows them."""


@dataclass
class Case:
    """Two versions of a table, and how to compare them."""

    types: Mapping[str, str]
    before: Sequence[Row]
    after: Sequence[Row]
    key: Sequence[str] = ()
    mask: Sequence[str] = ()
    retyped: Mapping[str, str] = field(default_factory=dict)

    def sql(self, name: str, side: str) -> str:
        """Return statements that create one side."""
        types = {**self.types, **(self.retyped if side == "after" else {})}
        columns = ", ".join(f"{_quoted(column)} {type_}" for column, type_ in types.items())
        rows = [
            "(" + ", ".join(_literal(row[column]) for column in types) + ")"
            for row in (self.before if side == "before" else self.after)
        ]
        made = f"create table {name} ({columns}); "
        return made + (f"insert into {name} values {', '.join(rows)}; " if rows else "")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str | None) -> str:
    return "null" if value is None else "'" + value.replace("'", "''") + "'"


def differing(case: Case) -> dict[str, list[Row]]:
    """Return the rows that differ, by kind; changed and removed rows as they are in prod."""
    if not case.key:
        old, new = (Counter(tuple(row.items()) for row in s) for s in (case.before, case.after))
        return {
            "added": [dict(row) for row in (new - old).elements()],
            "removed": [dict(row) for row in (old - new).elements()],
        }
    old_rows, new_rows = (
        {tuple(row[name] for name in case.key): row for row in side}
        for side in (case.before, case.after)
    )
    return {
        "added": [row for key, row in new_rows.items() if key not in old_rows],
        "changed": [r for k, r in old_rows.items() if k in new_rows and new_rows[k] != r],
        "removed": [row for key, row in old_rows.items() if key not in new_rows],
    }


def segments(case: Case) -> list[dict[str, Any]]:
    """Return what a report has to say of a case."""
    found = []
    kinds = differing(case)
    everything = [*case.before, *kinds["added"]]
    for kind, rows in kinds.items():
        for column, type_ in case.types.items():
            if column in case.mask or type_ == "double":
                continue
            for month in (False, True) if type_.startswith(("date", "timestamp")) else (False,):
                here = Counter(_facet(row[column], month) for row in rows)
                all_ = Counter(_facet(row[column], month) for row in everything)
                for value, count in here.items():
                    shares = Fraction(count, len(rows)), Fraction(all_[value], len(everything))
                    if count >= 20 and shares[0] > Fraction(1, 2) and shares[0] >= 2 * shares[1]:
                        made = {"kind": kind, "column": column, "month": month, "value": value}
                        made |= {"differing": count, "differing_of": len(rows)}
                        made |= {"rows": all_[value], "rows_of": len(everything)}
                        found.append((shares[1] - shares[0], made))
    ranked = [made for _, made in sorted(found, key=lambda each: each[0])]
    first = ranked[:1]
    others = [each for each in ranked if each["kind"] != first[0]["kind"]]
    others += [each for each in ranked if each["column"] != first[0]["column"]]
    return first + others[:1]


def _facet(value: str | None, month: bool) -> str | None:
    return value[:7] if month and value else value


POOLS: Mapping[str, Sequence[str | None]] = {
    "varchar": ("a", "A", "", 'it\'s "b"\n\\{}', "é", "null", None),
    "varchar collate nocase": ("a", "A", "b", "B", None),
    "integer": ("0", "1", "-7", "2147483647", None),
    "decimal(10,2)": ("0.00", "1.50", "-2.25", None),
    "boolean": ("true", "false", None),
    "date": ("1969-12-31", "1969-12-01", "1970-01-01", "2024-02-29", "2026-11-03", None),
    "timestamp": ("1969-12-31 23:59:59", "2024-02-29 00:00:00", "2024-02-01 12:30:00.5", None),
    "double": ("0.5", "1.5", "2.5", None),
}
RETYPED = {"integer": "bigint", "varchar": "varchar collate nocase"}


NAMES = ("f1", "Kind", 'q"uo {} te', "n")


def random_case(rng: Random) -> Case:
    """Return tables of which many rows of one value differ, and some others."""
    columns = {name: rng.choice(sorted(POOLS)) for name in NAMES[: rng.randint(1, 4)]}
    types = {"id": "integer", **columns}
    weights = {name: [rng.random() ** 2 for _ in POOLS[type_]] for name, type_ in columns.items()}
    reason = rng.choice(sorted(columns))
    at = rng.randrange(len(POOLS[columns[reason]]))
    value = POOLS[columns[reason]][at]
    weights[reason][at] = rng.choice([0.1, 0.2, 0.3, 0.6]) * sum(weights[reason])

    def row(number: int) -> dict[str, str | None]:
        cells = {n: rng.choices(POOLS[t], weights[n])[0] for n, t in columns.items()}
        return {"id": str(number), **cells}

    before = [row(number) for number in range(rng.choice([0, 150, 300, 450]))]
    moved, rest = rng.choice([0.5, 0.8, 1]), rng.choice([0.0, 0.02, 0.06])
    fates = rng.choice([["changed"], ["removed"], ["changed", "changed", "removed", "kept"]])
    after: list[Row] = []
    for each in before:
        fate = rng.choice(fates)
        if fate == "kept" or rng.random() > (moved if each[reason] == value else rest):
            after.append(each)
        elif fate == "changed":
            after.append({**each, **{rng.choice(sorted(columns)): None}})
    for number in range(1000, 1000 + rng.choice([0, 5, 25, 60])):
        made = row(number)
        after.append({**made, reason: value} if rng.random() < moved else made)
    rng.shuffle(after)
    key = ["id"] if rng.random() < 0.6 else []
    if not key:
        del types["id"]
        before, after = ([{n: r[n] for n in types} for r in rows] for rows in (before, after))
    mask = rng.sample(sorted(columns), rng.choice([0, 0, 0, 1]))
    retyped = {n: RETYPED[t] for n, t in columns.items() if t in RETYPED and rng.random() < 0.3}
    return Case(types, before, after, key, mask, retyped)
