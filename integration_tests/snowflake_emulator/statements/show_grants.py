"""SHOW GRANTS in its forms, with the columns that each is documented to have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..catalog.records import (
    ACCOUNT_NAME,
    Container,
    Database,
    Grant,
    Grantee,
    Obj,
    Record,
    Role,
    Schema,
)
from ..objects.securables import container_of, grantee_of, inherited_grants_enabled, named_record
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import CREATED_ON, Result, flag, rows_of, texts
from .statement import statement

_BASE = [
    CREATED_ON,
    *texts("privilege granted_on name granted_to grantee_name grant_option granted_by"),
]
_BY_TYPE = texts("granted_by_role_type")
_INHERITED = texts("is_inherited inherited_from inherited_from_database inherited_from_schema")
_FUTURE = [CREATED_ON, *texts("privilege grant_on name grant_to grantee_name grant_option")]


def _limited(captures: Captures, rows: list[list[Any]]) -> list[list[Any]]:
    return rows[: captures["limit"]] if "limit" in captures else rows


def _on(record: Record) -> str:
    return record.kind.replace(" ", "_")


def _name(record: Record) -> str:
    return record.full_name + (record.arguments if isinstance(record, Obj) else "")


def _row(record: Record, grant: Grant, plain: bool) -> list[Any]:
    managed = isinstance(record, Obj) and record.schema.managed
    return [
        grant.created,
        grant.privilege,
        _on(record),
        _name(record),
        grant.grantee.kind,
        grant.grantee.shown,
        flag(grant.option and not managed),
        grant.granted_by,
        *([] if plain else ["ROLE" if grant.granted_by else ""]),
    ]


def direct_grants(record: Record) -> Iterator[Grant]:
    """The ownership of the record and the grants on it, as grants."""
    owner = record.owner
    if owner.name:
        yield Grant("OWNERSHIP", owner, owner.name, option=True, created=record.created)
        if isinstance(record, Schema) and record.managed:
            yield Grant("MANAGE GRANTS", owner, owner.name, option=True, created=record.created)
    yield from sorted(record.grants, key=lambda grant: (grant.created, grant.privilege))


def _origin(container: Container) -> list[Any]:
    if isinstance(container, Schema):
        return ["true", "SCHEMA", container.database.name, container.name]
    if isinstance(container, Database):
        return ["true", "DATABASE", container.name, ""]
    return ["true", "ACCOUNT", "", ""]


_DIRECT: list[Any] = ["false", "", "", ""]


@statement(
    "SHOW GRANTS ON { ACCOUNT }:account [ LIMIT <limit:integer> ]",
    """SHOW GRANTS ON [ <kind:kind> ] <name:name> [ <arguments:parens> ]
    [ LIMIT <limit:integer> ]""",
)
def show_grants_on(session: Session, captures: Captures, text: str) -> Result:
    if "account" in captures:
        rows = [
            [g.created, g.privilege, "ACCOUNT", ACCOUNT_NAME, g.grantee.kind, g.grantee.shown,
             flag(g.option), g.granted_by, "ROLE" if g.granted_by else ""]
            for g in session.account.record.grants
        ]  # fmt: skip
        return rows_of(_BASE + _BY_TYPE, _limited(captures, rows))
    record = named_record(session, captures)
    if not session.access.sees(record):
        raise errors.missing(record.kind.title(), _name(record))
    rows = [_row(record, grant, plain=False) for grant in direct_grants(record)]
    columns = _BASE + _BY_TYPE
    if inherited_grants_enabled(session):
        columns = columns + _INHERITED
        rows = [row + _DIRECT for row in rows]
        for grant, container in session.access.covering(record):
            rows.append(_row(record, grant, plain=False) + _origin(container))
    return rows_of(columns, _limited(captures, rows))


def _everything(session: Session) -> Iterator[Record]:
    account = session.account
    yield from account.databases.values()
    yield from account.schemas()
    yield from account.objects()
    yield from account.named.values()
    yield from account.roles.values()


def _held(session: Session, grantee: Grantee) -> Iterator[list[Any]]:
    for grant in session.account.record.grants:
        if grant.grantee == grantee:
            yield [grant.created, grant.privilege, "ACCOUNT", ACCOUNT_NAME, grantee.kind,
                   grantee.shown, flag(grant.option), grant.granted_by]  # fmt: skip
    for record in _everything(session):
        for grant in direct_grants(record):
            if grant.grantee == grantee:
                yield _row(record, grant, plain=True)


def _all_roles(session: Session) -> Iterator[Role]:
    yield from session.account.roles.values()
    for database in session.account.databases.values():
        yield from database.roles.values()


@statement(
    "SHOW GRANTS [ LIMIT <limit:integer> ]",
    """SHOW GRANTS TO { ROLE <role:ident> | DATABASE ROLE <database_role:name>
    | USER <user:ident> | SHARE <share:ident> } [ LIMIT <limit:integer> ]""",
)
def show_grants_to(session: Session, captures: Captures, text: str) -> Result:
    wanted = captures if {"role", "database_role", "user", "share"} & set(captures) else None
    grantee = grantee_of(session, wanted or {"user": session.user})
    rows = list(_held(session, grantee))
    for role in _all_roles(session):
        if grantee in role.members:
            kind = "DATABASE_ROLE" if role.database else "ROLE"
            shown = role.grantee.name if role.database else role.name
            rows.append([role.created, "USAGE", kind, shown, grantee.kind, grantee.shown, "false",
                         role.owner.name])  # fmt: skip
    columns = list(_BASE)
    if grantee.kind == "USER":
        columns.insert(4, ("role", "VARCHAR"))
        rows = [[*row[:4], row[3] if row[2] == "ROLE" else None, *row[4:]] for row in rows]
    elif grantee.kind in ("ROLE", "DATABASE_ROLE") and inherited_grants_enabled(session):
        columns += _INHERITED
        rows = [row + _DIRECT for row in rows]
        containers: list[Container] = [session.account.record, *session.account.databases.values()]
        for container in [*containers, *session.account.schemas()]:
            for grant in container.inherited:
                if grant.grantee == grantee:
                    rows.append([grant.created, grant.privilege, grant.kind.replace(" ", "_"), "",
                                 grantee.kind, grantee.shown, "false", grant.granted_by,
                                 *_origin(container)])  # fmt: skip
    return rows_of(columns, _limited(captures, rows))


@statement("""SHOW GRANTS OF { ROLE <role:ident> | DATABASE ROLE <database_role:name>
    | SHARE <share:ident> } [ LIMIT <limit:integer> ]""")
def show_grants_of(session: Session, captures: Captures, text: str) -> Result:
    columns = [CREATED_ON, *texts("role granted_to grantee_name granted_by")]
    if "share" in captures:
        grantee_of(session, captures)
        return rows_of([CREATED_ON, *texts("share account")], [])
    role = session.account.role(grantee_of(session, captures))
    assert role is not None
    rows = [
        [role.created, role.name, member.kind, member.shown, role.owner.name]
        for member in sorted(role.members, key=lambda member: (member.kind, member.name))
    ]
    return rows_of(columns, _limited(captures, rows))


def _future_rows(container: Container, grants: list[Grant]) -> list[list[Any]]:
    assert isinstance(container, (Schema, Database))
    return [
        [grant.created, grant.privilege, grant.kind.replace(" ", "_"),
         f"{container.full_name}.<{grant.kind.replace(' ', '_')}>", grant.grantee.kind,
         grant.grantee.shown, flag(grant.option)]
        for grant in grants
    ]  # fmt: skip


@statement("""SHOW FUTURE GRANTS { IN { SCHEMA | DATABASE }:container <inside:name>
    | TO ROLE <role:ident> | TO DATABASE ROLE <database_role:name> }
    [ LIMIT <limit:integer> ]""")
def show_future_grants(session: Session, captures: Captures, text: str) -> Result:
    rows: list[list[Any]] = []
    if "container" in captures:
        container = container_of(session, captures)
        rows = _future_rows(container, container.future)
    else:
        grantee = grantee_of(session, captures)
        for holder in [*session.account.databases.values(), *session.account.schemas()]:
            rows += _future_rows(holder, [g for g in holder.future if g.grantee == grantee])
    return rows_of(_FUTURE, _limited(captures, rows))


@statement("""SHOW INHERITED GRANTS IN { { ACCOUNT }:account
    | { SCHEMA | DATABASE }:container <inside:name> } [ LIMIT <limit:integer> ]""")
def show_inherited_grants(session: Session, captures: Captures, text: str) -> Result:
    if not inherited_grants_enabled(session):
        raise errors.unsupported("INHERITED GRANTS")
    container = container_of(session, captures)
    rows = [
        [g.created, g.privilege, g.kind.replace(" ", "_"), "", g.grantee.kind, g.grantee.shown,
         "false", g.granted_by, "ROLE", *_origin(container)]
        for g in container.inherited
    ]  # fmt: skip
    return rows_of(_BASE + _BY_TYPE + _INHERITED, _limited(captures, rows))
