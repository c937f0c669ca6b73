"""Records by the names that a statement gives, as a session sees them."""

from __future__ import annotations

from collections.abc import Mapping

from ..catalog.access import Access
from ..catalog.records import Database, Obj, Schema
from ..values import errors
from ..values.lexer import dotted

Temporary = Mapping[tuple[int, str, str], Obj]
"""The temporary objects of a session, by the id of their schema, their namespace and name."""


class Names:
    """What names mean to these rights, at this place (the current database and schema)."""

    def __init__(
        self, access: Access, place: tuple[str | None, str | None], temporary: Temporary
    ) -> None:
        self.access, self.account = access, access.account
        self.here, self.temporary = place, temporary

    def current(self) -> Schema | None:
        """The current schema, if it still exists under that name."""
        database = self.account.databases.get(self.here[0] or "")
        return database.schemas.get(self.here[1] or "") if database else None

    def database(self, name: str) -> Database:
        found = self.account.databases.get(name)
        if found is None or not (self.access.resolves(found) or self.access.manages_grants):
            raise errors.missing("Database", dotted([name]))
        return found

    def schema_parts(self, parts: tuple[str, ...], command: str) -> tuple[str, str]:
        if len(parts) == 2:
            return parts[0], parts[1]
        if len(parts) > 2:
            raise errors.impossible()
        if self.here[0] is None:
            raise errors.no_database(command)
        return self.here[0], parts[0]

    def schema(self, parts: tuple[str, ...], command: str = "SELECT") -> Schema:
        database, name = self.schema_parts(parts, command)
        found = self.database(database).schemas.get(name)
        if found is None or not (self.access.privileges(found) or self.access.sees(found)):
            raise errors.missing("Schema", dotted([database, name]))
        return found

    def current_schema(self, command: str) -> Schema:
        database, schema = self.here
        if database is None:
            raise errors.no_database(command)
        if schema is None or self.current() is None:
            raise errors.no_schema(command)
        return self.schema((database, schema), command)

    def place(self, parts: tuple[str, ...], command: str) -> tuple[Schema, str]:
        """The schema and the bare name of an object that may not exist yet."""
        if len(parts) == 1:
            return self.current_schema(command), parts[0]
        return self.schema(parts[:-1], command), parts[-1]

    def find(self, parts: tuple[str, ...], space: str = "RELATION") -> Obj | None:
        """The object of that name that the role may know of; temporary ones hide the others."""
        try:
            schema, name = self.place(parts, "SELECT")
        except errors.SnowflakeError as error:
            if error.code == 2003:
                return None
            raise
        if temporary := self.temporary.get((schema.id, space, name)):
            return temporary
        found = schema.objects.get((space, name))
        return found if found is not None and self.access.sees(found) else None

    def object(self, parts: tuple[str, ...], kind: str = "Object", space: str = "RELATION") -> Obj:
        found = self.find(parts, space)
        if found is None:
            raise errors.missing(kind.title(), dotted(parts))
        return found
