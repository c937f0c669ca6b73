"""Databases, dynamic tables, names, comments: what a publish on Snowflake carries along."""

from __future__ import annotations

import json

import pytest
from shop import BASE, LATE, ORDERS, SHOP, Project, Publish

DYNAMIC = {
    "models/marts/fresh.sql": """
{{ config(materialized='dynamic_table', snowflake_warehouse='COMPUTE_WH', target_lag='1 minute') }}
select id, amount from {{ ref('orders') }}
"""
}
ELSEWHERE = {
    "models/marts/places.sql": """
{{ config(materialized='table', database='OTHER', schema='core') }}
select id, region from {{ ref('stg_orders') }}
""",
    "models/marts/place_count.sql": """
{{ config(materialized='view', database='OTHER', schema='core') }}
select count(*) as n from {{ ref('places') }} join {{ ref('orders') }} using (id)
""",
}
QUOTED = {
    **SHOP,
    "dbt_project.yml": SHOP["dbt_project.yml"] + "quoting: {schema: true, identifier: true}\n",
    "models/sources.yml": """
sources:
  - name: raw
    quoting: {schema: false, identifier: false}
    tables: [{name: orders}]
""",
}


def comments(project: Project) -> dict[str, str]:
    """The comments of schemas that have one."""
    rows = project.sql("select schema_name, comment from information_schema.schemata")
    return {name: text for name, text in rows if text}


def states(project: Project) -> dict[str, str]:
    """Whether each dynamic table refreshes, by schema."""
    project.sql("show dynamic tables in database")
    rows = project.sql(
        "show dynamic tables in database",
        'select "schema_name", "scheduling_state" from table(result_scan(last_query_id()))',
    )
    return dict(rows)


def test_two_databases_move_together(publish_first: Publish) -> None:
    shop = publish_first(
        {**SHOP, **ELSEWHERE}, "create database other", "use schema shop.public", ORDERS
    )
    shop.sql(LATE)
    before = shop.sql("select * from other.main_core.places order by id")

    shop.publish()

    assert shop.sql("select n from other.main_core.place_count") == [(4,)]
    assert shop.sql("select count(*) from other.main_core.places") == [(4,)]
    assert shop.sql("select count(*) from main_marts.orders") == [(4,)]
    assert shop.wap("rollback").code == 0
    assert shop.sql("select * from other.main_core.places order by id") == before
    assert shop.sql("select n from other.main_core.place_count") == [(3,)]


def test_a_dynamic_table_is_audited_with_the_candidates_data_and_reads_prod_after(
    publish_first: Publish,
) -> None:
    shop = publish_first({**SHOP, **DYNAMIC}, ORDERS)
    shop.sql(LATE)

    assert shop.wap("run", "--no-publish").code == 0
    assert shop.report()["main_marts.fresh"]["rows"]["after"] == 4
    assert shop.sql("select count(*) from main_marts.fresh") == [(3,)]
    result = shop.wap("approve", "--publish")

    assert result.code == 0, result.err
    assert shop.sql("select max(amount), count(*) from main_marts.fresh") == [(40, 4)]
    shop.sql("insert into main_marts.orders (id, amount) values (9, 99)")
    shop.sql("alter dynamic table main_marts.fresh refresh")
    assert shop.sql("select max(amount) from main_marts.fresh") == [(99,)]


@pytest.mark.slow
def test_a_dynamic_table_of_others_goes_on_refreshing_in_prod_alone(published: Project) -> None:
    published.sql(
        "create dynamic table main_marts.theirs target_lag = '1 hour' warehouse = compute_wh"
        " as select count(*) as n from shop.main_marts.orders"
    )
    published.sql(LATE)

    published.publish()
    (archive,) = [s.upper() for s in published.schemas() if s.startswith("main_marts__wap_")]
    assert states(published) == {"MAIN_MARTS": "ACTIVE", archive: "SUSPENDED"}
    assert published.wap("rollback").code == 0
    assert states(published) == {"MAIN_MARTS": "ACTIVE", f"{archive}_UNDONE": "SUSPENDED"}


