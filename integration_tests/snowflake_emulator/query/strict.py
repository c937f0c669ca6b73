"""Strict mode: queries and DML must be Snowflake's SQL, not merely something the engine runs.

The parser accepts the union of many dialects, so what only other systems have is refused here:
constructs by their node, operators and functions by their tokens.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from sqlglot import exp

from ..values.errors import SnowflakeError, not_snowflake, syntax, unknown_function
from ..values.lexer import Token, tokenize
from .function_names import FUNCTIONS, KEYWORDS
from .parsing import parsed

_D = exp.DType
TYPES = {
    _D.BIGINT, _D.INT, _D.SMALLINT, _D.TINYINT, _D.DECIMAL, _D.DOUBLE, _D.FLOAT, _D.VARCHAR,
    _D.TEXT, _D.CHAR, _D.NCHAR, _D.NVARCHAR, _D.BINARY, _D.VARBINARY, _D.BOOLEAN, _D.DATE, _D.TIME,
    _D.TIMESTAMP, _D.TIMESTAMPLTZ, _D.TIMESTAMPTZ, _D.TIMESTAMPNTZ, _D.DATETIME, _D.VARIANT,
    _D.OBJECT, _D.ARRAY, _D.MAP, _D.GEOGRAPHY, _D.GEOMETRY, _D.VECTOR, _D.NULL, _D.DECFLOAT,
}  # fmt: skip
_OPERATORS = {"^", "~", "&", "|", "`", "==", "**", ":=", "#", "\\"}
_ROOTS = (
    exp.Query, exp.Values, exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.MultitableInserts
)  # fmt: skip


def check(text: str) -> None:
    """A SnowflakeError if the query or DML statement is not Snowflake's."""
    if problem := _problem(text):
        raise SnowflakeError(*problem)


@lru_cache(maxsize=2048)
def _problem(text: str) -> tuple[int, str, str] | None:
    try:
        tokens = tokenize(text)
        _check_operators(tokens, text)
        root = parsed(text)
        if not isinstance(root, _ROOTS):
            raise syntax(tokens[0].raw, text)
        for node in root.walk():
            _check_node(node)
        _check_functions(tokens, root)
    except SnowflakeError as error:
        return error.code, error.sqlstate, error.message
    return None


def _check_operators(tokens: list[Token], text: str) -> None:
    for token, following in pairwise(tokens):
        if token.kind == "op" and token.text in _OPERATORS:
            raise syntax(token.raw, text, token.start)
        pair = (token.text, following.text)
        if pair == ("(", "FROM") and following.kind == "word":
            raise syntax(following.raw, text, following.start)
        if pair == ("USING", "SAMPLE"):
            raise syntax(following.raw, text, following.start)
        if token.text == "INTERVAL" and token.kind == "word" and following.kind == "number":
            raise not_snowflake("INTERVAL takes a string: INTERVAL '1 day'")


def _check_functions(tokens: list[Token], root: exp.Expr) -> None:
    names: set[str] | None = None
    for i, (token, following) in enumerate(pairwise(tokens)):
        if token.kind != "word" or not following.is_op("("):
            continue
        if token.text in FUNCTIONS or token.text in KEYWORDS or token.text.startswith("SYSTEM$"):
            continue
        if i and tokens[i - 1].is_op("."):
            continue
        if names is None:
            names = {str(node.name).upper() for node in root.find_all(exp.Identifier)}
        if token.text not in names:
            raise unknown_function(token.text)


def _check_node(node: exp.Expr) -> None:
    if isinstance(node, exp.Filter):
        raise not_snowflake("FILTER (WHERE ...) after an aggregate; use COUNT_IF or IFF")
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        raise not_snowflake("DISTINCT ON; use QUALIFY ROW_NUMBER() OVER (...) = 1")
    if isinstance(node, (exp.Except, exp.Intersect)) and node.args.get("distinct") is False:
        raise not_snowflake(f"{node.key.upper()} ALL; only UNION takes ALL")
    if isinstance(node, exp.Join) and str(node.args.get("kind") or "").upper() in ("SEMI", "ANTI"):
        raise not_snowflake("SEMI and ANTI JOIN; use EXISTS")
    if isinstance(node, exp.Join) and str(node.args.get("method") or "").upper() == "POSITIONAL":
        raise not_snowflake("POSITIONAL JOIN")
    if isinstance(node, exp.CTE) and node.args.get("materialized") is not None:
        raise not_snowflake("[NOT] MATERIALIZED")
    if isinstance(node, (exp.Returning, exp.OnConflict)):
        raise not_snowflake(f"{node.key.upper()} in DML")
    if isinstance(node, exp.Insert) and (node.args.get("by_name") or node.args.get("conflict")):
        raise not_snowflake("INSERT BY NAME and ON CONFLICT")
    options = node.args.get("limit_options") if isinstance(node, exp.Limit) else None
    if options and options.args.get("percent"):
        raise not_snowflake("LIMIT with a percentage")
    if isinstance(node, exp.Columns):
        raise not_snowflake("COLUMNS(...)")
    if isinstance(node, exp.Select) and not node.expressions:
        raise not_snowflake("a query without a SELECT list")
    if isinstance(node, exp.DataType) and node.this not in TYPES:
        raise not_snowflake(f"unsupported data type '{node.sql(dialect='snowflake')}'")
