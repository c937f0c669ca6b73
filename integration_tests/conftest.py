"""Fixtures of the scenarios: a small dbt project on a real DuckDB file; `wap` or `dbt` on it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

REPOSITORY = Path(__file__).resolve().parents[1]

SHOP = {
    "dbt_project.yml": """
name: shop
version: "1.0"
profile: shop
flags:
  send_anonymous_usage_stats: false
models:
  shop:
    core: {+schema: core, +materialized: view}
    marts: {+schema: marts, +materialized: table}
seeds:
  shop: {+schema: core}
""",
    "profiles.yml": """
shop:
  target: prod
  outputs:
    prod: {type: duckdb, path: shop.duckdb, schema: main, threads: 2}
    audit: {type: duckdb, path: shop.duckdb, schema: main, threads: 2}
""",
    "macros/generate_schema_name.sql": """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
""",
    "models/sources.yml": """
sources:
  - name: raw
    tables: [{name: orders}]
""",
    "models/core/stg_orders.sql": """
select id, region, amount, day from {{ source('raw', 'orders') }}
""",
    "models/marts/orders.sql": """
select o.id, o.region, r.label, o.amount, o.day
from {{ ref('stg_orders') }} o left join {{ ref('regions') }} r using (region)
""",
    "models/marts/totals.sql": """
{{ config(materialized='view') }}
select region, sum(amount) as amount from {{ ref('orders') }} group by region
""",
    "models/marts/order_log.sql": """
{{ config(materialized='incremental', unique_key='id') }}
select id, amount, day from {{ ref('stg_orders') }}
{% if is_incremental() %} where day > (select max(day) from {{ this }}) {% endif %}
""",
    "models/models.yml": """
models:
  - name: orders
    columns:
      - {name: id, data_tests: [unique, not_null]}
      - {name: amount, data_tests: [not_null]}
  - name: order_log
    columns: [{name: id, data_tests: [unique]}]
  - name: stg_orders
    columns: [{name: id, data_tests: [not_null]}]
  - name: totals
    columns: [{name: region, data_tests: [unique]}]
""",
    "seeds/regions.csv": "region,label\nn,North\ns,South\n",
}
"""Two schemas, main_core and main_marts: a seed, a view, a table, a view on it, an incremental."""

ORDERS = """
create schema if not exists raw;
create or replace table raw.orders as
select * from (values (1, 'n', 10, date '2024-01-01'), (2, 's', 20, date '2024-01-02'),
                      (3, 'n', 30, date '2024-01-03')) t(id, region, amount, day)
