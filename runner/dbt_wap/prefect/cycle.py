"""One run, from `dbt deps` to its end; where it is, is read from the warehouse."""

from __future__ import annotations

from datetime import timedelta

from prefect.logging import get_run_logger

from dbt_wap.errors import AuditBlocked, ConfigError, Stale, WaitingApproval, WapError
from dbt_wap.model import Person, Run, RunStatus, Selection, Status
from dbt_wap.notify.reasons import all_reasons
from dbt_wap.prefect import record
from dbt_wap.prefect.form import Approval, described
from dbt_wap.prefect.retries import Retries, patiently
from dbt_wap.prefect.waiting import Wait
from dbt_wap.project import Project
from dbt_wap.words import status_words


class NotPublished(Exception):
    """The candidate was rejected or discarded."""


class Cycle:
    """The run of one flow run."""

    def __init__(
        self, project: Project, flow_run_id: str, retries: Retries, selection: Selection
    ) -> None:
        self.project = project
        self.flow_run_id = flow_run_id
        self.retries = retries
        self.selection = selection
        self.run_id = ""

    def run(self, wait: Wait) -> str:
        """Take the run to its end; return what became of it in words."""
        self.retries.step("install", self.project.install)
        waits = wait.earlier()
        known = patiently(lambda: record.run_of(self.project, self.flow_run_id))
        if known and (waits or not record.is_over(known)):  # resumed, or retried while it is open
            self.run_id = known.run_id
        else:
            self.run_id = self.retries.step("build", self._build)
        note, number = "", max(waits, 1)
        while number == waits or record.needs_decision(self._found()):
            note = self._decided_now(wait, number, note)
            number += 1
        return self._ended()

    def status(self) -> RunStatus:
        """Return the status of the run, as `wap status --json` prints it."""
        return patiently(lambda: self.project.status(self.run_id))

    def is_decided(self) -> bool:
        """Return whether the run needs no decision, and leave the warehouse to others."""
        try:
            return not record.needs_decision(self.project.find(self.run_id))
        except WapError:  # another process has the warehouse, or it does not answer
            return False
        finally:
            self.project.release()

    def _found(self) -> Run:
        return patiently(lambda: self.project.find(self.run_id))

    def _build(self) -> str:
        """Write and audit the candidate; after a failed audit, only audit it again."""
        run_id = self.project.run_id
        if run_id and record.needs_audit(self.project.find(run_id)):
            self.project.audit(run_id)
            return run_id
        return self.project.run(self.selection, no_publish=True)

    def _decided_now(self, wait: Wait, number: int, note: str) -> str:
        """Wait for an answer and act on it; return why the run still needs a decision."""
        report = patiently(lambda: self.project.report(self.run_id))
        if number > wait.earlier():
            detail = {"flow_run_id": self.flow_run_id}
            patiently(lambda: self.project.record_notice(self.run_id, record.CHANNEL, detail))
        until = _until(self.run_id, wait.timeout)
        text = described(report, all_reasons(report), self.project.links, note, until)
        get_run_logger().info("run %s needs approval. %s", self.run_id, until)
        self.project.release()
        form = Approval.with_initial_data(description=text)
        answer = wait.ask(number, form, report["created_at"])
        found = self._found()
        if not record.needs_decision(found):
            if answer.form and record.contradicts(answer.form, found):
                get_run_logger().warning(second(answer.form, found))
            return ""
        if answer.late:
            what = f"run {self.run_id} was not approved within {timedelta(seconds=wait.timeout)}"
            next_command = f"wap approve {self.run_id} --publish"
            raise WaitingApproval("prefect", what, next_command=next_command)
        if answer.form is None:
            return "no answer was given"
        if not answer.is_shown:
            return "the run was audited again after the form was shown"
        return self._act(answer.form, report["created_at"])

    def _act(self, form: Approval, seen: str) -> str:
        """Approve and publish, or reject; return why the run still needs a decision."""

        def decide() -> str:
            try:
                with self.project.acting_as(Person(form.who.strip(), "prefect")):
                    if not record.needs_decision(self._found()):
                        self._publish()
                    elif form.decision == "no":
                        self.project.reject(self.run_id, form.reason)
                    else:
                        reason = form.reason or None
                        self.project.approve(self.run_id, reason, seen=seen, publish=True)
            except (ConfigError, Stale, WaitingApproval) as error:
                if not record.needs_decision(self._found()):
                    raise
                get_run_logger().warning("%s", error.what)
                return error.what
            return ""

        return self.retries.step("publish" if form.decision == "yes" else "reject", decide)

    def _publish(self) -> None:
        """Publish what is approved or needs no approval, and finish an interrupted publish."""
        if record.is_publishable(self._found()):
            self.project.publish(self.run_id)

    def _ended(self) -> str:
        """Return how the run ended in words, or raise if it is not a success."""
        if record.is_publishable(self._found()):
            self.retries.step("publish", self._publish)
        found = self._found()
        if found.status is Status.PUBLISHED:
            return record.decided(found)
        if found.status is Status.DISCARDED and found.verdict == "pass":
            return f"run {self.run_id}: no differences from prod, nothing to publish"
        if found.status in (Status.REJECTED, Status.DISCARDED, Status.ROLLED_BACK):
            raise NotPublished(record.decided(found))
        if found.status is Status.AUDIT_FAILED:
            what = f"run {self.run_id} is blocked: {found.reason}"
            raise AuditBlocked("audit", what, next_command=found.next)
        what = f"{status_words(found.status.value)}: {found.reason or 'not published'}"
        raise Stale("prefect", f"run {self.run_id} is {what}", next_command=found.next)


def second(form: Approval, found: Run) -> str:
    """Say that an answer came after the decision, and changes nothing."""
    return f'the answer "{form.decision}" of {form.who} changed nothing: {record.decided(found)}'


def _until(run_id: str, timeout: float) -> str:
    """Say what happens if no one answers."""
    return (
        f"If no one answers within {timedelta(seconds=timeout)}, this flow run fails and the "
        f"candidate is kept. To decide in a terminal: wap approve {run_id} --publish"
    )
