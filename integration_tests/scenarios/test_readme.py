"""The output in the README is what the demo prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from shop import REPOSITORY

BLOCK = re.compile(r"^```console\n\$ wap (demo.*?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
RUN = re.compile(r"\d{8}_\d{6}_\w{4}")
CODES = {"demo --yes": 0, "demo --scenario bad-data": 3}


def plain(text: str) -> list[str]:
    """Return the lines of a text, with the same id for every run."""
    return [line.rstrip() for line in RUN.sub("RUN", text).splitlines()]


@pytest.mark.only_on("duckdb", "the demo runs on DuckDB")
def test_the_demo_prints_what_the_readme_shows(tmp_path: Path) -> None:
    blocks = BLOCK.findall((REPOSITORY / "README.md").read_text())
    assert [command for command, _ in blocks] == list(CODES)
    env = {n: v for n, v in os.environ.items() if not n.startswith(("DBT_", "WAP_"))}
    env |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "COLUMNS": "80"}
    for command, shown in blocks:
        code = "from dbt_wap.cli.commands import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *command.split(), "--dir", "demo"],
            cwd=tmp_path,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == CODES[command], done.stdout
        printed = iter(plain(done.stdout))
        for line in plain(shown):
            assert line == "..." or line in printed, f"{line!r} is not in:\n{done.stdout}"