"""


@dataclass
class Result:
    """What one command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Project:
    """A dbt project in a folder of its own, and the DuckDB file that it builds."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.root / "shop.duckdb"

    def write(self, files: Mapping[str, str]) -> Project:
        """The files are in the project, in place of what was there."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.lstrip("\n"))
        return self

    def remove(self, *names: str) -> Project:
        for name in names:
            (self.root / name).unlink()
        return self

    def sql(self, *statements: str) -> list[tuple[Any, ...]]:
        """The statements have run on the file, by their own connection; rows of the last one."""
        connection = duckdb.connect(str(self.file))
        try:
            rows: list[tuple[Any, ...]] = []
            for statement in statements:
                rows = connection.execute(statement).fetchall()
            return rows
        finally:
            connection.close()

    def schemas(self) -> set[str]:
        rows = self.sql(
            "select schema_name from duckdb_schemas() where not internal and database_name = 'shop'"
        )
        return {row[0] for row in rows}

    def snapshot(self, *schemas: str) -> dict[str, Any]:
        """Everything there is to know of these schemas: definitions and rows, for equality."""
        found: dict[str, Any] = {}
        for schema in schemas or ("main_marts",):
            for kind, name, text in self.sql(
                "select 'table', table_name, sql from duckdb_tables() where schema_name = "
                f"'{schema}' union all select 'view', view_name, sql from duckdb_views() "
                f"where schema_name = '{schema}'"
            ):
                rows = self.sql(f'select * from "{schema}"."{name}" order by all')
                found[f"{schema}.{name}"] = (kind, text, rows)
        return found

    def events(self) -> list[tuple[str, str, str]]:
        """Run id, event and status of everything that was recorded, in order."""
        found = self.sql("select run_id, event, status from dbt_wap.events order by seq")
        return [(str(run_id), str(event), str(status)) for run_id, event, status in found]

    def wap(self, *arguments: str, stdin: str | None = None) -> Result:
        """`wap` has run in this process, as a user off a terminal would see it."""
        from dbt_wap.cli import spread, wap
        from dbt_wap.dbt import InProcess

        out, err = io.StringIO(), io.StringIO()
        code = 0
        with self._environment(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                wap.main(args=spread(arguments), prog_name="wap", standalone_mode=True)
            except SystemExit as end:
                code = int(end.code or 0) if not isinstance(end.code, str) else 1
            finally:
                InProcess().release()
        return Result(code, out.getvalue(), err.getvalue())

    def dbt(self, *arguments: str) -> Result:
        """`dbt` has run as a process of its own."""
        return self.command(sys.executable, "-m", "dbt.cli.main", *arguments)

    def command(self, *command: str) -> Result:
        done = subprocess.run(
            command,
            cwd=self.root,
            env={**os.environ, **self._variables()},
            capture_output=True,
            text=True,
            timeout=300,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`wap` as a process of its own, which goes on running; its output is one stream."""
        return subprocess.Popen(
            [sys.executable, "-c", "from dbt_wap.cli import main; main()", *arguments],
            cwd=self.root,
            env={
                **os.environ,
                **self._variables(),
                "PYTHONPATH": str(REPOSITORY / "runner"),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _variables(self) -> dict[str, str]:
        return {
            "SHOP_FILE": str(self.file),
            "DBT_PROFILES_DIR": str(self.root),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "NO_COLOR": "1",
            **self.env,
        }

    @contextlib.contextmanager
    def _environment(self) -> Iterator[None]:
        before = dict(os.environ)
        cwd = os.getcwd()
        os.environ.update(self._variables())
        os.chdir(self.root)
        try:
            yield
        finally:
            os.chdir(cwd)
            os.environ.clear()
            os.environ.update(before)


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """What the process said until it said these words."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"{words!r} was never said:\n{said}")


def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("WAP_", "DBT_", "GITHUB_", "GITLAB_")):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def clean_env(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the caller reaches a scenario."""
    _clean(monkeypatch)


def _with_package(root: Path) -> Project:
    project = Project(root)
    package = project.root / "dbt_packages" / "dbt_wap"
    package.parent.mkdir(parents=True)
    package.symlink_to(REPOSITORY, target_is_directory=True)
    return project.write({"packages.yml": f"packages:\n  - local: {REPOSITORY}\n"})


@pytest.fixture
def empty_project(tmp_path: Path) -> Project:
    """A folder with the package installed and nothing else."""
    return _with_package(tmp_path / "shop")


def _copy(project: Project, folder: Path) -> Project:
    """The same project elsewhere, with what dbt has parsed of it."""
    shutil.copytree(project.root, folder / "shop", symlinks=True)
    return Project(folder / "shop")


def _prepared(project: Project, *arguments: str) -> Project:
    with pytest.MonkeyPatch.context() as patch:
        _clean(patch)
        result = project.wap(*arguments)
    assert result.code == 0, result.err
    return project


class Shelf:
    """Projects after their first publish, each made once; a scenario gets a copy."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._made: dict[str, Project] = {}

    def published(self, folder: Path, files: Mapping[str, str], *statements: str) -> Project:
        """A project of these files in the folder; the statements had run before its publish."""
        key = json.dumps([dict(files), statements])
        if key not in self._made:
            project = _with_package(self._factory.mktemp("shelf") / "shop").write(files)
            project.sql(*statements)
            self._made[key] = _prepared(project, "run", "--auto-approve")
        return _copy(self._made[key], folder)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The projects that scenarios have asked for so far."""
    return Shelf(tmp_path_factory)


@pytest.fixture(scope="session")
def once_parsed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The shop project, parsed once; for `shop` to copy."""
    project = _with_package(tmp_path_factory.mktemp("parsed") / "shop").write(SHOP)
    project.sql(ORDERS)
    return _prepared(project, "doctor")


@pytest.fixture(scope="session")
def once_published(once_parsed: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The shop project after its first publish, made once; for `published` to copy."""
    project = _copy(once_parsed, tmp_path_factory.mktemp("published"))
    return _prepared(project, "run", "--auto-approve")


@pytest.fixture
def shop(once_parsed: Project, tmp_path: Path) -> Project:
    """The shop project with three orders in its source; nothing is published yet."""
    return _copy(once_parsed, tmp_path)


@pytest.fixture
def published(once_published: Project, tmp_path: Path) -> Project:
    """The shop project after its first publish."""
    return _copy(once_published, tmp_path)
