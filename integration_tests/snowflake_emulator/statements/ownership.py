"""GRANT OWNERSHIP."""

from __future__ import annotations

from dataclasses import replace

from ..catalog.records import Grant, Grantee, Record
from ..objects.securables import container_of, grantee_of, may_grant_future, records_of
from ..session.session import Session
from ..values import errors
from ..values.grammar import ON
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement

_OWNER_EXECUTED = (
    "VIEW", "MATERIALIZED VIEW", "DYNAMIC TABLE", "EXTERNAL TABLE", "EVENT TABLE", "PROCEDURE",
    "FUNCTION", "TASK", "ALERT", "PIPE",
)  # fmt: skip


@statement(
    f"""GRANT OWNERSHIP ON {ON} TO {{ ROLE <role:ident> | DATABASE ROLE <database_role:name> }}
    [ {{ REVOKE | COPY }}:current CURRENT GRANTS ]""",
    ddl=True,
)
def grant_ownership(session: Session, captures: Captures, text: str) -> Result:
    grantee = grantee_of(session, captures)
    if captures.get("scope") == "FUTURE":
        container, kind = container_of(session, captures), captures["kinds"]
        may_grant_future(session, container)
        if any(g.privilege == "OWNERSHIP" and g.kind == kind for g in container.future):
            raise errors.compilation(
                3504, "01000", "A future grant with privilege OWNERSHIP exists for this type."
            )
        container.future.append(Grant("OWNERSHIP", grantee, session.role, kind=kind))
        return status()
    for record in records_of(session, captures):
        _transfer(session, record, grantee, captures.get("current"))
    return status()


def _transfer(session: Session, record: Record, grantee: Grantee, current: str | None) -> None:
    access = session.access
    if record.owner not in access.active and not access.manages_grants:
        raise errors.insufficient(record.kind, record.name)
    subordinate = grantee in access.active
    strict = record.kind in _OWNER_EXECUTED or current == "COPY"
    if strict and not (subordinate or access.manages_grants):
        raise errors.insufficient(record.kind, record.name)
    if record.grants and current is None:
        first = record.grants[0]
        raise errors.dependent_grant(first.privilege, record.full_name, first.grantee.name)
    if current == "REVOKE":
        record.grants = []
    record.grants = [
        replace(g, granted_by=grantee.name) for g in record.grants if g.grantee != grantee
    ]
    record.owner = grantee
