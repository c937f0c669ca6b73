"""Take public dbt projects through a newcomer's first hour, on DuckDB, and check what they see.

    python integration_tests/public_projects/try_projects.py CHECKOUT... \\
        --package dbt-labs/dbt_utils=CHECKOUT --vars '{load_source_data: true}'

A CHECKOUT is a folder with a dbt_project.yml; nothing in it is changed. dbt alone builds two
copies of it, to know what is not the same each time. A third takes the steps of the README:
`wap init --offline`, `dbt deps`, `wap doctor`, `wap run --auto-approve`. Then each seed loses its
last row, a second run makes a candidate, this script counts itself how it differs from prod,
and the candidate is published. After both runs all relations must be as dbt alone makes them:
rows, columns, types, constraints, indexes, comments and the text of views.

Packages from the hub or from git come from the checkouts that --package names, and so do the
packages that those need. The table at the end has a row for each project, and the exit code is 1
if anything in it is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

DBT = [sys.executable, "-W", "ignore", "-m", "dbt.cli.main"]
WAP = [sys.executable, "-c", "from dbt_wap.cli.commands import main; main()"]
FILE = "warehouse.duckdb"
STEPS = ("plain build", "init", "deps", "doctor", "run", "as plain", "report", "second run")
OWN_SCHEMAS = re.compile(r"dbt_wap$|.*__wap_\d{8}_")
LIMIT = 200_000

Place = tuple[str, str]


class Failed(Exception):
    """A step ended otherwise than it must; the message is what to look at."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkouts", nargs="+", type=Path, metavar="CHECKOUT")
    parser.add_argument("--package", action="append", default=[], metavar="NAME=CHECKOUT")
    parser.add_argument("--vars", default="{}", help="as in dbt, for all commands")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the copies here")
    given = parser.parse_args()
    packages = {name: Path(place) for name, _, place in (p.partition("=") for p in given.package)}
    results = {}
    for checkout in given.checkouts:
        name = yaml.safe_load((checkout / "dbt_project.yml").read_text())["name"]
        with tempfile.TemporaryDirectory() as scratch:
            folder = (given.keep or Path(scratch)).resolve() / name
            print(f"# {name}", flush=True)
            results[name] = Trial(checkout, folder, packages, given.vars).play()
    print("\n" + table(results))
    return any("ok" not in result.get(step, "") for result in results.values() for step in STEPS)


def table(results: Mapping[str, Mapping[str, str]]) -> str:
    """The results as a table in markdown."""
    lines = [f"| project | {' | '.join(STEPS)} |", "|---" * (len(STEPS) + 1) + "|"]
    for name, result in results.items():
        lines.append(f"| {name} | {' | '.join(result.get(step, '') for step in STEPS)} |")
    return "\n".join(lines)


