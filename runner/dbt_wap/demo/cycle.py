"""`wap demo`: a full cycle on a sample project, on DuckDB."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError
from dbt_wap.model import Event, Hear, Selection
from dbt_wap.project import Project
from dbt_wap.setup.package_copy import bundled_package

HERE = Path(__file__).parent
Say = Callable[[str], None]
AGAIN = Selection(supersede=True)
DATABASE = "employment.duckdb"
FIRST_YEARS = (2020, 2021, 2022, 2023)
PROOF = """select year, count(*) as rows, sum(employed) as employed
from marts.employment_by_year group by year order by year"""


def play(directory: Path, scenario: str, yes: bool, hear: Hear) -> None:
    """Create the sample project in the directory and play the scenario on it."""
    from dbt_wap.demo import generate

    if find_spec("duckdb") is None or find_spec("dbt.adapters.duckdb") is None:
        raise ConfigError(
            "demo",
            "the DuckDB adapter is not installed",
            next_command="pip install dbt-duckdb",
        )
    database = _make_project(directory)
    os.chdir(directory)
    project = Project(Settings(project_dir=directory, profiles_dir=directory), hear)
    project.install()

    def say(text: str) -> None:
        hear(Event("result", text))

    years = _years(database)
    if not years:
        years = list(FIRST_YEARS)
        say(f"# First publish: the source has the years {years[0]} to {years[-1]}")
        generate.load(database, years)
        _run(project, say, auto=True)
    latest = years[-1] + 1
    kind: generate.Scenario = "bad-data" if scenario == "bad-data" else "good"
    note = ", with bad data" if kind == "bad-data" else ""
    say(f"\n# Next run: the year {latest} arrives in the source{note}")
    generate.load(database, [*years, latest], scenario=kind)
    before = _query(database)
    try:
        _second_run(project, say, scenario, yes, database)
    finally:
        project.release()
        after = _query(database)
        say(f"\n# Prod after the run:\n{PROOF}")
        say(_table(after))
        changed = "# Prod still has the late write" if scenario == "drift" else "# Prod changed"
        say("# Prod is unchanged" if after == before else changed)
        if kind == "bad-data":
            generate.load(database, years)
    here = os.path.relpath(directory, os.environ.get("PWD", "."))
    say(f"\n# To look around: cd {here}; wap history")
    say(f"# To open its page in a browser: cd {here}; wap serve --open")


def _second_run(project: Project, say: Say, scenario: str, yes: bool, database: Path) -> None:
    if scenario != "drift":
        _run(project, say, auto=yes)
        return
    from dbt_wap.demo import generate

    say("$ wap run --no-publish")
    run_id = project.run(AGAIN, no_publish=True)
    project.release()
    say(f"\n# Before the approval: {generate.drift(database)}")
    say("$ wap approve --publish")
    project.approve(run_id, "wap demo", publish=True)


def _run(project: Project, say: Say, *, auto: bool) -> None:
    say("$ wap run --auto-approve" if auto else "$ wap run")
    project.run(AGAIN, auto_approve=auto)
    project.release()


def _make_project(directory: Path) -> Path:
    database = directory / DATABASE
    if directory.exists() and any(directory.iterdir()) and not database.exists():
        raise ConfigError(
            "demo",
            f"{directory} is not empty and not a demo project",
            next_command="wap demo --dir DIR",
        )
    shutil.copytree(HERE / "project", directory, dirs_exist_ok=True)
    packages = directory / "packages.yml"
    quoted = "'" + str(bundled_package()).replace("'", "''") + "'"
    text = packages.read_text(encoding="utf-8").replace("__DBT_WAP_PACKAGE__", quoted)
    packages.write_text(text, encoding="utf-8")
    return database


def _years(database: Path) -> list[int]:
    if not database.exists():
        return []
    return [int(row[0]) for row in _query(database)]


def _query(database: Path) -> Sequence[tuple[Any, ...]]:
    import duckdb

    connection = duckdb.connect(str(database))
    try:
        rows: Sequence[tuple[Any, ...]] = connection.execute(PROOF).fetchall()
        return rows
    except duckdb.CatalogException:
        return []
    finally:
        connection.close()


def _table(rows: Sequence[tuple[Any, ...]]) -> str:
    lines = ["  year   rows   employed"]
    return "\n".join(
        lines + [f"  {year}  {count:>5,}  {employed:>9,}" for year, count, employed in rows]
    )
