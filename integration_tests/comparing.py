"""The package's own comparison of many relations, in one operation of dbt, without a build."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from dbt.cli.main import dbtRunner
from dbt_wap.dbt.backends import InProcess
from dbt_wap.dbt.wire import last_asked
from dbt_wap.errors import DbtFailed
from dbt_wap.pipeline.audit import compare
from shop import BASE, Project

COMPARE = """
{% macro compare_cases(statements, nodes, failed=none, suspects=none) %}
    {% for statement in statements %} {% do run_query(statement) %} {% endfor %}
    {% set prod, audit = dbt_wap.stored_name("prod"), dbt_wap.stored_name("audit_prod") %}
    {% set database, known = dbt_wap.stored_name(target.database), {} %}
    {% set pair = {"database": database, "prod": prod, "audit": audit, "archive": "none"} %}
    {% set run = {"run_id": "a_run", "options": {}, "schemas": [pair]} %}
    {% set state = [dbt_wap._create_schema_sql() | trim] %}
    {% do state.extend(dbt_wap.create_state_statements({"tables": {}})) %}
    {% do dbt_wap.execute_statements(state) %}
    {% for name, node in nodes.items() %}
        {% set key = dbt_wap.relation_key(database, prod, dbt_wap.stored_name(name)) %}
        {% do known.update({key: node}) %}
    {% endfor %}
    {% set facts = dbt_wap.gather_facts(run, known, {}, failed, suspects) %}
    {% do print(tojson(dbt_wap.compare_all(facts))) %}
{% endmacro %}

{# On DuckDB, the session says how small relations are compared: together, or as larger ones are. #}
{% macro duckdb__most_rows_together() %}
    {% do return(10000 if form() == "together" else 0) %}
{% endmacro %}
{% macro duckdb__sample_of_changes(rows) %}
    {% do return({"clause": "", "share": 0} if form() == "one join" else none) %}
{% endmacro %}
{% macro form() %}
    {% set asked = "select coalesce(getvariable('form'), 'together') as form" %}
    {% do return(dbt_wap.rows_of(asked)[0]["form"]) %}
{% endmacro %}
"""


@dataclass
class Member:
    """What is in prod and in the candidate under one name, and the model that builds it."""

    before: Sequence[str] = ()
    after: Sequence[str] = ()
    options: dict[str, Any] | None = field(default_factory=dict)


def session(collation: str, form: str) -> list[str]:
    """Statements that set how DuckDB compares texts, and the form in which it is asked."""
    return [f"set default_collation = '{collation}'", f"set variable form = '{form}'"]


def node_of(name: str, options: dict[str, Any]) -> dict[str, Any]:
    config = {"meta": {"dbt_wap": options}}
    depends = {"nodes": []}
    return {
        "unique_id": f"model.shop.{name}",
        "columns": {},
        "config": config,
        "depends_on": depends,
    }


class Comparer:
    """Compares batches of relations as an audit does."""

    def __init__(self, project: Project, *, joined: bool) -> None:
        root = str(project.root)
        self.joined = joined
        self.attempts = 0
        self._where = ["--project-dir", root, "--profiles-dir", root]
        self._where += ["--quiet", "--log-level-file", "none"]
        self._manifest = dbtRunner().invoke(["parse", *self._where]).result

    def compare(self, members: dict[str, Member], *first: str) -> dict[str, dict[str, Any]]:
        """Return the entries of the report by name; these statements run before all others."""
        statements = list(first)
        for schema in ("prod", "audit_prod"):
            statements += [f"drop schema if exists {schema} cascade", f"create schema {schema}"]
        for member in members.values():
            made = [*member.before, *member.after]
            statements += ["; ".join(made)] if self.joined and made else made
        nodes = {n: node_of(n, m.options) for n, m in members.items() if m.options is not None}

        def attempt(**given: Any) -> Any:
            return self._run({"statements": statements, "nodes": nodes, **given})

        entries: list[dict[str, Any]] = compare(attempt, lambda text: None)
        return {str(entry["name"]).lower(): entry for entry in entries}

    def _run(self, args: dict[str, Any]) -> Any:
        """Run the macro in dbt; raise what the runner raises when it fails."""
        self.attempts += 1
        messages: list[str] = []
        errors: list[str] = []

        def hear(event: Any) -> None:
            (errors if event.info.level == "error" else messages).append(event.info.msg)

        dbt = dbtRunner(manifest=self._manifest, callbacks=[hear])
        out = io.StringIO()
        call = ["run-operation", "compare_cases", "--args", json.dumps(args), *self._where]
        with contextlib.redirect_stdout(out):
            done = dbt.invoke(call)
        if not done.success:
            raise DbtFailed("diff_report", "\n".join(errors), asked=last_asked(messages))
        return json.loads(out.getvalue().strip().splitlines()[-1])


@contextlib.contextmanager
def comparing(
    project: Project, patch: pytest.MonkeyPatch, given: str, *, joined: bool = True
) -> Iterator[Comparer]:
    """A comparer in a project with these vars and no models.

    `joined`: one query may have many statements.
    """
    config = f"{BASE['dbt_project.yml']}\nvars: {given}\n"
    files = {"dbt_project.yml": config, "macros/compare_cases.sql": COMPARE}
    project.write({**BASE, **files})
    patch.chdir(project.root)
    for name, value in project.variables().items():
        patch.setenv(name, value)
    yield Comparer(project, joined=joined)
    InProcess().release()
