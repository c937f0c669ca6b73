"""BEGIN, COMMIT, ROLLBACK."""

from __future__ import annotations

from ..session.session import Session
from ..values.patterns import Captures
from ..values.results import TRANSACTION, Result, status
from .statement import statement


@statement(
    "BEGIN [ WORK | TRANSACTION ] [ NAME <name:ident> ]", "START TRANSACTION [ NAME <name:ident> ]"
)
def begin(session: Session, captures: Captures, text: str) -> Result:
    session.transaction.open = True
    return status(type_id=TRANSACTION)


@statement("COMMIT [ WORK ]")
def commit(session: Session, captures: Captures, text: str) -> Result:
    session.transaction.commit()
    return status(type_id=TRANSACTION)


@statement("ROLLBACK [ WORK ]")
def rollback(session: Session, captures: Captures, text: str) -> Result:
    session.transaction.rollback()
    return status(type_id=TRANSACTION)
