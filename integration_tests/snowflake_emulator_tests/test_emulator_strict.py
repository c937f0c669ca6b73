"""Strict mode: what only other systems have is refused, what Snowflake has is not."""

from __future__ import annotations

from typing import Any

import pytest

REFUSED = [
    "create schema x cascade",
    "drop schema s purge",
    "alter schema s swap with x cascade",
    "create index i on t (a)",
    "create macro m(x) as x",
    "from t",
    "from t select a",
    "select * from (from t)",
    "select count(*) filter (where a = 1) from t",
    "select a::hugeint from t",
    "select cast(a as uinteger) from t",
    "select distinct on (a) a from t",
    "select a from t except all select a from t",
    "select a from t intersect all select a from t",
    "select * from t semi join t u on t.a = u.a",
    "select * from t anti join t u on t.a = u.a",
    "select a ** 2 from t",
    "select a ^ 2 from t",
    "select a == 1 from t",
    "select a & 1 from t",
    "select columns('a.*') from t",
    "select struct_pack(a := 1)",
    "select list_value(1)",
    "select string_agg(a, ',') from t",
    "select bool_and(a = 1) from t",
    "select regexp_matches('a', 'b')",
    "select if(a = 1, 2, 3) from t",
    "select strftime(current_date, '%Y')",
    "select now()",
    "select unnest([1, 2])",
    "select * from range(3)",
    "select * from read_csv('x.csv')",
    "select a from t using sample 10",
    "select a from t limit 10%",
    "select interval 1 day",
    "with q as materialized (select 1 as a) select a from q",
    "insert into t values (1) returning a",
    "insert into t values (1) on conflict do nothing",
    "insert into t by name select 1 as a",
    "select `a` from t",
    "pragma version",
    "attach 'x.db'",
    "copy t to 'x.csv'",
    "summarize t",
    "select 1; select 2",
    "grant select on t",
    "create table order (a int)",
    "create table u (a hugeint)",
    "begin; select 1; commit",
    "vacuum",
]
ACCEPTED = [
    "select a is distinct from 1 from t",
    "select a, count(*) from t group by all order by all",
    "select a from t qualify row_number() over (order by a) = 1",
    "select * exclude a from (select 1 as a, 2 as b)",
    "select * exclude (a) from (select 1 as a, 2 as b)",
    "select * rename (a as z) from t",
    "select * replace (a + 1 as a) from t",
    "select coalesce(x.a, y.a) from t x full outer join t y using (a)",
    "select hash(a, 1), hash_agg(a), hash_agg(*) from t group by a",
    "select count_if(a = 1), sum(iff(a = 1, 1, 0)), boolor_agg(a = 1) from t",
    "select a from t minus select 2",
    "select a from t union all by name select 1 as a",
    "select a from t union select 1 as a",
    "select * from values (1, 'x'), (2, 'y')",
    "select listagg(distinct a::varchar, ',') within group (order by a::varchar) from t",
    "select f.value::int from t, lateral flatten(input => parse_json('[1]')) f",
    "select parse_json('{\"a\": 1}'):a::int",
    "select array_construct(1, 2)[0], object_construct('a', 1)",
    "select dateadd('day', 1, current_date()), datediff(day, current_date, current_date)",
    "select interval '1 day' + current_date",
    "select top 1 a from t",
    "select a from t order by a nulls first limit 1 offset 0",
    "select t.a from identifier('analytics.s.t') t",
    "select a as b, b + 1 as c from t where b = 1",
    "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
    "begin transaction",
    "rollback",
    "select current_timestamp(), sysdate(), current_date, localtimestamp()",
    "comment on schema s is $$it's$$",
    "comment if exists on table nope is 'x'",
    "create or replace transient table u (a int not null comment 'x', primary key (a)) copy grants",
    "create table if not exists t (a int)",
    "show terse objects like 'T%' in schema s starts with 'T' limit 10 from 'S'",
    "describe view v",
    "desc table t",
    "use warehouse other",
    "select 1 // a comment",
    "/* a comment */ select 1 -- another",
]


@pytest.fixture
def client(admin: Any) -> Any:
    admin.run("create schema s")
    admin.run("create table t as select 1 as a")
    admin.run("create view v as select a from t")
    return admin


def test_refused(client: Any) -> None:
    import snowflake.connector.errors

    wrong = {}
    for sql in REFUSED:
        try:
            client.run(sql)
            wrong[sql] = "accepted"
        except snowflake.connector.errors.ProgrammingError as error:
            if error.errno not in (1003, 2140, 2040, 8):
                wrong[sql] = str(error)
    assert not wrong


def test_accepted(client: Any) -> None:
    for sql in ACCEPTED:
        try:
            client.run(sql)
        except Exception as error:
            pytest.fail(f"{sql}: {error}")


def test_what_is_snowflakes_but_not_emulated_says_so(client: Any) -> None:
    for sql in (
        "call p()",
        "execute immediate 'select ?' using (x)",
        "execute task t",
        "copy into t from @s",
    ):
        client.fails(sql, 99999, "snowflake_emulator does not emulate")
