"""Which views dbt builds a second time at publish, and why; all others are written as audited."""

from __future__ import annotations

import pytest
from shop import BASE, ORDERS, SHOP, TESTED, Project, Publish

BUILT = """{% if execute %}
    {% do run_query("insert into main.made values ('plain', '" ~ this.schema ~ "')") %}
{% endif %}
"""
"""What makes a view leave a row each time that dbt compiles it."""

READS = "select id, region from {{ ref('orders') }}"
HOOK = """{{ config(post_hook="insert into main.made values ('hook', '{{ this.schema }}')") }} """
VIEWS = {
    "plain": BUILT + READS,
    "hooked": HOOK + READS,
    "named": "select id, '{{ this.schema }}' as place from {{ ref('orders') }}",
    "moody": READS + " where '{{ 'audit' if dbt_wap.is_audit() else 'prod' }}' = 'audit'",
    "own": "{{ config(materialized='noted_view') }} " + READS,
}
MADE = """
{% materialization noted_view, default %}
    {%- do run_query("insert into main.made values ('own', '" ~ this.schema ~ "')") -%}
    {%- set to = this.incorporate(type="view") -%}
    {%- do adapter.drop_relation(to) if load_cached_relation(this) -%}
    {%- call statement("main") -%} {{ get_create_view_as_sql(to, sql) }} {%- endcall -%}
    {%- do adapter.commit() -%}
    {%- do return({"relations": [to]}) -%}
{% endmaterialization %}
"""
COMMENTS = """
models:
  - name: orders
    columns: [{name: id, data_tests: [unique]}]
  - name: plain
    description: Plain, with a comment
    config: {persist_docs: {relation: true, columns: true}}
    columns: [{name: id, description: The order}]
"""
FILES = {
    "models/models.yml": COMMENTS,
    "macros/noted_view.sql": MADE,
    **{f"models/core/{name}.sql": text for name, text in VIEWS.items()},
}
REASONS = {"hooked": "hooks", "own": "materialization", "named": "names"}


@pytest.fixture
def shop(publish_first: Publish) -> Project:
    """A table, published; the views are still to come."""
    files = {
        **BASE,
        "models/sources.yml": SHOP["models/sources.yml"],
        "models/models.yml": TESTED,
        "models/marts/orders.sql": "select * from {{ source('raw', 'orders') }}",
    }
    log = "create table main.made (what varchar, place varchar)"
    return publish_first(files, "create schema if not exists main", log, ORDERS).write(FILES)


def rebuilt(project: Project) -> dict[str, str]:
    """The views that the report says dbt builds again, with the reasons."""
    found = project.report().items()
    return {name.split(".")[1]: each["rebuild"] for name, each in found if each["rebuild"]}


def made(project: Project) -> set[tuple[str, ...]]:
    return set(project.sql("select what, place from main.made"))


@pytest.mark.everywhere
def test_dbt_builds_a_view_again_only_if_that_changes_something(shop: Project) -> None:
    assert shop.wap("run", "--no-publish").code == 0
    audited = {(what, "audit_main_core") for what in ("hook", "own", "plain")}
    assert made(shop) == audited
    assert rebuilt(shop) == REASONS
    for form in ("text", "markdown", "html"):
        assert "Views that dbt builds again" in shop.wap("report", "--format", form).out

    done = shop.wap("approve", "--publish")

    assert done.code == 0, done.err
    assert made(shop) - audited == {("hook", "main_core"), ("own", "main_core")}
    assert shop.sql("select count(*) from main_core.moody") == [(3,)]
    assert shop.sql("select distinct place from main_core.named") == [("main_core",)]
    assert shop.warehouse.comment("main_core", "plain") == "Plain, with a comment"
    assert not [name for name, text in shop.view_texts().items() if "audit_" in text]


@pytest.mark.only_on("duckdb", reason="Snowflake's views have to be built again")
def test_a_publish_without_such_views_does_not_start_dbt(shop: Project) -> None:
    shop.remove("models/core/hooked.sql", "models/core/named.sql", "models/core/own.sql")
    shop.publish()

    assert rebuilt(shop) == {}
    assert made(shop) == {("plain", "audit_main_core")}
    sql = "select column_name, comment from duckdb_columns() where schema_name = 'main_core'"
    assert shop.sql(sql + " and comment is not null") == [("id", "The order")]


@pytest.mark.only_on("duckdb", reason="Snowflake's views have to be built again")
def test_a_hook_that_was_not_audited_does_not_run(shop: Project) -> None:
    shop.remove("models/core/named.sql", "models/core/own.sql", "models/core/hooked.sql")
    assert shop.wap("run", "--no-publish").code == 0

    shop.write({"models/core/moody.sql": HOOK + VIEWS["moody"]})
    done = shop.wap("approve", "--publish")

    assert done.code == 0, done.err
    assert ("hook", "main_core") not in made(shop)
    assert shop.sql("select count(*) from main_core.moody") == [(3,)]
