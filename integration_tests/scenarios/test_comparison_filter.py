"""A filter narrows what is compared in detail; what differs outside of it is counted and asks."""

from __future__ import annotations

from shop import ONCE, ORDERS, SHOP, Publish
from test_gates import with_options

MORE = "insert into raw.orders values " + ", ".join(
    f"({10 + i}, 'n', {i}, date '2024-01-01')" for i in range(50)
)
NO_KEY = {
    **SHOP,
    "models/models.yml": """
models: [{name: stg_orders, columns: [{name: id, data_tests: [unique]}]}]
""",
    "models/marts/orders.sql": """
{{ config(meta={'dbt_wap': {'filter': "day > '2024-01-01'"}}) }}
select o.id, o.region, r.label, o.amount, o.day
from {{ ref('stg_orders') }} o left join {{ ref('regions') }} r using (region)
""",
}


def counts(
    before: int, after: int, added: int, removed: int, changed: int | None
) -> dict[str, int | None]:
    names = ("before", "after", "added", "removed", "changed")
    return dict(zip(names, (before, after, added, removed, changed), strict=True))


def test_what_differs_outside_the_filter_alone_asks_and_is_published(
    publish_first: Publish,
) -> None:
    gates = {"max_removed": 0, "max_changed": 0, "max_growth": 0}
    options = with_options(key="id", filter="day >= '2024-01-02'", **gates)
    project = publish_first(options, ORDERS, MORE)
    project.sql(
        "update raw.orders set amount = -1 where id < 15",
        "update raw.orders set amount = 20 where id = 2",
        "update raw.orders set amount = 30 where id = 3",
        "delete from raw.orders where id between 20 and 22",
        "insert into raw.orders values (99, 's', 1, null)",
    )

    assert project.wap("run").code == 4

    entry = project.report()["main_marts.orders"]
    assert (entry["status"], entry["publish"]) == ("changed", "replace")
    assert entry["rows"] == counts(2, 2, 0, 0, 0)
    assert entry["outside_filter"] == counts(51, 49, 1, 3, 6)
    for form in ("text", "markdown", "html"):
        assert "10 rows differ outside the filter" in " ".join(
            project.wap("report", "--format", form).out.split()
        ), form
    assert project.wap("approve", "--publish").code == 0
    assert project.sql("select sum(amount) from main_marts.orders where id < 15") == [(44,)]
    assert project.wap("run").code == 0
    assert project.events()[-1][2] == "discarded", "equal tables are compared no further"


@ONCE
def test_without_a_key_and_on_both_sides_of_the_filter(publish_first: Publish) -> None:
    project = publish_first(NO_KEY, ORDERS, MORE)
    project.sql(
        "update raw.orders set amount = -1 where id in (1, 3, 10)",
        "update raw.orders set day = '2024-05-05' where id = 11",
    )

    assert project.wap("run").code == 4

    entry = project.report()["main_marts.orders"]
    assert entry["rows"] == counts(2, 3, 2, 1, None)
    assert entry["outside_filter"] == counts(51, 50, 2, 3, None)


@ONCE
def test_a_view_and_a_table_made_of_ignored_columns_and_a_filter(publish_first: Publish) -> None:
    """The view follows its tables; ignored columns do not count outside the filter either."""
    files = with_options(key="id", filter="id > 1", ignore=["amount", "day"])
    config = "{{ config(materialized='view', meta={'dbt_wap': {'filter': \"region = 's'\"}}) }}"
    files["models/marts/totals.sql"] = (
        config + "select region, sum(amount) as amount from {{ ref('orders') }} group by region"
    )
    project = publish_first(files, ORDERS)
    project.sql("update raw.orders set amount = 11 where id = 1")

    assert project.wap("run").code == 4

    report = project.report()
    orders, totals = report["main_marts.orders"], report["main_marts.totals"]
    assert (orders["status"], orders["outside_filter"]) == ("identical", counts(1, 1, 0, 0, 0))
    assert (totals["status"], totals["publish"]) == ("changed", "follows")
    assert totals["rows"] == counts(1, 1, 0, 0, 0)
    assert totals["outside_filter"] == counts(1, 1, 1, 1, None)