def test_the_comment_of_a_schema_stays(published: Project) -> None:
    published.sql("alter schema main_marts set comment = 'the marts, it''s ours'", LATE)

    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve", "--publish").code == 0
    assert comments(published)["MAIN_MARTS"] == "the marts, it's ours"
    assert "MAIN_CORE" not in comments(published)
    published.sql("alter schema main_marts set comment = 'another'")
    assert published.wap("rollback").code == 0
    assert comments(published)["MAIN_MARTS"] == "another"


@pytest.mark.slow
def test_a_managed_transient_schema_stays_one(published: Project) -> None:
    published.sql(
        "create transient schema managed clone main_marts with managed access"
        " data_retention_time_in_days = 0",
        "drop schema main_marts",
        "alter schema managed rename to main_marts",
        LATE,
    )
    published.publish()

    options = published.sql(
        "show schemas like 'MAIN_MARTS'",
        'select "options", "retention_time" from table(result_scan(last_query_id()))',
    )
    assert [(set(text.split(", ")), days) for text, days in options] == [
        ({"TRANSIENT", "MANAGED ACCESS"}, "0")
    ]
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


def test_names_that_need_quotes(publish_first: Publish) -> None:
    shop = publish_first(QUOTED, ORDERS)
    assert shop.sql('select "REGION", "AMOUNT" from "main_marts"."totals" order by 1') == [
        ("n", 40), ("s", 20),
    ]  # fmt: skip
    shop.sql(LATE)

    shop.publish()

    assert shop.sql('select "AMOUNT" from "main_marts"."totals" order by 1') == [(41,), (60,)]
    assert shop.wap("rollback").code == 0
    assert shop.sql('select "AMOUNT" from "main_marts"."totals" order by 1') == [(20,), (40,)]


def test_names_that_need_their_case_are_refused_where_the_session_ignores_it(
    publish_first: Publish,
) -> None:
    shop = publish_first(QUOTED, ORDERS)
    shop.sql("alter account set quoted_identifiers_ignore_case = true")

    result = shop.wap("run", "--auto-approve")

    assert result.code != 0
    assert shop.sql(
        "select count(*) from information_schema.schemata where schema_name ilike 'audit%'"
    ) == [(0,)]


@pytest.mark.slow
def test_what_dbt_does_not_build_moves_along_untouched(published: Project) -> None:
    published.sql(
        "create table main_marts.notes as select 'kept' as note",
        "create sequence main_marts.numbers",
        "create view main_marts.note_view as select note from main_marts.notes",
        LATE,
    )
    published.publish()
    assert published.sql("select note from main_marts.note_view") == [("kept",)]
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    published.sql("insert into main_marts.notes values ('late')")

    published.sql("insert into raw.orders values (5, 'n', 5, date '2024-01-05')")
    assert published.wap("run", "--no-publish").code == 0
    published.sql("insert into main_marts.notes values ('later')")
    assert published.wap("approve", "--publish").code == 6
    assert published.sql("select count(*) from main_marts.notes") == [(3,)]


def test_a_write_that_changes_nothing_is_no_drift(published: Project) -> None:
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    published.sql("update main_marts.orders set amount = amount where id = 1")

    result = published.wap("approve", "--publish")

    assert result.code == 0, result.err


def test_a_part_of_the_project(published: Project) -> None:
    published.sql(LATE)

    result = published.wap("run", "--select", "orders", "--auto-approve")

    assert result.code == 0, result.err
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.sql("select amount from main_marts.totals order by region") == [(41,), (60,)]
    assert published.sql("select count(*) from main_marts.order_log") == [(3,)]


def test_statements_tell_their_run_and_step(published: Project) -> None:
    published.sql(LATE)
    published.publish()
    run_id = published.wap("status", "--json").json["run_id"]
    log = published.engine.live.statements("swap with")  # type: ignore[attr-defined]
    tags = {line.query_tag for line in log}
    assert [json.loads(tag)["dbt_wap"] for tag in tags] == [
        {"project": "shop", "run_id": run_id, "step": "publish"}
    ]


