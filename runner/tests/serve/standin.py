"""A stand-in for Service with runs in memory, for tests that are about HTTP alone."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dbt_wap.errors import AuditBlocked, ConfigError, Locked, Stale, WaitingApproval, WapError
from dbt_wap.model import Condition, Person, Run, Status
from dbt_wap.serve.model import Board, Job, Outcome, RunView, UnknownRun
from made_reports import report

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "Using `httpx` with `starlette.testclient`")
    from starlette.testclient import TestClient as TestClient

WAITS, PUBLISHED, WRITING = "20261126_101500_k001", "20261126_091500_m002", "20261126_111500_n003"
SEEN = "2026-11-26T10:16:00.000000Z"


def made_report(run_id: str) -> dict[str, Any]:
    """A report with all fields of the published schema."""
    empty = ("reasons", "faults", "warnings", "built_with", "hooks", "schemas", "overridable")
    given: dict[str, Any] = {name: [] for name in (*empty, "overrides", "stored_failures")}
    given |= {"version": 2, "publishes_ignored": False, "keeps_archive": True, "reads_prod": []}
    grants = ("apply", "revoke", "extra", "lost", "revoked", "owners")
    given |= {"expires_at": "2026-11-29T10:15:00Z", "grants": {name: [] for name in grants}}
    return report(run_id=run_id, created_at=SEEN, **given)


def made_run(run_id: str, status: Status, may: Sequence[str] = (), **given: Any) -> Run:
    """A run of the target prod."""
    at = "2026-11-26T10:15:00.000000Z"
    detail = {"door": "cli", "identity": "shell"}
    event = {"at": at, "event": "opened", "status": "writing", "actor": "ada", "detail": detail}
    row = {
        "run_id": run_id,
        "status": status,
        "created_at": at,
        "requested_by": "ada",
        "git_sha": None,
        "target": "prod",
        "env": None,
        "vars": "{}",
        "schemas": [{"database": "shop", "prod": "marts", "audit": "a", "archive": "b"}],
        "options": {},
        "events": [event],
        "verdict": None if status is Status.WRITING else "needs_approval",
        "reason": None,
        "expires_at": None,
        "prod": "unchanged",
        "next": f"wap approve {run_id}",
        "may": list(may),
        "approvals": [],
    }
    return Run.of({**row, **given})


class StandIn:
    """Answers as Service does; `ben` alone may approve."""

    targets = ("prod", "dev")

    def __init__(self) -> None:
        self.runs = {
            WRITING: made_run(WRITING, Status.WRITING, ["discard"]),
            WAITS: made_run(WAITS, Status.AWAITING_APPROVAL, ["approve", "reject"]),
            PUBLISHED: made_run(PUBLISHED, Status.PUBLISHED, ["rollback"]),
        }
        self.faults: dict[str, WapError] = {}
        self.limits: list[int] = []
        self.done: list[tuple[Any, ...]] = []
        self.fails: WapError | Exception | None = None
        self.locked_after = ""
        self.job: Job | None = None
        self.gate: asyncio.Event | None = None

    async def board(self, limit: int = 50) -> Board:
        self._fail()
        self.limits.append(limit)
        return Board(tuple(self.runs.values()), self.faults, SEEN, self.job)

    async def run(self, run_id: str, person: Person | None) -> RunView:
        if self.done and self.done[0][0] == self.locked_after:
            raise Locked("dbt", "the file is locked by process 7")
        if run_id not in self.runs:
            raise UnknownRun("serve", f"there is no run {run_id!r}")
        run = self.runs[run_id]
        made = made_report(run_id) if run.verdict else None
        holds = person is not None and person.name == "ben"
        conditions: list[Condition] = [
            {"name": "status", "holds": "approve" in run.may, "text": f"the run is {run.status}"},
            {"name": "approver", "holds": holds, "text": "ben may approve"},
        ]
        can: Any = {
            "run_id": run_id,
            "allowed": all(each["holds"] for each in conditions),
            "conditions": conditions,
            "approvals": [],
            "needed": 1,
            "rule": {"approvers": [], "min_approvals": 1, "forbid_self_approval": False},
            "overridable": [],
        }
        return RunView(run.target, run, can, made, self.job)  # type: ignore[arg-type]

    async def approve(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return await self._decide("approve", run_id, person, Status.APPROVED, given)

    async def reject(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return await self._decide("reject", run_id, person, Status.REJECTED, given)

    async def publish(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return await self._decide("publish", run_id, person, Status.PUBLISHED, given)

    async def rollback(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return await self._decide("rollback", run_id, person, Status.ROLLED_BACK, given)

    async def finished(self, job: Job) -> None:
        if self.gate:
            await self.gate.wait()
        if job.error:
            raise job.error
        self.done.append((job.action, job.run_id, "finished"))

    async def _decide(
        self, what: str, run_id: str, person: Person, status: Status, given: dict[str, Any]
    ) -> Outcome:
        self._fail()
        view = await self.run(run_id, person)
        if person.name != "ben":
            raise WaitingApproval(what, f"{person.name} may not approve run {run_id}")
        if given.get("seen", SEEN) != SEEN:
            raise Stale(what, f"run {run_id} was audited again")
        if what not in view.run.may:
            raise ConfigError(what, f"run {run_id} is {view.run.status}")
        if given.get("override"):
            raise AuditBlocked(what, "the gate blocks nothing")
        self.done.append((what, run_id, person.name, given))
        self.runs[run_id] = replace(view.run, status=status)
        job = None
        if what in ("publish", "rollback"):
            job = Job(what, run_id, "prod", person)  # type: ignore[arg-type]
            job.say(f"run {run_id} {what}ed")
        return Outcome(f"{what} started", job)

    def _fail(self) -> None:
        if self.fails:
            raise self.fails
