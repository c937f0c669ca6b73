"""The report says in which segment the rows that differ are, if they are in one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from segments_oracle import Case, segments
from shop import BASE, Publish

Cells = Sequence[str]
WEIRD = 'it\'s "b" \\ c\n{d}'
LONG = "x" * 300
ZONED = {"duckdb": "timestamptz", "snowflake": "timestamp_tz"}


def md5_of(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


DAYS = [f"'1969-{month:02}-15'" for month in range(1, 12)]

COLUMNS: Mapping[str, tuple[str, Cells, Cells]] = {
    "flag": ("boolean", ["true"], ["false"]),
    "code": ("decimal(10,2)", ["1.50"], ["2.00", "3.25", "4.00"]),
    "ratio": ("double precision", ["0.5"], ["1.5", "2.5"]),
    "day": ("date", ["'1969-03-02'"], ["'1969-03-01'", "'1970-01-01'", "'2024-02-29'"]),
    "moment": ("{zoned}", ["'1969-12-30 12:00:00+01'", "'1969-12-05 12:00:00+02'"], DAYS),
    "word": ("varchar", ["{weird}"], ["'a'", "'A'", "''", "'null'"]),
    "gap": ("varchar", ["null"], ["'a'", "'b'", "''", "'NULL'"]),
    "month": ("date", ["'1969-12-30'", "'1969-12-31'", "'1969-12-01'"], DAYS),
    "essay": ("varchar", [f"'{LONG}'"], [f"'{LONG}y'", f"'{LONG}z'", "'b'"]),
}
"""A type, the values of the rows that change, and those of all others."""

SHARED = [("flag", "code", "ratio"), ("day", "moment"), ("word", "gap")]
TABLES = {"duckdb": [*SHARED, ("month", "essay")], "snowflake": SHARED}
"""At most two segments are named, and none of floats."""

FOUND: Mapping[str, Any] = {
    "flag": (False, "true"),
    "code": (False, "1.50"),
    "day": (False, "1969-03-02"),
    "moment": (True, "1969-12"),
    "word": (False, WEIRD),
    "gap": (False, None),
    "month": (True, "1969-12"),
    "essay": (False, {"text": "x" * 200, "start": 0, "length": 300, "md5": md5_of(LONG)}),
}

SENTENCES = (
    "100 % of the added rows have day = 1965-07-31, which has 4.8 % of all rows",
    "in prod, 100 % of the changed rows have state = open, which has 21 % of all rows",
    "96 % of the changed rows have moment in 1969-12, which has 12 % of all rows",
    "gap is NULL in 96 % of the changed rows and in 12 % of all rows",
    "xxxx… «300 characters, md5 8a4876ea», which has 12 % of all rows",
)

MODEL = """
{{{{ config(materialized='table', meta={{'dbt_wap': {options}}}) }}}}
select {columns}
from (
    values {{% if var('later', false) %}}{after}{{% else %}}{before}{{% endif %}}
) as v({names})
"""


def model(
    types: Mapping[str, str], before: Sequence[Cells], after: Sequence[Cells], **options: Any
) -> str:
    """A table with other rows on each side."""
    names = [f"v{n}" for n in range(len(types))]
    pairs = zip(names, types.items(), strict=True)
    columns = (f"cast({v} as {type_}) as {name}" for v, (name, type_) in pairs)
    rows = {"before": before, "after": after}
    values = {side: ", ".join(f"({', '.join(row)})" for row in all_) for side, all_ in rows.items()}
    return MODEL.format(
        options=options, columns=", ".join(columns), names=", ".join(names), **values
    )


def columns_of(names: Sequence[str], literals: Mapping[str, str]) -> str:
    """200 rows, of which 25 have special values; 23 of these change, and one other."""
    chosen = {name: COLUMNS[name] for name in names}
    before = []
    for n in range(200):
        pools = (special if n < 25 else others for _, special, others in chosen.values())
        cells = [pool[n % len(pool)] for pool in pools]
        before.append([str(n), *(literals.get(cell, cell) for cell in cells), "0"])
    after = [[*row[:-1], "1" if n < 23 or n == 30 else "0"] for n, row in enumerate(before)]
    types = {name: literals.get(type_, type_) for name, (type_, *_) in chosen.items()}
    return model({"id": "integer", **types, "amount": "integer"}, before, after, key="id")


def sales(*, moved: bool) -> list[list[str]]:
    """Sales in nine countries, of which each has a state and a day."""
    rows = []
    for n in range(400):
        country = f"C{n % 9}"
        state = "open" if country == "C1" or n % 20 == 0 else "paid"
        if moved and country == "C1":
            state = "lost" if n % 2 else "paid"
        if not (moved and country == "C2" and n > 40):
            day = f"'2026-{1 + n // 40:02}-01'"
            rows.append([str(n), f"'{country}'", f"'{state}'", f"'{country} {n % 2}'", day])
    more = [[str(1000 + n), f"'C{n % 9}'", "'open'", "'x'", "'1965-07-31'"] for n in range(20)]
    return rows + (more if moved else [])


SALES = {
    "id": "integer",
    "country": "varchar",
    "state": "varchar",
    "phone": "varchar",
    "day": "date",
}
OLD, NEW = sales(moved=False), sales(moved=True)
SAMPLED = 300
"""The rows of sales to profile, of about 400. Segments are of all rows."""


def files(engine: str) -> dict[str, str]:
    weird = WEIRD.replace("\\", "\\\\") if engine == "snowflake" else WEIRD
    literals = {"{weird}": "'" + weird.replace("'", "''") + "'", "{zoned}": ZONED[engine]}
    made = {"_".join(names): columns_of(names, literals) for names in TABLES[engine]}
    made["sales"] = model(SALES, OLD, NEW, key=["country", "id"], mask=["phone"])
    types = {name: type_ for name, type_ in SALES.items() if name != "id"}
    made["multiset"] = model(types, [row[1:] for row in OLD], [row[1:] for row in NEW])
    if engine == "duckdb":
        inside = {"filter": "country <> 'C2'"}
        made["filtered"] = model(SALES, OLD, NEW, key="id", mask=["phone"], **inside)
        made["hidden"] = model(SALES, OLD, NEW, key="id", samples=False)
    tests = f"\nvars: {{wap_require_tests: false, wap_profile_rows: {SAMPLED}}}\n"
    project = {"dbt_project.yml": BASE["dbt_project.yml"] + tests}
    return {**BASE, **project, **{f"models/{name}.sql": sql for name, sql in made.items()}}


def oracle(
    before: Sequence[Cells], after: Sequence[Cells], names: Sequence[str], **how: Any
) -> Any:
    """What is to be said of rows of literals."""
    sides = [
        [dict(zip(names, (cell.strip("'") for cell in row), strict=True)) for row in rows]
        for rows in (before, after)
    ]
    types = {name: SALES[name] for name in names}
    return segments(Case(types, *sides, **how))


def segment(
    kind: str, column: str, value: Any, *counts: int, month: bool = False
) -> dict[str, Any]:
    """A segment as report.json has it; counts: differing, of, rows, of."""
    names = ("differing", "differing_of", "rows", "rows_of")
    told = {"kind": kind, "column": column, "value": value, "month": month}
    return {**told, **dict(zip(names, counts, strict=True))}


@pytest.mark.everywhere
def test_it_says_where_the_rows_that_differ_are(publish_first: Publish, engine: Any) -> None:
    project = publish_first(files(engine.name))
    assert project.wap("run", "--vars", "later: true").code == 4

    found = {}
    report = project.report()
    for profile in (
        report[name]["profile"] for name in report if name.endswith(("multiset", "sales"))
    ):
        assert all(SAMPLED / 2 < rows < len(OLD) for rows in profile["rows"].values())
    for name, entry in report.items():
        for each in entry["segments"] or []:
            each["column"] = engine.shown(each["column"])
        found[name.split(".")[1]] = entry["segments"]
    for names in TABLES[engine.name]:
        assert found.pop("_".join(names)) == [
            segment("changed", name, FOUND[name][1], 23, 24, 25, 200, month=FOUND[name][0])
            for name in names
            if name in FOUND
        ]
    names = [name for name in SALES if name != "id"]
    assert found.pop("multiset") == oracle([r[1:] for r in OLD], [r[1:] for r in NEW], names)
    assert found.pop("sales") == [
        segment("added", "day", "1965-07-31", 20, 20, 20, 420),
        segment("removed", "country", "C2", 40, 40, 47, 420),
    ]
    if engine.name == "duckdb":
        assert found.pop("hidden") is None
        inside = [[row for row in rows if row[1] != "'C2'"] for rows in (OLD, NEW)]
        assert found.pop("filtered") == oracle(*inside, list(SALES), key=["id"], mask=["phone"])
        for form in ("text", "markdown", "html"):
            page = " ".join(project.wap("report", "--format", form).out.split())
            for sentence in SENTENCES:
                assert sentence in page, form
    assert not found

    stored = str(project.sql("select * from dbt_wap.reports"))
    assert '"segments": null' in stored
    assert "1965-07-31" not in stored
