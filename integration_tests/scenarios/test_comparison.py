"""What the report compares, leaves out and hides; what it says of keys, profiles and the past."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shop import LATE, ORDERS, SHOP, Project, Publish
from test_gates import with_options

ORDERS_KEY = "main_marts.orders"


def difference(project: Project, *statements: str) -> dict[str, Any]:
    """The entry of `orders` after these statements and an audit."""
    project.sql(*statements)
    result = project.wap("run", "--supersede")
    assert result.code in (0, 4), result.err
    return project.report()[ORDERS_KEY]


def test_added_row_with_nulls_is_no_match(publish_first: Publish) -> None:
    project = publish_first(with_options(key="id"), ORDERS)

    entry = difference(project, "insert into raw.orders values (4, null, 0, null)")

    assert entry["rows"] == {"before": 3, "after": 4, "added": 1, "removed": 0, "changed": 0}
    assert entry["sample"]["added"] == [
        {"id": "4", "region": None, "label": None, "amount": "0", "day": None}
    ]


def test_rows_that_share_a_key_or_have_none_are_counted_and_flagged(publish_first: Publish) -> None:
    twice = "insert into raw.orders select * from raw.orders where id = 1"
    none = "insert into raw.orders values (null, 'n', 0, null)"
    files = with_options(key=["id"])
    files["models/models.yml"] = (
        "models: [{name: totals, columns: [{name: region, data_tests: [unique]}]}]"
    )
    project = publish_first(files, ORDERS, twice, twice, none)

    entry = difference(
        project,
        "delete from raw.orders where id = 1 or id is null",
        "insert into raw.orders values (1, 'n', 10, date '2024-01-01')",
        twice,
    )

    assert entry["rows"] == {"before": 7, "after": 4, "added": 0, "removed": 3, "changed": None}
    assert entry["key"] is None
    assert entry["duplicates"] == {"before": 4, "after": 2}
    assert entry["null_keys"] == {"before": 1, "after": 0}


def test_key_that_two_rows_in_a_million_share_is_found_by_the_join(shop: Project) -> None:
    shop.write(
        {
            **with_options(),
            "models/marts/big.sql": """
{{ config(meta={'dbt_wap': {'key': 'id'}}) }}
select case when id = 1199999 then 7 else id end as id, 1 as one from range(1200000) r (id)
union all select -1, 1 where {{ var('more', false) }}""",
        }
    )  # fmt: skip
    shop.publish()
    assert shop.wap("run", "--vars", "more: true").code == 4

    entry = shop.report()["main_marts.big"]

    assert (entry["key"], entry["duplicates"]) == (None, {"before": 2, "after": 2})
    assert (entry["rows"]["added"], entry["rows"]["removed"]) == (1, 0)


def test_ignored_columns_tolerance_and_filter(publish_first: Publish) -> None:
    options = {"key": "id", "ignore": ["day"], "filter": "id > 1", "tolerance": {"amount": 2}}
    project = publish_first(with_options(**options), ORDERS)
    project.sql(
        "update raw.orders set day = date '2030-01-01'",
        "update raw.orders set amount = amount + 2",
    )
    assert project.wap("run").code == 4
    assert project.report()[ORDERS_KEY]["status"] == "identical"

    entry = difference(project, "update raw.orders set amount = 33 where id = 3")

    outside = {"before": 1, "after": 1, "added": 0, "removed": 0, "changed": 0}
    assert entry["outside_filter"] == outside, "ignore and tolerance hold there too"
    assert entry["rows"] == {"before": 2, "after": 2, "added": 0, "removed": 0, "changed": 1}
    assert entry["columns"]["changed"] == {"amount": 1}
    assert (entry["ignored"], entry["filter"]) == (["day"], "id > 1")


def test_what_is_ignored_is_published_all_the_same(publish_first: Publish) -> None:
    project = publish_first(with_options(ignore=["day"], key="id"), ORDERS)
    project.sql(LATE, "update raw.orders set day = date '2030-01-01'")

    project.publish()
    assert project.sql("select distinct day::varchar from main_marts.orders") == [("2030-01-01",)]


@pytest.mark.everywhere
def test_masked_values_never_leave_the_warehouse(publish_first: Publish) -> None:
    files = with_options(mask=["region"], key="id")
    files["models/models.yml"] = """
models:
  - name: orders
    columns:
      - {name: id, data_tests: [unique, not_null]}
      - {name: amount, config: {tags: [pii]}}
      - {name: label, config: {meta: {dbt_wap: {mask: true}}}}
