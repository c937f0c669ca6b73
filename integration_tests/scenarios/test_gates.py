"""Gates block a run, and can be overridden."""

from __future__ import annotations

from typing import Any

import pytest
from shop import ONCE, ORDERS, SHOP, Project, Publish

ROWS = "insert into raw.orders select 10 + i, 'n', i, date '2024-01-01' from range(97) as r (i)"


def with_options(**options: Any) -> dict[str, str]:
    """The shop, in which the model `orders` says this in meta.dbt_wap."""
    config = "{{ config(meta={'dbt_wap': " + repr(options) + "}) }}\n"
    return {**SHOP, "models/marts/orders.sql": config + SHOP["models/marts/orders.sql"].lstrip()}


def gate(project: Project, name: str = "main_marts.orders") -> dict[str, str]:
    return {r["gate"]: r["outcome"] for r in project.report()[name]["gate"].get("results", [])}


LIMITS = {
    "max_removed": "2%", "max_changed": 2, "max_growth": "7%", "max_null_increase": "1%",
}  # fmt: skip
BREAK = (
    "delete from raw.orders where id < 5",
    "update raw.orders set day = null where id between 20 and 23",
    "insert into raw.orders select 999 + i, 'n', 1, null from range(11) r (i)",
)


@pytest.mark.parametrize("level", ["block", "warn"])
def test_gate_closes_when_its_limit_is_broken(publish_first: Publish, level: str) -> None:
    limits = {name: {level: limit} for name, limit in LIMITS.items()}
    project = publish_first(with_options(**limits), ORDERS, ROWS)
    before = project.snapshot()
    project.sql(*BREAK)

    result = project.wap("run", "--auto-approve")

    assert result.code == (3 if level == "block" else 0), result.err
    assert gate(project) == dict.fromkeys(LIMITS, level)
    assert (project.snapshot() == before) is (level == "block")


def test_too_few_rows(publish_first: Publish) -> None:
    project = publish_first(with_options(min_rows=3), ORDERS)
    project.sql("delete from raw.orders where id = 1")

    assert project.wap("run").code == 3
    assert gate(project) == {"min_rows": "block"}


def test_gate_is_open_at_its_limit(publish_first: Publish) -> None:
    options = {"max_removed": 2, "max_changed": "1%", "max_growth": 1, "max_null_increase": 0}
    project = publish_first(with_options(**options, min_rows=98), ORDERS, ROWS)
    project.sql(
        "delete from raw.orders where id in (1, 2)",
        "update raw.orders set amount = -1 where id = 3",
    )

    project.publish()
    assert set(gate(project).values()) == {"pass"}


def test_gates_of_columns_and_of_time(publish_first: Publish) -> None:
    options = {
        "allow_dropped_columns": False,
        "allow_retyped_columns": {"warn": False},
        "freshness": {"column": "day", "warn": "1 day", "block": "20000 days"},
    }
    project = publish_first(with_options(**options), ORDERS)
    project.write(
        {
            "models/marts/orders.sql": "{{ config(meta={'dbt_wap': " + repr(options) + "}) }}\n"
            "select id, region, amount::bigint as amount, day from {{ ref('stg_orders') }}"
        }
    )

    assert project.wap("run", "--auto-approve").code == 3
    assert gate(project) == {
        "allow_dropped_columns": "block", "allow_retyped_columns": "warn", "freshness": "warn",
    }  # fmt: skip


def test_freshness_without_a_value_is_not_passed(publish_first: Publish) -> None:
    project = publish_first(
        with_options(freshness={"column": "day", "block": "20000 days"}), ORDERS
    )
    project.sql("update raw.orders set day = null")

    assert project.wap("run").code == 3
    assert gate(project) == {"freshness": "block"}


@pytest.mark.everywhere
def test_a_gate_that_cannot_be_asked_blocks_and_hides_nothing(publish_first: Publish) -> None:
    project = publish_first(SHOP, ORDERS)
    project.write(with_options(freshness={"column": "region", "block": "1 day"}))
    project.sql("insert into raw.orders values (9, 'n', 9, date '2024-01-05')")

    assert project.wap("run").code == 3
    assert gate(project)["freshness"] == "block"
    assert project.report()["main_marts.totals"]["status"] == "changed"


def test_changed_rows_that_no_key_can_tell_are_counted_at_their_most(
    publish_first: Publish,
) -> None:
    files = with_options(max_changed=1)
    files["models/models.yml"] = (
        "models: [{name: stg_orders, columns: [{name: id, data_tests: [unique]}]}]"
    )
    project = publish_first(files, ORDERS, ROWS)
    project.sql("update raw.orders set amount = -1 where id < 3")

    assert project.wap("run").code == 3
    assert project.report()["main_marts.orders"]["rows"]["changed"] is None
    assert gate(project) == {"max_changed": "block"}


