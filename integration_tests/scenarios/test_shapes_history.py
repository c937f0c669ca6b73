"""Relations that read themselves: incremental models and snapshots keep their history."""

from __future__ import annotations

import pytest
from shop import BASE, FOURTH, ONCE, ORDERS, PRODS, SHOP, Project

FIX = "update raw.orders set amount = 99, day = date '2024-01-09' where id = 1"
INCREMENTAL = """
{{ config(materialized='incremental', %s) }}
select id, region, amount, day from {{ source('raw', 'orders') }}
{%% if is_incremental() %%} where day > (select max(day) from {{ this }}) {%% endif %%}
"""
STRATEGIES = {
    "append": "incremental_strategy='append'",
    "delete_insert": "incremental_strategy='delete+insert', unique_key='id'",
    "merge": "incremental_strategy='merge', unique_key='id'",
    "several_keys": "unique_key=['id', 'region']",
}
SNAPSHOT = """
{%% snapshot orders_history %%}
{{ config(%s, unique_key='id', strategy='check', check_cols=['amount'],
          hard_deletes='invalidate') }}
select id, amount from {{ source('raw', 'orders') }}
{%% endsnapshot %%}
"""


def make(project: Project, files: dict[str, str], **settings: str) -> Project:
    project.write({**BASE, "models/sources.yml": SHOP["models/sources.yml"], **files}).sql(ORDERS)
    if settings:
        text = (
            SHOP["dbt_project.yml"]
            + "vars:\n"
            + "".join(f"  {k}: {v}\n" for k, v in settings.items())
        )
        project.write({"dbt_project.yml": text})
    return project


@pytest.mark.slow
def test_incremental_strategies_build_on_what_prod_has(empty_project: Project) -> None:
    models = {f"models/marts/{name}.sql": INCREMENTAL % text for name, text in STRATEGIES.items()}
    shop = make(empty_project, models, wap_require_tests="false")
    shop.publish()
    shop.sql("insert into main_marts.append values (0, 'x', 1, date '2000-01-01')")
    before = shop.snapshot()
    shop.sql(FOURTH, FIX)

    shop.publish()

    replaced = [(1, 99), (2, 20), (3, 30), (4, 40)]
    for name in ("delete_insert", "merge", "several_keys"):
        assert shop.sql(f"select id, amount from main_marts.{name} order by id, amount") == replaced
    assert shop.sql("select id, amount from main_marts.append order by id, amount") == [
        (0, 1),
        (1, 10),
        *replaced,
    ]
    found = shop.report()["main_marts.merge"]
    assert (found["key"], found["rows"]["added"], found["rows"]["changed"]) == (["id"], 1, 1)
    assert shop.wap("rollback").code == 0
    assert shop.snapshot() == before
    shop.publish("--full-refresh")
    assert shop.sql("select id, amount from main_marts.append order by id, amount") == replaced


@ONCE
def test_incremental_model_gets_a_column(empty_project: Project) -> None:
    settings = "incremental_strategy='append', on_schema_change='append_new_columns'"
    shop = make(
        empty_project, {"models/marts/log.sql": INCREMENTAL % settings}, wap_require_tests="false"
    )
    shop.publish()
    before = shop.snapshot()
    text = (INCREMENTAL % settings).replace("amount, day", "amount, day, upper(region) as big")
    shop.write({"models/marts/log.sql": text}).sql(FOURTH)

    shop.publish()

    assert shop.sql("select id, big from main_marts.log order by id") == [
        (1, None), (2, None), (3, None), (4, "S"),
    ]  # fmt: skip
    assert shop.report()["main_marts.log"]["columns"]["added"] == ["big"]
    assert shop.wap("rollback").code == 0
    assert shop.snapshot() == before


@ONCE
def test_incremental_model_that_refuses_a_full_refresh(empty_project: Project) -> None:
    settings = "incremental_strategy='append', full_refresh=false"
    shop = make(
        empty_project, {"models/marts/log.sql": INCREMENTAL % settings}, wap_require_tests="false"
    )
    shop.publish()
    shop.sql("delete from raw.orders where id = 1", FOURTH)

    shop.publish("--full-refresh")

    assert shop.sql("select id from main_marts.log order by id") == [(1,), (2,), (3,), (4,)]


@ONCE
def test_incremental_becomes_table_and_back(empty_project: Project) -> None:
    text = INCREMENTAL % STRATEGIES["append"]
    shop = make(empty_project, {"models/marts/log.sql": text}, wap_require_tests="false")
    shop.publish()
    shop.sql("insert into main_marts.log values (0, 'x', 1, date '2000-01-01')")
    before = shop.snapshot()
    shop.write(
        {"models/marts/log.sql": text.replace("materialized='incremental'", "materialized='table'")}
    )
    shop.publish()
    assert shop.sql("select count(*) from main_marts.log") == [(3,)]
    assert shop.wap("rollback").code == 0
    assert shop.snapshot() == before
    shop.write({"models/marts/log.sql": text}).sql(FOURTH)

    shop.publish()

    assert shop.sql("select id from main_marts.log order by id") == [(0,), (1,), (2,), (3,), (4,)]


