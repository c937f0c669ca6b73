"""The report equals what a slow and obviously right comparison says, on generated tables."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from dbt.cli.main import dbtRunner
from dbt_wap.dbt.backends import InProcess
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import Case, cases, expected
from shop import BASE, Project

BATCH, BATCHES = 20, 51
COMPARE = """
{% macro compare_cases(statements, nodes) %}
    {% for statement in statements %} {% do run_query(statement) %} {% endfor %}
    {% set run = {
        "run_id": "a_run", "options": {},
        "schemas": [
            {"database": target.database, "prod": "prod", "audit": "audit_prod", "archive": "none"}
        ],
    } %}
    {% set state = [dbt_wap._create_schema_sql() | trim] %}
    {% do state.extend(dbt_wap.create_state_statements({"tables": {}})) %}
    {% do dbt_wap.execute_statements(state) %}
    {% set facts = dbt_wap.gather_facts(run, {}) %}
    {% do facts.update({"nodes": nodes}) %}
    {% do print(tojson(dbt_wap.compare_all(facts))) %}
{% endmacro %}
"""

Compare = Callable[[Sequence[Case], str], list[dict[str, Any]]]


@pytest.fixture
def compare(empty_project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compare]:
    """The package's own comparison of many pairs of tables, by one operation of dbt."""
    off = "\nvars: {wap_profile_rows: 0, wap_sample_rows: 2}\n"
    files = {"dbt_project.yml": BASE["dbt_project.yml"] + off, "macros/compare_cases.sql": COMPARE}
    project = empty_project.write({**BASE, **files})
    monkeypatch.chdir(project.root)
    for name, value in project.variables().items():
        monkeypatch.setenv(name, value)
    where = [
        "--project-dir",
        str(project.root),
        "--profiles-dir",
        str(project.root),
        "--quiet",
        "--log-level-file",
        "none",
    ]
    dbt = dbtRunner(manifest=dbtRunner().invoke(["parse", *where]).result)

    def run(batch: Sequence[Case], collation: str) -> list[dict[str, Any]]:
        statements, nodes = [], {}
        for schema in ("prod", "audit_prod"):
            statements.append(f"drop schema if exists {schema} cascade; create schema {schema}")
        statements.append(f"set default_collation = '{collation}'")
        for n, case in enumerate(batch):
            statements.append(
                case.before.create(f"prod.t{n:03}") + case.after.create(f"audit_prod.t{n:03}")
            )
            node = {"config": {"meta": {"dbt_wap": case.options}}, "depends_on": {"nodes": []}}
            nodes[f"shop.prod.t{n:03}"] = {
                "unique_id": f"model.shop.t{n:03}",
                "columns": {},
                **node,
            }
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            args = json.dumps({"statements": statements, "nodes": nodes})
            done = dbt.invoke(["run-operation", "compare_cases", "--args", args, *where])
        assert done.success, out.getvalue()
        entries: list[dict[str, Any]] = json.loads(out.getvalue().strip().splitlines()[-1])
        return sorted(entries, key=lambda entry: str(entry["name"]))

    yield run
    InProcess().release()


def shown(entry: dict[str, Any]) -> dict[str, Any]:
    """The numbers of an entry in the oracle's form."""
    columns = {f"columns.{name}": value for name, value in entry["columns"].items()}
    columns["columns.retyped"] = [column["name"] for column in columns["columns.retyped"]]
    rows = {f"rows.{name}": value for name, value in entry["rows"].items()}
    return {**columns, **rows, **{name: entry[name] for name in ("outside_filter", "status")}}


@pytest.mark.only_on("duckdb", reason="the literals are DuckDB's")
def test_report_is_what_the_oracle_says(compare: Compare) -> None:
    tried = 0

    @settings(
        max_examples=BATCHES, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(st.tuples(*[cases()] * BATCH))
    def run(batch: Sequence[Case]) -> None:
        nonlocal tried
        collation = "nocase.noaccent" if tried // BATCH % 2 else ""
        tried += len(batch)
        for case, entry in zip(batch, compare(batch, collation), strict=True):
            assert shown(entry) == expected(case), (case, entry)

    run()
    assert tried >= 1000, tried
