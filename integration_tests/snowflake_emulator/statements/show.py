"""SHOW of schemas, objects and what belongs to the account."""

from __future__ import annotations

from ..catalog.records import Obj, Record, Schema
from ..catalog.store import row_counts
from ..objects.filters import databases_in, filtered, schemas_in
from ..objects.listing import LISTS, TERSE, Columns, Row
from ..session.session import Session
from ..values.patterns import Captures
from ..values.results import CREATED_ON, TIME, Result, rows_of, texts
from .statement import statement

_IN = """[ IN { { ACCOUNT }:account | { DATABASE }:database [ <database_name:ident> ]
    | { SCHEMA }:schema [ <schema_name:name> ] | <scope_name:name> } ]"""
_FILTER = "[ STARTS WITH <starts:text> ] [ LIMIT <limit:integer> [ FROM <after:text> ] ]"
_WITH_LIMIT = ("TABLES", "VIEWS", "OBJECTS")
_LISTED = f"{{ {' | '.join(LISTS)} }}:what"


@statement(
    f"""SHOW [ TERSE ]:terse SCHEMAS [ HISTORY ]:history [ LIKE <like:text> ] {_IN} {_FILTER}"""
)
def show_schemas(session: Session, captures: Captures, text: str) -> Result:
    schemas: list[Schema] = []
    for database in databases_in(session, captures):
        schemas += sorted(database.schemas.values(), key=lambda s: s.name)
        if captures.get("history"):
            schemas += database.dropped_schemas
    schemas = filtered(captures, [s for s in schemas if session.access.sees(s)])
    if captures.get("terse"):
        columns = [CREATED_ON, *texts("name kind database_name schema_name")]
        return rows_of(columns, [[s.created, s.name, None, s.database.name, None] for s in schemas])
    columns = [
        CREATED_ON,
        *texts("name is_default is_current database_name owner comment options retention_time"),
    ]
    history = [("dropped_on", TIME)] if captures.get("history") else []
    last = texts("owner_role_type object_visibility is_nested")
    rows = []
    for schema in schemas:
        options = [("TRANSIENT", schema.transient), ("MANAGED ACCESS", schema.managed)]
        current = schema is session.current()
        dropped = [schema.dropped] if history else []
        rows.append(
            [schema.created, schema.name, "N", "Y" if current else "N", schema.database.name,
             schema.owner.name, schema.comment or "",
             ", ".join(word for word, on in options if on), str(schema.keeps_days), *dropped,
             schema.owner.kind if schema.owner.name else "", None, "N"]
        )  # fmt: skip
    return rows_of(columns + history + last, rows)


@statement(
    f"SHOW [ TERSE ]:terse {_LISTED} [ HISTORY ]:history [ LIKE <like:text> ] {_IN} {_FILTER}"
)
def show_objects(session: Session, captures: Captures, text: str) -> Result:
    kinds, columns = LISTS[captures["what"]]
    objects: list[Obj] = []
    for schema in schemas_in(session, captures):
        here = [obj for obj in schema.of_kind(*kinds) if session.access.sees(obj)]
        here += [
            obj
            for (schema_id, _, _), obj in session.temporary.items()
            if schema_id == schema.id and obj.kind in kinds
        ]
        if captures.get("history"):
            here += [obj for obj in schema.dropped_objects if obj.kind in kinds]
        objects += sorted(here, key=lambda obj: obj.name)
    objects = filtered(captures, objects, cut=captures["what"] not in _WITH_LIMIT)
    if captures.get("terse"):
        return _table(session, TERSE, objects)
    if captures.get("history"):
        columns = [*columns, ("dropped_on", TIME, lambda row: row.obj.dropped)]
    return _table(session, columns, objects)


def _table(session: Session, columns: Columns, objects: list[Obj]) -> Result:
    counted = any(name == "rows" for name, _, _ in columns)
    sizes = row_counts(session.duck, objects) if counted else {}
    rows = []
    for obj in objects:
        row = Row(session, obj, sizes.get(obj.id))
        rows.append([value(row) for _, _, value in columns])
    return rows_of([(name, type_) for name, type_, _ in columns], rows)


@statement(
    f"""SHOW [ TERSE ]:terse {{ DATABASES | ROLES | USERS | WAREHOUSES | SHARES }}:what
    [ HISTORY ]:history [ LIKE <like:text> ] {_FILTER}""",
    "SHOW { DATABASE ROLES }:what IN DATABASE <database_name:ident> [ LIMIT <limit:integer> ]",
)
def show_account_objects(session: Session, captures: Captures, text: str) -> Result:
    account, what = session.account, captures["what"]
    records: list[Record] = []
    if what == "DATABASES":
        records += account.databases.values()
        if captures.get("history"):
            records += account.dropped_databases
    elif what == "ROLES":
        records += account.roles.values()
    elif what == "DATABASE ROLES":
        records += session.names.database(captures["database_name"]).roles.values()
    else:
        records += [r for (kind, _), r in account.named.items() if kind + "S" == what]
    if what == "DATABASES":
        records = [record for record in records if session.access.sees(record)]
    chosen = filtered(captures, sorted(records, key=lambda record: record.name))
    columns = [CREATED_ON, *texts("name owner comment")]
    rows = [[r.created, r.name, r.owner.name, r.comment or ""] for r in chosen]
    if what == "DATABASES":
        columns += texts("options retention_time is_current")
        for row, record in zip(rows, chosen, strict=True):
            current = "Y" if record.name == session.database else "N"
            row += ["TRANSIENT" if record.transient else "", str(record.keeps_days), current]
    return rows_of(columns, rows)
