"""Roles, users, warehouses, shares and database roles."""

from __future__ import annotations

from ..catalog.records import Grantee, Named, Role
from ..objects.securables import account_object
from ..session.session import Session
from ..values import errors
from ..values.grammar import EXISTS, REPLACE
from ..values.lexer import dotted
from ..values.patterns import Captures
from ..values.results import Result, already_dropped, already_exists, status
from .statement import statement


@statement(
    f"""{REPLACE} {{ ROLE | USER | WAREHOUSE }}:kind {EXISTS} <name:ident> [ WITH ]
    [ <options:assignments> ]""",
    f"CREATE {{ SHARE }}:kind {EXISTS} <name:ident> [ <options:assignments> ]",
    ddl=True,
)
def create_account_object(session: Session, captures: Captures, text: str) -> Result:
    kind, name, account = captures["kind"], captures["name"], session.account
    options = dict(captures.get("options", {}))
    known = name in account.roles if kind == "ROLE" else (kind, name) in account.named
    if known and captures.get("exists"):
        return already_exists(name)
    session.access.require_globally(f"CREATE {kind}")
    if known and not captures.get("replace"):
        raise errors.exists(name)
    if known:
        _forget(session, Grantee(kind, name))
    comment = options.pop("COMMENT", None)
    if kind == "ROLE":
        account.roles[name] = Role(name=name, owner=session.owner, comment=comment)
    else:
        account.named[(kind, name)] = Named(
            name=name, owner=session.owner, kind=kind, comment=comment, options=options
        )
    return status(f"{kind.capitalize()} {name} successfully created.")


@statement(f"{REPLACE} DATABASE ROLE {EXISTS} <name:name> [ COMMENT = <comment:text> ]", ddl=True)
def create_database_role(session: Session, captures: Captures, text: str) -> Result:
    database_name, name = session.names.schema_parts(captures["name"], "CREATE DATABASE ROLE")
    database = session.names.database(database_name)
    session.access.require(database, "CREATE DATABASE ROLE", "OWNERSHIP")
    if name in database.roles:
        if captures.get("exists"):
            return already_exists(name)
        if not captures.get("replace"):
            raise errors.exists(dotted([database_name, name]))
    database.roles[name] = Role(
        name=name, owner=session.owner, database=database_name, comment=captures.get("comment")
    )
    return status(f"Database role {name} successfully created.")


@statement(
    "DROP { DATABASE ROLE }:kind [ IF EXISTS ]:exists <name:name>",
    "DROP { ROLE | USER | WAREHOUSE | SHARE }:kind [ IF EXISTS ]:exists <name:ident>",
    ddl=True,
)
def drop_account_object(session: Session, captures: Captures, text: str) -> Result:
    kind = captures["kind"]
    if kind == "DATABASE ROLE":
        database_name, name = session.names.schema_parts(captures["name"], "DROP DATABASE ROLE")
        roles = session.names.database(database_name).roles
        grantee = Grantee("DATABASE_ROLE", f"{database_name}.{name}")
        record: Role | Named | None = roles.pop(name, None)
    else:
        name, grantee = captures["name"], Grantee(kind, captures["name"])
        try:
            record = account_object(session, kind, name)
        except errors.SnowflakeError:
            record = None
        if record is not None:
            session.access.require(record, "OWNERSHIP")
    if record is None:
        if captures.get("exists"):
            return already_dropped(name)
        raise errors.missing(kind.title(), name)
    _forget(session, grantee)
    return status(f"{name} successfully dropped.")


def _forget(session: Session, grantee: Grantee) -> None:
    """The grantee is gone: its grants with it, and what it owned goes to the dropping role."""
    account = session.account
    account.roles.pop(grantee.name, None) if grantee.kind == "ROLE" else None
    account.named.pop((grantee.kind, grantee.name), None)
    records = [account.record, *account.databases.values(), *account.schemas(), *account.objects()]
    for record in records:
        record.grants = [grant for grant in record.grants if grant.grantee != grantee]
        if record.owner == grantee:
            record.owner = session.owner
        for held in ("future", "inherited"):
            if hasattr(record, held):
                kept = [grant for grant in getattr(record, held) if grant.grantee != grantee]
                setattr(record, held, kept)
    for role in account.roles.values():
        role.members.discard(grantee)


@statement(
    """ALTER { USER | WAREHOUSE | ROLE | SHARE }:kind [ IF EXISTS ] <name:ident>
    { SET <set:assignments> | UNSET <unset:idents> | SUSPEND | RESUME [ IF SUSPENDED ]
    | ADD ACCOUNTS = <accounts:idents> | REMOVE ACCOUNTS = <accounts:idents> }""",
    ddl=True,
)
def alter_account_object(session: Session, captures: Captures, text: str) -> Result:
    record = account_object(session, captures["kind"], captures["name"])
    session.access.require(record, "OWNERSHIP")
    for key, value in captures.get("set", {}).items():
        if key == "COMMENT":
            record.comment = value
        else:
            record.options[key] = value
    for key in captures.get("unset", []):
        record.options.pop(key, None)
    if "accounts" in captures:
        record.options["accounts"] = captures["accounts"]
    return status()
