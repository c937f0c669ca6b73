"""What pages, API and Slack do: they call only this."""

from __future__ import annotations

import asyncio
import heapq
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from dbt_wap.config import Settings
from dbt_wap.errors import ConfigError, Locked, WapError
from dbt_wap.model import Event, Hear, Person, Run, Statements, Status
from dbt_wap.project import Project
from dbt_wap.report.document import Report
from dbt_wap.serve.model import Action, Board, Job, Outcome, RunView, UnknownRun, now
from dbt_wap.serve.runs import acting_as, change_prod, check_rights, check_seen, read_run
from dbt_wap.serve.targets import Targets
from dbt_wap.serve.worker import Worker
from dbt_wap.words import status_words

T = TypeVar("T")

RUN_ID = re.compile(r"[0-9]{8}_[0-9]{6}_[0-9a-z]{4}")
RETRY = 30.0
"""Seconds until a target that could not be read is tried again, so that it does not hold up the
others with its timeouts."""
_JOBS = 200
_TOLD = {"note", "progress", "warning", "result"}
"""The kinds of events that become lines of a job."""


@dataclass(frozen=True)
class _Read:
    """What was read last of a target, or why it could not be read."""

    runs: tuple[Run, ...]
    read_at: str
    fault: WapError | None = None
    moment: float = 0.0


