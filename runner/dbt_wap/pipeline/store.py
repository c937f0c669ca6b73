"""Run records, approvals and the lock: all in the warehouse, reached through the macros."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dbt_wap.config import caller
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import DbtFailed, WapError
from dbt_wap.model import Mode, Run, State
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
        self._mode = Mode.PROD
        self._later: list[Callable[[], None]] = []

    def call(self, macro: str, **args: Any) -> dict[str, Any]:
        """A step of the package has run, told who calls it."""
        return self._dbt.operation(macro, {**args, "context": self.context}, self._mode)

    def only_records(self) -> None:
        """What follows asks for records of runs alone: the user's project need not be parsed."""
        if self._dbt.has_state_project():
            self._mode = Mode.STATE

    def state(self, limit: int = 50) -> State:
        """What the warehouse says now of the runs of this target."""
        return State.of(self.call("read_state", limit=limit))

    def find(self, run: str | None, statuses: set[str] | None = None) -> Run | None:
        """The run that is meant: by id or unique prefix, else the newest that fits, or any."""
        answer = self.call("read_state", run=run)
        runs = State.of(answer).runs
        if run is not None:
            return next(r for r in runs if r.run_id == answer["found"])
        fits = [r for r in runs if not statuses or r.status.value in statuses]
        return next(iter([*fits, *runs]), None)

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

    def _take(self, new: bool) -> dict[str, Any]:
        """The lock is ours; the loser of a race asks again after its CREATE and hears who won."""
        try:
            return self.call("take_lock", new=new)
        except DbtFailed:
            return self.call("take_lock", new=new)

    def _release(self) -> None:
        """The lock is gone; a failure is said, with the command, and its expiry ends it anyway."""
        try:
            self.call("release_lock")
        except WapError as error:
            first = error.what.splitlines()[0]
            command = f"wap unlock {self._dbt.token}"
            self._say(f"warning: the lock could not be released, it expires by itself ({first})")
            self._say(f"         to end it now: {command}")
