"""The pages: what needs attention, the history, a run with its report, and the forms to decide."""

from __future__ import annotations

import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Literal, get_args

from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from dbt_wap.errors import WapError, unforeseen
from dbt_wap.model import Person, Status
from dbt_wap.report.html import body
from dbt_wap.report.report import read_report
from dbt_wap.report.rule import rule_words
from dbt_wap.serve import deciding, views
from dbt_wap.serve.faults import http_status
from dbt_wap.serve.model import Job, Outcome, RunView
from dbt_wap.serve.picture import LEGEND, picture
from dbt_wap.serve.render import Static, render
from dbt_wap.serve.service import Service
from dbt_wap.serve.timeline import timeline
from dbt_wap.words import counted

Endpoint = Callable[[Request], Awaitable[Response]]
Verb = Literal["approve", "reject", "publish", "rollback"]

SHOWN, MOST = 50, 500
"""How many runs the history shows, and how many it looks through and shows on request."""
_FILTERS = ("q", "status", "target", "env")
_TITLES = {404: "Not found", 405: "Not found", 503: "The warehouse is busy"}
_LOG = logging.getLogger("dbt_wap.serve")


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes of the pages and of the files that they load."""
    pages = _Pages(service)
    run = "/runs/{run_id}"
    return [
        Route("/", _shown(pages.index)),
        Route(run, _shown(pages.run)),
        Route(f"{run}/statements", _shown(pages.statements)),
        Route(f"{run}/live", _shown(pages.live)),
        Route(f"{run}/rollback", _shown(pages.confirm_rollback), methods=["GET"]),
        *(
            Route(f"{run}/{verb}", _shown(pages.decision(verb)), methods=["POST"])
            for verb in get_args(Verb)
        ),
        Mount("/static", Static()),
    ]


async def missing(request: Request, error: Exception) -> Response:
    """Answer a path that does not exist; for `exception_handlers` of the application."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    what = "This page does not exist." if status in (404, 405) else "The server refused this."
    return _fault(request, status, what=what)


async def failed(request: Request, error: Exception) -> Response:
    """Answer an error outside of the pages; for `exception_handlers` of the application."""
    known = error if isinstance(error, WapError) else unforeseen(error, "serve")
    return _fault(request, http_status(known), known)


def _shown(endpoint: Endpoint) -> Endpoint:
    """Show the errors of an endpoint as a page."""

    @functools.wraps(endpoint)
    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except HTTPException:
            raise
        except Exception as error:
            if not isinstance(error, WapError):
                _LOG.exception("a page failed: %s", request.url.path)
            return await failed(request, error)

    return answer


def _fault(
    request: Request, status: int, error: WapError | None = None, what: str = ""
) -> Response:
    retry = request.url.path if status == 503 and request.method == "GET" else None
    title = _TITLES.get(status, "Something went wrong")
    said = {"title": title, "what": what, "error": error, "retry": retry}
    return render(request, "fault.html", status, **said)


