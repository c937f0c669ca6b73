"""A session: role, current database and schema, parameters, temporary objects, transaction."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..catalog.access import Access, Names
from ..catalog.records import Grantee, Obj, Schema, Version, now
from ..catalog.store import new_storage, path, run
from ..values import errors
from ..values.results import Result

if TYPE_CHECKING:
    from ..catalog.account import Account
    from ..engine.engine import Engine

PARAMETERS: dict[str, Any] = {
    "ABORT_DETACHED_QUERY": False,
    "AUTOCOMMIT": True,
    "BINARY_OUTPUT_FORMAT": "HEX",
    "CLIENT_SESSION_KEEP_ALIVE": False,
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
    "ERROR_ON_NONDETERMINISTIC_MERGE": True,
    "LOCK_TIMEOUT": 43200,
    "QUERY_TAG": "",
    "QUOTED_IDENTIFIERS_IGNORE_CASE": False,
    "ROWS_PER_RESULTSET": 0,
    "SEARCH_PATH": "$current, $public",
    "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS": 0,
    "STATEMENT_TIMEOUT_IN_SECONDS": 172800,
    "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
    "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ",
    "TIMEZONE": "Etc/UTC",
    "TRANSACTION_ABORT_ON_ERROR": False,
    "USE_CACHED_RESULT": True,
    "WEEK_START": 0,
}
_IDS = itertools.count(700001)
_TOKENS = itertools.count(1)
HISTORY_ROWS = 100_000
HISTORY_VERSIONS = 20


class Session:
    def __init__(self, engine: Engine, user: str, role: str, **context: str | None) -> None:
        self.id = next(_IDS)
        self.engine: Engine = engine
        self.account: Account = engine.account
        self.duck = engine.store.cursor()
        self.user: str = user
        self.role: str = role
        self.database: str | None = context.get("database")
        self.schema: str | None = context.get("schema")
        self.secondary = True  # USE SECONDARY ROLES ALL, which is also Snowflake's default
        self.warehouse: str = context.get("warehouse") or "COMPUTE_WH"
        self.parameters: dict[str, Any] = {}
        self.variables: dict[str, Any] = {}
        self.temporary: dict[tuple[int, str, str], Obj] = {}
        self.results: OrderedDict[str, Result] = OrderedDict()
        self.last_query_id: str | None = None
        self.busy = threading.Lock()
        self.canceled = False
        self.waits = 0.0  # what SYSTEM$WAIT asked for
        self.open: bool = False  # a transaction, explicit or by autocommit = false
        self._begun = False  # the same in the engine, which starts at the first write
        self._failed = False
        self._succeeded = 0  # writes in the open transaction
        self._written: dict[int, tuple[Obj, str, datetime]] = {}
        self.closed = False
        self._access: tuple[tuple[int, str, bool], Access] | None = None

    # --- context

    @property
    def access(self) -> Access:
        key = (self.account.version, self.role, self.secondary)
        if self._access is None or self._access[0] != key:
            role, user = Grantee("ROLE", self.role), Grantee("USER", self.user)
            self._access = (key, Access(self.account, role, user, self.secondary))
        return self._access[1]

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def owner(self) -> Grantee:
        return Grantee("ROLE", self.role)

    def parameter(self, name: str) -> Any:
        return self.parameters.get(name, self.account.parameters.get(name, PARAMETERS.get(name)))

    def current(self) -> Schema | None:
        """The current schema, if it still exists under that name."""
        database = self.account.databases.get(self.database or "")
        return database.schemas.get(self.schema or "") if database else None

    def keep(self, query_id: str, result: Result) -> None:
        self.results[query_id] = result
        self.last_query_id = query_id
        while len(self.results) > 50:
            self.results.popitem(last=False)

    # --- transactions

    def begin(self) -> None:
        self.open = True

    def before_ddl(self) -> None:
        """DDL commits the open transaction, whatever becomes of the DDL itself."""
        self.commit()

    def before_write(self, obj: Obj, exclusive: bool) -> None:
        """The table may be written: lock held, what it holds now kept for Time Travel."""
        if self._failed:
            raise errors.not_emulated("going on after an error inside a transaction")
        if exclusive:
            timeout = float(self.parameter("LOCK_TIMEOUT"))
            self.engine.locks.acquire(obj, self.id, timeout, lambda: self.canceled)
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
        with self.engine.store.cursor() as duck:
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
            self._written.clear()
            self.engine.locks.release(self.id)

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
                self._written.clear()
                self.open = False
                self.engine.locks.release(self.id)
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
        self._written.clear()
        self._succeeded = 0
        self.engine.locks.release(self.id)

    def rollback(self) -> None:
        if self._begun:
            run(self.duck, "rollback")
        self._begun = self._failed = self.open = False
        self._written.clear()
        self._succeeded = 0
        self.engine.locks.release(self.id)

    # --- ending

    def cancel(self) -> None:
        self.canceled = True
        self.duck.interrupt()

    def close(self) -> None:
        """Rolls back, and the temporary objects are gone."""
        if self.closed:
            return
        self.closed = True
        with self.busy:
            self.rollback()
            for obj in self.temporary.values():
                if obj.storage:
                    run(self.duck, f"drop table if exists {path(obj.storage)}")
            self.temporary.clear()
            self.duck.close()


def as_of(obj: Obj, moment: datetime) -> str:
    """The storage that holds what the table held at that moment; 000707 if none does."""
    if moment < max(obj.floor, obj.created):
        raise errors.no_time_travel(obj.kind, obj.full_name)
    for version in obj.versions:
        if moment < version.until:
            return version.storage
    return obj.storage
