"""Roles, grants, grantees; the columns of SHOW GRANTS; what a reader needs."""

from __future__ import annotations

from typing import Any

import pytest

GRANT_COLUMNS = ["created_on", "privilege", "granted_on", "name", "granted_to", "grantee_name",
                 "grant_option", "granted_by", "granted_by_role_type"]  # fmt: skip
FUTURE_COLUMNS = ["created_on", "privilege", "grant_on", "name", "grant_to", "grantee_name",
                  "grant_option"]  # fmt: skip
INHERITED_COLUMNS = ["is_inherited", "inherited_from", "inherited_from_database",
                     "inherited_from_schema"]  # fmt: skip


@pytest.fixture
def setup(admin: Any) -> Any:
    admin.script(
        """
        create role reader;
        create schema s;
        create table t as select 1 as a;
        create view v as select a from t
        """
    )
    return admin


def columns(client: Any, sql: str) -> list[str]:
    with client.connection.cursor() as cursor:
        cursor.execute(sql)
        return [column.name for column in cursor.description]


def grants(client: Any, what: str) -> set[tuple[str, str, str]]:
    rows = client.records(f"show grants on {what}")
    return {(r["privilege"], r["granted_to"], r["grantee_name"]) for r in rows}


def test_a_reader_needs_usage_twice_and_select(setup: Any, connect: Any) -> None:
    reader = connect(role="reader")
    reader.fails("select a from analytics.s.t", 2003, "Database 'ANALYTICS' does not exist or not")
    setup.run("grant usage on database analytics to role reader")
    reader.fails("select a from analytics.s.t", 2003, "Schema 'ANALYTICS.S' does not exist or not")
    setup.run("grant usage on schema s to role reader")
    reader.fails(
        "select a from analytics.s.t", 2003, "Object 'ANALYTICS.S.T' does not exist or not"
    )
    setup.run("grant references on table t to role reader")
    reader.fails("select a from analytics.s.t", 3001, "Insufficient privileges to operate on table")
    setup.run("grant select on table t to role reader")
    assert reader.value("select a from analytics.s.t") == 1
    reader.fails("insert into analytics.s.t values (2)", 3001)
    reader.fails("drop table analytics.s.t", 3001)
    reader.fails("create table analytics.s.u (a int)", 3001, "schema 'S'")
    reader.fails("create schema analytics.x", 3001, "database 'ANALYTICS'")


def test_listings_show_only_what_the_role_has_a_privilege_on(setup: Any, connect: Any) -> None:
    setup.run("grant usage on database analytics to role reader")
    reader = connect(role="reader")
    assert "S" not in reader.names("show schemas in database analytics")
    reader.fails("show objects in schema analytics.s", 2043)
    setup.run("grant usage on schema s to role reader")
    assert reader.names("show objects in schema analytics.s") == []
    setup.run("grant select on view v to role reader")
    assert reader.names("show objects in schema analytics.s") == ["V"]
    rows = reader.run("select table_name from analytics.information_schema.tables")
    assert rows == [("V",)]


def test_roles_inherit_and_the_creator_owns(setup: Any, connect: Any) -> None:
    setup.script(
        """
        create role builder;
        create role lead;
        grant role builder to role lead;
        grant usage, create schema on database analytics to role builder
        """
    )
    builder, lead = connect(role="builder"), connect(role="lead")
    builder.script("create schema analytics.own; create table t (a int)")
    assert ("OWNERSHIP", "ROLE", "BUILDER") in grants(builder, "table t")
    lead.run("drop table analytics.own.t")
    # No hierarchy leads from BUILDER to ACCOUNTADMIN: it manages grants, but owns nothing here.
    assert "OWN" in setup.names("show schemas in database analytics")
    setup.fails("create table analytics.own.u (a int)", 3001)


def test_swap_needs_ownership_of_both(setup: Any, connect: Any) -> None:
    setup.script(
        """
        create role builder;
        grant usage, create schema on database analytics to role builder;
        grant usage on schema s to role builder
        """
    )
    builder = connect(role="builder")
    builder.run("create schema analytics.audit")
    builder.fails("alter schema analytics.audit swap with analytics.s", 3001, "schema 'S'")
    setup.run("grant ownership on schema s to role builder copy current grants")
    builder.run("alter schema analytics.audit swap with analytics.s")


