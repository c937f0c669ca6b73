"""Snowflake Scripting: from the text of a block to its statements."""

from __future__ import annotations

from collections.abc import Callable

from ..values.errors import not_emulated, syntax
from ..values.lexer import Token, words
from .script_nodes import (
    Assign,
    Await,
    Block,
    Cancel,
    DeclaredException,
    Execute,
    ForEach,
    Handler,
    If,
    Node,
    Query,
    Raise,
    Return,
    Sql,
    Tokens,
)
from .script_reader import Reader

_LOOPS = words("WHILE LOOP REPEAT CASE OPEN FETCH CLOSE BREAK CONTINUE ITERATE")
_CHILDREN = words("SELECT WITH INSERT UPDATE DELETE MERGE EXECUTE")
_ENDS = words("END EXCEPTION ELSE ELSEIF WHEN")
_OPENS_TRANSACTION = words("TRANSACTION WORK NAME")


def is_block(tokens: list[Token]) -> bool:
    """Whether a text is a block rather than a statement of SQL."""
    if tokens[0].kind != "word" or tokens[0].text not in ("DECLARE", "BEGIN"):
        return False
    following = tokens[1]
    ends = following.kind == "end" or following.is_op(";")
    return not ends and following.text not in _OPENS_TRANSACTION


def parse_block(text: str) -> Block:
    """The block that is the whole text."""
    parser = _Parser(text)
    block = parser.block()
    parser.skip(";")
    if parser.token.kind != "end":
        raise parser.unexpected()
    return block


