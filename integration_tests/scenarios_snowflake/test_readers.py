"""A reader of prod, asked after every single statement of a run: what it sees, and what never."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from shop import LATE, PRODS, Project

READER = """
create role reader;
create user report_tool;
create share partners;
create database role shop.analysts;
grant usage on database shop to role reader;
grant usage on schema shop.main_marts to role reader;
grant usage on schema shop.main_core to role reader;
grant select on all tables in schema shop.main_marts to role reader;
grant select on view shop.main_marts.totals to role reader with grant option;
grant select on future tables in schema shop.main_marts to role reader;
grant usage on schema shop.main_marts to database role shop.analysts;
grant select on table shop.main_marts.orders to database role shop.analysts;
grant usage on database shop to share partners;
grant usage on schema shop.main_marts to share partners;
grant select on table shop.main_marts.orders to share partners;
grant select on table shop.main_marts.orders to user report_tool;
grant insert, update on table shop.main_marts.order_log to role reader
"""
OBJECTS = {
    "schema": ["main_core", "main_marts"],
    "table": ["main_marts.orders", "main_marts.order_log", "main_core.regions"],
    "view": ["main_marts.totals", "main_core.stg_orders"],
}


@dataclass
class Watcher:
    """What the role sees after each statement of others; the candidate is what has an order 4."""

    engine: Any
    role: str
    session: Any = None
    sums: list[Any] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def __call__(self, line: Any) -> None:
        if line.role == self.role:
            return
        if self.session is None:
            _, self.session = self.engine.login("watcher", role=self.role, database="SHOP")
        self.lines.append(line.text)
        self.sums.append(self._ask("select sum(amount) from main_marts.totals"))
        if self._ask("select max(id) from audit_main_marts.orders") == 4:
            self.seen.append(line.text)

    def _ask(self, sql: str) -> Any:
        try:
            _, result = self.engine.execute(self.session, sql)
            return result.table.to_pylist()[0].popitem()[1]
        except Exception as error:
            return error


def watch(project: Project, role: str = "READER") -> Watcher:
    engine = project.engine.live.engine  # type: ignore[attr-defined]
    watcher = Watcher(engine, role)
    engine.watch = watcher
    return watcher


def all_grants(project: Project) -> dict[str, set[tuple[Any, ...]]]:
    """Every grant on what prod has, of every kind of grantee."""
    found = {}
    columns = '"privilege", "granted_to", "grantee_name", "grant_option"'
    for kind, names in OBJECTS.items():
        for name in names:
            rows = project.sql(
                f"show grants on {kind} shop.{name}",
                f"select {columns} from table(result_scan(last_query_id()))",
            )
            found[name] = set(rows)
    rows = project.sql(
        "show future grants in schema shop.main_marts",
        'select "privilege", "grant_on", "grantee_name" from table(result_scan(last_query_id()))',
    )
    return {**found, "future": set(rows)}


def test_a_reader_never_loses_access_nor_sees_a_candidate_that_is_not_being_published(
    published: Project,
) -> None:
    published.sql(READER, LATE)
    grants = all_grants(published)
    watcher = watch(published)

    assert published.wap("run", "--no-publish").code == 0
    assert set(watcher.sums) == {60}
    assert not watcher.seen
    assert published.wap("approve", "--publish").code == 0

    values = [value for value in watcher.sums if value is not None]
    assert values == sorted(values)
    assert set(values) == {60, 101}
    moment = ("usage on schema", "swap with")
    assert [t for t in watcher.seen if not any(words in t.lower() for words in moment)] == []
    assert all_grants(published) == grants
    assert published.wap("rollback").code == 0
    assert set(watcher.sums) == {60, 101}
    assert watcher.sums[-1] == 60
    assert all_grants(published) == grants


@pytest.mark.slow
def test_a_future_grant_of_the_database_shows_nobody_the_candidate(published: Project) -> None:
    published.sql(
        READER,
        "grant usage on future schemas in database shop to role reader",
        "grant select on future tables in database shop to role reader",
        LATE,
    )
    watcher = watch(published)

    assert published.wap("run", "--no-publish").code == 0

    assert not watcher.seen
    assert published.wap("approve", "--publish").code == 0
    assert set(watcher.sums) == {60, 101}


@pytest.mark.slow
def test_a_grant_of_the_meantime_is_carried(published: Project) -> None:
    published.sql(READER, LATE)
    assert published.wap("run", "--no-publish").code == 0
    published.sql(
        "create role newcomer",
        "grant usage on schema main_marts to role newcomer",
        "grant select on view main_marts.totals to role newcomer",
        "revoke insert on table main_marts.order_log from role reader",
    )
    grants = all_grants(published)

    assert published.wap("approve", "--publish").code == 0

    assert all_grants(published) == grants


def test_a_grant_that_cannot_be_made_blocks_the_publish(published: Project) -> None:
    published.sql(
        READER,
        LATE,
    )
    before = published.snapshot(*PRODS)
    assert published.wap("run", "--no-publish").code == 0
    live = published.engine.live  # type: ignore[attr-defined]
    live.fail_at(1, match="grant select", inside=True)

    result = published.wap("approve", "--publish")

    assert result.code == 8
    assert "Injected fault" in result.err
    assert re.search(r'in: grant SELECT on [\w ]+ "SHOP"\."AUDIT_MAIN_', result.err), result.err
    assert "prod: unchanged" in result.err
    assert published.snapshot(*PRODS) == before
    live.clear_faults()
    assert published.wap("publish").code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
