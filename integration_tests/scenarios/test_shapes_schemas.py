"""Several schemas: views across them, naming of the project's own, CTEs named like models."""

from __future__ import annotations

import re

import pytest
from shop import BASE, FOURTH, ONCE, ORDERS, SHOP, Project, Publish

ODD = re.compile(r"audit_|__wap_")
NAMING = """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {%- if target.name == 'prod' and custom_schema_name -%}
        {%- set name = custom_schema_name | trim -%}
    {%- elif custom_schema_name -%}
        {%- set name = 'dev_' ~ target.schema ~ '_' ~ (custom_schema_name | trim) -%}
    {%- else -%}
        {%- set name = target.schema -%}
    {%- endif -%}
    {{ dbt_wap.audit_schema_name(name, node) }}
{%- endmacro %}
"""
CROSSED = {
    "dbt_project.yml": SHOP["dbt_project.yml"].split("models:")[0]
    + """
models:
  shop:
    +materialized: view
    low: {+schema: low}
    mid: {+schema: mid}
    top: {+schema: top}
""",
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/low/orders.sql": """
{{ config(materialized='table') }} select * from {{ source('raw', 'orders') }}
""",
    "models/mid/by_region.sql": """
with orders as (select * from {{ ref('orders') }})
select region, sum(amount) as amount, count(*) as orders from orders group by region
""",
    "models/top/best.sql": """
with by_region as (select * from {{ ref('by_region') }}),
orders as (select * from {{ ref('orders') }})
select region, by_region.amount, (select max(orders.id) from orders) as last_id
from by_region order by amount desc limit 1
""",
    "models/low/frozen.sql": """
{{ config(materialized='table') }}
with best as (select * from {{ ref('best') }})
select best.*, 'audit_main_low.orders' as note from best
""",
    "models/top/words.sql": """
select * from (values ('a', 1), ('b', 2)) as words(word, n)
union all select 'audit_main_low.orders, "main_mid"."by_region"', 3
""",
    "models/models.yml": """
models:
  - {name: orders, columns: [{name: id, data_tests: [unique, not_null]}]}
  - {name: best, columns: [{name: region, data_tests: [not_null]}]}
""",
}
"""A table in one schema, views over it in two more, a table over those, back in the first one."""


@pytest.fixture
def crossed(empty_project: Project) -> Project:
    empty_project.write({**BASE, **CROSSED}).sql(ORDERS)
    return empty_project


@pytest.fixture
def published(publish_first: Publish) -> Project:
    return publish_first({**BASE, **CROSSED}, ORDERS)


def statuses(project: Project) -> dict[str, str]:
    return {name: entry["status"] for name, entry in project.report().items()}


def test_views_across_schemas_read_prod_after_each_publish_and_rollback(published: Project) -> None:
    assert published.sql("select * from main_top.best") == [("n", 40, 3)]
    assert published.sql("select region, amount, last_id from main_low.frozen") == [("n", 40, 3)]
    schemas = ["main_low", "main_mid", "main_top"]
    before = published.snapshot(*schemas)
    published.sql(FOURTH)

    published.publish()

    assert published.sql("select * from main_top.best") == [("s", 60, 4)]
    assert published.sql("select region, amount, last_id from main_low.frozen") == [("s", 60, 4)]
    assert statuses(published) == {
        "main_low.orders": "changed",
        "main_mid.by_region": "changed",
        "main_top.best": "changed",
        "main_low.frozen": "changed",
        "main_top.words": "unchanged_definition",
    }
    texts = published.view_texts()
    assert not [n for n, text in texts.items() if ODD.search(text) and not n.endswith(".words")]
    assert published.wap("rollback").code == 0
    assert published.snapshot(*schemas) == before


@ONCE
def test_changed_code_of_a_view_under_a_view_in_another_schema(published: Project) -> None:
    before = published.snapshot("main_mid", "main_top", "main_low")
    text = CROSSED["models/mid/by_region.sql"].replace("sum(amount)", "2 * sum(amount)")
    published.write({"models/mid/by_region.sql": text})

    published.publish()

    assert published.sql("select amount from main_top.best") == [(80,)]
    assert published.sql("select amount from main_low.frozen") == [(80,)]
    assert statuses(published)["main_low.orders"] == "identical"
    assert published.wap("rollback").code == 0
    assert published.snapshot("main_mid", "main_top", "main_low") == before
    assert published.wap("run").code == 4


def test_nothing_changed_is_seen_through_every_schema(published: Project) -> None:
    before = published.snapshot("main_low", "main_mid", "main_top")

    assert published.wap("run").code == 0

    assert set(statuses(published).values()) == {"identical", "unchanged_definition"}
    assert published.snapshot("main_low", "main_mid", "main_top") == before


@ONCE
def test_own_naming_macro_keeps_its_prod_names(crossed: Project) -> None:
    crossed.write({"macros/generate_schema_name.sql": NAMING})

    crossed.publish("--target", "prod")

    published = {s for s in crossed.schemas() if "__wap_" not in s}
    assert published == {"raw", "dbt_wap", "low", "mid", "top"}
    crossed.sql(FOURTH)
    crossed.publish("--target", "prod")
    assert crossed.sql("select * from top.best") == [("s", 60, 4)]
    assert crossed.wap("rollback", "--target", "prod").code == 0
    assert crossed.sql("select * from top.best") == [("n", 40, 3)]
    assert not {s for s in crossed.schemas() if s.startswith(("audit_", "dev_"))}


@pytest.fixture
def beside(empty_project: Project) -> Project:
    """A candidate waits, and a loader has written to its source in the schema of the models."""
    shop = empty_project.write(BASE).write(
        {
            "models/sources.yml": """
sources:
  - name: main
    tables: [{name: loaded, identifier: Raw Orders, quoting: {identifier: true}}]
""",
            "models/orders.sql": """
{{ config(materialized='table') }} select * from {{ source('main', 'loaded') }}
""",
            "models/newest.sql": "select max(id) as id from {{ ref('orders') }}",
            "models/models.yml": """
models: [{name: orders, columns: [{name: id, data_tests: [unique]}]}]
""",
        }
    )
    shop.sql("create schema if not exists main", 'create table main."Raw Orders" as select 1 as id')
    shop.publish()
    assert shop.sql("select id from main.newest") == [(1,)]

    shop.sql('insert into main."Raw Orders" values (2)')
    assert shop.wap("run", "--no-publish", "--drop-removed").code == 0
    shop.sql('insert into main."Raw Orders" values (3)')
    return shop


@pytest.mark.slow
@pytest.mark.only_on("snowflake", reason="there a swap would take the source along with the models")
def test_late_write_to_a_source_in_the_schema_of_the_models_is_not_lost(beside: Project) -> None:
    assert beside.wap("approve", "--publish").code == 6

    assert beside.sql('select count(*) from main."Raw Orders"') == [(3,)]


@pytest.mark.only_on("duckdb", reason="on Snowflake a swap moves whole schemas, see above")
def test_sources_and_guests_in_the_schema_of_the_models(beside: Project) -> None:
    shop = beside
    assert shop.wap("approve", "--publish").code == 0

    assert set(statuses(shop)) == {"main.orders", "main.newest"}
    assert shop.sql('select count(*) from main."Raw Orders"') == [(3,)]
    assert shop.sql("select id from main.newest") == [(2,)]
    assert shop.wap("rollback").code == 0
    assert shop.sql("select id from main.newest") == [(1,)]
    assert shop.sql('select count(*) from main."Raw Orders"') == [(3,)]


@ONCE
def test_audit_target_that_names_other_schemas_is_refused(crossed: Project) -> None:
    crossed.write({"macros/generate_schema_name.sql": NAMING})
    crossed.publish("--target", "prod")
    before, schemas = crossed.snapshot("low", "mid", "top"), crossed.schemas()
    crossed.sql(FOURTH)

    result = crossed.wap("run", "--auto-approve", "--target", "prod", "--audit-target", "audit")

    assert result.code == 2, result.err
    assert crossed.snapshot("low", "mid", "top") == before
    assert crossed.schemas() == schemas
