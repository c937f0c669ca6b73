"""The record of a run says what the flow does next, and who decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from dbt_wap.model import Run, Status
from dbt_wap.prefect import record
from dbt_wap.prefect.form import Approval

BARE: dict[str, Any] = dict.fromkeys(Run.__annotations__)
RUN = Run(**{**BARE, "run_id": "20261126_0000_abcd", "status": Status.AWAITING_APPROVAL})


def having(status: str, *events: tuple[str, str, dict[str, Any]], verdict: str = "pass") -> Run:
    """A run with this status and these events: what, by whom, and its detail."""
    made = tuple(
        {"at": "now", "event": event, "status": "", "actor": actor, "detail": detail}
        for event, actor, detail in events
    )
    return replace(RUN, status=Status(status), events=made, verdict=verdict)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "verdict", "next_step"),
    [
        ("awaiting_approval", "needs_approval", "decide"),
        ("awaiting_approval", "pass", "publish"),
        ("approved", "needs_approval", "publish"),
        ("publishing", "needs_approval", "publish"),
        ("publish_interrupted", "needs_approval", "publish"),
        *((each, "needs_approval", "end") for each in ("published", "rejected", "discarded")),
        *((each, "blocked", "end") for each in ("audit_failed", "failed", "stale", "rolled_back")),
    ],
)
def test_each_status_has_one_next_step(status: str, verdict: str, next_step: str) -> None:
    run = having(status, verdict=verdict)

    assert record.needs_decision(run) is (next_step == "decide")
    assert record.is_publishable(run) is (next_step == "publish")


@pytest.mark.parametrize(
    ("events", "missing"),
    [
        (["cloned", "built"], True),
        (["cloned", "built", "tests_failed"], True),
        (["cloned", "built", "audit_died", "not_notified"], True),
        (["cloned"], False),
        (["cloned", "build_died"], False),
        (["cloned", "built", "audited"], False),
    ],
)
def test_a_finished_build_only_lacks_its_audit(events: list[str], missing: bool) -> None:
    run = having("writing", *((event, "ana", {}) for event in events))

    assert record.needs_audit(run) is missing


def test_the_decision_names_the_person_the_door_and_the_reason() -> None:
    run = having(
        "rejected",
        ("audited", "ana", {}),
        ("rejected", "ben", {"door": "cli", "reason": "wrong day"}),
        ("notified", "ben", {"channel": "Prefect", "flow_run_id": "1"}),
    )

    told = f"run {run.run_id} was rejected by ben (cli) at now: wrong day"
    assert record.decided(run) == told
    assert record.contradicts(Approval(decision="yes", who="ana"), run)
    assert record.contradicts(Approval(decision="no", who="ana"), run)
    assert not record.contradicts(Approval(decision="no", who=" ben "), run)


def test_without_a_decision_the_status_is_told() -> None:
    assert record.decided(having("failed")) == f"run {RUN.run_id}: failed"
