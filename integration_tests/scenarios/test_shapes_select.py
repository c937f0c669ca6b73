"""A run of a part: the rest of the candidate is prod, and the part alone is published."""

from __future__ import annotations

from typing import Any

import pytest
from shop import BASE, FOURTH, ONCE, ORDERS, PRODS, SHOP, Project, Publish

CHAIN = {
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/marts/a.sql": "select id, region, amount from {{ source('raw', 'orders') }}",
    "models/core/v.sql": """
with a as (select * from {{ ref('a') }}) select region, sum(amount) as amount from a group by region
""",
    "models/core/w.sql": """
select v.*, (select count(*) from {{ ref('other') }}) as n from {{ ref('v') }} as v
""",
    "models/marts/b.sql": "select * from {{ ref('w') }}",
    "models/core/other.sql": """
{{ config(materialized='table') }} select id from {{ source('raw', 'orders') }}
""",
    "models/marts/log.sql": """
{{ config(materialized='incremental') }}
select id from {{ ref('a') }}
{% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
""",
    "models/models.yml": "models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]",
}
"""Table a -> view v -> view w (over table other as well) -> table b; beside them an incremental."""


@pytest.fixture
def chain(publish_first: Publish) -> Project:
    return publish_first({**BASE, **CHAIN}, ORDERS)


def statuses(project: Project) -> dict[str, str]:
    return {name.split(".")[1]: entry["status"] for name, entry in project.report().items()}


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.everywhere
def test_views_between_selected_tables_read_the_candidate(chain: Project) -> None:
    before = chain.snapshot(*PRODS)
    chain.sql(FOURTH)

    assert chain.wap("run", "--no-publish", "--select", "a", "b").code == 0
    assert chain.sql("select * from audit_main_marts.b order by region") == [
        ("n", 40, 3),
        ("s", 60, 3),
    ]
    assert chain.sql("select * from main_marts.b order by region") == [("n", 40, 3), ("s", 20, 3)]
    assert chain.wap("approve", "--publish").code == 0

    assert chain.sql("select * from main_marts.b order by region") == [("n", 40, 3), ("s", 60, 3)]
    assert chain.sql("select * from main_core.v order by region") == [("n", 40), ("s", 60)]
    after = chain.snapshot(*PRODS)
    assert changed(before, after) == {"main_marts.a", "main_marts.b", "main_core.v", "main_core.w"}
    assert after["main_core.v"][1] == before["main_core.v"][1]
    assert chain.wap("rollback").code == 0
    assert chain.snapshot(*PRODS) == before


def test_changed_code_that_is_not_selected_is_not_published(chain: Project) -> None:
    before = chain.snapshot(*PRODS)
    chain.write(
        {
            "models/core/v.sql": "select region, -1 as amount from {{ ref('a') }} group by region",
            "models/core/other.sql": "{{ config(materialized='view') }} select 0 as id",
            "models/core/new.sql": "select * from {{ ref('a') }}",
        }
    ).sql(FOURTH)

    chain.publish("--select", "a")

    after = chain.snapshot(*PRODS)
    assert changed(before, after) == {"main_marts.a", "main_core.v", "main_core.w"}
    assert chain.sql("select * from main_core.v order by region") == [("n", 40), ("s", 60)]
    found = statuses(chain)
    assert (found["a"], found["b"], found["other"], found["log"]) == ("changed",) + (
        "identical",
    ) * 3
    assert "new" not in found
    chain.publish()
    assert chain.sql("select * from main_core.v order by region") == [("n", -1), ("s", -1)]
    assert chain.sql("select distinct n from main_marts.b") == [(1,)]


@pytest.mark.slow
@ONCE
def test_selected_incremental_model_reads_unselected_prod(chain: Project) -> None:
    chain.sql(FOURTH)
    assert chain.wap("run", "--select", "log", "--vars", "{wap_require_tests: false}").code == 0
    chain.publish("--select", "a+", "--exclude", "b")

    assert chain.sql("select id from main_marts.log order by id") == [(1,), (2,), (3,), (4,)]
    assert chain.sql("select distinct n from main_marts.b") == [(3,)]


@pytest.mark.slow
def test_first_publish_of_a_part_makes_that_part_alone(empty_project: Project) -> None:
    shop = empty_project.write({**BASE, **CHAIN})
    shop.sql(ORDERS)

    shop.publish("--select", "+v")

    assert set(shop.snapshot(*PRODS)) == {"main_marts.a", "main_core.v"}
    assert shop.wap("run", "--auto-approve", "--select", "b").code == 1
    assert set(shop.snapshot(*PRODS)) == {"main_marts.a", "main_core.v"}
    shop.publish()
    assert len(shop.snapshot(*PRODS)) == 6
    assert shop.wap("rollback").code == 0
    assert set(shop.snapshot(*PRODS)) == {"main_marts.a", "main_core.v"}


def test_view_alone_is_selected(chain: Project) -> None:
    before = chain.snapshot(*PRODS)
    chain.write(
        {
            "models/core/v.sql": """
select region, max(amount) as amount, 1 as extra from {{ ref('a') }} group by region
"""
        }
    )
    chain.sql(FOURTH)
    flags = ("--indirect-selection", "buildable", "--vars", "{wap_require_tests: false}")

    result = chain.wap("run", "--auto-approve", "--select", "v", *flags)

    if chain.engine.fixes_columns:
        assert result.code == 3, "w was made of all columns that v had"
        assert chain.snapshot(*PRODS) == before
        chain.publish("--select", "v", "w", *flags)
    assert chain.sql("select * from main_core.v order by region") == [("n", 30, 1), ("s", 20, 1)]
    assert changed(before, chain.snapshot(*PRODS)) == {"main_core.v", "main_core.w"}
    assert statuses(chain)["b"] == "identical"


def test_relations_that_are_not_the_projects_stay(chain: Project) -> None:
    chain.sql(
        "create table main_marts.guest as select 1 as x",
        "create view main_marts.over_a as select count(*) as n from main_marts.a",
        "create schema bi",
        "create view bi.board as select a.id, guest.x from main_marts.a, main_marts.guest",
    )
    chain.sql(FOURTH)

    for selection in (["--select", "a"], []):
        chain.publish(*selection)

        assert chain.sql("select * from main_marts.guest") == [(1,)]
        assert chain.sql("select n from main_marts.over_a") == [(4,)]
        assert chain.sql("select count(*) from bi.board") == [(4,)]
        assert statuses(chain)["guest"] == "removed"
    assert chain.wap("rollback").code == 0
    assert chain.sql("select * from main_marts.guest") == [(1,)]
