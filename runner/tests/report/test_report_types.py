"""For a long type the report lists what was added, dropped or changed inside it."""

from __future__ import annotations

import pytest
from dbt_wap.report.types import SHORT, inside, retyped


def struct(*fields: str) -> str:
    return f"STRUCT({', '.join(fields)})"


FIELDS = [f"field_{n} INTEGER" for n in range(60)]
VALUES = [f"'value {n}, or (so)'" for n in range(300)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("INTEGER", "BIGINT", ["INTEGER → BIGINT"]),
        (struct(*FIELDS), struct(*FIELDS[1:], "x DATE"), ["− field_0", "+ x DATE"]),
        (struct("a INTEGER", "b DATE"), struct("a BIGINT", "b DATE"), ["~ a: INTEGER → BIGINT"]),
        (struct("a INTEGER", "b DATE"), struct("b DATE", "a INTEGER"),
         ["~ field order changed"]),
        (f"{struct('a INTEGER')}[]", f"{struct('a INTEGER', 'b DATE')}[]", ["+ b DATE"]),
        (f"{struct('a INTEGER')}[]", struct("a INTEGER"),
         ["STRUCT(a INTEGER)[] → STRUCT(a INTEGER)"]),
        (f"ENUM({', '.join(VALUES)})", f"ENUM({', '.join(VALUES[:-1])}, 'it''s')",
         ["− 'value 299, or (so)'", "+ 'it''s'"]),
        ("ENUM('a', 'b')[3]", "ENUM('b', 'a')[3]", ["~ value order changed"]),
        (struct('"a b" ENUM(\'x\')', "m MAP(VARCHAR, DECIMAL(10,2))"),
         struct('"a b" ENUM(\'x\', \'y\')', "m MAP(VARCHAR, DECIMAL(12,2))"),
         ["+ 'y' of \"a b\"", "~ m.value: DECIMAL(10,2) → DECIMAL(12,2)"]),
        ("OBJECT(a NUMBER(38,0) NOT NULL)", "OBJECT(a NUMBER(38,0))",
         ["~ a: NUMBER(38,0) NOT NULL → NUMBER(38,0)"]),
        ("ARRAY(VARCHAR(10))", "ARRAY(VARCHAR(20))", ["~ element: VARCHAR(10) → VARCHAR(20)"]),
        (struct("s " + struct("t " + struct("u DATE"))),
         struct("s " + struct("t " + struct("u TIME"))), ["~ s.t.u: DATE → TIME"]),
    ],
)  # fmt: skip
def test_what_changed_inside_of_a_type(before: str, after: str, found: list[str]) -> None:
    assert inside(before, after) == found
    assert inside(before, before) == []


def test_short_types_are_shown_whole_and_long_ones_never() -> None:
    assert retyped("STRUCT(a DATE)", "DATE") == "STRUCT(a DATE) → DATE"
    long = retyped(struct(*FIELDS), struct(*FIELDS[20:], "x DATE"))
    assert long.startswith("inside STRUCT: − field_0, − field_1,")
    assert long.endswith("− field_7, and 13 more")
    other = retyped(struct(*FIELDS), "INTEGER")
    assert other.startswith("STRUCT(field_0")
    assert other.endswith(" → INTEGER")
    assert len(other) <= SHORT


@pytest.mark.parametrize("text", ["", "(", ")", "STRUCT(", "ENUM('", "a]b[", "x, y", "STRUCT()"])
def test_what_is_no_type_is_shown_as_it_is(text: str) -> None:
    assert inside(text, "INTEGER") == [f"{text} → INTEGER"]
    assert inside(text, text + "x")
