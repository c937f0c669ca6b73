"""What safety costs: `wap run --auto-approve` against one plain `dbt build` of the same project.

Whole processes, alternated, on the demo project; each turn loads new figures first, so that both
have the same to build and the publish has something to write. Run it with the Python of .venv:

    .venv/bin/python benchmarks/overhead.py --turns 5
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dbt_wap.demo import generate
from dbt_wap.demo.cycle import HERE
from dbt_wap.setup.package_copy import bundled_package

WAP = [sys.executable, "-c", "from dbt_wap.cli.commands import main; main()", "-q"]
DBT = [sys.executable, "-m", "dbt.cli.main", "--quiet"]


def make(folder: Path) -> Path:
    """The demo project with its packages is in the folder; returns its database."""
    shutil.copytree(HERE / "project", folder)
    packages = folder / "packages.yml"
    packages.write_text(packages.read_text().replace("__DBT_WAP_PACKAGE__", str(bundled_package())))
    timed([*DBT, "deps"], folder)
    return folder / "employment.duckdb"


def timed(command: list[str], folder: Path) -> float:
    """The seconds that the command took; it must succeed."""
    start = time.perf_counter()
    env = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=5, help="how often each is run")
    turns = parser.parse_args().turns
    cases = {
        "dbt build": [*DBT, "build"],
        "wap run --auto-approve": [*WAP, "run", "--auto-approve"],
    }
    seconds: dict[str, list[float]] = {name: [] for name in cases}
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: Path(scratch) / str(i) for i, name in enumerate(cases)}
        files = {name: make(folder) for name, folder in folders.items()}
        for turn in range(turns + 1):
            for name, command in cases.items():
                generate.load(files[name], range(2000, 2010 + turn))
                taken = timed(command, folders[name])
                if turn:  # the first turn parses from nothing
                    seconds[name].append(taken)
    plain = statistics.median(seconds["dbt build"])
    print(f"{'':<24}  median s  ratio")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"{name:<24}  {median:8.2f}  {median / plain:5.2f}")


if __name__ == "__main__":
    main()
