"""CREATE TABLE in its forms, SWAP, TRUNCATE."""

from __future__ import annotations

from ..catalog.records import STORED, TABLES, Column, Obj, attach, copy_grants, detach
from ..catalog.store import path, run
from ..objects.clone import clone_object
from ..objects.definitions import Definitions, store_query
from ..objects.making import Place, invalidate_views
from ..objects.securables import named_object
from ..query.queries import Source
from ..query.resolver import moment_in
from ..session.session import Session
from ..values import errors
from ..values.grammar import AT, EXISTS, REPLACE, TAG, TEMPORARY
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement

_TABLE_OPTIONS = f"""[* CLUSTER BY <cluster:parens> | {{ COPY GRANTS }}:copy_grants | COPY TAGS
    | {TAG}
    | COMMENT = <comment:text> | DATA_RETENTION_TIME_IN_DAYS = <retention:integer>
    | MAX_DATA_EXTENSION_TIME_IN_DAYS = <extension:integer> | CHANGE_TRACKING = <tracking:boolean>
    | ENABLE_SCHEMA_EVOLUTION = <evolution:boolean> | DEFAULT_DDL_COLLATION = <collation:text> *]"""


def _properties(captures: Captures, place: Place) -> dict[str, object]:
    cluster = captures.get("cluster")
    return {
        "comment": captures.get("comment"),
        "retention": captures.get("retention"),
        "transient": bool(captures.get("transient")) or place.schema.transient,
        "options": {"CLUSTER_BY": f"LINEAR({cluster.text})"} if cluster else {},
    }


@statement(
    f"""{REPLACE} {TEMPORARY} TABLE {EXISTS} <name:name> [ <columns:parens> ]
    {_TABLE_OPTIONS} AS <query:rest>""",
    ddl=True,
)
def create_table_as(session: Session, captures: Captures, text: str) -> Result:
    place = Place(session, captures, "TABLE", "TABLE")
    if place.kept:
        return place.kept
    given: list[Column] | None = None
    keys: list[dict[str, object]] = []
    if "columns" in captures:
        definitions = Definitions(session, captures["columns"].text, typed=False)
        given, keys = definitions.columns, definitions.keys
    source = Source(session, captures["query"].text, given)
    storage, rows = store_query(session, source)
    obj = place.new(
        storage=storage,
        columns=source.columns,
        keys=keys,
        statement=text,
        **_properties(captures, place),
    )
    place.install(obj, with_grants=bool(captures.get("copy_grants")))
    result = place.created()
    result.stats = {"numRowsInserted": rows}
    return result


@statement(
    f"{REPLACE} {TEMPORARY} TABLE {EXISTS} <name:name> <columns:parens> {_TABLE_OPTIONS}",
    f"""{REPLACE} {{ HYBRID | EVENT }}:special TABLE {EXISTS} <name:name> [ <columns:parens> ]
    [ COMMENT = <comment:text> ]""",
    f"""{REPLACE} {{ EXTERNAL }}:special TABLE {EXISTS} <name:name> [ <columns:parens> ]
    [ WITH ] [ <options:assignments> ]""",
    ddl=True,
)
def create_table(session: Session, captures: Captures, text: str) -> Result:
    kind = f"{captures['special']} TABLE" if "special" in captures else "TABLE"
    place = Place(session, captures, kind, kind)
    if place.kept:
        return place.kept
    columns, keys, storage = [], [], ""
    if "columns" in captures:
        # An external table's columns are expressions over the file's VALUE.
        source = captures["columns"].text
        if kind == "EXTERNAL TABLE":
            columns = [Column("VALUE", "VARIANT")]
        else:
            definitions = Definitions(session, source)
            columns, keys = definitions.columns, definitions.keys
            storage = definitions.store(enforced=kind == "HYBRID TABLE") if kind in STORED else ""
    obj = place.new(
        storage=storage, columns=columns, keys=keys, statement=text, **_properties(captures, place)
    )
    place.install(obj, with_grants=bool(captures.get("copy_grants")))
    return place.created("Table")


