"""A node has one place in prod, in both naming modes, or nothing is built."""

from __future__ import annotations

import pytest
from shop import ONCE, PRODS, Project

ALIAS = """
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {{ custom_alias_name or node.name }}{{ EXPRESSION }}
{%- endmacro %}
"""
DATABASE = """
{% macro generate_database_name(custom_database_name=none, node=none) -%}
    {{ 'other' if EXPRESSION else target.database }}
{%- endmacro %}
"""
BY_SCHEMA = {"macros/alias.sql": ALIAS.replace("EXPRESSION", "'_' ~ node.schema")}
BY_TARGET = {"macros/alias.sql": ALIAS.replace("EXPRESSION", "'_' ~ target.name")}
BY_CONFIG = {
    "models/marts/totals.sql": """
{{ config(materialized='view', alias='sums_new' if dbt_wap.is_audit() else 'sums') }}
select region, sum(amount) as amount from {{ ref('orders') }} group by region
"""
}
SEEDS_ALONE = {
    "macros/alias.sql": ALIAS.replace(
        "EXPRESSION", "'_' ~ node.schema if node.resource_type == 'seed' else ''"
    )
}
ONE_NAME = {
    "macros/alias.sql": ALIAS.replace("EXPRESSION", "'_' ~ dbt_wap.prod_schema_of(node)"),
}
OTHER_DATABASE = {"macros/database.sql": DATABASE.replace("EXPRESSION", "dbt_wap.is_audit()")}


@pytest.mark.parametrize(
    ("files", "flags", "names"),
    [
        pytest.param(BY_SCHEMA, (), ("orders_audit_main_marts", "orders_main_marts"), id="schema"),
        pytest.param(
            BY_TARGET,
            ("--audit-target", "audit"),
            ("orders_audit", "orders_prod"),
            id="target",
            marks=ONCE,
        ),
        pytest.param(BY_CONFIG, (), ("sums_new", "sums"), id="config", marks=ONCE),
        pytest.param(
            SEEDS_ALONE,
            ("--select", "totals"),
            ("regions_audit_main_core", "regions_main_core"),
            id="not selected",
            marks=ONCE,
        ),
        pytest.param(OTHER_DATABASE, (), ("other", "orders"), id="database"),
    ],
)
def test_two_names_for_one_node_are_refused(
    published: Project, files: dict[str, str], flags: tuple[str, ...], names: tuple[str, ...]
) -> None:
    before, schemas = published.snapshot(*PRODS), published.schemas()

    refused = published.write(files).wap("run", *flags)

    assert refused.code == 2, refused.err
    assert all(name in refused.err for name in names)
    if files == BY_SCHEMA:
        assert names[1] in published.wap("doctor").out

    assert published.snapshot(*PRODS) == before
    assert published.schemas() == schemas


@ONCE
def test_two_names_for_one_node_are_refused_by_hand(shop: Project) -> None:
    shop.write(BY_TARGET)
    assert shop.dbt("run-operation", "clone_schema").code == 0

    refused = shop.dbt("build", "--target", "audit")

    assert refused.code != 0
    assert "generate_alias_name" in refused.out
    assert not shop.kinds("audit_main_marts", "audit_main_core")


def test_a_name_made_from_the_prod_schema_is_one_in_both_modes(shop: Project) -> None:
    result = shop.write(ONE_NAME).wap("run", "--auto-approve")

    assert result.code == 0, result.err
    assert set(shop.kinds("main_marts")) == {
        f"main_marts.{name}_main_marts" for name in ("orders", "totals", "order_log")
    }
