"""A dbt project with only the package, whose macros a test calls as functions."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

Row = dict[str, Any]

MACROS = """
{% macro answer(name, given) %}
    {% do log("ANSWER " ~ tojson(dbt_wap[name](**given)), info=true) %}
{% endmacro %}

{% macro perform(statements) %}
    {% for statement in statements %} {% do run_query(statement) %} {% endfor %}
    {% do log("ANSWER null", info=true) %}
{% endmacro %}
"""


class Refused(Exception):
    """What dbt said when it failed."""


@contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class Package:
    """The macros of the package on one warehouse; the project is parsed once."""

    def __init__(self, root: Path, output: dict[str, Any]) -> None:
        self.root = root
        (root / "macros").mkdir(parents=True)
        (root / "dbt_packages").mkdir()
        (root / "dbt_packages" / "dbt_wap").symlink_to(REPOSITORY, target_is_directory=True)
        (root / "packages.yml").write_text(f"packages:\n  - local: {REPOSITORY}\n")
        (root / "macros" / "calls.sql").write_text(MACROS)
        flags = {"send_anonymous_usage_stats": False}
        project = {"name": "grants", "version": "1.0", "profile": "grants", "flags": flags}
        (root / "dbt_project.yml").write_text(json.dumps(project))
        profile = {"grants": {"target": "prod", "outputs": {"prod": output}}}
        (root / "profiles.yml").write_text(json.dumps(profile))
        self._manifest: Any = None

    def _run(self, *arguments: str) -> tuple[Any, list[str]]:
        from dbt.cli.main import dbtRunner

        said: list[str] = []
        runner = dbtRunner(
            manifest=self._manifest, callbacks=[lambda event: said.append(event.info.msg)]
        )
        with _in_folder(self.root), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the adapter about its own connector
            command = ["--log-level", "none", *arguments, "--profiles-dir", "."]
            # dbt walks the stack for each of its behavior flags: under pytest that takes seconds.
            with ThreadPoolExecutor(1) as shallow:
                done = shallow.submit(runner.invoke, command).result()
        if not done.success:
            raise Refused("\n".join(line for line in said if "Traceback" not in line)[-4000:])
        return done.result, said

    def _operation(self, operation: str, **arguments: Any) -> Any:
        if self._manifest is None:
            self._manifest, _ = self._run("parse")
        _, said = self._run("run-operation", operation, "--args", json.dumps(arguments))
        (answer,) = [text for text in said if text.startswith("ANSWER ")]
        return json.loads(answer.removeprefix("ANSWER "))

    def __call__(self, name: str, **given: Any) -> Any:
        """What a macro of the package returns."""
        return self._operation("answer", name=name, given=given)

    def perform(self, statements: list[str]) -> None:
        """The statements have run, by dbt's connection."""
        self._operation("perform", statements=statements)


class Admin:
    """A connection of the real connector."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        import snowflake.connector

        self._connection = snowflake.connector.connect(**arguments)

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """The statements have run; rows of the last one."""
        rows: list[tuple[Any, ...]] = []
        with self._connection.cursor() as cursor:
            for statement in statements:
                rows = list(cursor.execute(statement).fetchall())
        return rows

    def script(self, text: str) -> None:
        self.run(*(line for line in text.split(";") if line.strip()))

    def records(self, sql: str) -> list[Row]:
        with self._connection.cursor() as cursor:
            rows = cursor.execute(sql).fetchall()
            names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def close(self) -> None:
        self._connection.close()


def quoted(*names: str) -> str:
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)
