"""The record of a run cannot be made up, and a damaged one is named and leads to an end."""

from __future__ import annotations

import json
import re

import pytest
from shop import ONCE, Project

NEW = "insert into raw.orders values (9, 's', 90, date '2024-01-09')"
BAD = "insert into raw.orders values (9, 's', null, date '2024-01-09')"
PRODS = ("main_core", "main_marts")


def add_event(project: Project, event: str, status: str, detail: str = "{}") -> None:
    """Somebody writes an event of the newest run past dbt-wap."""
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


@ONCE
@pytest.mark.parametrize(
    ("waits", "event", "status", "detail"),
    [
        (False, "approved", "zzz", "{}"),
        (False, "zzz", "approved", "{}"),
        (False, "approved", "approved", "{}"),
        (False, "approved", "approved", '{"report": "x", "fingerprints": "y"}'),
        (True, "zzz", "zzz", "{}"),
        (True, "approved", "approved", "no json"),
        (True, "publishing", "approved", "{}"),
    ],
)
def test_an_event_that_the_table_does_not_know_lets_nothing_through(
    published: Project, waits: bool, event: str, status: str, detail: str
) -> None:
    published.sql(NEW if waits else BAD)
    assert published.wap("run").code == (4 if waits else 3)
    run_id = published.events()[-1][0]
    before = published.snapshot(*PRODS)
    add_event(published, event, status, detail)

    for flags in ([], ["--force"]):
        refused = published.wap("publish", run_id, *flags, "--json")
        assert refused.code in (3, 4, 6), refused.err
        assert refused.json["error"]["prod"] == "unchanged"
    assert published.snapshot(*PRODS) == before
    ends(published, refused.json["error"]["next"])


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
def test_a_damaged_record_is_named_and_leads_to_an_end(published: Project, damage: str) -> None:
    published.sql(NEW)
    assert published.wap("run", "--no-publish").code == 0
    assert published.wap("approve").code == 0
    run_id = published.events()[-1][0]
    before, candidate = published.snapshot(*PRODS), published.snapshot("audit_main_marts")
    published.sql(DAMAGE[damage].replace("{run}", run_id))

    refused = published.wap("publish", run_id, "--json")

    assert refused.code in (6, 8), refused.err
    error = refused.json["error"]
    assert "damaged" in error["what"]
    assert error["prod"] == "unchanged"
    assert "Traceback" not in refused.err
    assert published.snapshot(*PRODS) == before
    assert published.snapshot("audit_main_marts") == candidate, "nothing is thrown away"
    for command in ("status", "history", "report"):
        assert published.wap(command, "--json").code in (0, 6), command
    discarded = published.wap(*error["next"].split()[1:])
    assert discarded.code == 0, discarded.err
    if "schema" in damage:
        published.sql(*(f"drop schema audit_{schema} cascade" for schema in PRODS))
    again = published.wap("run", "--auto-approve")
    assert again.code == 0, again.err
    assert published.sql("select count(*) from main_marts.orders") == [(4,)]


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
