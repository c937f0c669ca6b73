"""SHOW, DESCRIBE, INFORMATION_SCHEMA, tables and their columns, hashes."""

from __future__ import annotations

import time
from typing import Any

import pytest


@pytest.fixture
def shop(admin: Any) -> Any:
    admin.script(
        """
        create schema s comment = 'the shop';
        create table orders (id int not null, v varchar(10) default 'x', n number(10,2),
            at timestamp_ltz, g geography, primary key (id));
        create transient table events (a int) comment = 'it happened';
        create view latest as select id, v::varchar(5) as short, at from orders
        """
    )
    return admin


def test_show_schemas(shop: Any) -> None:
    rows = shop.records("show schemas in database analytics")
    assert list(rows[0]) == [
        "created_on", "name", "is_default", "is_current", "database_name", "owner", "comment",
        "options", "retention_time", "owner_role_type", "object_visibility", "is_nested",
    ]  # fmt: skip
    (row,) = [r for r in rows if r["name"] == "S"]
    assert (row["is_current"], row["owner"], row["comment"]) == ("Y", "ACCOUNTADMIN", "the shop")
    assert shop.names("show schemas like 's'") == ["S"]
    assert shop.names("show schemas like 'PUBLI_'") == ["PUBLIC"]
    assert shop.names("show schemas starts with 's'") == []
    assert shop.names("show schemas starts with 'S'") == ["S"]
    assert shop.names("show schemas limit 2") == ["INFORMATION_SCHEMA", "PUBLIC"]
    assert shop.names("show schemas limit 2 from 'PUBLIC'") == ["S"]


def test_show_objects_tables_and_views(shop: Any) -> None:
    objects = {r["name"]: r for r in shop.records("show objects in schema s")}
    assert {name: row["kind"] for name, row in objects.items()} == {
        "EVENTS": "TABLE", "LATEST": "VIEW", "ORDERS": "TABLE"
    }  # fmt: skip
    shop.run("insert into events values (1), (2)")
    tables = {r["name"]: r for r in shop.records("show tables in schema s")}
    assert (tables["EVENTS"]["kind"], tables["EVENTS"]["rows"]) == ("TRANSIENT", 2)
    assert tables["EVENTS"]["comment"] == "it happened"
    (view,) = shop.records("show views in schema s")
    assert view["text"].startswith("create view latest as select")
    assert list(shop.records("show terse objects in s")[0]) == [
        "created_on", "name", "kind", "database_name", "schema_name"
    ]  # fmt: skip
    assert shop.names("show objects like 'e%' in account") == ["EVENTS"]


def test_describe_keeps_declared_types(shop: Any) -> None:
    rows = {r["name"]: r for r in shop.records("describe table orders")}
    assert {name: row["type"] for name, row in rows.items()} == {
        "ID": "NUMBER(38,0)", "V": "VARCHAR(10)", "N": "NUMBER(10,2)", "AT": "TIMESTAMP_LTZ(9)",
        "G": "GEOGRAPHY",
    }  # fmt: skip
    assert (rows["ID"]["null?"], rows["ID"]["primary key"], rows["V"]["default"]) == (
        "N",
        "Y",
        "'x'",
    )
    view = {r["name"]: r["type"] for r in shop.records("describe view latest")}
    assert view == {"ID": "NUMBER(38,0)", "SHORT": "VARCHAR(5)", "AT": "TIMESTAMP_LTZ(9)"}
    shop.run("create table copied as select o.*, count(*) over () as c from orders o")
    types = [r["type"] for r in shop.records("describe table copied")]
    assert types[1:] == [
        "VARCHAR(10)",
        "NUMBER(10,2)",
        "TIMESTAMP_LTZ(9)",
        "GEOGRAPHY",
        "NUMBER(38,0)",
    ]


def test_information_schema(shop: Any) -> None:
    rows = shop.records("select * from information_schema.tables where table_schema = 'S'")
    tables = {r["TABLE_NAME"]: r for r in rows}
    assert (tables["EVENTS"]["IS_TRANSIENT"], tables["EVENTS"]["COMMENT"]) == ("YES", "it happened")
    assert (tables["LATEST"]["TABLE_TYPE"], tables["LATEST"]["ROW_COUNT"]) == ("VIEW", None)
    assert tables["ORDERS"]["ROW_COUNT"] == 0
    query = "select column_name, data_type, is_nullable from analytics.information_schema.columns "
    assert shop.run(query + "where table_name = 'ORDERS' order by ordinal_position")[:2] == [
        ("ID", "NUMBER", "NO"), ("V", "TEXT", "YES")
    ]  # fmt: skip
    query = "select constraint_type, enforced from information_schema.table_constraints"
    assert shop.run(query) == [("PRIMARY KEY", "NO")]
    query = "select schema_name, comment from information_schema.schemata where schema_name = 'S'"
    assert shop.run(query) == [("S", "the shop")]
    assert shop.value("select count(*) from information_schema.views") == 1


def test_what_moves_last_altered_and_last_ddl(shop: Any) -> None:
    query = (
        "select created, last_altered, last_ddl from information_schema.tables "
        "where table_name = 'EVENTS'"
    )
    ((created, altered, ddl),) = shop.run(query)
    assert created <= altered == ddl
    time.sleep(0.005)
    shop.run("delete from events where false")
    ((_, after_dml, same_ddl),) = shop.run(query)
    assert after_dml > altered
    assert same_ddl == ddl
    time.sleep(0.005)
    shop.run("comment on table events is 'y'")
    ((_, after_ddl, new_ddl),) = shop.run(query)
    assert after_ddl == new_ddl > after_dml


