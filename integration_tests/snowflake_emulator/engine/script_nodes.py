"""The statements of a Snowflake Scripting block."""

from __future__ import annotations

from dataclasses import dataclass

from ..values.lexer import Token

Tokens = tuple[Token, ...]


@dataclass(frozen=True)
class Node:
    """A statement of a block; `at` is its first token, for error texts."""

    at: Token


@dataclass(frozen=True)
class Sql(Node):
    """A statement of SQL; with `into`, the parts before and after INTO :a, :b."""

    parts: tuple[Tokens, ...]
    into: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assign(Node):
    """`v := expression`; LET and DECLARE make the variable, perhaps with a type."""

    name: str
    value: Tokens
    makes: bool = False
    type: Tokens = ()


@dataclass(frozen=True)
class Query(Node):
    """A query for a RESULTSET, or (without a name) `ASYNC (...)` on its own.

    LET and DECLARE make the RESULTSET, perhaps without a query.
    """

    name: str
    statement: Node | None
    is_async: bool = False
    makes: bool = False


@dataclass(frozen=True)
class Await(Node):
    name: str  # empty: ALL


@dataclass(frozen=True)
class Cancel(Node):
    name: str


@dataclass(frozen=True)
class ForEach(Node):
    """FOR row IN resultset DO ... END FOR."""

    row: str
    source: str
    body: tuple[Node, ...]


@dataclass(frozen=True)
class DeclaredException(Node):
    name: str
    code: int = -20000
    message: str = ""


@dataclass(frozen=True)
class If(Node):
    branches: tuple[tuple[Tokens, tuple[Node, ...]], ...]
    otherwise: tuple[Node, ...]


@dataclass(frozen=True)
class Return(Node):
    value: Tokens


@dataclass(frozen=True)
class Raise(Node):
    name: str  # empty: what the handler caught


@dataclass(frozen=True)
class Execute(Node):
    """EXECUTE IMMEDIATE inside a block: a string, :v, v or $v."""

    value: Tokens


@dataclass(frozen=True)
class Handler:
    names: tuple[str, ...]
    body: tuple[Node, ...]


@dataclass(frozen=True)
class Block(Node):
    declared: tuple[Node, ...]
    body: tuple[Node, ...]
    handlers: tuple[Handler, ...]
