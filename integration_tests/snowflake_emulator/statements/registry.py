"""The registry of statement handlers: one function for each key of the grammar."""

from __future__ import annotations

from collections.abc import Callable

from ..session.session import Session
from ..values.patterns import Captures
from ..values.results import Result

Handler = Callable[["Session", Captures, str], Result]
HANDLERS: dict[str, Handler] = {}


def handles(key: str, ddl: bool = False) -> Callable[[Handler], Handler]:
    """Registers the handler; DDL commits the open transaction first and runs alone."""

    def register(handler: Handler) -> Handler:
        def run(session: Session, captures: Captures, text: str) -> Result:
            if ddl:
                session.transaction.commit()
            with session.account.lock:
                if ddl:
                    session.account.version += 1
                return handler(session, captures, text)

        HANDLERS[key] = run
        return handler

    return register
