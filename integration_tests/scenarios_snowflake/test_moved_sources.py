"""On Snowflake the report says that a source moved only if its rows did."""

from __future__ import annotations

from typing import Any

from shop import SHOP, Project


def cause(project: Project) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """What moved of the parents of orders, and the origins of a new run."""
    done = project.wap("run", "--no-publish", "--supersede")
    assert done.code == 0, done.out + done.err
    report = project.wap("report", "--format", "json").json
    (entry,) = (each for each in report["relations"] if each["name"] == "ORDERS")
    parents = {parent["label"]: parent["moved"] for parent in entry["why"]["parents"]}
    return parents, report["origins"]


def test_a_rewritten_source_moved_only_if_its_rows_did(published: Project) -> None:
    code = SHOP["models/marts/orders.sql"].replace("o.amount,", "o.amount * 2 as amount,")
    published.write({"models/marts/orders.sql": code})
    published.sql("update raw.orders set amount = amount")
    parents, origins = cause(published)
    assert parents == {"MAIN_CORE.STG_ORDERS": "no", "MAIN_CORE.REGIONS": "no"}
    assert [(each["label"], each["moved"]) for each in origins] == [("MAIN_MARTS.ORDERS", ["code"])]

    published.sql("update raw.orders set amount = amount + 1 where id = 1")
    parents, origins = cause(published)
    assert parents == {"MAIN_CORE.STG_ORDERS": "data", "MAIN_CORE.REGIONS": "no"}
    (source,) = (each for each in origins if each["kind"] == "source")
    assert (source["label"], source["moved"]) == ("RAW.ORDERS", ["data"])
    assert source["rows"] == {"before": 3, "after": 3}
