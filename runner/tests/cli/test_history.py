"""The list of runs: a head, a line a run, and a width that holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dbt_wap.cli.history import (
    ROOM,
    environment_entry,
    environment_table,
    history_entry,
    history_table,
)
from dbt_wap.model import Environment, Run, Status
from dbt_wap.report.values import width
from made_reports import HOSTILE, RUN

MADE = Run(
    run_id=RUN,
    status=Status.PUBLISHED,
    created_at="2026-11-21T10:15:02.000000Z",
    requested_by="ada",
    git_sha=None,
    target="prod",
    env=None,
    vars={},
    schemas=(),
    options={},
    events=(
        {"event": "cloned", "actor": "ada", "at": "2026-11-21T10:15:02.000000Z"},
        {"event": "approved", "actor": "grace", "at": "2026-11-21T10:20:00.000000Z"},
        {"event": "published", "actor": "ada", "at": "2026-11-21T10:21:00.000000Z"},
    ),
    verdict="needs_approval",
    reason=None,
    expires_at="2026-11-24T10:15:02.000000Z",
    prod="published",
    next=f"wap rollback {RUN}",
    may=("rollback",),
    approvals=(),
)


def test_a_line_says_when_who_and_what() -> None:
    waits = replace(MADE, status=Status.REJECTED, events=MADE.events[:1], reason="not final")
    assert history_table([MADE, waits]).splitlines() == [
        "run                   updated (UTC)     status     verdict         target  requester  "
        "approver",
        f"{RUN}  2026-11-21 10:21  published  needs approval  prod    ada        grace",
        f"{RUN}  2026-11-21 10:15  rejected   needs approval  prod    ada        -",
        "    not final",
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_out_of_its_line(name: str) -> None:
    odd = replace(MADE, target=name, requested_by=name, reason=name)
    lines = history_table([odd, replace(odd, status=Status.PUBLISH_INTERRUPTED)]).splitlines()
    assert len(lines) == 5
    assert all(width(line) <= ROOM and line.isprintable() for line in lines)


def test_an_environment_has_a_column_where_there_is_one() -> None:
    head, first, second = history_table([replace(MADE, env="pr_123"), MADE]).splitlines()
    at = head.index("env")
    assert (first[at : at + 6], second[at : at + 6].strip()) == ("pr_123", "-")


@pytest.mark.parametrize("name", ["pr_123", "x" * 200])
def test_an_environment_is_a_line_with_its_run_and_schemas(name: str) -> None:
    schemas = ({"prod": "marts", "audit": f"audit_{name}_marts"},)
    run = replace(MADE, env=name, status=Status.STALE, reason="prod moved", schemas=schemas)
    found = Environment.of(run)
    head, line, reason = environment_table([found]).splitlines()
    assert [*head.split()][:3] == ["environment", "run", "status"]
    assert all(width(each) <= ROOM for each in (head, line))
    assert (RUN in line, "stale" in line, "prod moved" in reason) == (True, True, True)
    assert environment_entry(found)["schemas"] == [f"audit_{name}_marts"]


def test_scripts_get_the_same() -> None:
    found = history_entry(MADE)
    assert (found["approved_by"], found["target"]) == ("grace", "prod")
    assert found["changed_at"] > found["created_at"]
    assert found["expires_at"] == MADE.expires_at
