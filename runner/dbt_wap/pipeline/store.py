"""Run records, approvals and the lock: all in the warehouse, reached through the macros."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dbt_wap.config import caller
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import DbtFailed, WapError
from dbt_wap.model import Lock, Mode, Run
from dbt_wap.pipeline.renewal import renewed

PATIENCE = 30.0


class Store:
    """The state of the project at hand; `say` hears what a person should know of the lock."""

    def __init__(self, dbt: Dbt, say: Callable[[str], None] = lambda text: None) -> None:
        self._dbt = dbt
        self._say = say
        self.context = caller(dbt.settings)
        self._holds_lock = False
        self.publishes_to = ""
        self._mode: Mode | None = None
        self._later: list[Callable[[], None]] = []

    def use(self, *, records: bool) -> None:
        """What follows asks for the whole project, or for `records` of runs alone: these need no
        parse of the user's project, where it is not parsed already."""
        if not records:
            self._mode = Mode.PROD
        elif self._mode is None:
            self._mode = Mode.STATE if self._dbt.has_state_project() else Mode.PROD

    def call(self, macro: str, **args: Any) -> Any:
        """A step of the package has run, told who calls it; its answer, of a shape in `model`."""
        return self._dbt.operation(
            macro, {**args, "context": self.context}, self._mode or Mode.PROD
        )

    def act(self, macro: str, run: str | None, **args: Any) -> str:
        """The same, of a step that answers with the run that it was about."""
        return str(self.call(macro, run=run, **args)["run_id"])

    def runs(self, limit: int) -> list[Run]:
        """What the warehouse says now of the newest runs of this target."""
        return [Run.of(row) for row in self.call("read_state", limit=limit)["runs"]]

    def find(self, run: str | None, statuses: set[str] | None = None) -> Run | None:
        """The run that is meant: by id or unique prefix, else the newest that fits, or any."""
        answer = self.call("read_state", run=run)
        runs = [Run.of(row) for row in answer["runs"]]
        if run is not None:
            return next(r for r in runs if r.run_id == answer["found"])
        fits = [r for r in runs if not statuses or r.status.value in statuses]
        return next(iter([*fits, *runs]), None)

    def known(self, run_id: str) -> Run:
        """The run of this id, which is there."""
        found = self.find(run_id)
        assert found is not None
        return found

    def once_free(self, action: Callable[[], None]) -> None:
        """The action has run, or will as soon as the lock that we hold is released."""
        if self._holds_lock:
            self._later.append(action)
        else:
            action()

    @contextmanager
    def locked(self, *, new: bool = False) -> Iterator[None]:
        """The lock is ours within the block, and is renewed as long as the block lasts.

        Only a `new` run makes the state schema where there is none. While we hold the lock, a
        DuckDB file that another process has open is waited for: that process will not have it long.
        """
        taken = self._take(new)
        self.publishes_to = taken["publishes_to"] or self.publishes_to
        if taken["taken_over"]:
            self._say(f"warning: {taken['taken_over']}")
        self._dbt.patience = PATIENCE
        self._holds_lock = True
        try:
            with renewed(self._dbt, self.context, taken["lasts"]):
                yield
        finally:
            self._release()
            self._dbt.patience = 0
            self._holds_lock = False
            while self._later:
                self._later.pop(0)()

    def _take(self, new: bool) -> Lock:
        """The lock is ours; the loser of a race asks again after its CREATE and hears who won."""
        lock: Lock
        try:
            lock = self.call("take_lock", new=new)
        except DbtFailed:
            lock = self.call("take_lock", new=new)
        return lock

    def _release(self) -> None:
        """The lock is gone; a failure is said, with the command, and its expiry ends it anyway."""
        try:
            self.call("release_lock")
        except WapError as error:
            first = error.what.splitlines()[0]
            command = f"wap unlock {self._dbt.token}"
            self._say(f"warning: the lock could not be released, it expires by itself ({first})")
            self._say(f"         to end it now: {command}")
