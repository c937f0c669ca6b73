"""The account: databases, roles, users, shares, and the lock under which they change."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from typing import Any

from .records import (
    ACCOUNT_NAME,
    SYSTEM,
    Container,
    Database,
    Grant,
    Grantee,
    Named,
    Obj,
    Role,
    Schema,
)


class Account:
    """All records, and the lock under which statements read and change them."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.version = 0  # moves with every change of a record
        self.record = Container(name=ACCOUNT_NAME, owner=SYSTEM)
        self.databases: dict[str, Database] = {}
        self.dropped_databases: list[Database] = []
        self.roles: dict[str, Role] = {}
        self.named: dict[tuple[str, str], Named] = {}
        self.parameters: dict[str, Any] = {}
        self._default_roles()

    def copy(self) -> Account:
        """The same records once more, with the same ids; the two share nothing."""
        with self.lock:
            records = {name: value for name, value in vars(self).items() if name != "lock"}
            twin = Account()
            vars(twin).update(copy.deepcopy(records))
        return twin

    def _default_roles(self) -> None:
        above = {
            "ACCOUNTADMIN": [],
            "SYSADMIN": ["ACCOUNTADMIN"],
            "SECURITYADMIN": ["ACCOUNTADMIN"],
            "USERADMIN": ["SECURITYADMIN"],
            "PUBLIC": [],
        }
        for name, parents in above.items():
            members = {Grantee("ROLE", parent) for parent in parents}
            self.roles[name] = Role(name=name, owner=SYSTEM, members=members)
        for role, privileges in {
            "ACCOUNTADMIN": ["CREATE SHARE", "APPLY TAG", "MONITOR USAGE", "CREATE INTEGRATION"],
            "SYSADMIN": ["CREATE DATABASE", "CREATE WAREHOUSE"],
            "SECURITYADMIN": ["MANAGE GRANTS"],
            "USERADMIN": ["CREATE ROLE", "CREATE USER"],
            "PUBLIC": [],
        }.items():
            for privilege in privileges:
                self.record.grants.append(Grant(privilege, Grantee("ROLE", role), ""))

    def add_database(self, name: str, owner: Grantee, **properties: Any) -> Database:
        database = Database(name=name, owner=owner, **properties)
        self.databases[name] = database
        for schema in ("INFORMATION_SCHEMA", "PUBLIC"):
            whose = SYSTEM if schema == "INFORMATION_SCHEMA" else owner
            database.schemas[schema] = Schema(name=schema, owner=whose, database=database)
        return database

    def schemas(self) -> Iterator[Schema]:
        for database in self.databases.values():
            yield from database.schemas.values()

    def objects(self) -> Iterator[Obj]:
        for schema in self.schemas():
            yield from schema.objects.values()

    def role(self, grantee: Grantee) -> Role | None:
        if grantee.kind == "DATABASE_ROLE":
            database, _, name = grantee.name.partition(".")
            found = self.databases.get(database)
            return found.roles.get(name) if found else None
        return self.roles.get(grantee.name) if grantee.kind == "ROLE" else None
