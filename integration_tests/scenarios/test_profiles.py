"""The profile of a relation, on values that are hard to count, show or put into bins."""

from __future__ import annotations

import contextlib
import io
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from dbt.cli.main import dbtRunner
from dbt_wap.dbt.backends import InProcess
from shop import BASE, Project

LIMIT = 100
HOSTILE = 'q"uo {} te'
PROFILE = """
{% macro profile_all(statements, cases) %}
    {% for statement in statements %} {% do run_query(statement) %} {% endfor %}
    {% set columns, found = {}, {} %}
    {% set places = [{"schema": "prod"}, {"schema": "audit_prod"}] %}
    {% for place in places %} {% do place.update({"database": target.database}) %} {% endfor %}
    {% for column in dbt_wap.list_columns(places) %}
        {% do columns.setdefault(column["schema"] ~ "." ~ column["relation"], []).append(column) %}
    {% endfor %}
    {% set vars = dbt_wap.get_vars(["wap_compare", "wap_mask_tags", "wap_samples"]) %}
    {% set facts = {"vars": vars, "tests": {}} %}
    {% for name, options in cases.items() %}
        {% set old = dict(places[0], name=name) if "prod." ~ name in columns else none %}
        {% set new = dict(places[1], name=name) if "audit_prod." ~ name in columns else none %}
        {% for side in [old, new] if side %}
            {% do side.update({"sql": dbt_wap.sql_name(side)}) %}
        {% endfor %}
        {% set own = [columns.get("prod." ~ name, []), columns.get("audit_prod." ~ name, [])] %}
        {% set both = dbt_wap.compare_columns(own[0], own[1]) %}
        {% set config = {"meta": {"dbt_wap": options}} %}
        {% set node = {"unique_id": name, "columns": {}, "config": config} %}
        {% do facts.update({"own": dbt_wap.declared_options([node])}) %}
        {% set plan = dbt_wap.get_comparison(old or new, new or old, node, both, facts) %}
        {% set shown = dbt_wap.profiled_columns(both, {}, plan) %}
        {% set counts = {} %}
        {% for side, relation in [("before", old), ("after", new)] if relation %}
            {% set question = dbt_wap.count_sql(relation["sql"]) %}
            {% set counted = dbt_wap.rows_of(question) | first %}
            {% do counts.update({side: counted["n"] | int}) %}
        {% endfor %}
        {% set subject = {"columns": shown, "counts": counts, "where": "", "keys": plan["keys"]} %}
        {% do subject.update({"before": plan["before"] if old, "after": plan["after"] if new}) %}
        {% set answers, most = [], var("wap_profile_rows") %}
        {% for together in [false, true] %}
            {% set question = dbt_wap.profile_question([subject], together, most) %}
            {% do answers.append(dbt_wap.read_profile(subject, dbt_wap.rows_of(question))) %}
        {% endfor %}
        {% do found.update({name: answers}) %}
    {% endfor %}
    {% do print(tojson(found)) %}
{% endmacro %}
"""

NUMBERS: Mapping[str, tuple[str, Sequence[str | None], Sequence[str | None]]] = {
    "same": ("integer", ["7", "7", "7"], ["7", "7"]),
    "one": ("integer", ["-3"], [None, None]),
    "below": ("integer", ["-10", "-10", "-1", None], ["0", "10", "10"]),
    "odd": ("double", ["nan", "inf", "-1.5", "-1.5", "2.5"], ["-inf", "0.5", None]),
    "far": ("double", ["-1.7e+308"], ["1.7e+308", "1.7e+308"]),
    "zero": ("double", ["0.0", "-0.0", "-0.0"], ["0.0", "0.0"]),
    "long": (
        "decimal(38,4)",
        ["9999999999999999999999999999999999.9999", "-1234567890123456789012345678901234.0001"],
        ["9999999999999999999999999999999999.9998", "0.0000"],
    ),
    HOSTILE: ("bigint", ["9007199254740992", "9007199254740993"], ["0", "0", "5"]),
}
"""A type, and the values of each side."""

Values = Sequence[str | None]


def finite(values: Values) -> list[float]:
    return [float(v) for v in values if v is not None and math.isfinite(float(v))]


def histogram(values: Values, everything: Values) -> list[int] | None:
    """Return the sizes of the twenty bins, as documented in report-json.md."""
    ends = finite(everything)
    low, high = (min(ends), max(ends)) if ends else (0.0, 0.0)
    if not 0 < high - low < 1e300:
        return None
    bins = Counter(min(19, math.floor(20 * (x - low) / (high - low))) for x in finite(values))
    return [bins[n] for n in range(20)]


def checked(profile: Mapping[str, Any], name: str) -> None:
    """Compare the profile of one column of numbers with the values of both sides."""
    _, before, after = NUMBERS[name]
    for side, values in (("before", before), ("after", after)):
        found = profile[side]
        filled = [v for v in values if v is not None]
        assert found["nulls"] == len(values) - len(filled), name
        assert found["distinct"] == len(set(filled)), name
        top = [(v, n) for v, n in Counter(values).items() if n > 1]
        wanted = [{"value": v, "rows": n} for v, n in sorted(top, key=lambda each: -each[1])]
        assert found["top"] == wanted, name
        assert found["histogram"] == histogram(values, [*before, *after]), name


