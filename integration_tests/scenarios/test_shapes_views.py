"""Views that break, turn round, or read what is not the project's."""

from __future__ import annotations

import pytest
from shop import BASE, FOURTH, ONCE, ORDERS, PRODS, SHOP, TESTED, Project, Publish

FILES = {
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/models.yml": TESTED,
    "models/marts/orders.sql": "select * from {{ source('raw', 'orders') }}",
    "models/core/spent.sql": "select id, amount from {{ ref('orders') }}",
    "models/core/last.sql": "select max(id) as id from {{ ref('spent') }}",
}
NARROW = {"models/marts/orders.sql": "select id, region from {{ source('raw', 'orders') }}"}


@pytest.fixture
def shop(publish_first: Publish) -> Project:
    """A table and two views, one over the other, published."""
    return publish_first({**BASE, **FILES}, ORDERS)


def test_kept_view_that_broke_jams_no_later_run(shop: Project) -> None:
    shop.remove("models/core/spent.sql", "models/core/last.sql").write(
        {**NARROW, "models/core/ids.sql": "select id from {{ ref('orders') }}"}
    )
    shop.publish()
    shop.sql(FOURTH)

    shop.publish()

    assert shop.sql("select count(*) from main_core.ids") == [(4,)]
    found = shop.report()["main_core.spent"]
    assert (found["status"], found["publish"], found["rows"]["before"]) == ("removed", "keep", None)
    shop.sql("update raw.orders set region = 'w'")
    shop.publish("--drop-removed")
    assert shop.kinds("main_core") == {"main_core.ids": "view"}
    assert shop.wap("rollback").code == 0
    assert shop.sql("select distinct region from main_marts.orders order by 1") == [("n",), ("s",)]


@pytest.mark.everywhere
def test_part_that_would_break_a_view_of_the_rest_is_blocked(shop: Project) -> None:
    before = shop.snapshot(*PRODS)
    shop.write(NARROW)

    assert shop.wap("run", "--auto-approve", "--select", "orders").code == 3

    assert shop.snapshot(*PRODS) == before


@pytest.mark.everywhere
def test_another_query_of_a_view_is_reported_as_such(shop: Project) -> None:
    shop.write({"models/core/spent.sql": f"{FILES['models/core/spent.sql']} where id > 0"})

    assert shop.wap("run").code == 4

    assert shop.report()["main_core.spent"]["definition_changes"] == {"text": True}


@pytest.mark.slow
def test_view_that_is_broken_in_prod_is_fixed_by_a_run(shop: Project) -> None:
    shop.sql("alter table main_marts.orders drop column amount")
    shop.write({**NARROW, "models/marts/other.sql": "select 1 as id"})

    shop.publish("--select", "other", "--vars", "{wap_require_tests: false}")
    assert shop.sql("select * from main_marts.other") == [(1,)]
    assert shop.report()["main_core.spent"]["status"] == "identical"
    shop.write({"models/core/spent.sql": "select id, region as amount from {{ ref('orders') }}"})
    shop.publish()

    assert shop.sql("select * from main_core.last") == [(3,)]
    found = shop.report()["main_core.spent"]
    rows = found["rows"]
    assert (found["status"], rows["before"], rows["added"]) == ("changed", None, None)
    assert shop.wap("rollback").code == 0
    assert shop.sql("select * from main_marts.other") == [(1,)]


def test_part_over_views_of_older_code(shop: Project) -> None:
    shop.write(
        {
            "models/core/old.sql": "{{ config(materialized='table') }} select 7 as id, 8 as amount",
            "models/core/spent.sql": "select id, amount from {{ ref('old') }}",
        }
    )
    shop.publish()
    shop.remove("models/core/old.sql").write(
        {"models/core/spent.sql": FILES["models/core/spent.sql"]}
    )
    shop.sql(FOURTH)
    before = shop.snapshot(*PRODS)

    shop.publish("--select", "orders")

    after = shop.snapshot(*PRODS)
    assert {name for name in after if after[name] != before[name]} == {"main_marts.orders"}
    assert shop.sql("select * from main_core.spent") == [(7, 8)]


