"""The report shows what a change reaches, and where it comes from."""

from __future__ import annotations

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
    "models/marts/order_count.sql": "select count(*) as orders from {{ ref('orders') }}",
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


def origins(report: dict[str, Any]) -> dict[str, tuple[list[str], list[str]]]:
    """What moved of each origin, and the files that changed."""
    return {short(each["id"]): (each["moved"], each["files"]) for each in report["origins"]}


def why(report: dict[str, Any], model: str) -> dict[str, Any]:
    (entry,) = (each for each in report["relations"] if each["name"] == model)
    found = dict(entry["why"])
    found["parents"] = {short(parent["id"]): parent["moved"] for parent in found["parents"]}
    found["origins"] = {short(each) for each in found["origins"]}
    return found


def test_rows_that_came_into_a_source_explain_all_that_follows(project: Project) -> None:
    (first, *_) = project.events()[0]
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
        "order_count": "changed",
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
        "orders > order_count",
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
        "models": 2,
        "exposures": ["exposure.shop.weekly_kpi"],
        "metrics": ["metric.shop.revenue"],
        "saved_queries": ["saved_query.shop.revenue_by_day"],
    }

    assert report["baseline"] == first
    assert report["origins"] == [
        {
            "id": SOURCE,
            "kind": "source",
            "label": "raw.orders",
            "moved": ["data"],
            "rows": {"before": 3, "after": 4},
            "files": [],
            "reaches": 5,
        }
    ]
    assert why(report, "orders") == {
        "code": [],
        "data": True,
        "parents": {"stg_orders": "data", "regions": "no"},
        "origins": {"raw.orders"},
    }
    assert why(report, "totals")["parents"] == {"orders": "data"}
    unchanged = [each["name"] for each in report["relations"] if each["status"] == "identical"]
    assert {"labels", "regions", "days"} <= set(unchanged)
    assert all(e["why"] is None for e in report["relations"] if e["name"] in unchanged)


def test_code_that_changed_is_named_by_its_files(project: Project) -> None:
    project.remove("models/marts/days.sql", "models/reached.yml").write(
        {
            "models/marts/labels.sql": "select region, upper(label) as label"
            " from {{ ref('regions') }}",
            "macros/limit.sql": "{% macro limit() %} 15 {% endmacro %}",
            "models/core/big_orders.sql": FILES["models/core/big_orders.sql"] + " and true",
        }
    )
    report = audited(project, "--drop-removed")
    assert origins(report) == {
        "days": (["code"], ["models/marts/days.sql"]),
        "labels": (["code"], ["models/marts/labels.sql"]),
        "big_totals": (["code"], ["models/core/big_orders.sql", "macros/limit.sql"]),
    }
    assert states(report)["days"] == "removed"
    assert not [edge for edge in edges(report) if "days" in edge]
    assert why(report, "labels") == {
        "code": ["models/marts/labels.sql"],
        "data": False,
        "parents": {"regions": "no"},
        "origins": {"labels"},
    }


def test_code_and_data_that_both_changed_are_told_apart(project: Project) -> None:
    project.sql(NEW)
    project.write(
        {
            "models/marts/orders.sql": FILES["models/marts/orders.sql"].replace(
                "o.amount,", "o.amount * 2 as amount,"
            ),
            "seeds/regions.csv": "region,label\nn,North\ns,South\ne,East\n",
        }
    )
    report = audited(project)
    assert origins(report) == {
        "raw.orders": (["data"], []),
        "orders": (["code"], ["models/marts/orders.sql"]),
        "regions": (["code"], ["seeds/regions.csv"]),
    }
    assert why(report, "orders") == {
        "code": ["models/marts/orders.sql"],
        "data": True,
        "parents": {"stg_orders": "data", "regions": "code"},
        "origins": {"orders", "raw.orders", "regions"},
    }
    assert why(report, "totals") == {
        "code": [],
        "data": True,
        "parents": {"orders": "code"},
        "origins": {"orders", "raw.orders", "regions"},
    }
    assert why(report, "big_totals")["parents"] == {"stg_orders": "data"}
    seed = next(each for each in report["origins"] if each["kind"] == "seed")
    assert seed["rows"] == {"before": 2, "after": 3}


def test_what_a_run_of_a_part_published_explains_the_rest_later(project: Project) -> None:
    project.sql(NEW)
    project.publish("--select", "orders")
    report = audited(project)

    assert report["baseline"] == project.wap("history", "--json").json[1]["run_id"]
    assert why(report, "order_count") == {
        "code": [],
        "data": True,
        "parents": {"orders": "data"},
        "origins": {"orders"},
    }
    assert why(report, "big_totals")["origins"] == {"raw.orders"}
    assert origins(report) == {"raw.orders": (["data"], []), "orders": (["data"], [])}
    source = next(each for each in report["origins"] if each["kind"] == "source")
    assert (source["rows"], source["reaches"]) == ({"before": 3, "after": 4}, 2)


def test_the_baseline_is_what_made_prod(project: Project) -> None:
    """A run without differences made it as much; one that was rolled back did not."""
    project.write({"models/marts/labels.sql": FILES["models/marts/labels.sql"] + " -- as before"})
    assert project.wap("run").code == 0
    same = project.events()[-1][0]
    assert project.events()[-1][1:] == ("discarded", "discarded")

    project.sql(NEW)
    project.publish()
    assert project.wap("rollback").code == 0
    report = audited(project)
    assert report["baseline"] == same
    assert origins(report) == {"raw.orders": (["data"], [])}
    assert report["origins"][0]["rows"] == {"before": 3, "after": 4}


def test_nothing_is_claimed_without_a_baseline(shop: Project) -> None:
    report = audited(shop, "--vars", "{wap_compare_sources: false}")
    assert (report["baseline"], report["origins"]) == (None, [])
    assert shop.sql("select count(*) from dbt_wap.fingerprints where phase = 'sources'") == [(0,)]
    assert why(report, "orders") == {
        "code": None,
        "data": None,
        "parents": {"stg_orders": "unknown", "regions": "unknown"},
        "origins": set(),
    }
    assert edges(report) >= {"raw.orders > stg_orders", "orders > totals"}


def test_a_source_that_is_a_view_is_unknown(published: Project) -> None:
    published.sql(
        "create table raw.order_rows as select * from raw.orders",
        "drop table raw.orders",
        "create view raw.orders as select id, region, amount + 1 as amount, day"
        " from raw.order_rows",
    )
    report = audited(published)
    assert origins(report) == {"raw.orders": (["unknown"], [])}
    assert report["origins"][0]["rows"] is None
    assert why(report, "orders") == {
        "code": [],
        "data": None,
        "parents": {"stg_orders": "unknown", "regions": "no"},
        "origins": {"raw.orders"},
    }
