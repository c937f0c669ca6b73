"""What becomes of a run in which nothing differs but what is ignored."""

from __future__ import annotations

from shop import ONCE, ORDERS, SHOP, Publish
from test_gates import with_options

DAYS = "select distinct cast(day as varchar) from main_marts.orders"
PUBLISH = {"dbt_project.yml": SHOP["dbt_project.yml"] + "\nvars: {wap_publish_ignored: true}\n"}


def test_it_is_published_without_a_question_where_a_var_says_so(publish_first: Publish) -> None:
    options = {"key": "id", "ignore": ["day"], "tolerance": {"amount": 2}}
    project = publish_first(with_options(**options), ORDERS)
    project.sql("update raw.orders set day = date '2030-01-01', amount = amount + 1")
    project.write({"models/marts/order_log.sql": "select 1 as id, 1 as amount, 1 as day"})
    project.publish()
    project.sql("update raw.orders set day = date '2031-01-01'")

    assert project.wap("run").code == 0
    assert project.events()[-1][2] == "discarded"
    assert project.sql(DAYS) == [("2030-01-01",)]
    report = project.wap("report", "--format", "json").json
    assert report["verdict"] == "pass"
    assert "main_marts.orders" in report["warnings"][0].lower()

    project.write(PUBLISH)
    assert project.wap("run").code == 0
    assert project.events()[-1][2] == "published"
    assert project.sql(DAYS) == [("2031-01-01",)]
    assert project.wap("run").code == 0
    assert project.events()[-1][2] == "discarded", "nothing at all differs"
    assert project.wap("rollback").code == 0
    assert project.sql(DAYS) == [("2030-01-01",)]


@ONCE
def test_a_change_asks_all_the_same_and_no_publish_waits(publish_first: Publish) -> None:
    project = publish_first(with_options(key="id", ignore=["day"]), ORDERS).write(
        {"models/marts/order_log.sql": "select 1 as id, 1 as amount, 1 as day", **PUBLISH}
    )
    project.publish()
    project.sql("update raw.orders set day = date '2030-01-01'")
    assert project.wap("run", "--no-publish").code == 0
    assert project.wap("status", "--json").json["status"] == "approved"
    assert project.wap("publish").code == 0
    assert project.sql(DAYS) == [("2030-01-01",)]

    project.sql("update raw.orders set day = date '2031-01-01', amount = 7 where id = 1")
    assert project.wap("run").code == 4
    assert project.sql(DAYS) == [("2030-01-01",)]
