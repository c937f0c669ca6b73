"""Open the links that messages carry.

A link decides nothing. It leads to the page of its run, which asks, if what the message showed is
still what there is to decide. Otherwise the page says why not.
"""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dbt_wap import links
from dbt_wap.links import Link, LinkFault
from dbt_wap.model import Status
from dbt_wap.serve.home import Home
from dbt_wap.serve.model import RunView, UnknownRun
from dbt_wap.serve.render import render
from dbt_wap.serve.security import audit_log
from dbt_wap.serve.service import Service
from dbt_wap.words import status_words


def routes(service: Service, home: Home) -> list[Route]:
    """Return the page that links lead to."""
    key = home.link_key

    async def go(request: Request) -> Response:
        try:
            link = links.read(key, request.path_params["link"])
        except LinkFault as fault:
            status = 410 if fault.kind == "expired" else 400
            return _refused(request, status, fault.sentence, fault.link)
        try:
            view = await service.run(link.run_id, request.state.person)
        except UnknownRun:
            view = None
        if view is None or view.target != link.target:
            return _refused(request, 404, _of_another_server(request, link))
        view.check_complete()
        if why := _closed(link, view):
            return _refused(request, 409, why, link)
        bound = urlencode({"seen": link.seen})
        return RedirectResponse(f"/runs/{link.run_id}?{bound}", status_code=303)

    return [Route("/go/{link}", go, methods=["GET"])]


def _closed(link: Link, view: RunView) -> str | None:
    """Return why nothing can be decided with the link, or None."""
    run, can = view.run, view.can_approve
    only_gates = run.status is Status.AUDIT_FAILED and (can is None or can["overridable"])
    if run.status is not Status.AWAITING_APPROVAL and not only_gates:
        by = f" ({run.changes[-1]['actor']}, {_time(run.changed_at)})" if run.changes else ""
        status = status_words(run.status.value)
        return f"Run {run.run_id} no longer needs approval. Status: {status}{by}."
    created_at = view.report["created_at"] if view.report else None
    if created_at != link.seen:
        again = f" at {_time(created_at)}" if created_at else ""
        return (
            f"Run {run.run_id} was audited again{again}, so its report is no longer the one in "
            "the message. Read the new report before you decide."
        )
    return None


def _time(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC"


def _of_another_server(request: Request, link: Link) -> str:
    project = request.app.state.project
    return (
        f"This server, of project {project}, has no run {link.run_id} of target {link.target}: "
        "the link belongs to another project or target."
    )


def _refused(request: Request, status: int, why: str, link: Link | None = None) -> Response:
    run_id = link.run_id if link else None
    audit_log.record("open link", f"refused: {why}", person=request.state.person, run_id=run_id)
    shown = {"title": "Nothing can be decided here", "what": why, "link": link}
    return render(request, "refused.html", status, **shown)
