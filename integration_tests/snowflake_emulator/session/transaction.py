"""The transaction of a session: locks, what its writes replace, commit and rollback."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any

import duckdb

from ..catalog.locks import Locks
from ..catalog.records import Obj, Version, now
from ..catalog.store import Store, new_storage, path, run
from ..values import errors

_TOKENS = itertools.count(1)
HISTORY_ROWS = 100_000
HISTORY_VERSIONS = 20


class Transaction:
    """Open explicitly or by AUTOCOMMIT = FALSE; else each write is one of its own."""

    def __init__(
        self,
        session: int,
        duck: duckdb.DuckDBPyConnection,
        store: Store,
        locks: Locks,
        parameter: Callable[[str], Any],
        canceled: Callable[[], bool],
    ) -> None:
        self.session, self.duck, self.store, self.locks = session, duck, store, locks
        self.parameter, self.canceled = parameter, canceled
        self.open = False
        self._begun = False  # the same in the engine, which starts at the first write
        self._failed = False
        self._succeeded = 0  # writes in the open transaction
        self._written: dict[int, tuple[Obj, str, datetime]] = {}

    def before_write(self, obj: Obj, exclusive: bool) -> None:
        """The table may be written: lock held, what it holds now kept for Time Travel."""
        if self._failed:
            raise errors.not_emulated("going on after an error inside a transaction")
        if exclusive:
            timeout = float(self.parameter("LOCK_TIMEOUT"))
            self.locks.acquire(obj, self.session, timeout, self.canceled)
        if not self.parameter("AUTOCOMMIT"):
            self.open = True
        if obj.id not in self._written:
            self._written[obj.id] = (obj, self._copy_for_history(obj), now())
        if self.open and not self._begun:
            run(self.duck, "begin transaction")
            self._begun = True

    def _copy_for_history(self, obj: Obj) -> str:
        if obj.temporary or obj.keeps_days == 0:
            return ""
        with self.store.cursor() as duck:
            ((rows,),) = run(duck, f"select count(*) from {path(obj.storage)}")
            if rows > HISTORY_ROWS:
                return ""
            copy = new_storage()
            run(duck, f"create table {path(copy)} as from {path(obj.storage)}")
        return copy

    def after_write(self, error: Exception | None = None) -> None:
        """Outside a transaction the write is committed, or nothing happened."""
        if self.open:
            if error is None:
                self._succeeded += 1
            elif self._begun:
                self._failed = True
        elif error is None:
            self._committed()
        else:
            self._forget()

    def commit(self) -> None:
        if self._failed:
            wrote = self._succeeded > 0
            self.rollback()
            if wrote:
                raise errors.not_emulated("committing after an error inside a transaction")
            return
        if self._begun:
            self._begun = False
            try:
                run(self.duck, "commit")
            except errors.SnowflakeError:
                self.open = False
                self._forget()
                raise
        self.open = False
        self._committed()

    def _committed(self) -> None:
        done = now()
        for obj, copy, started in self._written.values():
            obj.last_altered = started
            obj.token = next(_TOKENS)
            if copy:
                obj.versions.append(Version(copy, done))
            else:
                obj.versions.clear()
                obj.floor = done
            while len(obj.versions) > HISTORY_VERSIONS:
                obj.floor = obj.versions.pop(0).until
        self._forget()

    def rollback(self) -> None:
        if self._begun:
            run(self.duck, "rollback")
        self._begun = self._failed = self.open = False
        self._forget()

    def _forget(self) -> None:
        self._written.clear()
        self._succeeded = 0
        self.locks.release(self.session)
