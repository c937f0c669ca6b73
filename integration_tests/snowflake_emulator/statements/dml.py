"""INSERT, UPDATE, DELETE and MERGE."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlglot import exp

from ..catalog.records import STORED, Obj
from ..catalog.store import path, run
from ..query import strict
from ..query.parsing import folded, parse, parts_of
from ..query.resolver import Resolver
from ..query.shapes import declared
from ..query.translate import to_duckdb
from ..session.session import Session
from ..values import errors
from ..values.lexer import dotted
from ..values.results import DELETE, INSERT, MERGE, UPDATE, Result, counts, rows_of


def write(session: Session, text: str, bindings: Any = None, describe: bool = False) -> Result:
    with session.account.lock:
        strict.check(text)
        statement = parse(text)
        write_ = _WRITERS[type(statement)](session, statement)
    if describe:
        return write_.result(None)
    session.transaction.before_write(write_.target, write_.exclusive)
    try:
        found = write_.run(bindings)
    except errors.SnowflakeError as error:
        session.transaction.after_write(error)
        raise
    session.transaction.after_write()
    return write_.result(found)


class _Write:
    """A DML statement made ready; subclasses say what it runs and what it answers."""

    privilege = "INSERT"
    exclusive = True
    type_id = INSERT
    counted = "inserted"

    def __init__(self, session: Session, statement: exp.Expr) -> None:
        self.session, self.statement = session, statement
        holder = exp.Tuple(expressions=[statement])
        self.resolver = Resolver(session)
        self.target = self._take_target(self._target_table())
        self.resolver.resolve(holder)
        self.prepare()

    def _target_table(self) -> exp.Table:
        this = self.statement.this
        table = this.this if isinstance(this, exp.Schema) else this
        if not isinstance(table, exp.Table):
            raise errors.not_snowflake("DML needs the name of a table")
        return table

    def _take_target(self, table: exp.Table) -> Obj:
        parts = parts_of(table)
        access = self.session.access
        obj = self.resolver.look_up(parts)
        if obj is None or not (obj.temporary or access.privileges(obj)):
            raise errors.missing("Object", dotted(parts))
        if not obj.temporary and not access.has(obj, self.privilege):
            raise errors.insufficient(obj.kind, obj.name)
        if obj.kind not in STORED or obj.kind == "DYNAMIC TABLE":
            raise errors.compilation(
                2064, "42601", f"Object '{dotted(parts)}' of type '{obj.kind}' is not a table"
            )
        self.resolver.stored(table, obj.storage, parts[-1])
        table.meta["done"] = True
        return obj

    def prepare(self) -> None:
        """Subclasses turn the resolved statement into the engine's SQL."""
        self.sql = to_duckdb(self.session.duck, self.statement)

    def check_columns(self, identifiers: list[exp.Expr]) -> None:
        known = {column.name for column in self.target.columns}
        for identifier in identifiers:
            name = folded(identifier)
            if name not in known:
                raise errors.compilation(
                    904, "42000", f"error line 1 at position 0\ninvalid identifier '{name}'"
                )

    def run(self, bindings: Any) -> dict[str, int]:
        ((number,),) = run(self.session.duck, self.sql, bindings)
        return {self.counted: int(number)}

    def result(self, found: dict[str, int] | None) -> Result:
        return counts(self.type_id, **(found or {self.counted: 0}))


class _Insert(_Write):
    exclusive = False

    def prepare(self) -> None:
        self._target_table().set("alias", None)
        if isinstance(self.statement.this, exp.Schema):
            self.check_columns(self.statement.this.expressions)
        if isinstance(self.statement.expression, exp.Query):
            declared(self.statement.expression)
        self.overwrite = bool(self.statement.args.get("overwrite"))
        self.exclusive = self.overwrite
        self.statement.set("overwrite", False)
        super().prepare()

    def run(self, bindings: Any) -> dict[str, int]:
        if not self.overwrite:
            return super().run(bindings)
        duck, alone = self.session.duck, not self.session.transaction.open
        if alone:
            run(duck, "begin transaction")
        try:
            # The rows are read before the old ones go: the query may read the target.
            run(duck, f"create or replace temp table emu_kept as from {path(self.target.storage)}")
            run(duck, f"delete from {path(self.target.storage)}")
            kept = self.sql.replace(path(self.target.storage), "emu_kept")
            found = run(duck, kept.replace("emu_kept", path(self.target.storage), 1), bindings)
            run(duck, "drop table emu_kept")
        except errors.SnowflakeError:
            if alone:
                run(duck, "rollback")
            raise
        if alone:
            run(duck, "commit")
        return {"inserted": int(found[0][0])}


class _Update(_Write):
    privilege, type_id, counted = "UPDATE", UPDATE, "updated"

    def prepare(self) -> None:
        for assignment in self.statement.expressions:
            assignment.this.set("table", None)
        self.check_columns([assignment.this.this for assignment in self.statement.expressions])
        super().prepare()


class _Delete(_Write):
    privilege, type_id, counted = "DELETE", DELETE, "deleted"


class _Merge(_Write):
    privilege, type_id = "UPDATE", MERGE

    def prepare(self) -> None:
        whens = self.statement.args["whens"].expressions
        self.kinds: list[str] = []
        for when in whens:
            then = when.args["then"]
            if isinstance(then, exp.Insert):
                self.kinds.append("inserted")
                for column in then.this.expressions if then.this else []:
                    column.set("table", None)
                    self.check_columns([column.this])
            elif isinstance(then, exp.Update):
                self.kinds.append("updated")
                for assignment in then.expressions:
                    assignment.this.set("table", None)
                    self.check_columns([assignment.this.this])
            else:
                self.kinds.append("deleted")
        self.duplicates = self._duplicates() if set(self.kinds) - {"inserted"} else ""
        super().prepare()
        self.sql += " returning merge_action"

    def _duplicates(self) -> str:
        """A query with a row if some target row meets several source rows."""
        if not self.session.parameter("ERROR_ON_NONDETERMINISTIC_MERGE"):
            return ""
        target = self.statement.this.copy()
        row = exp.column("rowid", table=target.args["alias"].this.copy())
        joined = (
            exp.select("1")
            .from_(target)
            .join(self.statement.args["using"].copy(), on=self.statement.args["on"].copy())
            .group_by(row)
            .having("count(*) > 1")
            .limit(1)
        )
        return to_duckdb(self.session.duck, joined)

    def run(self, bindings: Any) -> dict[str, int]:
        if self.duplicates and run(self.session.duck, self.duplicates, bindings):
            raise errors.duplicate_row()
        actions = Counter(action for (action,) in run(self.session.duck, self.sql, bindings))
        words = {"inserted": "INSERT", "updated": "UPDATE", "deleted": "DELETE"}
        return {kind: actions[word] for kind, word in words.items() if kind in self.kinds}

    def result(self, found: dict[str, int] | None) -> Result:
        numbers = found or dict.fromkeys(self.kinds, 0)
        columns = [(f"number of rows {kind}", "BIGINT") for kind in numbers]
        result = rows_of(columns, [list(numbers.values())], MERGE)
        result.stats = {f"numRows{kind.title()}": n for kind, n in numbers.items()}
        return result


_WRITERS: dict[type[exp.Expr], type[_Write]] = {
    exp.Insert: _Insert,
    exp.Update: _Update,
    exp.Delete: _Delete,
    exp.Merge: _Merge,
}