SNAPSHOTS = """
snapshots:
  - name: by_time
    relation: source('raw', 'orders')
    config:
      schema: history
      unique_key: id
      strategy: timestamp
      updated_at: day
      snapshot_meta_column_names: {dbt_scd_id: version_id, dbt_valid_to: ended_at}
  - name: by_pair
    relation: source('raw', 'orders')
    config:
      schema: history
      unique_key: [id, region]
      strategy: check
      check_cols: all
      hard_deletes: new_record
      dbt_valid_to_current: "date '9999-12-31'"
  - name: by_choice
    relation: source('raw', 'orders')
    config:
      schema: history
      unique_key: id
      strategy: timestamp
      updated_at: day
      meta: {dbt_wap: {key: [id, dbt_updated_at]}}
"""
KEYS = {
    "orders_history": ["dbt_scd_id"],
    "by_time": ["version_id"],
    "by_pair": ["dbt_scd_id"],
    "by_choice": ["id", "dbt_updated_at"],
}
MOVED = ("added", "removed", "changed")


@pytest.fixture(params=["audit_history", "audit_main_marts"])
def literal(request: pytest.FixtureRequest, empty_project: Project) -> Project:
    """A project whose snapshot names its schema itself, and so escapes the naming macro."""
    files = {
        "snapshots/orders_history.sql": SNAPSHOT % f"target_schema='{request.param}'",
        "models/marts/current.sql": "select id from {{ ref('orders_history') }}",
    }
    return make(empty_project, files, wap_require_tests="false")


@ONCE
def test_snapshot_with_a_literal_schema_is_refused(literal: Project) -> None:
    schemas = literal.schemas()

    result = literal.wap("run", "--auto-approve")

    assert result.code == 2, result.err
    assert "snapshot.shop.orders_history" in result.err
    assert literal.schemas() - {"dbt_wap"} == schemas


@ONCE
@pytest.mark.parametrize("literal", ["history", "audit_history"], indirect=True)
def test_snapshot_with_a_literal_schema_is_refused_by_hand(literal: Project) -> None:
    assert literal.dbt("run-operation", "clone_schema").code == 0
    assert literal.dbt("build", "--target", "audit").code == 2
    assert not [name for name in literal.kinds() if "orders_history" in name]


@pytest.mark.only_on("duckdb", reason="the models are written with UNION ALL BY NAME")
def test_seeds_ephemeral_and_versioned_models(empty_project: Project) -> None:
    files = {
        "seeds/regions.csv": "region,label\nn,North\ns,South\n",
        "models/core/named.sql": """
{{ config(materialized='ephemeral') }}
select o.id, r.* from {{ source('raw', 'orders') }} o join {{ ref('regions') }} r using (region)
""",
        "models/marts/sales_v1.sql": "select id, label from {{ ref('named') }}",
        "models/marts/sales_v2.sql": """
{{ config(materialized='view') }} select * from {{ ref('named') }}
""",
        "models/marts/newest.sql": """
select * from {{ ref('sales') }} union all by name select * from {{ ref('sales', v=1) }}
""",
        "models/models.yml": """
models:
  - name: sales
    latest_version: 2
    columns: [{name: id, data_tests: [unique, not_null]}]
    versions: [{v: 1, config: {alias: sales_v1}}, {v: 2}]
seeds:
  - name: regions
    columns: [{name: region, data_tests: [unique]}]
""",
    }
    shop = make(empty_project, files)
    shop.publish()
    before = shop.snapshot(*PRODS)
    assert set(before) == {
        "main_core.regions", "main_marts.sales_v1", "main_marts.sales_v2", "main_marts.newest",
    }  # fmt: skip
    shop.write({"seeds/regions.csv": "region,label,boss\nn,NORTH,Ann\ns,South,Bob\n"})

    shop.publish("--select", "regions+")

    assert shop.sql("select * from main_core.regions order by 1") == [
        ("n", "NORTH", "Ann"),
        ("s", "South", "Bob"),
    ]
    assert shop.sql("select boss from main_marts.sales_v2 where id = 1") == [("Ann",)]
    assert shop.sql("select label from main_marts.sales_v1 where id = 1") == [("NORTH",)]
    assert shop.sql("select count(*), count(boss) from main_marts.newest") == [(6, 3)]
    assert shop.report()["main_core.regions"]["columns"]["added"] == ["boss"]
    assert shop.wap("rollback").code == 0
    assert shop.snapshot(*PRODS) == before


def test_snapshot_keeps_its_history_over_publishes(empty_project: Project) -> None:
    files = {
        "snapshots/orders_history.sql": SNAPSHOT % "schema='history'",
        "snapshots/snapshots.yml": SNAPSHOTS,
        "models/marts/current.sql": """
{{ config(meta={'dbt_wap': {'max_removed': '100%'}}) }}
select id, amount from {{ ref('orders_history') }} where dbt_valid_to is null
""",
    }
    shop = make(empty_project, files, wap_require_tests="false", wap_max_removed="0")
    shop.publish()
    first = shop.snapshot("main_history", "main_marts")
    shop.sql(FIX, "delete from raw.orders where id = 2")

    shop.publish()

    report = shop.report()
    found = {name: report[f"main_history.{name}"] for name in KEYS}
    assert {name: entry["key"] for name, entry in found.items()} == KEYS
    assert {name: [e["rows"][n] for n in MOVED] for name, e in found.items()} == {
        "orders_history": [1, 0, 2],
        "by_time": [1, 0, 1],
        "by_pair": [2, 0, 2],
        "by_choice": [1, 0, 1],
    }
    rows = shop.sql(
        "select id, amount, dbt_valid_to is null from main_history.orders_history order by 1, 2"
    )
    assert rows == [(1, 10, False), (1, 99, True), (2, 20, False), (3, 30, True)]
    assert shop.sql("select * from main_marts.current order by id") == [(1, 99), (3, 30)]
    assert shop.wap("rollback").code == 0
    assert shop.snapshot("main_history", "main_marts") == first
