"""What a statement is: its forms, and the function that runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..session.session import Session
from ..values.patterns import Captures, Pattern
from ..values.results import Result

Handler = Callable[[Session, Captures, str], Result]


@dataclass(frozen=True)
class Statement:
    forms: tuple[Pattern, ...]
    handler: Handler
    ddl: bool

    def run(self, session: Session, captures: Captures, text: str) -> Result:
        """DDL commits the open transaction first; no statement runs beside another."""
        if self.ddl:
            session.transaction.commit()
        with session.account.lock:
            session.account.version += self.ddl
            return self.handler(session, captures, text)


def statement(*forms: str, ddl: bool = False) -> Callable[[Handler], Statement]:
    """Makes a function the statement of these forms."""
    return lambda handler: Statement(tuple(map(Pattern, forms)), handler, ddl)
