"""Snowflake's tokens: enough to match statements, to find their parts and to keep their text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .errors import SnowflakeError, syntax

_SPACE = re.compile(r"\s+|--[^\n]*|//[^\n]*|/\*.*?\*/", re.S)
_TOKENS = re.compile(
    r"""(?P<dollars>\$\$.*?\$\$)
      | (?P<string>'(?:[^'\\]|''|\\.)*')
      | (?P<quoted>"(?:[^"]|"")*")
      | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<word>[^\W\d][\w$]*)
      | (?P<variable>\$\w+)
      | (?P<op>=>|->>|->|::|\|\||<>|!=|<=|>=|==|:=|\*\*|[^\w\s])""",
    re.S | re.X,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Token:
    kind: str  # word, quoted, string, number, variable, op, end
    text: str  # upper case when it is a word, the value of a string or quoted identifier
    start: int
    end: int
    raw: str

    def is_op(self, text: str) -> bool:
        return self.kind == "op" and self.text == text


def tokenize(text: str) -> list[Token]:
    """All tokens of the statement, comments left out, and a last token of kind `end`."""
    tokens, position = [], 0
    while position < len(text):
        if space := _SPACE.match(text, position):
            position = space.end()
            continue
        found = _TOKENS.match(text, position)
        if not found:
            raise syntax(text[position], text, position)
        tokens.append(_token(found))
        position = found.end()
    tokens.append(Token("end", "<EOF>", len(text), len(text), "<EOF>"))
    return tokens


def _token(found: re.Match[str]) -> Token:
    kind, raw = str(found.lastgroup), found.group()
    value = raw
    if kind == "word":
        value = raw.upper()
    elif kind == "quoted":
        value = raw[1:-1].replace('""', '"')
        if not value:
            raise SnowflakeError(1003, "42000", "SQL compilation error:\nempty identifier")
    elif kind == "string":
        value = re.sub(r"''|\\(.)", _unescape, raw[1:-1], flags=re.S)
    elif kind == "dollars":
        kind, value = "string", raw[2:-2]
    return Token(kind, value, found.start(), found.end(), raw)


def _unescape(found: re.Match[str]) -> str:
    return "'" if found[1] is None else _ESCAPES.get(found[1], found[1])


def upper_quoted(text: str, tokens: list[Token]) -> str:
    """The text with its quoted identifiers in upper case (QUOTED_IDENTIFIERS_IGNORE_CASE)."""
    parts, position = [], 0
    for token in tokens:
        if token.kind == "quoted":
            parts += [text[position : token.start], token.raw.upper()]
            position = token.end
    return "".join([*parts, text[position:]])


def statements(tokens: list[Token]) -> list[list[Token]]:
    """The tokens of each statement of the text; empty ones are left out."""
    parts: list[list[Token]] = [[]]
    for token in tokens[:-1]:
        if token.is_op(";"):
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


_BARE = re.compile(r"[A-Z_][A-Z0-9_$]*")


def quote(name: str) -> str:
    """The identifier as it must be written, quoted only where Snowflake needs it."""
    return name if _BARE.fullmatch(name) else '"' + name.replace('"', '""') + '"'


def dotted(parts: Iterable[str]) -> str:
    return ".".join(quote(part) for part in parts)


def literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def words(text: str) -> frozenset[str]:
    """The words of a list that is easier to read as text."""
    return frozenset(text.split())


def phrases(text: str) -> list[str]:
    """The same for phrases, divided by bars."""
    return [" ".join(part.split()) for part in text.split("|")]
