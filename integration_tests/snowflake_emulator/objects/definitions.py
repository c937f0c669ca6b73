"""The storage of tables: definitions of columns, and tables of the engine made from them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlglot import exp

from ..catalog.access import Access
from ..catalog.records import Column, Obj
from ..catalog.store import Answer, new_storage, path, run
from ..query.parsing import folded, parse
from ..query.queries import Source, check_names
from ..query.resolver import Resolver
from ..query.shapes import type_name
from ..query.strict import TYPES
from ..query.translate import collation, to_duckdb
from ..session.session import Session
from ..values import errors


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Definitions:
    """The parenthesised part of CREATE TABLE: columns and keys."""

    def __init__(self, session: Session, text: str, typed: bool = True) -> None:
        self.session, self.columns, self.keys = session, [], []
        self.engine_types: list[str] = []
        self.identities: dict[str, tuple[int, int]] = {}
        statement = parse(f"create table x ({text})")
        if not isinstance(statement, exp.Create) or not isinstance(statement.this, exp.Schema):
            raise errors.not_snowflake("malformed column definitions")
        for item in statement.this.expressions:
            if isinstance(item, exp.ColumnDef):
                self._column(item, typed)
            elif isinstance(item, exp.Identifier) and not typed:
                self.columns.append(Column(folded(item), ""))
            else:
                self._key(item, None)
        check_names([column.name for column in self.columns])
        for key in self.keys:
            if key["type"] == "PRIMARY KEY":
                for column in self.columns:
                    column.nullable = column.nullable and column.name not in key["columns"]

    columns: list[Column]
    keys: list[dict[str, Any]]

    def _column(self, item: exp.ColumnDef, typed: bool) -> None:
        kind = item.args.get("kind")
        if kind is None and typed:
            raise errors.not_snowflake(f"column '{item.name}' has no data type")
        if kind is not None and (not isinstance(kind, exp.DataType) or kind.this not in TYPES):
            raise errors.compilation(2040, "22023", f"Unsupported data type '{kind.sql()}'.")
        column = Column(folded(item.this), type_name(kind) if kind is not None else "")
        for constraint in item.args.get("constraints") or []:
            self._constraint(column, constraint.kind, constraint)
        self.columns.append(column)
        if kind is not None:
            probe = to_duckdb(self.session.duck, exp.Cast(this=exp.Null(), to=kind.copy()))
            collated = item.find(exp.CollateColumnConstraint)
            ordered = f" collate {collation(collated.this.name)}" if collated else ""
            self.engine_types.append(
                Answer(self.session.duck, f"select {probe}").types[0] + ordered
            )

    def _constraint(self, column: Column, kind: exp.Expr, whole: exp.Expr) -> None:
        if isinstance(kind, exp.NotNullColumnConstraint):
            column.nullable = bool(kind.args.get("allow_null"))
        elif isinstance(kind, exp.DefaultColumnConstraint):
            column.default = kind.this.sql(dialect="snowflake")
            column.engine_default = to_duckdb(self.session.duck, kind.this.copy())
        elif isinstance(kind, exp.CommentColumnConstraint):
            column.comment = kind.this.name
        elif isinstance(
            kind, (exp.AutoIncrementColumnConstraint, exp.GeneratedAsIdentityColumnConstraint)
        ):
            start, step = kind.args.get("start"), kind.args.get("increment")
            numbers = (int(start.name) if start else 1, int(step.name) if step else 1)
            self.identities[column.name] = numbers
            column.default = f"IDENTITY START {numbers[0]} INCREMENT {numbers[1]} NOORDER"
        elif isinstance(
            kind, (exp.PrimaryKeyColumnConstraint, exp.UniqueColumnConstraint, exp.Reference)
        ):
            self._key(kind, column.name)
        elif not isinstance(kind, (exp.CollateColumnConstraint, exp.CheckColumnConstraint)):
            raise errors.not_emulated(f"the column property {whole.sql(dialect='snowflake')}")

    def _key(self, item: exp.Expr, column: str | None) -> None:
        name, named = f"SYS_CONSTRAINT_{uuid.uuid4()}", False
        if isinstance(item, exp.Constraint):
            name, named, item = folded(item.this), True, item.expressions[0]
        types: dict[type[exp.Expr], str] = {
            exp.PrimaryKey: "PRIMARY KEY",
            exp.PrimaryKeyColumnConstraint: "PRIMARY KEY",
            exp.UniqueColumnConstraint: "UNIQUE",
            exp.ForeignKey: "FOREIGN KEY",
            exp.Reference: "FOREIGN KEY",
        }
        if type(item) not in types:
            raise errors.not_snowflake(f"unexpected '{item.sql(dialect='snowflake')}'")
        columns = [column] if column else [folded(i) for i in item.find_all(exp.Identifier)]
        if isinstance(item, exp.ForeignKey):
            columns = [folded(i) for i in item.expressions]
        reference = item.args.get("reference") if isinstance(item, exp.ForeignKey) else item
        parent = reference.find(exp.Table) if reference else None
        self.keys.append(
            {
                "type": types[type(item)],
                "name": name,
                "named": named,
                "columns": columns,
                "parent": [folded(i) for i in parent.parts] if parent else [],
                "parent_columns": [folded(i) for i in reference.this.expressions]
                if parent and reference and isinstance(reference.this, exp.Schema)
                else [],
            }
        )

    def store(self, enforced: bool = False) -> str:
        """An empty table of the engine with these columns. Keys are enforced on request only."""
        storage = new_storage()
        parts = []
        for column, type_ in zip(self.columns, self.engine_types, strict=True):
            if column.name in self.identities:
                start, step = self.identities[column.name]
                sequence = f'"memory"."data"."S{storage}"'
                run(self.session.duck, f"create sequence {sequence} start {start} increment {step}")
                column.engine_default = f"nextval('memory.data.S{storage}')"
            parts.append(definition(column, type_))
        for key in self.keys:
            if enforced and key["type"] == "PRIMARY KEY":
                parts.append(f"primary key ({', '.join(quoted(c) for c in key['columns'])})")
        run(self.session.duck, f"create table {path(storage)} ({', '.join(parts)})")
        return storage


def definition(column: Column, type_: str) -> str:
    text = f"{quoted(column.name)} {type_}"
    text += "" if column.nullable else " not null"
    return text + (f" default {column.engine_default}" if column.engine_default else "")


def store_query(session: Session, source: Source) -> tuple[str, int]:
    """A table of the engine with the query's rows; its storage name and their number."""
    storage = new_storage()
    answer = source.answer
    names = ", ".join(quoted(column.name) for column in source.columns)
    ((rows,),) = run(
        session.duck,
        f"create table {path(storage)} as select * from ({answer.plain_sql}) q({names})",
    )
    _constrain(session, storage, source.columns)
    return storage, int(rows)


def copy_storage(session: Session, obj: Obj, storage: str | None = None) -> str:
    """A table of the engine with the same columns, constraints and rows."""
    copy = new_storage()
    run(session.duck, f"create table {path(copy)} as from {path(storage or obj.storage)}")
    _constrain(session, copy, obj.columns)
    return copy


def _constrain(session: Session, storage: str, columns: list[Column]) -> None:
    for column in columns:
        change = f"alter table {path(storage)} alter column {quoted(column.name)}"
        if not column.nullable:
            run(session.duck, f"{change} set not null")
        if column.engine_default:
            run(session.duck, f"{change} set default {column.engine_default}")


def refresh(session: Session, table: Obj) -> None:
    """The dynamic table holds what its query says now, read where the table stands now."""
    query = Resolver(session, Access(session.account, table.owner), table.schema).view_query(table)
    answer = Answer(session.duck, to_duckdb(session.duck, query))
    storage = new_storage()
    names = ", ".join(quoted(column.name) for column in table.columns)
    run(
        session.duck,
        f"create table {path(storage)} as select * from ({answer.plain_sql}) q({names})",
    )
    table.storage, table.token = storage, table.token + 1
    table.touched(ddl=False)
