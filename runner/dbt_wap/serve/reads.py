"""What was read last of each target and run."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dbt_wap.errors import Locked, WapError
from dbt_wap.model import Run
from dbt_wap.serve.model import RunView, now
from dbt_wap.serve.targets import Targets

RETRY = 30.0
"""Seconds until a target that could not be read is tried again, so that it does not hold up the
others with its timeouts."""
LEAST = 50
"""How many runs of a target are read at least, so that one that needs approval is among them."""
_VIEWS = 200


@dataclass(frozen=True)
class Read:
    """What was read last of a target, or why it could not be read."""

    runs: tuple[Run, ...]
    read_at: str
    fault: WapError | None = None
    moment: float = 0.0


class Reads:
    """Reads the runs of targets, and keeps what was read last."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._last: dict[str, Read] = {}
        self._reading: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._views: dict[str, RunView] = {}

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of all targets, newest first.

        Within a target, the order is that of the warehouse, whatever its clocks said.
        """
        every = (read.runs for read in self._last.values())
        newest = heapq.merge(*every, key=lambda run: run.created_at, reverse=True)
        return tuple({run.run_id: run for run in newest}.values())

    @property
    def faults(self) -> Mapping[str, WapError]:
        """The targets that could not be read."""
        return {target: read.fault for target, read in self._last.items() if read.fault}

    @property
    def read_at(self) -> str:
        """When the target was read that was read first."""
        return min(read.read_at for read in self._last.values())

    async def ensure(self, target: str) -> None:
        """Read the runs of a target unless they were read before."""
        if target not in self._last:
            await self.refresh(target)

    async def refresh(self, target: str, limit: int = LEAST) -> None:
        """Read the runs of a target; callers at the same time share one read."""
        if self._is_resting(target):
            return
        task = self._reading.get((target, limit))
        if task is None:
            task = asyncio.ensure_future(self._read(target, limit))
            self._reading[target, limit] = task
            task.add_done_callback(lambda _: self._reading.pop((target, limit)))
        await asyncio.shield(task)

    async def _read(self, target: str, limit: int) -> None:
        try:
            runs = await self._targets.call(target, lambda project: project.history(limit))
            self._last[target] = Read(tuple(runs), now())
        except WapError as fault:
            self._last[target] = Read((), now(), fault, time.monotonic())

    def _is_resting(self, target: str) -> bool:
        """Return whether the target failed a moment ago. The first target is always tried."""
        last = self._last.get(target)
        if last is None or last.fault is None or isinstance(last.fault, Locked):
            return False
        return target != self._targets.names[0] and time.monotonic() < last.moment + RETRY

    def view(self, run_id: str) -> RunView | None:
        """Return what was read last of a run, which may be only its line of the board."""
        if run_id in self._views:
            return self._views[run_id]
        for target, read in self._last.items():
            for run in read.runs:
                if run.run_id == run_id:
                    return RunView(target, run, None, None, read_at=read.read_at)
        return None

    def keep(self, view: RunView) -> None:
        """Keep what was read of a run."""
        self.forget(view.run.run_id)
        self._views[view.run.run_id] = view
        if len(self._views) > _VIEWS:
            del self._views[next(iter(self._views))]

    def update(self, target: str, run: Run) -> None:
        """Keep the state of a run after a decision, with the report that was read before."""
        last = self.view(run.run_id)
        self.keep(RunView(target, run, None, last.report if last else None))
        if read := self._last.get(target):
            runs = tuple(run if each.run_id == run.run_id else each for each in read.runs)
            self._last[target] = replace(read, runs=runs)

    def forget(self, run_id: str) -> None:
        """Forget what was read of a run, which has changed."""
        self._views.pop(run_id, None)