"""
    files["dbt_project.yml"] += "\nvars: {wap_mask_tags: [pii]}\n"
    project = publish_first(files, ORDERS)

    entry = difference(
        project, "update raw.orders set region = 'secret', amount = 4242 where id = 1"
    )

    shown = project.engine.shown
    assert sorted(map(shown, entry["masked"])) == ["amount", "label", "region"]
    changed = entry["sample"]["changed"][0]
    assert {shown(name) for name in changed["after"]} == {"id", "day"}
    text = json.dumps({"sample": entry["sample"], "profile": entry["profile"]})
    assert "secret" not in text
    assert "4242" not in text
    columns = {shown(c["name"]): c["after"] for c in entry["profile"]["columns"]}
    assert columns["region"]["distinct"] == 3
    assert (columns["region"]["top"], columns["amount"]["mean"]) == ([], None)
    for form in ("text", "markdown", "html", "json"):
        page = project.wap("report", "--relation", "orders", "--format", form)
        assert (page.code, "secret" in page.out) == (0, False)


def test_samples_can_be_switched_off(publish_first: Publish) -> None:
    files = {**SHOP, "dbt_project.yml": SHOP["dbt_project.yml"] + "\nvars: {wap_samples: false}\n"}
    project = publish_first(files, ORDERS)

    entry = difference(project, "update raw.orders set region = 'secret' where id = 1")

    assert entry["sample"] is None
    for path in (project.root / "target" / "wap" / "runs").rglob("report.*"):
        assert "secret" not in path.read_text(), path


def test_profile_says_what_the_columns_hold(publish_first: Publish) -> None:
    project = publish_first(with_options(key="id"), ORDERS)

    entry = difference(project, "insert into raw.orders values (5, 'n', 110, date '2024-01-03')")

    columns = {column["name"]: column for column in entry["profile"]["columns"]}
    amount = columns["amount"]
    assert amount["bins"] == ["10", "110"]
    assert amount["before"]["mean"] == "20.0"
    assert amount["before"]["histogram"] == [1, 0, 1, 0, 1] + [0] * 15
    assert amount["after"]["histogram"] == [1, 0, 1, 0, 1] + [0] * 14 + [1]
    assert columns["region"]["after"]["top"] == [{"value": "n", "rows": 3}]
    assert columns["day"]["after"]["min"] == "2024-01-01"
    assert entry["profile"]["rows"] == {"before": 3, "after": 4}


def test_trend_is_of_the_runs_that_were_published(publish_first: Publish) -> None:
    project = publish_first(with_options(key="id"), ORDERS)
    for amount in (1, 2):
        project.sql(f"update raw.orders set amount = {amount} where id = 1")
        project.publish()
    project.sql("update raw.orders set amount = 7")
    assert project.wap("run").code == 4
    assert project.wap("reject", "--reason", "no").code == 0

    entry = difference(project, "update raw.orders set amount = 8")

    trend = entry["trend"]
    assert [round(point["share"], 3) for point in trend["points"]] == [0.333, 0.333]
    assert (round(trend["usual"], 3), trend["now"]) == (0.333, 1)


def test_columns_in_another_order_are_a_change(publish_first: Publish) -> None:
    project = publish_first(with_options(key="id"), ORDERS)
    project.write(
        {
            "models/marts/orders.sql": "select day, amount, id, region, null::varchar as label"
            " from {{ ref('stg_orders') }}"
        }
    )

    entry = difference(project, "select 1")

    assert (entry["status"], entry["columns"]["reordered"]) == ("changed", True)


def test_new_relation_shows_its_first_rows(published: Project) -> None:
    published.write({"models/marts/news.sql": "select id from {{ ref('stg_orders') }}"})
    assert published.wap("run").code == 4

    entry = published.report()["main_marts.news"]

    assert (entry["status"], entry["rows"]["added"]) == ("added", 3)
    assert sorted(row["id"] for row in entry["sample"]["added"]) == ["1", "2", "3"]
    assert entry["profile"]["columns"][0]["after"]["distinct"] == 3


def test_relation_that_cannot_be_compared_is_an_error(publish_first: Publish) -> None:
    project = publish_first(with_options(key="id"), ORDERS)
    before = project.snapshot()
    project.write(with_options(key="id", filter="cast(region as integer) > 1"))
    project.sql(LATE)

    result = project.wap("run", "--auto-approve")

    assert result.code == 3, result.err
    assert "main_marts.orders cannot be read in the candidate" in result.err
    assert project.snapshot() == before
    assert project.wap("publish", "--force").code == 3
