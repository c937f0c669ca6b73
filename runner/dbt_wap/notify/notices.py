"""Send notices of a command once it has released the lock and the warehouse."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import Locked, WapError
from dbt_wap.links import secret_fault
from dbt_wap.model import Approval, Run, RunEvent
from dbt_wap.notify.channels import configured, notify, warnings
from dbt_wap.notify.notice import Channel, Delivery, Notice
from dbt_wap.notify.page_link import page_url
from dbt_wap.notify.reasons import all_reasons, failed_tests
from dbt_wap.notify.threads import flow_run_of, thread_of
from dbt_wap.pipeline.steps import Steps
from dbt_wap.pipeline.store import Store
from dbt_wap.project_file import project_name
from dbt_wap.report.report import read_report

_TRIES = 5


class Notices:
    """The notices of one command, each sent after the lock is released."""

    def __init__(self, dbt: Dbt, store: Store, console: Steps, links: Mapping[str, str]) -> None:
        self._links = links
        self._dbt = dbt
        self._store = store
        self._console = console
        self._settings = dbt.settings
        self._channels = configured(os.environ)
        self._secret_fault = secret_fault(os.environ)

    def send(
        self,
        event: str,
        report: Mapping[str, Any],
        reasons: tuple[str, ...] | None = None,
        next_command: str | None = None,
        approvals: Sequence[Approval] = (),
        comment: str | None = None,
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
            approvals=approvals,
            comment=comment,
            links=tuple(self._links.items()),
        )
        link = page_url(self._settings, os.environ, made, signed=notice.is_open)
        self._store.once_free(lambda: self._tell(replace(notice, page_url=link)))

    def send_of(
        self,
        event: str,
        run_id: str,
        reasons: tuple[str, ...] | None = None,
        approvals: Sequence[Approval] = (),
        comment: str | None = None,
    ) -> None:
        """Notify every channel, reading the report first if any channel is configured."""
        if not any(event in channel.events for channel in self._channels):
            return
        try:
            report = self._store.call("read_report", run=run_id)
        except WapError as error:
            self._warn([f"could not notify {self._names} of run {run_id}: {error.what}"])
        else:
            self.send(event, report, reasons, approvals=approvals, comment=comment)

    def send_approved(self, run_id: str, missing: int, reason: str | None) -> None:
        """Notify the channels of an approval, and of how many are missing."""
        event = "partly_approved" if missing else "approved"
        if not any(event in channel.events for channel in self._channels):
            return
        try:
            approvals = self._store.known(run_id).approvals
        except WapError as error:
            self._warn([f"could not notify {self._names} of run {run_id}: {error.what}"])
        else:
            self.send_of(event, run_id, approvals=approvals, comment=reason)

    def send_discarded(self, run_id: str) -> None:
        """Edit the message about a run whose candidate was dropped, if there is one."""
        if not any(channel.has_threads for channel in self._channels):
            return
        try:
            found = self._store.known(run_id)
        except WapError as error:
            self._warn([f"could not notify {self._names} of run {run_id}: {error.what}"])
        else:
            if thread_of(found.events) or flow_run_of(found.events):
                self.send_of("discarded", run_id)

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
            "env": run.env if run else self._settings.env,
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
            events = self._events(notice)
            self._dbt.release()
            deliveries = notify(
                self._channels, notice.in_thread(thread_of(events), flow_run_of(events))
            )
            self._warn(warnings(run_id, deliveries))
            if notice.page_url and self._secret_fault:
                self._warn([f"{self._secret_fault}; links in messages are not signed"])
                self._secret_fault = None
            self._record(notice, deliveries)
        except Exception as error:  # the run succeeded or failed already, whatever happens here
            self._warn([f"could not notify {self._names} of run {run_id}: {type(error).__name__}"])

    def _events(self, notice: Notice) -> Sequence[RunEvent]:
        """Return the events of the run if a channel replies to its earlier messages."""
        if not any(each.has_threads for each in self._channels):
            return ()
        try:
            found = self._store.find(notice.report.run_id)
        except WapError:  # if the warehouse does not answer, the message is sent anyway
            return ()
        return found.events if found else ()

    def _record(self, notice: Notice, deliveries: Sequence[tuple[Channel, Delivery]]) -> None:
        """Record a new message of Slack, and whether a run that needs approval reached no one."""
        run_id = notice.report.run_id
        threads = {channel.name: made.thread for channel, made in deliveries if made.thread}
        for name, thread in threads.items():
            self._mark(run_id, channel=name, detail=vars(thread))
        failed = deliveries and not any(made.arrived for _, made in deliveries)
        if notice.event == "waiting" and failed:
            names = " and ".join(channel.name for channel, _ in deliveries)
            reason = " ".join(problem for _, made in deliveries for problem in made.problems)
            self._mark(run_id, channel=names, reason=reason)

    def _mark(self, run_id: str, **what: object) -> None:
        """Record a notice, after a person who decides at this moment has released the lock."""
        for left in reversed(range(_TRIES)):
            try:
                with self._store.locked(run_id, env=""):
                    self._store.call("record_notice", run=run_id, **what)
            except WapError as error:
                if left and isinstance(error, Locked):
                    time.sleep(1)
                    continue
                self._warn([f"could not record the notice of run {run_id}: {error.what}"])
            return

    def _warn(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            self._console.error(f"warning: {sentence}")