class _Pages:
    """The endpoints. `_said` is what happened last, to show after the redirect of a form."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._said: dict[tuple[str, str], str] = {}

    async def index(self, request: Request) -> Response:
        """Show what needs attention, and the history."""
        asked = {name: request.query_params.get(name, "") for name in _FILTERS}
        filtered = any(asked.values())
        wide = filtered or request.query_params.get("all") == "1"
        board = await self._service.board(MOST if wide else SHOWN)
        found = views.matching(board.runs, **asked)
        found = found[: MOST if wide else SHOWN]
        items = views.attention(board)
        needing = f"{counted(len(items), 'thing needs', 'things need')} attention"
        unread = set(self._service.targets) == set(board.faults)
        return render(
            request,
            "index.html",
            max(map(http_status, board.faults.values())) if unread else 200,
            unread=unread,
            title="History" if filtered else needing if items else "Nothing needs attention",
            board=board,
            items=items,
            picture=picture(board.runs[:SHOWN]),
            legend=LEGEND,
            entries=views.entries(found),
            filtered=filtered,
            more="/?all=1" if not wide and len(board.runs) >= SHOWN else None,
            statuses=[status.value for status in Status],
            targets=self._service.targets,
            envs=sorted({run.env for run in board.runs if run.env}),
            no_env=views.NO_ENV,
            asked=asked,
        )

    async def run(self, request: Request) -> Response:
        """Show a run."""
        view = await self._view(request)
        said = self._said.pop(_key(request), None)
        return self._run_page(request, view, request.query_params, said=said)

    async def statements(self, request: Request) -> Response:
        """Show the statements that a publish would run."""
        run_id = request.path_params["run_id"]
        plan = await self._service.preview("publish", run_id)
        return render(request, "statements.html", run_id=run_id, plan=plan)

    async def confirm_rollback(self, request: Request) -> Response:
        """Show what a rollback brings back and what prod loses, and ask once more."""
        return await self._rollback_page(request)

    def decision(self, verb: Verb) -> Endpoint:
        """Return the endpoint of a form: it acts and leads to the run, or says why not."""

        async def decide(request: Request) -> Response:
            run_id = request.path_params["run_id"]
            try:
                outcome = await self._act(verb, run_id, _person(request), request.state.form)
            except WapError as error:
                if verb == "rollback":
                    return await self._rollback_page(request, error)
                view, form = await self._view(request), request.state.form
                return self._run_page(request, view, form, error=error, tried=verb)
            self._keep(_key(request), outcome)
            return RedirectResponse(f"/runs/{run_id}", status_code=303)

        return decide

    async def live(self, request: Request) -> Response:
        """Send the progress of the job of a run as server-sent events."""
        job = self._service.job(request.path_params["run_id"])
        if job is None:
            raise HTTPException(404)
        last = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        after = int(last) if last.isascii() and last.isdigit() else 0
        return StreamingResponse(self._events(job, after), media_type="text/event-stream")

    async def _events(self, job: Job, after: int) -> AsyncIterator[str]:
        number = 0
        async for line in self._service.follow(job):
            number += 1
            if number > after:
                data = "".join(f"data: {each}\n" for each in line.splitlines() or [""])
                yield f"id: {number}\nevent: line\n{data}\n"
        yield "event: end\ndata:\n\n"

    async def _act(self, verb: Verb, run_id: str, person: Person, form: FormData) -> Outcome:
        seen, reason = str(form.get("seen", "")), str(form.get("reason", "")).strip()
        service = self._service
        if verb == "approve":
            return await service.approve(
                run_id,
                person,
                seen=seen,
                reason=reason or None,
                override=tuple(map(str, form.getlist("override"))),
                publish=form.get("publish") == "1",
            )
        if verb == "reject":
            return await service.reject(run_id, person, reason=reason, seen=seen)
        act = service.publish if verb == "publish" else service.rollback
        return await act(run_id, person, seen=seen, reason=reason or None)

    async def _view(self, request: Request) -> RunView:
        return await self._service.run(request.path_params["run_id"], _person(request))

    def _run_page(
        self,
        request: Request,
        view: RunView,
        form: FormData | QueryParams,
        *,
        said: str | None = None,
        error: WapError | None = None,
        tried: str = "",
    ) -> Response:
        """Render a run. `form` is what was sent; a link in a message has only `seen`."""
        can = view.can_approve
        again = "The run was audited again. The report below is the new one."
        return render(
            request,
            "run.html",
            http_status(error) if error else 200,
            view=view,
            standing=deciding.standing(view),
            moments=timeline(view.run),
            undelivered=view.run.undelivered,
            can=deciding.choices(view),
            conditions=deciding.conditions(view),
            progress=deciding.progress_of_approval(can) if can else "",
            rule=rule_words(can["rule"]) if can else "",
            report=body(read_report(view.report)) if view.report else None,
            said=said,
            error=error,
            note=again if _is_newer(view, form.get("seen")) else None,
            form=form,
            tried=tried,
        )

    async def _rollback_page(self, request: Request, error: WapError | None = None) -> Response:
        view = await self._view(request)
        can = deciding.choices(view)
        plan: Any = None
        if can.rollback:
            try:
                plan = await self._service.preview("rollback", view.run.run_id)
            except WapError as fault:
                error = error or fault
        return render(
            request,
            "rollback.html",
            http_status(error) if error else 200,
            view=view,
            can=can,
            plan=plan,
            back=deciding.returns(plan.get("back", "")) if plan else "",
            loses=deciding.lost(view),
            error=error,
            form=getattr(request.state, "form", FormData()),
        )

    def _keep(self, key: tuple[str, str], outcome: Outcome) -> None:
        self._said[key] = outcome.text
        while len(self._said) > MOST:
            del self._said[next(iter(self._said))]


def _person(request: Request) -> Person:
    """Return who has logged in; the middleware refuses everyone else."""
    person: Person = request.state.person
    return person


def _key(request: Request) -> tuple[str, str]:
    session = getattr(request.state, "session", None)
    return (session.id if session else "", request.path_params["run_id"])


def _is_newer(view: RunView, seen: object) -> bool:
    """Return whether the report is another one than the person has read."""
    return bool(seen) and view.report is not None and view.report["created_at"] != seen