def test_gate_of_a_var_is_for_all_models(publish_first: Publish) -> None:
    files = {**SHOP, "dbt_project.yml": SHOP["dbt_project.yml"] + "\nvars: {wap_max_removed: 0}\n"}
    project = publish_first(files, ORDERS, ROWS)
    project.sql("create table main_marts.of_others as select 1 as id")
    project.publish()
    project.sql("delete from raw.orders where id = 1")

    assert project.wap("run", "--auto-approve").code == 3
    assert gate(project, "main_core.regions") == {"max_removed": "pass"}
    assert gate(project) == {"max_removed": "block"}
    assert gate(project, "main_marts.of_others") == {}


def test_blocked_gate_is_overridden_by_name_and_reason_only(publish_first: Publish) -> None:
    project = publish_first(with_options(max_removed=0, min_rows=3), ORDERS)
    before = project.snapshot()
    project.sql("delete from raw.orders where id = 1")
    assert project.wap("run", "--auto-approve").code == 3

    assert project.wap("approve").code == 3
    assert project.wap("approve", "--override", "max_removed").code == 2
    assert project.wap("approve", "--override", "max_removed", "--reason", " ").code == 2
    assert project.wap("approve", "--override", "max_remove", "--reason", "known").code == 2
    assert project.wap("approve", "--override", "max_removed", "--reason", "known").code == 3
    assert project.wap("publish").code == 3
    assert project.snapshot() == before

    both = ("--override", "max_removed", "--override", "min_rows", "--reason", "order 1 was a test")
    assert project.wap("approve", *both, "--publish").code == 0
    assert project.sql("select id from main_marts.orders order by id") == [(2,), (3,)]
    report = project.wap("report", "--format", "json").json
    assert [(o["gate"], o["reason"]) for o in report["overrides"]] == [
        ("max_removed", "order 1 was a test"), ("min_rows", "order 1 was a test"),
    ]  # fmt: skip
    assert gate(project) == {"max_removed": "overridden", "min_rows": "overridden"}


def test_failed_test_cannot_be_overridden(publish_first: Publish) -> None:
    project = publish_first(with_options(max_changed=0), ORDERS)
    before = project.snapshot()
    project.sql("update raw.orders set amount = null where id = 1")
    assert project.wap("run").code == 3

    result = project.wap(
        "approve", "--override", "max_changed", "--reason", "I insist", "--publish"
    )

    assert result.code == 3
    assert project.snapshot() == before


def test_override_where_nothing_is_blocked_is_refused(published: Project) -> None:
    published.sql("delete from raw.orders where id = 1")
    assert published.wap("run").code == 4
    assert published.wap("approve", "--override", "max_removed", "--reason", "no").code == 2


WRONG = {
    "orders": {"max_remove": 1, "max_removed": True, "max_changed": {"error": 1}, "filter": 1},
    "totals": "max_removed: 1",
    "order_log": {"min_rows": "5%", "tolerance": {"amount": "x"}, "ignore": 7, "samples": "no"},
}


@ONCE
def test_what_is_not_understood_is_refused_before_anything_is_built(shop: Project) -> None:
    """All of it at once; what each option takes: test_options.py."""
    for model, options in WRONG.items():
        path = f"models/marts/{model}.sql"
        config = "{{ config(meta={'dbt_wap': " + repr(options) + "}) }}\n"
        shop.write({path: config + SHOP[path].lstrip()})
    columns = "columns: [{name: id, meta: {dbt_wap: {mask: [id]}}}]"
    tests = "data_tests: [{unique: {column_name: id, config: {meta: {dbt_wap: {samples: true}}}}}]"
    shop.write({"models/core.yml": f"models: [{{name: stg_orders, {columns}, {tests}}}]"})
    shop.write({"models/models.yml": "models: []"})

    results = [
        shop.wap("run", "--auto-approve", "--vars", "{wap_max_removed: many, wap_keep: null}"),
        shop.dbt(
            "run-operation", "clone_schema", "--vars", "{wap_max_removed: many, wap_keep: null}"
        ),
    ]

    for result, code in zip(results, (2, 1), strict=True):
        told = result.out + result.err
        names = ["max_remove ", "max_removed", "max_changed", "filter", "min_rows", "tolerance"]
        names += [
            "ignore",
            "samples",
            "column id: meta.dbt_wap.mask",
            "var wap_max_removed",
            "null",
        ]
        names += [
            "model.shop.totals: meta.dbt_wap must be a mapping",
            "test.shop.unique_stg_orders",
        ]
        assert (result.code, [name for name in names if name not in told]) == (code, []), told
    assert not {s for s in shop.schemas() if s.startswith(("audit_", "main_"))}
