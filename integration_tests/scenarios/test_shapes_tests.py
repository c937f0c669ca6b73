"""Tests that write tables: store_failures goes with the candidate and reaches no prod schema."""

from __future__ import annotations

import pytest
from shop import BASE, FOURTH, ONCE, ORDERS, PRODS, SHOP, Project

BUILT = {"audit_main_marts.orders", "audit_main_core.top"}
WARNED = "insert into raw.orders values (5, 's', 500, date '2024-01-05')"
FILES = {
    "models/sources.yml": SHOP["models/sources.yml"],
    "models/marts/orders.sql": "select * from {{ source('raw', 'orders') }}",
    "models/core/top.sql": "select max(id) as id from {{ ref('orders') }}",
    "models/models.yml": """
models:
  - name: orders
    columns:
      - {name: id, data_tests: [unique, not_null]}
      - name: amount
        data_tests:
          - accepted_values: {arguments: {values: [10, 20, 30, 40]}, config: {severity: warn}}
  - name: top
    columns: [{name: id, data_tests: [not_null: {config: {store_failures_as: view}}]}]
unit_tests:
  - name: top_is_the_highest
    model: top
    given: [{input: ref('orders'), rows: [{id: 1}, {id: 7}]}]
    expect: {rows: [{id: 7}]}
""",
    "tests/all_positive.sql": "select id from {{ ref('orders') }} where amount < 0",
    "tests/orders.sql": """
{{ config(store_failures=false) }} select id from {{ ref('orders') }} where id < 0
""",
}


@pytest.fixture(
    params=[
        pytest.param("", id="default", marks=ONCE),
        pytest.param("+schema: marts", id="model_schema", marks=ONCE),
        pytest.param("+schema: checks", id="own_schema"),
    ]
)
def stored(request: pytest.FixtureRequest, empty_project: Project) -> Project:
    """A project that stores the failures of every test, in the schema that the parameter says."""
    config = "data_tests:\n  +store_failures: true\n" + (
        f"  {request.param}\n" if request.param else ""
    )
    empty_project.write({**BASE, **FILES, "dbt_project.yml": SHOP["dbt_project.yml"] + config}).sql(
        ORDERS
    )
    return empty_project


def relations(project: Project) -> set[str]:
    found = {name for name in project.kinds() if not name.startswith(("raw.", "dbt_wap."))}
    return {name for name in found if "__wap_" not in name}


def test_failure_tables_go_with_the_candidate(stored: Project) -> None:
    for sql in (WARNED, FOURTH):
        stored.sql(sql)
        assert stored.wap("run", "--no-publish").code == 0
        assert [name for name in relations(stored) if "accepted_values" in name]
        assert stored.wap("approve", "--publish").code == 0

        assert relations(stored) == {"main_marts.orders", "main_core.top"}
        assert not {s for s in stored.schemas() if "audit" in s or "check" in s}
    assert set(stored.report()) == {"main_marts.orders", "main_core.top"}
    assert stored.wap("rollback").code == 0
    assert relations(stored) == {"main_marts.orders", "main_core.top"}


@ONCE
def test_discard_and_failure_leave_nothing(stored: Project) -> None:
    stored.sql("insert into raw.orders values (3, 'n', 10, date '2024-01-05')")

    assert stored.wap("run").code == 3
    assert [name for name in relations(stored) if "unique_orders_id" in name]
    told = set(stored.wap("report", "--format", "json").json["stored_failures"])
    assert told == {name for name in relations(stored) if name.startswith("audit_")} - BUILT
    assert stored.wap("discard").code == 0

    assert relations(stored) == set()
    assert not {s for s in stored.schemas() if "audit" in s or "check" in s}


@pytest.mark.slow
def test_tests_run_in_prod_by_plain_dbt_disturb_nothing(empty_project: Project) -> None:
    config = "data_tests:\n  +store_failures: true\n  +schema: marts\n"
    shop = empty_project.write(
        {**BASE, **FILES, "dbt_project.yml": SHOP["dbt_project.yml"] + config}
    )
    shop.sql(ORDERS, WARNED)
    shop.publish()
    assert shop.dbt("test", "--exclude-resource-type", "unit_test").code == 0
    before = shop.snapshot(*PRODS)
    assert len(before) > 2

    assert shop.wap("run", "--drop-removed").code == 0

    assert shop.snapshot(*PRODS) == before
    shop.sql("update raw.orders set amount = 20 where id = 1")
    assert shop.wap("run", "--no-publish").code == 0
    assert shop.dbt("test", "--select", "test_type:generic").code == 0
    assert shop.wap("approve", "--publish").code == 0


@ONCE
def test_selected_part_runs_its_tests_alone(stored: Project) -> None:
    stored.publish()
    stored.sql("insert into raw.orders values (9, 's', 40, date '2024-01-04')")

    result = stored.wap("run", "--auto-approve", "--select", "top", "--json")

    assert result.code == 0, result.err
    assert result.json["tests"]["pass"] == 2
    assert result.json["verdict"] == "pass"
    assert relations(stored) == {"main_marts.orders", "main_core.top"}
