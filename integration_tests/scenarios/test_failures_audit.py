"""An audit that does not pass never reaches prod, whatever the reason and whatever the flag."""

from __future__ import annotations

import pytest
from shop import NEW, ONCE, PRODS, SHOP, Project

BROKEN_MODEL = {"models/marts/orders.sql": "select cast('no number' as integer) as id, 1 as amount"}
BROKEN_VIEW = {
    "models/marts/totals.sql": """
{{ config(materialized='view') }}
select region, cast(region as integer) as amount from {{ ref('orders') }} group by region
"""
}
BROKEN_TEST = {"tests/bad.sql": "select * from {{ ref('orders') }} where no_such_column = 1"}
UNIT_TEST = {
    "models/unit.yml": """
unit_tests:
  - name: totals_are_sums
    model: totals
    given:
      - input: ref('orders')
        rows: [{region: n, amount: 1}, {region: n, amount: 2}]
    expect: {rows: [{region: n, amount: 4}]}
"""
}
NO_AMOUNT = "insert into raw.orders values (4, 'n', null, date '2024-01-05')"
NO_ID = "insert into raw.orders values (null, 'n', 5, date '2024-01-05')"
FIX = "delete from raw.orders where id is null or amount is null"
HOOK = SHOP["dbt_project.yml"] + 'on-run-%s: "select * from no_such_table"\n'
START_HOOK, END_HOOK = ({"dbt_project.yml": HOOK % when} for when in ("start", "end"))
REACHED = ("not reached", "test not_null_orders_amount failed upstream")


@pytest.mark.parametrize(
    ("files", "sql", "flags", "code", "status", "tests"),
    [
        pytest.param(BROKEN_MODEL, "select 1", (), 1, "failed", None, id="failed model"),
        pytest.param(BROKEN_VIEW, "select 1", (), 3, "audit_failed", None, id="not comparable"),
        *(
            pytest.param(*case, id=name, marks=ONCE)
            for name, case in {
                "failed test": ({}, NO_AMOUNT, (), 3, "audit_failed", {"fail": 1}),
                "fail fast": ({}, NO_AMOUNT, ("-x",), 3, "audit_failed", {"fail": 1}),
                "bad test": (BROKEN_TEST, "select 1", (), 3, "audit_failed", {"fail": 1}),
                "unit test": (UNIT_TEST, "select 1", (), 3, "audit_failed", {"fail": 1}),
                "start hook": (START_HOOK, "select 1", (), 1, "failed", None),
                "end hook": (END_HOOK, "select 1", (), 1, "failed", None),
            }.items()
        ),
    ],
)
def test_blocked(
    published: Project,
    files: dict[str, str],
    sql: str,
    flags: tuple[str, ...],
    code: int,
    status: str,
    tests: dict[str, int] | None,
) -> None:
    published.write(files).sql(sql)
    before = published.snapshot(*PRODS)

    result = published.wap("run", "--auto-approve", *flags)

    assert result.code == code, result.err
    found = published.wap("status", "--json").json
    assert found["status"] == status
    if flags:
        unbuilt = {entry["not_built"] for entry in published.report().values()} - {None}
        assert unbuilt
        assert unbuilt <= {"dbt stopped at the first failure", *REACHED}
    if tests:
        assert {name: found["tests"][name] for name in tests} == tests
    else:
        named = ("main_marts.totals", "model.shop.orders", "operation.shop")
        assert any(name in result.err.lower() for name in named)
    assert "audit_main_marts" in published.schemas(), "the candidate is kept so you can inspect it"
    assert published.wap("publish", "--force").code == 3
    assert published.wap("approve", found["run_id"], "--publish").code == 3
    assert published.snapshot(*PRODS) == before

    for name in files:
        if name in SHOP:
            published.write({name: SHOP[name]})
        else:
            published.remove(name)
    published.sql(FIX, NEW)
    published.publish()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.events()[-1][2] == "published"


UNBUILT = {
    "models/marts/fresh.sql": "select 1 as id, amount from {{ ref('orders') }}",
    "models/marts/bad.sql": "select cast('no number' as integer) as id",
    "models/marts/child.sql": "select * from {{ ref('between') }}",
    "models/marts/between.sql": """
{{ config(materialized='ephemeral') }}
select * from {{ ref('bad') }}
""",
    "models/marts/later.yml": """
snapshots:
  - name: kept
    relation: ref('stg_orders')
    config: {schema: marts, unique_key: id, strategy: check, check_cols: [amount]}
unit_tests:
  - name: is_two
    model: unit
    given: [{input: ref('regions'), rows: [{region: n}]}]
    expect: {rows: [{id: 2}]}
""",
    "models/marts/unit.sql": "select 1 as id from {{ ref('regions') }}",
}


def test_what_was_not_built_is_no_deletion_and_not_the_same(published: Project) -> None:
    project = published.write(UNBUILT)
    project.sql(NO_ID)
    before = project.snapshot(*PRODS)

    result = project.wap("run", "--auto-approve", "--vars", "{wap_max_removed: 0}")

    assert result.code == 1, result.err
    audit = project.wap("audit")
    assert audit.code == 3, audit.err
    test, failed = "test not_null_stg_orders_id failed upstream", "model bad failed upstream"
    report = project.report()
    assert {name: e["not_built"] for name, e in report.items() if e["not_built"]} == {
        **{f"main_marts.{name}": test for name in ("orders", "totals", "order_log", "fresh")},
        "main_marts.kept": test,
        "main_marts.bad": "it failed",
        "main_marts.child": failed,
        "main_marts.unit": "unit test is_two failed",
    }
    for entry in report.values():
        nothing = {"after": None, "added": None, "removed": None, "changed": None}
        assert (entry["status"] == "not_built") is bool(entry["not_built"])
        if entry["not_built"]:
            assert {name: entry["rows"][name] for name in nothing} == nothing
            assert (entry["gate"], entry["publish"]) == ({}, "not_built")
    said = project.wap("report", "--format", "json").json["reasons"]
    for name in ("totals", "fresh", "bad", "child", "unit"):
        assert len([reason for reason in said if f"model.shop.{name}" in reason]) == 1, said
    assert project.snapshot(*PRODS) == before


@ONCE
def test_no_test_at_all_blocks_unless_it_is_allowed(published: Project) -> None:
    published.remove("models/models.yml").sql(NEW)
    before = published.snapshot(*PRODS)

    assert published.wap("run", "--auto-approve").code == 3
    assert published.wap("publish", "--force").code == 3
    assert published.snapshot(*PRODS) == before

    published.publish("--vars", "{wap_require_tests: false}")
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@ONCE
def test_a_warning_is_counted_and_does_not_block(published: Project) -> None:
    published.write({"tests/warn.sql": "{{ config(severity='warn') }} select 1"}).sql(NEW)

    assert published.wap("run").code == 4
    found = published.wap("status", "--json").json
    assert found["status"] == "awaiting_approval"
    assert found["verdict"] == "needs_approval"
    assert found["tests"]["warn"] == 1
    assert found["tests"]["fail"] == 0
    assert published.wap("approve", "--publish").code == 0


@ONCE
def test_by_hand_a_failed_hook_blocks(published: Project) -> None:
    published.write(START_HOOK).sql(NEW)
    before = published.snapshot(*PRODS)

    assert published.dbt("run-operation", "clone_schema").code == 0
    assert published.dbt("build", "--target", "audit").code == 1
    assert published.dbt("run-operation", "diff_report").code == 0
    assert published.events()[-1][2] == "audit_failed"
    assert published.dbt("run-operation", "swap_schema").code == 1
    assert published.snapshot(*PRODS) == before
