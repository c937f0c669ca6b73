"""`compare: counts`: a relation is compared by counts and schema, and its rows are not read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from shop import BASE, ONCE, ORDERS, SHOP, Project, Publish
from test_gates import gate, with_options

NOT_COMPARED = "Only row counts and schema compared (compare: counts)"
COUNTS = with_options(compare="counts")
AT_ONCE = {"max_changed": 1, "ignore": "day", "filter": "id > 1", "tolerance": 0.1}


def rows(before: int, after: int) -> dict[str, int | None]:
    """The counts of a relation of which nothing else is known."""
    unknown = dict.fromkeys(("added", "removed", "changed"))
    return {"before": before, "after": after, **unknown}


def with_vars(files: dict[str, str], variables: str) -> dict[str, str]:
    return {**files, "dbt_project.yml": f"{SHOP['dbt_project.yml']}\nvars: {variables}\n"}


def statements_of_an_audit(project: Project) -> str:
    """What an audit of the run by hand asks the warehouse, as dbt logs it."""
    log = Path(project.root, "logs", "dbt.log")
    before = len(log.read_text(encoding="utf-8"))
    assert project.dbt("run-operation", "diff_report").code == 0
    return log.read_text(encoding="utf-8")[before:].lower()


def line_of_messages(project: Project) -> str:
    """What messages say of orders."""
    from dbt_wap.notify.message import relation_line
    from dbt_wap.report.report import read_report

    report = read_report(project.wap("report", "--format", "json").json)
    orders = next(entry for entry in report.listed if entry.name.lower() == "orders")
    return "".join(piece.text for piece in relation_line(orders))


@pytest.mark.everywhere
def test_other_values_in_as_many_rows_need_approval_and_are_published(
    publish_first: Publish,
) -> None:
    project = publish_first(COUNTS, ORDERS)
    project.sql("update raw.orders set amount = 11 where id = 1")

    assert project.wap("run").code == 4

    report = project.report()
    entry: dict[str, Any] = report["main_marts.orders"]
    assert (entry["status"], entry["publish"], entry["compared"]) == (
        "changed",
        "replace",
        "counts",
    )
    assert entry["rows"] == rows(3, 3)
    assert (entry["key"], entry["profile"], entry["trend"]) == (None, None, None)
    assert entry["sample"] == {"added": [], "removed": [], "changed": []}
    assert report["main_marts.totals"]["compared"] == "rows"
    assert report["main_marts.totals"]["rows"]["changed"] is None, "it has no key, not no rows"
    for form in ("text", "markdown", "html"):
        told = project.wap("report", "--format", form).out
        assert NOT_COMPARED in " ".join(told.split()), form
    full = project.wap("report", "--relation", "orders").out
    assert "rows 3 → 3; + n/a, − n/a, ~ n/a" in full
    assert "key:" not in full
    assert "rows not compared (3 → 3)" in line_of_messages(project)

    asked = statements_of_an_audit(project)
    assert "insert into" in asked
    assert "full join" not in asked, "nothing is paired by key"
    hashed = re.findall(r"hash_agg\(.*?\bfrom (\S+)", asked, re.DOTALL)
    of_it = [name for name in hashed if name.endswith('marts"."orders"')]
    assert not of_it, "Snowflake reads no row"
    assert project.wap("approve", "--publish").code == 0
    assert project.sql("select amount from main_marts.orders where id = 1") == [(11,)]


@pytest.mark.everywhere
def test_what_is_proven_untouched_is_identical(publish_first: Publish) -> None:
    """DuckDB has the fingerprints of both sides; Snowflake knows an untouched clone."""
    project = publish_first(COUNTS, ORDERS)

    rebuilt = project.wap("run")

    proven = project.engine.name == "duckdb"
    assert rebuilt.code == (0 if proven else 4)
    entry = project.report()["main_marts.orders"]
    assert entry["status"] == ("identical" if proven else "changed")
    assert entry["compared"] == ("rows" if proven else "counts")

    assert project.wap("run", "--supersede", "--select", "order_log").code == 0
    entry = project.report()["main_marts.orders"]
    assert (entry["status"], entry["compared"]) == ("identical", "rows")
    assert [entry["rows"][name] for name in ("added", "removed", "changed")] == [0, 0, 0]


@ONCE
def test_counts_columns_and_gates_are_still_judged(publish_first: Publish) -> None:
    options = {
        "compare": "counts",
        "min_rows": 3,
        "max_growth": "50%",
        "allow_dropped_columns": {"warn": False},
        "freshness": {"column": "day", "block": "2 days"},
    }
    project = publish_first(with_options(**options), ORDERS, "update raw.orders set day = now()")
    project.sql("delete from raw.orders where id = 1")
    project.write({"models/marts/orders.sql": with_options(**options)["models/marts/orders.sql"]
                   .replace("r.label, ", "")})  # fmt: skip

    assert project.wap("run").code == 3

    entry = project.report()["main_marts.orders"]
    assert (entry["rows"], entry["columns"]["removed"]) == (rows(3, 2), ["label"])
    assert gate(project) == {
        "min_rows": "block", "max_growth": "pass", "allow_dropped_columns": "warn",
        "freshness": "pass",
    }  # fmt: skip
    project.sql("insert into raw.orders select 10 + i, 'n', 1, '2024-01-01' from range(5) r (i)")
    assert project.wap("run").code == 3
    assert project.report()["main_marts.orders"]["rows"] == rows(3, 7)
    assert gate(project)["max_growth"] == "block"
    told = project.sql("select relation from dbt_wap.movements where relation like '%.orders'")
    assert told == [], "how many rows moved is not known, so no trend is made of it"


@ONCE
def test_the_var_is_for_all_models_and_a_model_can_say_otherwise(publish_first: Publish) -> None:
    files = with_vars(with_options(compare="rows", filter="id < 9"), "{wap_compare: counts}")
    project = publish_first(files, ORDERS)
    project.sql("update raw.orders set amount = 11 where id = 1")
    config = "{{ config(materialized='table') }}"
    project.write({"models/marts/fresh.sql": config + "select * from {{ ref('orders') }}"})

    assert project.wap("run").code == 4

    report = project.report()
    assert report["main_marts.orders"]["rows"]["changed"] == 1
    view, fresh = report["main_marts.totals"], report["main_marts.fresh"]
    assert (view["status"], view["publish"], view["rows"]) == ("changed", "follows", rows(2, 2))
    assert (fresh["status"], fresh["compared"], fresh["rows"]["added"]) == ("added", "counts", 3)
    assert (fresh["profile"], fresh["sample"]["added"]) == (None, [])
    page = project.wap("report", "--format", "html").out
    assert "<dt>relations not fully counted</dt><dd>1</dd>" in page, "the view"
    assert "without a key" not in project.wap("doctor").out, "no key is needed"


@ONCE
def test_what_needs_the_rows_is_refused_beside_it(publish_first: Publish) -> None:
    project = publish_first(SHOP, ORDERS)
    schemas, events = project.schemas(), project.events()
    refused = {}
    for name, value in AT_ONCE.items():
        refused[name] = (
            f"meta.dbt_wap.{name} needs the rows to be compared, and meta.dbt_wap.compare"
        )
        project.write(with_options(compare="counts", **{name: value}))
        result = project.wap("run", "--auto-approve")
        assert (result.code, refused[name] in " ".join(result.err.split())) == (2, True), result.err

    project.write(with_vars(with_options(max_removed=1), "{wap_compare: counts}"))
    told = " ".join(project.wap("doctor").out.split())
    assert "model.shop.orders: meta.dbt_wap.max_removed needs the rows to be compared" in told
    assert "and var wap_compare is counts" in told

    column = (
        "models: [{name: orders, columns: [{name: id, meta: {dbt_wap: {max_null_increase: 0}}}]}]"
    )
    project.write({**COUNTS, **BASE, "models/models.yml": column})
    told = " ".join(project.wap("run").err.split())
    assert "model.shop.orders: column id: meta.dbt_wap.max_null_increase needs the rows" in told

    project.write(with_vars(COUNTS, "{wap_max_changed: 5%}"))
    project.write({"models/models.yml": SHOP["models/models.yml"]})
    told = " ".join(project.wap("run").err.split())
    assert "var wap_max_changed needs the rows to be compared, and compare is counts" in told
    assert "model.shop.orders" in told

    project.write({**with_options(compare="count"), **BASE})
    told = " ".join(project.wap("run").err.split())
    assert 'meta.dbt_wap.compare must be rows or counts, got "count"' in told
    assert (project.schemas(), project.events()) == (schemas, events)
