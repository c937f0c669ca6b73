"""A session, and all of them: who asks, from where, with which parameters and temporary objects."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections import OrderedDict
from typing import Any

from ..catalog.access import Access
from ..catalog.account import Account
from ..catalog.locks import Locks
from ..catalog.records import ADMIN, Grantee, Named, Obj, Schema
from ..catalog.store import Store, path, run
from ..values import errors
from ..values.results import Result
from .names import Names
from .parameters import PARAMETERS
from .transaction import Transaction

_IDS = itertools.count(700001)
_REGISTERED = itertools.count(1)


class Session:
    def __init__(self, sessions: Sessions, user: str, role: str, **context: str | None) -> None:
        self.id = next(_IDS)
        self.sessions, self.account = sessions, sessions.account
        self.duck = sessions.store.cursor()
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
        self.closed = False
        self.waits = 0.0  # what SYSTEM$WAIT asked for
        self.transaction = Transaction(
            self.id, self.duck, sessions.store, sessions.locks, self.parameter, self._is_canceled
        )
        self._access: tuple[tuple[int, str, bool], Access] | None = None
        self._registered: list[str] = []

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
        return Names(self.access, (self.database, self.schema), self.temporary)

    @property
    def owner(self) -> Grantee:
        return Grantee("ROLE", self.role)

    def current(self) -> Schema | None:
        """The current schema, if it still exists under that name."""
        return self.names.current()

    def parameter(self, name: str) -> Any:
        return self.parameters.get(name, self.account.parameters.get(name, PARAMETERS.get(name)))

    # --- statements

    def keep(self, query_id: str, result: Result) -> None:
        self.results[query_id] = result
        self.last_query_id = query_id
        while len(self.results) > 50:
            self.results.popitem(last=False)

    def register(self, table: Any) -> str:
        """A name under which the statement may read the table; gone when the statement ends."""
        name = f"emu_rows_{next(_REGISTERED)}"
        self.duck.register(name, table)
        self._registered.append(name)
        return name

    def unregister(self) -> None:
        while self._registered:
            self.duck.unregister(self._registered.pop())

    def wait(self) -> None:
        """What SYSTEM$WAIT asked for, unless the session is cancelled."""
        deadline, self.waits = time.monotonic() + self.waits, 0.0
        while time.monotonic() < deadline:
            if self.canceled:
                raise errors.canceled()
            time.sleep(0.02)

    # --- ending

    def _is_canceled(self) -> bool:
        return self.canceled

    def cancel(self) -> None:
        self.canceled = True
        self.duck.interrupt()

    def close(self) -> None:
        """Rolls back, and the temporary objects are gone."""
        if self.closed:
            return
        self.closed = True
        with self.busy:
            self.transaction.rollback()
            for obj in self.temporary.values():
                if obj.storage:
                    run(self.duck, f"drop table if exists {path(obj.storage)}")
            self.temporary.clear()
            self.duck.close()


class Sessions:
    """Those who are logged in, by token, and what they share: records, data and locks."""

    def __init__(self, account: Account, store: Store, hybrid_clone: str) -> None:
        self.account, self.store, self.locks = account, store, Locks()
        self.hybrid_clone = hybrid_clone  # "skip", or "error": a schema clone that meets one fails
        self.by_token: dict[str, Session] = {}

    def login(
        self,
        user: str,
        role: str | None = None,
        database: str | None = None,
        schema: str | None = None,
        warehouse: str | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> tuple[str, Session]:
        """A new session and its token. Any user may log in and take any role that exists."""
        with self.account.lock:
            role = role or "ACCOUNTADMIN"
            if role not in self.account.roles:
                raise errors.unknown_role(role)
            self.account.named.setdefault(("USER", user), Named(name=user, owner=ADMIN))
            if database not in self.account.databases:
                database = schema = None
            elif schema not in self.account.databases[database].schemas:
                schema = "PUBLIC" if schema is None else None
            session = Session(
                self, user, role, database=database, schema=schema, warehouse=warehouse
            )
        session.parameters.update({k.upper(): v for k, v in (parameters or {}).items()})
        token = secrets.token_urlsafe(24)
        self.by_token[token] = session
        return token, session

    def logout(self, token: str) -> None:
        if session := self.by_token.pop(token, None):
            session.close()

    def cancel(self, session_id: int) -> int:
        """Cancels what the session is running; how many statements that was."""
        running = [
            session
            for session in list(self.by_token.values())
            if session.id == session_id and session.busy.locked()
        ]
        for session in running:
            session.cancel()
        return len(running)

    def abort(self, session_id: int) -> None:
        for token, session in list(self.by_token.items()):
            if session.id == session_id:
                session.cancel()
                threading.Thread(target=self.logout, args=(token,), daemon=True).start()

    def close(self) -> None:
        for token, session in list(self.by_token.items()):
            session.cancel()
            self.logout(token)
