"""Objects of which only the record exists, and what all objects share: rename, drop, comment."""

from __future__ import annotations

from typing import Any

from ..catalog.records import RELATIONS, TABLES, VIEWS, Obj, Record, attach, detach, drop, namespace
from ..objects.making import Place, invalidate_views, set_properties
from ..objects.securables import name_of, record_of_kind
from ..session.session import Session
from ..values import errors
from ..values.grammar import EXISTS, REPLACE
from ..values.lexer import dotted
from ..values.patterns import Captures
from ..values.results import Result, already_dropped, status
from .statement import statement

_CREATED = {"STAGE": "Stage area", "FILE FORMAT": "File format"}


@statement(
    f"""{REPLACE} {{ STREAM }}:kind {EXISTS} <name:name> [ {{ COPY GRANTS }}:copy_grants ]
    ON {{ TABLE | VIEW | DYNAMIC TABLE | EXTERNAL TABLE }}:source_kind <source:name>
    [ <options:assignments> ]""",
    f"""{REPLACE} {{ TASK }}:kind {EXISTS} <name:name> [ <options:assignments> ]
    [ AFTER <after:idents> ] [ WHEN <condition:parens> ] AS <definition:rest>""",
    f"""{REPLACE} {{ ALERT }}:kind {EXISTS} <name:name> [ <options:assignments> ]
    IF <condition:parens> THEN <definition:rest>""",
    f"""{REPLACE} {{ PIPE }}:kind {EXISTS} <name:name> [ <options:assignments> ]
    AS <definition:rest>""",
    f"""{REPLACE} {{ STAGE | FILE FORMAT }}:kind {EXISTS} <name:name>
    [ <options:assignments> ]""",
    f"""{REPLACE} {{ SEQUENCE }}:kind {EXISTS} <name:name> [ WITH ]
    [* START [ WITH ] [ = ] <start:integer> | INCREMENT [ BY ] [ = ] <step:integer>
     | ORDER | NOORDER | COMMENT = <comment:text> *]""",
    f"""{REPLACE} [ SECURE ] {{ FUNCTION | PROCEDURE }}:kind {EXISTS} <name:name>
    <arguments:parens> RETURNS <definition:rest>""",
    ddl=True,
)
def create_object(session: Session, captures: Captures, text: str) -> Result:
    kind = captures["kind"]
    place = Place(session, captures, kind, kind)
    if place.kept:
        return place.kept
    options: dict[str, Any] = dict(captures.get("options", {}))
    obj = place.new(statement=text, comment=options.pop("COMMENT", captures.get("comment")))
    if kind == "STREAM":
        base = session.names.object(captures["source"], captures["source_kind"])
        options |= {"base": base.id, "base_object": base, "type": "DELTA"}
    elif kind in ("TASK", "ALERT"):
        options |= {"state": "suspended", "definition": captures["definition"].text}
        if kind == "ALERT":
            options["condition"] = captures["condition"].text
    elif kind in ("PIPE", "FUNCTION", "PROCEDURE"):
        options |= {"state": "RUNNING", "definition": captures["definition"].text}
    elif kind == "SEQUENCE":
        options |= {"start": captures.get("start", 1), "step": captures.get("step", 1)}
    obj.options = options
    place.install(obj, with_grants=bool(captures.get("copy_grants")))
    return status(f"{_CREATED.get(kind, kind.capitalize())} {place.name} successfully created.")


@statement(
    "ALTER { TASK | ALERT }:kind [ IF EXISTS ]:exists <name:name> { SUSPEND | RESUME }:state",
    """ALTER { STREAM | TASK | PIPE | STAGE | SEQUENCE | ALERT }:kind [ IF EXISTS ]:exists
    <name:name> { SET <set:assignments> | UNSET <unset:idents> }""",
    ddl=True,
)
def alter_object(session: Session, captures: Captures, text: str) -> Result:
    obj = _find(session, captures, captures["kind"])
    if obj is None:
        return status()
    session.access.require(obj, "OPERATE", "OWNERSHIP")
    if "state" in captures:
        obj.options["state"] = {"SUSPEND": "suspended", "RESUME": "started"}[captures["state"]]
    set_properties(obj, captures)
    obj.touched()
    return status()


