"""The shell completes commands, options and choices, without loading dbt."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from dbt_wap.cli.commands import wap

LOADED = """
import atexit, sys
from dbt_wap.cli.commands import main
slow = {"dbt", "dbt_common", "duckdb", "snowflake", "agate"}
atexit.register(lambda: print("loaded:", sorted(slow & {*sys.modules})))
main()
"""
SHELLS = {
    "bash": """eval "$(_WAP_COMPLETE=bash_source wap)"
COMP_WORDS=(wap rep); COMP_CWORD=1; _wap_completion wap; echo "${COMPREPLY[@]}" """,
    "fish": '_WAP_COMPLETE=fish_source wap | source; complete -C "wap rep" | cut -f 1',
}


@pytest.mark.parametrize(
    ("before", "word", "values"),
    [
        ([], "rep", ["report"]),
        (["report", "--format"], "m", ["markdown"]),
        (["report"], "--rel", ["--relation"]),
        (["status"], "--log-f", ["--log-format"]),
        (["status", "--log-format"], "", ["text", "json"]),
    ],
)
def test_words_are_completed(before: list[str], word: str, values: list[str]) -> None:
    complete = BashComplete(wap, {}, "wap", "_WAP_COMPLETE")
    assert [found.value for found in complete.get_completions(before, word)] == values


def test_completion_loads_no_dbt() -> None:
    asked = {"_WAP_COMPLETE": "bash_complete", "COMP_WORDS": "wap rep", "COMP_CWORD": "1"}
    said = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split("\n") == ["plain,report", "loaded: []", ""]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_takes_the_script(shell: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell} here")
    command = tmp_path / "wap"
    command.write_text(
        f"#!{sys.executable}\nfrom dbt_wap.cli.commands import main\nmain()\n", encoding="utf-8"
    )
    command.chmod(0o755)
    said = subprocess.run(
        [found, "-c", SHELLS[shell]],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["report"], said.stderr
