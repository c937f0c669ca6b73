"""A change of prod counts where it would be undone, or the candidate was made of it."""

from __future__ import annotations

import pytest
from shop import NEW, ONCE, ORDERS, SHOP, Project, Publish

WHOLE = pytest.mark.only_on("snowflake", reason="it swaps whole schemas")
LOG = "insert into main_marts.run_log values (1)"
LOGGING = {
    "dbt_project.yml": SHOP["dbt_project.yml"] + f'on-run-end: "{LOG}"\n',
}
"""The project writes to a table in prod's schema, which no node of it makes, in every run."""


def logged(project: Project) -> int:
    ((count,),) = project.sql("select count(*) from main_marts.run_log")
    return int(count)


@ONCE
def test_what_nobody_replaces_may_be_written_to(published: Project) -> None:
    published.sql("create table main_marts.run_log (n integer)", NEW)
    assert published.wap("run", "--no-publish").code == 0
    published.sql(LOG, "create table main_marts.guest as select 1 as x")
    assert published.wap("audit").code == 0
    assert published.wap("report", "--format", "json").json["prod_changed"] == []
    assert published.wap("approve").code == 0
    published.sql(LOG)

    done = published.wap("publish")

    assert done.code == 0, done.err
    assert logged(published) == 2
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    published.sql(LOG, "insert into main_marts.guest values (2)", "drop view main_core.stg_orders")
    published.sql("create view main_core.stg_orders as select 1 as late")
    back = published.wap("rollback")
    assert back.code == 0, back.err
    assert logged(published) == 3
    assert published.sql("select count(*) from main_marts.orders") == [(3,)]
    assert published.sql("select count(*) from main_marts.guest") == [(2,)]
    assert published.sql("select late from main_core.stg_orders") == [(1,)], "it was not published"


@ONCE
def test_a_hook_that_logs_into_prod_stops_no_publish(published: Project) -> None:
    published.sql("create table main_marts.run_log (n integer)", NEW)
    published.write(LOGGING)

    published.publish()

    assert logged(published) > 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.wap("rollback").code == 0


@ONCE
def test_a_removed_model_counts_once_it_is_dropped(published: Project) -> None:
    published.remove("models/marts/order_log.sql")
    models = SHOP["models/models.yml"].split("  - name: order_log")
    published.write({"models/models.yml": models[0] + models[1].split("\n", 2)[2]})
    published.sql(NEW)
    late = "insert into main_marts.order_log select 100, 1, date '2024-02-01'"
    assert published.wap("run", "--no-publish").code == 0
    published.sql(late)
    assert published.wap("approve", "--publish").code == 0
    assert published.sql("select max(id) from main_marts.order_log") == [(100,)]

    published.sql("insert into raw.orders values (10, 's', 1, date '2024-01-10')")
    assert published.wap("run", "--no-publish", "--drop-removed").code == 0
    published.sql(late)
    result = published.wap("approve", "--publish")

    assert result.code == 6
    assert "main_marts.order_log" in result.err
    assert "next: wap run --supersede (leave out --drop-removed" in result.err
    assert published.wap("run", "--supersede", "--auto-approve").code == 0
    assert published.sql("select count(*) from main_marts.order_log where id = 100") == [(2,)]


PART = {
    "models/core/base.sql": "{{ config(materialized='table') }} select 1 as id, 10 as n",
    "models/core/over.sql": "select id, n from {{ ref('base') }}",
    "models/marts/part.sql": "select id, n from {{ ref('over') }}",
    "models/marts/beside.sql": "select 5 as id",
    "models/marts/tested.sql": "select 1 as id",
    "models/marts/part.yml": """
models:
  - name: part
    columns:
      - name: id
        data_tests:
          - unique
          - relationships: {to: "ref('tested')", field: id}
""",
}
"""A selection reads a table through a view, its test reads another, and nothing reads a third."""


@ONCE
def test_a_part_counts_what_it_was_made_of(publish_first: Publish) -> None:
    """What is not selected and not read may change; what was read may not."""
    project = publish_first({**SHOP, **PART}, ORDERS)
    project.write({"models/marts/part.sql": "select id, n + 1 as n from {{ ref('over') }}"})
    run = ("run", "--no-publish", "--select", "part", "--indirect-selection", "eager")
    assert project.wap(*run).code == 0
    project.sql(
        "insert into main_marts.beside values (6)", "update main_marts.orders set amount = 1"
    )
    assert project.wap("approve").code == 0
    for read in ("main_core.base", "main_marts.tested"):
        project.sql(f"insert into {read} (id) values (2)")
        result = project.wap("publish")
        assert result.code == 6, result.err
        assert f"{read} had 1 row and now has 2 (+1)" in result.err
        assert "beside" not in result.err
        assert "orders" not in result.err
        project.sql(f"delete from {read} where id = 2")

    done = project.wap("publish")

    assert done.code == 0, done.err
    assert project.sql("select n from main_marts.part") == [(11,)]
    assert project.sql("select count(*) from main_marts.beside") == [(2,)]
    project.sql("insert into main_marts.beside values (7)")
    assert project.wap("rollback").code == 0
    assert project.sql("select n from main_marts.part") == [(10,)]
    assert project.sql("select count(*) from main_marts.beside") == [(3,)]


@WHOLE
def test_a_swap_says_what_it_would_take_along_and_how_to_keep_it(published: Project) -> None:
    published.sql("create table main_marts.run_log (n integer)", NEW)
    published.write(LOGGING)

    for flags in ([], ["--supersede"]):
        result = published.wap("run", "--auto-approve", *flags)
        assert result.code == 6, result.err
        assert "MAIN_MARTS.RUN_LOG" in result.err
        assert "no model, seed or snapshot of the project builds it" in result.err
        assert "wap_exclude_schemas" in result.err
        assert "next: wap run --supersede (move it to a schema of its own" in result.err
    assert published.sql("select count(*) from main_marts.orders") == [(3,)]

    published.sql("alter table main_marts.run_log rename to raw.run_log")
    published.write(
        {"dbt_project.yml": LOGGING["dbt_project.yml"].replace("main_marts.run", "raw.run")}
    )
    done = published.wap("run", "--supersede", "--auto-approve")
    assert done.code == 0, done.err
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@WHOLE
def test_a_rollback_by_swap_takes_the_rest_of_the_schema_only_by_force(published: Project) -> None:
    published.sql("create table main_marts.run_log (n integer)", NEW)
    published.publish()
    published.sql(LOG)

    result = published.wap("rollback")

    assert result.code == 6, result.err
    assert "MAIN_MARTS.RUN_LOG" in result.err
    assert logged(published) == 1
    assert published.wap("rollback", "--force").code == 0
    assert logged(published) == 0
    (undone,) = (s for s in published.schemas() if s.endswith("_undone") and "marts" in s)
    assert published.sql(f"select count(*) from {undone}.run_log") == [(1,)]


def test_by_hand_the_same_drift_counts(published: Project) -> None:
    """Both engines: swap_schema and rollback typed by hand."""
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    published.sql("update main_marts.orders set amount = 99 where id = 2")

    by_hand = ("run-operation", "swap_schema")
    refused = published.dbt(*by_hand)
    assert refused.code != 0
    assert "main_marts.orders" in refused.out.lower()
    forced = published.dbt(*by_hand, "--args", "{force: true}")

    assert forced.code == 0, forced.out
    assert published.sql("select amount from main_marts.orders where id = 2") == [(20,)]
