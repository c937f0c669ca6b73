"""A blocked report begins with what failed: some rows, masked as everything, and the query."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shop import BASE, ORDERS, Project, Publish

PEOPLE = """
create schema if not exists raw;
create or replace table raw.people (id integer, email varchar, city varchar);
insert into raw.people values (1, 'ada@secret.example', 'Bern'), (2, 'bob@secret.example', 'Bonn')
"""
BROKEN = """
insert into raw.people values (3, 'bob@secret.example', null), (3, 'eve@secret.example', null);
insert into raw.orders values (4, 'n', null, date '2024-01-04')
"""
SOURCES = """
sources:
  - name: raw
    tables: [{name: orders}, {name: people}]
"""
MODELS = """
models:
  - name: orders
    columns:
      - {name: id, data_tests: [unique]}
      - name: amount
        data_tests:
          - not_null
          - not_null: {name: stored, config: {store_failures: true}}
          - not_null: {name: warned, config: {severity: warn}}
  - name: people
    config: {meta: {dbt_wap: {mask: [email]}}}
    columns:
      - {name: id, data_tests: [unique]}
      - {name: email, data_tests: [unique]}
      - {name: city, data_tests: [not_null]}
  - name: secrets
    config: {meta: {dbt_wap: {samples: false}}}
    columns: [{name: city, data_tests: [not_null]}]
"""
FILES = {
    **BASE,
    "dbt_project.yml": BASE["dbt_project.yml"] + 'on-run-end: "drop table if exists raw.passing"\n',
    "models/sources.yml": SOURCES,
    "models/marts/orders.sql": "select * from {{ source('raw', 'orders') }}",
    "models/marts/people.sql": "select * from {{ source('raw', 'people') }}",
    "models/marts/secrets.sql": "select * from {{ source('raw', 'people') }}",
    "models/marts/models.yml": MODELS,
    "tests/renamed.sql": "select upper(email) as id from {{ ref('people') }} where city is null",
    "tests/own.sql": "select id, day from {{ ref('orders') }} where amount is null",
}
ONLY_ONCE = {
    "models/marts/late.sql": "{{ config(pre_hook='create table raw.passing as select 1 as x') }}"
    " select 1 as x",
    "tests/gone.sql": "-- depends_on: {{ ref('late') }}\nselect * from raw.passing",
}


def test_what_failed_is_shown_and_what_is_masked_is_not(publish_first: Publish) -> None:
    project = publish_first(FILES, ORDERS, PEOPLE)
    project.write(ONLY_ONCE).sql(BROKEN)

    result = project.wap("run", "--auto-approve")

    assert result.code == 3, result.err
    assert "could not show the rows of test gone" in result.err
    made = project.wap("report", "--json").json
    tests = {test["name"]: test for test in made["failed_tests"]}
    assert {test["status"] for test in tests.values()} == {"fail", "warn"}
    orders = _lower(project, tests["not_null_orders_amount"])
    assert orders == [{"amount": None}] or orders[0]["id"] == "4"
    assert _lower(project, tests["stored"])[0].keys() >= {"amount"}
    assert _lower(project, tests["warned"])
    assert _lower(project, tests["own"]) == [{"id": "4", "day": "2024-01-04"}]
    assert _lower(project, tests["unique_people_id"]) == [{"unique_field": "3", "n_records": "2"}]
    assert _lower(project, tests["unique_people_email"]) == [{"n_records": "2"}]
    assert tests["not_null_people_city"]["rows"]
    assert tests["renamed"]["rows"] is None
    assert tests["not_null_secrets_city"]["rows"] is None
    assert tests["gone"]["unseen"]
    assert "secret.example" not in json.dumps(made["failed_tests"]).lower()

    query = tests["own"]["query"]
    assert "audit_main_marts" in query.lower()
    assert [str(row[0]) for row in project.sql(query)] == ["4"]
    kept = json.dumps(project.sql("select report from dbt_wap.reports"), default=str)
    assert "2024-01-04" not in kept, "the warehouse keeps the query and no value"
    page = Path(project.wap("status", "--json").json["report_html"]).read_text(encoding="utf-8")
    order = ["What failed", "Why it is blocked", "tests failed", 'id="overview"', 'id="tests"']
    places = [page.index(each) for each in order]
    assert places == sorted(places)


def _lower(project: Project, test: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a test with names as in `snapshot`."""
    return [{project.engine.shown(n): value for n, value in row.items()} for row in test["rows"]]