def matches(obj: Obj, kind: str) -> bool:
    """TABLE and VIEW statements also take the special tables and views they are documented for."""
    if kind == "TABLE":
        return obj.kind in ("TABLE", "HYBRID TABLE", "EVENT TABLE")
    return obj.kind == kind


def _find(session: Session, captures: Captures, kind: str) -> Obj | None:
    """The object of that kind; None if it is missing, with IF EXISTS."""
    obj = session.names.find(name_of(captures), namespace(kind))
    if obj is None:
        if captures.get("exists"):
            return None
        raise errors.missing(kind.title(), dotted(captures["name"]))
    if not matches(obj, kind):
        raise errors.compilation(
            2203,
            "42601",
            f"Object found is of type '{obj.kind}', specified type '{kind}' is not supported.",
        )
    return obj


@statement(
    """DROP <kind:kind> [ IF EXISTS ]:exists <name:name> [ <arguments:parens> ]
    [ CASCADE | RESTRICT ]""",
    ddl=True,
)
def drop_object(session: Session, captures: Captures, text: str) -> Result:
    obj = _find(session, captures, captures["kind"])
    if obj is None:
        return already_dropped(captures["name"][-1])
    if obj.temporary:
        session.temporary.pop((obj.schema.id, *obj.key), None)
    else:
        session.access.require(obj, "OWNERSHIP")
        drop(obj)
        invalidate_views([obj])
    return status(f"{obj.name} successfully dropped.")


@statement("ALTER <kind:kind> [ IF EXISTS ]:exists <name:name> RENAME TO <target:name>", ddl=True)
def rename_object(session: Session, captures: Captures, text: str) -> Result:
    """A bare new name means the session's current schema, as everywhere else."""
    obj = _find(session, captures, captures["kind"])
    if obj is None:
        return status()
    schema, name = session.names.place(captures["target"], f"ALTER {captures['kind']}")
    if obj.temporary:
        raise errors.not_emulated("renaming a temporary object")
    session.access.require(obj, "OWNERSHIP")
    session.access.require(schema, f"CREATE {obj.kind}", "OWNERSHIP")
    if (namespace(obj.kind), name + obj.arguments) in schema.objects:
        raise errors.exists(dotted([schema.database.name, schema.name, name]))
    detach(obj)
    obj.name = name
    attach(obj, schema)
    obj.touched()
    invalidate_views([obj])
    return status()


@statement(
    "COMMENT [ IF EXISTS ]:exists ON COLUMN <column:name> . <field:ident> IS <text:text>",
    "COMMENT [ IF EXISTS ]:exists ON COLUMN <column:name> IS <text:text>",
    """COMMENT [ IF EXISTS ]:exists ON <kind:kind> <name:name> [ <arguments:parens> ]
    IS <text:text>""",
    ddl=True,
)
def comment(session: Session, captures: Captures, text: str) -> Result:
    wanted = captures["text"] or None
    if "column" in captures:
        parts, field = captures["column"], captures.get("field")
        if field is None:
            parts, field = parts[:-1], parts[-1]
        obj = session.names.object(parts, "Table")
        session.access.require(obj, "OWNERSHIP")
        for column in obj.columns:
            if column.name == field:
                column.comment = wanted
                obj.touched()
                return status()
        raise errors.compilation(904, "42000", f"invalid identifier '{field}'")
    record = _commented(session, captures)
    if record is None:
        return status()
    if not (isinstance(record, Obj) and record.temporary):
        session.access.require(record, "OWNERSHIP")
    record.comment = wanted
    if isinstance(record, Obj):
        record.touched()
    return status()


def _commented(session: Session, captures: Captures) -> Record | None:
    kind, parts = captures["kind"], captures["name"]
    try:
        if record := record_of_kind(session, kind, parts, "COMMENT"):
            return record
        # COMMENT ON TABLE and COMMENT ON VIEW take either.
        if kind in RELATIONS:
            obj = session.names.object(parts, kind)
            if obj.kind not in (*TABLES, *VIEWS) and obj.kind != kind:
                raise errors.missing(kind.title(), dotted(parts))
            return obj
        return _find(session, captures, kind)
    except errors.SnowflakeError as error:
        if captures.get("exists") and error.code == 2003:
            return None
        raise
