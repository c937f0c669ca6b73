"""The account: records of databases, schemas and objects, each with an identity of its own.

A name is only the key under which a container holds a record. SWAP and RENAME exchange names and
touch nothing else; data lives in the engine under the object's storage name, which no statement
can change.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any

from ..values import errors
from ..values.lexer import dotted

ACCOUNT_NAME = "EMULATOR"
_IDS = itertools.count(1001)


def now() -> datetime:
    return datetime.now(timezone.utc)


def new_id() -> int:
    return next(_IDS)


@dataclass(frozen=True)
class Grantee:
    kind: str  # ROLE, DATABASE_ROLE, SHARE, USER
    name: str  # a database role's is `DATABASE.ROLE`

    @property
    def shown(self) -> str:
        """The name as SHOW GRANTS prints it."""
        if self.kind == "SHARE":
            return f"{ACCOUNT_NAME}.{self.name}"
        return self.name.split(".", 1)[1] if self.kind == "DATABASE_ROLE" else self.name


@dataclass
class Grant:
    """A privilege on a record, or (with `kind`) on a kind of object in a container."""

    privilege: str
    grantee: Grantee
    granted_by: str
    option: bool = False
    kind: str = ""  # for future and inherited grants
    created: datetime = field(default_factory=now)

    @property
    def key(self) -> tuple[str, str, Grantee]:
        return self.privilege, self.kind, self.grantee


@dataclass
class Record:
    name: str
    owner: Grantee
    id: int = field(default_factory=new_id)
    comment: str | None = None
    created: datetime = field(default_factory=now)
    dropped: datetime | None = None
    last_altered: datetime = field(default_factory=now)
    grants: list[Grant] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)
    kind = "RECORD"

    @property
    def full_name(self) -> str:
        return dotted([self.name])


@dataclass
class Container(Record):
    future: list[Grant] = field(default_factory=list)
    inherited: list[Grant] = field(default_factory=list)
    retention: int | None = None
    transient: bool = False


@dataclass
class Database(Container):
    schemas: dict[str, Schema] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    dropped_schemas: list[Schema] = field(default_factory=list)
    kind = "DATABASE"

    @property
    def keeps_days(self) -> int:
        return 1 if self.retention is None else self.retention


@dataclass(kw_only=True)
class Schema(Container):
    database: Database
    managed: bool = False
    objects: dict[tuple[str, str], Obj] = field(default_factory=dict)
    dropped_objects: list[Obj] = field(default_factory=list)
    kind = "SCHEMA"

    @property
    def full_name(self) -> str:
        return dotted([self.database.name, self.name])

    @property
    def keeps_days(self) -> int:
        return self.database.keeps_days if self.retention is None else self.retention

    def of_kind(self, *kinds: str) -> Iterator[Obj]:
        found = (obj for obj in self.objects.values() if obj.kind in kinds)
        yield from sorted(found, key=lambda obj: obj.name)


@dataclass
class Column:
    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    comment: str | None = None
    engine_default: str | None = None


# Tables, views and what else FROM can name share one namespace; every other kind has its own.
RELATIONS = (
    "TABLE", "VIEW", "MATERIALIZED VIEW", "DYNAMIC TABLE", "EXTERNAL TABLE", "HYBRID TABLE",
    "EVENT TABLE", "ICEBERG TABLE", "STREAM",
)  # fmt: skip
TABLES = (
    "TABLE",
    "DYNAMIC TABLE",
    "HYBRID TABLE",
    "EXTERNAL TABLE",
    "EVENT TABLE",
    "ICEBERG TABLE",
)
VIEWS = ("VIEW", "MATERIALIZED VIEW")
STORED = ("TABLE", "DYNAMIC TABLE", "HYBRID TABLE")


@dataclass
class Version:
    """What a table held until `until`."""

    storage: str
    until: datetime


@dataclass(kw_only=True)
class Obj(Record):
    schema: Schema
    kind: str = "TABLE"
    transient: bool = False
    temporary: bool = False
    secure: bool = False
    columns: list[Column] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    storage: str = ""
    text: str = ""  # a view's or dynamic table's query, as written
    statement: str = ""  # the CREATE statement, as written
    arguments: str = ""
    clone_group: int = 0
    retention: int | None = None
    last_ddl: datetime = field(default_factory=now)
    token: int = 0
    floor: datetime = field(default_factory=now)
    versions: list[Version] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clone_group = self.clone_group or self.id
        self.last_altered = self.last_ddl = self.floor = self.created

    @property
    def key(self) -> tuple[str, str]:
        return namespace(self.kind), self.name + self.arguments

    @property
    def full_name(self) -> str:
        return dotted([self.schema.database.name, self.schema.name, self.name])

    @property
    def keeps_days(self) -> int:
        return self.schema.keeps_days if self.retention is None else self.retention

    def touched(self, ddl: bool = True) -> None:
        self.last_altered = now()
        if ddl:
            self.last_ddl = self.last_altered


def namespace(kind: str) -> str:
    return "RELATION" if kind in RELATIONS else kind


@dataclass
class Role(Record):
    members: set[Grantee] = field(default_factory=set)  # to whom the role is granted
    database: str = ""
    kind = "ROLE"

    @property
    def grantee(self) -> Grantee:
        if self.database:
            return Grantee("DATABASE_ROLE", f"{self.database}.{self.name}")
        return Grantee("ROLE", self.name)


@dataclass
class Named(Record):
    """A user, warehouse or share: it exists and has properties, nothing more."""

    kind: str = "USER"


SYSTEM = Grantee("ROLE", "")
ADMIN = Grantee("ROLE", "ACCOUNTADMIN")
PUBLIC = Grantee("ROLE", "PUBLIC")


def attach(obj: Obj, schema: Schema) -> None:
    """The object is now the schema's, under its own name; a taken name is an error."""
    if obj.key in schema.objects:
        raise errors.exists(obj.full_name)
    obj.schema = schema
    schema.objects[obj.key] = obj


def detach(obj: Obj) -> None:
    schema = obj.schema
    if schema.objects.get(obj.key) is obj:
        del schema.objects[obj.key]


def drop(obj: Obj) -> None:
    """The object leaves its schema; it can come back if it has a retention."""
    detach(obj)
    obj.dropped = now()
    if not obj.temporary and obj.keeps_days > 0:
        obj.schema.dropped_objects.append(obj)


def copy_grants(grants: list[Grant]) -> list[Grant]:
    return [replace(grant, created=now()) for grant in grants]


def as_of(obj: Obj, moment: datetime) -> str:
    """The storage that holds what the table held at that moment; 000707 if none does."""
    if moment < max(obj.floor, obj.created):
        raise errors.no_time_travel(obj.kind, obj.full_name)
    for version in obj.versions:
        if moment < version.until:
            return version.storage
    return obj.storage
