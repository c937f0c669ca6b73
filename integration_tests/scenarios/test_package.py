"""What a user installs: the wheel alone, outside of the checkout, in an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from shop import REPOSITORY

FRESH = {
    "dbt_project.yml": "name: fresh\nversion: '1.0'\nprofile: fresh\n",
    "profiles.yml": (
        "fresh:\n  target: prod\n  outputs:\n"
        "    prod: {type: duckdb, path: fresh.duckdb, schema: main}\n"
    ),
    "models/orders.sql": "{{ config(schema='marts') }} select 1 as id",
}


class Elsewhere:
    """A folder and an environment that know nothing of the checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / "venv" / "bin"

    def run(
        self, *command: str | Path, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """The command has run, told nothing by the environment of the caller."""
        env = {n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "DBT_", "WAP_"))}
        env |= {"PATH": f"{self.bin}:{env['PATH']}", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
        return subprocess.run(
            command, cwd=cwd or self.root, env=env, capture_output=True, text=True, timeout=600
        )

    def must(self, *command: str | Path, cwd: Path | None = None) -> str:
        """The command has run and ended with 0; its stdout."""
        done = self.run(*command, cwd=cwd)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def install(self) -> Path:
        """The wheel was built from the checkout and installed as the README says."""
        python = self.bin / "python"
        self.must(sys.executable, "-m", "build", "--wheel", "--outdir", self.root, REPOSITORY)
        (wheel,) = self.root.glob("*.whl")
        self.must(sys.executable, "-m", "venv", "--without-pip", self.root / "venv")
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        self.must(*pip, "-c", REPOSITORY / "constraints.txt", f"{wheel}[duckdb]")
        return wheel


@pytest.mark.slow
def test_the_wheel_works_on_its_own(tmp_path: Path) -> None:
    elsewhere = Elsewhere(tmp_path)

    names = ZipFile(elsewhere.install()).namelist()
    macros = {str(p.relative_to(REPOSITORY)) for p in (REPOSITORY / "macros").rglob("*.*")}
    assert {f"dbt_wap/package/{name}" for name in macros} <= set(names)
    assert not [n for n in names if "test" in n.split("/")[0] or n.endswith((".duckdb", ".log"))]

    assert elsewhere.must("wap", "--version").startswith("wap, version ")
    elsewhere.must("wap", "demo", "--yes")
    with duckdb.connect(str(tmp_path / "wap-demo" / "employment.duckdb")) as connection:
        query = "select count(distinct year) from marts.employment_by_year"
        assert connection.execute(query).fetchall() == [(5,)]

    fresh = tmp_path / "fresh"
    for name, text in FRESH.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_text(text)
    elsewhere.must("wap", "init", "--offline", cwd=fresh)
    elsewhere.must("dbt", "deps", cwd=fresh)
    elsewhere.must("wap", "doctor", cwd=fresh)
    written = {name: (fresh / name).read_bytes() for name in ("packages.yml", "dbt_project.yml")}
    elsewhere.must("wap", "init", "--offline", cwd=fresh)
    assert {name: (fresh / name).read_bytes() for name in written} == written
