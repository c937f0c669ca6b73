"""Two at once: one wins, the other says who holds it; a dead one jams nobody."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sys
from pathlib import Path

import duckdb
import pytest
from shop import ONCE, Project, wait_until

NEW = "insert into raw.orders values (9, 's', 90, date '2024-01-09')"
DBT = str(Path(sys.executable).parent / "dbt")


def lock(project: Project, host: str, pid: int) -> None:
    """Somebody holds the lock, under the id feedbeef."""
    project.sql(
        f"create table dbt_wap.lock__shop as select 'feedbeef' as token, 'bob' as holder, "
        f"'{host}' as host, '{pid}' as pid, '2026-01-01T00:00:00.000000Z' as since"
    )


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
    assert "pid" in loser or "in the process" in loser
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.sql("select count(*) from main_marts.slow") == [(1,)]
    assert [event[1] for event in published.events()].count("published") == 2
    assert not {s for s in published.schemas() if s.startswith("audit_")}
    assert "dbt_wap.lock__shop" not in published.kinds()


@pytest.mark.only_on("duckdb", reason="there the build of a killed run goes on with the file open")
def test_the_lock_of_a_killed_process_jams_nobody(published: Project) -> None:
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
    child = re.search(r"in the process (\d+)", refused.err)
    assert child
    os.kill(int(child[1]), signal.SIGKILL)
    process.communicate()

    def locked() -> list[tuple[int]]:
        with contextlib.suppress(duckdb.IOException):
            return published.sql("select count(*) from dbt_wap.lock__shop")
        return []

    wait_until(locked, "the file to be free")
    assert locked() == [(1,)]
    assert published.snapshot("main_marts") == before
    published.remove("models/marts/slow.sql")
    again = published.wap("run", "--auto-approve")
    assert again.code == 0, again.err
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


def test_a_lock_of_a_live_process_keeps_everybody_else_away(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    before, events = published.snapshot("main_marts"), published.events()
    lock(published, socket.gethostname(), os.getpid())

    for arguments in (
        ("run",), ("run", "--supersede"), ("write",), ("audit",), ("approve",),
        ("reject", "--reason", "no"), ("publish", "--force"), ("rollback",), ("discard",),
        ("clean",),
    ):  # fmt: skip
        result = published.wap(*arguments)
        assert result.code == 7, (arguments, result.err)
        assert "feedbeef" in result.err
        assert str(os.getpid()) in result.err
    assert published.wap("status", "--json").json["status"] == "awaiting_approval"
    assert published.wap("report").code == 0
    assert published.wap("history").code == 0
    assert published.snapshot("main_marts") == before
    assert published.events() == events


@ONCE
def test_a_lock_of_another_host_is_freed_by_its_id_alone(published: Project) -> None:
    published.sql(NEW)
    lock(published, "elsewhere", 1)

    assert published.wap("run", "--auto-approve").code == 7
    assert published.wap("unlock", "deadbeef").code == 7
    assert published.wap("run", "--auto-approve").code == 7
    assert published.wap("unlock", "feedbeef").code == 0
    assert published.wap("unlock", "feedbeef").code == 0
    assert published.wap("run", "--auto-approve").code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


@ONCE
def test_a_dead_lock_is_no_obstacle_to_any_command(published: Project) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    lock(published, socket.gethostname(), 2**22 + 1)

    assert published.wap("approve").code == 0
    lock(published, socket.gethostname(), 2**22 + 1)
    assert published.wap("publish").code == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
