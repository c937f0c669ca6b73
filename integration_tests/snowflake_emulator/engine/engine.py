"""One account and everything that happens in it: logins, statements, faults, the log."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..catalog.account import Account
from ..catalog.records import ADMIN, now
from ..catalog.store import Store
from ..query import queries
from ..session.session import Session, Sessions
from ..statements import dml
from ..statements.families import recognise
from ..values import errors
from ..values.errors import SnowflakeError
from ..values.grammar import QUERY_WORDS
from ..values.lexer import statements, tokenize, upper_quoted
from ..values.results import Result, status
from . import script
from .faults import ConnectionLost, Faults

logger = logging.getLogger("snowflake_emulator")


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
        self.sessions = Sessions(self.account, self.store, hybrid_clone)
        self.faults = Faults()
        self.log: list[Executed] = []
        self.watch: Callable[[Executed], None] | None = None
        if inherited_grants:
            self.account.parameters["FEATURE_RBAC_INHERITED_GRANTS"] = "ENABLED"
        for database in databases:
            self.account.add_database(database, ADMIN)

    def copy(self) -> Engine:
        """Another account with the same records and data; no session, fault or log goes along."""
        with self.account.lock:
            return Engine((), False, self.sessions.hybrid_clone, self)

    def login(self, user: str, **wanted: Any) -> tuple[str, Session]:
        """A new session and its token; see `Sessions.login`."""
        return self.sessions.login(user, **wanted)

    def close(self) -> None:
        self.sessions.close()
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
            session.unregister()
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
            return script.execute_immediate(session, self.run_inside, parts[0], describe)
        statement, captures = recognise([*parts[0], tokens[-1]], text)
        if describe and first.text not in ("SHOW", "DESCRIBE", "DESC"):
            return status()
        return statement.run(session, captures, text[first.start : last.end])
