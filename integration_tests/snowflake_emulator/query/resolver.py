"""Names in a query become storage: tables by their storage name, views by their text.

A view's text is read where the view stands now: bare names in the schema that holds the view,
`schema.object` in that schema's database, full names as they are written. So a view that was
built in one schema and moved to another by SWAP still reads what its text says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlglot import exp

from ..catalog.access import Access
from ..catalog.records import STORED, VIEWS, Obj, Schema, as_of
from ..catalog.store import SCHEMA, Answer
from ..session.session import Session
from ..values import errors
from ..values.kinds import Span
from ..values.lexer import dotted
from . import functions, info_schema, strict, times
from .parsing import folded, parse, parts_of
from .translate import to_duckdb

MAX_DEPTH = 20


class Resolver:
    """Resolves one statement, or (with `home`) the text of a view in that schema."""

    def __init__(
        self,
        session: Session,
        access: Access | None = None,
        home: Schema | None = None,
        depth: int = 0,
    ) -> None:
        self.session: Session = session
        self.home, self.depth = home, depth
        self.access = access or session.access
        self.read: list[Obj] = []  # every stored object the statement reads
        self.direct: list[Obj] = []  # what the text itself names, views among them
        self.caller = functions.Caller(session, self.access, home, self.underlying)

    def resolve(self, node: exp.Expr, ctes: frozenset[str] = frozenset()) -> None:
        """Changes the expression in place."""
        if with_ := node.args.get("with_"):
            names = set(ctes)
            for cte in with_.expressions:
                own = folded(cte.args["alias"].this)
                self.resolve(cte.this, frozenset(names | {own} if with_.recursive else names))
                names.add(own)
            ctes = frozenset(names)
        for child in list(node.iter_expressions()):
            if child is with_:
                continue
            if isinstance(child, exp.Table):
                self._children(child, ctes)
                self._table(child, ctes)
            elif isinstance(child, exp.TableFromRows) and self._result_scan(child):
                continue
            else:
                self.resolve(child, ctes)
                self._expression(child)

    def _children(self, table: exp.Table, ctes: frozenset[str]) -> None:
        for child in list(table.iter_expressions()):
            if not isinstance(child, (exp.Identifier, exp.DynamicIdentifier, exp.HistoricalData)):
                self.resolve(child, ctes)

    def _expression(self, node: exp.Expr) -> None:
        if isinstance(node, exp.Column):
            node.set("db", None)
            node.set("catalog", None)
        elif isinstance(node, exp.Parameter) and isinstance(node.this, exp.Var):
            node.replace(functions.variable(self.session, node.this.name))
        elif isinstance(node, exp.Func):
            functions.replace(self.caller, node)

    def _table(self, table: exp.Table, ctes: frozenset[str]) -> None:
        if not isinstance(table.this, (exp.Identifier, exp.DynamicIdentifier)):
            return
        if table.meta.get("done"):
            return
        parts = parts_of(table)
        if len(parts) == 1 and parts[0] in ctes:
            return
        if len(parts) > 1 and parts[-2] == "INFORMATION_SCHEMA":
            self._information_schema(table, parts)
            return
        obj = self.find(parts)
        self.direct.append(obj)
        if obj.kind in STORED:
            self.read.append(obj)
            storage = obj.storage
            if when := table.args.get("when"):
                table.set("when", None)
                storage = as_of(obj, moment(self.session, str(when.args["kind"]), when.expression))
            self.stored(table, storage, parts[-1])
            table.meta["columns"] = [(column.name, column.type) for column in obj.columns]
        elif obj.kind in VIEWS:
            self._view(table, obj)
        else:
            raise errors.not_emulated(f"reading the {obj.kind.lower()} {obj.full_name}")

    def stored(self, table: exp.Table, storage: str, name: str) -> None:
        """The node stands for that storage, under the name or alias it had."""
        if not table.args.get("alias"):
            alias = exp.to_identifier(name, quoted=True)
            table.set("alias", exp.TableAlias(this=alias))
        table.set("this", exp.to_identifier(storage, quoted=True))
        table.set("db", exp.to_identifier(SCHEMA, quoted=True))
        table.set("catalog", exp.to_identifier("memory", quoted=True))

    def find(self, parts: tuple[str, ...]) -> Obj:
        """The object the name means here, which the reader may select from."""
        obj = self.look_up(parts)
        if obj is None or not (obj.temporary or self.access.privileges(obj)):
            raise errors.missing("Object", dotted(parts))
        if not obj.temporary and not self.access.has(obj, "SELECT"):
            raise errors.insufficient(obj.kind, obj.name)
        return obj

    def look_up(self, parts: tuple[str, ...]) -> Obj | None:
        session, account = self.session, self.session.account
        if self.home is not None:
            context: tuple[str | None, str | None] = (self.home.database.name, self.home.name)
        else:
            context = (session.database, session.schema)
        if len(parts) == 1:
            places = [context] if self.home else [context, (context[0], "PUBLIC")]
            if context[0] is None:
                raise errors.no_database("SELECT")
        else:
            places = [(parts[0] if len(parts) == 3 else context[0], parts[-2])]
            if places[0][0] is None:
                raise errors.no_database("SELECT")
        for database_name, schema_name in places:
            database = account.databases.get(database_name or "")
            schema = database.schemas.get(schema_name or "") if database else None
            if database is None or not self.access.resolves(database):
                if len(parts) == 3:
                    raise errors.missing("Database", dotted([database_name or ""]))
                continue
            if schema is None or not self.access.resolves(schema):
                if len(parts) > 1:
                    raise errors.missing("Schema", dotted([database.name, schema_name or ""]))
                continue
            temporary = session.temporary.get((schema.id, "RELATION", parts[-1]))
            if found := temporary or schema.objects.get(("RELATION", parts[-1])):
                return found
        return None

    def _view(self, table: exp.Table, view: Obj) -> None:
        if self.depth >= MAX_DEPTH:
            raise errors.not_snowflake(f"views nested deeper than {MAX_DEPTH}")
        if view.options.get("invalid"):
            reason = errors.compilation(2037, "42601", f"Materialized View {view.name} is invalid.")
            raise errors.view_expansion(view.full_name, reason)
        query = self.view_query(view)
        alias = table.args.get("alias")
        columns = [exp.to_identifier(column.name, quoted=True) for column in view.columns]
        if alias is None:
            alias = exp.TableAlias(this=exp.to_identifier(view.name, quoted=True))
        if alias.args.get("columns"):
            columns = alias.args["columns"]
        alias = exp.TableAlias(this=alias.this.copy(), columns=columns)
        others = {key: table.args.get(key) for key in ("joins", "laterals", "pivots", "sample")}
        node = exp.Subquery(this=query, alias=alias, **others)
        node.meta["columns"] = [(column.name, column.type) for column in view.columns]
        table.replace(node)

    def view_query(self, view: Obj) -> exp.Expr:
        """The view's text with its names resolved where the view stands, as its owner may."""
        inner = Resolver(
            self.session, Access(self.session.account, view.owner), view.schema, self.depth + 1
        )
        query = exp.select("*").from_(exp.Subquery(this=parse(view.text), alias="q"))
        try:
            inner.resolve(query)
            self._check_shape(view, query)
        except errors.SnowflakeError as error:
            if error.code in (2037, 2057):
                raise
            raise errors.view_expansion(view.full_name, error) from error
        self.read += inner.read
        return query

    def underlying(self, obj: Obj) -> list[Obj]:
        """The tables a view reads, through any number of views; a table is its own."""
        if obj.kind in STORED:
            return [obj]
        if obj.kind not in VIEWS:
            return []
        read = len(self.read)
        self.view_query(obj)
        found = self.read[read:]
        del self.read[read:]
        return found

    def _check_shape(self, view: Obj, query: exp.Expr) -> None:
        """A view whose query no longer has the columns it was created with cannot be read."""
        version = self.session.account.version
        if view.options.get("checked") == version or not query.find(exp.Star):
            return
        produced = len(Answer(self.session.duck, to_duckdb(self.session.duck, query.copy())).names)
        if produced != len(view.columns):
            raise errors.view_columns(view.full_name, len(view.columns), produced)
        view.options["checked"] = version

    def _information_schema(self, table: exp.Table, parts: tuple[str, ...]) -> None:
        if len(parts) == 3:
            database = self.session.names.database(parts[0])
        elif self.home is not None:
            database = self.home.database
        elif self.session.database is not None:
            database = self.session.names.database(self.session.database)
        else:
            raise errors.no_database("SELECT")
        rows = info_schema.listing(self.session, database, parts[-1])
        self._registered(table, rows, parts[-1])

    def _result_scan(self, node: exp.TableFromRows) -> bool:
        if not isinstance(node.this, exp.Anonymous) or node.this.name.upper() != "RESULT_SCAN":
            return False
        (argument,) = node.this.expressions
        if isinstance(argument, exp.Literal):
            query_id: str | None = argument.name
        else:
            query_id = self.session.last_query_id
        result = self.session.results.get(query_id or "")
        if result is None:
            raise errors.SnowflakeError(709, "02000", f"Statement {query_id} not found")
        table = exp.Table(alias=node.args.get("alias"), joins=node.args.get("joins"))
        self._registered(table, result.table, "RESULT")
        node.replace(table)
        return True

    def _registered(self, table: exp.Table, rows: Any, name: str) -> None:
        registered = self.session.register(rows)
        if not table.args.get("alias"):
            table.set("alias", exp.TableAlias(this=exp.to_identifier(name, quoted=True)))
        table.set("this", exp.to_identifier(registered, quoted=True))
        table.set("db", None)
        table.set("catalog", None)


def resolved(session: Session, text: str) -> tuple[exp.Expr, Resolver]:
    """A query given as text, checked and resolved in the session's context."""
    strict.check(text)
    holder = exp.Tuple(expressions=[parse(text)])
    resolver = Resolver(session)
    resolver.resolve(holder)
    return holder.expressions[0], resolver


def moment(session: Session, kind: str, expression: exp.Expr) -> datetime:
    """The moment that AT(kind => expression) names, in the session's context."""
    holder = exp.Tuple(expressions=[expression])
    Resolver(session).resolve(holder)
    return times.moment(session.duck, kind.upper(), holder.expressions[0])


def moment_in(session: Session, clause: Span) -> datetime:
    """The same in a DDL statement, which gives the clause as text."""
    if len(clause.tokens) < 3 or not clause.tokens[1].is_op("=>"):
        raise errors.not_snowflake("AT takes TIMESTAMP =>, OFFSET => or STATEMENT =>")
    text = clause.text[clause.tokens[2].start - clause.tokens[0].start :]
    (expression,) = parse(f"select {text}").expressions
    return moment(session, clause.tokens[0].text, expression)
