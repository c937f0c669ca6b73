"""EXECUTE IMMEDIATE: blocks run as documented, and every statement inside counts."""

from __future__ import annotations

from typing import Any

import pytest


def block(client: Any, text: str) -> Any:
    (record,) = client.records(f"execute immediate $${text}$$")
    return record["anonymous block"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("begin return 1 + 1; end", 2),
        ("begin null; end;", None),
        ("declare n number default 2; s varchar; begin s := 'a' || n; return s; end", "a2"),
        ("begin let n := 1; n := n + 41; return :n; end", 42),
        ("begin let n number := 1; if (n > 1) then return 'a'; elseif (n = 1) then return 'b'; "
         "else return 'c'; end if; end", "b"),
        ("begin if (1 = 2) then return 1; end if; return 'it''s ; end'; end", "it's ; end"),
        ("declare v varchar; w int; begin select 'x', 7 into :v, :w; return v || w; end", "x7"),
        ("declare v varchar default 'was'; begin select 1 into :v from (select 1) where 1 = 0;"
         " return v; end", None),
        ("begin let n := 1; begin let m := n + 1; n := m; end; return n; end", 2),
        ("begin insert into t select 5; insert into t select 6; return sqlrowcount; end", 1),
        ("begin let k := 5; insert into t values (:k); "
         "return (select count(*) from t where a = :k); end", 1),
        ("begin let q := 'insert into t values (9)'; execute immediate :q; "
         "execute immediate q; return (select sum(a) from t); end", 18),
        ("begin begin transaction; insert into t values (1); rollback; "
         "return (select count(*) from t); end", 0),
        ("declare e exception (-20007, 'no'); begin raise e; exception when e then "
         "return sqlcode || sqlerrm || sqlstate; end", "-20007noP0001"),
        ("begin select * from nowhere; exception when statement_error then return sqlcode; end",
         2003),
        ("begin return 1 / 0; exception when expression_error exit then return sqlerrm; end",
         "Division by zero"),
        ("begin create schema x; begin create schema x; exception when other then null; end;"
         " return 'on'; end", "on"),
        ("-- a comment; with $\nbegin /* ; */ return case when 1 = 1 then 'c' end; end", "c"),
        ("begin let v := parse_json('{\"a\": 1}'); return (select :v:a::int); end", 1),
        ("begin let n := 3; create table u as select :n as a; let t := 'u'; drop table "
         "identifier(:t); return 1; end", 1),
        ("begin let name := 'T'; return (select count(*) from identifier(:name)); end", 0),
    ],
)  # fmt: skip
def test_a_block_returns(admin: Any, text: str, value: Any) -> None:
    admin.run("create table t (a int)")
    assert block(admin, text) == value


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("begin\n  select * from nowhere;\nend", 2003,
         "Uncaught exception of type 'STATEMENT_ERROR' on line 2 at position 2 : SQL compilation "
         "error:\nObject 'NOWHERE' does not exist or not authorized."),
        ("declare e exception (-20002, 'mine'); begin raise e; end", -20002,
         "Uncaught exception of type 'E' on line 1 at position 44 : mine"),
        ("begin create schema x; create schema x; exception when other then raise; end", 2002,
         "Object 'ANALYTICS.X' already exists."),
        ("begin let n := 1; select 1/0; exception when other then return n; end", 904, "'N'"),
        ("begin select 1 union all select 2; let v := 1; "
         "select column1 into :v from values (1), (2); end", 2141, "but got 2."),
        ("begin return :nope; end", 2049, "NOPE"),
        ("begin nope := 1; end", 904, "NOPE"),
        ("begin if 1 = 1 then null; end if; end", 1003, "unexpected '1'"),
        ("begin select 1 end", 1003, "unexpected '<EOF>'"),
        ("begin end", 1003, "unexpected 'end'"),
        ("begin for i in 1 to 3 do null; end for; end", 99999, "FOR"),
        ("begin let v := 'x'; alter schema public set comment = :v; end", 99999, "variable :V"),
        ("begin explain select 1; exception when other then return 1; end", 99999, "EXPLAIN"),
    ],
)  # fmt: skip
def test_a_block_fails(admin: Any, text: str, code: int, message: str) -> None:
    admin.fails(f"execute immediate $${text}$$", code, message)


def test_a_text_with_one_statement_gives_its_result(admin: Any) -> None:
    assert admin.run("execute immediate 'select 1 as a, ''x'' as b'") == [(1, "x")]
    admin.run("set q = 'select 2'")
    assert admin.run("execute immediate $q") == [(2,)]
    assert admin.run("execute immediate 'begin return 3; end'") == [(3,)]


SWAPS = """
declare done int default 0;
begin
  alter schema a swap with b; done := done + 1;
  alter schema c swap with d; done := done + 1;
  return done;
exception when other then
  if (done >= 1) then alter schema a swap with b; end if;
  raise;
end
"""


@pytest.fixture
def pairs(admin: Any) -> Any:
    admin.script("".join(f"create schema {s} comment = '{s}';" for s in "abcd"))
    return lambda: [
        r["comment"] for r in admin.records("show schemas") if r["name"] in ("A", "B", "C", "D")
    ]


def test_ddl_in_a_block_commits_one_by_one_and_a_handler_can_undo(
    emulator: Any, admin: Any, pairs: Any
) -> None:
    assert block(admin, SWAPS) == 2
    assert pairs() == ["b", "a", "d", "c"]
    emulator.fail_at(2, match="^alter schema", message="no luck")
    admin.fails(f"execute immediate $${SWAPS}$$", 300010, "no luck")
    assert pairs() == ["b", "a", "d", "c"]
    inner = emulator.statements("swap with", inside=True)
    assert [line.error != "" for line in inner] == [False, False, False, True, False]
    assert len(emulator.statements("swap with", inside=False)) == 2


@pytest.mark.parametrize(
    ("kind", "after"), [("drop_before", ["b", "a", "c", "d"]), ("drop_after", ["b", "a", "d", "c"])]
)
def test_a_lost_connection_cuts_the_block_and_no_handler_runs(
    emulator: Any, admin: Any, pairs: Any, kind: str, after: list[str]
) -> None:
    emulator.fail_at(2, kind=kind, match="swap with", inside=True)
    admin.fails(f"execute immediate $${SWAPS}$$", 300010)
    assert pairs() == after


def test_faults_count_inner_and_outer_statements(emulator: Any, admin: Any, pairs: Any) -> None:
    emulator.fail_at(2, match="swap with")
    admin.fails(f"execute immediate $${SWAPS}$$", 300010)
    assert pairs() == ["a", "b", "c", "d"]
    (inner,) = emulator.statements("swap with", inside=True)
    assert inner.text == "alter schema a swap with b"


def test_a_cancelled_block_stops_and_no_handler_runs(admin: Any, connect: Any) -> None:
    admin.run("create table t (a int)")
    admin.run("alter session set statement_timeout_in_seconds = 1")
    text = """begin insert into t values (1); select system$wait(30); insert into t values (2);
    exception when other then insert into t values (3); end"""
    admin.fails(f"execute immediate $${text}$$", 630)
    assert connect(schema="PUBLIC").run("select a from t") == [(1,)]


def test_the_connector_keeps_a_block_whole(admin: Any) -> None:
    text = "execute immediate $$begin let n := 1; return n; end$$; select 2"
    found = [cursor.fetchall() for cursor in admin.connection.execute_string(text)]
    assert found == [[(1,)], [(2,)]]
