"""SWAP, RENAME, CLONE: what travels with a schema, what stays with the name, what gets lost."""

from __future__ import annotations

import time
from typing import Any

import pytest


@pytest.fixture
def shop(admin: Any) -> Any:
    """PROD with a table and views that name it in the three ways; AUDIT is its clone, rebuilt."""
    admin.script(
        """
        create schema prod;
        create table prod.t as select 1 as id, 'old' as v;
        create view prod.bare as select v from t;
        create view prod.partial as select v from prod.t;
        create view prod.full_ as select v from analytics.prod.t;
        create schema audit clone prod;
        create or replace table audit.t as select 1 as id, 'new' as v;
        create or replace view audit.built as select v from analytics.audit.t
        """
    )
    return admin


def test_a_cloned_view_keeps_its_text(shop: Any) -> None:
    assert shop.value("select v from audit.bare") == "new"
    assert shop.value("select v from audit.partial") == "old"
    assert shop.value("select v from audit.full_") == "old"
    assert "analytics.prod.t" in shop.value("select get_ddl('view', 'audit.full_', true)")
    assert "ANALYTICS.AUDIT.FULL_" in shop.value("select get_ddl('view', 'audit.full_', true)")


def test_after_a_swap_a_view_built_in_audit_reads_the_old_data(shop: Any) -> None:
    shop.run("alter schema prod swap with audit")
    assert shop.value("select v from prod.t") == "new"
    assert shop.value("select v from prod.bare") == "new"
    assert shop.value("select v from prod.partial") == "new"
    assert shop.value("select v from prod.built") == "old"


def test_and_breaks_when_the_archive_is_dropped(shop: Any) -> None:
    shop.run("alter schema prod swap with audit")
    shop.run("drop schema audit")
    shop.fails("select * from prod.built", 2037, "Failure during expansion of view")
    shop.run("create or replace view prod.built as select v from analytics.prod.t")
    assert shop.value("select v from prod.built") == "new"


def test_swap_is_its_own_inverse(shop: Any) -> None:
    before = shop.records("show objects in schema prod")
    shop.run("alter schema prod swap with audit")
    shop.run("alter schema analytics.audit swap with analytics.prod")
    assert shop.records("show objects in schema prod") == before


def test_metadata_and_grants_travel_with_the_schema(shop: Any) -> None:
    shop.script(
        """
        create role reader;
        grant usage on schema prod to role reader;
        grant select on future tables in schema prod to role reader;
        comment on schema audit is 'candidate';
        alter schema audit set data_retention_time_in_days = 7;
        alter schema prod swap with audit
        """
    )
    (prod,) = [s for s in shop.records("show schemas in database analytics") if s["name"] == "PROD"]
    assert (prod["comment"], prod["retention_time"]) == ("candidate", "7")
    assert [g["privilege"] for g in shop.records("show grants on schema prod")] == ["OWNERSHIP"]
    assert [g["privilege"] for g in shop.records("show grants on schema audit")] == [
        "OWNERSHIP",
        "USAGE",
    ]
    assert shop.records("show future grants in schema prod") == []
    (future,) = shop.records("show future grants in schema audit")
    assert future["name"] == "ANALYTICS.AUDIT.<TABLE>"


def test_swap_across_databases_exchanges_the_places(shop: Any) -> None:
    shop.run("create database other")
    shop.run("create schema other.s")
    shop.run("alter schema analytics.prod swap with other.s")
    assert shop.value("select v from other.s.t") == "old"
    assert shop.value("select v from other.s.bare") == "old"
    assert shop.names("show objects in schema analytics.prod") == []


def test_a_bare_new_name_lands_in_the_sessions_database(shop: Any) -> None:
    shop.run("create database elsewhere")
    shop.run("alter schema analytics.audit rename to archive")
    assert shop.value("select v from elsewhere.archive.t") == "new"
    assert "ARCHIVE" not in shop.names("show schemas in database analytics")
    shop.fails("alter schema elsewhere.archive rename to elsewhere..x", 2043)
    shop.fails("alter schema analytics.prod rename to elsewhere.archive", 2002, "ELSEWHERE.ARCHIVE")
    shop.fails("alter schema analytics.nope rename to x", 2003, "Schema 'ANALYTICS.NOPE'")
    shop.fails("alter schema analytics.information_schema rename to x", 3001)


def test_create_schema_becomes_the_current_schema(shop: Any) -> None:
    assert shop.value("select current_schema()") == "AUDIT"
    shop.run("create schema fresh")
    assert shop.value("select current_schema()") == "FRESH"
    shop.run("use schema prod")
    shop.run("create schema if not exists fresh")
    assert shop.value("select current_schema()") == "PROD"
    shop.run("create schema again clone fresh")
    assert shop.value("select current_schema()") == "AGAIN"


