"""How values of each type are compared: what a user can tell apart is a change, nothing else is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from engine_duckdb import PROFILE
from shop import BASE, Publish

DUCKDB = pytest.mark.only_on("duckdb", reason="the types and literals are DuckDB's")
COLLATED = PROFILE.replace("threads: 2}", "threads: 2, settings: {default_collation: nocase}}")

APART = {
    "span": ("interval '1 month'", "interval '30 days'"),
    "hours": ("interval '24 hours'", "interval '1 day'"),
    "spans": ("[interval '1 month']", "[interval '30 days']"),
    "in_struct": ("{'i': interval '1 month'}", "{'i': interval '30 days'}"),
    "in_map": ("map {'k': interval '24 hours'}", "map {'k': interval '1 day'}"),
    "nocase": ("'a' collate nocase", "'A' collate nocase"),
    "noaccent": ("'e' collate noaccent", "'é' collate noaccent"),
    "of_profile": ("'a'", "'A'"),
    "texts": ("['a']", "['A']"),
    "as_json": ("'\"a\"'::json", "'\"A\"'::json"),
    "chosen": ("'a'::enum('a', 'A')", "'A'::enum('a', 'A')"),
    "zero": ("'0.0'::double", "'-0.0'::double"),
    "zeros": ("['0.0'::float]", "['-0.0'::float]"),
    "not_a_number": ("'nan'::double", "'-nan'::double"),
    "struct": ("null::struct(a integer)", "{'a': null::integer}"),
    "structs": ("[null::struct(a integer)]", "[{'a': null::integer}]"),
    "list": ("null::integer[]", "[]::integer[]"),
    "nulls": ("['NULL']", "[null::varchar]"),
    "either": (
        "union_value(n := 1)::union(n integer, t varchar)",
        "union_value(t := '1')::union(n integer, t varchar)",
    ),
    "variant": ("1::variant", "'1'::variant"),
    "zone": ("'12:00:00+00'::timetz", "'13:00:00+01'::timetz"),
    "order_of": ("map {'a': 1, 'b': 2}", "map {'b': 2, 'a': 1}"),
    "composed": ("'é'", "'e\u0301'"),
    "tail": ("'a'", "'a '"),
}
"""Values that are shown differently, though to the engine most of them are equal."""

ALIKE = {
    "minutes": ("interval '1 hour'", "interval '60 minutes'"),
    "instant": ("'2024-06-01 12:00+00'::timestamptz", "'2024-06-01 14:00+02'::timestamptz"),
}

RETYPED = {
    "yes": ("true", "1::integer", "INTEGER"),
    "wide": ("1::integer", "1::bigint", "BIGINT"),
    "money": ("1.5::decimal(10,2)", "1.5::decimal(20,4)", "DECIMAL(20,4)"),
    "ratio": ("0.1::decimal(10,2)", "0.1::double", "DOUBLE"),
    "long": ("0.1::decimal(38,20)", "0.1::decimal(38,30)", "numbers"),
    "big": ("9007199254740992::bigint", "9007199254740992::double", "DOUBLE"),
    "half": ("0.5::float", "0.5::double", "DOUBLE"),
    "at": (
        "timestamp '2024-06-01 12:00:00'",
        "timestamp '2024-06-01 12:00:00'::timestamptz",
        "TIMESTAMP WITH TIME ZONE",
    ),
    "far": ("date '300000-01-01'", "null::timestamp", "TIMESTAMP"),
    "day": ("date '2024-06-01'", "timestamp '2024-06-01'", "TIMESTAMP"),
    "chosen": ("'a'::enum('a', 'x,(y')", "'a'", "text"),
    "choices": ("['a'::enum('a', 'x,(y')]", "['a']", "text[]"),
    "prices": ("[1.5::decimal(10,2)]", "[1.5::double]", "DOUBLE[]"),
    "widened": ("[1::integer]", "[1::bigint]", "BIGINT[]"),
    "record": (
        """{'a': 1::integer, 'b "(,': [1.5::decimal(5,2)]}""",
        """{'a': 1::bigint, 'b "(,': [1.5::decimal(9,4)]}""",
        'STRUCT(a BIGINT, "b ""(," DECIMAL(9,4)[])',
    ),
    "nested": (
        """{'a': [1.5::decimal(10,2)], 'b c': map {'k': 'x,(y'::enum('x,(y')}}""",
        """{'a': [1.5::decimal(20,4)], 'b c': map {'k': 'x,(y'}}""",
        'STRUCT(a DECIMAL(20,4)[], "b c" MAP(VARCHAR, text))',
    ),
}
"""The same value in two types, and as what the two are compared."""

UNLISTED = {
    "listed": ("[1.5::decimal(10,2)]", "1.5::decimal(10,2)"),
    "scalar": ("1.5::double", "[1.5::decimal(10,2)]"),
    "inexact": ("0.1::float", "0.1::double"),
    "rounded": ("9007199254740993::bigint", "9007199254740993::double"),
}
"""Values that another type has changed."""

NEAR = {
    "cents": ("0.15::decimal(10,2)", "0.16::decimal(10,2)", "0.01", True),
    "high": (
        "1234567890123456.78::decimal(18,2)", "1234567890123456.79::decimal(18,2)", "0.01", True,
    ),
    "higher": (
        "1234567890123456789012345678901234.0001::decimal(38,4)",
        "1234567890123456789012345678901234.0003::decimal(38,4)", "0.0001", False,
    ),
    "apart": (f"-{'9' * 38}::decimal(38,0)", f"{'9' * 38}::decimal(38,0)", "1e30", False),
    "ids": ("9007199254740993::bigint", "9007199254740995::bigint", "1", False),
    "ends": ("(-9223372036854775808)::bigint", "9223372036854775807::bigint", "2e19", True),
    "small": ("1::utinyint", "0::utinyint", "1", True),
    "tiny": ("1e-7::decimal(18,8)", "2e-7::decimal(18,8)", "1e-7", True),
    "float": ("0.1::double", "0.35::double", "0.25", True),
    "minus": ("'0.0'::double", "'-0.0'::double", "0", True),
    "retyped": ("1.00::decimal(10,2)", "1.0001::decimal(20,4)", "0.0001", True),
}  # fmt: skip
"""Two numbers, a tolerance, and whether it holds both for one."""


Values = Mapping[str, Sequence[Any]]


def model(options: str, values: Values, *rows: str) -> str:
    """A table whose first row has the second of each two values when the var `later` is set."""
    config = f"{{{{ config(meta={{'dbt_wap': {{{options}}}}}) }}}}"
    sides = []
    for at in (1, 0):
        columns = ", ".join(f"{pair[at]} as {name}" for name, pair in values.items())
        sides.append(" union all ".join([f"select 1 as id, {columns}", *rows]))
    chosen = "{% if var('later', false) %}" + sides[0] + "{% else %}" + sides[1] + "{% endif %}"
    return f"{config} {chosen}"


LIMITS = ", ".join(f"'{name}': {limit}" for name, (_, _, limit, _) in NEAR.items())
FILES = {
    **BASE,
    "dbt_project.yml": BASE["dbt_project.yml"] + "\nvars: {wap_require_tests: false}\n",
    "profiles.yml": COLLATED,
    "models/marts/apart.sql": model("'key': 'id'", {**APART, **ALIKE}),
    "models/marts/spans.sql": model(
        "'key': 'span'", {"span": APART["span"]}, "select 2, interval '24 hours'",
        "select 3, interval '1 day'",
    ),
    "models/marts/words.sql": model(
        "'key': ['word', 'zero']", {"word": APART["of_profile"], "zero": ("0.0::double",) * 2},
        "select 2, 'b', '-0.0'", "select 3, 'B', '-0.0'", "select 4, 'b', 0",
    ),
    "models/marts/bag.sql": model("'tolerance': {'small': 5}", {"small": ("1", "2"), **APART}),
    "models/marts/heap.sql": model("'key': 'gone'", {"hours": APART["hours"]}, "select 1, '1 day'"),
    "models/marts/retyped.sql": model("'key': 'id'", {**RETYPED, **UNLISTED}),
    "models/marts/near.sql": model(f"'key': 'id', 'tolerance': {{{LIMITS}}}", NEAR),
}  # fmt: skip


ROWS = {
    "apart": (1, 1, 0, 0, 1),
    "spans": (3, 3, 1, 1, 0),
    "words": (4, 4, 1, 1, 0),
    "bag": (1, 1, 1, 1, None),
    "heap": (2, 2, 1, 1, None),
    "near": (1, 1, 0, 0, 1),
    "retyped": (1, 1, 0, 0, 1),
}
"""The rows of each relation: before, after, added, removed, changed."""


@DUCKDB
def test_what_a_user_can_tell_apart_is_a_change_and_nothing_else(publish_first: Publish) -> None:
    project = publish_first(FILES)
    project.publish("--vars", "later: true")

    report = {name.split(".")[1]: entry for name, entry in project.report().items()}
    assert report["apart"]["columns"]["changed"] == dict.fromkeys(APART, 1)
    counts = {name: tuple(report[name]["rows"].values()) for name in ROWS}
    assert counts == ROWS
    assert (report["spans"]["key"], report["words"]["key"]) == (["span"], ["word", "zero"])
    assert report["spans"]["sample"]["added"] == [{"id": "1", "span": "30 days"}]
    assert report["bag"]["tolerance_unused"] == {"small": 5}
    near = [name for name, (_, _, _, is_near) in NEAR.items() if not is_near]
    assert sorted(report["near"]["columns"]["changed"]) == sorted(near)
    columns = report["retyped"]["columns"]
    assert sorted(columns["changed"]) == sorted([*UNLISTED, "far"])
    compared = {each["name"]: each["compared"] for each in columns["retyped"]}
    assert {name: compared[name] for name in RETYPED} == {n: r[2] for n, r in RETYPED.items()}
    assert project.sql("select span::varchar from main_marts.spans where id = 1") == [("30 days",)]
    (text,) = (
        path.read_text()
        for path in (project.root / "target/wap/runs").rglob("report.md")
        if "30 days" in path.read_text()
    )
    assert "compared as DECIMAL(20,4)" in text
    assert "tolerance not applied without a key: small" in text
