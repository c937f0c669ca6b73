"""With --log-format json, every line on stderr is one JSON object, even what libraries write."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from shop import DBT, NEW, ONCE, Project, Result

pytestmark = ONCE
BAD = "insert into raw.orders values (9, 's', null, date '2024-01-09')"
JSON = ("--log-format", "json")
WAP = (sys.executable, "-c", "from dbt_wap.cli.commands import main; main()")


def messages(result: Result) -> list[dict[str, Any]]:
    """Every line of stderr, parsed; info and data of each."""
    lines = [json.loads(line) for line in result.err.splitlines()]
    for line in lines:
        assert set(line) == {"info", "data"}
        assert set(line["info"]) == {"name", "level", "msg", "ts", "pid"}
        assert line["info"]["level"] in ("info", "warn", "error")
    return lines


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param((), id="in process"),
        pytest.param(("--dbt-executable", DBT), id="executable", marks=pytest.mark.slow),
    ],
)
def test_runs_log_one_object_a_line(published: Project, flags: tuple[str, ...]) -> None:
    published.env = {"PYTHONWARNINGS": "always", "WAP_LOG_FORMAT": "json"}
    published.sql(NEW)

    done = published.command(*WAP, "run", "--auto-approve", *flags)
    assert done.code == 0, done.err
    told = messages(done)
    run_id = published.wap("history", "--json").json[0]["run_id"]
    assert told[-1]["data"] == {"run_id": run_id}
    assert {line["info"]["name"] for line in told} >= {"Note", "Progress"}
    assert any("orders: ok" in line["info"]["msg"] for line in told)
    assert done.out.startswith(f"Run {run_id}")

    published.sql(BAD)
    blocked = published.command(*WAP, "run", "--json", *flags)
    assert blocked.code == 3
    last = messages(blocked)[-1]
    error = blocked.json["error"]
    assert last["info"]["level"] == "error"
    assert last["info"]["msg"] == f"wap.{error['where']}: {error['what']}"
    assert last["data"] == {
        "run_id": blocked.json["run_id"],
        "code": "blocked",
        "exit_code": 3,
        "prod": "unchanged",
        "next": error["next"],
    }


def test_usage_errors_and_refusals_are_objects_too(shop: Project) -> None:
    for arguments in (
        ("status", "--nope", *JSON),
        (*JSON, "stauts"),
        ("report", "--log-format=json", "--format", "pdf"),
        (*JSON, "publish", "nosuch"),
        (*JSON, "run", "--vars", "{"),
    ):
        refused = shop.wap(*arguments)
        assert refused.code == 2, refused.err
        assert refused.out == ""
        last = messages(refused)[-1]
        assert last["info"]["level"] == "error"
        assert last["data"]["code"] == "config"
        assert last["data"]["next"]
    wrong = shop.wap("status", "--log-format", "yaml")
    assert wrong.code == 2
    assert wrong.err.startswith("wap.")
