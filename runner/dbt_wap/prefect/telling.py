"""Tells Prefect what happens: events of nodes, log lines, and the report as artifacts."""

from __future__ import annotations

import logging
from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import quote

from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.events import emit_event
from prefect.settings import PREFECT_UI_URL

from dbt_wap.config import Settings
from dbt_wap.model import Event, NodeChange
from dbt_wap.notify.page_link import page_url
from dbt_wap.project import Project
from dbt_wap.report.document import Report
from dbt_wap.report.markdown import markdown
from dbt_wap.report.report import read_report

_LEVELS = {
    "warn": logging.WARNING,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "progress": logging.DEBUG,
}


class Teller:
    """Listens to a project within one flow run."""

    def __init__(self, flow_run_id: str, log: logging.Logger | logging.LoggerAdapter[Any]) -> None:
        self._log = log
        self._context = copy_context()
        self._related = [
            {
                "prefect.resource.id": f"prefect.flow-run.{flow_run_id}",
                "prefect.resource.role": "flow-run",
            }
        ]
        self._flow_run_id = flow_run_id

    def listen(self, settings: Settings) -> Project:
        """Return the project, whose messages link to the flow run and to the report in Prefect."""
        project = Project(settings, lambda event: self._hear(project, event))
        if base := PREFECT_UI_URL.value():
            project.links["Open the flow run"] = f"{base}/runs/flow-run/{self._flow_run_id}"
        return project

    def _hear(self, project: Project, event: Event) -> None:
        """Tell Prefect an event. dbt calls this in its own threads, which lack its context."""
        if event.report:
            _show(project, event.report, Path(event.text))
        elif event.node:
            self._context.copy().run(self._emit, event.node)
        elif event.kind != "live":
            level = _LEVELS.get(event.level if event.kind == "log" else event.kind, logging.INFO)
            self._context.copy().run(self._log.log, level, "%s", event.text)

    def _emit(self, node: NodeChange) -> None:
        """Emit an event for the new status of a node."""
        emit_event(
            event=f"dbt-wap.node.{node.status}",
            resource={
                "prefect.resource.id": f"dbt-wap.node.{node.unique_id}",
                "prefect.resource.name": node.name,
                "dbt-wap.resource-type": node.resource_type,
            },
            related=self._related,
            payload={"status": node.status, "seconds": node.seconds, "message": node.message},
        )


def _show(project: Project, report: Report, page: Path) -> None:
    """Store the report, without values of rows, and a link to all of it."""
    made, settings = read_report(report), project.settings
    key, text = f"wap-{made.run_id.replace('_', '-')}", f"Run {made.run_id}: {made.verdict}"
    shown = create_markdown_artifact(markdown(made.without_values), key, description=text)
    url = page_url(settings, {}, made, signed=False) or settings.report_url or page.as_uri()
    url = url.replace("{run_id}", quote(made.run_id, safe=""))
    create_link_artifact(url, f"Report of run {made.run_id}", f"{key}-page", description=text)
    if base := PREFECT_UI_URL.value():
        project.links["Open the report in Prefect"] = f"{base}/artifacts/artifact/{shown}"
