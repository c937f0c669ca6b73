"""The statements that the package's macros send work for an administrator and for a plain role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from emulator_client import Client

S = '"ANALYTICS"."S"'
T = f'{S}."T"'
COLUMNS = ["ID", "V", "F", "B", "D", "T", "N", "L", "Z", "BI", "VA", "O", "A", "Mixed"]
ALL = ", ".join(f'"{column}"' for column in COLUMNS)
NOW = "to_varchar(current_timestamp()::timestamp_ltz, 'YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM')"
SETUP = f"""
create schema "S" with managed access comment = 'prod';
create table {T} (id number(38,0) not null, v varchar(20), f float, b boolean, d date, t time,
  n timestamp_ntz, l timestamp_ltz, z timestamp_tz, bi binary, va variant, o object, a array,
  "Mixed" number(10,2)) comment = 'table';
insert into {T} select 1, 'a', 1.5, true, '2024-01-01'::date, '10:00:00'::time,
  '2024-01-01 10:00:00'::timestamp_ntz, '2024-01-01 10:00:00 +0000'::timestamp_ltz,
  '2024-01-01 10:00:00 +0000'::timestamp_tz, to_binary('ff6162', 'hex'), parse_json('"t"'),
  object_construct('k', 1), array_construct(1, 2), 2.5;
