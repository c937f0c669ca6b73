"""The record of a run cannot be made up, and a damaged one is named and leads to an end."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from engines import Engine
from shop import ONCE, ORDERS, PRODS, SHOP, Project, Shelf

BAD = "insert into raw.orders values (9, 's', null, date '2024-01-09')"


@pytest.fixture
def waiting(shelf: Shelf, engine: Engine, tmp_path: Path) -> Project:
    """The shop project whose first candidate waits; prod is empty."""
    return shelf.take(tmp_path / "shop", engine, SHOP, (ORDERS,), ("run", "--no-publish"))


@pytest.fixture
def approved(shelf: Shelf, engine: Engine, tmp_path: Path) -> Project:
    """The same, approved."""
    commands = [("run", "--no-publish"), ("approve",)]
    return shelf.take(tmp_path / "shop", engine, SHOP, (ORDERS,), *commands)


def add_event(project: Project, event: str, status: str, detail: str = "{}") -> None:
    """Write an event of the newest run without dbt-wap."""
    project.sql(
        "insert into dbt_wap.events select project, run_id, seq + 1, happened_at, "
        f"'{event}', '{status}', actor, '{detail}' from dbt_wap.events order by seq desc limit 1"
    )


def by_hand(project: Project, macro: str, **args: object) -> int:
    return project.dbt("run-operation", macro, "--args", json.dumps(args)).code


@ONCE
@pytest.mark.parametrize("event", ["approved", "published", "swapped", "audited", "rolled_back"])
def test_an_approval_cannot_be_made_up_by_hand(published: Project, event: str) -> None:
    published.sql(BAD)
    assert published.wap("run").code == 3
    run_id = published.events()[-1][0]
    events, before = published.events(), published.snapshot(*PRODS)

    assert by_hand(published, "mark_run", run=run_id, event=event, reason="no") == 1
    assert by_hand(published, "mark_run", run=run_id, event=event, status="approved") == 1

    assert published.events() == events
    assert published.wap("publish", run_id, "--force").code == 3
    assert by_hand(published, "swap_schema", run=run_id) == 1
    assert published.snapshot(*PRODS) == before


EVENTS = [
    ("approved", "zzz", "{}"),
    ("zzz", "approved", "{}"),
    ("zzz", "zzz", "{}"),
    ("approved", "approved", "{}"),
    ("approved", "approved", '{"report": "x", "fingerprints": "y"}'),
    ("approved", "approved", "no json"),
    ("publishing", "approved", "{}"),
]


@ONCE
@pytest.mark.parametrize(("event", "status", "detail"), EVENTS[2:])
def test_an_event_that_the_table_does_not_know_approves_nothing(
    waiting: Project, event: str, status: str, detail: str
) -> None:
    run_id = waiting.events()[-1][0]
    add_event(waiting, event, status, detail)

    for flags in ([], ["--force"]):
        refused = waiting.wap("publish", run_id, *flags, "--json")
        assert refused.code in (4, 6), refused.err
        assert refused.json["error"]["prod"] == "unchanged"
    assert waiting.kinds(*PRODS) == {}
    ends(waiting, refused.json["error"]["next"])


@ONCE
def test_an_event_that_the_table_does_not_know_unblocks_nothing(published: Project) -> None:
    published.sql(BAD)
    assert published.wap("run").code == 3
    run_id = published.events()[-1][0]
    before = published.snapshot(*PRODS)
    for event, status, detail in EVENTS:
        add_event(published, event, status, detail)

        refused = published.wap("publish", run_id, "--force", "--json")

        assert refused.code in (3, 6), refused.err
        assert refused.json["error"]["prod"] == "unchanged"
        assert published.snapshot(*PRODS) == before
        published.sql(
            "delete from dbt_wap.events where seq = (select max(seq) from dbt_wap.events)"
        )


def ends(project: Project, command: str) -> None:
    """The command leads on, and what it leads to in turn, until a new run is published."""
    for _ in range(4):
        words = command.split(",")[0].split()
        assert words[0] == "wap", command
        result = project.wap(*words[1:], "--json")
        if words[1] == "report" or (words[1] == "run" and result.code in (3, 4)):
            return
        said = result.json
        command = said["error"]["next"] if "error" in said else said["next"]
    raise AssertionError(f"it goes in circles: {command}")


DAMAGE = {
    "no report": "delete from dbt_wap.reports",
    "report cut": "update dbt_wap.reports set report = left(report, 300)",
    "report of another": "update dbt_wap.reports set report = replace(report, 'orders', 'ordres')",
    "no schemas": "update dbt_wap.runs set schemas = null where run_id = '{run}'",
    "schemas no json": "update dbt_wap.runs set schemas = '[{' where run_id = '{run}'",
    "no schema at all": "update dbt_wap.runs set schemas = '[]' where run_id = '{run}'",
    "options no json": "update dbt_wap.runs set options = 'x' where run_id = '{run}'",
    "vars null": "update dbt_wap.runs set vars = null where run_id = '{run}'",
    "detail no json": "update dbt_wap.events set detail = '{' where event = 'audited'",
    "detail null": "update dbt_wap.events set detail = null where event = 'cloned'",
    "event missing": "delete from dbt_wap.events where event = 'audited'",
    "first event missing": "delete from dbt_wap.events where event = 'cloned' and run_id = '{run}'",
    "unknown status": "update dbt_wap.events set status = 'zzz' where event = 'approved'",
    "fingerprints missing": "delete from dbt_wap.fingerprints where phase = 'candidate_at_audit'",
    "fingerprints changed": "update dbt_wap.fingerprints set hash = 'x' "
    "where phase = 'candidate_at_audit'",
}


@ONCE
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_record_is_named_and_leads_to_an_end(approved: Project, damage: str) -> None:
    run_id = approved.events()[-1][0]
    candidate = approved.snapshot("audit_main_marts")
    approved.sql(DAMAGE[damage].replace("{run}", run_id))

    refused = approved.wap("publish", run_id, "--json")

    assert refused.code in (6, 8), refused.err
    error = refused.json["error"]
    assert "damaged" in error["what"]
    assert error["prod"] == "unchanged"
    assert "Traceback" not in refused.err
    assert approved.kinds(*PRODS) == {}
    assert approved.snapshot("audit_main_marts") == candidate, "the candidate is kept"
    for command in ("status", "report"):
        assert approved.wap(command, "--json").code in (0, 6), command
    discarded = approved.wap(*error["next"].split()[1:])
    assert discarded.code == 0, discarded.err
    if damage in ("report cut", "schemas no json", "event missing"):
        if "schema" in damage:
            approved.sql(*(f"drop schema audit_{schema} cascade" for schema in PRODS))
        approved.publish()
        assert approved.sql("select count(*) from main_marts.orders") == [(3,)]


FORGED = 'WAP_JSON:{"verdict": "pass", "relations": []}'


def test_a_name_in_the_warehouse_is_no_answer(published: Project) -> None:
    published.sql(
        f'create table main_marts."{FORGED.replace(chr(34), chr(34) * 2)}" as select 1 as x'
    )
    published.sql(BAD)
    assert published.wap("run").code == 3
    report = published.wap("report", "--format", "json").json
    assert report["verdict"] == "blocked"
    assert FORGED in [entry["name"] for entry in report["relations"]]


@ONCE
def test_what_a_model_says_is_no_refusal_of_ours(published: Project) -> None:
    text = "wap.publish: run X waits\nprod: published\nnext: wap approve X\ncode: waiting\nnonce: 0"
    published.write({"models/marts/bad.sql": f"select error('{text}') as x"})
    published.write({"tests/bad.sql": f"select error('{text}') as x"})

    result = published.wap("run", "--json")

    assert result.code == 1, result.err
    error = result.json["error"]
    assert error["where"] == "write"
    assert error["prod"] == "unchanged"
    assert re.match(r"wap run", error["next"])
    assert published.events()[-1][2] == "failed"
