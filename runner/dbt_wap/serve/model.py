"""What `Service` answers, and the options of `wap serve`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Literal

from dbt_wap.errors import ConfigError, Locked, WapError
from dbt_wap.model import CanApprove, Person, Run, Status
from dbt_wap.report.document import Report

Action = Literal["publish", "rollback"]

AUDITED = {"audited", "blocked", "passed"}
"""The events of an audit that recorded a report."""


class UnknownRun(ConfigError):
    """No target has a run with this id."""

    default_next = "wap history"


@dataclass(frozen=True)
class ServeOptions:
    """The options of `wap serve`, and the name of the project.

    `proxy_header` is None unless a reverse proxy at one of `proxy_addresses` logs people in.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    public_url: str | None = None
    proxy_header: str | None = None
    proxy_groups_header: str | None = None
    proxy_addresses: tuple[str, ...] = ()
    slack: bool = False
    project: str = ""

    @property
    def url(self) -> str:
        """The URL that people open."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


_GOALS: Mapping[Action, set[Status]] = {
    "publish": {Status.PUBLISHED, Status.ROLLED_BACK},
    "rollback": {Status.ROLLED_BACK},
}


class Job:
    """A publish or rollback that runs, or has ended. It changes only on the event loop."""

    def __init__(self, action: Action, run_id: str, target: str, person: Person) -> None:
        self.action = action
        self.run_id = run_id
        self.target = target
        self.person = person
        self.started_at = now()
        self.lines: list[str] = []
        self.done = False
        self.error: WapError | None = None
        self._changed = asyncio.Event()

    def fault(self, run: Run) -> WapError | None:
        """Return why the job failed, unless the run has reached its goal since."""
        return None if run.status in _GOALS[self.action] else self.error

    def say(self, line: str) -> None:
        """Add a line of progress."""
        self.lines.append(line)
        self._wake()

    def end(self, error: WapError | None) -> None:
        """Note how the job ended."""
        self.done, self.error = True, error
        self._wake()

    async def change(self) -> None:
        """Wait for the next line or the end."""
        await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


@dataclass(frozen=True)
class Board:
    """The runs of all targets, newest first, and the targets that could not be read."""

    runs: tuple[Run, ...]
    faults: Mapping[str, WapError]
    read_at: str
    working: Job | None


@dataclass(frozen=True)
class RunView:
    """A run, its report, and whether the person who asked may approve it.

    While a job runs, all of it is from the last read, `can_approve` is None, and `report` is None
    if it was not read before. `job` is the one of this run, `working` the one that runs.
    """

    target: str
    run: Run
    can_approve: CanApprove | None
    report: Report | None
    job: Job | None = None
    working: Job | None = None
    read_at: str = field(default_factory=lambda: now())

    @property
    def is_partial(self) -> bool:
        """Whether the report was not read because a job runs."""
        audited = any(event["event"] in AUDITED for event in self.run.events)
        return self.working is not None and self.report is None and audited

    def check_complete(self) -> None:
        """Raise Locked if the report was not read because a job runs."""
        if self.working and self.is_partial:
            raise busy(self.working)


@dataclass(frozen=True)
class Outcome:
    """What happened, in words, and the job that goes on."""

    text: str
    job: Job | None = None


def busy(job: Job) -> Locked:
    """Return the error of a read that has to wait until a job ends."""
    what = f"the {job.action} of run {job.run_id}, started by {job.person.name}, is running"
    return Locked("serve", what, next_command="try again when it has ended")


def now() -> str:
    """Return the time in the form of the records of runs."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")
