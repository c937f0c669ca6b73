"""Runs in every status, and a stand-in for the service that shows them without a warehouse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import parse_qsl

from dbt_wap.errors import WapError
from dbt_wap.model import Approval, CanApprove, Condition, Person, Run, Statements, Status
from dbt_wap.serve.model import Board, Job, Outcome, RunView, UnknownRun
from dbt_wap.serve.pages import missing, routes
from made_reports import rich
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

ANA = Person("ana", "page", "password")
DAY = "2026-11-21T"
MAY = {
    Status.WRITING: ["audit", "discard"],
    Status.FAILED: ["audit", "discard"],
    Status.AUDIT_FAILED: ["audit", "approve", "reject", "discard"],
    Status.AWAITING_APPROVAL: ["audit", "approve", "reject", "publish", "discard"],
    Status.APPROVED: ["audit", "reject", "publish", "discard"],
    Status.REJECTED: ["discard"],
    Status.STALE: ["audit", "reject", "publish", "discard"],
    Status.PUBLISHING: ["publish", "rollback", "discard"],
    Status.PUBLISH_INTERRUPTED: ["publish", "rollback", "discard"],
    Status.PUBLISHED: ["rollback"],
}
NEXT = {
    Status.AWAITING_APPROVAL: "wap approve RUN --publish",
    Status.APPROVED: "wap publish RUN",
    Status.PUBLISH_INTERRUPTED: "wap publish RUN",
    Status.PUBLISHED: "wap rollback RUN",
    Status.AUDIT_FAILED: "wap report RUN",
}
MOVED = {"added": 40, "removed": 2, "changed": 8}
TOLD = {"door": "cli", "identity": "shell"}
PATHS: dict[Status, list[tuple[str, dict[str, Any]]]] = {
    Status.WRITING: [],
    Status.FAILED: [("build_failed", {"reason": "model shop.orders failed"})],
    Status.AUDIT_FAILED: [
        ("blocked", {"verdict": "blocked", "reason": "orders: 4,000 rows removed (max_removed)"})
    ],
    Status.AWAITING_APPROVAL: [("audited", {"verdict": "needs_approval", "rows_moved": MOVED})],
}
_DECIDED: dict[Status, list[tuple[str, dict[str, Any]]]] = {
    Status.APPROVED: [
        ("approved", {"door": "page", "identity": "password", "reason": "as planned"})
    ],
    Status.REJECTED: [("rejected", {"door": "slack", "identity": "slack", "reason": "too many"})],
    Status.STALE: [("stale", {"reason": "prod changed: marts.orders has 12 more rows"})],
}
PATHS |= {each: PATHS[Status.AWAITING_APPROVAL] + path for each, path in _DECIDED.items()}
_BEGUN = [*PATHS[Status.APPROVED], ("publishing", TOLD)]
_DONE = [*_BEGUN, ("swapped", TOLD), ("published", TOLD)]
PATHS |= {
    Status.PUBLISHING: _BEGUN,
    Status.PUBLISH_INTERRUPTED: [*_BEGUN, ("interrupted", {"reason": "killed"})],
    Status.PUBLISHED: _DONE,
    Status.ROLLED_BACK: [*_DONE, ("rolled_back", TOLD)],
    Status.DISCARDED: [("passed", {"verdict": "pass"}), ("discarded", {})],
}


def run(status: Status = Status.AWAITING_APPROVAL, number: int = 1, **given: Any) -> Run:
    """Return a run with this status and the events that lead there."""
    run_id = f"20261121_1015{number:02d}_k{number:03d}"
    path = [("cloned", TOLD), ("built", {**TOLD, "command": "build"}), *PATHS[status]]
    reason = next((d["reason"] for e, d in path[::-1] if "reason" in d and e != "approved"), None)
    base: dict[str, Any] = {
        "run_id": run_id,
        "status": status,
        "created_at": f"{DAY}10:15:02.000000Z",
        "requested_by": "root",
        "git_sha": "0123456789abcdef0123456789abcdef01234567",
        "target": "prod",
        "env": None,
        "vars": "{}",
        "schemas": ({"prod": "marts", "audit": "audit_marts", "archive": "marts__wap"},),
        "options": {},
        "events": tuple(
            {
                "at": f"{DAY}10:{15 + at:02d}:{(at * number) % 60:02d}.500000Z",
                "event": event,
                "status": status.value,
                "actor": "root" if detail.get("door", "cli") == "cli" else "ana",
                "detail": detail,
            }
            for at, (event, detail) in enumerate(path)
        ),
        "verdict": None if status is Status.WRITING else "needs_approval",
        "reason": reason if status in (Status.FAILED, Status.AUDIT_FAILED, Status.STALE) else None,
        "expires_at": f"{DAY}22:15:02.000000Z",
        "prod": "published" if status is Status.PUBLISHED else "unchanged",
        "next": NEXT.get(status, "wap run").replace("RUN", run_id),
        "may": tuple(MAY.get(status, ())),
        "approvals": (approval(),) if "approved" in [event for event, _ in path] else (),
    }
    return Run(**{**base, **given})


def approval(by: str = "ana") -> Approval:
    at = f"{DAY}10:19:00.000000Z"
    return {
        "by": by,
        "at": at,
        "door": "page",
        "identity": "password",
        "reason": None,
        "override": [],
    }


def condition(name: str, text: str, holds: bool = True) -> Condition:
    return {"name": name, "holds": holds, "text": text}


def can_approve(
    *failing: Condition,
    needed: int = 1,
    approvals: Sequence[Approval] = (),
    gates: Sequence[str] = (),
) -> CanApprove:
    """Return that a person may approve, except for these conditions."""
    holding = {
        "status": "the run needs approval",
        "approver": "ana is an approver",
        "identity": "a password is sufficient",
        "not_requester": "ana did not request the run",
        "first_time": "ana has not approved yet",
    }
    known = {each["name"]: each for each in failing}
    return {
        "run_id": "20261121_101501_k001",
        "allowed": not failing,
        "conditions": [
            *(known.pop(name, condition(name, text)) for name, text in holding.items()),
            *known.values(),
        ],
        "approvals": list(approvals),
        "needed": needed,
        "rule": {
            "approvers": [{"name": "ana"}, {"name": "ben", "identity": ["password", "slack"]}],
            "min_approvals": needed,
            "forbid_self_approval": True,
        },
        "overridable": list(gates),
    }


def view(of: Run, can: CanApprove | None = None, **given: Any) -> RunView:
    """Return the view of a run with the rich report."""
    audited = of.status not in (Status.WRITING, Status.FAILED)
    values = {"report": {**rich(), "run_id": of.run_id} if audited else None, "job": None, **given}
    return RunView(target=of.target, run=of, can_approve=can or can_approve(), **values)


class Stand:
    """Answers what it was given; a decision raises `refusal`, or is remembered."""

    targets = ("prod", "qa")

    def __init__(self, *known: RunView, refusal: WapError | None = None, **board: Any) -> None:
        self.views = {each.run.run_id: each for each in known}
        self.refusal = refusal
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.jobs: dict[str, Job] = {}
        self._board = board

    async def board(self, limit: int = 50) -> Board:
        runs = tuple(each.run for each in self.views.values())
        values = {"faults": {}, "read_at": f"{DAY}11:00:00Z", "working": None, **self._board}
        return Board(runs=runs, **values)

    async def run(self, run_id: str, person: Person | None) -> RunView:
        if run_id not in self.views:
            raise UnknownRun("serve", f"there is no run {run_id!r} of prod, qa")
        return self.views[run_id]

    async def preview(self, action: str, run_id: str) -> Statements:
        sql = ["begin", "alter schema marts rename to marts__wap", "commit"]
        back = "prod will be restored to its state before 2026-11-21T10:19:02Z"
        return {"run_id": run_id, "statements": sql, "back": back}

    async def approve(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return self._act("approve", run_id, given)

    async def reject(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return self._act("reject", run_id, given)

    async def publish(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return self._act("publish", run_id, given)

    async def rollback(self, run_id: str, person: Person, **given: Any) -> Outcome:
        return self._act("rollback", run_id, given)

    def job(self, run_id: str) -> Job | None:
        return self.jobs.get(run_id)

    async def follow(self, job: Job) -> AsyncIterator[str]:
        for line in job.lines:
            yield line
        while not job.done:
            await asyncio.sleep(0.2)

    def _act(self, verb: str, run_id: str, given: dict[str, Any]) -> Outcome:
        if self.refusal:
            raise self.refusal
        self.asked.append((verb, given))
        return Outcome(f"run {run_id}: {verb} done")


class _Session:
    id = "s1"


class LoggedIn:
    """Takes the place of the middleware: everyone is ana, and every form is read."""

    def __init__(self, app: ASGIApp, person: Person | None = ANA) -> None:
        self._app = app
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            request.state.person, request.state.session = self._person, _Session()
            request.state.csrf = ""
            body = (await request.body()).decode() if request.method == "POST" else ""
            request.state.form = FormData(parse_qsl(body, keep_blank_values=True))
        await self._app(scope, receive, send)


def application(service: Any) -> Starlette:
    """Return the pages of a service, for ana."""
    app = Starlette(
        routes=routes(service),
        middleware=[Middleware(LoggedIn)],
        exception_handlers={HTTPException: missing},
    )
    app.state.project = "shop"
    return app