@statement(
    f"{REPLACE} {TEMPORARY} TABLE {EXISTS} <name:name> LIKE <source:name> {_TABLE_OPTIONS}",
    ddl=True,
)
def create_table_like(session: Session, captures: Captures, text: str) -> Result:
    place = Place(session, captures, "TABLE", "TABLE")
    if place.kept:
        return place.kept
    source = session.names.object(captures["source"], "Table")
    session.access.require(source, "SELECT")
    if source.kind not in STORED:
        raise errors.missing("Table", source.full_name)
    obj = clone_object(session, source, place.schema, place.name)
    obj.owner, obj.clone_group, obj.grants = session.owner, obj.id, []
    obj.transient = bool(captures.get("transient")) or place.schema.transient
    obj.temporary, obj.kind = place.temporary, "TABLE"
    run(session.duck, f"delete from {path(obj.storage)}")
    place.install(obj)
    return place.created()


@statement(
    f"""{REPLACE} {TEMPORARY} [ {{ DYNAMIC | HYBRID }}:special ] TABLE {EXISTS} <name:name>
    CLONE <source:name> {AT} [* {{ COPY GRANTS }}:copy_grants | COPY TAGS *]""",
    ddl=True,
)
def create_table_clone(session: Session, captures: Captures, text: str) -> Result:
    kind = f"{captures['special']} TABLE" if "special" in captures else "TABLE"
    place = Place(session, captures, kind, kind)
    if place.kept:
        return place.kept
    source = session.names.object(captures["source"], "Table")
    session.access.require(source, "SELECT")
    if source.kind == "HYBRID TABLE":
        raise errors.hybrid_clone()
    if source.kind != kind:
        raise errors.missing("Table", source.full_name)
    transient = bool(captures.get("transient"))
    if (source.transient and not transient and not place.temporary) or (
        source.temporary and not place.temporary and not transient
    ):
        raise errors.transient_clone()
    moment = moment_in(session, captures["at"]) if "at" in captures else None
    obj = clone_object(session, source, place.schema, place.name, moment)
    obj.owner, obj.grants, obj.transient = session.owner, [], transient
    obj.temporary = place.temporary
    copied = bool(captures.get("copy_grants"))
    place.install(obj, with_grants=copied)
    if copied and place.existing is None:
        # With nothing to replace, COPY GRANTS takes the grants of the source.
        obj.grants = copy_grants(source.grants)
    return place.created()


@statement(
    """ALTER { TABLE | DYNAMIC TABLE }:kind [ IF EXISTS ]:exists <name:name>
    SWAP WITH <target:name>""",
    ddl=True,
)
def swap_table(session: Session, captures: Captures, text: str) -> Result:
    first = named_object(session, captures, "Table")
    if first is None:
        return status()
    second = session.names.object(captures["target"], "Table")
    for obj in (first, second):
        session.access.require(obj, "OWNERSHIP")
        if obj.kind not in TABLES:
            raise errors.missing("Table", obj.full_name)
    if first.temporary != second.temporary or first.temporary:
        raise errors.unsupported("SWAP of a temporary table with another table")
    exchange(first, second)
    return status()


def exchange(first: Obj, second: Obj) -> None:
    """The two objects exchange their names, and their schemas if these differ."""
    detach(first)
    detach(second)
    first.name, second.name = second.name, first.name
    first_schema, second_schema = first.schema, second.schema
    attach(first, second_schema)
    attach(second, first_schema)
    for obj in (first, second):
        obj.touched()
    invalidate_views([first, second])


@statement("TRUNCATE [ TABLE ] [ IF EXISTS ]:exists <name:name>", ddl=True)
def truncate(session: Session, captures: Captures, text: str) -> Result:
    obj = named_object(session, captures, "Table")
    if obj is None:
        return status()
    if obj.kind not in STORED:
        raise errors.missing("Table", obj.full_name)
    if not obj.temporary:
        session.access.require(obj, "TRUNCATE", "DELETE")
    session.transaction.before_write(obj, exclusive=True)
    run(session.duck, f"delete from {path(obj.storage)}")
    session.transaction.after_write()
    return status()