def test_a_clone_has_the_grants_of_the_children_but_not_of_the_container(admin: Any) -> None:
    admin.script(
        """
        create role reader;
        create role builder;
        create schema prod comment = 'the shop' data_retention_time_in_days = 3;
        create table prod.t (a int);
        grant usage on database analytics to role builder;
        grant usage on schema prod to role reader;
        grant select on table prod.t to role reader with grant option;
        grant select on future views in schema prod to role reader;
        grant ownership on table prod.t to role builder copy current grants;
        grant role builder to role accountadmin;
        create schema audit clone prod
        """
    )
    assert [g["privilege"] for g in admin.records("show grants on schema audit")] == ["OWNERSHIP"]
    grants = admin.records("show grants on table audit.t")
    assert [(g["privilege"], g["grantee_name"], g["grant_option"]) for g in grants] == [
        ("OWNERSHIP", "BUILDER", "true"),
        ("SELECT", "READER", "true"),
    ]
    assert len(admin.records("show future grants in schema audit")) == 1
    (audit,) = [s for s in admin.records("show schemas") if s["name"] == "AUDIT"]
    assert (audit["comment"], audit["retention_time"]) == ("the shop", "3")


def test_a_clone_leaves_out_in_silence_what_the_role_may_not_clone(
    admin: Any, connect: Any
) -> None:
    admin.script(
        """
        create role builder;
        grant usage, create schema on database analytics to role builder;
        create schema prod;
        grant usage on schema prod to role builder;
        create table prod.seen (a int);
        create table prod.hidden (a int);
        create view prod.seen_view as select a from seen;
        create sequence prod.seen_sequence;
        create task prod.hidden_task warehouse = w as select 1;
        grant select on table prod.seen to role builder;
        grant select on view prod.seen_view to role builder;
        grant usage on sequence prod.seen_sequence to role builder
        """
    )
    builder = connect(role="builder")
    builder.run("create schema audit clone prod")
    assert admin.names("show objects in schema analytics.audit") == ["SEEN", "SEEN_VIEW"]
    assert admin.names("show sequences in schema analytics.audit") == ["SEEN_SEQUENCE"]
    assert admin.names("show tasks in schema analytics.audit") == []


def test_what_a_schema_clone_does_with_each_kind(admin: Any) -> None:
    admin.script(
        """
        create schema prod;
        create table prod.permanent (a int);
        create transient table prod.passing (a int);
        create temporary table prod.temp (a int);
        create external table prod.outside location = '@s';
        create hybrid table prod.hybrid (a int primary key);
        create materialized view prod.mv as select a from permanent;
        create dynamic table prod.dt target_lag = '1 minute' warehouse = w
            as select a from permanent;
        create stream prod.st on table prod.permanent;
        create task prod.tk warehouse = w schedule = '1 minute' as select 1;
        alter task prod.tk resume;
        create stage prod.inside;
        create stage prod.outer url = 's3://bucket/x';
        create pipe prod.pi as copy into permanent from @outer;
        create sequence prod.sq;
        create function prod.f(a int) returns int as $$a$$;
        create schema audit clone prod
        """
    )
    kinds = {o["name"]: o["kind"] for o in admin.records("show tables in schema audit")}
    assert kinds == {"PERMANENT": "TABLE", "PASSING": "TRANSIENT", "DT": "TABLE"}
    assert admin.names("show materialized views in schema audit") == ["MV"]
    (dynamic,) = admin.records("show dynamic tables in schema audit")
    assert (dynamic["scheduling_state"], dynamic["is_clone"]) == ("SUSPENDED", "true")
    (stream,) = admin.records("show streams in schema audit")
    assert stream["table_name"] == "ANALYTICS.AUDIT.PERMANENT"
    assert [t["state"] for t in admin.records("show tasks in schema audit")] == ["suspended"]
    assert [t["state"] for t in admin.records("show tasks in schema prod")] == ["started"]
    assert admin.names("show stages in schema audit") == ["OUTER"]
    for what in ("pipes", "sequences", "user functions"):
        assert len(admin.names(f"show {what} in schema audit")) == 1, what
    admin.fails("create table audit.copy clone prod.hybrid", 391411, "hybrid tables: 'CLONE'")


def test_hybrid_tables_can_also_fail_the_clone() -> None:
    from emulator_client import Client

    from integration_tests.snowflake_emulator import Emulator

    with Emulator(hybrid_clone="error") as strict:
        client = Client(strict.connection())
        client.script("create schema prod; create hybrid table prod.h (a int primary key)")
        client.fails("create schema audit clone prod", 391411)
        client.run("create schema audit clone prod ignore hybrid tables")
        client.close()


