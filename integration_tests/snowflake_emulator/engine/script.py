"""EXECUTE IMMEDIATE: runs a statement or a block of Snowflake Scripting given as text.

Every statement inside is run like one that a client sends: checked, logged (`inside`), counted by
faults, committed by itself. Nothing about a block is atomic. What stops the block is never seen by
a handler: a lost connection, a cancel, a timeout, and what the emulator does not emulate.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..query import queries
from ..session.session import Session
from ..values import errors
from ..values.errors import SnowflakeError
from ..values.lexer import Token, tokenize
from ..values.results import SELECT, Result, rows_of
from .script_jobs import STOPS, Job, Jobs, ResultSet, resultset, rows
from .script_nodes import (
    Assign,
    Await,
    Block,
    Cancel,
    DeclaredException,
    Execute,
    ForEach,
    If,
    Node,
    Query,
    Raise,
    Return,
    Sql,
    Tokens,
)
from .script_tree import is_block, parse_block
from .script_values import Variable, check_places, count_rows, has_query, substituted, uncount

COLUMN = "anonymous block"
MAX_DEPTH = 16

Run = Callable[[Session, str], Result]
"""Runs a statement inside a block."""


@dataclass(eq=False)
class Raised(Exception):
    """An exception on its way to a handler."""

    kind: str
    error: SnowflakeError
    line: int
    position: int

    def uncaught(self) -> SnowflakeError:
        where = f"on line {self.line} at position {self.position}"
        text = f"Uncaught exception of type '{self.kind}' {where} : {self.error.message}"
        return SnowflakeError(self.error.code, self.error.sqlstate, text)


def execute_immediate(
    session: Session, run: Run, tokens: list[Token], describe: bool = False
) -> Result:
    """EXECUTE IMMEDIATE as a statement of its own; the tokens are those of the statement."""
    value = tokens[2] if len(tokens) > 2 else None
    if len(tokens) > 3 and tokens[3].text == "USING":
        raise errors.not_emulated("EXECUTE IMMEDIATE ... USING")
    if value is None or len(tokens) > 3 or value.kind not in ("string", "variable"):
        raise errors.syntax(tokens[-1].raw)
    text = value.text
    if value.kind == "variable":
        name = text[1:].upper()
        if name not in session.variables:
            raise errors.compilation(2211, "02000", f"Session variable '{text}' does not exist")
        text = str(session.variables[name])
    if describe:
        return rows_of([(COLUMN, "VARCHAR")], [], SELECT)
    return run_text(session, run, text)


def run_text(session: Session, run: Run, text: str, depth: int = 0) -> Result:
    """The result of the statement, or what the block returns."""
    if depth > MAX_DEPTH:
        raise errors.not_snowflake(f"EXECUTE IMMEDIATE nested deeper than {MAX_DEPTH}")
    if not is_block(tokenize(text)):
        return run(session, text)
    try:
        found = _Interpreter(session, run, text, depth).block(parse_block(text), ChainMap())
    except Raised as raised:
        raise raised.uncaught() from None
    return found or rows_of([(COLUMN, "VARCHAR")], [[None]], SELECT)


class _Interpreter:
    """Runs one block; a method that returns a Result has met RETURN."""

    def __init__(self, session: Session, run: Run, text: str, depth: int) -> None:
        self.session, self.run, self.text, self.depth = session, run, text, depth
        self.caught: list[Raised] = []
        self.jobs = Jobs()

    def block(self, block: Block, outer: ChainMap[str, Any]) -> Result | None:
        scope = outer.new_child()
        self._body(block.declared, scope)
        try:
            # What LET makes is not seen by the handlers.
            return self._body(block.body, scope.new_child())
        except Raised as raised:
            for handler in block.handlers:
                if raised.kind in handler.names or "OTHER" in handler.names:
                    return self._handle(handler.body, scope, raised)
            raise

    def _handle(
        self, body: tuple[Node, ...], scope: ChainMap[str, Any], raised: Raised
    ) -> Result | None:
        error = raised.error
        about = {"SQLERRM": error.message, "SQLCODE": error.code, "SQLSTATE": error.sqlstate}
        self.caught.append(raised)
        try:
            return self._body(body, scope.new_child({k: Variable(v) for k, v in about.items()}))
        finally:
            self.caught.pop()

    def _body(self, body: tuple[Node, ...], scope: ChainMap[str, Any]) -> Result | None:
        for node in body:
            try:
                found = self._statement(node, scope)
            except SnowflakeError as error:
                if error.code in STOPS:
                    raise
                kind = "EXPRESSION_ERROR" if _only_expression(node) else "STATEMENT_ERROR"
                raise self._raised(kind, error, node.at) from error
            if found is not None:
                return found
        return None

    def _raised(self, kind: str, error: SnowflakeError, at: Token) -> Raised:
        line = self.text.count("\n", 0, at.start) + 1
        return Raised(kind, error, line, at.start - (self.text.rfind("\n", 0, at.start) + 1))

    def _statement(self, node: Node, scope: ChainMap[str, Any]) -> Result | None:
        if isinstance(node, Block):
            return self.block(node, scope)
        if isinstance(node, If):
            return self._if(node, scope)
        if isinstance(node, Return):
            return self._value(node.value, scope)
        if isinstance(node, ForEach):
            return self._for_each(node, scope)
        if isinstance(node, Assign):
            self._assign(node, scope)
        elif isinstance(node, DeclaredException):
            scope[node.name] = node
        elif isinstance(node, Raise):
            self._raise(node, scope)
        elif isinstance(node, Execute):
            self._bound(node, scope)()
        elif isinstance(node, Sql):
            self._sql(node, scope)
        elif isinstance(node, Query):
            self._query(node, scope)
        elif isinstance(node, Await):
            self._await(node, scope)
        elif isinstance(node, Cancel):
            self.jobs.cancel(self._child(resultset(node.name, scope)))
        return None

    def _if(self, node: If, scope: ChainMap[str, Any]) -> Result | None:
        for condition, body in node.branches:
            if _only(self._value(condition, scope)) is True:
                return self._body(body, scope)
        return self._body(node.otherwise, scope)

    def _assign(self, node: Assign, scope: ChainMap[str, Any]) -> None:
        if node.makes:
            value = _only(self._value(node.value, scope, node.type)) if node.value else None
            scope[node.name] = Variable(value, node.type)
            return
        known = self._variable(node.name, scope)
        known.value = _only(self._value(node.value, scope, known.type))

    def _variable(self, name: str, scope: ChainMap[str, Any]) -> Variable:
        found = scope.get(name)
        if not isinstance(found, Variable):
            text = f"error line 1 at position 0\ninvalid identifier '{name}'"
            raise errors.compilation(904, "42000", text)
        return found

    def _value(self, tokens: Tokens, scope: ChainMap[str, Any], type_: Tokens = ()) -> Result:
        """The expression's value as a result of one row."""
        text = substituted(self.text, tokens, scope, bare=True)
        if type_:
            text = f"cast({text} as {self.text[type_[0].start : type_[-1].end]})"
        text = f"select {text} as v"
        if has_query(tokens):
            result = self.run(self.session, text)
        else:
            result = queries.select(self.session, text)
        return Result(result.table.rename_columns([COLUMN]), result.types, SELECT)

    def _raise(self, node: Raise, scope: ChainMap[str, Any]) -> None:
        if not node.name:
            if not self.caught:
                raise errors.syntax(node.at.raw, self.text, node.at.start)
            raise self.caught[-1]
        found = scope.get(node.name)
        if not isinstance(found, DeclaredException):
            raise errors.compilation(904, "42000", f"invalid identifier '{node.name}'")
        raise self._raised(node.name, SnowflakeError(found.code, "P0001", found.message), node.at)

    def _bound(self, node: Node, scope: ChainMap[str, Any]) -> Callable[[], Result]:
        """What runs a statement with the values that its variables have now."""
        if isinstance(node, Execute):
            text = str(_only(self._value(node.value, scope)))
            return lambda: run_text(self.session, self.run, text, self.depth + 1)
        assert isinstance(node, Sql)
        check_places(node.parts[0])
        sql = " ".join(substituted(self.text, part, scope) for part in node.parts if part)
        return lambda: self.run(self.session, sql)

    def _sql(self, node: Sql, scope: ChainMap[str, Any]) -> None:
        result = self._bound(node, scope)()
        count_rows(result, scope)
        if node.into:
            self._into(node, result, scope)

    def _query(self, node: Query, scope: ChainMap[str, Any]) -> None:
        if node.makes:
            scope[node.name] = ResultSet(node.name)
        found = resultset(node.name, scope) if node.name else None
        if node.statement is None:
            return
        job = Job(node.at, self._bound(node.statement, scope))
        if found:
            found.job, found.is_child, found.awaited = job, node.is_async, not node.is_async
        if not node.is_async:
            job.result = job.work()
        elif self.session.transaction.open:
            raise errors.not_emulated("ASYNC in an open transaction")
        else:
            self.jobs.start(job)

    def _child(self, found: ResultSet) -> Job:
        if found.job is None or not found.is_child:
            raise errors.not_emulated(f"AWAIT or CANCEL of {found.name}, which no child runs for")
        return found.job

    def _await(self, node: Await, scope: ChainMap[str, Any]) -> None:
        found = resultset(node.name, scope) if node.name else None
        failed = self.jobs.wait(self._child(found) if found else None)
        if failed and failed.error:
            raise self._raised("STATEMENT_ERROR", failed.error, failed.at)
        if found and found.job and found.job.result:
            found.awaited = True
            count_rows(found.job.result, scope)
        else:
            uncount(scope)

    def _for_each(self, node: ForEach, scope: ChainMap[str, Any]) -> Result | None:
        for row in rows(resultset(node.source, scope)):
            result = self._body(node.body, scope.new_child({node.row: row}))
            if result is not None:
                return result
        return None

    def _into(self, node: Sql, result: Result, scope: ChainMap[str, Any]) -> None:
        """One row goes into the variables; without a row they become NULL."""
        variables = [self._variable(name, scope) for name in node.into]
        rows = result.table.num_rows
        if rows > 1:
            text = f"A SELECT INTO statement expects exactly 1 returned row, but got {rows}."
            raise SnowflakeError(2141, "P0003", text)
        if result.table.num_columns != len(variables):
            text = "The number of columns and of variables after INTO differ"
            raise errors.compilation(2057, "42601", text)
        for variable, column in zip(variables, result.table.columns, strict=True):
            variable.value = column[0].as_py() if rows else None


def _only_expression(node: Node) -> bool:
    if isinstance(node, Assign | Return):
        return not has_query(node.value)
    return isinstance(node, If)


def _only(result: Result) -> Any:
    return result.table.column(0)[0].as_py()
