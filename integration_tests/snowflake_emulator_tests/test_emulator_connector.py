"""The real connector: types, NULLs, cursors, bindings, errors, results."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

TYPES = {
    "1": 1,
    "1.50::number(10,2)": Decimal("1.50"),
    "1.5::float": 1.5,
    "'it''s'": "it's",
    "$$a'b$$": "a'b",
    "true": True,
    "'2024-02-29'::date": dt.date(2024, 2, 29),
    "'01:02:03'::time": dt.time(1, 2, 3),
    "'9999-12-31 01:02:03.25'::timestamp_ntz": dt.datetime(9999, 12, 31, 1, 2, 3, 250000),
    "'1950-01-01 01:02:03.25'::timestamp_ntz": dt.datetime(1950, 1, 1, 1, 2, 3, 250000),
    "parse_json('{\"a\": 1}')": '{"a":1}',
    "x'ab'": bytearray(b"\xab"),
}
NULLS = ["int", "number(10,2)", "float", "varchar", "boolean", "date", "time", "timestamp_ntz",
         "timestamp_ltz", "timestamp_tz", "variant", "binary"]  # fmt: skip


@pytest.mark.parametrize("sql", TYPES)
def test_values_arrive_with_their_type(admin: Any, sql: str) -> None:
    value = admin.value(f"select {sql}")
    assert value == TYPES[sql]
    assert type(value) is type(TYPES[sql])


def test_moments_with_a_zone_keep_the_instant(admin: Any) -> None:
    value = admin.value("select '2024-01-01 12:00:00 +02:00'::timestamp_tz")
    assert value == dt.datetime(2024, 1, 1, 10, tzinfo=dt.timezone.utc)


def test_nulls_of_every_type_are_none(admin: Any) -> None:
    admin.run("create schema s")
    columns = ", ".join(f"c{i} {type_}" for i, type_ in enumerate(NULLS))
    admin.run(f"create table t (id int, {columns})")
    admin.run("insert into t (id) values (1), (2)")
    assert admin.run("select * exclude id from t") == [(None,) * len(NULLS)] * 2


def test_aggregates_over_integers_are_exact(admin: Any) -> None:
    total = admin.value("select sum(x) from (select 9007199254740993 as x union all select 0)")
    assert total == 9007199254740993


def test_both_ways_of_binding(admin: Any, connect: Any) -> None:
    assert admin.run("select %s, %s, %s", (1, "it's", None)) == [(1, "it's", None)]
    marks = connect(paramstyle="qmark")
    marks.run("create schema s")
    marks.run("create table t (a int, b varchar, d date)")
    marks.run("insert into t values (?, ?, ?)", (7, "x", dt.date(2024, 1, 1)))
    assert marks.run("select a, b, d from t where a = ?", (7,)) == [(7, "x", dt.date(2024, 1, 1))]


def test_describe_runs_nothing(admin: Any) -> None:
    admin.run("create schema s")
    admin.run("create table t (a int)")
    with admin.connection.cursor() as cursor:
        assert [column.name for column in cursor.describe("select a, 1 as b from t")] == ["A", "B"]
        cursor.describe("insert into t values (1)")
        cursor.describe("drop table t")
    assert admin.value("select count(*) from t") == 0


def test_dml_reports_its_counts(admin: Any) -> None:
    admin.run("create schema s")
    with admin.connection.cursor() as cursor:
        cursor.execute("create table t as select 1 as id union all select 2")
        assert cursor.stats.num_rows_inserted == 2
        cursor.execute("insert into t values (3)")
        assert (cursor.rowcount, cursor.stats.num_rows_inserted) == (1, 1)
        cursor.execute(
            "merge into t using (select 3 as id union all select 4) s on t.id = s.id "
            "when matched then update set id = s.id when not matched then insert (id) values (s.id)"
        )
        assert cursor.fetchall() == [(1, 1)]
        assert cursor.rowcount == 2
        cursor.execute("update t set id = 10 where id > 2")
        assert cursor.fetchall() == [(2, 0)]
        cursor.execute("delete from t where id = 10")
        assert cursor.fetchall() == [(2,)]


def test_merge_refuses_two_source_rows_for_one_target_row(admin: Any) -> None:
    admin.run("create schema s")
    admin.run("create table t as select 1 as id, 'a' as v")
    admin.fails(
        "merge into t using (select 1 as id, 'b' as v union all select 1, 'c') s on t.id = s.id "
        "when matched then update set v = s.v",
        100090,
        "Duplicate row detected during DML action",
    )
    assert admin.run("select * from t") == [(1, "a")]


def test_large_results_arrive_whole(admin: Any) -> None:
    rows = admin.run("select seq4() as n from table(generator(rowcount => 50000))")
    assert len(rows) == 50000


def test_result_scan_of_a_show_command(admin: Any) -> None:
    admin.run("create schema s")
    admin.run("show terse schemas in database analytics")
    query = 'select "name" from table(result_scan(last_query_id())) order by "name"'
    assert admin.run(query) == [("INFORMATION_SCHEMA",), ("PUBLIC",), ("S",)]


ERRORS = [
    ("select * from analytics.s.nope", 2003, "42S02", "Object 'ANALYTICS.S.NOPE' does not exist"),
    ("select * from analytics.nope.t", 2003, "02000", "Schema 'ANALYTICS.NOPE' does not exist"),
    ("select * from nope.s.t", 2003, "02000", "Database 'NOPE' does not exist or not authorized."),
    ("describe table analytics.s.nope", 2003, "42S02", "Table 'ANALYTICS.S.NOPE' does not exist"),
    ("drop table analytics.s.nope", 2003, "42S02", "does not exist or not authorized"),
    ("show objects in analytics.nope", 2043, "02000", "or operation cannot be performed"),
    ("use schema nope", 2043, "02000", "or operation cannot be performed"),
    ("create schema s", 2002, "42710", "Object 'ANALYTICS.S' already exists."),
    ("create table t (a int)", 2002, "42710", "Object 'ANALYTICS.S.T' already exists."),
    ("create or replace view t as select 1 as a", 1998, "42710", "already exists as TABLE"),
    ("selec 1", 1003, "42000", "unexpected 'selec'"),
    ("select nope from t", 904, "42000", "invalid identifier"),
    ('select "a" from t', 904, "42000", "invalid identifier '\"a\"'"),
    ('insert into t ("a") values (1)', 904, "42000", "invalid identifier"),
    ("select nosuchfunction(1)", 2140, "42601", "Unknown function NOSUCHFUNCTION"),
    ("select 'x'::int", 100038, "22018", "is not recognized"),
    ("select a / 0 from (select 1 as a)", 100051, "22012", "Division by zero"),
    ("select 1; select 2", 8, "0A000", "Actual statement count 2"),
    ("create table u as select 1", 2022, "42601", "Missing column specification"),
    ("create table u as select 1 as a, 2 as a", 2025, "42S21", "duplicate column name 'A'"),
    ("use role nope", 3013, "42501", "is not assigned to the executing user"),
    ("revoke ownership on schema s from role sysadmin", 3937, "23001", "can only be transferred"),
    (
        "create table u clone t at(timestamp => '2001-01-01'::timestamp_ltz)",
        707,
        "02000",
        "Time travel",
    ),
]


@pytest.mark.parametrize(("sql", "code", "state", "text"), ERRORS, ids=[e[0] for e in ERRORS])
def test_errors_carry_snowflakes_code_and_state(
    admin: Any, sql: str, code: int, state: str, text: str
) -> None:
    admin.run("create schema s")
    admin.run("create table t (a int)")
    assert admin.fails(sql, code, text).sqlstate == state


def test_without_a_current_database_or_schema(connect: Any) -> None:
    client = connect(database=None)
    client.fails("select * from t", 90105, "does not have a current database")
    client.fails("create table t (a int)", 90105, "Cannot perform CREATE TABLE")
    client.run("use database analytics")
    client.run("create schema s")
    client.run("drop schema s")
    client.fails("create table t (a int)", 90106, "does not have a current schema")


def test_a_role_that_does_not_exist_cannot_log_in(connect: Any) -> None:
    import snowflake.connector.errors

    with pytest.raises(snowflake.connector.errors.DatabaseError, match="NOPE"):
        connect(role="nope")


def test_the_log_knows_who_ran_what(emulator: Any, admin: Any) -> None:
    admin.run("alter session set query_tag = 'wap'")
    admin.run("select 1 as marker")
    admin.fails("select marker from nope", 2003)
    good, bad = emulator.statements("marker")
    assert (good.role, good.user, good.query_tag, good.error) == (
        "ACCOUNTADMIN",
        "TESTER",
        "wap",
        "",
    )
    assert bad.error.startswith("002003 (42S02)")


def test_session_parameters_are_shown_with_their_level(admin: Any) -> None:
    admin.run("alter session set lock_timeout = 60, use_cached_result = false")
    (row,) = admin.records("show parameters like 'lock_timeout' in session")
    assert (row["value"], row["default"], row["level"]) == ("60", "43200", "SESSION")
    (row,) = admin.records("show parameters like 'QUOTED_IDENTIFIERS_IGNORE_CASE'")
    assert (row["value"], row["level"]) == ("false", "")
    admin.run("alter session unset lock_timeout")
    (row,) = admin.records("show parameters like 'lock_timeout' in session")
    assert row["value"] == "43200"
