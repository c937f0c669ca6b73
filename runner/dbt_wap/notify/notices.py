"""Who hears of a run: Slack, where a webhook is set. A failure is a warning and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dbt_wap.dbt.dbt import Dbt
from dbt_wap.dbt.project_file import project_name
from dbt_wap.errors import WapError
from dbt_wap.model import Run
from dbt_wap.notify.reasons import all_reasons, failed_tests
from dbt_wap.notify.slack_message import Notice, payload
from dbt_wap.notify.web import post_json
from dbt_wap.pipeline.steps import Steps
from dbt_wap.pipeline.store import Store


class Notices:
    """The messages of one command, each sent once nobody waits for us: neither for the lock nor
    for the warehouse."""

    def __init__(self, dbt: Dbt, store: Store, console: Steps) -> None:
        self._dbt = dbt
        self._store = store
        self._console = console
        self._settings = dbt.settings

    def send(
        self,
        event: str,
        report: Mapping[str, Any],
        reasons: tuple[str, ...] | None = None,
        next_command: str | None = None,
    ) -> None:
        """Slack is told of what the report says, and of this event."""
        if not self._settings.slack_url:
            return
        run_id = report["run_id"]
        url = self._settings.report_url
        notice = Notice(
            event=event,
            project=report["project"],
            target=report["target"],
            run_id=run_id,
            actor=self._store.context["actor"],
            verdict=report["verdict"],
            reasons=reasons or all_reasons(report),
            relations=tuple(report["relations"]),
            tests=report["tests"],
            report_url=url.replace("{run_id}", run_id) if url else None,
            expires_at=report.get("expires_at") if event == "waiting" else None,
            git_sha=report["git_sha"],
            failed_tests=failed_tests(report) if event == "audit_failed" else (),
            overridable=tuple(report.get("overridable") or ()),
            keeps_archive=_has_way_back(event, report),
            next_command=next_command,
        )
        self._store.once_free(lambda: self._tell(run_id, payload(notice)))

    def send_of(self, event: str, run_id: str, reasons: tuple[str, ...] | None = None) -> None:
        """The same, of a run whose report is not at hand; it is read only if Slack listens."""
        if not self._settings.slack_url:
            return
        try:
            report = self._store.call("read_report", run=run_id)
        except WapError as error:
            self._console.error(f"warning: Slack was not told of run {run_id}: {error.what}")
        else:
            self.send(event, report, reasons)

    def send_interrupted(self, run_id: str | None, run: Run | None, error: WapError) -> None:
        """Prod may be halfway: that is told even where the warehouse does not answer any more.

        Not told is what the warehouse said of the failure: it may hold a value of a row.
        """
        if not self._settings.slack_url or not run_id:
            return
        reasons = (f"prod: {error.prod or 'unchanged'}",)
        bare: dict[str, Any] = {
            "run_id": run_id,
            "project": project_name(self._settings.project_dir),
            "target": run.target if run else self._settings.target or "default target",
            "verdict": (run and run.verdict) or "unknown",
            **{"relations": (), "tests": {}, "git_sha": run.git_sha if run else None},
        }
        try:
            bare = self._store.call("read_report", run=run_id) if run else bare
        except WapError:
            self._console.note(f"the report of run {run_id} could not be read for Slack")
        self.send("interrupted", bare, reasons, error.next_command)

    def _tell(self, run_id: str, message: Mapping[str, Any]) -> None:
        """Slack has the message, or a warning says why not; the warehouse is free meanwhile."""
        self._dbt.release()
        problem = post_json(str(self._settings.slack_url), message)
        if problem:
            self._console.error(f"warning: Slack was not told of run {run_id}: {problem}")


def _has_way_back(event: str, report: Mapping[str, Any]) -> bool:
    """Whether the archive is there, or will be: once it is published, what the warehouse says."""
    if event == "published":
        return "rollback" in str(report.get("next"))
    return bool(report.get("keeps_archive", True))