@pytest.mark.slow
def test_an_own_naming_macro_that_forgets_the_node_still_publishes(publish_first: Publish) -> None:
    naming = """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.audit_schema_name(target.schema ~ '_' ~ custom_schema_name) }}
{%- endmacro %}
"""
    shop = publish_first({**SHOP, "macros/generate_schema_name.sql": naming}, ORDERS)
    shop.sql(LATE)
    shop.publish()
    assert shop.sql("select amount from main_marts.totals order by region") == [(41,), (60,)]


def test_a_view_of_a_new_column_is_right_after_publish(published: Project) -> None:
    published.write(
        {
            "models/marts/orders.sql": """
select id, region, amount, amount * 2 as twice, day from {{ ref('stg_orders') }}
""",
            "models/marts/totals.sql": """
{{ config(materialized='view') }}
select region, sum(twice) as amount from {{ ref('orders') }} group by region
""",
            "models/marts/best.sql": """
{{ config(materialized='view') }} select max(amount) as highest from {{ ref('totals') }}
""",
        }
    )
    published.publish()
    assert published.sql("select amount from main_marts.totals order by region") == [(80,), (40,)]
    assert published.sql("select highest from main_marts.best") == [(80,)]
    assert not [text for text in published.view_texts().values() if "audit_main" in text]


def test_a_guest_has_the_name_under_which_a_view_would_wait(published: Project) -> None:
    published.sql("create view main_marts.totals__wap_kept as select 7 as x", LATE)
    schemas = published.schemas()

    refused = published.wap("run", "--select", "orders")

    assert refused.code == 2, refused.err
    assert published.schemas() == schemas
    published.sql("drop view main_marts.totals__wap_kept")
    assert published.wap("run", "--select", "orders", "--auto-approve").code == 0
    assert "audit_" not in published.view_texts()["main_marts.totals"]
    assert published.sql("select sum(amount) from main_marts.totals") == [(101,)]


KEYS = """
models:
  - name: parent
    config: {contract: {enforced: true}}
    columns: [{name: id, data_type: integer, constraints: [{type: not_null}, {type: primary_key}]}]
  - name: child
    config: {contract: {enforced: true}, meta: {dbt_wap: {allow_lost_constraints: false}}}
    constraints: %s
    columns: [{name: id, data_type: integer, constraints: %s}, {name: n, data_type: integer}]
  - name: told
    description: %s
    config: {materialized: view, persist_docs: {relation: true, columns: true}}
    columns: [{name: id, description: %s}]
"""


def test_a_lost_key_or_not_null_is_named_and_can_block(publish_first: Publish) -> None:
    keys = """[{type: unique, columns: [id, n]},
      {type: foreign_key, columns: [id], to: "ref('parent')", to_columns: [id]}]"""
    shop = publish_first(
        {
            **BASE,
            "dbt_project.yml": SHOP["dbt_project.yml"] + "vars: {wap_require_tests: false}\n",
            "models/marts/parent.sql": "select 1 as id",
            "models/marts/child.sql": "select 1 as id, 2 as n",
            "models/marts/opts.sql": "select 1 as n",
            "models/marts/told.sql": "select id from {{ ref('parent') }}",
            "models/marts/keys.yml": KEYS % (keys, "[{type: not_null}]", "a 'view'", "one"),
        }
    )
    shop.write(
        {
            "models/marts/keys.yml": KEYS % ("[]", "[]", 'a "view"', "two"),
            "models/marts/opts.sql": """
{{ config(transient=false, cluster_by=['n']) }} select 1 as n
""",
        }
    )

    assert shop.wap("run").code == 3

    report = shop.report()
    child = report["main_marts.child"]
    removed = child["definition_changes"]["constraints"]["removed"]
    assert removed == [removed[0], "not null ID", "unique (ID, N)"]
    assert removed[0].lower() == "foreign key (id) references main_marts.parent (id)"
    assert child["gate"]["results"][0]["outcome"] == "block"
    assert report["main_marts.told"]["definition_changes"] == {"comments": ["", "ID"]}
    assert report["main_marts.opts"]["definition_changes"] == {
        "options": {"added": ["cluster by LINEAR(n)"], "removed": ["transient"]}
    }
    assert report["main_marts.parent"]["status"] == "identical"