insert into {T} (id, f) select 2, 'nan'::float;
insert into {T} (id, f, va) select 3, 'inf'::float, parse_json('[1, "b"]');
create view {S}."V" as select id, v from {T};
create secure view {S}."SV" as select id from {T};
create dynamic table {S}."DT" target_lag = '1 day' warehouse = w as select id from {T};
create materialized view {S}."MV" as select id from {T};
create stream {S}."ST" on table {T};
create task {S}."TA" schedule = '1 minute' as select 1;
create alert {S}."AL" warehouse = w schedule = '1 minute' if (exists (select 1)) then select 2;
create stage {S}."SG";
create pipe {S}."PI" as copy into t from @sg;
create sequence {S}."SE";
create hybrid table {S}."HT" (a int primary key);
create event table {S}."ET";
create external table {S}."EX" (a int) with location = @sg/x file_format = (type = csv);
create file format {S}."FF" type = csv;
create function {S}."FU"(a int) returns int as 'a';
create procedure {S}."PR"(a int) returns int language sql as 'begin return 1@ end'
"""


@pytest.fixture(scope="module", params=["ACCOUNTADMIN", "DBT"])
def ready(request: pytest.FixtureRequest) -> Iterator[tuple[Any, str]]:
    """An emulator with a schema of everything, which the role owns."""
    from integration_tests.snowflake_emulator import Emulator

    with Emulator() as running:
        admin = Client(running.connection())
        admin.script(
            """create role dbt; grant usage, create schema on database analytics to role dbt"""
        )
        owner = Client(running.connection(role=request.param))
        for statement in SETUP.split(";"):
            owner.run(statement.replace("@ end", "; end"))
        owner.close()
        admin.close()
        yield running, request.param


@pytest.fixture
def reader(ready: tuple[Any, str]) -> Iterator[Client]:
    client = Client(ready[0].connection(role=ready[1]))
    yield client
    client.close()


@pytest.fixture
def writer(ready: tuple[Any, str]) -> Iterator[Client]:
    with ready[0].copy() as twin:
        client = Client(twin.connection(role=ready[1]))
        yield client
        client.close()


LISTS = {
    "streams": "table_name source_type",
    "tasks": "state",
    "pipes": "definition",
    "stages": "type",
    "alerts": "state condition action",
    "external tables": "is_external",
    "materialized views": "source_database_name source_schema_name source_table_name",
    "dynamic tables": "text scheduling_state target_lag",
    "hybrid tables": "rows",
    "event tables": "kind",
    "sequences": "interval",
    "user functions": "arguments language",
    "user procedures": "arguments",
    "file formats": "type",
}


@pytest.mark.parametrize("kind", LISTS)
def test_every_kind_of_object_is_listed(reader: Client, kind: str) -> None:
    database = "catalog_name" if kind.startswith("user ") else "database_name"
    for where in ('in database "ANALYTICS"', "in account", f"in schema {S}"):
        (row,) = reader.records(f"show {kind} {where}")
        assert {"name", "schema_name", database, *LISTS[kind].split()} <= set(row)
        assert row["schema_name"] == "S"


def test_lists_name_their_sources(reader: Client) -> None:
    (stream,) = reader.records("show streams in account")
    assert stream["table_name"] == "ANALYTICS.S.T"
    (view,) = reader.records('show materialized views in database "ANALYTICS"')
    assert (view["source_schema_name"], view["source_table_name"]) == ("S", "T")
    (schema,) = [
        r
        for r in reader.records("show schemas in database ANALYTICS limit 10000")
        if r["name"] == "S"
    ]
    assert (schema["comment"], schema["options"]) == ("prod", "MANAGED ACCESS")
    assert (schema["retention_time"], schema["owner"]) == (
        "1",
        reader.value("select current_role()"),
    )


VIEWS = {
    "tables": "table_catalog, table_schema, table_name, table_type, is_transient, clustering_key, "
    "row_count, bytes, retention_time, created, last_altered, comment, is_dynamic, is_iceberg, "
    "is_hybrid",
    "views": "table_schema, table_name, view_definition, is_secure",
    "columns": "table_schema, table_name, column_name, ordinal_position, data_type, is_nullable, "
    "character_maximum_length, numeric_precision, numeric_scale, datetime_precision, comment",
}


@pytest.mark.parametrize(("view", "number"), [("tables", 8), ("views", 3), ("columns", 21)])
def test_the_information_schema_takes_both_spellings(
    reader: Client, view: str, number: int
) -> None:
    place = f'"ANALYTICS".information_schema.{view}'
    bare = f"select {VIEWS[view]} from {place} where table_schema = 'S'"
    names = [name.strip().upper() for name in VIEWS[view].split(",")]
    quoted = ", ".join(f'"{name}" as "{name.lower()}"' for name in names)
    place = f'"ANALYTICS"."INFORMATION_SCHEMA"."{view.upper()}"'
    rows = reader.run(bare + " order by table_name, 3")
    assert len(rows) == number
    assert reader.run(f"select {quoted} from {place} where \"TABLE_SCHEMA\" = 'S' order by 2, 3")
    if view == "columns":
        types = {row[2]: row[4:10] for row in rows if row[1] == "T"}
        assert types["V"] == ("TEXT", "YES", 20, None, None, None)
        assert types["ID"] == ("NUMBER", "NO", None, 38, 0, None)
        assert types["Z"] == ("TIMESTAMP_TZ", "YES", None, None, None, 9)


def test_tokens_move_with_dml_and_reach_through_views(writer: Client) -> None:
    sql = " union all ".join(
        f"select '{key}' as key, system$last_change_commit_time('{S}.\"{key}\"') as token"
        for key in ("T", "V", "SV")
    )
    before = dict(writer.run(sql))
    writer.run(f"insert into {T} (id) values (9)")
    after = dict(writer.run(sql))
    assert all(after[key] > before[key] for key in "TV")
    assert before["T"] == before["V"] == before["SV"]


TEXTS = {
    "ID": "1", "V": "a", "F": "1.5", "B": "true", "D": "2024-01-01", "T": "10:00:00",
    "N": "2024-01-01 10:00:00.000", "L": "2024-01-01 10:00:00.000 +0000",
    "Z": "2024-01-01 10:00:00.000 +0000", "BI": "FF6162", "VA": "t", "O": '{"k":1}',
    "A": "[1,2]", "Mixed": "2.50",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_values_of_every_type_are_hashed_compared_and_shown(reader: Client, column: str) -> None:
    text = f'left(cast("{column}" as varchar), 200)'
    assert reader.value(f"select {text} from {T} where id = 1") == TEXTS[column]
    both = f'{T} a full outer join {T} b on a."ID" = b."ID"'
    differs = f'a."{column}" is distinct from b."{column}"'
    assert reader.value(f"select count(*) from {both} where {differs}") == 0
    cross = f'{T} a, {T} b where a."ID" = 1 and b."ID" = 2'
    assert reader.run(f"select {differs} from {cross}") == [(True,)]
    hashes = [
        reader.value(f'select hash_agg("{column}") from {T} where id in ({ids})')
        for ids in ("1, 2", "2, 1", "1, 3")
    ]
    assert hashes[0] == hashes[1]
    assert (hashes[0] != hashes[2]) == (column in ("ID", "F", "VA"))


def test_special_numbers_and_json(reader: Client) -> None:
    assert reader.run(f"select cast(f as varchar) from {T} order by id") == [
        ("1.5",), ("NaN",), ("inf",),
    ]  # fmt: skip
    assert reader.run(f"select to_json(va), to_json(o) from {T} where id = 1") == [
        ('"t"', '{"k":1}')
    ]
    joined = f"{T} a join {T} b on a.f = b.f"
    assert reader.value(f"select count(*) from {joined}") == 3


def test_rows_are_counted_against_each_other(writer: Client) -> None:
    writer.run(f'create table {S}."T2" as select * from {T}')
    writer.run(f"update {S}.\"T2\" set v = 'changed' where id = 2")
    sides = f'select *, 1 as side from {T} union all select *, -1 as side from {S}."T2"'
    sql = f"select {ALL}, sum(side) as n from ({sides}) group by {ALL} having sum(side) <> 0"
    assert sorted((row[0], row[-1]) for row in writer.run(sql)) == [(2, -1), (2, 1)]
    assert writer.run(f"select hash_agg({ALL}) from {T}") != writer.run(
        f'select hash_agg({ALL}) from {S}."T2"'
    )
    (row,) = writer.records(f"select *, true as wap from (select * from {T}) where id = 1")
    assert (row["WAP"], row["Mixed"]) == (True, Decimal("2.50"))
    assert writer.run(f'select * from {S}."V" limit 0') == []


def test_the_server_s_time_can_be_used_again(writer: Client) -> None:
    moment = writer.value(f"select {NOW}")
    assert datetime.fromisoformat(moment[:26]) < datetime.now() + timedelta(days=1)
    assert len(moment) == 35
    before = writer.value(f"select hash_agg({ALL}) from {T}")
    writer.run(f"insert into {T} (id) values (9)")
    at = f"at(timestamp => '{moment}'::timestamp_ltz)"
    short = f"at(timestamp => '{moment[:26]} +0000'::timestamp_ltz)"
    assert writer.value(f"select hash_agg({ALL}) from {T} {at}") == before
    assert writer.value(f"select hash_agg({ALL}) from {T} {short}") == before
    clone = f'clone "ANALYTICS"."S" {at} with managed access comment = \'wap\''
    writer.run(f'create transient schema "ANALYTICS"."S2" {clone}')
    assert writer.value('select hash_agg("ID") from s2.t') != writer.value(
        "select hash_agg(id) from s.t"
    )
    assert writer.value(f'select hash_agg({ALL}) from "ANALYTICS"."S2"."T"') == before


def test_schemas_are_moved_described_and_dropped(ready: Any, writer: Client) -> None:
    writer.run('create schema "C" clone "S" with managed access comment = \'mark\'')
    comments: Callable[[], dict[str, str]] = lambda: {  # noqa: E731
        r["name"]: r["comment"] for r in writer.records("show schemas in database ANALYTICS")
    }
    writer.run('alter schema "ANALYTICS"."C" swap with "ANALYTICS"."S"')
    assert (comments()["S"], comments()["C"]) == ("mark", "prod")
    writer.run("""alter schema "ANALYTICS"."C" set comment = 'it''s \\\\ here'""")
    assert comments()["C"] == "it's \\ here"
    writer.run('alter schema "ANALYTICS"."C" unset comment')
    writer.run('alter schema "ANALYTICS"."C" rename to "ANALYTICS"."E"')
    assert comments()["E"] == ""
    writer.run(
        f'grant ownership on schema "ANALYTICS"."E" to role "{ready[1]}" copy current grants'
    )
    for _ in range(2):
        writer.run('drop schema if exists "ANALYTICS"."E" cascade')
    assert "E" not in comments()
    writer.fails('create schema "ANALYTICS"."S"', 2002, "already exists")


def test_small_statements(writer: Client) -> None:
    writer.run(
        "alter session set query_tag='..', use_cached_result=false, lock_timeout=60, "
        "abort_detached_query=false"
    )
    (parameter,) = writer.records(
        "show parameters like 'QUOTED_IDENTIFIERS_IGNORE_CASE' in session"
    )
    assert parameter["value"] == "false"
    ddl = writer.value(f"select get_ddl('view', '{S}.\"V\"')")
    assert ddl.endswith(f") as\nselect id, v from {T};")
    for change in ("suspend", "resume", "refresh"):
        writer.run(f'alter dynamic table {S}."DT" {change}')
    types = {r["name"]: r["type"] for r in writer.records(f"describe table {T}")}
    assert (types["V"], types["Mixed"], types["VA"]) == ("VARCHAR(20)", "NUMBER(10,2)", "VARIANT")
    writer.run(f"create table {S}.\"K\" as select 'a' as token")
    writer.fails(f"create table {S}.\"K\" as select 'b' as token", 2002, "'ANALYTICS.S.K'")
    writer.run(f'alter table {S}."K" rename to {S}."K2"')
    writer.run(f'create table if not exists {S}."K2" (other int)')
    assert writer.value(f'select token from {S}."K2"') == "a"


def test_rows_of_values_are_numbered_on_insert(writer: Client) -> None:
    writer.run(f'create table {S}."L" (c0 varchar, seq number, c1 number)')
    number = f'(select coalesce(max(seq), 0) + 1 from {S}."L")'
    for _ in range(2):
        writer.run(
            f'insert into {S}."L" select c0, {number}, c1 '
            "from (values ('a', 1), (null, 2)) as v (c0, c1)"
        )
    rows = writer.run(f'select c0, seq, c1 from {S}."L" order by seq, c1')
    assert rows == [("a", 1, 1), (None, 1, 2), ("a", 2, 1), (None, 2, 2)]


@pytest.mark.parametrize(
    "text",
    ["a\\b", "end\\", "x;y", "$$", "50%", "--no", "new\nline", "tab\t", "🎉", "it's", "\\'",
     "/*x*/", "a\\nb", ":v", "?", "%s", "{{ x }}", "\\\\"],
)  # fmt: skip
def test_a_text_comes_back_as_it_was(writer: Client, text: str) -> None:
    literal = "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
    writer.run(f'create table {S}."L" (c varchar)')
    writer.run(f'insert into {S}."L" values ({literal})')
    writer.run(f'insert into {S}."L" select {literal}')
    assert writer.run(f'select c from {S}."L" where c = {literal}') == [(text,)] * 2
    writer.run(f'create view {S}."LV" as select {literal} as c')
    assert writer.value(f'select c from {S}."LV"') == text
    writer.run(f"alter schema {S} set comment = {literal}")
    assert writer.records("show schemas like 's'")[0]["comment"] == text
    if "$$" not in text:
        block = f'begin let v := {literal}; insert into {S}."L" select :v; return v; end'
        assert writer.value(f"execute immediate $${block}$$") == text
        assert writer.value(f'select count(*) from {S}."L" where c = {literal}') == 3
