"""GRANT OWNERSHIP, grants of roles, and inherited grants."""

from __future__ import annotations

from dataclasses import replace

from ..catalog.privileges import expanded
from ..catalog.records import Container, Grant, Grantee, Record, Role
from ..objects.securables import (
    container_of,
    grantee_of,
    inherited_grants_enabled,
    manages,
    may_grant_future,
    records_of,
)
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import Result, status
from .registry import handles

_DONE = "Statement executed successfully."
_OWNER_EXECUTED = (
    "VIEW", "MATERIALIZED VIEW", "DYNAMIC TABLE", "EXTERNAL TABLE", "EVENT TABLE", "PROCEDURE",
    "FUNCTION", "TASK", "ALERT", "PIPE",
)  # fmt: skip


@handles("grant_ownership", ddl=True)
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
        return status(_DONE)
    for record in records_of(session, captures):
        _transfer(session, record, grantee, captures.get("current"))
    return status(_DONE)


def _transfer(session: Session, record: Record, grantee: Grantee, current: str | None) -> None:
    access = session.access
    access.sees(record)
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


@handles("grant_inherited", ddl=True)
def grant_inherited(session: Session, captures: Captures, text: str) -> Result:
    container, grantee = _inheriting(session, captures), grantee_of(session, captures)
    kind = captures["kinds"]
    for privilege in expanded(kind, captures["privileges"]):
        if privilege == "OWNERSHIP":
            raise errors.unsupported("OWNERSHIP as an inherited grant")
        new = Grant(privilege, grantee, session.role, kind=kind)
        if all(known.key != new.key for known in container.inherited):
            container.inherited.append(new)
    return status(_DONE)


@handles("revoke_inherited", ddl=True)
def revoke_inherited(session: Session, captures: Captures, text: str) -> Result:
    container, grantee = _inheriting(session, captures), grantee_of(session, captures)
    kind = captures["kinds"]
    wanted = expanded(kind, captures["privileges"])
    container.inherited = [
        g
        for g in container.inherited
        if not (g.kind == kind and g.privilege in wanted and g.grantee == grantee)
    ]
    return status(_DONE)


def _inheriting(session: Session, captures: Captures) -> Container:
    """Owning the container is not enough: MANAGE GRANTS on it or above is needed."""
    if not inherited_grants_enabled(session):
        raise errors.unsupported("INHERITED GRANTS")
    container = container_of(session, captures)
    if not manages(session, container):
        raise errors.insufficient(container.kind, container.name)
    return container


@handles("grant_role", ddl=True)
def grant_role(session: Session, captures: Captures, text: str) -> Result:
    _granted_role(session, captures).members.add(grantee_of(session, captures))
    return status(_DONE)


@handles("revoke_role", ddl=True)
def revoke_role(session: Session, captures: Captures, text: str) -> Result:
    _granted_role(session, captures).members.discard(grantee_of(session, captures))
    return status(_DONE)


def _granted_role(session: Session, captures: Captures) -> Role:
    if "granted" in captures:
        role = session.account.roles.get(captures["granted"])
        name = captures["granted"]
    else:
        database, name = session.names.schema_parts(captures["granted_database_role"], "GRANT")
        role = session.names.database(database).roles.get(name)
    if role is None:
        raise errors.missing("Role", name)
    if role.owner not in session.access.active and not session.access.manages_grants:
        raise errors.insufficient("role", role.name)
    return role
