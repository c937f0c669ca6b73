"""What pages, API and Slack do: they call only this."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError, Locked, WapError, unforeseen
from dbt_wap.model import Event, Hear, Person, Run, Statements, Status
from dbt_wap.project import Project
from dbt_wap.serve.masking import logged, teller, without_values
from dbt_wap.serve.model import Action, Board, Job, Outcome, RunView, UnknownRun, busy
from dbt_wap.serve.reads import LEAST, Reads
from dbt_wap.serve.runs import change_prod, check_rights, check_seen, read_run
from dbt_wap.serve.security import audit_log
from dbt_wap.serve.targets import Targets, unheard
from dbt_wap.words import status_words

T = TypeVar("T")

RUN_ID = re.compile(r"[0-9]{8}_[0-9]{6}_[0-9a-z]{4}")
_JOBS = 200


class Service:
    """The runs of all targets of a project, and what people may do with them.

    Call its methods on one event loop. All work with dbt is done on the worker's thread, in turn.
    """

    def __init__(self, settings: Settings) -> None:
        self._at = Targets(settings)
        self.targets = self._at.names
        self._reads = Reads(self._at)
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def board(self, limit: int = 50) -> Board:
        """Return at least `limit` of the newest runs of each target, as far as there are.

        While a job runs, return what was read last instead of waiting for it.
        """
        reads = self._reads
        if self.working:
            await reads.ensure(self.working.target)
        else:
            await asyncio.gather(
                *(reads.refresh(target, max(limit, LEAST)) for target in self.targets)
            )
        return Board(reads.runs, reads.faults, reads.read_at, self.working)

    async def run(self, run_id: str, person: Person | None) -> RunView:
        """Return a run with its report. Raise UnknownRun if no target has it.

        While a job runs, return what was read last, or raise Locked for a run that was not read.
        """
        if self.working and (last := self._reads.view(run_id)):
            parts: dict[str, Any] = {"job": self.job(run_id), "working": self.working}
            return replace(last, can_approve=None, **parts)
        self._check_idle()
        target = await self._target_of(run_id)

        def read(project: Project) -> RunView:
            return read_run(project, target, run_id, person)

        view = await self._at.call(target, read)
        self._reads.keep(view)
        return replace(view, job=self.job(run_id))

    @audit_log.recorded
    async def approve(
        self,
        run_id: str,
        person: Person,
        *,
        seen: str,
        reason: str | None = None,
        override: Sequence[str] = (),
        publish: bool = False,
    ) -> Outcome:
        """Record an approval; with `publish`, start the publish if no approval is missing.

        `seen` is the created_at of the report that was read.
        """
        if not seen:
            what = f"the approval of run {run_id} does not say which report was read"
            raise ConfigError("approve", what, next_command=f"wap report {run_id}")
        given: dict[str, Any] = {"reason": reason, "override": tuple(override), "seen": seen}
        target = await self._target_of(run_id)
        text, run = await self._decide(target, run_id, person, lambda p: p.approve(run_id, **given))
        if publish and run.status is Status.APPROVED:
            return await self._begin("publish", run_id, person, seen, reason)
        return Outcome(text)

    @audit_log.recorded
    async def reject(
        self, run_id: str, person: Person, *, reason: str, seen: str | None = None
    ) -> Outcome:
        """Reject a run. `seen` is the created_at of the report that was read."""
        target = await self._target_of(run_id)

        def reject(project: Project) -> None:
            if seen is not None:
                check_seen("reject", read_run(project, target, run_id, None), seen)
            project.reject(run_id, reason)

        text, _ = await self._decide(target, run_id, person, reject)
        return Outcome(text)

    @audit_log.recorded
    async def publish(
        self, run_id: str, person: Person, *, seen: str | None = None, reason: str | None = None
    ) -> Outcome:
        """Start to publish a run. `seen` is the created_at of the report that was read."""
        return await self._begin("publish", run_id, person, seen, reason)

    @audit_log.recorded
    async def rollback(
        self, run_id: str, person: Person, *, seen: str | None = None, reason: str | None = None
    ) -> Outcome:
        """Start to roll a run back. `seen` is the created_at of the report that was read."""
        return await self._begin("rollback", run_id, person, seen, reason)

    async def preview(self, action: Action, run_id: str) -> Statements:
        """Return the statements that `action` would run. Raise Locked while a job runs."""
        self._check_idle()
        target = await self._target_of(run_id)
        return await self._at.call(target, lambda project: project.dry_run(action, run_id))

    def job(self, run_id: str) -> Job | None:
        """Return the job of a run: the one that runs, or else its last."""
        return self._jobs.get(run_id)

    async def follow(self, job: Job) -> AsyncIterator[str]:
        """Yield the lines of progress of a job, from the first, until it is done."""
        at = 0
        while True:
            for line in job.lines[at:]:
                at += 1
                yield line
            if at == len(job.lines):
                if job.done:
                    return
                await job.change()

    async def finished(self, job: Job) -> None:
        """Wait until a job is done, and raise its error if it failed."""
        while not job.done:
            await job.change()
        if job.error:
            raise job.error

    async def close(self, deadline: Callable[[], float]) -> Job | None:
        """Wait until jobs and decisions end; return a job that runs after the moving deadline."""
        while self._tasks and time.monotonic() < deadline():
            await asyncio.wait(self._tasks, timeout=0.2)
        if self.working is None:
            self._at.worker.stop(5)
        return self.working

    @property
    def working(self) -> Job | None:
        """The publish or rollback that runs."""
        return next((job for job in self._jobs.values() if not job.done), None)

    @property
    def doing(self) -> str | None:
        """What has to end before the server stops, in words."""
        if job := self.working:
            return f"the {job.action} of run {job.run_id}"
        return "a decision" if self._tasks else None

    @property
    def is_busy(self) -> bool:
        """Whether dbt still does something after `close`."""
        return self._at.worker.is_alive

    def target(self, run_id: str) -> str | None:
        """Return the target of a run that was read."""
        last = self._reads.view(run_id)
        return last.target if last else None

    async def _target_of(self, run_id: str) -> str:
        """Return the target that a run belongs to; one that is not set up cannot have it."""
        if known := self.target(run_id):
            return known
        fault: WapError | None = None
        for target in self.targets if RUN_ID.fullmatch(run_id) else ():
            try:
                await self._at.call(target, lambda project: project.find(run_id))
                return target
            except WapError as error:
                unknown = isinstance(error, ConfigError) and error.where == "status"
                fault = fault or (None if unknown else error)
        if fault and not isinstance(fault, ConfigError):
            raise fault
        also = f" ({fault.where}: {fault.what})" if fault else ""
        raise UnknownRun("serve", f"there is no run {run_id!r} of {', '.join(self.targets)}{also}")

    def _check_idle(self) -> None:
        """Raise Locked while a job runs: a read would wait for its end."""
        if self.working:
            raise busy(self.working)

    async def _act(self, target: str, work: Callable[[Project], T], hear: Hear = unheard) -> T:
        """Do work that may query the data; raise only errors that do not quote the warehouse."""
        try:
            return await self._at.call(target, work, hear)
        except WapError as error:
            raise logged(error) from error

    async def _decide(
        self, target: str, run_id: str, person: Person, act: Callable[[Project], object]
    ) -> tuple[str, Run]:
        """Act as a person; return what happened in words, and the run afterwards."""
        said: list[str] = []

        def decide(project: Project) -> Run:
            with project.acting_as(person):
                act(project)
            return project.find(run_id)

        def hear(event: Event) -> None:
            if event.kind == "result":
                said.append(event.text.partition(". Next: ")[0])

        run = await self._act(target, decide, hear)
        self._reads.update(target, run)
        return said[-1] if said else f"run {run_id}: {status_words(run.status.value)}", run

    async def _begin(
        self, action: Action, run_id: str, person: Person, seen: str | None, reason: str | None
    ) -> Outcome:
        """Start a job, unless the person may not or has read another report."""
        target = await self._target_of(run_id)

        def check(project: Project) -> RunView:
            view = read_run(project, target, run_id, person)
            check_rights(action, view)
            check_seen(action, view, seen)
            return view

        view = await self._act(target, check)
        self._reads.keep(view)
        return self._start(Job(action, run_id, target, person), reason)

    def _start(self, job: Job, reason: str | None) -> Outcome:
        """Start a job, unless the same job runs already: then return that one."""
        current = self._jobs.get(job.run_id)
        if current and not current.done:
            what = f"{current.person.name} already started the {current.action} of run {job.run_id}"
            if current.action == job.action:
                return Outcome(what, current)
            raise Locked(job.action, what, next_command=f"wap status {job.run_id}")
        self._jobs.pop(job.run_id, None)
        self._jobs[job.run_id] = job
        for old in [run_id for run_id, each in self._jobs.items() if each.done][:-_JOBS]:
            del self._jobs[old]
        self.begin(self._work(job, reason))
        return Outcome(f"{job.action} of run {job.run_id} started", job)

    def begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin work that `close` waits for."""
        self._tasks.add(task := asyncio.ensure_future(work))
        task.add_done_callback(self._tasks.discard)
        return task

    async def _work(self, job: Job, reason: str | None) -> None:
        """Run a job, then read its target again, so that pages show how it ended."""
        error: WapError | None = None
        try:
            error = await self._change(job, reason)
            self._reads.forget(job.run_id)
            await self._reads.refresh(job.target)
        except BaseException as bug:
            error = error or without_values(unforeseen(bug, job.action))
            raise
        finally:
            job.end(error)

    async def _change(self, job: Job, reason: str | None) -> WapError | None:
        """Publish or roll back; return why it failed, if it did."""
        hear = teller(job, asyncio.get_running_loop())
        error: WapError | None = None
        await self._reads.ensure(job.target)
        try:
            await self._act(job.target, lambda project: change_prod(project, job, reason), hear)
        except WapError as failed:
            error = failed
        ended = f"failed: {error.what}" if error else "done"
        of_run = {"run_id": job.run_id, "target": job.target}
        audit_log.record(f"end of {job.action}", ended, person=job.person, **of_run)
        return error
