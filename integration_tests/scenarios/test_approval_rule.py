"""One rule decides who may approve: declared in dbt_project.yml, kept by the run, checked again."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dbt_wap
import pytest
import yaml
from dbt_wap import Settings
from dbt_wap.errors import AuditBlocked, Rejected, WaitingApproval
from dbt_wap.model import CanApprove, Person
from engines import Engine
from shop import ONCE, ORDERS, SHOP, Project, Shelf

ANA = Person("ana", "page", "password")
BEN = Person("ben", "slack", "slack")
CARLA = Person("carla", "page", "proxy", ("staff", "Data-Leads"))
EVE = Person("eve")
REQUESTER = getpass.getuser()
TWO = {
    "wap_approvers": [
        "Ana",
        {"name": "ben", "identity": ["password", "slack"]},
        {"group": "data-leads", "identity": "proxy"},
        REQUESTER,
    ],
    "wap_min_approvals": 2,
    "wap_forbid_self_approval": True,
}
BY_TWO = {"wap_min_approvals": 2}


@pytest.fixture
def waiting(shelf: Shelf, engine: Engine, tmp_path: Path) -> Project:
    """The shop before its first publish, with a candidate that needs approval."""
    return shelf.take(tmp_path / "shop", engine, SHOP, (ORDERS,), ("run", "--no-publish"))


def declare(project: Project, **rule: Any) -> Project:
    """The vars are those of dbt_project.yml."""
    return project.write(
        {"dbt_project.yml": SHOP["dbt_project.yml"] + yaml.safe_dump({"vars": rule})}
    )


@contextmanager
def api(project: Project) -> Iterator[dbt_wap.Project]:
    """The Python API of the project as it is now; the warehouse is free afterwards."""
    with project._environment():
        made = dbt_wap.Project(Settings(project.root))
        try:
            yield made
        finally:
            made.release()


def audit(project: Project, **rule: Any) -> dict[str, Any]:
    """The candidate is audited under this rule; return what the report says of it."""
    with api(declare(project, **rule)) as wap:
        return dict(wap.audit()["approval"])


def approve(wap: dbt_wap.Project, person: Person, **how: Any) -> str:
    with wap.acting_as(person):
        return wap.approve(**how)


def conditions(wap: dbt_wap.Project, person: Person) -> dict[str, tuple[bool, str]]:
    with wap.acting_as(person):
        can: CanApprove = wap.can_approve()
    assert can["allowed"] == all(each["holds"] for each in can["conditions"])
    return {each["name"]: (each["holds"], each["text"]) for each in can["conditions"]}


def details(project: Project, event: str) -> list[dict[str, Any]]:
    """The actor and the detail of every event of this kind."""
    found = project.sql(
        f"select actor, detail from dbt_wap.events where event = '{event}' order by seq"
    )
    return [{"actor": actor, **json.loads(detail)} for actor, detail in found]


def orders_in_prod(project: Project) -> int:
    if "main_marts.orders" not in project.kinds("main_marts"):
        return 0
    return int(project.sql("select count(*) from main_marts.orders")[0][0])


@pytest.mark.everywhere
def test_two_approvers_of_the_rule_publish_and_no_one_else(waiting: Project) -> None:
    kept = audit(waiting, **TWO)
    assert kept["min_approvals"] == 2
    assert kept["forbid_self_approval"] is True
    assert kept["approvers"] == [
        {"name": "Ana", "identity": None},
        {"name": "ben", "identity": ["password", "slack"]},
        {"group": "data-leads", "identity": ["proxy"]},
        {"name": REQUESTER, "identity": None},
    ]
    before = waiting.events()

    with api(waiting) as wap:
        who = f"Ana, ben (by password or slack), group data-leads (by proxy), {REQUESTER}"
        for person, failing, text in (
            (EVE, "approver", f"eve is not an approver: {who}"),
            (Person("carla", "page", "password", ("staff",)), "approver", "carla is not an"),
            (Person("BEN"), "identity", "the rule needs password or slack, but this name comes fr"),
            (Person("ben", "page", "proxy", ("data-leads-2",)), "identity", "the rule needs passw"),
            (Person(REQUESTER.upper(), "page", "password"), "not_requester", "requested this run"),
        ):
            found = conditions(wap, person)
            assert {name for name, (holds, _) in found.items() if not holds} == {failing}, found
            assert text in found[failing][1]
            with pytest.raises(WaitingApproval, match="nothing was recorded") as refused:
                approve(wap, person, publish=True)
            assert found[failing][1] in refused.value.what
        wap.release()
        assert waiting.events() == before

        with pytest.raises(WaitingApproval, match="has 1 of 2 approvals; it can be published"):
            approve(wap, ANA, reason="numbers agree", publish=True)
        for again in (ANA, Person("ANA", "slack", "slack")):
            assert "has already approved: 1 of 2" in conditions(wap, again)["first_time"][1]
            approve(wap, again)
        with pytest.raises(WaitingApproval, match="1 of 2 approvals"):
            wap.publish()
        wap.release()
        assert [event for _, event, _ in waiting.events()[len(before) :]] == ["partly_approved"]
        assert (orders_in_prod(waiting), waiting.events()[-1][2]) == (0, "awaiting_approval")
        told = wap.status()["approvals"]
        assert (len(told["given"]), told["needed"], told["given"][0]["by"]) == (1, 2, "ana")

        approve(wap, CARLA, publish=True)
        (run,) = wap.history()

    assert orders_in_prod(waiting) == 3
    (first,), (last,) = details(waiting, "partly_approved"), details(waiting, "approved")
    assert (first["actor"], first["door"], first["identity"]) == ("ana", "page", "password")
    assert first["reason"] == "numbers agree"
    assert (last["actor"], last["door"], last["group"]) == ("carla", "page", "data-leads")
    assert details(waiting, "published")[0]["door"] == "page"
    assert ([a["by"] for a in run.approvals], run.may) == (["ana", "carla"], ("rollback",))


@ONCE
def test_one_rejection_ends_a_run_that_was_partly_approved(waiting: Project) -> None:
    audit(waiting, **TWO)
    with api(waiting) as wap:
        approve(wap, ANA)
        with wap.acting_as(BEN):
            wap.reject(reason="wrong rate")
        with pytest.raises(Rejected):
            approve(wap, CARLA, publish=True)
    assert waiting.events()[-1][1:] == ("rejected", "rejected")
    (rejected,) = details(waiting, "rejected")
    assert (rejected["actor"], rejected["door"], rejected["reason"]) == (
        "ben",
        "slack",
        "wrong rate",
    )
    assert orders_in_prod(waiting) == 0


@ONCE
def test_a_run_keeps_the_rule_of_its_audit(waiting: Project) -> None:
    audit(waiting, **TWO)
    with api(declare(waiting)) as wap:
        assert not conditions(wap, EVE)["approver"][0], "the rule was loosened after the audit"
        with pytest.raises(WaitingApproval):
            approve(wap, EVE, publish=True)
        approve(wap, ANA)

    assert audit(waiting, **BY_TWO) == {
        "approvers": [],
        "min_approvals": 2,
        "forbid_self_approval": False,
    }
    with api(declare(waiting, wap_approvers=["carla"])) as wap:
        with pytest.raises(WaitingApproval, match="has 1 of 2"):
            approve(wap, BEN, publish=True)
        assert [a["by"] for a in wap.can_approve()["approvals"]] == ["ben"], "since that audit"
        approve(wap, EVE, publish=True)
    assert orders_in_prod(waiting) == 3


@ONCE
def test_a_run_without_a_recorded_rule_has_the_current_one(waiting: Project) -> None:
    """As an older dbt-wap records it."""
    audit(waiting)
    (detail,) = waiting.sql("select detail from dbt_wap.events order by seq desc limit 1")[0]
    old = {name: value for name, value in json.loads(detail).items() if name != "rule"}
    waiting.sql(f"update dbt_wap.events set detail = '{json.dumps(old)}' where detail = '{detail}'")
    with api(declare(waiting, **TWO)) as wap:
        assert not conditions(wap, EVE)["approver"][0]
        approve(wap, ANA)
        approve(wap, BEN, publish=True)
    assert orders_in_prod(waiting) == 3


@ONCE
def test_each_approver_of_a_blocked_run_overrides_its_gates(waiting: Project) -> None:
    with pytest.raises(AuditBlocked):
        audit(waiting, wap_min_rows=1000, wap_min_approvals=2)
    said = {"override": ["min_rows"], "reason": "a small shop"}
    with api(waiting) as wap:
        assert conditions(wap, ANA)["gates"] == (False, "the audit blocks the run: min_rows")
        approve(wap, ANA, **said)
        with pytest.raises(AuditBlocked):
            approve(wap, BEN)
        assert wap.report()["overrides"] == []
        approve(wap, BEN, publish=True, **said)
        assert [each["by"] for each in wap.report()["overrides"]] == ["ana", "ben"]
    assert orders_in_prod(waiting) == 3


@ONCE
def test_a_blocked_run_can_be_rejected(waiting: Project) -> None:
    with pytest.raises(AuditBlocked):
        audit(waiting, wap_min_rows=1000)
    assert waiting.wap("reject", "--reason", "no").code == 0
    refused = waiting.wap("approve", "--override", "min_rows", "--reason", "yes")
    assert (refused.code, waiting.events()[-1][2]) == (5, "rejected")


@ONCE
def test_auto_approve_is_the_approval_of_who_runs_it(waiting: Project) -> None:
    small = ("run", "--auto-approve", "--supersede", "--select", "regions")
    declare(waiting, wap_approvers=["ana", "ben"], wap_min_approvals=2, wap_require_tests=False)
    waiting.env["WAP_ACTOR"] = "eve"
    refused = waiting.wap(*small)
    assert (refused.code, waiting.events()[-1][1]) == (4, "audited")
    assert "not auto-approved: eve may not approve" in refused.err
    path = Path(waiting.wap("status", "--json").json["report"])
    assert json.loads(path.read_text())["auto_approve"] is False

    waiting.env["WAP_ACTOR"] = "ana"
    partly = waiting.wap(*small)
    assert (partly.code, waiting.events()[-1][1]) == (4, "partly_approved")
    assert "has 1 of 2 approvals" in partly.err
    shown = waiting.wap("status").out
    assert "approvals: 1 of 2 (ana through cli, 20" in shown
    assert "needs 2 approvals by ana or ben" in shown
    assert "Approval: 2 approvals by ana or ben" in waiting.wap("report").out
    assert "needs 2 approvals by ana or ben" in waiting.wap("report", "--format", "markdown").out
    assert "<bdi>2 approvals by ana or ben</bdi>" in waiting.wap("report", "--format", "html").out
    assert waiting.kinds("main_core") == {}


@ONCE
def test_swap_schema_by_hand_obeys_the_rule(waiting: Project) -> None:
    audit(waiting, wap_approvers=["ana", "ben"], wap_min_approvals=2)
    swap = ("run-operation", "swap_schema")
    waiting.env["USER"] = "eve"
    assert "eve is not an approver" in waiting.dbt(*swap).out
    waiting.env["USER"] = "ana"
    assert "only 1 of 2 approvals" in waiting.dbt(*swap).out
    by_hand = ("run-operation", "approve", "--args", "{reason: fine}")
    assert waiting.dbt(*by_hand).code == 0
    (partly,) = details(waiting, "partly_approved")
    assert (partly["actor"], partly["door"], partly["identity"]) == ("ana", "dbt", "shell")
    assert waiting.dbt(*swap).code != 0
    assert orders_in_prod(waiting) == 0
    waiting.env["USER"] = "ben"
    result = waiting.dbt(*swap)
    assert result.code == 0, result.out
    assert orders_in_prod(waiting) == 3


def record(project: Project, event: str, status: str, actor: str, **detail: Any) -> None:
    """An event that someone wrote into the state schema, bound to the last audit."""
    (audited,) = details(project, "audited")[-1:]
    told = {name: audited[name] for name in ("report", "fingerprints")} | detail
    project.sql(
        "insert into dbt_wap.events"
        " (project, run_id, seq, happened_at, event, status, actor, detail)"
        " select project, run_id, seq + 1, happened_at,"
        f" '{event}', '{status}', '{actor}', '{json.dumps(told)}'"
        " from dbt_wap.events order by seq desc limit 1"
    )


@ONCE
def test_an_approval_that_was_written_by_hand_does_not_publish(waiting: Project) -> None:
    audit(waiting, **TWO)
    record(waiting, "partly_approved", "awaiting_approval", "eve", door="page")
    record(waiting, "approved", "approved", "ana")
    assert waiting.dbt("run-operation", "swap_schema").code != 0
    refused = waiting.wap("publish")
    assert (refused.code, "has only 1 of 2 approvals" in refused.err) == (6, True)
    assert orders_in_prod(waiting) == 0

    audit(waiting, **TWO)
    record(waiting, "partly_approved", "awaiting_approval", "carla", group="data-leads")
    with api(waiting) as wap, pytest.raises(WaitingApproval, match="has 1 of 2"):
        approve(wap, ANA, publish=True)
    waiting.sql(
        "update dbt_wap.events set detail = replace(detail, '\"min_approvals\": 2',"
        " '\"min_approvals\": 0') where event = 'audited'"
    )
    damaged = waiting.wap("publish")
    assert damaged.code == 6
    assert "the approval rule of" in damaged.err
    assert orders_in_prod(waiting) == 0


@ONCE
def test_the_rule_comes_from_the_project_alone(waiting: Project) -> None:
    declare(waiting, wap_targets={"prod": {"wap_expire_hours": 1}})
    before = waiting.events()
    for rule in ("{wap_approvers: []}", "{wap_targets: {}}", "{wap_audit_target: x}"):
        for command in (("run", "--supersede"), ("approve",), ("audit",)):
            refused = waiting.wap(*command, "--vars", rule)
            assert refused.code == 2, (command, refused.err)
            assert "may only be set in dbt_project.yml, not in --vars" in refused.err
    waiting.env["WAP_VARS"] = "{wap_forbid_self_approval: false, wap_expire_hours: 5000}"
    refused = waiting.wap("run", "--supersede")
    assert refused.code == 2
    assert "wap_forbid_self_approval may only" in refused.err
    assert "wap_expire_hours may only" in refused.err, "wap_targets sets it for this target"
    by_hand = waiting.dbt("run-operation", "approve", "--vars", "{wap_min_approvals: 1}")
    assert by_hand.code != 0
    assert waiting.events() == before


@ONCE
def test_a_target_has_a_rule_of_its_own(waiting: Project) -> None:
    of_prod = {"wap_min_approvals": 2, "wap_expire_hours": 1, "wap_approvers": ["ana", "ben"]}
    rule = {"wap_approvers": ["carla"], "wap_expire_hours": 100}
    kept = audit(waiting, **rule, wap_targets={"prod": of_prod, "dev": {"wap_min_approvals": 1}})
    assert [each["name"] for each in kept["approvers"]] == ["ana", "ben"]
    assert kept["min_approvals"] == 2
    assert _hours(waiting) == 1
    kept = audit(waiting, **rule, wap_targets={"dev": of_prod})
    assert ([each["name"] for each in kept["approvers"]], kept["min_approvals"]) == (["carla"], 1)
    assert _hours(waiting) == 100
    declare(waiting, wap_targets={"prod": of_prod})
    by_hand = waiting.dbt("run-operation", "diff_report", "--target", "audit")
    assert by_hand.code != 0, "its rule would be that of no target"
    assert "use the target that the run is published to" in " ".join(by_hand.out.split())


def _hours(project: Project) -> int:
    """The hours that the last audit gave the candidate."""
    (at, expires) = project.sql(
        "select happened_at, detail from dbt_wap.events where event = 'audited'"
        " order by seq desc limit 1"
    )[0]
    from datetime import datetime

    end = datetime.fromisoformat(json.loads(expires)["expires_at"].rstrip("Z"))
    return round((end - datetime.fromisoformat(at.rstrip("Z"))).total_seconds() / 3600)


WRONG = """
vars:
  wap_approvers: [ana, {name: ben, group: b}]
  wap_min_approvals: 21
  wap_forbid_self_approval: maybe
  wap_targets: {prod: {wap_keep: 1}}
