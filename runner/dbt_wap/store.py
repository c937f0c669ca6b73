"""Run records, approvals and the lock: all in the warehouse, reached through the macros."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dbt_wap.config import caller, is_dead
from dbt_wap.dbt import Dbt
from dbt_wap.errors import ConfigError, Locked
from dbt_wap.model import Run, State


class Store:
    """The state of the project at hand."""

    def __init__(self, dbt: Dbt) -> None:
        self._dbt = dbt
        self.context = caller(dbt.settings)

    def call(self, macro: str, **args: Any) -> dict[str, Any]:
        """A step of the package has run, told who calls it."""
        return self._dbt.operation(macro, {**args, "context": self.context})

    def state(self, limit: int = 50) -> State:
        """What the warehouse says now; a lock whose process is dead here does not count."""
        state = State.of(self.call("read_state", limit=limit))
        if state.lock and is_dead(state.lock.host, state.lock.pid):
            state = State.of(self.call("read_state", limit=limit, ignore_lock=state.lock.token))
        return state

    def find(self, run: str | None, statuses: set[str] | None = None) -> Run:
        """The run that is meant: by id or unique prefix, else the newest that fits."""
        runs = self.state().runs
        if run:
            found = [r for r in runs if r.run_id == run] or [
                r for r in runs if r.run_id.startswith(run)
            ]
            if len(found) > 1:
                ids = ", ".join(r.run_id for r in found)
                raise ConfigError(
                    "status", f'run "{run}" is ambiguous: {ids}', next_command="wap history"
                )
        else:
            found = [r for r in runs if not statuses or r.status.value in statuses] or list(runs)
        if not found:
            what = f'there is no run "{run}"' if run else "there is no run yet"
            raise ConfigError("status", what, next_command="wap history" if run else "wap run")
        return found[0]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The lock is ours within the block; a dead process of this machine loses it to us."""
        try:
            self.call("take_lock")
        except Locked:
            lock = State.of(self.call("read_state", limit=1)).lock
            if not lock or not is_dead(lock.host, lock.pid):
                raise
            self.call("take_lock", dead=lock.token)
        try:
            yield
        finally:
            self.call("release_lock", token=self.context["token"])
