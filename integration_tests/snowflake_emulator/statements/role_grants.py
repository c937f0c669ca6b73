"""GRANT and REVOKE of roles."""

from __future__ import annotations

from ..catalog.records import Role
from ..objects.securables import grantee_of
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement

_TO = "{ ROLE <role:ident> | USER <user:ident> }"
_DATABASE_ROLE = "DATABASE ROLE <granted_database_role:name>"
_DATABASE_ROLE_TO = (
    "{ ROLE <role:ident> | DATABASE ROLE <database_role:name> | SHARE <share:ident> }"
)


@statement(
    f"GRANT ROLE <granted:ident> TO {_TO}",
    f"GRANT {_DATABASE_ROLE} TO {_DATABASE_ROLE_TO}",
    ddl=True,
)
def grant_role(session: Session, captures: Captures, text: str) -> Result:
    _granted_role(session, captures).members.add(grantee_of(session, captures))
    return status()


@statement(
    f"REVOKE ROLE <granted:ident> FROM {_TO}",
    f"REVOKE {_DATABASE_ROLE} FROM {_DATABASE_ROLE_TO}",
    ddl=True,
)
def revoke_role(session: Session, captures: Captures, text: str) -> Result:
    _granted_role(session, captures).members.discard(grantee_of(session, captures))
    return status()


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
