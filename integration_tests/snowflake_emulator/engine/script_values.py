"""Variables of Snowflake Scripting, and their values in the text of a statement."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ..values.errors import compilation, not_emulated
from ..values.grammar import QUERY_WORDS
from ..values.lexer import literal
from ..values.results import Result
from .script_nodes import Tokens

_QUERY = ("SELECT", "WITH", "SHOW", "DESCRIBE")


@dataclass
class Variable:
    value: Any
    type: Tokens = ()


@dataclass
class Row:
    """The row variable of a FOR loop: values by the names of the columns."""

    values: Mapping[str, Any]


def as_sql(value: Any) -> str:
    """The value as a constant of Snowflake's SQL."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value) if value >= 0 else f"({value})"
    if isinstance(value, float):
        return f"'{value}'::float" if not math.isfinite(value) else f"({value!r}::float)"
    if isinstance(value, datetime):
        kind = "timestamp_ltz" if value.tzinfo else "timestamp_ntz"
        return f"'{value.isoformat(sep=' ')}'::{kind}"
    if isinstance(value, (date, time)):
        return f"'{value.isoformat()}'::{type(value).__name__}"
    if isinstance(value, bytes):
        return f"to_binary('{value.hex()}', 'hex')"
    return literal(str(value))


def has_query(tokens: Tokens) -> bool:
    return any(token.kind == "word" and token.text in _QUERY for token in tokens)


def substituted(text: str, tokens: Tokens, variables: Mapping[str, Any], bare: bool = False) -> str:
    """The tokens' text with `:v` (and, in expressions, `v`) replaced by the variable's value."""
    parts: list[str] = []
    position, i = tokens[0].start, 0
    queries: list[bool] = []  # for each open parenthesis: whether it holds a query
    while i < len(tokens):
        token, following = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
        if token.is_op("("):
            queries.append(following is not None and following.text in _QUERY)
        elif token.is_op(")") and queries:
            queries.pop()
        name, width = "", 1
        if token.is_op(":") and following and not _is_path(tokens, i):
            name, width = following.text, 2
        elif bare and not any(queries) and _is_bare(tokens, i, variables):
            name = token.text
        elif bare and _is_field(tokens, i, variables):
            parts += [text[position : token.start], _field(tokens, i, variables)]
            position, width = tokens[i + 2].end, 3
        if name:
            parts += [text[position : token.start], _value(name, variables)]
            position = tokens[i + width - 1].end
        i += width
    return "".join([*parts, text[position : tokens[-1].end]])


def _value(name: str, variables: Mapping[str, Any]) -> str:
    found = variables.get(name)
    if not isinstance(found, Variable):
        text = f"error line 1 at position 0\nBind variable :{name} not set."
        raise compilation(2049, "42601", text)
    return as_sql(found.value)


def _is_field(tokens: Tokens, i: int, variables: Mapping[str, Any]) -> bool:
    """`row.column` of a FOR loop; inside of a query, the name would be that of a table."""
    is_row = tokens[i].kind in ("word", "quoted") and isinstance(variables.get(tokens[i].text), Row)
    return is_row and i + 2 < len(tokens) and tokens[i + 1].is_op(".")


def _field(tokens: Tokens, i: int, variables: Mapping[str, Any]) -> str:
    row, column = variables[tokens[i].text], tokens[i + 2].text
    if column not in row.values:
        text = f"error line 1 at position 0\ninvalid identifier '{tokens[i].text}.{column}'"
        raise compilation(904, "42000", text)
    return as_sql(row.values[column])


def _is_path(tokens: Tokens, i: int) -> bool:
    """The colon of `column:field`; that of `:v` stands right before its name, after a space."""
    if tokens[i].end != tokens[i + 1].start or tokens[i + 1].kind not in ("word", "quoted"):
        return True
    before = tokens[i - 1] if i else None
    if before is None or before.end != tokens[i].start:
        return False
    return before.kind in ("word", "quoted") or before.text in (")", "]")


def check_places(tokens: Tokens) -> None:
    """Variables stand where binding is documented: in queries, DML and IDENTIFIER(:v)."""
    if tokens[0].text in QUERY_WORDS or tokens[0].is_op("("):
        return
    makes_table = tokens[0].text == "CREATE" and "TABLE" in [t.text for t in tokens[:5]]
    for i, token in enumerate(tokens[:-1]):
        if makes_table and token.text == "AS" and tokens[i + 1].text in (*_QUERY, "("):
            return
        if not token.is_op(":") or _is_path(tokens, i):
            continue
        if [t.text for t in tokens[max(i - 2, 0) : i]] != ["IDENTIFIER", "("]:
            raise not_emulated(
                f"the variable :{tokens[i + 1].text} here; build the text and EXECUTE IMMEDIATE it"
            )


def _is_bare(tokens: Tokens, i: int, variables: Mapping[str, Any]) -> bool:
    token = tokens[i]
    if token.kind not in ("word", "quoted") or not isinstance(variables.get(token.text), Variable):
        return False
    before = tokens[i - 1] if i else None
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return not (before and before.is_op(".")) and not (
        following and (following.is_op("(") or following.is_op("."))
    )


def count_rows(result: Result, scope: ChainMap[str, Any]) -> None:
    """What the variables of the block tell about the last DML statement."""
    if result.stats:
        count = sum(result.stats.values())
        about = {"SQLROWCOUNT": count, "SQLFOUND": count > 0, "SQLNOTFOUND": count == 0}
        scope.maps[-1].update({name: Variable(value) for name, value in about.items()})


def uncount(scope: ChainMap[str, Any]) -> None:
    """After AWAIT ALL, nothing tells how many rows the children changed."""
    for name in ("SQLROWCOUNT", "SQLFOUND", "SQLNOTFOUND"):
        scope.maps[-1].pop(name, None)
