"""Faults: the n-th statement fails, or its connection is lost before or after it ran."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_nth_matching_statement_fails(emulator: Any, admin: Any) -> None:
    emulator.fail_at(2, match="create schema", message="no luck")
    admin.run("create schema a")
    admin.run("select 1")
    admin.fails("create schema b", 300010, "no luck")
    admin.run("create schema b")
    (failed,) = [line for line in emulator.statements() if line.error]
    assert failed.text == "create schema b"


def test_dropped_before_it_ran(emulator: Any, admin: Any) -> None:
    emulator.fail_at(1, kind="drop_before")
    admin.fails("create schema a", 300010)
    assert "A" not in admin.names("show schemas")


def test_dropped_after_it_ran(emulator: Any, admin: Any) -> None:
    emulator.fail_at(1, kind="drop_after", match="create schema")
    admin.fails("create schema a", 300010)
    assert "A" in admin.names("show schemas")


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_with_recover_the_repeated_request_is_served_once(
    emulator: Any, admin: Any, kind: str
) -> None:
    admin.script("create schema s; create table t (a int)")
    emulator.fail_at(1, kind=kind, match="insert", recover=True)
    assert admin.run("insert into t values (1)") == [(1,)]
    assert admin.run("select a from t") == [(1,)]


def test_orders_can_be_withdrawn_and_are_checked(emulator: Any, admin: Any) -> None:
    emulator.fail_at(1)
    emulator.clear_faults()
    admin.run("select 1")
    with pytest.raises(ValueError, match="kind must be one of"):
        emulator.fail_at(1, kind="explode")


@pytest.fixture
def process() -> Any:
    """An emulator in another process, with a fault ordered through the environment."""
    order = json.dumps({"n": 1, "match": "create schema", "message": "from the environment"})
    running = subprocess.Popen(
        [sys.executable, "-m", "integration_tests.snowflake_emulator", "--database", "shop"],
        cwd=ROOT,
        env={**os.environ, "SNOWFLAKE_EMULATOR_FAULTS": order},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    address = running.stdout.readline().split()[-1]
    yield running, address
    running.kill()
    running.wait()
    running.stdout.close()


def ask(address: str, path: str, method: str = "GET", body: Any = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{address}/emulator/{path}", data, method=method)
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def test_a_process_of_its_own_is_driven_over_http(process: Any) -> None:
    from emulator_client import Client

    running, address = process
    assert ask(address, "health") == {"success": True}
    host, port = address.removeprefix("http://").split(":")
    client = Client(
        {"account": "x", "user": "u", "password": "p", "host": host, "port": int(port),
         "protocol": "http", "database": "shop"}
    )  # fmt: skip
    client.fails("create schema a", 300010, "from the environment")
    ask(address, "faults", "POST", {"n": 1, "match": "create schema"})
    client.fails("create schema a", 300010, "Injected fault")
    ask(address, "faults", "POST", [{"n": 1}, {"n": 2}])
    ask(address, "faults", "DELETE")
    client.run("create schema a")
    texts = [line["text"] for line in ask(address, "statements")]
    assert texts == ["create schema a"] * 3
    client.close()
    running.send_signal(signal.SIGTERM)
    assert running.wait(10) == 0
