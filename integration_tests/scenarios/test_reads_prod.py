"""A node that reads prod under its own name, and not the candidate, does not get past the audit."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from shop import BASE, LATE, ONCE, ORDERS, SHOP, TESTED, Project, Publish

PROJECT = SHOP["dbt_project.yml"].replace(
    "  shop:\n    core", "  shop:\n    +materialized: table\n    core"
)
FILES = {
    **BASE,
    "dbt_project.yml": PROJECT,
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/marts/orders.sql": "select id, region, amount from {{ source('raw', 'orders') }}",
    "models/days.sql": "select distinct day from {{ source('raw', 'orders') }}",
    "models/models.yml": TESTED,
    "seeds/regions.csv": SHOP["seeds/regions.csv"],
}
"""Prod has main_marts.orders, main.days, which is in the schema of the connection, and a seed."""

TABLE = "{{ config(materialized='table') }} "
READERS = {
    "target": "select count(*) as n from {{ target.schema }}_marts.orders",
    "in_capitals": "select count(*) as n from MAIN_MARTS.Orders",
    "with_database": "select count(*) as n from {{ target.database }}.main_marts . orders",
    "this_of_another": """
{% set other = this.incorporate(path={"schema": "main_marts", "identifier": "orders"}) %}
select count(*) as n from {{ other }}
""",
    "joined": "select 1 as n from {{ ref('days') }} d, main_marts/* - */.orders o where o.id = 1",
    "nested": """
select 1 as n where exists (
    with a as (select 1), b as (select * from a join main_core.regions on true) select 1 from b
)
""",
    "unqualified": TABLE + "with days as (select * from days) select count(*) as n from days",
    "hooked": "{{ config(post_hook='create table if not exists raw.log as select * from "
    "{{ target.schema }}_marts.orders') }} select 1 as n",
    "by_ephemeral": "select * from {{ ref('hidden') }}",
}
"""Models that read prod, each in its own way."""

ONLY_DUCKDB = {
    "models/marts/of_the_file.sql": "select count(*) as n from shop.days",
    "models/marts/by_function.sql": "select count(*) as n from query_table('main_marts.orders')",
    "models/marts/in_batches.sql": """
{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day',
          batch_size='year', begin='2024-01-01') }}
select id, cast('2024-02-02' as date) as day from {{ target.schema }}_marts.orders
""",
    "models/marts/in_python.py": """
def model(dbt, session):
    dbt.config(materialized="table")  # from main_marts.orders
    return session.sql(f"select count(*) as n from main_marts.orders where {1} = 1")
""",
    "models/marts/harmless_python.py": """
def model(dbt, session):
    dbt.config(materialized="table")
    return dbt.ref("orders").filter("region <> 'main_marts.orders of old'")
""",
}

HARMLESS = {
    "a_text": "select 'from main_marts.orders' as n -- from main_marts.orders",
    "an_expression": """
with days as (select 1 as day), orders as (select days.day from days)
select orders.day as n from orders /* join main_marts.orders */
""",
    "an_alias": """
select main_marts.orders as n from (select 1 as orders) as main_marts
""",
    "not_a_node": "select count(*) as n from main_marts.loaded",
    "a_source": "select count(*) as n from raw.orders",
    "a_function": "select extract(year from day) as n from {{ ref('days') }}",
}
"""Models in which the same words mean something else."""


@pytest.fixture
def shop(publish_first: Publish) -> Project:
    return publish_first(FILES, ORDERS)


def add(project: Project, models: dict[str, str], folder: str = "models/marts") -> Project:
    return project.write({f"{folder}/{name}.sql": text for name, text in models.items()})


def blocked(project: Project) -> set[str]:
    """The nodes that the last report says read prod, without the project's name."""
    report = project.wap("report", "--format", "json").json
    assert report["verdict"] == "blocked"
    return {r.split(" reads ")[0].replace(".shop.", ".") for r in report["reasons"]}