@ONCE
def test_views_that_turn_round_and_back(shop: Project) -> None:
    before = shop.snapshot(*PRODS)
    shop.write(
        {
            "models/core/last.sql": "select max(id) as id from {{ ref('orders') }}",
            "models/core/spent.sql": "select id, 0 as amount from {{ ref('last') }}",
        }
    )

    shop.publish()

    assert shop.sql("select * from main_core.spent") == [(3, 0)]
    assert shop.wap("rollback").code == 0
    assert shop.snapshot(*PRODS) == before
    shop.sql(FOURTH)
    shop.publish("--select", "orders")
    assert shop.sql("select * from main_core.last") == [(4,)]


@pytest.mark.only_on("duckdb", reason="on Snowflake such a view is refused, see below")
def test_hooks_make_views_over_one_another(shop: Project) -> None:
    hooks = [
        f"create or replace view {{{{ this.schema }}}}.{name}"
        for name in ("m_first", "z_next", "a_last")
    ]
    bodies = ["{{ this }}", "{{ this.schema }}.m_first", "{{ this.schema }}.z_next"]
    post = [f"{hook} as select id from {body}" for hook, body in zip(hooks, bodies, strict=True)]
    shop.write(
        {
            "models/marts/orders.sql": f"{{{{ config(post_hook={post!r}) }}}} "
            + FILES["models/marts/orders.sql"]
        }
    )
    before = shop.snapshot(*PRODS)

    for count in (3, 4):
        shop.publish()
        assert shop.sql("select count(*) from main_marts.a_last") == [(count,)]
        shop.sql(FOURTH if count == 3 else "select 1")
    assert shop.wap("rollback").code == 0
    assert shop.sql("select count(*) from main_marts.a_last") == [(3,)]
    assert set(shop.snapshot(*PRODS)) - set(before) == {
        f"main_marts.{n}" for n in ("m_first", "z_next", "a_last")
    }


@pytest.mark.only_on("snowflake", reason="there a view keeps the names that it was made with")
def test_view_of_a_hook_that_would_read_the_audit_schema_is_refused(shop: Project) -> None:
    hook = "create or replace view {{ this.schema }}.recent as select id from {{ this }}"
    text = FILES["models/marts/orders.sql"]
    shop.write({"models/marts/orders.sql": f"{{{{ config(post_hook={hook!r}) }}}} {text}"})
    before = shop.snapshot(*PRODS)

    assert shop.wap("run", "--auto-approve").code == 3

    assert shop.snapshot(*PRODS) == before
    shop.write({"models/marts/orders.sql": text}).sql(FOURTH)
    shop.publish("--supersede")
    assert shop.sql("select count(*) from main_core.spent") == [(4,)]


def test_unselected_view_over_a_source_beside_it(empty_project: Project) -> None:
    shop = empty_project.write(BASE).write(
        {
            "models/sources.yml": "sources: [{name: main, tables: [{name: loaded}]}]",
            "models/stg.sql": """
with loaded as (select * from {{ source('main', 'loaded') }}) select loaded.id from loaded
""",
            "models/orders.sql": """
{{ config(materialized='table') }} select * from {{ ref('stg') }}
""",
            "models/models.yml": TESTED,
        }
    )
    shop.sql("create schema if not exists main", "create table main.loaded as select 1 as id")
    shop.publish()
    shop.sql("insert into main.loaded values (2)")

    shop.publish("--select", "orders")

    assert shop.sql("select id from main.orders order by id") == [(1,), (2,)]
    assert shop.sql("select count(*) from main.stg") == [(2,)]
    assert shop.wap("rollback").code == 0
    assert shop.sql("select id from main.orders") == [(1,)]
