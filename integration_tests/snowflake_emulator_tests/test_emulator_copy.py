"""Copies of an emulator, several databases, and parameters of the session that change names."""

from __future__ import annotations

from typing import Any

import pytest
from emulator_client import Client


def fill(client: Client) -> None:
    client.script(
        """create schema s with managed access comment = 'was'; create role reader;
        grant usage on schema s to role reader;
        create table t (a int not null default 5, b varchar, v variant, n int identity);
        insert into t (a, b, v) select 1, 'x', parse_json('{"k": [1]}');
        insert into t (b) values ('y');
        create view w as select a, b from t; create stream st on table t;
        create schema c clone s; create temporary table mine as select 1 as a"""
    )


def test_a_copy_has_all_of_it_and_shares_nothing(emulator: Any, admin: Client) -> None:
    fill(admin)
    emulator.fail_at(100)
    rows = admin.run("select a, b, v from s.t order by a")
    with emulator.copy() as twin:
        assert twin.statements() == []
        other = Client(twin.connection(schema="S"))
        assert other.run("select a, b, v from t order by a") == rows
        assert other.run("select * from w order by a") == [(1, "x"), (5, "y")]
        assert other.names("show tables in schema s") == ["T"]
        assert {r["comment"] for r in other.records("show schemas like 's'")} == {"was"}
        assert other.names("show streams in schema c") == ["ST"]
        other.fails("insert into t (a) values (null)", 100072)
        other.script("insert into t (b) values ('z'); drop schema c; alter schema s rename to q")
        assert other.run("select a, b from analytics.q.t where n > 2") == [(5, "z")]
        assert admin.value("select count(*) from s.t") == 2
        admin.run("create schema only_here")
        assert "ONLY_HERE" not in other.names("show schemas")
        with twin.copy() as third:
            client = Client(third.connection())
            assert client.value("select count(*) from q.t") == 3
            client.close()
        other.close()


def test_a_copy_leaves_out_what_is_not_committed(emulator: Any, admin: Client) -> None:
    admin.script("create schema s; create table t (a int); begin; insert into t values (1)")
    with emulator.copy() as twin:
        other = Client(twin.connection())
        assert other.value("select count(*) from s.t") == 0
        other.run("insert into s.t values (2)")
        other.close()
    admin.run("commit")
    assert admin.run("select a from s.t") == [(1,)]


def test_time_travel_goes_along(emulator: Any, admin: Client) -> None:
    admin.script("create schema s; create table t as select 1 as a")
    text = "'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM'"
    moment = admin.value(f"select to_varchar(current_timestamp()::timestamp_ltz, {text})")
    admin.run("insert into t values (2)")
    with emulator.copy() as twin:
        other = Client(twin.connection())
        at = f"at(timestamp => '{moment}'::timestamp_ltz)"
        assert other.value(f"select count(*) from s.t {at}") == 1
        other.close()


def test_several_databases_exist_from_the_start() -> None:
    from integration_tests.snowflake_emulator import Emulator

    with Emulator(databases=("ONE", "TWO")) as running:
        client = Client(running.connection(database="TWO"))
        assert client.names("show databases") == ["ONE", "TWO"]
        assert client.value("select current_database()") == "TWO"
        client.close()


@pytest.mark.parametrize("level", ["session", "account"])
def test_quoted_identifiers_may_ignore_case(admin: Client, level: str) -> None:
    admin.script('create schema s; create table "Mixed" ("aB" int)')
    admin.run(f"alter {level} set quoted_identifiers_ignore_case = true")
    (parameter,) = admin.records("show parameters like 'quoted_identifiers%' in session")
    assert (parameter["value"], parameter["level"]) == ("true", level.upper())
    admin.fails('select * from "Mixed"', 2003)
    admin.run('create table "other" ("aB" varchar) comment = \'a "Text"\'')
    admin.run("""insert into "OTHER" ("Ab") values ('say "Hi"')""")
    assert admin.records('select "ab" as "x" from other') == [{"X": 'say "Hi"'}]
    admin.run(f"alter {level} unset quoted_identifiers_ignore_case")
    assert admin.names("show tables") == ["Mixed", "OTHER"]


def test_secondary_roles_add_what_the_user_holds_but_not_create(
    admin: Client, connect: Any
) -> None:
    admin.script(
        """create role a; create role b; create schema s; create table t (x int);
        grant usage on database analytics to role a; grant usage on schema s to role a;
        grant select on table t to role b; grant create table on schema s to role b;
        grant role b to user tester"""
    )
    client = connect(role="A", schema="S")
    assert client.run("select * from t") == []
    assert client.value("select current_secondary_roles()") == '{"roles":"B","value":"ALL"}'
    client.fails("create table u (x int)", 3001)
    client.run("use secondary roles none")
    client.fails("select * from t", 2003)
    client.run("use secondary roles all")
    assert client.run("select * from t") == []
