"""A small dbt project for the examples for Airflow and Dagster."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt_wap import Project, Run, Settings

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = {
    "dbt_project.yml": """
name: shop
profile: shop
flags: {send_anonymous_usage_stats: false}
models: {+schema: marts, +materialized: table}
""",
    "profiles.yml": """
shop:
  target: prod
  outputs:
    prod: {type: duckdb, path: "{{ env_var('WAP_PROJECT_DIR') }}/shop.duckdb", schema: main}
""",
    "packages.yml": f"packages: [{{local: {REPOSITORY}}}]",
    "macros/generate_schema_name.sql": """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
""",
    "models/orders.sql": "select id, amount from raw.orders",
    "models/orders.yml": """
models:
  - name: orders
    columns: [{name: id, data_tests: [unique, not_null]}]
""",
}


@dataclass(frozen=True)
class Shop:
    """The project, and SQL on its warehouse."""

    root: Path

    def sql(self, statement: str) -> list[Any]:
        with duckdb.connect(str(self.root / "shop.duckdb")) as connection:
            return connection.execute(statement).fetchall()

    def orders(self) -> int:
        """Return how many orders are in prod."""
        return int(self.sql("select count(*) from main_marts.orders")[0][0])

    def sells(self, order: int | None) -> None:
        """Add an order to the source; None breaks a test."""
        self.sql(f"insert into raw.orders values ({order or 'null'}, 10)")

    @contextmanager
    def project(self) -> Iterator[Project]:
        """Yield the project; afterwards its file is free for other processes."""
        project = Project(Settings(self.root))
        try:
            yield project
        finally:
            project.release()

    def find(self) -> Run:
        """Return the latest run."""
        with self.project() as project:
            return project.find()


@pytest.fixture(scope="session", autouse=True)
def quick_dbt() -> Iterator[None]:
    """Keep dbt from parsing a macro twice, as in the scenarios on DuckDB."""
    from dbt_common.behavior_flags import BehaviorFlagRendered
    from dbt_common.tests import enable_test_caching

    enable_test_caching()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BehaviorFlagRendered, "_default_source", lambda _: "dbt")
        yield


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the examples and dbt find the project: a link, which each test sets to its own copy."""
    link = tmp_path_factory.mktemp("here") / "shop"
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("WAP_", "DBT_")):
                patch.delenv(name)
        patch.setenv("WAP_PROJECT_DIR", str(link))
        patch.setenv("DBT_PROFILES_DIR", str(link))
        yield link


@pytest.fixture(scope="session")
def published_shop(tmp_path_factory: pytest.TempPathFactory, here: Path) -> Shop:
    """Make a project with one order in prod."""
    shop = Shop(tmp_path_factory.mktemp("published") / "shop")
    for name, text in FILES.items():
        path = shop.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip())
    package = shop.root / "dbt_packages/dbt_wap"
    package.parent.mkdir()
    package.symlink_to(REPOSITORY, target_is_directory=True)
    here.symlink_to(shop.root)
    shop.sql("create schema raw")
    shop.sql("create table raw.orders as select 1 as id, 10 as amount")
    with shop.project() as project:
        project.run(auto_approve=True)
    return shop


@pytest.fixture
def shop(published_shop: Shop, here: Path, tmp_path: Path) -> Shop:
    """Copy the project for one test."""
    copy = Shop(tmp_path / "shop")
    shutil.copytree(published_shop.root, copy.root, symlinks=True)
    here.unlink()
    here.symlink_to(copy.root)
    return copy
