"""Snowflake Scripting: one token of a block after another."""

from __future__ import annotations

from collections.abc import Callable

from ..values.errors import SnowflakeError, syntax
from ..values.lexer import Token, tokenize
from .script_nodes import Tokens


class Reader:
    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.position = text, tokenize(text), 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def unexpected(self) -> SnowflakeError:
        return syntax(self.token.raw, self.text, self.token.start)

    def word(self, *expected: str) -> bool:
        return self.token.kind == "word" and self.token.text in expected

    def next(self) -> Token:
        if self.token.kind == "end":
            raise self.unexpected()
        self.position += 1
        return self.tokens[self.position - 1]

    def skip(self, expected: str) -> bool:
        """Over this word or operator, if it is what comes next."""
        if self.token.kind in ("word", "op") and self.token.text == expected:
            self.position += 1
            return True
        return False

    def expect(self, expected: str) -> None:
        if not self.skip(expected):
            raise self.unexpected()

    def name(self) -> str:
        if self.token.kind not in ("word", "quoted"):
            raise self.unexpected()
        return self.next().text

    def until(self, stop: Callable[[Token], bool]) -> Tokens:
        """The tokens up to the one that ends them outside of parentheses, which must come."""
        start, depth = self.position, 0
        while depth or not stop(self.token):
            depth += self.token.is_op("(") - self.token.is_op(")")
            if depth < 0:
                raise self.unexpected()
            self.next()
        return tuple(self.tokens[start : self.position])

    def expression(self) -> Tokens:
        found = self.until(lambda token: token.is_op(";"))
        if not found:
            raise self.unexpected()
        self.expect(";")
        return found
