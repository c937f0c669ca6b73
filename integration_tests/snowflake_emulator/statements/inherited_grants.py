"""Inherited grants: privileges on all objects of a kind in a container, future ones too."""

from __future__ import annotations

from ..catalog.privileges import expanded
from ..catalog.records import Container, Grant
from ..objects.securables import container_of, grantee_of, inherited_grants_enabled, manages
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement

_WHAT = """INHERITED <privileges:privileges> ON ALL <kinds:kinds> IN
    { { ACCOUNT }:account | { SCHEMA | DATABASE }:container <inside:name> }"""
_TO = "{ ROLE <role:ident> | DATABASE ROLE <database_role:name> | USER <user:ident> }"


@statement(f"GRANT {_WHAT} TO {_TO}", ddl=True)
def grant_inherited(session: Session, captures: Captures, text: str) -> Result:
    container, grantee = _inheriting(session, captures), grantee_of(session, captures)
    kind = captures["kinds"]
    for privilege in expanded(kind, captures["privileges"]):
        if privilege == "OWNERSHIP":
            raise errors.unsupported("OWNERSHIP as an inherited grant")
        new = Grant(privilege, grantee, session.role, kind=kind)
        if all(known.key != new.key for known in container.inherited):
            container.inherited.append(new)
    return status()


@statement(f"REVOKE {_WHAT} FROM {_TO}", ddl=True)
def revoke_inherited(session: Session, captures: Captures, text: str) -> Result:
    container, grantee = _inheriting(session, captures), grantee_of(session, captures)
    kind = captures["kinds"]
    wanted = expanded(kind, captures["privileges"])
    container.inherited = [
        g
        for g in container.inherited
        if not (g.kind == kind and g.privilege in wanted and g.grantee == grantee)
    ]
    return status()


def _inheriting(session: Session, captures: Captures) -> Container:
    """Owning the container is not enough: MANAGE GRANTS on it or above is needed."""
    if not inherited_grants_enabled(session):
        raise errors.unsupported("INHERITED GRANTS")
    container = container_of(session, captures)
    if not manages(session, container):
        raise errors.insufficient(container.kind, container.name)
    return container