"""
UNFULFILLED = """
vars:
  wap_approvers: [ana, {name: ben, identity: slack}]
  wap_min_approvals: 3
  wap_targets:
    other: {wap_min_approvals: 0, wap_expire_hours: soon}
    more: {wap_approvers: [ana, ANA]}
    dev: {wap_min_approvals: 2}
"""


@ONCE
def test_a_rule_that_cannot_hold_is_refused_in_one_list(waiting: Project) -> None:
    before = waiting.events()
    for text, told in (
        (WRONG, ("approvers must", "approvals must", "self_approval must", "targets must")),
        (
            UNFULFILLED,
            (
                "var wap_min_approvals must be at most 2, the number of people in wap_approvers",
                "var wap_targets: other: wap_min_approvals must be a whole number from 1 to 20",
                "var wap_targets: other: wap_expire_hours must be",
                "var wap_targets: more: wap_approvers must be a list of distinct approvers",
            ),
        ),
    ):
        waiting.write({"dbt_project.yml": SHOP["dbt_project.yml"] + text.lstrip("\n")})
        refused = waiting.wap("run", "--supersede")
        assert refused.code == 2
        assert all(each in refused.err for each in told), refused.err
        assert "targets: dev" not in refused.err
    assert waiting.events() == before


@ONCE
def test_a_message_is_no_change_of_a_run(waiting: Project) -> None:
    with api(waiting) as wap:
        (before,) = wap.history()
        store = wap._at.store
        with store.locked():
            said = {"run": before.run_id, "channel": "Slack"}
            assert store.call("record_notice", **said, reason="answered 404")["recorded"]
        failed = wap.status()
        with store.locked():
            store.call("record_notice", **said, detail={"ts": "1.2", "expires_at": "9999"})
        (after,) = wap.history()
        assert (failed["not_notified"], wap.status()["not_notified"]) == (
            "Slack: answered 404",
            None,
        )
    assert (after.status, after.reason, after.changed_at) == (
        before.status, before.reason, before.changed_at,
    )  # fmt: skip
    assert after.expires_at == before.expires_at
    assert (details(waiting, "notified")[0]["ts"], len(after.events)) == (
        "1.2",
        len(before.events) + 2,
    )
    waiting.sql(
        f"update dbt_wap.events set detail = replace(detail, '{before.expires_at}', '2001')"
    )
    with api(waiting) as wap:
        with (store := wap._at.store).locked():
            assert not store.call("record_notice", **said)["recorded"]
        assert "damaged" not in str(wap.history()[0].reason)
