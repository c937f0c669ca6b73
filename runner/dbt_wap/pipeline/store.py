"""Records of runs, approvals and the lock: in the warehouse, reached through macros."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dbt_wap.config import caller
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.errors import DbtFailed, Locked, WapError
from dbt_wap.model import Destination, Lock, Mode, Person, Run
from dbt_wap.pipeline.renewal import renewed

PATIENCE = 30.0
READING = {"describe_target", "read_state", "read_report", "can_approve", "failing_rows"}
"""The macros that read the locks of all environments, and change nothing."""


class Store:
    """The recorded state of a project; `say` gets warnings about the lock."""

    def __init__(self, dbt: Dbt, say: Callable[[str], None] = lambda text: None) -> None:
        self._dbt = dbt
        self._say = say
        self.context = caller(dbt.settings)
        self._holds_lock = self._holds_prod = False
        self.publishes_to = self.env = ""
        self._mode: Mode | None = None
        self._later: list[Callable[[], None]] = []

    def use(self, *, records: bool) -> None:
        """Begin a command that needs the whole project, or only `records` of runs.

        Records do not need the user's project to be parsed.
        """
        self._dbt.env = self.env = self._dbt.settings.env or ""
        if not records:
            self._mode = Mode.PROD
        elif self._mode is None:
            self._mode = Mode.STATE if self._dbt.has_state_project() else Mode.PROD

    def call(self, macro: str, **args: Any) -> Any:
        """Run a macro of the package and return its answer, of a type in `model`.

        A macro that reads all locks fails if a process drops one meanwhile: then it reads again.
        """
        given, mode = {**args, "context": self.context}, self._mode or Mode.PROD
        try:
            return self._dbt.operation(macro, given, mode)
        except DbtFailed as error:
            if macro not in READING or "lock__" not in error.what.lower():
                raise
            return self._dbt.operation(macro, given, mode)

    def act(self, macro: str, run: str | None, **args: Any) -> str:
        """Run a macro on a run and return the run id."""
        return str(self.call(macro, run=run, **args)["run_id"])

    def runs(self, limit: int) -> list[Run]:
        """Return the newest runs of this target."""
        return [Run.of(row) for row in self.call("read_state", limit=limit)["runs"]]

    def destination(self) -> Destination:
        """Return where a run publishes to, and the environments with a candidate that expired."""
        answer: Destination = self.call("describe_target", expired=True)
        return answer

    def find(self, run: str | None, statuses: set[str] | None = None) -> Run | None:
        """Return the run with this id or unique prefix, or the newest that fits, or the newest.

        Without an id, only the runs of the environment of this command count.
        """
        limit = {} if run is None else {"limit": 1}
        answer = self.call("read_state", run=run, **limit)
        runs = [Run.of(row) for row in answer["runs"]]
        if run is not None:
            return next(r for r in runs if r.run_id == answer["found"])
        runs = [r for r in runs if (r.env or "") == self._dbt.env]
        fits = [r for r in runs if not statuses or r.status.value in statuses]
        return next(iter([*fits, *runs]), None)

    def known(self, run_id: str) -> Run:
        """Return the run with this id, which exists."""
        found = self.find(run_id)
        assert found is not None
        return found

    def once_free(self, action: Callable[[], None]) -> None:
        """Run the action now, or as soon as we have released our lock."""
        if self._holds_lock:
            self._later.append(action)
        else:
            action()

    @contextmanager
    def acting_as(self, person: Person) -> Iterator[None]:
        """Act as this person within the block."""
        before = self.context
        groups, claim = list(person.groups), {"door": person.door, "identity": person.identity}
        self.context = {**before, **claim, "actor": person.name, "groups": groups}
        try:
            yield
        finally:
            self.context = before

    @contextmanager
    def locked(
        self,
        run: str | None = None,
        *,
        env: str | None = None,
        prod: bool = False,
        new: bool = False,
    ) -> Iterator[None]:
        """Hold the lock of the environment, with `prod` also that of prod, within the block.

        The environment is `env`, or else that of the command, or else that of the `run`. A `new`
        run creates the state schema if needed. While we hold a lock, we wait for a DuckDB file that
        another process has open: that process will not keep it long.
        """
        before = self._dbt.env
        self._dbt.env = before if env is None else env
        try:
            taken = self._take(run=run, prod=prod, new=new)
        except BaseException:  # the commands that follow are not in this environment
            self._dbt.env = before
            raise
        self._dbt.env = self.env = taken["env"]
        self._holds_prod = prod
        self.publishes_to = taken["publishes_to"] or self.publishes_to
        self._dbt.patience = PATIENCE
        self._holds_lock = True
        try:
            with renewed(self._dbt, self._renewal, taken["lasts"]):
                yield
        finally:
            self._release()
            self._dbt.patience = 0
            self._holds_lock = self._holds_prod = False
            self._dbt.env = before
            while self._later:
                self._later.pop(0)()

    def hold_prod(self) -> None:
        """Also hold the lock of prod until the block of `locked` ends."""
        if self._dbt.env and not self._holds_prod:
            self._take(prod=True)
            self._holds_prod = True

    def _take(self, **what: Any) -> Lock:
        """Take locks. After losing a race, try again, which says who holds the lock."""
        lock: Lock
        try:
            lock = self.call("take_lock", **what)
        except DbtFailed:
            try:
                lock = self.call("take_lock", **what)
            except Locked:
                self._holds_prod = bool(what.get("prod"))
                self._release()
                raise
        if lock["taken_over"]:
            self._say(f"warning: {lock['taken_over']}")
        return lock

    def _renewal(self) -> dict[str, Any]:
        """Return the arguments of renew_lock."""
        return {"prod": self._holds_prod, "context": dict(self.context)}

    def _release(self) -> None:
        """Release our locks; after a failure, warn and show how to release them by hand."""
        try:
            self.call("release_lock", prod=self._holds_prod)
        except WapError as error:
            first = error.what.splitlines()[0]
            command = f"wap unlock {self._dbt.token}"
            self._say(f"warning: could not release the lock, which expires on its own: {first}")
            self._say(f"         to release it now: {command}")
