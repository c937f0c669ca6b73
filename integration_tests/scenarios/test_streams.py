"""A command does the same whether or not its stdout and stderr are read."""

from __future__ import annotations

import os
import shlex
import sys

from shop import ONCE, Project

pytestmark = ONCE
NEW = "insert into raw.orders values (9, 'zürich → 東', 90, date '2024-01-09')"
ACTOR = "ada\nprod: published\x1b[2J\u202eXYZ"
PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}


def test_a_closed_pipe_an_ascii_terminal_and_an_odd_actor(published: Project) -> None:
    published.sql(NEW)
    published.env = {**PLAIN, "WAP_ACTOR": ACTOR}
    reading, writing = os.pipe()
    os.close(reading)
    process = published.start("run", "--auto-approve", stdout=writing, stderr=writing)
    os.close(writing)
    assert process.wait(timeout=200) == 0
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]
    assert published.events()[-1][2] == "published"

    wap = f"{shlex.quote(sys.executable)} -c 'from dbt_wap.cli.commands import main; main()'"
    piped = published.command("bash", "-c", f"set -o pipefail; {wap} report -q | head -1")
    assert (piped.code, piped.err) == (0, ""), piped.err
    assert piped.out.startswith("Run ")
    whole = published.command("bash", "-c", f"{wap} report -q --relation orders; {wap} --help")
    assert (whole.code, whole.err) == (0, ""), whole.err
    assert "z\\xfcrich -> \\u6771" in whole.out

    published.env = {}
    for command in (("status",), ("history",), ("rollback", "--dry-run"), ("report",)):
        shown = published.wap(*command)
        assert shown.code == 0
        told = shown.out + shown.err
        assert all(char.isprintable() or char in "\n\t" for char in told), told
        assert not any(line.startswith("prod:") for line in told.splitlines())
    refused = published.wap("discard")
    assert refused.code == 2
    assert [line for line in refused.err.splitlines() if line.startswith("prod:")] == [
        "prod: published"
    ]
