"""Views: names, owner's rights, nesting, shape; dynamic tables."""

from __future__ import annotations

from typing import Any


def test_a_view_reads_bare_names_in_its_own_schema(admin: Any) -> None:
    admin.script(
        """
        create schema a;
        create table a.t as select 'a' as v;
        create schema b;
        create table b.t as select 'b' as v;
        use schema a;
        create view v as select v, current_schema() as s from t;
        use schema b
        """
    )
    assert admin.run("select * from a.v") == [("a", "A")]
    admin.run("alter schema a rename to analytics.c")
    assert admin.run("select * from c.v") == [("a", "C")]


def test_a_partial_name_means_the_views_database(admin: Any) -> None:
    admin.script(
        """
        create schema s;
        create table s.t as select 'here' as v;
        create view s.v as select v from s.t;
        create database other;
        create schema other.s;
        create table other.s.t as select 'there' as v
        """
    )
    assert admin.value("select v from analytics.s.v") == "here"


def test_a_view_is_created_only_over_what_exists(admin: Any) -> None:
    admin.run("create schema s")
    admin.fails("create view v as select * from nope", 2003)
    admin.run("create table t (a int)")
    admin.fails("create view v as select nope from t", 904)
    # Resolves in the session's schema, but not in the view's own.
    admin.run("create schema r")
    admin.fails("create view s.v as select * from r_only", 2003)


def test_the_columns_of_a_view_are_frozen(admin: Any) -> None:
    admin.script("create schema s; create table t (a int); create view v as select * from t")
    admin.run("alter table t add column b int")
    admin.fails(
        "select a from v", 2057, "declared 1 column(s), but view query produces 2 column(s)"
    )
    admin.run("create or replace view v as select * from t")
    assert [r["name"] for r in admin.records("describe view v")] == ["A", "B"]


def test_nested_views_go_twenty_deep(admin: Any) -> None:
    admin.script("create schema s; create view v0 as select 1 as a")
    for i in range(1, 20):
        admin.run(f"create view v{i} as select a from v{i - 1}")
    assert admin.value("select a from v19") == 1
    admin.fails("create view v20 as select a from v19", 2037, "deeper than 20")


def test_views_run_with_the_rights_of_their_owner(admin: Any, connect: Any) -> None:
    admin.script(
        """
        create role reader;
        create schema s;
        create table t as select 1 as a;
        create view v as select a from t;
        grant usage on database analytics to role reader;
        grant usage on schema s to role reader;
        grant select on view v to role reader
        """
    )
    reader = connect(role="reader")
    assert reader.value("select a from analytics.s.v") == 1
    reader.fails("select a from analytics.s.t", 2003)


def test_a_secure_view_hides_its_text_from_others(admin: Any, connect: Any) -> None:
    admin.script(
        """
        create role reader;
        create schema s;
        create secure view v as select 1 as a;
        grant usage on database analytics to role reader;
        grant usage on schema s to role reader;
        grant select on view v to role reader
        """
    )
    reader = connect(role="reader", schema="s")
    assert admin.records("show views in schema s")[0]["text"].startswith("create secure view v")
    assert reader.records("show views in schema s")[0]["text"] is None
    reader.fails("select get_ddl('view', 'v')", 2043)
    text = "select view_definition from information_schema.views where table_name = 'V'"
    assert reader.value(text) is None


def test_get_ddl_of_a_view(admin: Any) -> None:
    admin.run("create schema s")
    admin.run("create view v (a comment $$it's$$, \"b\") comment = 'c' as select 1, 2 -- x")
    assert admin.value("select get_ddl('view', 'v')") == (
        "create or replace view V(\n\tA COMMENT 'it''s',\n\t\"b\"\n) COMMENT='c' as\nselect 1, 2;"
    )
    ddl = admin.value("select get_ddl('view', 'v', true)")
    assert ddl.startswith("create or replace view ANALYTICS.S.V(")
    admin.run(ddl.replace("S.V", "S.W").removesuffix(";"))
    assert admin.run('select a, "b" from w') == [(1, 2)]


def test_temporary_objects_live_and_die_with_their_session(admin: Any, connect: Any) -> None:
    admin.script(
        """
        create schema s;
        create table t as select 'permanent' as v;
        create temporary table t as select 'temporary' as v;
        create temporary view only_here as select v from t
        """
    )
    other = connect(schema="s")
    assert admin.value("select v from t") == "temporary"
    assert admin.value("select v from only_here") == "temporary"
    assert other.value("select v from t") == "permanent"
    other.fails("select * from only_here", 2003)
    admin.run("drop table t")
    assert admin.value("select v from t") == "permanent"


def test_a_dynamic_table_holds_its_rows_until_it_is_refreshed(admin: Any) -> None:
    admin.script(
        """
        create schema s;
        create table t as select 1 as a;
        create dynamic table d target_lag = '1 hour' warehouse = w as select a from t;
        insert into t values (2)
        """
    )
    assert admin.value("select count(*) from d") == 1
    admin.run("alter dynamic table d refresh")
    assert admin.value("select count(*) from d") == 2
    (row,) = admin.records("show objects like 'D' in schema s")
    assert (row["kind"], row["is_dynamic"]) == ("TABLE", "Y")
    admin.fails("drop table d", 2203)


def test_change_tokens_follow_dml_through_views(admin: Any) -> None:
    admin.script("create schema s; create table t (a int); create table u (a int)")
    admin.script("create view v as select a from t; create view w as select a from v")
    token = "select system$last_change_commit_time('w')"
    before = admin.value(token)
    admin.run("insert into u values (1)")
    assert admin.value(token) == before
    admin.run("insert into t values (1)")
    after = admin.value(token)
    assert after > before
    admin.run("delete from t where false")
    assert admin.value(token) > after
