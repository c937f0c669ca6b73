"""What was not audited is not published: a late write is neither undone nor published."""

from __future__ import annotations

import pytest
from shop import NEW, ONCE, PRODS, Project

DRIFTS = {
    "insert": (
        "main_marts.orders",
        "insert into main_marts.orders select * from main_marts.orders",
    ),
    "update": ("main_marts.orders", "update main_marts.orders set amount = 99 where id = 2"),
    "delete": ("main_marts.order_log", "delete from main_marts.order_log where id = 2"),
    "dropped table": ("main_marts.order_log", "drop table main_marts.order_log"),
    "added column": ("main_core.regions", "alter table main_core.regions add column boss varchar"),
    "redefined view": (
        "main_marts.totals",
        "create or replace view main_marts.totals as select 'n' as region, 7 as amount",
    ),
    "view made a table": (
        "main_marts.totals",
        "drop view main_marts.totals; create table main_marts.totals as select 7 as amount",
    ),
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=ONCE if n in ("update", "delete", "view made a table") else ())
        for n in DRIFTS
    ],
)
def test_a_late_write_to_prod_is_not_undone(published: Project, name: str) -> None:
    relation, sql = DRIFTS[name]
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    published.sql(sql)
    late = published.snapshot(*PRODS)

    result = published.wap("approve", "--publish")

    assert result.code == 6
    assert relation in result.err.lower()
    assert published.snapshot(*PRODS) == late
    assert published.wap("publish").code == 6
    if name in ("insert", "dropped table", "redefined view", "view made a table"):
        forced = published.wap("publish", "--force")
        assert forced.code == 0, forced.err
    else:
        published.publish()
    assert published.sql("select amount from main_marts.totals order by region") == [(40,), (110,)]
    assert published.sql("select max(id) from main_marts.order_log") == [(9,)]
    assert not {s for s in published.schemas() if s.startswith("audit_")}


def test_rollback_does_not_undo_a_later_write_unless_forced(published: Project) -> None:
    before = published.snapshot("main_marts")
    published.sql(NEW)
    published.publish()
    published.sql("drop table main_marts.order_log", "update main_marts.orders set amount = 1")
    late = published.snapshot("main_marts")

    result = published.wap("rollback")

    assert result.code == 6
    assert "main_marts.order_log" in result.err.lower()
    assert "main_marts.orders" in result.err.lower()
    assert published.snapshot("main_marts") == late
    assert published.wap("rollback", "--force").code == 0
    assert published.snapshot("main_marts") == before


def test_a_candidate_that_was_written_to_is_never_published(published: Project) -> None:
    published.sql(NEW)
    before = published.snapshot(*PRODS)
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve").code == 0
    published.sql("update audit_main_marts.orders set amount = 1000 where id = 9")

    for flags in ([], ["--force"]):
        result = published.wap("publish", *flags)
        assert result.code == 6
        assert "main_marts.orders" in result.err.lower()
        assert published.snapshot(*PRODS) == before

    assert published.wap("audit").code == 0
    assert published.events()[-1][1:] == ("audited", "awaiting_approval")
    assert published.wap("publish").code == 4
    assert published.snapshot(*PRODS) == before
    assert published.wap("approve", "--publish").code == 0
    assert published.sql("select amount from main_marts.orders where id = 9") == [(1000,)]


@ONCE
def test_a_stale_run_does_not_jam_the_next_one(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    published.sql("update audit_main_marts.orders set amount = 1000 where id = 9")
    assert published.wap("approve", "--publish").code == 6

    published.publish()

    assert published.sql("select amount from main_marts.orders where id = 9") == [(90,)]


def test_what_holds_already_is_done_only_once(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    run_id = published.events()[-1][0]

    def repeated(*arguments: str) -> None:
        assert published.wap(*arguments).code == 0
        events, prod = published.events(), published.snapshot(*PRODS)
        schemas = published.schemas()
        result = published.wap(*arguments)
        assert result.code == 0, result.err
        assert published.events() == events
        assert published.snapshot(*PRODS) == prod
        assert published.schemas() == schemas

    repeated("approve", run_id)
    repeated("publish", run_id)
    repeated("publish")
    assert published.wap("discard", run_id).code == 2
    assert published.wap("reject", run_id, "--reason", "late").code == 2
    repeated("rollback", run_id)
    assert published.wap("publish", run_id).code == 6

    assert published.wap("run", "--no-publish").code == 0
    repeated("reject", "--reason", "not final")
    assert published.wap("approve").code == 5
    repeated("discard")
    assert published.wap("publish").code == 6
    repeated("clean", "--keep", "0")
    assert not {s for s in published.schemas() if "__wap_" in s or s.startswith("audit_")}


@ONCE
def test_an_old_run_is_still_known(published: Project) -> None:
    """Sixty later runs that changed nothing do not hide the last publish."""
    first = published.events()[0][0]
    sixty = "(values " + ", ".join(f"('29991231_{n}')" for n in range(60)) + ") later(id)"
    published.sql(
        "insert into dbt_wap.runs (project, run_id, created_at, requested_by, git_sha, target, "
        "vars, schemas, options) select project, id, '2999', requested_by, git_sha, target, "
        f"vars, schemas, options from dbt_wap.runs, {sixty}",
        "insert into dbt_wap.events (project, run_id, seq, happened_at, event, status, actor, "
        "detail) select project, id, seq + 1000, '2999', 'x', 'discarded', actor, detail "
        f"from dbt_wap.events, {sixty}",
    )

    assert published.wap("status", first[:-2], "--json").json["status"] == "published"
    assert len(published.wap("history", "--limit", "3", "--json").json) == 3
    refused = published.wap("rollback")
    assert (refused.code, f"next: wap rollback {first}" in refused.err) == (2, True), refused.err
    assert published.wap("rollback", "--force", "--json").json["run_id"] == first
    assert published.kinds("main_marts") == {}
