"""The segments of a report equal what a slow and obviously right search finds, on random tables."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from dbt.cli.main import dbtRunner
from dbt_wap.dbt.backends import InProcess
from segments_oracle import Case, random_case, segments
from shop import BASE, Project

CASES, BATCH = 200, 50
FIND = """
{% macro find_all(statements, options) %}
    {% for statement in statements %} {% do run_query(statement) %} {% endfor %}
    {% set state = [dbt_wap._create_schema_sql() | trim] %}
    {% do dbt_wap.execute_statements(state) %}
    {% set columns, found = {}, [] %}
    {% set places = [{"schema": "prod"}, {"schema": "audit_prod"}] %}
    {% for place in places %} {% do place.update({"database": target.database}) %} {% endfor %}
    {% for column in dbt_wap.list_columns(places) %}
        {% do columns.setdefault(column["schema"] ~ "." ~ column["relation"], []).append(column) %}
    {% endfor %}
    {% for option in options %}
        {% set name = "t" ~ loop.index0 %}
        {% set old, new = dict(places[0], name=name), dict(places[1], name=name) %}
        {% set both = [columns["prod." ~ name], columns["audit_prod." ~ name]] %}
        {% set both = dbt_wap.compare_columns(both[0], both[1]) %}
        {% set node = {"unique_id": name, "columns": {}, "config": {"meta": {"dbt_wap": option}}} %}
        {% set plan = dbt_wap.get_comparison(old, new, node, both) %}
        {% set rows, profile = {}, {"columns": []} %}
        {% for side in ["before", "after"] %}
            {% do rows.update({side: dbt_wap.count_rows(plan[side])}) %}
        {% endfor %}
        {% for column in both["common"] %}
            {% set few = {"name": column["name"], "before": {"distinct": 9}, "after": none} %}
            {% do profile["columns"].append(few) %}
        {% endfor %}
        {% if plan["keys"] %} {% do rows.update(dbt_wap.compare_by_key(plan, rows)) %}
        {% else %} {% do rows.update(dbt_wap.compare_as_multiset(plan)) %}
        {% endif %}
        {% do found.append(dbt_wap.find_segments(plan, rows, profile)) %}
    {% endfor %}
    {% do print(tojson(found)) %}
{% endmacro %}
"""


def wide_case(at: int) -> Case:
    """A table of 45 columns, in one of which the 25 rows that are removed have a value."""
    names = [f"c{n}" for n in range(45)]
    rows = [dict.fromkeys(names, str(n)) | {f"c{at}": "x" if n < 25 else "y"} for n in range(100)]
    return Case(dict.fromkeys(names, "varchar"), rows, rows[25:])


@pytest.mark.only_on("duckdb", reason="the types are DuckDB's")
def test_segments_are_what_the_oracle_finds(
    empty_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = empty_project.write({**BASE, "macros/find_all.sql": FIND})
    monkeypatch.chdir(project.root)
    for name, value in project.variables().items():
        monkeypatch.setenv(name, value)
    root = str(project.root)
    where = ["--project-dir", root, "--profiles-dir", root, "--quiet", "--log-level-file", "none"]
    dbt = dbtRunner(manifest=dbtRunner().invoke(["parse", *where]).result)

    def found(batch: Sequence[Case], collation: str) -> list[list[dict[str, Any]]]:
        statements = [f"set default_collation = '{collation}'"]
        for side, schema in (("before", "prod"), ("after", "audit_prod")):
            statements.append(f"drop schema if exists {schema} cascade; create schema {schema}")
            statements += [case.sql(f"{schema}.t{n}", side) for n, case in enumerate(batch)]
        options = [
            {"key": case.key, "mask": case.mask} if case.key else {"mask": case.mask}
            for case in batch
        ]
        args = json.dumps({"statements": statements, "options": options})
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            done = dbt.invoke(["run-operation", "find_all", "--args", args, *where])
        assert done.success, out.getvalue()
        made: list[list[dict[str, Any]]] = json.loads(out.getvalue().strip().splitlines()[-1])
        return made

    rng, said = Random(16), 0
    for n in range(CASES // BATCH):
        batch = [random_case(rng) for _ in range(BATCH)]
        for case, answer in zip(batch, found(batch, ["", "nocase"][n % 2]), strict=True):
            expected = segments(case)
            assert answer == expected, (case.types, case.retyped, case.key)
            said += len(expected)
    wide = [wide_case(at) for at in (39, 40)]
    expected = [segments(case) for case in wide]
    assert found(wide, "") == [expected[0], []], "the first 40 columns are searched"
    assert expected[1]
    InProcess().release()
    assert said > CASES // 3