def test_show_grants_has_the_documented_columns(setup: Any) -> None:
    assert columns(setup, "show grants on schema s") == GRANT_COLUMNS
    assert columns(setup, "show grants on s.t") == GRANT_COLUMNS
    assert columns(setup, "show grants to role reader") == GRANT_COLUMNS[:8]
    assert columns(setup, "show grants of role reader") == [
        "created_on", "role", "granted_to", "grantee_name", "granted_by"
    ]  # fmt: skip
    assert columns(setup, "show future grants in schema s") == FUTURE_COLUMNS
    assert columns(setup, "show future grants in database analytics") == FUTURE_COLUMNS


def test_every_kind_of_grantee(setup: Any) -> None:
    setup.script(
        """
        create database role analytics.dr;
        create share sh;
        create user someone;
        grant usage on database analytics to share sh;
        grant usage on schema s to share sh;
        grant select on table t to share sh;
        grant select on table t to database role analytics.dr;
        grant select on table t to user someone;
        grant select on table t to reader
        """
    )
    assert grants(setup, "table t") == {
        ("OWNERSHIP", "ROLE", "ACCOUNTADMIN"),
        ("SELECT", "SHARE", "EMULATOR.SH"),
        ("SELECT", "DATABASE_ROLE", "DR"),
        ("SELECT", "USER", "SOMEONE"),
        ("SELECT", "ROLE", "READER"),
    }
    setup.fails("grant select on view v to share sh", 3029)
    setup.fails("grant select on future tables in schema s to share sh", 2)
    setup.fails("grant select on table t to share sh with grant option", 2)
    setup.run("create database other")
    setup.fails("grant usage on database other to database role analytics.dr", 3042)


def test_users_and_database_roles_can_use_their_grants(setup: Any, connect: Any) -> None:
    setup.script(
        """
        create database role analytics.dr;
        grant usage on database analytics to database role analytics.dr;
        grant usage on schema s to database role analytics.dr;
        grant select on table t to database role analytics.dr;
        grant database role analytics.dr to role reader
        """
    )
    assert connect(role="reader").value("select a from analytics.s.t") == 1
    setup.run("revoke database role analytics.dr from role reader")
    connect(role="reader").fails("select a from analytics.s.t", 2003)


def test_future_grants_reach_new_objects(setup: Any) -> None:
    setup.script(
        """
        create role other;
        grant select on future tables in schema s to role reader;
        create table after (a int)
        """
    )
    assert ("SELECT", "ROLE", "READER") in grants(setup, "table after")
    assert ("SELECT", "ROLE", "READER") not in grants(setup, "table t")
    # A future grant of the schema switches off all of the database's for that kind.
    setup.run("grant select on future tables in database analytics to role other")
    setup.run("create table later (a int)")
    assert ("SELECT", "ROLE", "OTHER") not in grants(setup, "table later")
    setup.script("create schema r; create table later (a int)")
    assert ("SELECT", "ROLE", "OTHER") in grants(setup, "table r.later")
    setup.run("grant usage on future schemas in database analytics to role other")
    setup.run("create schema q clone s")
    assert ("USAGE", "ROLE", "OTHER") in grants(setup, "schema q")


def test_create_or_replace_loses_grants_unless_they_are_copied(setup: Any) -> None:
    setup.script(
        """
        create role other;
        grant select on future tables in schema s to role other;
        grant select on table t to role reader;
        create or replace table t copy grants as select 2 as a
        """
    )
    assert grants(setup, "table t") == {
        ("OWNERSHIP", "ROLE", "ACCOUNTADMIN"),
        ("SELECT", "ROLE", "READER"),
    }
    setup.run("create or replace table t as select 3 as a")
    assert grants(setup, "table t") == {
        ("OWNERSHIP", "ROLE", "ACCOUNTADMIN"),
        ("SELECT", "ROLE", "OTHER"),
    }
    setup.run("create table c clone t copy grants")
    assert ("SELECT", "ROLE", "OTHER") in grants(setup, "table c")


