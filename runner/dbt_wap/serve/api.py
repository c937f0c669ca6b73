"""The JSON API under /api/v1."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from dbt_wap.errors import WaitingApproval, WapError
from dbt_wap.model import Run
from dbt_wap.serve.asked import Asked, read
from dbt_wap.serve.faults import NotAllowed, json_answer, problem
from dbt_wap.serve.model import Job, Outcome, RunView, UnknownRun
from dbt_wap.serve.openapi import OPERATIONS, document
from dbt_wap.serve.runs import NEEDED
from dbt_wap.serve.service import Service
from dbt_wap.serve.shapes import DecidedRun, Health, JobView, RunAnswer, RunEntry, Runs
from dbt_wap.serve.views import NO_ENV
from dbt_wap.version import __version__

Answer = Mapping[str, Any]
Handler = Callable[[Asked], Awaitable[Any]]

_OF_PERSON = {*NEEDED, "not_requester"}
"""The conditions of an approval that are about who asks, not about the run."""


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes of the API. The application answers its errors."""
    api = _Api(service)
    paths = api.document["paths"]
    served = [
        Route(
            each.path,
            _endpoint(getattr(api, each.name), paths[each.path][each.method.lower()]),
            methods=[each.method],
        )
        for each in OPERATIONS
    ]
    return [Mount("/", Router(served, redirect_slashes=False))]


class _Api:
    """One method for each operation."""

    def __init__(self, service: Service) -> None:
        self.document = document(service.targets)
        self._service = service
        self._tasks: set[asyncio.Task[Any]] = set()

    async def healthz(self, asked: Asked) -> Health:
        return {"status": "ok", "version": __version__}

    async def openapi(self, asked: Asked) -> Answer:
        return self.document

    async def runs(self, asked: Asked) -> Runs:
        limit = asked.query.get("limit", 50)
        wanted = {name: value for name, value in asked.query.items() if name != "limit"}
        if wanted.get("env") == NO_ENV:
            wanted["env"] = None
        board = await self._service.board(200 if wanted else limit)
        runs = [each for each in map(_entry, board.runs) if wanted.items() <= each.items()]
        return {
            "runs": runs[:limit],
            "faults": {name: problem(error) for name, error in board.faults.items()},
            "read_at": board.read_at,
            "working": _job(board.working),
        }

    async def run(self, asked: Asked) -> RunAnswer:
        return _run(await self._service.run(asked.run_id, asked.person))

    async def report(self, asked: Asked) -> Answer:
        view = await self._service.run(asked.run_id, asked.person)
        view.check_complete()
        if view.report is None:
            raise UnknownRun("report", f"run {asked.run_id} has no report")
        return cast(Answer, view.report)

    async def approve(self, asked: Asked) -> DecidedRun:
        return await self._decided(asked, self._service.approve)

    async def reject(self, asked: Asked) -> DecidedRun:
        return await self._decided(asked, self._service.reject)

    async def publish(self, asked: Asked) -> DecidedRun:
        return await self._decided(asked, self._service.publish)

    async def rollback(self, asked: Asked) -> DecidedRun:
        return await self._decided(asked, self._service.rollback)

    async def _decided(
        self, asked: Asked, decide: Callable[..., Coroutine[Any, Any, Outcome]]
    ) -> DecidedRun:
        """Decide and wait for the result; this goes on even if the client has gone."""
        task = asyncio.ensure_future(self._decide(asked, decide))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _decide(
        self, asked: Asked, decide: Callable[..., Coroutine[Any, Any, Outcome]]
    ) -> DecidedRun:
        try:
            outcome = await decide(asked.run_id, asked.person, **asked.body)
            text = outcome.text
            if outcome.job:
                await self._service.finished(outcome.job)
                text = outcome.job.lines[-1] if outcome.job.lines else text
        except WaitingApproval as error:
            raise await self._why(error, asked) from error
        try:
            view = await self._service.run(asked.run_id, asked.person)
        except WapError as error:
            next_step = error.next_command
            raise type(error)(error.where, error.what, prod=text, next_command=next_step) from error
        return {**_run(view), "outcome": text}

    async def _why(self, error: WaitingApproval, asked: Asked) -> WaitingApproval:
        """Return the error as NotAllowed if it is about the person."""
        view = await self._service.run(asked.run_id, asked.person)
        found = view.can_approve["conditions"] if view.can_approve else ()
        if any(each["name"] in _OF_PERSON and not each["holds"] for each in found):
            said = {"prod": error.prod, "next_command": error.next_command}
            return NotAllowed(error.where, error.what, **said)
        return error


def _entry(run: Run) -> RunEntry:
    return cast(RunEntry, {name: getattr(run, name) for name in RunEntry.__annotations__})


def _run(view: RunView) -> RunAnswer:
    run, report = view.run, view.report
    return {
        **_entry(run),
        "schemas": list(run.schemas),
        "tests": report["tests"] if report else None,
        "report_created_at": report["created_at"] if report else None,
        "events": list(run.events),
        "can_approve": view.can_approve,
        "job": _job(view.job),
    }


def _job(job: Job | None) -> JobView | None:
    if job is None or job.done:
        return None
    return {
        "run_id": job.run_id,
        "target": job.target,
        "action": job.action,
        "by": job.person.name,
        "started_at": job.started_at,
        "lines": list(job.lines),
    }


def _endpoint(handle: Handler, described: Any) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return json_answer(await handle(await read(request, described)))

    return endpoint
