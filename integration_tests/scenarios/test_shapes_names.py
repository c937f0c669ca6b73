"""Names that need quotes: aliases, mixed case, reserved words, semicolons, letters beyond ASCII."""

from __future__ import annotations

import pytest
from shop import BASE, FOURTH, LATE, ONCE, ORDERS, SHOP, TESTED, Project

QUOTING = SHOP["dbt_project.yml"] + "quoting: {schema: true, identifier: true}\n"
SOURCES = """
sources:
  - name: raw
    quoting: {schema: false, identifier: false}
    tables: [{name: orders}]
"""
QUOTED = {
    "dbt_project.yml": QUOTING,
    "models/sources.yml": SOURCES,
    "models/marts/orders.sql": """
{{ config(alias='order') }}
select id as "Order Id", region as "select", amount as "From ", day
from {{ source('raw', 'orders') }}
""",
    "models/marts/regions.sql": """
{{ config(alias='Group By', materialized='view', schema='select') }}
with "order" as (select * from {{ ref('orders') }})
select "select" as "Region", sum("From ") as "sum" from "order" group by "select"
""",
    "models/marts/log.sql": """
{{ config(alias='Order Log', schema='select',
          materialized='incremental', unique_key='"Order Id"') }}
select "Order Id", "select" from {{ ref('orders') }}
{% if is_incremental() %} where "Order Id" > (select max("Order Id") from {{ this }}) {% endif %}
""",
    "models/models.yml": """
models:
  - name: orders
    columns: [{name: "Order Id", quote: true, data_tests: [unique, not_null]}]
  - name: regions
    columns: [{name: Region, quote: true, data_tests: [unique]}]
""",
}
"""A table, a view over it and an incremental model, their names reserved words and mixed case."""

HOSTILE = {
    "models/sources.yml": SOURCES,
    "models/marts/orders.sql": """
{{ config(schema=var('schema'), alias=var('alias')) }}
select id, region as "{{ var('column') | replace('"', '""') }}" from {{ source('raw', 'orders') }}
""",
    "models/marts/regions.sql": """
{{ config(schema=var('schema'), alias=var('alias') ~ ' v', materialized='view') }}
select * from {{ ref('orders') }} where id > 1
""",
    "models/models.yml": TESTED,
}


def make(project: Project, files: dict[str, str]) -> Project:
    project.write({**BASE, **files}).sql(ORDERS)
    return project


@pytest.mark.slow
def test_aliases_mixed_case_and_reserved_words(empty_project: Project) -> None:
    shop = make(empty_project, QUOTED)
    shop.publish()
    before = shop.snapshot("main_marts", "main_select")
    assert before["main_select.Group By"][2] == [("n", 40), ("s", 20)]
    shop.sql(LATE)

    shop.publish()

    assert shop.sql('select "Region", "sum" from "main_select"."Group By" order by 1') == [
        ("n", 41),
        ("s", 60),
    ]
    assert shop.sql('select "Order Id" from "main_select"."Order Log" order by 1') == [
        (1,),
        (2,),
        (3,),
        (4,),
    ]
    found = shop.report()
    assert found["main_marts.order"]["key"] == ["Order Id"]
    assert found["main_marts.order"]["columns"]["changed"] == {"From ": 1}
    assert found["main_select.Order Log"]["key"] == ["Order Id"]
    assert found["main_select.Order Log"]["rows"]["added"] == 1
    assert shop.wap("rollback").code == 0
    assert shop.snapshot("main_marts", "main_select") == before


@pytest.mark.parametrize(
    ("schema", "alias", "column"),
    [
        ("größe Ω", "日本", "naïve—col"),
        pytest.param("Mixed Case.dot", "a.b", 'a"b; drop schema x', marks=pytest.mark.slow),
        pytest.param("x__wap_", "audit_main_x", "it's; --", marks=[ONCE, pytest.mark.slow]),
        pytest.param("plain", "x'; drop schema raw cascade; --", "audit_main_plain", marks=ONCE),
    ],
)
def test_odd_names_work(empty_project: Project, schema: str, alias: str, column: str) -> None:
    shop = make(empty_project, HOSTILE)
    shop.write({"dbt_project.yml": project_file(schema, alias, column)})
    prod = f"main_{schema}"

    shop.publish()
    before = shop.snapshot(prod)
    shop.sql(FOURTH)
    shop.publish()

    view = shop.snapshot(prod)[f"{prod}.{alias} v"]
    assert view[2] == [(2, "s"), (3, "n"), (4, "s")]
    assert "audit_main_" + schema not in view[1]
    assert shop.wap("rollback").code == 0
    assert shop.snapshot(prod) == before
    assert shop.wap("run").code == 4
    assert shop.wap("discard").code == 0
    assert not {s for s in shop.schemas() if s.startswith("audit_")}


@ONCE
@pytest.mark.parametrize(
    ("schema", "alias"),
    [
        ('a"; drop schema raw cascade; --', "orders"),
        ("plain", 'a"b; drop schema raw cascade'),
        ("O'Brien", "orders"),
        ("s" * 260, "orders"),
    ],
)
def test_names_that_dbt_would_not_quote_are_refused(
    empty_project: Project, schema: str, alias: str
) -> None:
    shop = make(
        empty_project, {**HOSTILE, "dbt_project.yml": project_file(schema, alias, "region")}
    )
    schemas = shop.schemas()

    result = shop.wap("run", "--auto-approve")

    assert result.code == 2, result.err
    assert shop.schemas() == schemas
    assert shop.sql("select count(*) from raw.orders") == [(3,)]


def project_file(schema: str, alias: str, column: str) -> str:
    values = {"schema": schema, "alias": alias, "column": column}
    lines = [f"  {name}: '{value.replace(chr(39), chr(39) * 2)}'" for name, value in values.items()]
    return (
        QUOTING.replace("seeds:\n  shop: {+schema: core}\n", "")
        + "vars:\n"
        + "\n".join(lines)
        + "\n"
    )