def test_comments(shop: Any) -> None:
    shop.run("comment on table orders is $$it's$$")
    shop.run("comment on column orders.v is 'the v'")
    shop.run("comment on view latest is 'newest'")
    shop.run("alter schema s set comment = 'changed'")
    shop.run("alter table orders alter id comment 'key', n comment $$amount$$")
    rows = {r["name"]: r["comment"] for r in shop.records("describe table orders")}
    assert rows == {"ID": "key", "V": "the v", "N": "amount", "AT": None, "G": None}
    comments = {r["name"]: r["comment"] for r in shop.records("show objects in schema s")}
    assert (comments["ORDERS"], comments["LATEST"]) == ("it's", "newest")
    shop.run("alter schema s unset comment")
    assert [r["comment"] for r in shop.records("show schemas like 's'")] == [""]


def test_columns_can_be_added_dropped_renamed_and_widened(admin: Any) -> None:
    admin.script("create schema s; create table t as select 1 as a, 'x'::varchar(5) as b")
    admin.run("alter table t add column c int, \"d\" varchar(3) default 'q'")
    admin.run("alter table t rename column a to z")
    admin.run("alter table t alter column b set data type varchar(20)")
    admin.run("alter table t drop column c")
    assert [(r["name"], r["type"]) for r in admin.records("describe table t")] == [
        ("Z", "NUMBER(38,0)"), ("B", "VARCHAR(20)"), ("d", "VARCHAR(3)")
    ]  # fmt: skip
    assert admin.run("select * from t") == [(1, "x", "q")]
    admin.run("alter table t alter z set not null")
    admin.fails("insert into t (b) values ('y')", 100072)
    admin.fails("alter table t drop column nope", 904)
    admin.fails("alter table t alter z set data type varchar", 2108)
    admin.run("alter table t alter column z drop not null")
    admin.run("insert into t (b) values ('y')")


def test_keys_are_not_enforced_on_standard_tables(shop: Any) -> None:
    shop.run("insert into orders (id) values (1), (1)")
    assert shop.value("select count(*) from orders") == 2
    assert shop.run("select id, v from orders limit 1") == [(1, "x")]
    shop.run("create hybrid table h (a int primary key)")
    shop.run("insert into h values (1)")
    shop.fails("insert into h values (1)", 200001)


def test_identity_columns_and_like(admin: Any) -> None:
    admin.script("create schema s; create table t (id int identity(10, 5), v varchar)")
    admin.run("insert into t (v) values ('a'), ('b')")
    assert admin.run("select id from t order by id") == [(10,), (15,)]
    admin.run("create table u like t")
    assert admin.value("select count(*) from u") == 0
    assert admin.records("describe table u")[0]["name"] == "ID"


def test_get_ddl_can_be_run_again(shop: Any) -> None:
    for name in ("orders", "events"):
        ddl = shop.value(f"select get_ddl('table', '{name}')")
        before = shop.records(f"describe table {name}")
        shop.run(ddl)
        assert shop.records(f"describe table {name}") == before
    assert shop.value("select get_ddl('schema', 's')").count("create or replace") == 4
    assert "TRANSIENT TABLE EVENTS" in shop.value("select get_ddl('table', 'events')")


def test_hashes_ignore_order_and_type_but_not_columns_or_duplicates(admin: Any) -> None:
    def hashed(rows: str, what: str = "*") -> Any:
        return admin.value(f"select hash_agg({what}) from (select * from values {rows} as v(a, b))")

    base = hashed("(1, 'x'), (2, null)")
    assert base == hashed("(2, null), (1, 'x')")
    assert base == hashed("(1.0::float, 'x'), (2::number(10,2), null)")
    assert base != hashed("(1, 'x'), (2, '')")
    assert base != hashed("(1, 'x'), (2, null), (2, null)")
    assert base != hashed("(1, 'x'), (2, null)", "b, a")
    assert hashed("(1, 'x'), (1, 'x')", "distinct a, b") == hashed("(1, 'x')")
    assert admin.value("select hash_agg(1) from values (1) as v(a) where a > 1") == 0
    assert admin.value("select hash(10) = hash(10.00::float)") is True
    assert admin.value("select hash(10) = hash('10')") is False


def test_hash_agg_does_not_take_geography(shop: Any) -> None:
    shop.fails("select hash_agg(*) from orders", 1044, "(GEOGRAPHY)")
    shop.fails("with o as (select * from orders) select hash_agg(g) from o", 1044)
    assert shop.value("select hash_agg(* exclude (g)) from orders") == 0


def test_listagg_of_nothing_is_the_empty_string(shop: Any) -> None:
    assert shop.value("select listagg(v, ',') from orders") == ""
    assert shop.value("select listagg(a) from values ('x'), ('y') as t(a)") == "xy"


def test_parameters_of_a_schema(shop: Any) -> None:
    shop.run("alter schema s set data_retention_time_in_days = 5")
    (row,) = shop.records("show parameters like 'data_retention%' in schema s")
    assert (row["value"], row["level"]) == ("5", "SCHEMA")
    (row,) = shop.records("show parameters like 'data_retention%' in table s.orders")
    assert (row["value"], row["level"]) == ("5", "SCHEMA")


def test_shown_columns_follow_the_reference(shop: Any) -> None:
    expected = {
        "streams": "created_on name database_name schema_name owner comment table_name source_type "
        "base_tables type stale mode stale_after invalid_reason owner_role_type",
        "sequences": "name database_name schema_name next_value interval created_on owner comment "
        "owner_role_type ordered",
        "procedures": "created_on name schema_name is_builtin is_aggregate is_ansi "
        "min_num_arguments max_num_arguments arguments description catalog_name is_table_function "
        "valid_for_clustering is_secure",
    }
    for what, names in expected.items():
        with shop.connection.cursor() as cursor:
            cursor.execute(f"show {what} in schema s")
            assert [column.name for column in cursor.description] == names.split(), what
