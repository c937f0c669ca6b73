"""What docs/snowflake.md tells people to type does what it says: the role, and the emulator."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from engine_snowflake import Database, need_emulator
from role_project import PAGE, ROLE, Reading, Shop, new_shop, role_script
from shop import LATE, REPOSITORY, SHOP, Project

need_emulator()

RELATIONS = ("orders", "order_log", "totals")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A prod that dbt built with another role before dbt-wap was installed."""
    shop = new_shop(tmp_path / "shop")
    shop.use("ACCOUNTADMIN")
    built = shop.project.dbt("build")
    assert built.code == 0, built.out
    shop.admin.sql(
        """grant usage on schema main_marts to role reader;
        grant select on all tables in schema main_marts to role reader;
        grant select on all views in schema main_marts to role reader;
        grant select on future tables in schema main_marts to role reader;
        grant select on future views in schema main_marts to role reader"""
    )
    yield shop
    shop.close()


def held(shop: Shop) -> set[tuple[str, ...]]:
    """What the role of the run has been granted by others."""
    rows = shop.admin.sql(f"show grants to role {ROLE}")
    return {(str(row[1]), str(row[2]), str(row[3])) for row in rows if row[1] != "OWNERSHIP"}


def is_open(shop: Shop, at: int) -> bool:
    """Whether the last clone before this statement had been given to readers, for its swap."""
    texts = [s.text for s in shop.emulator.statements()[:at] if '"AUDIT_MAIN_MARTS"' in s.text]
    clones = [i for i, text in enumerate(texts) if " clone " in text]
    since = texts[clones[-1] :]
    return any(text.startswith("grant USAGE on schema") for text in since)


def test_the_role_of_the_script_can_do_the_whole_cycle_and_readers_read_throughout(
    shop: Shop,
) -> None:
    shop.admin.sql(role_script())
    shop.use(ROLE)
    granted = held(shop)
    assert shop.project.wap("doctor").code == 0

    shop.admin.sql(LATE)
    with Reading(shop, "main_marts", RELATIONS) as reading:
        for command, amount in (
            (("run", "--auto-approve"), 101),
            (("rollback",), 60),
            (("run", "--no-publish"), 60),
            (("discard",), 60),
        ):
            done = shop.project.wap(*command)
            assert done.code == 0, (command, done.err)
            assert shop.connect("READER").sql("select sum(amount) from main_marts.orders") == [
                (amount,)
            ], command
    assert reading.rounds > 20
    assert reading.faults == []
    assert all(is_open(shop, at) for at in reading.sights)
    assert [s for s in shop.admin.schemas() if s.startswith("audit_")] == []
    assert held(shop) == granted
    assert shop.project.wap("doctor").code == 0


def sql_blocks(page: Path) -> list[str]:
    return re.findall(r"^```sql\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


def fences(language: str) -> list[str]:
    """The blocks of the part about the emulator."""
    (part,) = re.findall(r"^## Try it.*?(?=^## |\Z)", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    return re.findall(rf"^```{language}\n(.*?)^```$", part, re.DOTALL | re.MULTILINE)


def commands(block: str) -> list[list[str]]:
    return [line.removeprefix("$ ").split() for line in block.splitlines()]


def test_the_emulator_is_started_and_used_as_the_page_says(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    (_install, serve), typed = map(commands, fences("console"))
    (load,), (profiles,) = fences("python"), fences("yaml")
    root = tmp_path / "shop"
    package = root / "dbt_packages" / "dbt_wap"
    package.parent.mkdir(parents=True)
    package.symlink_to(REPOSITORY, target_is_directory=True)
    project = Project(root, None, None)  # type: ignore[arg-type]
    project.write(
        {
            **SHOP,
            "packages.yml": f"packages:\n  - local: {REPOSITORY}\n",
            "load.py": load.replace("8420", port),
            "profiles.yml": profiles.replace("8420", port),
        }
    )
    assert serve[:2] == ["python", "-m"]
    command = [sys.executable, *(word.replace("8420", port) for word in serve[1:])]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            assert port in server.stdout.readline()
            assert [" ".join(words[:2]) for words in typed] == [
                "python load.py",
                "wap doctor",
                "wap run",
                "wap rollback",
            ]
            for words in typed:
                python = words[0] == "python"
                start = partial(project.command, sys.executable) if python else project.wap
                done = start(*words[1:])
                assert done.code == 0, (words, done.out, done.err)
        finally:
            server.terminate()


def test_the_statements_for_an_account_are_accepted_by_the_emulator() -> None:
    from integration_tests.snowflake_emulator import Emulator

    blocks = sql_blocks(PAGE.with_name("snowflake-account.md"))
    with Emulator() as emulator:
        database = Database(**emulator.connection())
        for block in blocks:
            if "system$wait" not in block:
                database.sql(block)
        database.close()
    assert len(blocks) > 12