def test_every_node_that_reads_prod_blocks_and_no_other(shop: Project) -> None:
    add(shop, READERS)
    add(shop, HARMLESS)
    shop.write(
        {
            "models/marts/hidden.sql": "{{ config(materialized='ephemeral') }} "
            "select count(*) as n from main_marts.orders",
            "tests/fewer.sql": "select 1 from main_marts.orders group by 1 having count(*) > 9",
            "snapshots/copied.sql": """
{% snapshot copied %}
{{ config(schema='marts', unique_key='id', strategy='check', check_cols='all') }}
select * from {{ target.schema }}_marts.orders
{% endsnapshot %}
""",
            "dbt_project.yml": PROJECT
            + """
on-run-start:
  - "create table if not exists raw.seen as select 1 as x"
  - >-
    {% if not dbt_wap.is_audit() %} insert into raw.seen select 1 from main_marts.orders {% endif %}
on-run-end: "insert into raw.seen select count(*) from {{ target.schema }}_marts.orders"
""",
        }
    ).sql("create table main_marts.loaded (x integer)", LATE)
    more = ONLY_DUCKDB if shop.engine.name == "duckdb" else {}
    before = shop.write(more).snapshot("main_marts", "main")

    # In a process of its own: dbt leaves an event loop open behind a Python model.
    main = "from dbt_wap.cli.commands import main; main()"
    result = shop.command(sys.executable, "-c", main, "run", "--auto-approve")

    assert result.code == 3, result.err
    assert blocked(shop) == {
        *(f"model.{name}" for name in READERS),
        *(f"model.{Path(name).stem}" for name in more if "harmless" not in name),
        "test.fewer",
        "snapshot.copied",
        "operation.shop-on-run-end-0",
    }
    assert shop.snapshot("main_marts", "main") == before
    assert "ref('orders')" in result.err


def test_a_model_that_means_prod_says_so(shop: Project) -> None:
    allow = "{{ config(materialized='table', meta={'dbt_wap': {'reads_prod': true}}) }} "
    reads = "select count(*) as n from main_marts.orders"
    add(shop, {"before": allow + reads, "after": reads}).sql(LATE)

    assert shop.wap("run", "--auto-approve").code == 3
    assert blocked(shop) == {"model.after"}
    add(shop, {"after": "select count(*) as n from {{ ref('orders') }}"})
    shop.publish()

    assert shop.sql("select * from main_marts.before, main_marts.after") == [(3, 4)]
    report = shop.wap("report", "--format", "json").json
    assert report["reads_prod"] == [{"node": "model.shop.before", "reads": ["main_marts.orders"]}]
    for form in ("text", "markdown", "html"):
        assert "model.shop.before" in shop.wap("report", "--format", form).out


SOURCES = """
sources:
  - {name: raw, tables: [{name: orders}]}
  - {name: seeds, schema: main_landing, tables: [{name: raw_regions}]}
  - {name: elsewhere, database: other, schema: main_landing, tables: [{name: raw_regions}]}
"""
SEEDED = {
    **FILES,
    "dbt_project.yml": PROJECT.replace("shop: {+schema: core}", "shop: {+schema: landing}"),
    "models/sources.yml": SOURCES,
    "models/regions.sql": "select * from {{ source('seeds', 'raw_regions') }}",
    "models/through.sql": "{{ config(materialized='ephemeral') }} "
    "select label from {{ source('seeds', 'raw_regions') }}",
    "models/labels.sql": "select * from {{ ref('through') }}",
    "seeds/raw_regions.csv": SHOP["seeds/regions.csv"],
}
"""A project that loads its raw data as seeds and reads it as a source."""


def test_a_source_that_the_project_makes_is_refused_before_the_build(
    empty_project: Project,
) -> None:
    shop = empty_project.write(SEEDED).remove("seeds/regions.csv")
    shop.sql(ORDERS)
    schemas = shop.schemas()

    for command in ("run", "doctor"):
        refused = shop.wap(command)
        assert refused.code == 2, refused.err
        said = refused.out + refused.err
        assert all(f"model.shop.{name}: source('seeds'" in said for name in ("regions", "labels"))
        assert "ref('raw_regions')" in said
        assert shop.schemas() == schemas

    shop.sql(
        "create schema main_landing",
        "create table main_landing.raw_regions as select 'n' as region, 'North' as label",
    )
    shop.publish("--vars", "{wap_exclude_schemas: [main_landing]}")
    assert shop.sql("select label from main.labels") == [("North",)]


@ONCE
@pytest.mark.parametrize("value", ["'yes'", "1", "['orders']"])
def test_reads_prod_is_true_or_false(shop: Project, value: str) -> None:
    schemas = shop.schemas()
    meta = "{{ config(meta={'dbt_wap': {'reads_prod': VALUE}}) }} select 1"
    shop.write({"tests/x.sql": meta.replace("VALUE", value)})

    refused = shop.wap("run")

    assert refused.code == 2
    assert "reads_prod must be true or false" in refused.err
    assert shop.schemas() == schemas
