"""Send notices of a command once it has released the lock and the warehouse."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import WapError
from dbt_wap.model import Run
from dbt_wap.notify.channels import configured, notify, warnings
from dbt_wap.notify.notice import Channel, Delivery, Notice, Thread
from dbt_wap.notify.page_link import page_url
from dbt_wap.notify.reasons import all_reasons, failed_tests
from dbt_wap.notify.threads import thread_of
from dbt_wap.pipeline.steps import Steps
from dbt_wap.pipeline.store import Store
from dbt_wap.project_file import project_name
from dbt_wap.report.report import read_report


class Notices:
    """The notices of one command, each sent after the lock is released."""

    def __init__(self, dbt: Dbt, store: Store, console: Steps) -> None:
        self._dbt = dbt
        self._store = store
        self._console = console
        self._settings = dbt.settings
        self._channels = configured(os.environ)

    def send(
        self,
        event: str,
        report: Mapping[str, Any],
        reasons: tuple[str, ...] | None = None,
        next_command: str | None = None,
        approvals: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Notify every channel of the event."""
        if not self._channels:
            return
        url, made = self._settings.report_url, read_report(report)
        notice = Notice(
            event=event,
            report=made,
            actor=self._store.context["actor"],
            reasons=reasons or all_reasons(report),
            failed_tests=failed_tests(report) if event == "audit_failed" else (),
            report_url=url.replace("{run_id}", report["run_id"]) if url else None,
            next_command=next_command,
            page_url=page_url(os.environ, made),
            rule=report.get("approval"),
            approvals=approvals,
        )
        self._store.once_free(lambda: self._tell(notice))

    def send_of(
        self,
        event: str,
        run_id: str,
        reasons: tuple[str, ...] | None = None,
        approvals: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Notify every channel, reading the report first if any channel is configured."""
        if not any(event in channel.events for channel in self._channels):
            return
        try:
            report = self._store.call("read_report", run=run_id)
        except WapError as error:
            self._warn([f"could not notify {self._names} of run {run_id}: {error.what}"])
        else:
            self.send(event, report, reasons, approvals=approvals)

    def send_interrupted(self, run_id: str | None, run: Run | None, error: WapError) -> None:
        """Notify every channel of an interrupted publish, even if the warehouse does not answer.

        The message of the warehouse is left out: it may contain row values.
        """
        if not self._channels or not run_id:
            return
        reasons = (f"prod: {error.prod or 'unchanged'}",)
        bare: dict[str, Any] = {
            "run_id": run_id,
            "project": project_name(self._settings.project_dir),
            "target": run.target if run else self._settings.target or "default target",
            "verdict": (run and run.verdict) or "unknown",
            "git_sha": run.git_sha if run else None,
        }
        try:
            bare = self._store.call("read_report", run=run_id) if run else bare
        except WapError:
            self._console.note(f"could not read the report of run {run_id} for {self._names}")
        self.send("interrupted", bare, reasons, error.next_command)

    @property
    def _names(self) -> str:
        return " and ".join(channel.name for channel in self._channels)

    def _tell(self, notice: Notice) -> None:
        """Notify each channel and record the outcome, or warn; the warehouse is released first."""
        run_id = notice.report.run_id
        try:
            notice = notice.in_thread(self._thread(run_id))
            self._dbt.release()
            deliveries = notify(self._channels, notice)
            self._warn(warnings(run_id, deliveries))
            self._record(notice, deliveries)
        except Exception as error:  # the run succeeded or failed already, whatever happens here
            self._warn([f"could not notify {self._names} of run {run_id}: {type(error).__name__}"])

    def _thread(self, run_id: str) -> Thread | None:
        """Return the message that Slack already has about the run, if a channel has threads."""
        if not any(channel.has_threads for channel in self._channels):
            return None
        try:
            found = self._store.find(run_id)
        except WapError:
            return None
        return thread_of(found.events) if found else None

    def _record(self, notice: Notice, deliveries: Sequence[tuple[Channel, Delivery]]) -> None:
        """Record a new message of Slack, or that a run needs approval and no message arrived."""
        run_id = notice.report.run_id
        for channel, delivery in deliveries:
            if thread := delivery.thread:
                detail = {"channel_id": thread.channel_id, "ts": thread.ts}
                self._mark(run_id, "notified", {"channel": channel.name, **detail})
        if notice.event == "waiting" and not any(made.arrived for _, made in deliveries):
            names = " and ".join(channel.name for channel, _ in deliveries)
            reason = " ".join(problem for _, made in deliveries for problem in made.problems)
            self._mark(run_id, "not_notified", {"channel": names, "reason": reason})

    def _mark(self, run_id: str, event: str, detail: Mapping[str, str]) -> None:
        try:
            self._store.call("record_notice", run=run_id, event=event, detail=detail)
        except WapError as error:
            self._warn([f"could not record {event} of run {run_id}: {error.what}"])

    def _warn(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            self._console.error(f"warning: {sentence}")
