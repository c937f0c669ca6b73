"""What safety costs: `wap run --auto-approve` against one plain `dbt build` of the same project.

Whole processes, alternated, each on a copy of its own; medians, and the ratio of seconds and of
peak memory. Generated projects, or a project of yours on DuckDB that calls dbt-wap's naming macro:

    .venv/bin/python benchmarks/overhead.py --models 200 --models 600 --models 2000
    .venv/bin/python benchmarks/overhead.py --project ../jaffle_shop --change "update raw.orders .."
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import projects
import yaml

WAP = [sys.executable, "-c", "from dbt_wap.cli.commands import main; main()", "-q"]
COMMANDS = {"dbt": [*projects.DBT, "build"], "wap": [*WAP, "run", "--auto-approve"]}
ENV = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}

Change = Callable[[Path, int], None]
"""Changes what the models of a project read, in a DuckDB file; the number differs by turn."""


@dataclass
class Case:
    """What happens to the project before each turn, and what each command took."""

    name: str
    change: Change
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"dbt": [], "wap": []})
    memory: dict[str, list[float]] = field(default_factory=lambda: {"dbt": [], "wap": []})


@dataclass(frozen=True)
class Taken:
    """What one process took: seconds, and its peak memory in MiB, with that of its children."""

    seconds: float
    memory: float


def run(command: list[str], folder: Path) -> Taken:
    """Run a command that must succeed, and measure it."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=ENV, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[-3:])} ended with exit code {process.returncode}")
    return Taken(seconds, used.ru_maxrss / 1024)


def measure(make: Callable[[Path], None], cases: list[Case], turns: int) -> int:
    """Fill the cases and return the number of relations that the project has."""
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: Path(scratch) / name for name in COMMANDS}
        files = {}
        for name, folder in folders.items():
            make(folder)
            run(COMMANDS[name], folder)  # the first run publishes everything
            files[name] = database_of(folder)
            cases[-1].change(files[name], 1)
            run(COMMANDS[name], folder)  # the second compares it, which warms the caches
        for turn in range(turns):
            for case in cases:
                for name, command in COMMANDS.items():
                    case.change(files[name], turn + 2)
                    taken = run(command, folders[name])
                    case.seconds[name].append(taken.seconds)
                    case.memory[name].append(taken.memory)
        return count_relations(folders["dbt"])


def database_of(folder: Path) -> Path:
    """Return the DuckDB file of the default target of a project."""
    profile = yaml.safe_load((folder / "dbt_project.yml").read_text())["profile"]
    home = Path(os.environ.get("DBT_PROFILES_DIR", folder))
    known = yaml.safe_load((home / "profiles.yml").read_text())[profile]
    return folder / known["outputs"][known["target"]]["path"]


def count_relations(folder: Path) -> int:
    """Return how many tables and views the project builds."""
    kinds = [part for kind in ("model", "seed", "snapshot") for part in ("--resource-type", kind)]
    command = [*projects.DBT, "ls", *kinds]
    told = subprocess.run(command, cwd=folder, env=ENV, check=True, capture_output=True, text=True)
    return len(told.stdout.splitlines())


def table(cases: list[Case], relations: int) -> Iterator[str]:
    """Return the lines of a table; the last column is what wap adds for each relation."""
    for case in cases:
        plain, wap = (statistics.median(case.seconds[name]) for name in COMMANDS)
        less, more = (statistics.median(case.memory[name]) for name in COMMANDS)
        added = (wap - plain) / relations * 1000
        yield (
            f"| {relations} | {case.name} | {plain:.1f} | {wap:.1f} | {wap / plain:.2f}x"
            f" | {added:.0f} ms | {less:.0f} | {more:.0f} | {more / less:.2f}x |"
        )


def generated(shape: projects.Shape, turns: int) -> Iterator[str]:
    """Measure a generated project and return the lines of its table."""
    some = f"{shape.changed:.0%} changed, published"
    cases = [
        Case("nothing changed", lambda file, turn: None),
        Case(some, lambda file, turn: projects.load(file, 1, turn * 1000 + 1)),
        Case("all changed, published", lambda file, turn: projects.load(file, shape.groups, turn)),
    ]
    relations = measure(lambda folder: projects.generate(folder, shape), cases, turns)
    yield from table(cases, relations)


def of_user(project: Path, change: str | None, turns: int) -> Iterator[str]:
    """Measure a copy of a user's project and return the lines of its table."""
    cases = [Case("nothing changed", lambda file, turn: None)]
    if change:
        cases += [Case("changed, published", lambda file, turn: projects.execute(file, change))]
    relations = measure(lambda folder: projects.copy(project, folder), cases, turns)
    yield from table(cases, relations)


def main() -> None:
    """Measure what the arguments ask for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--project", type=Path, help="a dbt project on DuckDB, which is copied")
    parser.add_argument("--change", help="SQL that changes what the models of --project read")
    parser.add_argument("--models", type=int, action="append", help="of a generated project")
    parser.add_argument("--views", type=float, default=0.5, help="the share of views")
    parser.add_argument("--changed", type=float, default=0.05, help="the share that changes")
    parser.add_argument("--turns", type=int, default=3, help="how often each case is run")
    parser.add_argument("--memory-limit", help="of DuckDB in generated projects, such as 300MB")
    given = parser.parse_args()
    print("| relations | case | dbt s | wap s | ratio | a relation | dbt MiB | wap MiB | ratio |")
    print("|--:|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    if given.project:
        print("\n".join(of_user(given.project.resolve(), given.change, given.turns)))
    for models in given.models or ([] if given.project else [200, 600, 2000]):
        shape = projects.Shape(models, given.views, given.changed, given.memory_limit)
        print("\n".join(generated(shape, given.turns)), flush=True)


if __name__ == "__main__":
    main()
