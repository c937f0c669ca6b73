"""Views, materialized views and dynamic tables: objects that store a query's text."""

from __future__ import annotations

from ..catalog.access import Access
from ..catalog.records import Column, Obj
from ..objects.columns import change_columns
from ..objects.definitions import store_query
from ..objects.making import Place, set_properties
from ..objects.securables import named_object
from ..query.queries import Source
from ..query.resolver import Resolver
from ..session.session import Session
from ..values import errors
from ..values.grammar import EXISTS, REPLACE, TAG, TEMPORARY
from ..values.lexer import tokenize
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement


def column_list(captures: Captures) -> list[Column] | None:
    """The names and comments in parentheses before AS."""
    if "columns" not in captures:
        return None
    tokens = tokenize(captures["columns"].text)
    found, position = [], 0
    while tokens[position].kind in ("word", "quoted"):
        column = Column(tokens[position].text, "")
        position += 1
        if tokens[position].text == "COMMENT" and tokens[position + 1].kind == "string":
            column.comment = tokens[position + 1].text or None
            position += 2
        found.append(column)
        if not tokens[position].is_op(","):
            break
        position += 1
    if tokens[position].kind != "end":
        raise errors.syntax(tokens[position].raw, captures["columns"].text, tokens[position].start)
    return found


def _make_view(
    session: Session, captures: Captures, text: str, kind: str
) -> tuple[Place, Obj | None, Source | None]:
    place = Place(session, captures, kind, kind)
    if place.kept:
        return place, None, None
    body = captures["query"].text
    if captures.get("recursive"):
        raise errors.not_emulated("recursive views")
    # Bare names are read in the session's context now, and in the view's schema ever after.
    source = Source(session, body, column_list(captures))
    view = place.new(
        text=body,
        statement=text,
        columns=source.columns,
        secure=bool(captures.get("secure")),
        comment=captures.get("comment"),
    )
    Resolver(session, Access(session.account, view.owner), view.schema).view_query(view)
    return place, view, source


@statement(
    f"""{REPLACE} [ SECURE ]:secure {TEMPORARY} [ RECURSIVE ]:recursive VIEW {EXISTS}
    <name:name> [ <columns:parens> ]
    [* {{ COPY GRANTS }}:copy_grants | COPY TAGS | COMMENT = <comment:text> | {TAG}
     | CHANGE_TRACKING = <tracking:boolean> *] AS <query:rest>""",
    ddl=True,
)
def create_view(session: Session, captures: Captures, text: str) -> Result:
    place, view, _ = _make_view(session, captures, text, "VIEW")
    if view is None:
        assert place.kept
        return place.kept
    place.install(view, with_grants=bool(captures.get("copy_grants")))
    return place.created()


@statement(
    f"""{REPLACE} [ SECURE ]:secure MATERIALIZED VIEW {EXISTS} <name:name>
    [ <columns:parens> ] [* {{ COPY GRANTS }}:copy_grants | COMMENT = <comment:text>
     | CLUSTER BY <cluster:parens> *] AS <query:rest>""",
    ddl=True,
)
def create_materialized_view(session: Session, captures: Captures, text: str) -> Result:
    place, view, source = _make_view(session, captures, text, "MATERIALIZED VIEW")
    if view is None or source is None:
        assert place.kept
        return place.kept
    named = source.resolver.direct
    if len(named) != 1 or named[0].kind != "TABLE":
        raise errors.unsupported("a materialized view over anything but one table")
    view.options |= {"base": named[0].id, "base_object": named[0]}
    place.install(view, with_grants=bool(captures.get("copy_grants")))
    return place.created("Materialized view")


@statement(
    f"""{REPLACE} [ TRANSIENT ]:transient DYNAMIC TABLE {EXISTS} <name:name>
    [ <columns:parens> ] [ <options:assignments> ] [ {{ COPY GRANTS }}:copy_grants ]
    AS <query:rest>""",
    ddl=True,
)
def create_dynamic_table(session: Session, captures: Captures, text: str) -> Result:
    place = Place(session, captures, "DYNAMIC TABLE", "DYNAMIC TABLE")
    if place.kept:
        return place.kept
    options = captures.get("options", {})
    for needed in ("TARGET_LAG", "WAREHOUSE"):
        if needed not in options:
            raise errors.not_snowflake(f"a dynamic table needs {needed}")
    source = Source(session, captures["query"].text, column_list(captures))
    storage, _ = store_query(session, source)
    table = place.new(
        storage=storage,
        text=captures["query"].text,
        statement=text,
        columns=source.columns,
        transient=bool(captures.get("transient")) or place.schema.transient,
        comment=options.get("COMMENT"),
        options={k: v for k, v in options.items() if k != "COMMENT"} | {"state": "ACTIVE"},
    )
    place.install(table, with_grants=bool(captures.get("copy_grants")))
    return status(f"Dynamic table {place.name} successfully created.")


@statement(
    """ALTER [ MATERIALIZED ] VIEW [ IF EXISTS ]:exists <name:name>
    { SET { SECURE }:secure | UNSET { SECURE }:insecure | SET TAG <tags:rest>
    | UNSET TAG <tags:rest> | SET <set:assignments> | UNSET <unset:idents>
    | { SUSPEND | RESUME }:state | { ALTER | MODIFY } [ COLUMN ] <alter:rest> }""",
    ddl=True,
)
def alter_view(session: Session, captures: Captures, text: str) -> Result:
    view = named_object(session, captures, "View")
    if view is None:
        return status()
    if view.kind not in ("VIEW", "MATERIALIZED VIEW"):
        raise errors.missing("View", view.full_name)
    session.access.require(view, "OWNERSHIP")
    if "secure" in captures or "insecure" in captures:
        view.secure = "secure" in captures
    if "alter" in captures:
        change_columns(session, view, captures["alter"])
    set_properties(view, captures)
    view.touched()
    return status()
