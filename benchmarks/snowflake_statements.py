"""How many statements a publish on Snowflake takes, and how many lie where readers can notice.

    python benchmarks/snowflake_statements.py [--schemas 1 5 20] [--json]

Counted on the emulator of integration_tests, by its log: statements and round trips depend on what
is sent, not on how fast it is answered. A project has one table and one view over it in each
schema; its second publish, of changed data, is what is counted. The window is from the first swap
to the last swap or view: in it readers can meet relations of two generations.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "runner")]

NAMING = """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
"""


def make_project(root: Path, schemas: int, profile: dict[str, Any]) -> None:
    """A table and a view over it in each of N schemas."""
    files = {
        "dbt_project.yml": "name: many\nversion: '1.0'\nprofile: many\n",
        "profiles.yml": json.dumps({"many": {"target": "prod", "outputs": {"prod": profile}}}),
        "packages.yml": f"packages:\n  - local: {REPOSITORY}\n",
        "macros/generate_schema_name.sql": NAMING,
    }
    checked = []
    for n in range(schemas):
        files[f"models/t{n}.sql"] = (
            f"{{{{ config(materialized='table', schema='s{n}') }}}}\n"
            "select id, amount from shop.raw.orders\n"
        )
        files[f"models/v{n}.sql"] = (
            f"{{{{ config(materialized='view', schema='s{n}') }}}}\n"
            f"select sum(amount) as amount from {{{{ ref('t{n}') }}}}\n"
        )
        checked.append({"name": f"t{n}", "columns": [{"name": "id", "data_tests": ["not_null"]}]})
    files["models/models.yml"] = json.dumps({"models": checked})
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    package = root / "dbt_packages" / "dbt_wap"
    package.parent.mkdir()
    package.symlink_to(REPOSITORY, target_is_directory=True)


def wap(root: Path, *arguments: str) -> None:
    """`wap` has run on the project; anything but success ends the benchmark."""
    from dbt_wap.cli.commands import spread
    from dbt_wap.cli.commands import wap as command

    before = os.getcwd()
    os.chdir(root)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            command.main(args=spread(["-q", *arguments]), prog_name="wap")
    except SystemExit as end:
        if end.code:
            raise
    finally:
        os.chdir(before)


def measure(schemas: int) -> dict[str, int]:
    """The statements of the second publish of a project of N schemas."""
    import snowflake.connector

    from integration_tests.snowflake_emulator import Emulator

    with tempfile.TemporaryDirectory() as folder, Emulator(databases=("SHOP",)) as emulator:
        root = Path(folder)
        make_project(root, schemas, emulator.profile(database="shop", schema="main", threads=2))
        with snowflake.connector.connect(**emulator.connection(database="SHOP")) as connection:
            sql = connection.cursor().execute
            sql("create schema raw")
            sql("create table raw.orders as select 1 as id, 10 as amount")
            os.environ["DBT_PROFILES_DIR"] = str(root)
            wap(root, "run", "--auto-approve")
            sql("insert into raw.orders values (2, 20)")
            wap(root, "run", "--no-publish")
            wap(root, "approve")
            start = len(emulator.statements())
            wap(root, "publish")
    return count(emulator.statements()[start:])


def count(log: list[Any]) -> dict[str, int]:
    """The numbers of the table, from the log of one publish."""
    marks = [
        n
        for n, line in enumerate(log)
        if (" swap with " in line.text.lower() and not line.text.lower().startswith("execute"))
        or (" view " in line.text.lower() and ".main_s" in line.text.lower().split(" as ")[0]
            and line.text.lower().startswith("create"))
    ]  # fmt: skip
    window = log[marks[0] : marks[-1] + 1]
    return {
        "statements": sum(not line.text.lower().startswith("execute") for line in log),
        "round_trips": sum(not line.inside for line in log),
        "window_statements": len(window),
        "window_round_trips": max(1, sum(not line.inside for line in window)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemas", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    found = {schemas: measure(schemas) for schemas in options.schemas}
    if options.json:
        print(json.dumps(found))
        return
    names = list(next(iter(found.values())))
    print("schemas  " + "  ".join(names))
    for schemas, row in found.items():
        print(f"{schemas:>7}  " + "  ".join(f"{row[name]:>{len(name)}}" for name in names))


if __name__ == "__main__":
    main()
