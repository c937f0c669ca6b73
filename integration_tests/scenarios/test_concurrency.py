"""Two at once: one wins, the other says who holds the lock; a dead process blocks no one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest
from shop import DBT, NEW, ONCE, Project, wait_until


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param((), id="in process"),
        pytest.param(("--dbt-executable", DBT), id="executable", marks=[ONCE, pytest.mark.slow]),
    ],
)
def test_of_two_runs_at_once_one_wins(published: Project, flags: tuple[str, ...]) -> None:
    published.sql(NEW)
    gate = published.write_gated("slow")

    both = [published.start("run", "--auto-approve", *flags) for _ in range(2)]
    wait_until(lambda: [p for p in both if p.poll() is not None], "one of them to give up")
    (winner,) = [process for process in both if process.poll() is None]
    wait_until(gate.reached, "a build at the gate", winner)
    gate.open()
    said = [process.communicate(timeout=400)[0] for process in both]

    codes = [process.returncode for process in both]
    assert sorted(codes) == [0, 7], said
    loser = said[codes.index(7)]
    assert "the lock is held by" in loser or "in process" in loser
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.sql("select count(*) from main_marts.slow") == [(1,)]
    assert [event[1] for event in published.events()].count("published") == 2
    assert not {s for s in published.schemas() if s.startswith("audit_")}
    assert not published.locks()


@pytest.mark.only_on("duckdb", reason="there the build of a killed run goes on with the file open")
def test_the_lock_of_a_killed_process_ends_by_its_expiry(published: Project) -> None:
    published.sql(NEW)
    gate = published.write_gated("slow", forever=True)
    before = published.snapshot("main_marts")
    process = published.start("run", "--auto-approve", "--dbt-executable", DBT)
    wait_until(gate.reached, "a build at the gate", process)
    gate.open()
    process.kill()
    process.wait()
    refused = published.wap("run", "--auto-approve")
    assert refused.code == 7, "its dbt still has the file open"
    child = re.search(r"in process (\d+)", refused.err)
    assert child
    os.kill(int(child[1]), signal.SIGKILL)
    process.communicate()

    assert published.locks()
    assert published.snapshot("main_marts") == before
    published.remove("models/marts/slow.sql")
    refused = published.wap("run", "--auto-approve")
    assert refused.code == 7, "its process is not assumed dead"
    assert "wap unlock" in refused.err
    published.expire_locks()
    again = published.wap("run", "--auto-approve")
    assert again.code == 0, again.err
    assert "took over the expired lock" in again.err
    assert not published.locks()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


def test_a_lock_keeps_everybody_else_away(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    before, events = published.snapshot("main_marts"), published.events()
    published.hold_lock(seconds=600)

    for arguments in (
        ("run",), ("run", "--supersede"), ("write",), ("audit",), ("approve",),
        ("reject", "--reason", "no"), ("publish", "--force"), ("rollback",), ("discard",),
        ("clean",),
    ):  # fmt: skip
        result = published.wap(*arguments)
        assert result.code == 7, (arguments, result.err)
        assert "feedbeef" in result.err
        assert "4711" in result.err
    assert published.wap("status", "--json").json["status"] == "awaiting_approval"
    assert published.wap("report").code == 0
    assert published.wap("history").code == 0
    assert published.snapshot("main_marts") == before
    assert published.events() == events


@ONCE
def test_macros_typed_by_hand_respect_the_lock_and_take_it(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    run_id = published.events()[-1][0]
    before, events = published.snapshot("main_marts"), published.events()
    published.hold_lock(seconds=600)

    for macro, args in (
        ("swap_schema", "{}"), ("approve", "{}"), ("reject", "{reason: late}"), ("discard", "{}"),
        ("diff_report", "{}"), ("rollback", "{}"), ("clean", "{}"), ("clone_schema", "{}"),
        ("finish_publish", "{}"), ("mark_run", f"{{run: {run_id}, event: stale, reason: no}}"),
    ):  # fmt: skip
        done = published.dbt("run-operation", macro, "--args", args)
        assert done.code == 1, macro
        assert "feedbeef" in done.out, done.out
    assert published.dbt("build", "--target", "audit").code in (1, 2)
    assert published.snapshot("main_marts") == before
    assert published.events() == events

    assert published.wap("unlock", "feedbeef").code == 0
    refused = published.dbt("run-operation", "rollback", "--args", "{run: nosuch}")
    assert (refused.code, published.locks()) == (1, []), "a refusal leaves no lock behind"
    assert published.dbt("run-operation", "swap_schema").code == 0
    assert not published.locks()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@pytest.mark.only_on("snowflake", reason="DuckDB's file is open in one process at a time")
def test_of_two_publishes_typed_at_once_one_wins(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    command = [sys.executable, "-m", "dbt.cli.main", "run-operation", "swap_schema"]
    where = {"cwd": published.root, "env": published.variables(), "text": True}
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **where)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300)[0] for process in both]

    codes = [process.returncode for process in both]
    assert 0 in codes, said
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    events = [event for _, event, _ in published.events()]
    assert events.count("publishing") == 2, events
    assert events.count("swapped") == 2, events
    assert not published.locks()


@ONCE
def test_a_live_lock_is_freed_by_its_id_alone(published: Project) -> None:
    published.sql(NEW)
    published.hold_lock(seconds=600)

    assert published.wap("run", "--auto-approve").code == 7
    assert published.wap("unlock", "deadbeef").code == 7
    assert published.wap("run", "--auto-approve").code == 7
    assert published.wap("unlock", "feedbeef").code == 0
    assert published.wap("unlock", "feedbeef").code == 0
    published.publish()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@ONCE
def test_an_expired_lock_is_no_obstacle_to_any_command(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    published.hold_lock(seconds=-10)

    assert published.wap("approve").code == 0
    published.hold_lock(seconds=-10)
    assert published.wap("publish").code == 0
    assert not published.locks()
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@pytest.mark.only_on("snowflake", reason="DuckDB's file is open in one process during a build")
def test_the_lock_of_a_long_build_is_renewed_beside_it(published: Project) -> None:
    published.sql(NEW)
    gate = published.write_gated("slow")
    process = published.start("run", "--auto-approve", "--vars", "wap_lock_minutes: 0.5")
    wait_until(gate.reached, "a build at the gate", process)
    (table,) = published.locks()

    def expiry() -> int:
        return int(published.sql(f"select expires_at from {table}")[0][0])

    first = expiry()
    wait_until(lambda: expiry() > first + 20, "two renewals", process)
    assert published.wap("run", "--auto-approve").code == 7
    gate.open()
    said, _ = process.communicate(timeout=120)

    assert process.returncode == 0, said
    assert published.sql("select count(*) from main_marts.slow") == [(1,)]
    assert not published.locks()