class Trial:
    """One project, built by dbt alone and published by wap."""

    def __init__(
        self, checkout: Path, folder: Path, packages: Mapping[str, Path], variables: str
    ) -> None:
        self.packages = packages
        self.env = {
            **{name: text for name, text in os.environ.items() if not name.startswith("WAP_")},
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        self.variables = ["--vars", variables]
        self.warned: set[Place] = set()
        self.folder = folder
        self.plain, self.again, self.wap = (folder / name for name in ("plain", "again", "wap"))
        shutil.rmtree(folder, ignore_errors=True)
        for copy in (self.plain, self.again, self.wap):
            copy_project(checkout, copy)
            self._prepare(copy, checkout)

    def play(self) -> dict[str, str]:
        """What each step ended with, up to the first that failed."""
        told: dict[str, str] = {}
        for step in STEPS:
            try:
                told[step] = f"ok {getattr(self, '_' + step.replace(' ', '_'))() or ''}".strip()
            except Failed as failure:
                told[step] = f"**{failure}**"
                break
            finally:
                print(f"  {step}: {told.get(step, 'broke')}", flush=True)
        return told

    def _plain_build(self) -> str:
        self._do(self.again, [*WAP, "init", "--offline"])
        for copy in (self.plain, self.again):
            self._do(copy, [*DBT, "deps"])
            self._do(copy, [*DBT, "build", *self.variables])
        manifest = json.loads((self.plain / "target" / "manifest.json").read_text())
        kinds = Counter(node["resource_type"] for node in manifest["nodes"].values())
        return ", ".join(f"{kinds[kind]} {kind}s" for kind in ("seed", "model", "snapshot", "test"))

    def _init(self) -> None:
        self._do(self.wap, [*WAP, "init", "--offline"])

    def _deps(self) -> None:
        self._do(self.wap, [*DBT, "deps"])

    def _doctor(self) -> None:
        self._do(self.wap, [*WAP, "doctor", *self.variables])

    def _run(self) -> None:
        self._do(self.wap, [*WAP, "run", "--auto-approve", *self.variables])
        report = json.loads(Path(self._status()["report"]).read_text())
        named = [entry for entry in report["relations"] if entry.get("audit_names")]
        self.warned = {(entry["schema"], entry["name"]) for entry in named}

    def _as_plain(self) -> str:
        """All is as dbt alone made it, but for what is not the same each time, or is warned of."""
        old, twin, new = (content(copy / FILE) for copy in (self.plain, self.again, self.wap))
        unstable = set(differences(old, twin))
        found = {p: how for p, how in differences(old, new).items() if p not in unstable}
        wrong = {place: how for place, how in found.items() if place not in self.warned}
        if wrong:
            print("\n".join(f"{'.'.join(place)}: {how}" for place, how in wrong.items()))
            raise Failed(f"{len(wrong)} of {len(old)} relations differ")
        told = [f"{len(old)} relations"]
        told += [f"{len(unstable)} not alike in two builds"] if unstable else []
        told += [f"{len(found)} that the report warns of"] if found else []
        return f"({', '.join(told)})"

    def _report(self) -> str:
        for copy in (self.plain, self.again, self.wap):
            shorten_seeds(copy)
        self._do(self.wap, [*WAP, "run", "--no-publish", *self.variables], or_else=3)
        status = self._status()
        kept = self.folder / "waiting"
        kept.mkdir(exist_ok=True)
        shutil.copy(self.wap / FILE, kept / FILE)
        if status["status"] == "discarded":
            return "nothing changed"
        report = json.loads(Path(status["report"]).read_text())
        return own_counts(kept / FILE, status["schemas"], report["relations"])

    def _second_run(self) -> str:
        status = self._status()
        blocked = status["verdict"] == "blocked"
        for copy in (self.plain, self.again):
            built = self._do(copy, [*DBT, "build", *self.variables], or_else=1)
        if blocked != bool(built.returncode):
            raise Failed(f"dbt build ends with {built.returncode}, the run is {status['status']}")
        if blocked:
            return "(tests fail: blocked)"
        if status["status"] != "discarded":
            self._do(self.wap, [*WAP, "approve", "--publish", *self.variables])
        return self._as_plain()

    def _status(self) -> dict[str, Any]:
        said = self._do(self.wap, [*WAP, "status", "--json", *self.variables]).stdout
        return dict(json.loads(said))

    def _do(
        self, folder: Path, command: list[str], or_else: int = 0
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            command, cwd=folder, env=self.env, capture_output=True, text=True, check=False
        )
        name = " ".join(
            ["wap", command[len(WAP)]] if command[1] == WAP[1] else ["dbt", command[len(DBT)]]
        )
        (self.folder / "last_output.txt").write_text(f"{done.stdout}\n{done.stderr}")
        if done.returncode not in (0, or_else):
            said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            print("\n".join(said[-15:]), flush=True)
            raise Failed(f"{name} ends with {done.returncode}")
        return done

    def _prepare(self, copy: Path, checkout: Path) -> None:
        """The copy has a profile on a file of its own, and no package of the hub."""
        project = yaml.safe_load((copy / "dbt_project.yml").read_text())
        output = {"type": "duckdb", "path": FILE, "threads": 2, "schema": "main"}
        profile = {project["profile"]: {"target": "prod", "outputs": {"prod": output}}}
        (copy / "profiles.yml").write_text(yaml.safe_dump(profile))
        self._localise(copy, checkout)

    def _localise(self, project: Path, origin: Path) -> None:
        """The packages of a copied project are copies beside it, and so are those they need."""
        for name in ("packages.yml", "dependencies.yml"):
            if not (project / name).is_file():
                continue
            listed = yaml.safe_load((project / name).read_text()) or {}
            for entry in listed.get("packages") or ():
                checkout = self._checkout(entry, origin)
                place = self.folder / "packages" / re.sub(r"\W+", "_", str(checkout)).strip("_")
                if not place.exists():
                    copy_project(checkout, place)
                    self._localise(place, checkout)
                entry.clear()
                entry["local"] = str(place)
            (project / name).write_text(yaml.safe_dump(listed))
        (project / "package-lock.yml").unlink(missing_ok=True)

    def _checkout(self, entry: Mapping[str, str], origin: Path) -> Path:
        """Where the package of an entry is: beside the project, or where --package says."""
        if "local" in entry:
            return (origin / entry["local"]).resolve()
        wanted = entry.get("package") or entry["git"]
        for name, checkout in self.packages.items():
            if _last(name) == _last(wanted):
                return checkout.resolve()
        sys.exit(f"the project needs a package: give --package {wanted}=CHECKOUT")


def _last(name: str) -> str:
    return name.removesuffix(".git").rstrip("/").split("/")[-1].replace("-", "_")


def copy_project(checkout: Path, to: Path) -> None:
    leave = shutil.ignore_patterns(".git", "target", "logs", "dbt_packages", "*.duckdb", ".venv")
    shutil.copytree(checkout, to, ignore=leave, symlinks=True)


def shorten_seeds(project: Path) -> None:
    """Each seed of the project has lost its last row, if it has more than one."""
    config = yaml.safe_load((project / "dbt_project.yml").read_text())
    for folder in config.get("seed-paths", ["seeds"]):
        for path in sorted((project / folder).rglob("*.csv")):
            lines = path.read_text().rstrip("\n").split("\n")
            if len(lines) > 2 and '"' not in lines[-1]:
                path.write_text("\n".join(lines[:-1]) + "\n")


def own_counts(
    database: Path, schemas: list[dict[str, str]], relations: list[dict[str, Any]]
) -> str:
    """The figures of the report are those of a comparison that takes all rows into memory."""
    audit = {pair["prod"]: pair["audit"] for pair in schemas}
    wrong, checked = [], 0
    with duckdb.connect(str(database), read_only=True) as warehouse:
        there = set(places(warehouse))
        for entry in relations:
            place = (entry["schema"], entry["name"])
            twin = (audit.get(entry["schema"], ""), entry["name"])
            if entry["publish"] in ("keep", "missing") or twin not in there:
                continue
            checked += 1
            old, new = (rows_of(warehouse, p) if p in there else None for p in (place, twin))
            found = counts(old, new)
            rows = entry["rows"]
            changed = rows["changed"] or 0
            said = {
                "before": rows["before"],
                "after": rows["after"],
                "gone": (rows["removed"] or 0) + changed,
                "came": (rows["added"] or 0) + changed,
            }
            if any(said[name] is not None and said[name] != found[name] for name in found):
                wrong.append(f"{'.'.join(place)}: {said} is {found}")
    if wrong:
        print("\n".join(wrong))
        raise Failed(f"{len(wrong)} of {checked} relations have other figures")
    return f"({checked} relations)"


def counts(
    old: list[dict[str, Any]] | None, new: list[dict[str, Any]] | None
) -> dict[str, int | None]:
    """Rows on each side, and those of either that the other has not, in the columns of both."""
    names = set(new[0] if new else ()) & set(old[0] if old else ()) if old and new else None
    before, after = (
        Counter(
            repr([(name, row[name]) for name in sorted(row) if names is None or name in names])
            for row in rows or ()
        )
        for rows in (old, new)
    )
    return {
        "before": None if old is None else len(old),
        "after": None if new is None else len(new),
        "gone": (before - after).total() if old is not None else 0,
        "came": (after - before).total(),
    }


def places(warehouse: duckdb.DuckDBPyConnection) -> list[Place]:
    found = warehouse.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = current_database() order by all"
    ).fetchall()
    return [(str(schema), str(name)) for schema, name in found if not OWN_SCHEMAS.match(schema)]


