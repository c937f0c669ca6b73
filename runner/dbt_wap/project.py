"""Write-Audit-Publish for one dbt project: a method for each command."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from dbt_wap.config import Settings, check_project
from dbt_wap.errors import ConfigError, Locked, WaitingApproval, WapError
from dbt_wap.model import (
    OVER,
    CanApprove,
    Decision,
    Environment,
    Event,
    Hear,
    Person,
    Run,
    RunStatus,
    Selection,
    Statements,
)
from dbt_wap.notify.notices import Notices
from dbt_wap.pipeline.audit import audit, blocked, stored_report, test
from dbt_wap.pipeline.publish import publish, rollback
from dbt_wap.pipeline.settle import settle
from dbt_wap.pipeline.status import status
from dbt_wap.pipeline.steps import Steps
from dbt_wap.pipeline.write import plan, write
from dbt_wap.report.document import Report
from dbt_wap.report.html import html
from dbt_wap.report.markdown import markdown
from dbt_wap.report.report import read_report
from dbt_wap.setup.doctor import Check, examine
from dbt_wap.words import in_environment

P = ParamSpec("P")
T = TypeVar("T")
Method = Callable[Concatenate["Project", P], T]
EVERYTHING = Selection()


def _command(*, records: bool = False) -> Callable[[Method[P, T]], Method[P, T]]:
    """Mark a method as a command: it raises only WapErrors, which give the state of prod.

    A command that only reads or writes `records` of runs does not parse the user's project.
    """

    def decorate(method: Method[P, T]) -> Method[P, T]:
        @functools.wraps(method)
        def call(self: Project, /, *args: P.args, **given: P.kwargs) -> T:
            self._at.changing = self._at.before = None
            try:
                self._at.store.use(records=records and not given.get("publish"))
                return method(self, *args, **given)
            except (Exception, KeyboardInterrupt) as error:
                return cast(T, self._settled(error, method.__name__))

        return call

    return decorate


class Project:
    """A dbt project. It is parsed once: create a new Project after its files change.

    `on_event` is called with events while a command runs. A `run` is a run id or a unique prefix;
    by default, the latest applicable run. `links` are more pages that messages link to, by label.
    """

    def __init__(self, settings: Settings, on_event: Hear = lambda event: None) -> None:
        self.settings = replace(settings, project_dir=settings.project_dir.resolve())
        check_project(self.settings.project_dir)
        self._at = Steps(self.settings, on_event)
        self.links: dict[str, str] = {}
        self._notices = Notices(self._at.dbt, self._at.store, self._at, self.links)

    @property
    def run_id(self) -> str | None:
        """The run id of the last command."""
        return self._at.run_id

    def install(self) -> None:
        """Install the packages of the project with `dbt deps`."""
        self._at.dbt.install()

    @contextmanager
    def acting_as(self, person: Person) -> Iterator[None]:
        """Act as this person within the block: every method records who, and through which door."""
        with self._at.store.acting_as(person):
            yield

    def release(self) -> None:
        """Close connections, so that other processes can use the warehouse."""
        self._at.dbt.release()

    def page(self, run_id: str) -> Path:
        """Return the path of a run's HTML report, if it was made on this machine."""
        return self.settings.report_path(run_id).with_suffix(".html")

    @_command()
    def run(
        self,
        selection: Selection = EVERYTHING,
        *,
        auto_approve: bool = False,
        no_publish: bool = False,
    ) -> str:
        """Write, audit and publish a candidate, or discard it if nothing differs from prod.

        Return the run id. Raise WaitingApproval if the run needs approval, unless `no_publish`.
        """
        at = self._at
        planned = plan(at, selection)
        self._drop_expired(planned.expired)
        with at.store.locked(new=True):
            run_id = write(at, planned, with_tests=True)
            report = self._audited(run_id, auto_approve and not no_publish)
            waits = report["verdict"] == "needs_approval"
            if report["verdict"] == "pass" and not report["publishes_ignored"]:
                at.note("no differences from prod: candidate discarded, nothing to publish")
            elif report["verdict"] == "pass" and no_publish:
                at.note(f"run {run_id} needs no approval. To publish: wap publish {run_id}")
            elif report["verdict"] == "pass":
                self._published(run_id)
            elif auto_approve and not no_publish and self._auto_approved(run_id):
                waits = False
                self._published(run_id)
        if waits:
            what, never = f"run {run_id} needs approval", report.get("unpublishable")
            then = f"wap report {run_id}" if never else f"wap approve {run_id} --publish"
            if not no_publish:
                raise WaitingApproval("run", what, next_command=then)
            at.note(f"run {run_id}: {never}" if never else f"{what}. To publish: {then}")
        return run_id

    @_command()
    def write(self, selection: Selection = EVERYTHING) -> str:
        """Build the candidate without running its tests; return the run id."""
        planned = plan(self._at, selection)
        with self._at.store.locked(new=True):
            return write(self._at, planned, with_tests=False)

    @_command()
    def audit(self, run: str | None = None) -> Report:
        """Test the candidate, compare it with prod and return the report with the verdict.

        Raise AuditBlocked if the audit blocks the run.
        """
        store = self._at.store
        untested = {"writing", "failed", "audit_failed"}
        found = store.find(run, {*untested, "awaiting_approval", "approved", "stale"})
        if found is None:
            raise ConfigError("audit", "no runs yet", next_command="wap run")
        with store.locked(found.run_id):
            if found.status.value in untested:
                test(self._at, found)
            return self._audited(found.run_id)

    @_command(records=True)
    def report(self, run: str | None = None) -> Report:
        """Return the latest report of a run."""
        return stored_report(self._at, run)

    @_command(records=True)
    def can_approve(self, run: str | None = None, override: Sequence[str] = ()) -> CanApprove:
        """Return whether the acting person may approve a run, and why not."""
        answer: CanApprove
        answer = self._at.store.call("can_approve", run=run, override=list(override))
        return answer

    @_command(records=True)
    def approve(
        self,
        run: str | None = None,
        reason: str | None = None,
        *,
        override: Sequence[str] = (),
        seen: str | None = None,
        publish: bool = False,
    ) -> str:
        """Approve a run, and with `publish` publish it; return the run id.

        The approval is for the candidate that was audited. `seen` is the created_at of the report
        that was read; `override` lists gates that blocked the run. Raise WaitingApproval if the
        rule does not allow this person to approve, or, with `publish`, needs more approvals.
        """
        if override and not (reason or "").strip():
            raise ConfigError("approve", "--override requires --reason", next_command="wap report")
        said = {"reason": reason, "override": list(override), "seen": seen}
        with self._at.store.locked(run, prod=publish):
            answer: Decision = self._at.store.call("approve", run=run, **said)
            run_id = answer["run_id"]
            if answer["acted"] and (answer["missing"] or not publish):
                self._notices.send_approved(run_id, answer["missing"], reason)
            if publish and answer["missing"]:
                raise WaitingApproval(
                    "approve", answer["outcome"], next_command=f"wap status {run_id}"
                )
            if publish:
                self._published(run_id)
            else:
                then = f". Next: {answer['next']}" if answer["next"] else ""
                self._at.hear(Event("result", f"{answer['outcome']}{then}"))
        return run_id

    @_command(records=True)
    def reject(self, run: str | None = None, reason: str = "") -> str:
        """Reject a run with a reason; return the run id."""
        with self._at.store.locked(run):
            answer: Decision = self._at.store.call("reject", run=run, reason=reason)
        if answer["acted"]:
            self._notices.send_of("rejected", answer["run_id"], (reason,))
        self._at.hear(Event("result", answer["outcome"]))
        return answer["run_id"]

    @_command()
    def publish(
        self, run: str | None = None, *, force: bool = False, reason: str | None = None
    ) -> str:
        """Publish the approved candidate, unless it already is published; return the run id."""
        with self._at.store.locked(run, prod=True):
            if not self._published(run, force=force, reason=reason):
                what = f"run {self.run_id} is already published, nothing to do"
                self._at.hear(Event("result", what))
        return str(self.run_id)

    @_command()
    def rollback(
        self, run: str | None = None, *, force: bool = False, reason: str | None = None
    ) -> str:
        """Restore prod to its state before the run was published; return the run id."""
        with self._at.store.locked(run, prod=True):
            what = "is already rolled back, nothing to do"
            if rollback(self._at, run, force=force, reason=reason):
                self._notices.send_of("rolled_back", str(self.run_id))
                what = "rolled back: prod is restored to its state before the run"
            self._at.hear(Event("result", f"run {self.run_id} {what}"))
        return str(self.run_id)

    @_command()
    def dry_run(self, step: str, run: str | None = None, *, force: bool = False) -> Statements:
        """Return the statements that `publish` or `rollback` would run."""
        macro = "swap_schema" if step == "publish" else step
        answer: Statements = self._at.store.call(macro, run=run, force=force, dry_run=True)
        return answer

    @_command()
    def discard(self, run: str | None = None) -> str:
        """Drop the candidate of an unpublished run; return the run id."""
        with self._at.store.locked(run):
            run_id = self._at.store.act("discard", run)
        self._notices.send_discarded(run_id)
        return run_id

    @_command()
    def clean(self, keep: int | None = None) -> list[str]:
        """Drop the archives of all but the newest `keep` runs; return the dropped schemas.

        Also drop the candidates of environments that expired.
        """
        with self._at.store.locked(prod=True):
            answer = self._at.store.call("clean", keep=keep)
        self._drop_expired(self._at.store.destination()["expired"])
        return list(answer["dropped"])

    @_command(records=True)
    def environments(self) -> list[Environment]:
        """Return the environments that have a candidate, newest first."""
        open_runs = (run for run in self._at.store.runs(1) if run.status not in OVER)
        return [Environment.of(run) for run in open_runs if run.env]

    @_command(records=True)
    def drop_env(self, name: str) -> list[str]:
        """Drop every candidate of an environment; return the run ids.

        Candidates that need approval or are approved are dropped too.
        """
        if not name or self.settings.env not in (None, name):
            what = f"cannot drop environment {name!r} with --env {self.settings.env}"
            raise ConfigError("drop_env", what, next_command="wap env list")
        return self._drop_env(name)

    @_command(records=True)
    def unlock(self, lock_id: str) -> Mapping[str, object] | None:
        """Release the lock of a dead process; return the lock, or None if there was none."""
        lock: Mapping[str, object] | None
        lock = self._at.store.call("release_lock", token=lock_id)["released"]
        return lock

    @_command(records=True)
    def status(self, run: str | None = None) -> RunStatus:
        """Return the status of a run and the next command."""
        return status(self._at, run)

    @_command(records=True)
    def record_notice(self, run: str, channel: str, detail: Mapping[str, str]) -> None:
        """Record that a channel has a run, with what it needs to find it again."""
        with self._at.store.locked():
            self._at.store.call("record_notice", run=run, channel=channel, detail=dict(detail))

    @_command(records=True)
    def find(self, run: str | None = None) -> Run:
        """Return a run as it is recorded."""
        found = self._at.store.find(run)
        if found is None:
            raise ConfigError("status", "no runs yet", next_command="wap run")
        return found

    @_command(records=True)
    def history(self, limit: int = 20) -> list[Run]:
        """Return the runs of this target, newest first; with `Settings.env`, those of that one."""
        env = self.settings.env
        return [run for run in self._at.store.runs(limit) if env in (None, run.env)][:limit]

    def doctor(self) -> Iterator[Check]:
        """Check the project, the connection and the privileges, one check at a time."""
        return examine(self._at)

    def _audited(self, run_id: str, auto_approve: bool = False) -> Report:
        """Audit the candidate, save and announce its report, and raise AuditBlocked if blocked."""
        report = audit(self._at, run_id, auto_approve=auto_approve)
        page, made = self.page(run_id), read_report(report)
        page.with_suffix(".md").write_text(markdown(made), encoding="utf-8")
        page.write_text(html(made), encoding="utf-8")
        self._at.hear(Event("report", str(page), report))
        if report["verdict"] == "blocked":
            self._notices.send("audit_failed", report)
            raise blocked(report)
        if report["verdict"] == "needs_approval" and not report["auto_approve"]:
            self._notices.send("waiting", report)
        return report

    def _drop_env(self, name: str, *, lapsed: bool = False) -> list[str]:
        with self._at.store.locked(env=name):
            dropped: list[str] = self._at.store.call("drop_env", lapsed=lapsed)["dropped"]
        for run_id in dropped:
            self._notices.send_discarded(run_id)
        return dropped

    def _drop_expired(self, names: Sequence[str]) -> None:
        """Drop the expired candidates of environments in which no command is running, or warn."""
        for name in names:
            try:
                for run_id in self._drop_env(name, lapsed=True):
                    self._at.note(f"dropped the expired candidate of {name}: run {run_id}")
            except Locked:
                continue
            except WapError as error:
                first = error.what.splitlines()[0]
                self._at.error(f"warning: could not drop the expired candidate of {name}: {first}")

    def _auto_approved(self, run_id: str) -> bool:
        """Approve the run if the rule allows this person to; return whether that was enough."""
        try:
            answer: Decision
            answer = self._at.store.call("approve", run=run_id, reason="--auto-approve")
        except WaitingApproval as error:
            self._at.note(f"not auto-approved: {error.what}")
            return False
        if answer["missing"]:
            self._notices.send_approved(run_id, answer["missing"], "--auto-approve")
            self._at.note(f"not auto-approved: {answer['outcome']}")
        return not answer["missing"]

    def _published(
        self, run: str | None, *, force: bool = False, reason: str | None = None
    ) -> bool:
        self._at.store.hold_prod()
        since_now = publish(self._at, run, force=force, reason=reason)
        if since_now:
            self._notices.send_of("published", str(self.run_id))
        return since_now

    def _settled(self, error: BaseException, where: str) -> str | None:
        """Raise the error to report, or return the run id if the command succeeded anyway."""
        settled = settle(self._at, error, where.strip("_"))
        if settled.error is None:
            return self.run_id
        told = settled.error.next_command
        settled.error.next_command = in_environment(told, self._at.store.env)
        if settled.halfway:
            self._notices.send_interrupted(
                settled.run.run_id if settled.run else self.run_id, settled.run, settled.error
            )
        raise settled.error
