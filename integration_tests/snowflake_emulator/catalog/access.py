"""What the session's role may see and do.

A missing privilege looks like a missing object as long as the role has none at all on it, as on
Snowflake: then the text is "does not exist or not authorized", and only a record the role sees
makes "insufficient privileges".
"""

from __future__ import annotations

from ..values import errors
from .account import Account
from .records import PUBLIC, Container, Database, Grant, Grantee, Obj, Record, Schema


def active_grantees(account: Account, *start: Grantee) -> frozenset[Grantee]:
    """The roles, and through the hierarchy all their roles, PUBLIC among them."""
    active = {*start, PUBLIC}
    roles = [*account.roles.values()]
    for database in account.databases.values():
        roles.extend(database.roles.values())
    grown = True
    while grown:
        grown = False
        for role in roles:
            if role.grantee not in active and role.members & active:
                active.add(role.grantee)
                grown = True
    return frozenset(active)


class Access:
    """The rights of some grantees at this moment; read again for every statement."""

    def __init__(
        self, account: Account, role: Grantee, user: Grantee | None = None, secondary: bool = True
    ) -> None:
        self.account = account
        own = {user} if user else set()
        # What the user's other roles (secondary ones) may do does not include CREATE.
        self.creating = active_grantees(account, role) | own
        self.active = self.creating
        if user and secondary:
            self.active = active_grantees(account, role, user)

    def covering(self, record: Record) -> list[tuple[Grant, Container]]:
        """All inherited grants that reach the record, with their containers."""
        containers: list[Container] = [self.account.record]
        if isinstance(record, Schema):
            containers.append(record.database)
        elif isinstance(record, Obj):
            containers += [record.schema.database, record.schema]
        return [
            (grant, container)
            for container in containers
            for grant in container.inherited
            if grant.kind == record.kind
        ]

    def privileges(self, record: Record, grantees: frozenset[Grantee] | None = None) -> set[str]:
        active = self.active if grantees is None else grantees
        found = {grant.privilege for grant in record.grants if grant.grantee in active}
        found |= {g.privilege for g, _ in self.covering(record) if g.grantee in active}
        if record.owner in active:
            found.add("OWNERSHIP")
        return found

    def has(self, record: Record, *wanted: str) -> bool:
        """Any of the privileges; ownership stands for all of them."""
        creates = any(privilege.startswith("CREATE ") for privilege in wanted)
        held = self.privileges(record, self.creating if creates else self.active)
        return bool(held & {*wanted, "OWNERSHIP"})

    def globally(self, privilege: str) -> bool:
        return self.has(self.account.record, privilege)

    @property
    def manages_grants(self) -> bool:
        return self.globally("MANAGE GRANTS")

    def resolves(self, container: Database | Schema) -> bool:
        if self.has(container, "USAGE"):
            return True
        return any(grant.grantee in self.active for grant in container.inherited)

    def sees(self, record: Record) -> bool:
        """In listings: a privilege on it and a way to it, or the right to manage all grants."""
        if self.manages_grants:
            return True
        if isinstance(record, Schema):
            if record.name == "INFORMATION_SCHEMA":
                return self.resolves(record.database)
            return self.resolves(record.database) and bool(self.privileges(record))
        if isinstance(record, Obj):
            way = self.resolves(record.schema.database) and self.resolves(record.schema)
            return way and bool(self.privileges(record))
        return bool(self.privileges(record))

    def require(self, record: Record, *wanted: str) -> None:
        """A record that is seen without these privileges: 003001; unseen: as if it were not."""
        if not self.has(record, *wanted):
            if not self.privileges(record) and not self.manages_grants:
                raise errors.missing(record.kind.title(), record.full_name)
            raise errors.insufficient(record.kind, record.name)

    def require_globally(self, privilege: str) -> None:
        if not self.globally(privilege):
            raise errors.insufficient("account", self.account.record.name)
