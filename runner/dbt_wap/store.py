"""Run records, approvals and the lock: all in the warehouse, reached through the macros."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from dbt_wap.config import caller, is_dead
from dbt_wap.dbt import Dbt
from dbt_wap.errors import ConfigError, DbtFailed, Locked, WapError
from dbt_wap.model import Run, State

PATIENCE = 30.0


class Store:
    """The state of the project at hand."""

    def __init__(self, dbt: Dbt) -> None:
        self._dbt = dbt
        self.context = caller(dbt.settings)

    def call(self, macro: str, **args: Any) -> dict[str, Any]:
        """A step of the package has run, told who calls it; a dead process did not keep it away."""
        args["context"] = self.context
        try:
            return self._dbt.operation(macro, args)
        except Locked:
            if self._dbt.patience or not self._freed():
                raise
            return self._dbt.operation(macro, args)

    def _freed(self) -> bool:
        """True when a process of this machine that is no more had the lock; now nobody has it."""
        with suppress(WapError):
            lock = State.of(
                self._dbt.operation("read_state", {"limit": 1, "context": self.context})
            ).lock
            if lock and is_dead(lock.host, lock.pid):
                args = {"token": lock.token, "context": self.context}
                self._dbt.operation("release_lock", args)
                return True
        return False

    def state(self, limit: int = 50, run: str | None = None) -> State:
        """What the warehouse says now; a lock whose process is dead here does not count."""
        state = State.of(self.call("read_state", limit=limit, run=run))
        if state.lock and is_dead(state.lock.host, state.lock.pid):
            state = State.of(
                self.call("read_state", limit=limit, run=run, ignore_lock=state.lock.token)
            )
        return state

    def find(self, run: str | None, statuses: set[str] | None = None) -> Run:
        """The run that is meant: by id or unique prefix, else the newest that fits."""
        runs = self.state(run=run).runs
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

    def _take(self, new: bool) -> None:
        """The lock is ours; the loser of a race asks again after its CREATE and hears who won."""
        try:
            self.call("take_lock", new=new)
        except DbtFailed:
            self.call("take_lock", new=new)

    @contextmanager
    def locked(self, *, new: bool = False) -> Iterator[None]:
        """The lock is ours within the block.

        Only a `new` run makes the state schema where there is none. While we hold the lock, a
        DuckDB file that another process has open is waited for: that process will not have it long.
        """
        self._take(new)
        self._dbt.patience = PATIENCE
        try:
            yield
        except BaseException:
            with suppress(WapError):
                self.call("release_lock", token=self.context["token"])
            raise
        else:
            self.call("release_lock", token=self.context["token"])
        finally:
            self._dbt.patience = 0