class Service:
    """The runs of all targets of a project, and what people may do with them.

    Call its methods on one event loop. All work with dbt is done on the worker's thread, in turn.
    """

    def __init__(self, settings: Settings) -> None:
        self._at = Targets(settings)
        self.targets = self._at.names
        self._worker = Worker()
        self._reads: dict[str, _Read] = {}
        self._reading: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._views: dict[str, RunView] = {}
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def board(self, limit: int = 50) -> Board:
        """Return the newest runs of all targets.

        While a job runs, return what was read last instead of waiting for it.
        """
        working = self.working
        wanted = [t for t in self.targets if working is None or t not in self._reads]
        await asyncio.gather(*(self._refresh(target, limit) for target in wanted))
        reads = {target: self._reads[target] for target in self.targets}
        newest = heapq.merge(
            *(read.runs for read in reads.values()), key=lambda run: run.created_at, reverse=True
        )
        return Board(
            runs=tuple({run.run_id: run for run in newest}.values())[:limit],
            faults={target: read.fault for target, read in reads.items() if read.fault},
            read_at=min(read.read_at for read in reads.values()),
            working=working,
        )

    async def run(self, run_id: str, person: Person | None) -> RunView:
        """Return a run with its report. Raise UnknownRun if no target has it.

        While a job runs, return what was read last instead of waiting for it.
        """
        if self.working and run_id in self._views:
            return replace(self._views[run_id], can_approve=None, job=self.job(run_id))
        target = await self._target_of(run_id)

        def read(project: Project) -> RunView:
            return read_run(project, target, run_id, person)

        view = await self._do(target, read)
        self._remember(view)
        return replace(view, job=self.job(run_id))

    async def report(self, run_id: str) -> Report:
        """Return the latest report of a run."""
        target = await self._target_of(run_id)
        return await self._do(target, lambda project: project.report(run_id))

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
        """Record an approval; with `publish`, start the publish if no approval is missing."""
        given: dict[str, Any] = {"reason": reason, "override": tuple(override), "seen": seen}
        target = await self._target_of(run_id)
        text, run = await self._decide(target, run_id, person, lambda p: p.approve(run_id, **given))
        if publish and run.status is Status.APPROVED:
            return self._start(Job("publish", run_id, target, person), reason)
        return Outcome(text)

    async def reject(self, run_id: str, person: Person, *, reason: str) -> Outcome:
        """Reject a run."""
        target = await self._target_of(run_id)
        text, _ = await self._decide(target, run_id, person, lambda p: p.reject(run_id, reason))
        return Outcome(text)

    async def publish(
        self, run_id: str, person: Person, *, seen: str | None = None, reason: str | None = None
    ) -> Outcome:
        """Start to publish a run. `seen` is the created_at of the report that was read."""
        return await self._begin("publish", run_id, person, seen, reason)

    async def rollback(
        self, run_id: str, person: Person, *, seen: str | None = None, reason: str | None = None
    ) -> Outcome:
        """Start to roll a run back. `seen` is the created_at of the report that was read."""
        return await self._begin("rollback", run_id, person, seen, reason)

    async def preview(self, action: Action, run_id: str) -> Statements:
        """Return the statements that a publish or a rollback would run."""
        target = await self._target_of(run_id)
        return await self._do(target, lambda project: project.dry_run(action, run_id))

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
        """Wait until the jobs end; return one that still runs at the deadline, which may move."""
        while self.working and time.monotonic() < deadline():
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.working.change(), 0.2)
        if self.working is None:
            self._worker.stop(5)
        return self.working

    @property
    def working(self) -> Job | None:
        """The publish or rollback that runs."""
        return next((job for job in self._jobs.values() if not job.done), None)

    async def _do(self, target: str, work: Callable[[Project], T]) -> T:
        return await self._worker.call(lambda: self._at.use(target, work))

    async def _refresh(self, target: str, limit: int) -> None:
        """Read the runs of a target; readers at the same time share one read."""
        last = self._reads.get(target)
        recent = last and last.fault and time.monotonic() < last.moment + RETRY
        if recent and target != self.targets[0] and not isinstance(last and last.fault, Locked):
            return
        task = self._reading.get((target, limit))
        if task is None:
            task = asyncio.ensure_future(self._read(target, limit))
            self._reading[target, limit] = task
            task.add_done_callback(lambda _: self._reading.pop((target, limit)))
        await asyncio.shield(task)

    async def _read(self, target: str, limit: int) -> None:
        try:
            runs = await self._do(target, lambda project: tuple(project.history(limit)))
            self._reads[target] = _Read(runs, now())
        except WapError as fault:
            self._reads[target] = _Read((), now(), fault, time.monotonic())

    async def _target_of(self, run_id: str) -> str:
        """Return the target that a run belongs to."""
        if run_id in self._views:
            return self._views[run_id].target
        for target, read in self._reads.items():
            if any(run.run_id == run_id for run in read.runs):
                return target
        fault: WapError | None = None
        for target in self.targets if RUN_ID.fullmatch(run_id) else ():
            try:
                await self._do(target, lambda project: project.find(run_id))
                return target
            except WapError as error:
                unknown = isinstance(error, ConfigError) and error.where == "status"
                fault = fault or (None if unknown else error)
        if isinstance(fault, Locked):
            raise fault
        also = f" ({fault.where}: {fault.what})" if fault else ""
        raise UnknownRun("serve", f"there is no run {run_id!r} of {', '.join(self.targets)}{also}")

    async def _decide(
        self, target: str, run_id: str, person: Person, act: Callable[[Project], object]
    ) -> tuple[str, Run]:
        """Act as a person; return what happened in words, and the run afterwards."""
        said: list[str] = []

        def decide(project: Project) -> Run:
            with acting_as(project, person):
                act(project)
            return project.find(run_id)

        def hear(event: Event) -> None:
            if event.kind == "result":
                said.append(event.text.partition(". Next: ")[0])

        run = await self._worker.call(lambda: self._at.use(target, decide, hear))
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

        view = await self._do(target, check)
        self._remember(view)
        return self._start(Job(action, run_id, target, person), reason)

    def _start(self, job: Job, reason: str | None) -> Outcome:
        """Start a job, unless one runs for the same run: then return that one."""
        current = self._jobs.pop(job.run_id, None)
        if current and not current.done:
            self._jobs[job.run_id] = current
            what = f"{current.person.name} already started the {current.action}"
            return Outcome(f"{what} of run {job.run_id}", current)
        self._jobs[job.run_id] = job
        for old in [run_id for run_id, each in self._jobs.items() if each.done][:-_JOBS]:
            del self._jobs[old]
        self._tasks.add(task := asyncio.ensure_future(self._work(job, reason)))
        task.add_done_callback(self._tasks.discard)
        return Outcome(f"{job.action} of run {job.run_id} started", job)

    async def _work(self, job: Job, reason: str | None) -> None:
        """Run a job, then read its target again, so that pages show how it ended."""
        hear = _teller(job, asyncio.get_running_loop())

        def act(project: Project) -> None:
            change_prod(project, job, reason)

        error: WapError | None = None
        try:
            await self._worker.call(lambda: self._at.use(job.target, act, hear))
        except WapError as failed:
            error = failed
        self._views.pop(job.run_id, None)
        await self._read(job.target, 50)
        job.end(error)

    def _remember(self, view: RunView) -> None:
        self._views.pop(view.run.run_id, None)
        self._views[view.run.run_id] = view
        if len(self._views) > _JOBS:
            del self._views[next(iter(self._views))]


def _teller(job: Job, loop: asyncio.AbstractEventLoop) -> Hear:
    """Return a listener for the worker's thread that adds events to a job."""

    def hear(event: Event) -> None:
        if event.kind in _TOLD:
            loop.call_soon_threadsafe(job.say, event.text)

    return hear
