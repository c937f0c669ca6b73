"""Transactions, locks, sessions, cancelling."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest


@pytest.fixture
def pair(admin: Any, connect: Any) -> tuple[Any, Any]:
    admin.script("create schema s; create table t as select 1 as id, 0 as n")
    return admin, connect(schema="s")


def test_dml_is_undone_by_rollback_and_seen_after_commit(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    one.run("insert into t values (2, 0)")
    assert one.value("select count(*) from t") == 2
    assert two.value("select count(*) from t") == 1
    one.run("rollback")
    assert one.value("select count(*) from t") == 1
    one.script("begin; insert into t values (2, 0); commit")
    assert two.value("select count(*) from t") == 2


def test_ddl_commits_the_open_transaction(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    one.run("insert into t values (2, 0)")
    one.run("create table u (a int)")
    assert two.value("select count(*) from t") == 2
    one.run("rollback")
    assert two.value("select count(*) from t") == 2
    assert two.names("show tables in schema s") == ["T", "U"]


def test_even_ddl_that_fails_commits(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    one.run("insert into t values (2, 0)")
    one.fails("create table t (a int)", 2002)
    one.run("rollback")
    assert two.value("select count(*) from t") == 2


def test_without_autocommit_dml_waits_for_commit(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.connection.autocommit(False)
    one.run("insert into t values (2, 0)")
    assert two.value("select count(*) from t") == 1
    one.connection.commit()
    assert two.value("select count(*) from t") == 2


def test_a_reader_in_a_transaction_sees_what_was_committed_meanwhile(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    assert one.value("select count(*) from t") == 1
    two.run("insert into t values (2, 0)")
    assert one.value("select count(*) from t") == 2
    one.run("commit")


def test_updates_of_a_table_wait_for_one_another(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    one.run("update t set n = n + 1")
    waiting = threading.Thread(target=two.run, args=("update t set n = n + 10",))
    waiting.start()
    time.sleep(0.2)
    assert waiting.is_alive()
    one.run("commit")
    waiting.join(5)
    assert one.value("select n from t") == 11


def test_waiting_ends_with_lock_timeout(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    one.run("delete from t")
    two.run("alter session set lock_timeout = 0")
    two.fails("update t set n = 1", 625)
    two.run("insert into t values (3, 3)")
    one.run("rollback")
    two.run("update t set n = 1")


def test_a_closed_session_releases_its_locks_and_its_transaction(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    one.run("update t set n = 5")
    one.close()
    two.run("alter session set lock_timeout = 1")
    assert two.value("select n from t") == 0
    two.run("update t set n = 1")


def test_a_running_statement_can_be_cancelled(pair: tuple[Any, Any]) -> None:
    import snowflake.connector.errors

    one, two = pair
    caught: list[Any] = []

    def wait() -> None:
        try:
            one.run("select system$wait(30)")
        except snowflake.connector.errors.Error as error:
            caught.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    two.run(f"select system$cancel_all_queries({one.connection.session_id})")
    waiting.join(5)
    assert caught[0].errno == 604
    assert one.value("select 1") == 1


def test_statements_end_at_their_timeout(admin: Any) -> None:
    admin.run("alter session set statement_timeout_in_seconds = 1")
    admin.fails("select system$wait(10)", 630, "timeout of 1 second(s)")


def test_plain_create_is_a_mutex(admin: Any, connect: Any) -> None:
    clients = [connect() for _ in range(4)]
    won: list[int] = []
    lost: list[str] = []

    def race(i: int) -> None:
        try:
            clients[i].run("create schema analytics.lock_")
            won.append(i)
        except Exception as error:
            lost.append(str(error))

    threads = [threading.Thread(target=race, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert [text[:14] for text in lost] == ["002002 (42710)"] * 3


def test_an_error_in_a_transaction_leaves_nothing_half_done(pair: tuple[Any, Any]) -> None:
    one, two = pair
    one.run("begin")
    one.fails("update t set n = 'x'", 100038)
    one.run("create table after (a int)")
    assert two.run("select * from t") == [(1, 0)]
    assert "AFTER" in two.names("show tables in schema s")
