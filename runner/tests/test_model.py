"""What macros answer becomes values, and an unknown shape is an error."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from dbt_wap.model import Run, Selection, Status

ROW: dict[str, Any] = {
    "run_id": "20261121_101502_k3f9",
    "status": "awaiting_approval",
    "created_at": "2026-11-21T10:15:02.000000Z",
    "requested_by": "ada",
    "git_sha": None,
    "target": "prod",
    "env": None,
    "vars": {},
    "schemas": [{"prod": "marts", "audit": "audit_marts", "archive": "marts__wap_x"}],
    "options": {},
    "events": [{"event": "cloned"}, {"event": "audited"}],
    "verdict": "needs_approval",
    "reason": None,
    "expires_at": "2026-11-24T10:15:02.000000Z",
    "prod": "unchanged",
    "next": "wap approve 20261121_101502_k3f9 --publish",
    "may": ["audit", "approve", "reject", "publish", "discard"],
    "approvals": [],
}


def test_a_run_is_read_from_its_row() -> None:
    run = Run.of(ROW)
    assert run.status is Status.AWAITING_APPROVAL
    assert run.schemas[0]["audit"] == "audit_marts"
    assert run.next.startswith("wap approve")


def test_a_status_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="halfway"):
        Run.of({**ROW, "status": "halfway"})


def test_a_row_without_a_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        Run.of({name: value for name, value in ROW.items() if name != "schemas"})


def test_a_run_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Run.of(ROW).status = Status.PUBLISHED  # type: ignore[misc]


def test_no_selection_gives_no_flag() -> None:
    assert Selection().choosing() == []
    assert Selection().running() == []


def test_a_selection_is_written_in_the_flags_of_dbt() -> None:
    selection = Selection(
        select=("+orders", "tag:a"),
        exclude=("b",),
        selector="nightly",
        indirect_selection="cautious",
        full_refresh=True,
        fail_fast=True,
        threads=4,
    )
    assert selection.choosing() == [
        *("--select", "+orders", "tag:a", "--exclude", "b", "--selector", "nightly"),
        *("--indirect-selection", "cautious"),
    ]
    assert selection.running() == ["--full-refresh", "--fail-fast", "--threads", "4"]
