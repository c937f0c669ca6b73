"""dbt projects on DuckDB to measure on: one that is generated, or a copy of a user's.

A generated project has a share of views; the rest are tables of 200 rows. The tables read one of
several loaded tables, so that loading new figures into some of these changes a share of the models.
A fifth of the tables read another table, and each view reads a table.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

DBT = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "--quiet"]
PACKAGE = Path(__file__).resolve().parents[1]

PROJECT = {
    "name": "shop",
    "version": "1.0",
    "profile": "shop",
    "flags": {"send_anonymous_usage_stats": False},
    "models": {"shop": {"+materialized": "table"}},
}
OUTPUT = {"type": "duckdb", "path": "shop.duckdb", "schema": "main", "threads": 2}
NAMING = """{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
  {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
"""
TABLE = (
    "select id, grp, amount * {at} as amount, name from {{{{ source('raw', 'group_{group}') }}}}\n"
)
CHILD = "select id, grp, amount + {at} as amount, name from {{{{ ref('t{parent}') }}}}\n"
VIEW = """{{{{ config(materialized='view') }}}}
select grp, sum(amount) as amount, count(*) as n from {{{{ ref('t{table}') }}}} group by grp
"""


@dataclass(frozen=True)
class Shape:
    """How a generated project looks: its models, the share of views, the share that changes, and
    how much memory DuckDB may take, by default most of the machine's."""

    models: int
    views: float
    changed: float
    memory_limit: str | None = None

    @property
    def groups(self) -> int:
        """Return the number of loaded tables: to change one changes the share of the models."""
        return max(round(1 / self.changed), 1)


def generate(folder: Path, shape: Shape) -> None:
    """Write a project of this shape, with its packages installed and its sources loaded."""
    models = folder / "models"
    models.mkdir(parents=True)
    (folder / "macros").mkdir()
    (folder / "macros/naming.sql").write_text(NAMING)
    write(folder / "dbt_project.yml", PROJECT)
    write(folder / "packages.yml", {"packages": [{"local": str(PACKAGE)}]})
    limit = {"settings": {"memory_limit": shape.memory_limit}} if shape.memory_limit else {}
    outputs = {"prod": {**OUTPUT, **limit}}
    write(folder / "profiles.yml", {"shop": {"target": "prod", "outputs": outputs}})
    tables = shape.models - round(shape.models * shape.views)
    group_of: list[int] = []
    for at in range(tables):
        parent = (at - 1) // 2 if at % 5 == 4 else None
        group = at % shape.groups if parent is None else group_of[parent]
        group_of.append(group)
        sql = TABLE if parent is None else CHILD
        (models / f"t{at}.sql").write_text(sql.format(at=at, group=group, parent=parent))
    for at in range(shape.models - tables):
        (models / f"v{at}.sql").write_text(VIEW.format(table=at % tables))
    sources = {"name": "raw", "tables": [{"name": f"group_{at}"} for at in range(shape.groups)]}
    write(models / "schema.yml", {"sources": [sources], "models": [*map(described, range(tables))]})
    load(folder / "shop.duckdb", shape.groups, 0)
    subprocess.run([*DBT, "deps"], cwd=folder, check=True)


def described(at: int) -> dict[str, object]:
    """Return the properties of a table: its key and one test."""
    config = {"meta": {"dbt_wap": {"key": "id"}}}
    return {
        "name": f"t{at}",
        "config": config,
        "columns": [{"name": "id", "data_tests": ["unique"]}],
    }


def write(path: Path, content: object) -> None:
    """Write a YAML file."""
    path.write_text(yaml.safe_dump(content, sort_keys=False))


def load(database: Path, groups: int, figure: int) -> None:
    """Load new figures into the first tables that the models of a generated project read."""
    tables = [
        f"create or replace table raw.group_{at} as select i as id, i % 7 as grp,"
        f" i + {figure} as amount, 'n' || i as name from range(200) t(i)"
        for at in range(groups)
    ]
    execute(database, ";".join(["create schema if not exists raw", *tables]))


def execute(database: Path, sql: str) -> None:
    """Run SQL in a DuckDB file, in a process of its own that keeps no lock."""
    code = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute(sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, str(database), sql], check=True)


def copy(project: Path, folder: Path) -> None:
    """Copy a user's project, without what dbt has written there, and install its packages."""
    unwanted = shutil.ignore_patterns("target", "logs", ".git", ".venv", "dbt_packages")
    shutil.copytree(project, folder, ignore=unwanted)
    packages = folder / "packages.yml"
    told = yaml.safe_load(packages.read_text()) if packages.exists() else {}
    others = [each for each in told.get("packages", []) if not is_ours(project, each)]
    write(packages, {"packages": [*others, {"local": str(PACKAGE)}]})
    (folder / "package-lock.yml").unlink(missing_ok=True)
    subprocess.run([*DBT, "deps"], cwd=folder, check=True)


def is_ours(project: Path, package: dict[str, str]) -> bool:
    """Return whether an entry of packages.yml is dbt-wap, in any folder or at any address."""
    if local := package.get("local"):
        told = yaml.safe_load((project / local / "dbt_project.yml").read_text())
        return bool(told["name"] == "dbt_wap")
    return "dbt-wap" in str(package) or "dbt_wap" in str(package)
