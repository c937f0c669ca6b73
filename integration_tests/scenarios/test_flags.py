"""Flags: on either side of the command, as variables, and one JSON document for every command."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from operator import sub
from pathlib import Path
from typing import Any

import click
import pytest
from dbt_wap.cli.commands import wap
from dbt_wap.cli.options import TYPED_ALONE
from shop import NEW, ONCE, Project

pytestmark = ONCE
STATUS = {
    "run_id", "status", "verdict", "created_at", "requested_by", "git_sha", "schemas", "tests",
    "report", "report_html", "expires_at", "next",
}  # fmt: skip


@pytest.mark.parametrize("name", ["", *wap.commands])
def test_every_flag_is_also_a_variable(name: str) -> None:
    command = wap.commands[name] if name else wap
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_eager:
            long = next(option for option in parameter.opts if option.startswith("--"))
            name = "WAP_" + long[2:].replace("-", "_").upper()
            assert parameter.envvar == (None if name in TYPED_ALONE else name)


def test_a_flag_beats_a_variable_wherever_it_stands(published: Project) -> None:
    published.env["WAP_TARGET"] = "nosuch"
    assert published.wap("status").code == 2
    assert published.wap("status", "--target", "prod").code == 0
    assert published.wap("--target", "prod", "status").code == 0
    assert published.wap("--target", "nosuch", "status", "--target", "prod").code == 0
    del published.env["WAP_TARGET"]
    published.env["WAP_PROJECT_DIR"] = str(published.root / "nosuch")
    assert published.wap("status").code == 2
    assert published.wap("--project-dir", ".", "status").code == 0


def test_variables_do_what_the_flags_do(published: Project) -> None:
    published.env |= {
        "WAP_JSON": "1",
        "WAP_NO_PUBLISH": "true",
        "WAP_SELECT": "orders totals",
        "WAP_EXCLUDE": "totals",
        "WAP_VARS": "{wap_expire_hours: 1}",
    }
    published.sql("update raw.orders set amount = 11 where id = 1")
    first = published.wap("run")
    assert first.code == 0, first.err
    assert first.json["status"] == "awaiting_approval"
    assert published.sql(
        "select distinct unique_id from dbt_wap.results where kind = 'model' and run_id = "
        f"'{first.json['run_id']}'"
    ) == [("model.shop.orders",)]
    times = (datetime.fromisoformat(first.json[name]) for name in ("created_at", "expires_at"))
    assert timedelta(hours=1) <= -sub(*times) < timedelta(hours=2)

    published.env = {"WAP_AUTO_APPROVE": "1", "WAP_QUIET": "1", **dict.fromkeys(TYPED_ALONE, "1")}
    assert published.wap("run", "--no-publish").code == 7, "nothing supersedes unless it is typed"
    done = published.wap("run", "--no-publish", "--supersede")
    assert done.code == 0
    assert "ok" not in done.err.split()
    before = published.snapshot()
    refused = published.wap("reject")
    assert refused.code == 2
    assert published.wap("approve").code == 0
    assert published.snapshot() == before, "and nothing is published"
    assert published.wap("run", "--supersede").code == 0
    assert published.sql("select amount from main_marts.orders where id = 1") == [(11,)]
    published.sql("update main_marts.orders set amount = 12 where id = 1")
    unforced = published.wap("rollback")
    assert unforced.code == 6
    assert "WAP_FORCE" in unforced.err
    assert "WAP_FORCE" not in published.wap("status").err
    published.env["WAP_DRY_RUN"] = "1"
    shown = published.wap("rollback", "--force").out.splitlines()
    assert any("main_marts" in line for line in shown)
    assert (shown[0], shown[-1]) == ("begin;", "commit;")
    del published.env["WAP_DRY_RUN"]
    assert published.wap("rollback", "--force").code == 0
    assert published.sql("select amount from main_marts.orders where id = 1") == [(10,)]


def test_json_is_one_document_on_stdout(published: Project) -> None:
    published.sql(NEW)
    run = published.wap("run", "--no-publish", "--json").json
    assert set(run) >= STATUS
    assert set(run["tests"]) == {"pass", "warn", "fail", "skip"}
    assert run["schemas"][0].keys() == {"prod", "audit", "archive"}
    report = json.loads(Path(run["report"]).read_text(encoding="utf-8"))
    assert report["run_id"] == run["run_id"]
    assert report["expires_at"] == run["expires_at"] > run["created_at"]
    assert Path(run["report_html"]).read_text(encoding="utf-8").startswith("<!doctype html>")
    assert published.wap("--json", "status").json == published.wap("status", "--json").json == run

    def answer(*arguments: str) -> Any:
        result = published.wap(*arguments, "--json")
        assert result.code == 0, result.err
        return result.json

    assert {"relations", "verdict"} <= set(answer("report"))
    for arguments, status in [
        (("approve",), "approved"),
        (("reject", "--reason", "no"), "rejected"),
        (("discard",), "discarded"),
        (("write",), "writing"),
        (("audit",), "awaiting_approval"),
        (("approve", "--publish"), "published"),
        (("publish",), "published"),
        (("rollback",), "rolled_back"),
    ]:
        found = answer(*arguments)
        assert set(found) >= STATUS
        assert found["status"] == status, arguments
    assert answer("unlock", "none") == {"released": None}
    assert isinstance(answer("doctor"), list)
    latest, *_, first = answer("history")
    assert (latest["approved_by"], latest["target"], first["status"]) == (
        *(latest["requested_by"], "prod", "published"),
    )
    assert latest["expires_at"] >= run["expires_at"]
    assert len(answer("clean", "--keep", "0")["dropped"]) == 2
    assert isinstance(answer("init"), dict)
