"""What every CREATE and every move of an object has in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..catalog.records import Grant, Obj, Record, Schema, attach, copy_grants, drop, namespace, now
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import Result, already_exists, status


class Place:
    """Where a new object goes, and what is there already."""

    def __init__(self, session: Session, captures: Captures, kind: str, privilege: str) -> None:
        self.session, self.kind = session, kind
        self.temporary = bool(captures.get("temporary"))
        self.replaces = bool(captures.get("replace"))
        self.schema, self.name = session.names.place(captures["name"], f"CREATE {kind}")
        if self.schema.name == "INFORMATION_SCHEMA":
            raise errors.insufficient("schema", self.schema.name)
        if not self.temporary:
            session.access.require(self.schema, f"CREATE {privilege}", "OWNERSHIP")
        elif not session.access.resolves(self.schema):
            raise errors.missing("Schema", self.schema.full_name)
        if self.replaces and captures.get("exists"):
            raise errors.not_snowflake("OR REPLACE and IF NOT EXISTS exclude each other")
        arguments = captures["arguments"].text if "arguments" in captures else ""
        self.arguments = f"({arguments})" if "arguments" in captures else ""
        key = (namespace(kind), self.name + self.arguments)
        if self.temporary:
            self.existing = session.temporary.get((self.schema.id, *key))
        else:
            self.existing = self.schema.objects.get(key)
        self.kept = self._check_existing(bool(captures.get("exists")))

    def _check_existing(self, if_not_exists: bool) -> Result | None:
        if self.existing is None:
            return None
        if if_not_exists:
            return already_exists(self.name)
        if not self.replaces:
            raise errors.exists(self.existing.full_name)
        if self.existing.kind != self.kind:
            raise errors.compilation(
                1998,
                "42710",
                f"Object '{self.existing.full_name}' already exists as {self.existing.kind}",
            )
        if not self.temporary:
            self.session.access.require(self.existing, "OWNERSHIP")
        return None

    def new(self, **fields: Any) -> Obj:
        return Obj(
            name=self.name,
            owner=self.session.owner,
            schema=self.schema,
            kind=self.kind,
            temporary=self.temporary,
            arguments=self.arguments,
            **fields,
        )

    def install(self, obj: Obj, with_grants: bool = False) -> None:
        """The object takes its place, and that of the one it replaces, in one step."""
        if self.temporary:
            self.session.temporary[(self.schema.id, *obj.key)] = obj
            return
        if self.existing is not None:
            drop(self.existing)
            invalidate_views([self.existing])
        attach(obj, self.schema)
        if self.existing is not None and with_grants:
            obj.grants = [
                replace(grant, granted_by=obj.owner.name)
                for grant in copy_grants(self.existing.grants)
            ]
        else:
            apply_future_grants(obj)

    def created(self, word: str | None = None) -> Result:
        return status(f"{(word or self.kind).capitalize()} {self.name} successfully created.")


def future_grants(record: Record) -> list[Grant]:
    """Those that hold for a new record: the schema's for its kind, else the database's."""
    if isinstance(record, Obj):
        own = [grant for grant in record.schema.future if grant.kind == record.kind]
        return own or [g for g in record.schema.database.future if g.kind == record.kind]
    if isinstance(record, Schema):
        return [grant for grant in record.database.future if grant.kind == "SCHEMA"]
    return []


def apply_future_grants(record: Record) -> None:
    for grant in future_grants(record):
        if grant.privilege == "OWNERSHIP":
            record.owner = grant.grantee
        else:
            add_grant(record, replace(grant, kind="", granted_by=record.owner.name, created=now()))


def add_grant(record: Record, grant: Grant) -> None:
    """The record has the grant; a grant option is added to an existing one, never taken away."""
    for known in record.grants:
        if known.key == grant.key:
            known.option = known.option or grant.option
            return
    record.grants.append(grant)


def invalidate_views(moved: list[Obj]) -> None:
    """Materialized views are suspended when their base table is dropped, swapped or renamed."""
    ids = {obj.id for obj in moved}
    for schema in {obj.schema.id: obj.schema for obj in moved}.values():
        for database_schema in schema.database.schemas.values():
            for view in database_schema.of_kind("MATERIALIZED VIEW"):
                if view.options.get("base") in ids:
                    view.options["invalid"] = True


def set_properties(obj: Obj, captures: Captures) -> None:
    """SET key = value and UNSET key, for comment, retention and what is merely remembered."""
    changes = {**captures.get("set", {}), **dict.fromkeys(captures.get("unset", []))}
    for key, value in changes.items():
        if key == "COMMENT":
            obj.comment = value
        elif key == "DATA_RETENTION_TIME_IN_DAYS":
            if value is not None and value > (1 if obj.transient else 90):
                raise errors.compilation(2170, "22023", "Exceeds maximum allowable retention time")
            obj.retention = value
        elif value is None:
            obj.options.pop(key, None)
        else:
            obj.options[key] = value
