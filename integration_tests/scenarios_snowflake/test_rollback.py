"""Others change prod while a rollback runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crash_lab import _told
from shop import LATE, Project, Result


def rolled_back(project: Project, then: Callable[[str], None], *flags: str) -> Result:
    """`wap rollback` has run; the function was called with the text of each of its statements."""
    with _told(project.engine.live.engine, then):  # type: ignore[attr-defined]
        return project.wap("rollback", *flags)


def is_swapped_back(text: str) -> bool:
    """The statement inside the block that gives main_marts its old self."""
    return text.lstrip().startswith("alter") and 'swap with "SHOP"."MAIN_MARTS"' in text


def test_a_write_between_the_checks_and_the_swap_is_not_undone(published: Project) -> None:
    published.sql(LATE)
    published.publish()
    written: list[str] = []

    def write(text: str) -> None:
        seen = "last_change_commit_time" in text and '"MAIN_MARTS"."ORDERS"' in text
        if seen and not written:
            written.append(text)
            published.sql("insert into main_marts.orders (id) values (77)")

    result = rolled_back(published, write)

    assert written
    assert result.code == 6, result.err
    assert "MAIN_MARTS.ORDERS had 4 rows and now has 5" in result.err
    assert published.sql("select count(*) from main_marts.orders") == [(5,)]
    assert published.wap("status", "--json").json["status"] == "published"
    assert published.wap("rollback").code == 6
    assert published.wap("rollback", "--force").code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(3,)]


@pytest.mark.slow
def test_a_grant_that_does_not_come_back_is_said_of_the_rollback(published: Project) -> None:
    published.sql(
        "create role reader",
        "grant usage on schema main_marts to role reader",
        "grant select on table main_marts.orders to role reader",
        LATE,
    )
    published.publish()
    run_id = published.wap("status", "--json").json["run_id"]
    swapped: list[str] = []

    def revoke(text: str) -> None:
        if is_swapped_back(text):
            swapped.append(text)
        if swapped and (is_swapped_back(text) or text.lower().startswith("grant select")):
            published.sql("revoke select on table main_marts.orders from role reader")

    result = rolled_back(published, revoke)

    assert swapped
    assert result.code == 8, result.err
    assert "wap.rollback: the grant of SELECT" in result.err
    assert f"next: wap rollback {run_id}" in result.err
    assert published.wap("status", "--json").json["next"] == f"wap rollback {run_id}"
    assert published.wap("rollback", run_id).code == 0
    grants = published.sql("show grants on table main_marts.orders")
    assert [row[1] for row in grants if row[5] == "READER"] == ["SELECT"]
    assert published.wap("status", "--json").json["status"] == "rolled_back"


def test_a_write_right_after_the_swap_back_is_reported(published: Project) -> None:
    published.sql(LATE)
    published.publish()
    swapped: list[str] = []

    def write(text: str) -> None:
        if is_swapped_back(text):
            swapped.append(text)
            published.sql("delete from main_marts.order_log where id = 1")

    result = rolled_back(published, write)

    assert result.code == 8, result.err
    assert "MAIN_MARTS.ORDER_LOG had 3 rows and now has 2 (-1)" in result.err
    assert published.wap("status", "--json").json["status"] == "rolled_back"
    published.publish()