@pytest.fixture
def profiles(empty_project: Project, monkeypatch: pytest.MonkeyPatch) -> Any:
    limit = f"\nvars: {{wap_profile_rows: {LIMIT}}}\n"
    files = {
        "dbt_project.yml": BASE["dbt_project.yml"] + limit,
        "macros/profile_all.sql": PROFILE,
    }
    project = empty_project.write({**BASE, **files})
    monkeypatch.chdir(project.root)
    for name, value in project.variables().items():
        monkeypatch.setenv(name, value)
    root = str(project.root)
    where = ["--project-dir", root, "--profiles-dir", root, "--quiet", "--log-level-file", "none"]

    def run(statements: Sequence[str], cases: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the profiles by relation, with each column grouped by itself and together."""
        made = ["create schema prod", "create schema audit_prod", *statements]
        args = json.dumps({"statements": made, "cases": cases})
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            done = dbtRunner().invoke(["run-operation", "profile_all", "--args", args, *where])
        assert done.success, out.getvalue()
        found = json.loads(out.getvalue().strip().splitlines()[-1])
        return [{name: each[how] for name, each in found.items()} for how in (0, 1)]

    yield run
    InProcess().release()


def table_of(side: str, name: str, column: str, type_: str, values: Values) -> str:
    quoted = '"' + column.replace('"', '""') + '"'
    rows = ", ".join("(null)" if v is None else f"('{v}')" for v in values)
    made = f"create table {side}.{name} as select cast(v as {type_}) as {quoted}"
    return f"{made} from (values {rows}) as t (v)"


@pytest.mark.only_on("duckdb", reason="the types are DuckDB's")
def test_profiles_are_exact(profiles: Any) -> None:
    statements, cases = [], {}
    for n, (name, (type_, before, after)) in enumerate(NUMBERS.items()):
        cases[f"n{n}"] = {}
        statements.append(table_of("prod", f"n{n}", name, type_, before))
        statements.append(table_of("audit_prod", f"n{n}", name, type_, after))
    statements += [
        "create table prod.mixed as select 1 as id, 'a' as gone, 1 as retyped, 'x' as masked,"
        " [1, null] as nested, true as flag, date '1969-12-31' as day, repeat('y', 300) as word"
        " from range(2)",
        "create table audit_prod.mixed as select id, retyped::varchar as retyped, masked, nested,"
        " not flag as flag, day + 1 as day, word, 5 as fresh from prod.mixed",
        "create table prod.emptied as select 1 as id, 'a' as word",
        "create table audit_prod.emptied as select * from prod.emptied where false",
        "create table audit_prod.added as select 1.5 as price, 'a' as word from range(3)",
        "create table prod.keyed as select i as id, i % 7 as part, i // 2 as x"
        " from range(1000) r (i)",
        "create table audit_prod.keyed as select * from prod.keyed order by hash(id)",
        "create table prod.heap as select i % 2 as x from range(1000) r (i)",
        "create view audit_prod.heap as select * from prod.heap",
    ]
    masked = {"mask": ["masked"]}
    cases |= {"mixed": masked, "emptied": {}, "added": {}, "keyed": {"key": "id"}, "heap": {}}
    for found in profiles(statements, cases):
        check(found)


def check(found: Mapping[str, Any]) -> None:
    """Compare the profiles of test_profiles_are_exact with what is known of their values."""
    for n, name in enumerate(NUMBERS):
        (column,) = found[f"n{n}"]["columns"]
        assert column["name"] == name
        checked(column, name)
    labels = {name: found[f"n{n}"]["columns"][0]["bins"] for n, name in enumerate(NUMBERS)}
    assert labels["odd"] == ["-1.5", "2.5"]
    assert labels["long"] == [NUMBERS["long"][1][1], NUMBERS["long"][1][0]]
    assert (labels["same"], labels["one"], labels["far"]) == (None, None, None)
    odd, far = (found[f"n{list(NUMBERS).index(name)}"]["columns"][0] for name in ("odd", "far"))
    assert (odd["before"]["min"], odd["before"]["max"]) == ("-1.5", "nan")
    assert (far["before"]["mean"], far["after"]["min"]) == ("-1.7e+308", "1.7e+308")

    mixed = {column["name"]: column for column in found["mixed"]["columns"]}
    assert (mixed["gone"]["after"], mixed["fresh"]["before"]) == (None, None)
    assert mixed["gone"]["before"]["top"] == [{"value": "a", "rows": 2}]
    for name in ("retyped", "masked", "nested"):
        nothing: Mapping[str, Any] = {
            "min": None,
            "max": None,
            "mean": None,
            "top": [],
            "histogram": None,
        }
        assert mixed[name]["after"] == {"nulls": 0, "distinct": 1, **nothing}, name
    assert mixed["flag"]["after"]["top"] == [{"value": "false", "rows": 2}]
    assert mixed["day"]["bins"] == ["1969-12-31", "1970-01-01"]
    assert mixed["day"]["after"]["histogram"] == [0] * 19 + [2]
    long = mixed["word"]["after"]
    assert long["top"] == [{"value": long["max"], "rows": 2}]
    assert (long["max"]["length"], long["max"]["text"]) == (300, "y" * 200)

    assert found["emptied"]["rows"] == {"before": 1, "after": 0}
    gone = found["emptied"]["columns"][0]["after"]
    assert (gone["nulls"], gone["distinct"], gone["min"], gone["top"]) == (0, 0, None, [])
    assert found["added"]["rows"] == {"before": None, "after": 3}
    assert found["added"]["columns"][0]["before"] is None
    assert found["added"]["columns"][0]["after"]["mean"] == "1.5"

    keyed, heap = found["keyed"], found["heap"]
    assert LIMIT / 2 < keyed["rows"]["before"] < LIMIT * 2
    for column in keyed["columns"]:
        assert column["before"] == column["after"], "a key draws the same rows on both sides"
    for side in ("before", "after"):
        assert LIMIT / 2 < heap["rows"][side] < LIMIT * 2
        counted = heap["columns"][0][side]
        assert sum(counted["histogram"]) == heap["rows"][side]
        assert sum(each["rows"] for each in counted["top"]) == heap["rows"][side]