def test_ownership_moves_with_or_without_the_grants(setup: Any) -> None:
    setup.script("create role builder; grant select on table t to role reader")
    setup.fails("grant ownership on table t to role builder", 3036, "Dependent grant")
    setup.run("grant ownership on table t to role builder copy current grants")
    rows = setup.records("show grants on table t")
    assert {(r["privilege"], r["grantee_name"], r["granted_by"]) for r in rows} == {
        ("OWNERSHIP", "BUILDER", "BUILDER"),
        ("SELECT", "READER", "BUILDER"),
    }
    setup.run("grant ownership on table t to role accountadmin revoke current grants")
    assert grants(setup, "table t") == {("OWNERSHIP", "ROLE", "ACCOUNTADMIN")}


def test_grant_option_and_what_depends_on_it(setup: Any, connect: Any) -> None:
    setup.script(
        """
        create role other;
        grant usage on database analytics to role reader;
        grant usage on schema s to role reader;
        grant select on table t to role reader with grant option
        """
    )
    connect(role="reader").run("grant select on table analytics.s.t to role other")
    rows = {r["grantee_name"]: r for r in setup.records("show grants on table t")}
    assert (rows["READER"]["grant_option"], rows["OTHER"]["granted_by"]) == ("true", "READER")
    setup.fails("revoke select on table t from role reader", 3935, "1 grant(s) skipped")
    setup.run("revoke select on table t from role reader cascade")
    assert grants(setup, "table t") == {("OWNERSHIP", "ROLE", "ACCOUNTADMIN")}
    setup.run("revoke select on table t from role reader")


def test_in_a_managed_schema_only_its_owner_grants(admin: Any, connect: Any) -> None:
    admin.script(
        """
        create role builder;
        create role reader;
        grant usage on database analytics to role builder;
        create schema m with managed access;
        grant usage, create table on schema m to role builder
        """
    )
    builder = connect(role="builder", schema="m")
    builder.run("create table t (a int)")
    builder.fails("grant select on table t to role reader", 3001)
    admin.run("grant select on table m.t to role reader")
    assert ("MANAGE GRANTS", "ROLE", "ACCOUNTADMIN") in grants(admin, "schema m")


def test_inherited_grants_are_an_opt_in(setup: Any, connect: Any) -> None:
    setup.fails("grant inherited select on all tables in schema s to role reader", 2, "Unsupported")
    setup.fails("show inherited grants in schema s", 2, "Unsupported")
    setup.run("alter account set feature_rbac_inherited_grants = 'ENABLED'")
    setup.run("grant usage on database analytics to role reader")
    setup.run("grant inherited select on all tables in schema s to role reader")
    reader = connect(role="reader")
    assert reader.value("select a from analytics.s.t") == 1
    reader.fails("select a from analytics.s.v", 2003)
    setup.run("create table after as select 2 as a")
    assert reader.value("select a from analytics.s.after") == 2
    assert columns(setup, "show grants on table t") == GRANT_COLUMNS + INHERITED_COLUMNS
    (row,) = [r for r in setup.records("show grants on table t") if r["is_inherited"] == "true"]
    assert (row["grantee_name"], row["inherited_from"], row["inherited_from_schema"]) == (
        "READER", "SCHEMA", "S"
    )  # fmt: skip
    setup.run("create schema c clone s")
    assert setup.records("show inherited grants in schema c") == []
    assert len(setup.records("show inherited grants in schema s")) == 1
    setup.run("revoke inherited select on all tables in schema s from role reader")
    reader.fails("select a from analytics.s.t", 2003)


def test_use_role_and_the_functions_that_tell_it(setup: Any) -> None:
    setup.run("use role reader")
    query = "select current_role(), is_role_in_session('READER'), is_role_in_session('SYSADMIN')"
    assert setup.run(query) == [("READER", True, False)]
    setup.fails("create role x", 3001)
    setup.run("use role securityadmin")
    setup.run("create role x")
