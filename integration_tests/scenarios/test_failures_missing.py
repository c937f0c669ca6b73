"""A candidate that lacks a relation is blocked, and every next command leads somewhere."""

from __future__ import annotations

import pytest
from shop import LATE, ONCE, PRODS, Project

NEWS = {"models/marts/news.sql": "select id from {{ ref('stg_orders') }}"}
TAKEN = {
    "gone": {
        "main_marts.orders": "drop table audit_main_marts.orders cascade",
        "main_marts.totals": "drop view if exists audit_main_marts.totals",
        "main_marts.order_log": "drop table audit_main_marts.order_log",
        "main_marts.news": "drop table audit_main_marts.news",
        "main_core.regions": "drop table audit_main_core.regions",
    },
    "of another kind": {
        "main_marts.order_log": "drop table audit_main_marts.order_log;"
        "create view audit_main_marts.order_log as "
        "select 4 as id, 40 as amount, date '2024-01-04' as day",
        "main_marts.totals": "drop view audit_main_marts.totals;"
        "create table audit_main_marts.totals as select 'n' as region, 40 as amount",
    },
    "unreadable": {
        "main_core.stg_orders": "create table raw.gone as select * from raw.orders;"
        "create or replace view audit_main_core.stg_orders as select * from raw.gone;"
        "drop table raw.gone"
    },
}


def reasons(project: Project) -> list[str]:
    found: list[str] = project.wap("report", "--format", "json").json["reasons"]
    return [reason.lower() for reason in found]


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n == "gone" else ONCE) for n in TAKEN],
)
def test_what_is_gone_before_the_audit_blocks(published: Project, name: str) -> None:
    published.write(NEWS).sql(LATE)
    before = published.snapshot(*PRODS)
    assert published.wap("write").code == 0
    for sql in TAKEN[name].values():
        published.sql(*sql.split(";"))

    result = published.wap("audit")

    assert result.code == 3, result.err
    assert result.err.rstrip().endswith("next: wap run"), result.err
    if name == "gone":
        gone = {
            n: e["rows"]["removed"]
            for n, e in published.report().items()
            if e["status"] == "missing"
        }
        assert gone == dict.fromkeys(TAKEN[name])
    if name == "unreadable":
        rows = published.report()["main_core.stg_orders"]["rows"]
        assert rows == {**dict.fromkeys(("after", "added", "removed", "changed")), "before": 4}
    for relation in TAKEN[name]:
        assert len([r for r in reasons(published) if r.startswith(relation)]) == 1, relation
    assert published.wap("approve").code == 3
    assert published.wap("publish", "--force").code == 3
    assert published.snapshot(*PRODS) == before
    published.publish()
    assert published.sql("select sum(amount) from main_marts.totals") == [(101,)]


@ONCE
def test_what_prod_cannot_read_is_missed_all_the_same(published: Project) -> None:
    published.sql("alter table main_marts.orders rename column amount to sum", LATE)
    assert published.wap("write").code == 0
    published.sql("drop view audit_main_marts.totals")

    assert published.wap("audit").code == 3

    assert [r for r in reasons(published) if "main_marts.totals" in r]
    published.publish()
    assert published.sql("select sum(amount) from main_marts.totals") == [(101,)]


def test_what_is_gone_after_the_audit_ends_in_a_new_run(published: Project) -> None:
    published.sql(LATE)
    before = published.snapshot(*PRODS)
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve").code == 0
    published.sql("drop table audit_main_marts.orders cascade")

    for command, code, following in (
        (("publish",), 6, "wap audit"),
        (("audit",), 3, "wap run"),
        (("publish",), 3, "wap report"),
    ):
        result = published.wap(*command)
        assert result.code == code, result.err
        assert f"next: {following}" in result.err
        assert published.snapshot(*PRODS) == before
    published.publish()
    assert published.sql("select sum(amount) from main_marts.totals") == [(101,)]
