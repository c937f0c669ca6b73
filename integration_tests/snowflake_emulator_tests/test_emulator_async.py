"""ASYNC, AWAIT, CANCEL and RESULTSETs: children run as documented, and in no order to rely on."""

from __future__ import annotations

from typing import Any

import pytest


def block(client: Any, text: str) -> Any:
    (record,) = client.records(f"execute immediate $${text}$$")
    return record["anonymous block"]


ROWS = "declare s varchar default ''; r resultset; begin "
EACH = "for x in r do s := s || x.a || ','; end for; return s; end"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"{ROWS} r := (select a from t order by a desc); {EACH}", "2,1,"),
        (f"{ROWS} r := async (select a from t order by a); await r; {EACH}", "1,2,"),
        (f"{ROWS} let q := 'select a from t where a = 2'; r := async (execute immediate :q); "
         f"q := 'select 7 as a'; await r; {EACH}", "2,"),
        ("declare r resultset default async (select 5 as \"a b\"); begin await r; "
         "for x in r do return x.\"a b\"; end for; end", 5),
        ("begin let r resultset := async (select null as a); await r; "
         "for x in r do return coalesce(x.a, 'none'); end for; end", "none"),
        ("begin let r resultset := async (insert into t values (3), (4)); await r; "
         "return sqlrowcount; end", 2),
        ("begin async (insert into t values (3)); async (update t set a = 9 where a = 1); "
         "await all; return (select listagg(a, ',') within group (order by a) from t); end",
         "2,3,9"),
        ("begin let n := 5; async (insert into t values (:n)); n := 6; await all; "
         "return (select max(a) from t); end", 5),
    ],
)  # fmt: skip
def test_a_block_with_children_returns(admin: Any, text: str, value: Any) -> None:
    admin.script("create table t (a int); insert into t values (1), (2)")
    assert block(admin, text) == value


def test_children_run_in_no_order_that_a_block_could_rely_on(emulator: Any, admin: Any) -> None:
    admin.run("create table t (a int)")
    three = " ".join(f"async (insert into t values ({n}));" for n in (1, 2, 3))
    block(admin, f"begin {three} insert into t values (0); await all; end")
    inside = [line.text[-2] for line in emulator.statements("insert into t", inside=True)]
    assert inside == ["0", "3", "2", "1"]


def test_a_child_that_is_not_waited_for_is_cancelled(emulator: Any, admin: Any) -> None:
    admin.run("create table t (a int)")
    waits = """begin let r resultset := async (insert into t values (1));
        async (insert into t values (2)); await r; end"""
    block(admin, waits)
    assert admin.run("select a from t order by a") == [(1,), (2,)]
    before = """begin async (insert into t values (3)); let r resultset := async (select 1);
        await r; return 'left'; end"""
    assert block(admin, before) == "left"
    assert admin.value("select count(*) from t where a = 3") == 0
    assert not emulator.statements("values \\(3\\)", inside=True)


BROKEN = """
declare
  said varchar default '';
  r1 resultset; r2 resultset; r3 resultset; r4 resultset;
  q1 varchar default 'select 1 as a'; q2 varchar default 'select * from nowhere';
  q3 varchar default 'this is no sql'; q4 varchar default 'select ''x''::int as a';
begin
  r1 := async (execute immediate :q1); r2 := async (execute immediate :q2);
  r3 := async (execute immediate :q3); r4 := async (execute immediate :q4);
  begin await r1; said := said || 'r1 '; exception when other then said := said || sqlerrm; end;
  begin await r2; exception when other then said := said || sqlcode || ' '; end;
  begin await r3; exception when statement_error then said := said || sqlcode || ' '; end;
  begin await r4; exception when other then said := said || sqlerrm; end;
  for x in r1 do said := said || ' ' || x.a; end for;
  return said;
end"""


def test_the_error_of_a_child_appears_at_its_await_and_only_there(admin: Any) -> None:
    said = block(admin, BROKEN)
    assert said.startswith("r1 2003 1003 ")
    assert "'x'" in said
    assert said.endswith(" 1")


def test_await_all_raises_what_no_other_await_has_raised(admin: Any) -> None:
    text = """declare said varchar default ''; begin
        let r resultset := async (select * from nowhere); async (select * from elsewhere);
        begin await r; exception when other then said := said || sqlerrm; end;
        begin await all; exception when other then said := said || sqlerrm; end;
        await all; return said; end"""
    said = block(admin, text)
    assert said.index("'NOWHERE'") < said.index("'ELSEWHERE'")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("BEGIN\n    LET res RESULTSET := ASYNC (SELECT * FROM invalid_table);\n    AWAIT res;\n"
         "END", 2003, "Uncaught exception of type 'STATEMENT_ERROR' on line 2 at position 4 : SQL "
         "compilation error:\nObject 'INVALID_TABLE' does not exist or not authorized."),
        ("begin async (select * from nowhere); await all; end", 2003, "'NOWHERE'"),
        ("begin let r resultset := async (select 1 as a); for x in r do null; end for; end",
         90322, "AWAIT comes first"),
        ("declare r resultset; begin for x in r do null; end for; end", 90322, "'R'"),
        ("begin let r resultset := async (select 1 as a); await r; for x in r do return x.b; "
         "end for; end", 904, "'X.B'"),
        ("begin await r; end", 904, "'R'"),
        ("begin let n := 1; await n; end", 904, "'N'"),
        ("begin cancel all; end", 904, "'ALL'"),
        ("begin let r resultset := async (select 1); cancel r; await r; end", 604, "canceled"),
        ("begin async select 1; await all; end", 1003, "unexpected 'select'"),
        ("begin async (select 1; select 2); await all; end", 1003, "unexpected"),
        ("begin async (); await all; end", 1003, "unexpected ')'"),
        ("begin let n := async (select 1); end", 2140, "ASYNC"),
        ("begin async (insert into t values (:n)); await all; end", 2049, "N"),
        ("begin async (insert into t values (1)); await all; return sqlrowcount; end", 904, ""),
        ("begin let r resultset := (select 1); await r; end", 99999, "AWAIT or CANCEL of R"),
        ("begin async (create table u (a int)); await all; end", 99999, "create"),
        ("begin async (begin null; end); await all; end", 1003, "unexpected"),
        ("begin begin transaction; async (select 1); await all; end", 99999, "open transaction"),
        ("begin for i in 1 to 3 do null; end for; end", 99999, "FOR"),
    ],
)  # fmt: skip
def test_a_block_with_children_fails(admin: Any, text: str, code: int, message: str) -> None:
    admin.run("create table t (a int)")
    admin.fails(f"execute immediate $${text}$$", code, message)


def test_cancel_has_no_effect_on_a_child_that_has_finished(admin: Any) -> None:
    text = """begin let r resultset := async (select 4 as a); await r; cancel r; await r;
        for x in r do return x.a; end for; end"""
    assert block(admin, text) == 4


def test_at_most_4000_children_run_at_the_same_time(admin: Any) -> None:
    admin.fails(
        f"execute immediate $$begin {'async (select 1);' * 4001} await all; end$$",
        90321,
        "exceeds the limit of 4000",
    )


def test_a_lost_connection_in_a_child_ends_the_block(emulator: Any, admin: Any) -> None:
    admin.run("create table t (a int)")
    emulator.fail_at(1, kind="drop_before", match="values \\(1\\)", inside=True)
    text = """begin async (insert into t values (1)); await all;
        exception when other then insert into t values (2); end"""
    admin.fails(f"execute immediate $${text}$$", 300010)
    assert admin.run("select a from t") == []
