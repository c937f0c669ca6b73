"""How many round trips a publish and `wap run --no-publish` take on Snowflake, and for what.

    python benchmarks/snowflake_statements.py [--schemas 1 5 20] [--relations 2] [--grants]
        [--changed 1] [--command publish run build] [--detail] [--json]

Counted in the log of the emulator of integration_tests: statements and round trips depend on what
is sent, not on how fast it is answered. A block is one round trip. Each schema has half tables and
half views, each view over a table; with `--grants`, a role has USAGE on each schema and SELECT on
each relation. The second run is counted: `--changed` is the share of tables whose rows changed.
The window is from the first swap to the last swap or view: in it readers can meet relations of two
generations. `build` is a plain `dbt build` after that, for comparison. `--detail` adds the round
trips by operation and kind of statement.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "runner")]

NAMING = """
{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ dbt_wap.generate_schema_name(custom_schema_name, node) }}
{%- endmacro %}
"""
ASKED_BY = re.compile(r'"connection_name": "([^"]*)"')


def make_project(root: Path, schemas: int, relations: int, profile: dict[str, Any]) -> None:
    """N schemas, each with tables and as many views over them."""
    files = {
        "dbt_project.yml": "name: many\nversion: '1.0'\nprofile: many\n",
        "profiles.yml": json.dumps({"many": {"target": "prod", "outputs": {"prod": profile}}}),
        "packages.yml": f"packages:\n  - local: {REPOSITORY}\n",
        "macros/generate_schema_name.sql": NAMING,
    }
    checked = []
    for n in range(schemas):
        for m in range(relations // 2):
            name = f"{n}_{m}"
            files[f"models/t{name}.sql"] = (
                f"{{{{ config(materialized='table', schema='s{n}') }}}}\n"
                f"select id, amount from shop.raw.orders where kept or {n * 1000 + m} < "
                "(select changed_below from shop.raw.settings)\n"
            )
            files[f"models/v{name}.sql"] = (
                f"{{{{ config(materialized='view', schema='s{n}') }}}}\n"
                f"select sum(amount) as amount from {{{{ ref('t{name}') }}}}\n"
            )
            tests = [{"name": "id", "data_tests": ["not_null"]}]
            checked.append({"name": f"t{name}", "columns": tests})
    files["models/models.yml"] = json.dumps({"models": checked[:20]})
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    package = root / "dbt_packages" / "dbt_wap"
    package.parent.mkdir()
    package.symlink_to(REPOSITORY, target_is_directory=True)


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def wap(root: Path, *arguments: str) -> None:
    """`wap` has run on the project; anything but success ends the benchmark."""
    from dbt_wap.cli.commands import spread
    from dbt_wap.cli.commands import wap as command

    try:
        with inside(root), contextlib.redirect_stdout(io.StringIO()):
            command.main(args=spread(["-q", *arguments]), prog_name="wap")
    except SystemExit as end:
        if end.code:
            raise


def build(root: Path) -> None:
    """dbt alone has built the project."""
    from dbt.cli.main import dbtRunner

    with inside(root):
        done = dbtRunner().invoke(["--quiet", "build"])
    if not done.success:
        raise SystemExit("dbt build failed")


def changed_below(schemas: int, relations: int, share: float) -> int:
    """The number below which tables change: a share of them, schema by schema."""
    tables = relations // 2
    changed = round(schemas * tables * share)
    return (changed // tables) * 1000 + changed % tables


def measure(
    schemas: int, relations: int, grants: bool, changed: float, alone: bool = False
) -> dict[str, list[Any]]:
    """The log of the second `run --no-publish` of a project, of its publish, and of dbt alone."""
    import snowflake.connector

    from integration_tests.snowflake_emulator import Emulator

    logs = {}
    with tempfile.TemporaryDirectory() as folder, Emulator(databases=("SHOP",)) as emulator:
        root = Path(folder)
        profile = emulator.profile(database="shop", schema="main", threads=2)
        make_project(root, schemas, relations, profile)
        with snowflake.connector.connect(**emulator.connection(database="SHOP")) as connection:
            sql = connection.cursor().execute
            sql("create schema raw")
            sql("create table raw.orders as select 1 as id, 10 as amount, true as kept")
            sql("create table raw.settings as select 0 as changed_below")
            os.environ["DBT_PROFILES_DIR"] = str(root)
            wap(root, "run", "--auto-approve")
            if grants:
                sql("create role reader")
                for n in range(schemas):
                    sql(f"grant usage on schema main_s{n} to role reader")
                    sql(f"grant select on all tables in schema main_s{n} to role reader")
                    sql(f"grant select on all views in schema main_s{n} to role reader")
            sql("insert into raw.orders values (2, 20, false)")
            number = changed_below(schemas, relations, changed)
            sql(f"update raw.settings set changed_below = {number}")
            start = len(emulator.statements())
            wap(root, "run", "--no-publish")
            logs["run"] = emulator.statements()[start:]
            if changed:
                wap(root, "approve")
                start = len(emulator.statements())
                wap(root, "publish")
                logs["publish"] = emulator.statements()[start:]
            if alone:
                start = len(emulator.statements())
                build(root)
                logs["build"] = emulator.statements()[start:]
    return logs


def is_block(line: Any) -> bool:
    return line.text.lower().lstrip().startswith("execute")


def count(log: list[Any]) -> dict[str, int]:
    """The numbers of the table, from the log of one command."""
    marks = [n for n, line in enumerate(log) if _moves_prod(line)]
    window = log[marks[0] : marks[-1] + 1] if marks else []
    return {
        "statements": sum(not is_block(line) for line in log),
        "round_trips": sum(not line.inside for line in log),
        "of_dbt": sum(not line.inside and is_of_dbt(line) for line in log),
        "window_statements": len(window),
        "window_round_trips": sum(not line.inside for line in window) or min(1, len(window)),
    }


def _moves_prod(line: Any) -> bool:
    text = line.text.lower()
    if is_block(line):
        return False
    created = text.startswith("create") and " view " in text
    return " swap with " in text or (created and ".main_s" in text.split(" as ")[0])


def operation_of(line: Any) -> str:
    """Which run-operation, model or step of dbt sent the statement."""
    found = ASKED_BY.search(line.text)
    name = found[1] if found else "connection"
    return re.sub(r"^(model|test|list|create)[._].*", r"dbt: \1", name)


def is_of_dbt(line: Any) -> bool:
    """A plain `dbt build` sends such statements too."""
    return operation_of(line) == "connection" or operation_of(line).startswith("dbt: ")


def kind_of(line: Any) -> str:
    """The kind of the statement: its first words, and what it reads."""
    text = " ".join(line.text.lower().split())
    if text.startswith("show"):
        return " ".join(re.sub(r"[\".].*", "", text).split()[:4])
    if text.startswith("execute"):
        return "block that reads" if "to_json(array_agg(" in text else "block"
    for view in re.findall(r"information_schema\.(\w+)", text):
        return f"catalog {view}"
    if text.startswith(("select", "with")):
        read = re.findall(r'"dbt_wap"\."(\w+)"', text)
        names = sorted({re.sub(r"lock__.*", "lock", name) for name in read})
        return "read " + (", ".join(names) or "rows")
    return " ".join(re.sub(r"[\"'${].*", "", text).split()[:3])


def of_kinds(log: list[Any]) -> dict[str, dict[str, int]]:
    """The round trips by operation, and by kind of statement."""
    found: dict[str, Counter[str]] = {}
    for line in log:
        if not line.inside:
            found.setdefault(operation_of(line), Counter())[kind_of(line)] += 1
    return {operation: dict(kinds.most_common()) for operation, kinds in found.items()}


def show_detail(log: list[Any]) -> None:
    for operation, kinds in of_kinds(log).items():
        print(f"  {sum(kinds.values()):>5}  {operation}")
        for kind, n in kinds.items():
            print(f"         {n:>4}  {kind}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemas", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--relations", type=int, default=2, help="of each schema; an even number")
    parser.add_argument("--grants", action="store_true")
    parser.add_argument("--changed", type=float, default=1.0, help="a share of the tables")
    parser.add_argument("--command", nargs="+", choices=["run", "publish", "build"])
    parser.add_argument("--detail", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    commands = options.command or ["publish"]
    logs = {
        schemas: measure(
            schemas, options.relations, options.grants, options.changed, "build" in commands
        )
        for schemas in options.schemas
    }
    found = {
        f"{command} {schemas}": count(log)
        for schemas, of_commands in logs.items()
        for command, log in of_commands.items()
        if command in commands
    }
    if options.json:
        print(json.dumps(found))
        return
    names = ["statements", "round_trips", "of_dbt", "window_statements", "window_round_trips"]
    print("command, schemas  " + "  ".join(names))
    for title, row in found.items():
        print(f"{title:>16}  " + "  ".join(f"{row[name]:>{len(name)}}" for name in names))
    if options.detail:
        for schemas, of_commands in logs.items():
            for command in commands:
                print(f"\n{command}, {schemas} schemas")
                show_detail(of_commands.get(command, []))


if __name__ == "__main__":
    main()
