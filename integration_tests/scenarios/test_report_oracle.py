"""The report equals what a slow and obviously right comparison says, on generated tables.

Each batch mixes generated pairs with identical, added, removed and unreadable relations, and some
with relations whose comparison fails at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from comparing import Comparer, Member, comparing, session
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import DUCKDB, SNOWFLAKE, Case, Dialect, Side, cases, expected
from shop import Project

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
BATCH, BATCHES = 20, 51
FAILING = 10
"""One batch in ten has relations that fail: each costs several attempts."""
FORMS = ("together", "two joins", "one join")
"""The ways in which DuckDB compares rows by key."""
TEXTS = ("create schema raw", "create table raw.texts as select '1' as x union all select 'secret'")
FAILS = "select cast(x as integer) as n from raw.texts where cast(x as integer) > 0"

Found = dict[str, Any]
First = Callable[[int], Sequence[str]]


@pytest.fixture
def comparer(empty_project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Comparer]:
    """The package's own comparison, on the engine of the scenario."""
    empty_project.sql(*TEXTS)
    joined = empty_project.engine.name == "duckdb"
    given = "{wap_profile_rows: 0, wap_sample_rows: 2}"
    with comparing(empty_project, monkeypatch, given, joined=joined) as found:
        yield found


def shown(entry: Found) -> Found:
    """The numbers of an entry in the oracle's form."""
    columns = {f"columns.{name}": value for name, value in entry["columns"].items()}
    columns["columns.retyped"] = [column["name"] for column in columns["columns.retyped"]]
    rows = {f"rows.{name}": value for name, value in entry["rows"].items()}
    return {**columns, **rows, **{name: entry[name] for name in ("outside_filter", "status")}}


def pair(name: str, case: Case) -> Member:
    sides = case.before.create(f"prod.{name}"), case.after.create(f"audit_prod.{name}")
    return Member(*sides, options=case.options)


def extras(case: Case) -> tuple[dict[str, Member], dict[str, Found]]:
    """Relations of all other kinds, made from one case, and what the report says of them."""
    before, after = case.before, case.after
    n, m = len(before.rows), len(after.rows)
    none = dict.fromkeys(("added", "removed", "changed"), 0)
    members = {
        "same": pair("same", Case(before, before, case.options)),
        "new": Member(after=after.create("audit_prod.new")),
        "gone": Member(before=before.create("prod.gone"), options=None),
    }
    nothing = expected(Case(Side([], []), Side([], [])))
    told = {
        "same": expected(Case(before, before, case.options)),
        "new": {**nothing, **_rows(before=0, after=m, **{**none, "added": m}), "status": "added"},
        "gone": {**nothing, **_rows(before=n, after=n, **none), "status": "removed"},
    }
    return members, told


def _rows(**rows: int | None) -> Found:
    return {f"rows.{name}": count for name, count in rows.items()}


def unreadable(number: int) -> dict[str, Member]:
    """Views that cannot be read; in some batches, also views that fail when they are read."""
    good = "select 7 as n"
    members = {
        "lost": Member(
            [f"create view prod.lost as {good}"],
            [
                "create table audit_prod.base as select 7 as n",
                "create view audit_prod.lost as select n from audit_prod.base",
                "drop table audit_prod.base",
            ],
        )
    }
    if number % FAILING == 0:
        members |= {
            "fails": Member(
                [f"create view prod.fails as {good}"], [f"create view audit_prod.fails as {FAILS}"]
            ),
            "failed": Member(
                [f"create view prod.failed as {FAILS}"],
                [f"create view audit_prod.failed as {good}"],
            ),
        }
    return members


def check_unreadable(entries: Mapping[str, Found], members: Mapping[str, Member]) -> None:
    for name in members:
        entry, prod = entries[name], name == "failed"
        assert entry["unreadable"].startswith("in prod: " if prod else "in the candidate: "), entry
        assert entry["status"] == "changed", entry
        known = {"after": 1} if prod else {"before": 1}
        sides = ("before", "after", "added", "removed", "changed")
        assert entry["rows"] == {**dict.fromkeys(sides), **known}, entry


def check(comparer: Comparer, batch: Sequence[Case], number: int, *first: str) -> None:
    """The report on a batch is what the oracle says, of each relation."""
    pairs = {f"t{n:03}": case for n, case in enumerate(batch)}
    members = {name: pair(name, case) for name, case in pairs.items()}
    told = {name: expected(case) for name, case in pairs.items()}
    others, told_of_others = extras(batch[0])
    broken = unreadable(number)
    entries = comparer.compare({**members, **others, **broken}, *first)
    assert sorted(entries) == sorted([*members, *others, *broken])
    for name, facts in {**told, **told_of_others}.items():
        assert shown(entries[name]) == facts, (pairs.get(name, batch[0]), entries[name])
    check_unreadable(entries, broken)


def try_all(comparer: Comparer, of: Dialect, batches: int, first: First) -> int:
    """Compare generated batches; `first` are statements that run before a batch. Return how many
    pairs were compared."""
    tried = 0

    @settings(
        max_examples=batches, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(st.tuples(*[cases(of)] * BATCH))
    def run(batch: Sequence[Case]) -> None:
        nonlocal tried
        number = tried // BATCH
        tried += len(batch)
        check(comparer, batch, number, *first(number))

    run()
    return tried


@pytest.mark.only_on("duckdb", reason="the literals are DuckDB's")
def test_report_is_what_the_oracle_says(comparer: Comparer) -> None:
    def first(number: int) -> list[str]:
        return session(["", "nocase.noaccent"][number % 2], FORMS[number % 3])

    assert try_all(comparer, DUCKDB, BATCHES, first) >= 1000


@pytest.mark.only_on("snowflake", reason="the literals are Snowflake's")
@pytest.mark.parametrize("batches", [5, pytest.param(BATCHES, marks=pytest.mark.slow)])
def test_report_is_what_the_oracle_says_on_snowflake(comparer: Comparer, batches: int) -> None:
    """A batch takes the emulator about 8 seconds, so that most are slow tests."""
    assert try_all(comparer, SNOWFLAKE, batches, lambda number: []) == batches * BATCH
