"""The records and grantees that a statement's captures name."""

from __future__ import annotations

from ..catalog.records import (
    Container,
    Database,
    Grantee,
    Named,
    Obj,
    Record,
    Role,
    Schema,
    namespace,
)
from ..session.session import Session
from ..values import errors
from ..values.lexer import dotted
from ..values.patterns import Captures


def named_object(session: Session, captures: Captures, kind: str) -> Obj | None:
    """The table or view the statement names; None if it is missing, with IF EXISTS."""
    if captures.get("exists") and session.names.find(captures["name"]) is None:
        return None
    return session.names.object(captures["name"], kind)


def name_of(captures: Captures) -> tuple[str, ...]:
    """The name, with the types of a routine's arguments as a part of it."""
    parts: tuple[str, ...] = captures["name"]
    if "arguments" in captures:
        parts = (*parts[:-1], f"{parts[-1]}({captures['arguments'].text})")
    return parts


def record_of_kind(
    session: Session, kind: str, parts: tuple[str, ...], command: str
) -> Record | None:
    """The record that name means for a kind that is not of objects in a schema."""
    if kind == "DATABASE":
        return session.names.database(parts[0])
    if kind == "SCHEMA":
        return session.names.schema(parts, command)
    if kind in ("ROLE", "USER", "WAREHOUSE", "SHARE"):
        return account_object(session, kind, parts[0])
    return None


def account_object(session: Session, kind: str, name: str) -> Role | Named:
    found: Role | Named | None
    if kind == "ROLE":
        found = session.account.roles.get(name)
    else:
        found = session.account.named.get((kind, name))
    if found is None:
        raise errors.missing(kind.title(), dotted([name]))
    return found


def grantee_of(session: Session, captures: Captures) -> Grantee:
    """The grantee a statement names, which must exist."""
    account = session.account
    if name := captures.get("role"):
        if name not in account.roles:
            raise errors.missing("Role", name)
        return Grantee("ROLE", name)
    if parts := captures.get("database_role"):
        database, role = parts if len(parts) == 2 else (session.database or "", parts[0])
        found = account.databases.get(database)
        if found is None or role not in found.roles:
            raise errors.missing("Database Role", ".".join((database, role)))
        return Grantee("DATABASE_ROLE", f"{database}.{role}")
    kind = "USER" if "user" in captures else "SHARE"
    name = captures[kind.lower()]
    if (kind, name) not in account.named:
        raise errors.missing(kind.title(), name)
    return Grantee(kind, name)


def container_of(session: Session, captures: Captures) -> Container:
    if "account" in captures:
        return session.account.record
    if captures["container"] == "DATABASE":
        return session.names.database(captures["inside"][0])
    return session.names.schema(captures["inside"], "GRANT")


def named_record(session: Session, captures: Captures) -> Record:
    """The securable the statement names; without a kind it is a table or view."""
    kind, parts = captures.get("kind", "TABLE"), name_of(captures)
    if record := record_of_kind(session, kind, parts, "GRANT"):
        return record
    obj = session.names.object(parts, kind, namespace(kind))
    if "kind" in captures and kind not in ("TABLE", "VIEW") and obj.kind != kind:
        raise errors.missing(kind.title(), dotted(parts))
    return obj


def records_of(session: Session, captures: Captures) -> list[Record]:
    if "scope" not in captures:
        return [named_record(session, captures)]
    container, kind = container_of(session, captures), captures["kinds"]
    schemas = [container] if isinstance(container, Schema) else []
    if isinstance(container, Database):
        schemas = [s for s in container.schemas.values() if s.name != "INFORMATION_SCHEMA"]
        if kind == "SCHEMA":
            return list(schemas)
    return [obj for schema in schemas if isinstance(schema, Schema) for obj in schema.of_kind(kind)]


def manages(session: Session, record: Record) -> bool:
    """MANAGE GRANTS on the account or on a container of the record (or the container itself)."""
    access = session.access
    containers: list[Record] = []
    if isinstance(record, Obj):
        containers = [record.schema, record.schema.database]
    elif isinstance(record, Schema):
        containers = [record, record.database]
    elif isinstance(record, Database):
        containers = [record]
    return access.manages_grants or any(
        "MANAGE GRANTS" in access.privileges(container) for container in containers
    )


def may_grant_future(session: Session, container: Container) -> None:
    if session.access.manages_grants:
        return
    managed = isinstance(container, Schema) and container.managed
    if not (managed and container.owner in session.access.active):
        raise errors.insufficient(container.kind, container.name)


def inherited_grants_enabled(session: Session) -> bool:
    return session.account.parameters.get("FEATURE_RBAC_INHERITED_GRANTS") == "ENABLED"
