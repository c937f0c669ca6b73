"""The segments of a report equal what a slow and obviously right search finds, on random tables."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from comparing import Comparer, Member, comparing, session
from segments_oracle import Case, differing, random_case, segments
from shop import Project

CASES, BATCH = 200, 50
NUMBER = "cast('x' || i as integer)"
FAILS = f"select {NUMBER} as x from range(3) as n(i) where {NUMBER} > 0"


def wide_case(at: int) -> Case:
    """A table of 45 columns, in one of which the 25 rows that are removed have a value."""
    names = [f"c{n}" for n in range(45)]
    rows = [dict.fromkeys(names, str(n)) | {f"c{at}": "x" if n < 25 else "y"} for n in range(100)]
    return Case(dict.fromkeys(names, "varchar"), rows, rows[25:])


def pair(name: str, case: Case) -> Member:
    sides = (case.sql("prod." + name, "before"), case.sql("audit_prod." + name, "after"))
    options = {"mask": case.mask} | ({"key": case.key} if case.key else {})
    return Member(*([side.rstrip("; ")] for side in sides), options=options)


def others(case: Case, *, fails: bool) -> dict[str, Member]:
    """Relations that have no segments: identical, new, removed, and one that fails."""
    found = {
        "same": pair("same", Case(case.types, case.before, case.before, case.key, case.mask)),
        "new": Member(after=[case.sql("audit_prod.new", "after").rstrip("; ")]),
        "gone": Member([case.sql("prod.gone", "before").rstrip("; ")], options=None),
    }
    view = f"create view audit_prod.fails as {FAILS}"
    failing = {"fails": Member(["create table prod.fails as select 1 as x"], [view])}
    return found | (failing if fails else {})


def found_by(
    comparer: Comparer, cases: Mapping[str, Case], *settings: str, fails: bool = False
) -> dict[str, Any]:
    """The segments in the report of each case, under these settings of the session."""
    members = {name: pair(name, case) for name, case in cases.items()}
    beside = others(next(iter(cases.values())), fails=fails)
    entries = comparer.compare(members | beside, *settings)
    assert sorted(entries) == sorted([*cases, *beside])
    assert [entries[name]["segments"] for name in beside] == [None] * len(beside)
    return {name: entries[name]["segments"] for name in cases}


def expected(case: Case) -> list[dict[str, Any]] | None:
    return segments(case) if any(differing(case).values()) else None


@pytest.mark.only_on("duckdb", reason="the types are DuckDB's")
def test_segments_are_what_the_oracle_finds(
    empty_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng, said = Random(16), 0
    with comparing(empty_project, monkeypatch, "{wap_sample_rows: 2}") as comparer:
        for n in range(CASES // BATCH):
            batch = {f"t{at:03}": random_case(rng) for at in range(BATCH)}
            collation, form = ["", "nocase"][n % 2], ["together", "two joins"][n // 2 % 2]
            answers = found_by(comparer, batch, *session(collation, form), fails=not n)
            for name, case in batch.items():
                told = expected(case)
                assert answers[name] == told, (form, case.types, case.retyped, case.key)
                said += len(told or [])
        wide = {"first": wide_case(39), "last": wide_case(40)}
        for form in ("together", "two joins"):
            answers = found_by(comparer, wide, *session("", form))
            found = {"first": expected(wide["first"]), "last": []}
            assert answers == found, "40 columns are searched"
        assert segments(wide["last"])
    assert said > CASES // 3
