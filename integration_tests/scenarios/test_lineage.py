"""The report shows what a change reaches, and where it comes from."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shop import NEW, ONCE, ORDERS, SHOP, Project, Publish

pytestmark = ONCE

FILES = {
    **SHOP,
    "models/core/big_orders.sql": """
{{ config(materialized='ephemeral') }}
select id, region, amount from {{ ref('stg_orders') }} where {{ is_big('amount') }}
""",
    "models/marts/big_totals.sql": """
select region, count(*) as orders from {{ ref('big_orders') }} group by region
""",
    "models/marts/labels.sql": "select region, label from {{ ref('regions') }}",
    "models/marts/days.sql": "select cast('2024-01-01' as date) as day",
    "macros/is_big.sql": "{% macro is_big(column) %} {{ column }} > {{ limit() }} {% endmacro %}",
    "macros/limit.sql": "{% macro limit() %} 5 {% endmacro %}",
    "models/reached.yml": """
exposures:
  - name: weekly_kpi
    label: Weekly KPI
    type: dashboard
    url: https://bi.example.com/kpi
    owner: {email: kpi@example.com}
    depends_on: [ref('totals')]
  - name: labels_of_regions
    type: notebook
    owner: {email: kpi@example.com}
    depends_on: [ref('labels')]
models:
  - name: days
    time_spine: {standard_granularity_column: day}
    columns: [{name: day, granularity: day}]
semantic_models:
  - name: sold
    model: ref('orders')
    defaults: {agg_time_dimension: sold_on}
    entities: [{name: order, expr: id, type: primary}]
    dimensions: [{name: sold_on, expr: day, type: time, type_params: {time_granularity: day}}]
    measures: [{name: revenue, expr: amount, agg: sum}]
metrics:
  - name: revenue
    label: Revenue
    type: simple
    type_params: {measure: revenue}
saved_queries:
  - name: revenue_by_day
    query_params: {metrics: [revenue]}
""",
}
"""The shop with an ephemeral model, and with exposures, a metric and a saved query at its end."""

SOURCE = "source.shop.raw.orders"


@pytest.fixture
def project(publish_first: Publish) -> Project:
    """The project after its first publish."""
    return publish_first(FILES, ORDERS)


def audited(project: Project, *flags: str) -> dict[str, Any]:
    """The report of a run that is not published."""
    done = project.wap("run", "--no-publish", "--supersede", *flags)
    assert done.code == 0, done.out + done.err
    report = project.wap("report", "--format", "json").json
    assert isinstance(report, dict)
    return report


def short(unique_id: str) -> str:
    return unique_id.split(".", 2)[2]


def edges(report: dict[str, Any]) -> set[str]:
    return {f"{short(parent)} > {short(child)}" for parent, child in report["lineage"]["edges"]}


def states(report: dict[str, Any]) -> dict[str, str | None]:
    return {short(node["id"]): node["state"] for node in report["lineage"]["nodes"]}


def test_the_lineage_has_what_changed_what_it_reaches_and_what_it_reads(project: Project) -> None:
    project.sql(NEW)
    report = audited(project)

    assert states(report) == {
        "raw.orders": None,
        "regions": "identical",
        "stg_orders": "unchanged_definition",
        "big_totals": "changed",
        "order_log": "changed",
        "orders": "changed",
        "totals": "changed",
        "weekly_kpi": None,
        "revenue": None,
        "revenue_by_day": None,
    }
    assert edges(report) == {
        "raw.orders > stg_orders",
        "stg_orders > orders",
        "stg_orders > order_log",
        "stg_orders > big_totals",
        "regions > orders",
        "orders > totals",
        "totals > weekly_kpi",
        "orders > revenue",
        "revenue > revenue_by_day",
    }
    kpi = next(node for node in report["lineage"]["nodes"] if node["kind"] == "exposure")
    assert (kpi["label"], kpi["url"]) == ("Weekly KPI", "https://bi.example.com/kpi")
    labels = {node["id"]: node["label"] for node in report["lineage"]["nodes"]}
    assert labels[SOURCE] == "raw.orders"
    assert labels["metric.shop.revenue"] == "Revenue"
    assert labels["model.shop.orders"] == "main_marts.orders"
    assert report["reaches"] == {
        "models": 1,
        "exposures": ["exposure.shop.weekly_kpi"],
        "metrics": ["metric.shop.revenue"],
        "saved_queries": ["saved_query.shop.revenue_by_day"],
    }


def test_a_relation_that_no_node_builds_any_more_is_shown_alone(project: Project) -> None:
    project.remove("models/marts/big_totals.sql")
    report = audited(project, "--drop-removed")
    json.dumps(report)
    assert [node["state"] for node in report["lineage"]["nodes"]] == ["removed"]
    assert report["lineage"]["edges"] == []
