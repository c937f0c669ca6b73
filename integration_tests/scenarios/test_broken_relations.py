"""A relation whose comparison fails at run time blocks its run, and hides no other result."""

from __future__ import annotations

import pytest
from shop import BASE, FOURTH, ONCE, ORDERS, PRODS, SHOP, Project, Publish

FILES = {
    "models/sources.yml": """
sources:
  - name: raw
    tables: [{name: orders}, {name: codes}]
""",
    "models/models.yml": SHOP["models/models.yml"]
    .split("  - name: stg_orders")[0]
    .replace("order_log", "codes"),
    "models/marts/orders.sql": "select id, region, amount from {{ source('raw', 'orders') }}",
    "models/marts/codes.sql": "select id, code from {{ source('raw', 'codes') }}",
    "models/core/numbers.sql": """
select id, cast(code as integer) as number from {{ ref('codes') }}
where cast(code as integer) > 0
""",
    "models/core/doubled.sql": "select id, number * 2 as number from {{ ref('numbers') }}",
    "models/core/regions.sql": "select distinct region from {{ ref('orders') }}",
}
CODES = """
create or replace table raw.codes (id integer, code varchar);
insert into raw.codes values (1, '10'), (2, '20')
"""
BAD = "insert into raw.codes values (3, 'secret')"
UNKNOWN = {"after": None, "added": None, "removed": None, "changed": None}


@pytest.fixture
def shop(publish_first: Publish) -> Project:
    """Two tables and views on them, published."""
    return publish_first({**BASE, **FILES}, ORDERS, CODES)


def blocked(project: Project, *arguments: str) -> dict[str, list[str]]:
    """A run ends blocked and leaves prod alone; returns its relations' reasons."""
    before = project.snapshot(*PRODS)
    result = project.wap(*arguments)
    assert result.code == 3, result.out + result.err
    assert project.snapshot(*PRODS) == before
    assert project.wap("approve").code == 3
    assert project.wap("publish", "--force").code == 3
    reasons = project.wap("report", "--format", "json").json["reasons"]
    found: dict[str, list[str]] = {}
    for reason in reasons:
        name, _, rest = reason.partition(" ")
        found.setdefault(name.lower(), []).append(rest)
    return found


@pytest.mark.everywhere
def test_views_that_fail_are_unreadable_and_hide_nothing(shop: Project) -> None:
    shop.sql(FOURTH, BAD)

    reasons = blocked(shop, "run")

    assert set(reasons) == {"main_core.numbers", "main_core.doubled"}
    assert all(why.startswith("cannot be read in the candidate: ") for (why,) in reasons.values())
    report = shop.report()
    assert set(report) == {
        f"main_{name}"
        for name in ("marts.orders", "marts.codes", "core.numbers", "core.doubled", "core.regions")
    }
    assert report["main_marts.orders"]["rows"]["added"] == 1
    assert report["main_marts.codes"]["rows"]["added"] == 1
    for name in ("numbers", "doubled"):
        entry = report[f"main_core.{name}"]
        assert entry["status"] == "changed"
        assert entry["rows"] == {"before": 2, **UNKNOWN}
    assert "secret" not in str(report["main_core.numbers"]["unreadable"])
    shop.sql("update raw.codes set code = '30' where id = 3")
    shop.publish()
    assert shop.sql("select sum(number) from main_core.doubled") == [(120,)]


@ONCE
def test_a_view_that_fails_in_prod_can_be_fixed(shop: Project) -> None:
    shop.sql("update main_marts.codes set code = 'x' where id = 1", FOURTH)

    assert shop.wap("run").code == 4

    report = shop.report()
    assert report["main_core.numbers"]["unreadable"].startswith("in prod: Conversion Error")
    assert report["main_core.numbers"]["rows"] == {**UNKNOWN, "before": None, "after": 2}
    assert report["main_marts.codes"]["rows"]["added"] == 1
    assert shop.wap("approve", "--publish").code == 0
    assert shop.sql("select sum(number) from main_core.numbers") == [(30,)]


@ONCE
def test_a_filter_that_fails_blocks_though_both_sides_can_be_read(shop: Project) -> None:
    options = "{{ config(meta={'dbt_wap': {'filter': 'cast(code as integer) > 0'}}) }}"
    shop.remove("models/core/numbers.sql", "models/core/doubled.sql")
    shop.write({"models/marts/codes.sql": options + FILES["models/marts/codes.sql"]})
    shop.sql(FOURTH, BAD)

    reasons = blocked(shop, "run")

    why = "cannot be read in the candidate: the comparison with prod failed: Conversion Error"
    assert reasons == {"main_marts.codes": [why]}
    assert shop.report()["main_marts.orders"]["rows"]["added"] == 1


@ONCE
def test_a_table_that_fails_is_found_among_those_that_one_query_hashes(shop: Project) -> None:
    shop.sql(FOURTH)
    assert shop.wap("write").code == 0
    shop.sql(
        "set variable one = '1'",
        "drop table audit_main_marts.codes cascade",
        "create table audit_main_marts.codes (id integer, code varchar, n integer generated always"
        " as (cast(coalesce(getvariable('one'), 'bad') as integer)))",
        "insert into audit_main_marts.codes values (1, '10'), (2, '20')",
    )

    reasons = blocked(shop, "audit")

    assert reasons["main_marts.codes"] == ["cannot be read in the candidate: Conversion Error"]
    assert shop.report()["main_marts.orders"]["rows"]["added"] == 1


@ONCE
def test_by_hand_the_relation_is_named_and_can_be_left_out(shop: Project) -> None:
    shop.sql(FOURTH, BAD)
    assert shop.wap("write").code == 0
    failed = shop.dbt("run-operation", "diff_report")
    assert failed.code == 1
    lines = [line for line in failed.out.splitlines() if "wap: " in line]
    assert "shop.main_core.numbers in the candidate" in lines[-1], lines
    shop.expire_locks()
    failed = shop.dbt("run-operation", "diff_report", "--args", "{suspects: [figures]}")
    lines = [line for line in failed.out.splitlines() if "wap: " in line]
    assert lines[-1].endswith(" in the candidate"), lines
    shop.expire_locks()

    unknown = shop.dbt("run-operation", "diff_report", "--args", "{failed: {shop.main.x: y}}")
    assert unknown.code == 1
    assert "has no relation shop.main.x" in unknown.out, unknown.out
    names = "{shop.main_core.numbers: its cast fails, shop.main_core.doubled: it too}"
    done = shop.dbt("run-operation", "diff_report", "--args", f"{{failed: {names}}}")
    assert done.code == 0, done.out

    report = shop.report()
    assert report["main_core.numbers"]["unreadable"].endswith("its cast fails")
    assert report["main_marts.orders"]["rows"]["added"] == 1
    assert shop.wap("publish").code == 3