def test_transient_is_not_cloned_to_permanent(admin: Any) -> None:
    admin.run("create transient schema prod")
    admin.run("create table prod.t (a int)")
    admin.fails("create schema audit clone prod", 2120, "Transient object cannot be cloned")
    admin.run("create transient schema audit clone prod")
    (row,) = [s for s in admin.records("show schemas") if s["name"] == "AUDIT"]
    assert row["options"] == "TRANSIENT"
    admin.fails("create table audit.p clone prod.t", 2120)
    admin.run("create transient table audit.p clone prod.t")


def test_a_clone_is_independent_and_has_an_id_of_its_own(shop: Any) -> None:
    shop.run("create schema copy clone prod")
    shop.run("insert into copy.t values (2, 'more')")
    assert shop.value("select count(*) from prod.t") == 1
    created = {
        (r["TABLE_SCHEMA"], r["TABLE_NAME"]): r["CREATED"]
        for r in shop.records("select * from information_schema.tables")
    }
    assert created["COPY", "T"] > created["PROD", "T"]


def test_at_a_moment_the_clone_holds_what_was_there_then(shop: Any) -> None:
    time.sleep(0.01)
    moment = shop.value("select current_timestamp()").isoformat()
    time.sleep(0.01)
    shop.run("update prod.t set v = 'later'")
    shop.run("create table prod.young (a int)")
    shop.run(f"create schema back clone prod at(timestamp => '{moment}'::timestamp_ltz)")
    assert shop.run("select v from back.t") == [("old",)]
    assert "YOUNG" not in shop.names("show tables in schema back")
    assert shop.value(f"select v from prod.t at(timestamp => '{moment}'::timestamp_ltz)") == "old"
    shop.fails("select * from back.t at(offset => -3600)", 707)


def test_time_travel_of_a_clone_starts_at_the_clone(shop: Any) -> None:
    moment = shop.value("select current_timestamp()").isoformat()
    time.sleep(0.01)
    shop.run("create schema copy clone prod")
    shop.fails(f"select * from copy.t at(timestamp => '{moment}'::timestamp_ltz)", 707)
    assert shop.value(f"select v from prod.t at(timestamp => '{moment}'::timestamp_ltz)") == "old"


def test_a_dropped_schema_comes_back_unless_its_name_is_taken(shop: Any) -> None:
    assert shop.run("drop schema audit") == [("AUDIT successfully dropped.",)]
    shop.fails("select * from audit.t", 2003)
    history = shop.records("show schemas history in database analytics")
    assert [h["name"] for h in history if h["dropped_on"]] == ["AUDIT"]
    shop.run("create schema audit")
    shop.fails("undrop schema audit", 2002)
    shop.run("alter schema audit rename to analytics.other")
    assert shop.run("undrop schema audit") == [("Schema AUDIT successfully restored.",)]
    assert shop.value("select v from audit.t") == "new"
    shop.run("alter schema audit set data_retention_time_in_days = 0")
    shop.run("drop schema audit")
    shop.fails("undrop schema audit", 2003)


def test_materialized_views_do_not_survive_a_move_of_their_base(shop: Any) -> None:
    shop.run("create materialized view prod.mv as select v from t")
    assert shop.value("select v from prod.mv") == "old"
    shop.run("alter schema prod swap with audit")
    (view,) = shop.records("show materialized views in schema audit")
    assert view["invalid"] == "true"
    shop.fails("select * from audit.mv", 2037, "is invalid")


def test_tables_swap_and_rename(shop: Any) -> None:
    shop.run("alter table prod.t swap with audit.t")
    assert shop.value("select v from prod.t") == "new"
    shop.run("alter table prod.t rename to analytics.prod.renamed")
    shop.fails("select * from prod.bare", 2037)
    shop.run("use schema audit")
    shop.run("alter table prod.renamed rename to moved")
    assert shop.value("select v from audit.moved") == "new"
    shop.run("create temporary table tmp (a int)")
    shop.fails("alter table tmp swap with audit.moved", 2)


def test_managed_access_is_not_taken_over_by_a_clone_without_the_clause(admin: Any) -> None:
    admin.run("create schema prod with managed access")
    admin.run("create schema audit clone prod")
    admin.run("create schema audit2 clone prod with managed access")
    options = {s["name"]: s["options"] for s in admin.records("show schemas")}
    assert (options["PROD"], options["AUDIT"], options["AUDIT2"]) == (
        "MANAGED ACCESS",
        "",
        "MANAGED ACCESS",
    )


def test_names_are_folded_unless_quoted(admin: Any) -> None:
    admin.run('create schema "lower case"')
    admin.run('create table "lower case".t (a int)')
    admin.run('create table "lower case"."T2" ("b" int)')
    assert admin.names('show objects in schema "lower case"') == ["T", "T2"]
    admin.fails('select * from "lower case"."t"', 2003)
    admin.fails('select b from "lower case".t2', 904)
    assert admin.run('select "b" from "lower case".t2') == []
    (grant,) = admin.records('show grants on schema "lower case"')
    assert grant["name"] == 'ANALYTICS."lower case"'
