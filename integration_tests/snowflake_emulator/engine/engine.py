"""One account and everything that happens in it: logins, statements, faults, the log."""

from __future__ import annotations

import itertools
import logging
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..catalog.account import Account
from ..catalog.locks import Locks
from ..catalog.records import ADMIN, STORED, Grantee, Named, Obj, now
from ..catalog.store import Store, path, run
from ..query import queries
from ..session.session import Session
from ..statements import dml
from ..statements.recognise import recognise
from ..statements.registry import HANDLERS
from ..values import errors
from ..values.errors import SnowflakeError
from ..values.grammar import QUERY_WORDS
from ..values.lexer import statements, tokenize, upper_quoted
from ..values.results import Result, status
from . import script
from .faults import ConnectionLost, Faults

logger = logging.getLogger("snowflake_emulator")
_REGISTERED = itertools.count(1)


@dataclass
class Executed:
    """One statement of the log; `error` is empty when it succeeded."""

    text: str
    user: str
    role: str
    session: int
    query_tag: str
    database: str | None
    schema: str | None
    query_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    started: datetime = field(default_factory=now)
    seconds: float = 0.0
    error: str = ""
    inside: bool = False  # run by a block or by EXECUTE IMMEDIATE, not sent by the client


class Engine:
    def __init__(
        self,
        databases: tuple[str, ...] = ("ANALYTICS",),
        inherited_grants: bool = False,
        hybrid_clone: str = "skip",
        source: Engine | None = None,
    ) -> None:
        self.account: Account = source.account.copy() if source else Account()
        self.store: Store = Store(source.store if source else None)
        self.locks, self.faults = Locks(), Faults()
        self.hybrid_clone = hybrid_clone
        self.sessions: dict[str, Session] = {}
        self.log: list[Executed] = []
        self.watch: Callable[[Executed], None] | None = None
        self._registered: dict[int, list[str]] = {}
        if inherited_grants:
            self.account.parameters["FEATURE_RBAC_INHERITED_GRANTS"] = "ENABLED"
        for database in databases:
            self.account.add_database(database, ADMIN)

    def copy(self) -> Engine:
        """Another account with the same records and data; no session, fault or log goes along."""
        with self.account.lock:
            return Engine((), False, self.hybrid_clone, self)

    # --- sessions

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
                raise SnowflakeError(
                    390189,
                    "08001",
                    f"Role '{role}' specified in the connect string does not exist or not "
                    "authorized. Contact your local system administrator, or attempt to login "
                    "with another role, e.g. PUBLIC.",
                )
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
        self.sessions[token] = session
        return token, session

    def logout(self, token: str) -> None:
        if session := self.sessions.pop(token, None):
            session.close()

    def _by_id(self, session_id: int) -> Session | None:
        found = [s for s in list(self.sessions.values()) if s.id == session_id]
        return found[0] if found else None

    def cancel(self, session_id: int) -> int:
        """Cancels what the session is running; how many statements that was."""
        session = self._by_id(session_id)
        if session is None or not session.busy.locked():
            return 0
        session.cancel()
        return 1

    def abort(self, session_id: int) -> None:
        for token, session in list(self.sessions.items()):
            if session.id == session_id:
                session.cancel()
                threading.Thread(target=self.logout, args=(token,), daemon=True).start()

    def close(self) -> None:
        for token in list(self.sessions):
            self.sessions[token].cancel()
            self.logout(token)
        self.store.close()

    # --- statements

    def execute(
        self, session: Session, text: str, bindings: Any = None, describe: bool = False
    ) -> tuple[str, Result]:
        """The query id and the result of the statement; always leaves a line in the log."""
        entry = self.entry(session, text)
        with session.busy:
            session.canceled = False
            timeout = int(session.parameter("STATEMENT_TIMEOUT_IN_SECONDS"))
            timer = threading.Timer(timeout, session.cancel) if 0 < timeout < 3600 else None
            if timer:
                timer.start()
            try:
                result = self._logged(
                    session, entry, lambda: self._run(session, text, bindings, describe)
                )
            except SnowflakeError as error:
                if error.code == 604 and timer and not timer.is_alive():
                    error = errors.timed_out(timeout)
                    entry.error = str(error)
                raise error from None
            finally:
                if timer:
                    timer.cancel()
        return entry.query_id, result

    def run_inside(self, session: Session, text: str) -> Result:
        """A statement of a block: like one of its own, in the same session."""
        if session.canceled:
            raise errors.canceled()
        entry = self.entry(session, text, inside=True)
        fault = self.faults.strike(text, inside=True)
        if fault is not None and fault.kind != "drop_after":
            entry.error = str(fault.error())
            raise fault.error() if fault.kind == "error" else ConnectionLost(fault)
        result = self._logged(session, entry, lambda: self._run(session, text, None, False))
        if fault is not None:
            raise ConnectionLost(fault)
        return result

    def entry(self, session: Session, text: str, inside: bool = False) -> Executed:
        """A new line of the log."""
        tag = str(session.parameter("QUERY_TAG"))
        place = (session.database, session.schema)
        line = Executed(text, session.user, session.role, session.id, tag, *place, inside=inside)
        self.log.append(line)
        return line

    def _logged(self, session: Session, entry: Executed, work: Callable[[], Result]) -> Result:
        """The result of the work, kept by the session; how it went is in the log."""
        try:
            result = work()
        except ConnectionLost as lost:
            entry.error = str(lost)
            raise
        except SnowflakeError as error:
            entry.error = str(error)
            raise
        except Exception as error:
            logger.exception("the emulator failed on: %s", entry.text)
            entry.error = f"{type(error).__name__}: {error}"
            text = f"snowflake_emulator failed: {entry.error}"
            raise SnowflakeError(300002, "XX000", text) from error
        finally:
            self._unregister(session)
            entry.seconds = (now() - entry.started).total_seconds()
            if self.watch:
                self.watch(entry)
        session.keep(entry.query_id, result)
        return result

    def _run(self, session: Session, text: str, bindings: Any, describe: bool) -> Result:
        tokens = tokenize(text)
        if str(session.parameter("QUOTED_IDENTIFIERS_IGNORE_CASE")).upper() == "TRUE":
            text = upper_quoted(text, tokens)
            tokens = tokenize(text)
        parts = statements(tokens)
        if not parts:
            raise SnowflakeError(900, "42601", "SQL compilation error:\nEmpty SQL statement.")
        if len(parts) > 1:
            raise SnowflakeError(
                8,
                "0A000",
                f"Actual statement count {len(parts)} did not match the desired statement count 1.",
            )
        first, last = parts[0][0], parts[0][-1]
        if first.is_op("(") or first.text in ("SELECT", "WITH", "VALUES"):
            return queries.select(session, text[first.start : last.end], bindings, describe)
        if first.text in QUERY_WORDS:
            return dml.write(session, text[first.start : last.end], bindings, describe)
        if [token.text for token in parts[0][:2]] == ["EXECUTE", "IMMEDIATE"]:
            return script.execute_immediate(session, parts[0], describe)
        key, captures = recognise([*parts[0], tokens[-1]], text)
        if describe and not key.startswith(("show", "describe")):
            return status()
        return HANDLERS[key](session, captures, text[first.start : last.end])

    def wait(self, session: Session) -> None:
        """What SYSTEM$WAIT asked for, unless the session is cancelled."""
        deadline, session.waits = time.monotonic() + session.waits, 0.0
        while time.monotonic() < deadline:
            if session.canceled:
                raise errors.canceled()
            time.sleep(0.02)

    # --- what statements need from the engine

    def register(self, session: Session, table: Any) -> str:
        """A name under which the statement may read the table; gone when the statement ends."""
        name = f"emu_rows_{next(_REGISTERED)}"
        session.duck.register(name, table)
        self._registered.setdefault(session.id, []).append(name)
        return name

    def _unregister(self, session: Session) -> None:
        for name in self._registered.pop(session.id, []):
            session.duck.unregister(name)

    def sizes(self, session: Session, objects: list[Obj]) -> dict[int, int]:
        """The number of rows of the stored objects among these, by id."""
        stored = [obj for obj in objects if obj.kind in STORED and obj.storage]
        if not stored:
            return {}
        sql = " union all ".join(f"select {o.id}, count(*) from {path(o.storage)}" for o in stored)
        return {int(id_): int(rows) for id_, rows in run(session.duck, sql)}


def grantee_of(session: Session, captures: dict[str, Any]) -> Grantee:
    """The grantee a statement names, which must exist."""
    account = session.account
    if name := captures.get("role"):
        if name not in account.roles:
            raise errors.missing("Role", name)
        return Grantee("ROLE", name)
    if parts := captures.get("database_role"):
        database, role = parts if len(parts) == 2 else (session.database or "", parts[0])
        found = account.databases.get(database)
        if found is None or role not in found.roles:
            raise errors.missing("Database Role", ".".join((database, role)))
        return Grantee("DATABASE_ROLE", f"{database}.{role}")
    kind = "USER" if "user" in captures else "SHARE"
    name = captures[kind.lower()]
    if (kind, name) not in account.named:
        raise errors.missing(kind.title(), name)
    return Grantee(kind, name)