def rows_of(warehouse: duckdb.DuckDBPyConnection, place: Place) -> list[dict[str, Any]]:
    schema, name = (part.replace('"', '""') for part in place)
    found = warehouse.execute(f'select * from "{schema}"."{name}" limit {LIMIT}')
    names = [column[0].lower() for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def content(database: Path) -> dict[Place, tuple[list[Any], list[dict[str, Any]]]]:
    """The shape and the rows of each relation that dbt made."""
    with duckdb.connect(str(database), read_only=True) as warehouse:
        return {
            place: (shape(warehouse, place), rows_of(warehouse, place))
            for place in places(warehouse)
        }


def differences(old: Mapping[Place, Any], new: Mapping[Place, Any]) -> dict[Place, str]:
    """How each relation differs that does."""
    found = {}
    for place in sorted(old.keys() | new.keys()):
        if place not in old or place not in new:
            found[place] = "is not in both"
        elif old[place][0] != new[place][0]:
            found[place] = f"{old[place][0]}\n  is {new[place][0]}"
        else:
            moved = counts(old[place][1], new[place][1])
            if moved["gone"] or moved["came"]:
                found[place] = f"rows {moved}"
    return found


def shape(warehouse: duckdb.DuckDBPyConnection, place: Place) -> list[Any]:
    """Columns, constraints, indexes, comments and the text of a view."""
    found: list[Any] = []
    for query in (
        "select column_name, data_type, is_nullable, column_default, comment from duckdb_columns()",
        "select constraint_text from duckdb_constraints()",
        "select index_name, sql from duckdb_indexes()",
        "select comment from duckdb_tables()",
        "select comment, sql from duckdb_views()",
    ):
        name = "view_name" if "views" in query else "table_name"
        where = f" where schema_name = ? and {name} = ? and database_name = current_database()"
        order = " order by column_index" if "columns" in query else " order by all"
        found.append(warehouse.execute(query + where + order, place).fetchall())
    return found


if __name__ == "__main__":
    sys.exit(main())
