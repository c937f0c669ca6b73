"""The real dbt-snowflake: a project with everything dbt does builds, and builds again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = {
    "dbt_project.yml": """
name: shop
version: "1.0"
profile: emulator
flags: {send_anonymous_usage_stats: false}
models:
  shop:
    +persist_docs: {relation: true, columns: true}
    +grants: {select: [reader]}
seeds: {shop: {+schema: raw}}
data_tests: {shop: {+store_failures: true}}
""",
    "seeds/regions.csv": "code,label,since\nn,North,2020-01-01\ns,South's,2021-02-03\nw,,\n",
    "models/stg.sql": """
{{ config(materialized='view') }}
select 1 as id, 'n' as code, 10.50::number(10,2) as amount, '2024-01-01'::date as day
union all select 2, 's', 20, '2024-01-02'::date
union all select 3, 'w', null, '2024-01-03'::date
""",
    "models/orders.sql": """
{{ config(materialized='table') }}
with src as (select * from {{ ref('stg') }}),
final as (
    select src.id, src.code, r.label, src.amount, src.day, current_timestamp() as loaded_at
    from src left join {{ ref('regions') }} r using (code)
)
select * from final
""",
    "models/log.sql": """
{{ config(materialized='incremental', unique_key='id', on_schema_change='append_new_columns') }}
select id, amount, day {{ ", 'more' as extra" if var('extra', false) }} from {{ ref('orders') }}
{% if is_incremental() %} where day >= (select max(day) from {{ this }}) {% endif %}
""",
    "models/replaced.sql": """
{{ config(materialized='incremental', unique_key='id', incremental_strategy='delete+insert') }}
select id, amount from {{ ref('orders') }}
""",
    "models/totals.sql": """
select code, sum(amount) as amount, count(*) as n from {{ ref('orders') }} group by code
""",
    "models/contracted.sql": """
{{ config(materialized='table', contract={'enforced': true}, copy_grants=true) }}
select id, label from {{ ref('orders') }}
""",
    "models/models.yml": """
models:
  - name: orders
    description: "Orders, it's $5"
    columns:
      - {name: id, description: "The id", data_tests: [unique, not_null]}
      - name: code
        data_tests:
          - accepted_values: {arguments: {values: [n, s, w]}}
          - relationships: {arguments: {to: ref('regions'), field: code}}
  - name: stg
    description: staged
    columns: [{name: id, description: "id of 'it'", data_tests: [not_null]}]
  - name: log
    columns: [{name: id, data_tests: [unique]}]
  - name: contracted
    columns:
      - {name: id, data_type: int, constraints: [{type: not_null}]}
      - {name: label, data_type: varchar}
unit_tests:
  - name: totals_adds_up
    model: totals
    given:
      - input: ref('orders')
        rows: [{code: n, amount: 1.5}, {code: n, amount: 2}, {code: s, amount: 3}]
    expect:
      rows: [{code: n, amount: 3.5, n: 2}, {code: s, amount: 3, n: 1}]
""",
    "snapshots/history.yml": """
snapshots:
  - name: history
    relation: ref('stg')
    config: {unique_key: id, strategy: check, check_cols: all, hard_deletes: invalidate}
""",
    "tests/few_orders.sql": "select * from {{ ref('orders') }} where id > 100\n",
}


PROJECT["macros/publish.sql"] = """
{% macro publish() %}
{% set block %}
declare done int default 0;
begin
  alter schema analytics.shop swap with analytics.other; done := done + 1;
  insert into analytics.shop.marks values (:done, 'a;b');
  return done;
exception when other then
  if (done = 1) then alter schema analytics.shop swap with analytics.other; end if;
  raise;
end
{% endset %}
{% set found = run_query('execute immediate $' ~ '$' ~ block ~ '$' ~ '$') %}
{{ log("columns " ~ found.column_names ~ " value " ~ found.rows[0][0], info=true) }}
{% endmacro %}
"""


@pytest.fixture
def project(tmp_path: Path, emulator: Any) -> Path:
    for name, text in PROJECT.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    output = {**emulator.profile(), "schema": "shop"}
    profiles = {"emulator": {"target": "dev", "outputs": {"dev": output}}}
    (tmp_path / "profiles.yml").write_text(json.dumps(profiles))
    return tmp_path


def dbt(project: Path, *arguments: str, fails: bool = False) -> str:
    """Runs dbt; every node must have succeeded. What it printed."""
    call = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "--no-use-colors"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DBT_")}
    done = subprocess.run(
        [*call, *arguments], cwd=project, env=environment, capture_output=True, text=True
    )
    assert (done.returncode != 0) == fails, done.stdout[-4000:]
    return done.stdout


@pytest.mark.slow
def test_dbt_builds_twice_and_writes_its_catalog(project: Path, emulator: Any, admin: Any) -> None:
    admin.run("create role reader")
    dbt(project, "build")
    assert admin.value("select count(*) from shop.orders") == 3
    assert admin.run("select code, amount from shop.totals order by code")[1][0] == "s"
    admin.run("use schema shop")
    rows = {r["name"]: r["comment"] for r in admin.records("describe table orders")}
    assert rows["ID"] == "The id"
    assert (
        admin.records("show objects like 'ORDERS' in schema shop")[0]["comment"]
        == "Orders, it's [$]5"
    )
    granted = {(r["privilege"], r["grantee_name"]) for r in admin.records("show grants on stg")}
    assert ("SELECT", "READER") in granted
    failures = admin.names("show tables in schema shop_dbt_test__audit")
    assert "FEW_ORDERS" in failures
    assert admin.value("select count(*) from shop.history where dbt_valid_to is null") == 3

    stg = project / "models" / "stg.sql"
    stg.write_text(stg.read_text().replace("'w', null", "'w', 30"))
    dbt(project, "build", "--vars", "{extra: true}")
    assert admin.value("select amount from shop.log where id = 3") == 30
    assert admin.run("select extra from shop.log order by id") == [(None,), (None,), ("more",)]
    assert admin.value("select count(*) from shop.history") == 4
    assert not [line for line in emulator.statements() if line.error]

    dbt(project, "docs", "generate")
    catalog = json.loads((project / "target" / "catalog.json").read_text())
    orders = catalog["nodes"]["model.shop.orders"]
    assert (orders["metadata"]["type"], orders["metadata"]["owner"]) == (
        "BASE TABLE",
        "ACCOUNTADMIN",
    )
    assert orders["columns"]["AMOUNT"]["type"] == "NUMBER"
    assert orders["stats"]["row_count"]["value"] == 3


def test_run_query_sends_a_block_as_one_statement(project: Path, emulator: Any, admin: Any) -> None:
    admin.script("create schema shop; create schema other; create table marks (n int, t text)")
    printed = dbt(project, "run-operation", "publish")
    assert "columns ('anonymous block',) value 1" in printed
    assert admin.run("select * from analytics.shop.marks") == [(1, "a;b")]
    inner = [line.text.split()[0] for line in emulator.statements(inside=True)]
    assert inner == ["alter", "insert"]
    assert len(emulator.statements("swap with", inside=False)) == 1

    printed = dbt(project, "run-operation", "publish", fails=True)  # no such table any more
    assert "Uncaught exception of type 'STATEMENT_ERROR' on line 5 at position 2" in printed
    assert "002003 (42S02)" in printed
    assert admin.value("select count(*) from analytics.shop.marks") == 1
