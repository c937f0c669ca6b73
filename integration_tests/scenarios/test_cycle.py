"""The main job: write, audit, publish and roll back."""

from __future__ import annotations

import re

import pytest
from shop import LATE, ONCE, Project


def test_first_publish_makes_prod(shop: Project) -> None:
    shop.publish()

    assert shop.sql("select count(*) from main_marts.orders") == [(3,)]
    assert shop.sql("select amount from main_marts.totals order by region") == [(40,), (20,)]
    assert not {s for s in shop.schemas() if s.startswith("audit_")}


@pytest.mark.everywhere
def test_second_publish_brings_the_change_and_rollback_takes_it_back(published: Project) -> None:
    before = published.snapshot("main_marts")
    published.sql(LATE)

    published.publish()
    assert published.sql("select id, amount from main_marts.orders order by id") == [
        (1, 11), (2, 20), (3, 30), (4, 40),
    ]  # fmt: skip
    assert published.sql("select id, amount from main_marts.order_log order by id") == [
        (1, 10), (2, 20), (3, 30), (4, 40),
    ]  # fmt: skip
    assert published.sql("select amount from main_marts.totals order by region") == [(41,), (60,)]

    assert published.wap("rollback").code == 0
    assert published.snapshot("main_marts") == before
    again = published.wap("rollback")
    assert again.code == 0
    assert published.snapshot("main_marts") == before


@pytest.mark.everywhere
def test_failed_test_leaves_prod_as_it_was(published: Project) -> None:
    before = published.snapshot("main_marts")
    published.sql("insert into raw.orders values (3, 'n', null, date '2024-01-05')")

    result = published.wap("run", "--auto-approve")

    assert result.code == 3
    assert published.snapshot("main_marts") == before
    assert published.sql("select count(*) from audit_main_marts.orders") == [(4,)]
    assert published.wap("publish", "--force").code == 3
    assert published.snapshot("main_marts") == before
    published.sql("delete from raw.orders where amount is null")
    published.publish()


def test_nothing_changed_needs_no_yes(published: Project) -> None:
    before = published.snapshot("main_marts")

    result = published.wap("run")

    assert result.code == 0, result.err
    assert published.snapshot("main_marts") == before
    assert not {s for s in published.schemas() if s.startswith("audit_")}


def test_waits_off_a_terminal_then_approve_publishes(published: Project) -> None:
    published.sql(LATE)

    assert published.wap("run").code == 4
    assert published.wap("publish").code == 4
    assert published.wap("run").code == 7
    assert published.wap("approve").code == 0
    before, dry = published.snapshot("main_marts"), published.wap("publish", "--dry-run")
    lines = dry.out.splitlines()
    if published.engine.name == "duckdb":
        assert (lines[0], lines[-1]) == ("begin;", "commit;")
        assert lines.count("begin;") == lines.count("commit;") == 2, "the exchange and the archive"
    else:
        assert "begin;" not in lines
        assert "each statement commits separately" in dry.err
    assert published.snapshot("main_marts") == before
    assert published.wap("publish").code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.wap("publish").code == 0


@ONCE
def test_late_write_to_prod_is_not_undone(published: Project) -> None:
    published.sql(LATE)
    assert published.wap("run", "--no-publish").code == 0
    published.sql("update main_marts.orders set amount = 99 where id = 2")

    result = published.wap("approve", "--publish")

    assert result.code == 6
    assert "main_marts.orders" in result.err.lower()
    assert published.sql("select amount from main_marts.orders where id = 2") == [(99,)]
    assert published.wap("publish", "--force").code == 0
    assert published.sql("select amount from main_marts.orders where id = 2") == [(20,)]


def test_by_hand_without_arguments(shop: Project) -> None:
    for _ in range(2):
        assert shop.dbt("run-operation", "clone_schema").code == 0
        assert shop.dbt("build", "--target", "audit").code == 0
        assert shop.dbt("run-operation", "diff_report").code == 0
        done = shop.dbt("run-operation", "swap_schema")
        assert done.code == 0, done.out
        for command in re.findall(r"wap:   dbt (.+)", done.out):
            assert shop.dbt(*command.split()).code == 0, command
        shop.sql(LATE)
    assert shop.sql("select amount from main_marts.totals order by region") == [(41,), (60,)]
    assert not {s for s in shop.schemas() if s.startswith("audit_")}
