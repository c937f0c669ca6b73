"""A slow, obviously right difference report, and tables of all kinds to try one on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from struct import pack, unpack
from typing import Any

from hypothesis import strategies as st

NULL = ("null", None)
MINUS_ZERO = "-0.0"
"""The float that equals 0.0, for Python too, though everybody sees that it is another one."""
POOLS: Mapping[str, Sequence[tuple[str, Any]]] = {
    "integer": [("0", 0), ("1", 1), ("-7", -7), ("2147483647", 2147483647)],
    "bigint": [
        ("0", 0), ("9007199254740993", 9007199254740993), ("9007199254740992", 9007199254740992),
        ("-1", -1), ("-9223372036854775808", -(2**63)), ("9223372036854775807", 2**63 - 1),
    ],
    "ubigint": [("0", 0), ("18446744073709551615", 2**64 - 1), ("1", 1)],
    "hugeint": [
        ("170141183460469231731687303715884105727", 2**127 - 1), ("0", 0), ("1", 1),
        ("'-170141183460469231731687303715884105728'", -(2**127)),
    ],
    "double": [
        ("0.0", 0.0), ("'-0.0'", MINUS_ZERO), ("'nan'", "nan"), ("'-nan'", "-nan"),
        ("'inf'", math.inf), ("'-inf'", -math.inf),
        ("1.5", 1.5), ("1e300", 1e300), ("0.1", 0.1), ("0.30000000000000004", 0.1 + 0.2),
    ],
    "float": [("0.5", 0.5), ("'-0.0'", MINUS_ZERO), ("0", 0.0), ("'nan'", "nan"), ("0.1", "0.1f")],
    "decimal(18,3)": [
        ("0.001", Decimal("0.001")), ("0.002", Decimal("0.002")), ("1.500", Decimal("1.5")),
        ("-3", Decimal(-3)), ("0.15", Decimal("0.15")),
    ],
    "decimal(38,4)": [
        (sign + digits, Decimal(sign + digits))
        for digits in ("1234567890123456789012345678901234.0001", "9" * 34 + ".9999", "0.0001")
        for sign in ("", "-")
    ],
    "varchar collate nocase": [("'a'", "a"), ("'A'", "A"), ("'b'", "b"), ("''", "")],
    "varchar collate noaccent": [("'e'", "e"), ("'é'", "é"), ("'x'", "x")],
    "varchar": [
        ("''", ""), ("' '", " "), ("'a'", "a"), ("'A'", "A"), ("'a '", "a "), ("'null'", "null"),
        ("'é'", "é"), ("'e\u0301'", "e\u0301"), ("'it''s'", "it's"), ("e'a\\nb'", "a\nb"),
        ("repeat('x', 5000)", "x" * 5000), ("repeat('x', 4999) || 'y'", "x" * 4999 + "y"),
    ],
    "boolean": [("true", True), ("false", False)],
    "date": [("'2024-02-29'", datetime(2024, 2, 29)), ("'1970-01-01'", datetime(1970, 1, 1))],
    "timestamp": [
        ("'2024-02-29'", datetime(2024, 2, 29)),
        ("'2024-02-29 00:00:00.000001'", datetime(2024, 2, 29) + timedelta(microseconds=1)),
    ],
    "timestamptz": [
        ("'2024-06-01 12:00:00+00'", 12), ("'2024-06-01 14:00:00+02'", 12),
        ("'2024-06-01 12:00:00+02'", 10),
    ],
    "time": [("'00:00'", 0), ("'23:59:59.5'", 1)],
    "time with time zone": [("'12:00:00+00'", 12), ("'13:00:00+01'", 13), ("'12:00:00+01'", 11)],
    "bit": [("'01'", "01"), ("'001'", "001"), ("'1'", "1")],
    "enum('a', 'A', 'x,(\"y')": [("'a'", "a"), ("'A'", "A"), ("'x,(\"y'", "x")],
    "interval": [
        ("'1 hour'", (0, 0, 3600)), ("'60 minutes'", (0, 0, 3600)), ("'24 hours'", (0, 0, 86400)),
        ("'1 day'", (0, 1, 0)), ("'30 days'", (0, 30, 0)), ("'1 month'", (1, 0, 0)),
    ],
    "interval[]": [
        ("['1 day']", "1 day"), ("['24 hours']", "24 hours"), ("[null]", "null"), ("[]", "empty"),
    ],
    "struct(\"a,(b\" struct(i interval), d double)": [
        ("row(row('1 month'), 0)", (1, 0)), ("row(row('30 days'), 0)", (30, 0)),
        ("row(null, '-0.0')", (None, -1)), ("row(row(null), '-0.0')", ((None,), -1)),
        ("row(null, 0)", (None, 0)),
    ],
    "map(varchar, interval)": [("map {'k': '1 day'}", 1), ("map {'k': '24 hours'}", 24)],
    "union(n integer, t varchar)": [
        ("union_value(n := 1)", ("n", 1)), ("union_value(t := '1')", ("t", "1")),
    ],
    "variant": [("1", 1), ("'1'", "1"), ("1.0", "1.0"), ("{'a': 1}", "{a: 1}"), ("[]", "[]")],
    "varchar[]": [
        ("['NULL']", ("NULL",)), ("[null]", (None,)), ("['a, b']", ("a, b",)),
        ("['a', 'b']", ("a", "b")), ("['A', 'b']", ("A", "b")), ("[]", ()),
    ],
    "decimal(18,3)[]": [
        ("[0.001, null]", ("0.001", None)), ("[1.5]", ("1.5",)), ("[]", ()), ("[null]", (None,)),
    ],
    "struct(d decimal(18,3))": [("row(0.1)", "0.1"), ("row(1.5)", "1.5"), ("row(null)", "null")],
    "map(varchar, decimal(18,3))": [("map {'k': 0.1}", 0.1), ("map {'k': 2}", 2)],
    "integer[2]": [("[1, null]", (1, None)), ("[1, 2]", (1, 2)), ("[null, null]", (None, None))],
    "blob": [("''", b""), ("'\\x00'", b"\0"), ("'\\x00\\x01'", b"\0\1")],
    "uuid": [("'00000000-0000-0000-0000-000000000001'", 1), ("'0' || repeat('0', 31)", 0)],
    "json": [("'{\"a\": 1}'", '{"a": 1}'), ("'{\"a\": 1.0}'", '{"a": 1.0}'), ("'null'", "null")],
    "integer[]": [("[]", ()), ("[1]", (1,)), ("[1, null]", (1, None)), ("[null, 1]", (None, 1))],
    "struct(a integer, b varchar)": [
        ("{'a': 1, 'b': 'x'}", (1, "x")), ("{'a': null, 'b': ''}", (None, "")),
        ("{'a': null, 'b': null}", (None, None)),
    ],
    "map(varchar, integer)": [
        ("map {'k': 1}", (("k", 1),)), ("map {}", ()), ("map {'k': 2}", (("k", 2),)),
    ],
}  # fmt: skip
"""SQL literals of each type, with a Python value that is equal where users see no difference."""

RETYPES = {
    "integer": ["bigint", "double", "decimal(18,3)", "varchar", "hugeint", "variant", "float"],
    "bigint": ["decimal(38,20)", "hugeint", "double", "varchar"],
    "ubigint": ["hugeint", "double"],
    "boolean": ["integer", "double", "varchar", "decimal(18,3)"],
    "date": ["timestamp", "timestamptz", "varchar"],
    "timestamp": ["timestamptz", "timestamp_ns"],
    "float": ["double"],
    "decimal(18,3)": ["decimal(20,4)", "double", "varchar", "decimal(38,36)"],
    "varchar": ["varchar"],
    "interval": ["varchar"],
    "json": ["varchar"],
    "uuid": ["varchar"],
    "enum('a', 'A', 'x,(\"y')": ["varchar"],
    "integer[]": ["bigint[]", "varchar[]", "varchar", "double[]"],
    "integer[2]": ["bigint[2]", "bigint[]"],
    "decimal(18,3)[]": ["decimal(20,4)[]", "double[]", "varchar"],
    "struct(d decimal(18,3))": ["struct(d double)", "struct(d decimal(20,4))"],
    "struct(a integer, b varchar)": ["struct(a bigint, b varchar)"],
    "map(varchar, decimal(18,3))": ["map(varchar, double)"],
    "map(varchar, integer)": ["map(varchar, bigint)"],
    "union(n integer, t varchar)": ["union(n integer, t varchar, f double)"],
}
"""Types that a column may get; its values stay, but for numbers that a float does not hold."""

TOLERANT = {"double", "integer", "bigint", "ubigint", "hugeint", "decimal(18,3)", "decimal(38,4)"}
"""The types that a tolerance is tried on."""

SNOWFLAKE_POOLS: Mapping[str, Sequence[tuple[str, Any]]] = {
    "number(38,0)": [("0", 0), ("1", 1), ("-7", -7), ("9007199254740993", 9007199254740993)],
    "number(38,4)": POOLS["decimal(38,4)"],
    "number(18,3)": POOLS["decimal(18,3)"],
    "float": [
        ("0.0", 0.0), ("'-0'", MINUS_ZERO), ("'nan'", "nan"), ("'inf'", math.inf),
        ("'-inf'", -math.inf), ("1.5", 1.5), ("1e300", 1e300), ("0.1", 0.1),
    ],
    "varchar": [pair for pair in POOLS["varchar"] if len(str(pair[1])) < 9 and "\n" not in pair[1]],
    "varchar collate 'en-ci'": [("'a'", "a"), ("'A'", "A"), ("'b'", "b"), ("''", "")],
    "boolean": POOLS["boolean"],
    "date": POOLS["date"],
    "timestamp_ntz": POOLS["timestamp"],
    "time": POOLS["time"],
    "binary": [("to_binary('00', 'hex')", b"\0"), ("to_binary('0001', 'hex')", b"\0\1")],
    "variant": [
        ("to_variant(1)", 1), ("to_variant('1')", "1"), ("parse_json('{\"a\": 1}')", "{a: 1}"),
        ("parse_json('[]')", "[]"),
    ],
}  # fmt: skip
SNOWFLAKE_RETYPES = {
    "number(18,3)": ["number(20,4)", "varchar", "float"],
    "boolean": ["varchar", "number(38,0)"],
    "date": ["timestamp_ntz", "varchar"],
    "timestamp_ntz": ["timestamp_ltz"],
}

Cell = tuple[str, Any]
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Dialect:
    """The types of an engine, how a column may change its type, and how names are stored."""

    pools: Mapping[str, Sequence[Cell]]
    retypes: Mapping[str, Sequence[str]]
    keys: Sequence[str]
    tolerant: frozenset[str]
    stored: Callable[[str], str] = str


DUCKDB = Dialect(POOLS, RETYPES, ("integer", "varchar", "date", "double"), frozenset(TOLERANT))
SNOWFLAKE = Dialect(
    SNOWFLAKE_POOLS,
    SNOWFLAKE_RETYPES,
    ("number(38,0)", "varchar", "date", "float"),
    frozenset({"number(38,0)", "number(38,4)", "number(18,3)", "float"}),
    str.upper,
)


@dataclass
class Side:
    """A table: its columns with their types, and its rows."""

    columns: list[tuple[str, str]]
    rows: list[Row]

    def create(self, name: str) -> list[str]:
        """The statements that make it, rows in their order."""
        types = ", ".join(f'"{column}" {type_}' for column, type_ in self.columns)
        rows = []
        for row in self.rows:
            pairs = zip(row, self.columns, strict=True)
            values = (f"cast({sql} as {t.split(' collate ')[0]})" for (sql, _), (_, t) in pairs)
            rows.append(f"select {', '.join(values)}")
        made = [f"create table {name} ({types})"]
        return made + ([f"insert into {name} {' union all '.join(rows)}"] if rows else [])


@dataclass
class Case:
    """Two tables, and what the project says of comparing them."""

    before: Side
    after: Side
    options: dict[str, Any] = field(default_factory=dict)


def expected(case: Case) -> dict[str, Any]:
    """The numbers that a report has to show of a case."""
    old, new = dict(case.before.columns), dict(case.after.columns)
    ignored = case.options.get("ignore", [])
    common = [name for name, _ in case.after.columns if name in old and name not in ignored]
    retyped = [name for name, type_ in case.after.columns if old.get(name, type_) != type_]
    moved = [n for n in old if n in new] != [n for n in new if n in old]
    reshaped = set(old) != set(new) or bool(retyped) or moved
    found: dict[str, Any] = {
        "columns.added": [name for name in new if name not in old],
        "columns.removed": [name for name in old if name not in new],
        "columns.retyped": retyped,
        "columns.reordered": moved,
        "columns.recased": [],
        "outside_filter": None,
    }
    rows, changed = _counted(case, common, _is_inside)
    found |= {"columns.changed": changed, **{f"rows.{name}": n for name, n in rows.items()}}
    differs = rows["added"] or rows["removed"] or rows["changed"]
    if "filter" in case.options:
        rows, _ = _counted(case, common, lambda row: not _is_inside(row))
        found["outside_filter"] = rows
        differs = differs or rows["added"] or rows["removed"] or rows["changed"]
    found["status"] = "changed" if differs or reshaped else "identical"
    return found


def _is_inside(row: Mapping[str, Any]) -> bool:
    """Whether the filter, the only one that there is, lets a row through."""
    part = row["part" if "part" in row else "PART"]
    return part is not None and part > 0


def _counted(
    case: Case, common: Sequence[str], chosen: Callable[[Mapping[str, Any]], bool]
) -> tuple[dict[str, int | None], dict[str, int]]:
    """The counts of the rows that are chosen, and the columns with changed values."""
    before, after = (_rows(side) for side in (case.before, case.after))
    if "filter" in case.options:
        before, after = (list(filter(chosen, rows)) for rows in (before, after))
    counts: dict[str, int | None] = {"before": len(before), "after": len(after)}
    key = case.options.get("key")
    usable = bool(key) and set(key) <= set(common)
    if usable:
        sides = [[tuple(row[name] for name in key) for row in rows] for rows in (before, after)]
        usable = all(len(set(k)) == len(k) and not any(None in each for each in k) for k in sides)
    if usable:
        by_key, columns = _by_key(before, after, common, key, case.options.get("tolerance", {}))
        return counts | by_key, columns
    left, right = (Counter(_values(r, common) for r in rows) for rows in (before, after))
    counts |= {"added": (right - left).total(), "removed": (left - right).total()}
    return counts | {"changed": None if left != right else 0}, {}


def _rows(side: Side) -> list[dict[str, Any]]:
    names = [name for name, _ in side.columns]
    return [dict(zip(names, (value for _, value in row), strict=True)) for row in side.rows]


def _values(row: Mapping[str, Any], names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def _by_key(
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    common: Sequence[str],
    key: list[str],
    tolerance: Mapping[str, float],
) -> tuple[dict[str, int], dict[str, int]]:
    left = {_values(row, key): row for row in before}
    right = {_values(row, key): row for row in after}
    columns: Counter[str] = Counter()
    changed = 0
    for each in left.keys() & right.keys():
        names = [n for n in common if not _equal(left[each][n], right[each][n], tolerance.get(n))]
        columns.update(names)
        changed += bool(names)
    added, removed = len(right.keys() - left.keys()), len(left.keys() - right.keys())
    return {"added": added, "removed": removed, "changed": changed}, dict(columns)


def _equal(before: Any, after: Any, tolerance: float | None) -> bool:
    if before == after or tolerance is None:
        return bool(before == after)
    before, after = (0.0 if value == MINUS_ZERO else value for value in (before, after))
    if all(isinstance(value, int | Decimal) for value in (before, after)):
        return abs(Fraction(before) - Fraction(after)) <= Fraction(str(tolerance))
    numbers = all(isinstance(v, float) and math.isfinite(v) for v in (before, after))
    return numbers and bool(abs(before - after) <= tolerance)


def _cells(type_: str, of: Dialect) -> st.SearchStrategy[Cell]:
    return st.sampled_from([NULL, *of.pools[type_]])


@st.composite
def cases(draw: st.DrawFn, of: Dialect = DUCKDB) -> Case:
    """A table, and one that was made from it as builds make them: rows and columns come and go."""
    types = draw(st.lists(st.sampled_from(sorted(of.pools)), min_size=1, max_size=4))
    columns = [("id", draw(st.sampled_from(of.keys)))]
    columns += [("part", of.keys[0])] if draw(st.booleans()) else []
    columns += [(f"c {n}", type_) for n, type_ in enumerate(types)]
    columns = [(of.stored(name), type_) for name, type_ in columns]
    columns = columns[: draw(st.integers(1, len(columns)))]
    row = st.tuples(*(_cells(type_, of) for _, type_ in columns))
    before = draw(st.lists(row, max_size=6))
    kept = [each for each in before if draw(st.integers(0, 5))]
    after = [_changed(draw, each, columns, of) for each in kept] + draw(st.lists(row, max_size=2))
    after += [each for each in kept if not draw(st.integers(0, 9))]
    after = draw(st.permutations(after))
    new_columns, after = _reshaped(draw, columns, after, of)
    options = _options(draw, columns, new_columns, of)
    return Case(Side(columns, before), Side(new_columns, after), options)


def _changed(draw: st.DrawFn, row: Row, columns: Sequence[tuple[str, str]], of: Dialect) -> Row:
    """The row, or one that has another value in one place."""
    if draw(st.integers(0, 2)):
        return row
    at = draw(st.integers(0, len(row) - 1))
    return (*row[:at], draw(_cells(columns[at][1], of)), *row[at + 1 :])


def _reshaped(
    draw: st.DrawFn, columns: list[tuple[str, str]], rows: list[Row], of: Dialect
) -> tuple[list[tuple[str, str]], list[Row]]:
    """Now and then a column is gone, new, of another type, or elsewhere."""
    what = draw(st.sampled_from(["nothing"] * 4 + ["gone", "new", "type", "order"]))
    at = draw(st.integers(0, len(columns) - 1))
    if what == "gone" and len(columns) > 1:
        return columns[:at] + columns[at + 1 :], [row[:at] + row[at + 1 :] for row in rows]
    if what == "new":
        return [*columns, (of.stored("new"), of.keys[0])], [(*row, NULL) for row in rows]
    if what == "order":
        return columns[::-1], [row[::-1] for row in rows]
    name, type_ = columns[at]
    if what == "type" and type_ in of.retypes:
        wider = draw(st.sampled_from(of.retypes[type_]))
        cells = [_as_built(row[at], type_, wider) for row in rows]
        moved = [(*row[:at], cell, *row[at + 1 :]) for row, cell in zip(rows, cells, strict=True)]
        return [*columns[:at], (name, wider), *columns[at + 1 :]], moved
    return columns, rows


def _as_built(cell: Cell, type_: str, wider: str) -> Cell:
    """What a build makes of a value that gets another type; a float holds no long number."""
    sql, value = cell
    if cell != NULL and wider in ("float", "double") and isinstance(value, int):
        value = float(value) if wider == "double" else unpack("f", pack("f", value))[0]
    return f"cast({sql} as {type_})", value


def _options(
    draw: st.DrawFn, before: list[tuple[str, str]], after: list[tuple[str, str]], of: Dialect
) -> dict[str, Any]:
    """What meta.dbt_wap says: a key, columns to ignore, a tolerance, a filter."""
    names = [name for name, _ in before]
    both = {name: type_ for name, type_ in before if (name, type_) in after}
    options: dict[str, Any] = {}
    if draw(st.integers(0, 3)):
        options["key"] = draw(st.sampled_from([names[:1], names[:2], names]))
    others = [name for name in names if name not in options.get("key", [])]
    if others and not draw(st.integers(0, 3)):
        options["ignore"] = [draw(st.sampled_from(others))]
    numbers = [name for name in others if both.get(name) in of.tolerant]
    if numbers and draw(st.booleans()):
        limits = [0, 0.25, 2, 0.001, 1e-7, 0.0001, 1e30, 0.149]
        options["tolerance"] = {numbers[0]: draw(st.sampled_from(limits))}
    if both.get(of.stored("part")) == of.keys[0] and draw(st.booleans()):
        options["filter"] = "part > 0"
    return options