class _Parser(Reader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.resultsets: set[str] = set()

    # --- blocks

    def block(self) -> Block:
        at, declared = self.token, []
        if self.skip("DECLARE"):
            while not self.word("BEGIN"):
                declared.append(self._declaration())
        self.expect("BEGIN")
        body = self._body()
        handlers: list[Handler] = []
        if self.skip("EXCEPTION"):
            while self.word("WHEN"):
                handlers.append(self._handler())
            if not handlers:
                raise self.unexpected()
        self.expect("END")
        return Block(at, tuple(declared), body, tuple(handlers))

    def _declaration(self) -> Node:
        at, name = self.token, self.name()
        if self.skip("EXCEPTION"):
            declared = DeclaredException(at, name)
            if self.skip("("):
                code = -1 if self.skip("-") else 1
                code *= int(self.next().text)
                self.expect(",")
                declared = DeclaredException(at, name, code, self.next().text)
                self.expect(")")
            self.expect(";")
            return declared
        return self._variable(at, name)

    def _variable(self, at: Token, name: str) -> Assign | Query:
        """The rest of a declaration or LET: [type] [DEFAULT | := expression];"""
        if self.word("CURSOR"):
            raise not_emulated("CURSOR in Snowflake Scripting")
        if self.skip("RESULTSET"):
            self.resultsets.add(name)
            if self.skip(":=") or self.skip("DEFAULT"):
                return self._query(at, name, makes=True)
            self.expect(";")
            return Query(at, name, None, makes=True)
        type_ = self.until(lambda t: t.is_op(";") or t.is_op(":=") or t.text == "DEFAULT")
        value: Tokens = ()
        if self.skip(":=") or self.skip("DEFAULT"):
            value = self.expression()
        elif type_:
            self.expect(";")
        else:
            raise self.unexpected()
        return Assign(at, name, value, True, type_)

    def _handler(self) -> Handler:
        self.expect("WHEN")
        names = [self.name()]
        while self.skip("OR"):
            names.append(self.name())
        if self.word("CONTINUE"):
            raise not_emulated("CONTINUE handlers in Snowflake Scripting")
        self.skip("EXIT")
        self.expect("THEN")
        return Handler(tuple(names), self._body())

    # --- statements

    def _body(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.word(*_ENDS):
            found.append(self._statement())
        if not found:
            raise self.unexpected()
        return tuple(found)

    def _statement(self) -> Node:
        at, following = self.token, self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        if at.kind in ("word", "quoted") and following.is_op(":="):
            self.position += 2
            if self.word("ASYNC") or at.text in self.resultsets:
                return self._query(at, at.text)
            return Assign(at, at.text, self.expression())
        if is_block(self.tokens[self.position :]):
            block = self.block()
            self.expect(";")
            return block
        if at.kind == "word" and at.text in _SPECIAL:
            self.next()
            return _SPECIAL[at.text](self, at)
        if at.kind == "word" and at.text in _LOOPS:
            raise not_emulated(f"{at.text} in Snowflake Scripting")
        if at.text == "EXECUTE" and following.text == "IMMEDIATE":
            self.position += 2
            return Execute(at, self.expression())
        return self._sql(at)

    def _sql(self, at: Token) -> Sql:
        tokens = self.expression()
        if at.text not in ("SELECT", "WITH"):
            return Sql(at, (tokens,))
        depth = 0
        for i, token in enumerate(tokens):
            depth += token.is_op("(") - token.is_op(")")
            if depth == 0 and token.kind == "word" and token.text == "INTO":
                names, after = self._targets(tokens, i + 1)
                return Sql(at, (tokens[:i], tokens[after:]), names)
        return Sql(at, (tokens,))

    def _targets(self, tokens: Tokens, position: int) -> tuple[tuple[str, ...], int]:
        names: list[str] = []
        while position + 1 < len(tokens) and tokens[position].is_op(":"):
            names.append(tokens[position + 1].text)
            position += 2
            if position >= len(tokens) or not tokens[position].is_op(","):
                return tuple(names), position
            position += 1
        found = tokens[min(position, len(tokens) - 1)]
        raise syntax(found.raw, self.text, found.start)

    def _query(self, at: Token, name: str, makes: bool = False) -> Query:
        """[ASYNC] ( statement ) ;"""
        is_async = self.skip("ASYNC")
        self.expect("(")
        first = self.token
        tokens = self.until(lambda token: token.is_op(")"))
        if not tokens or any(token.is_op(";") for token in tokens):
            raise self.unexpected()
        self.expect(")")
        self.expect(";")
        return Query(at, name, self._child(first, tokens), is_async, makes)

    def _child(self, at: Token, tokens: Tokens) -> Node:
        if at.text not in _CHILDREN:
            raise not_emulated(f"{at.raw} as the query of a RESULTSET or of ASYNC")
        if at.text == "EXECUTE":
            if len(tokens) < 3 or tokens[1].text != "IMMEDIATE":
                raise syntax(tokens[-1].raw, self.text, tokens[-1].start)
            return Execute(at, tokens[2:])
        return Sql(at, (tokens,))

    def _async(self, at: Token) -> Query:
        self.position -= 1
        return self._query(at, "")

    def _await(self, at: Token) -> Await:
        name = "" if self.skip("ALL") else self.name()
        self.expect(";")
        return Await(at, name)

    def _cancel(self, at: Token) -> Cancel:
        name = self.name()
        self.expect(";")
        return Cancel(at, name)

    def _for(self, at: Token) -> ForEach:
        row = self.name()
        self.expect("IN")
        if not self.tokens[self.position + 1].text == "DO":
            raise not_emulated("FOR over a counter or a query in Snowflake Scripting")
        source = self.name()
        self.expect("DO")
        body = self._body()
        self.expect("END")
        self.expect("FOR")
        self.expect(";")
        return ForEach(at, row, source, body)

    def _let(self, at: Token) -> Assign | Query:
        return self._variable(at, self.name())

    def _return(self, at: Token) -> Return:
        if self.word("TABLE"):
            raise not_emulated("RETURN TABLE in Snowflake Scripting")
        return Return(at, self.expression())

    def _raise(self, at: Token) -> Raise:
        name = "" if self.token.is_op(";") else self.name()
        self.expect(";")
        return Raise(at, name)

    def _null(self, at: Token) -> If:
        self.expect(";")
        return If(at, (), ())

    def _if(self, at: Token) -> If:
        branches: list[tuple[Tokens, tuple[Node, ...]]] = []
        otherwise: tuple[Node, ...] = ()
        while True:
            if not self.token.is_op("("):
                raise self.unexpected()
            condition = self.until(lambda token: token.text == "THEN" and token.kind == "word")
            self.expect("THEN")
            branches.append((condition, self._body()))
            if not self.skip("ELSEIF"):
                break
        if self.skip("ELSE"):
            otherwise = self._body()
        self.expect("END")
        self.expect("IF")
        self.expect(";")
        return If(at, tuple(branches), otherwise)


_SPECIAL: dict[str, Callable[[_Parser, Token], Node]] = {
    "LET": _Parser._let,
    "RETURN": _Parser._return,
    "RAISE": _Parser._raise,
    "NULL": _Parser._null,
    "IF": _Parser._if,
    "ASYNC": _Parser._async,
    "AWAIT": _Parser._await,
    "CANCEL": _Parser._cancel,
    "FOR": _Parser._for,
}
