"""From Snowflake's SQL to the engine's: fakesnow's transforms, and what they leave out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
from fakesnow import transforms
from sqlglot import ErrorLevel, exp

from ..catalog.store import Answer
from ..values import errors
from .shapes import sources_of, type_of

# In the order in which fakesnow applies them. Those that act on statements which the emulator
# handles itself are left out, and so is the one that sums numbers as doubles.
_TRANSFORMS: list[Callable[[exp.Expr], exp.Expr]] = [
    transforms.upper_case_unquoted_identifiers,
    transforms.current_version,
    transforms.semi_structured_types,
    transforms.try_parse_json,
    transforms.split,
    transforms.trim_cast_varchar,
    transforms.indices_to_json_extract,
    transforms.json_extract_cast_as_varchar,
    transforms.json_extract_cased_as_varchar,
    transforms.json_extract_precedence,
    transforms.flatten_value_cast_as_varchar,
    transforms.flatten,
    transforms.regex_replace,
    transforms.regex_substr,
    transforms.values_columns,
    transforms.to_date,
    transforms.timestamp_offsets,
    transforms.to_decimal,
    transforms.to_timestamp,
    transforms.to_variant,
    transforms.object_construct,
    transforms.timestamp_ntz,
    transforms.float_to_double,
    transforms.integer_precision,
    transforms.sample,
    transforms.array_size,
    transforms.random,
    transforms.array_agg_within_group,
    transforms.array_agg,
    transforms.object_agg,
    transforms.array_construct_etc,
    transforms.dateadd_date_cast,
    transforms.dateadd_string_literal_timestamp_cast,
    transforms.datediff_string_literal_timestamp_cast,
    transforms.haversine,
    transforms.hex_string,
    transforms.sha256,
    transforms.alias_in_join,
    transforms.alias_in_where,
]
_GEO = (exp.DType.GEOGRAPHY, exp.DType.GEOMETRY)


def to_duckdb(duck: duckdb.DuckDBPyConnection, expression: exp.Expr) -> str:
    """The engine's text of a resolved expression, which is used up."""
    root: exp.Expr = exp.Tuple(expressions=[expression])
    _fold_texts(root)
    _listagg(root)
    _array_agg(root)
    _divisions(root)
    _hashes(duck, root)
    _formats(root)
    try:
        for transform in (*_TRANSFORMS, _engine_only):
            _apply(transform, root)
        return str(
            root.expressions[0].sql(
                dialect="duckdb", identify=True, copy=False, unsupported_level=ErrorLevel.IGNORE
            )
        )
    except (NotImplementedError, AssertionError) as error:
        raise errors.not_emulated(str(error) or type(error).__name__) from error


def _apply(transform: Callable[[exp.Expr], exp.Expr], root: exp.Expr) -> None:
    """What `root.transform` does, in place and without its overhead; the root itself stays."""
    # Only one of them looks at identifiers, which are half of all nodes and have no children.
    skipped = () if transform is transforms.upper_case_unquoted_identifiers else exp.Identifier
    stack: list[exp.Expr] = []
    _push(root, stack, skipped)
    while stack:
        node = stack.pop()
        parent, key, index = node.parent, node.arg_key, node.index
        made = transform(node)
        if made is node:
            _push(node, stack, skipped)
        elif parent is not None and key:
            parent.set(key, made, index)


def _push(node: exp.Expr, stack: list[exp.Expr], skipped: Any) -> None:
    """The children, the first one on top."""
    for value in reversed(node.args.values()):
        if isinstance(value, exp.Expr):
            if not isinstance(value, skipped):
                stack.append(value)
        elif type(value) is list:
            stack += [
                child
                for child in reversed(value)
                if isinstance(child, exp.Expr) and not isinstance(child, skipped)
            ]


def _fold_texts(root: exp.Expr) -> None:
    """'a' || 'b' becomes 'ab': formats must be constants to be translated."""
    for node in reversed(list(root.find_all(exp.DPipe))):
        left, right = node.this, node.expression
        if left.is_string and right.is_string:
            node.replace(exp.Literal.string(left.name + right.name))


def _listagg(root: exp.Expr) -> None:
    """LISTAGG over nothing is the empty string, and so is its separator by default."""
    for node in list(root.find_all(exp.GroupConcat)):
        if node.args.get("separator") is None:
            node.set("separator", exp.Literal.string(""))
        outer = node.parent if isinstance(node.parent, exp.Window) else node
        outer.replace(exp.Coalesce(this=outer.copy(), expressions=[exp.Literal.string("")]))


def _array_agg(root: exp.Expr) -> None:
    """The elements come in no order to rely on, whatever the query below orders by."""
    for node in list(root.find_all(exp.ArrayAgg)):
        if isinstance(node.parent, exp.WithinGroup | exp.Window):
            continue
        if not isinstance(node.this, exp.Distinct | exp.Order):
            by = exp.Ordered(this=exp.MD5(this=exp.cast(node.this.copy(), "varchar")))
            node.set("this", exp.Order(this=node.this, expressions=[by]))


def _divisions(root: exp.Expr) -> None:
    """Dividing by zero is an error; the engine would answer infinity or NULL."""
    for node in reversed(list(root.find_all(exp.Div, exp.Mod))):
        if isinstance(node.expression, exp.Literal) and node.expression.name.strip("0."):
            continue
        name = "emu_div" if isinstance(node, exp.Div) else "emu_mod"
        node.replace(exp.Anonymous(this=name, expressions=[node.this, node.expression]))


def _engine_only(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.DataType) and node.this in _GEO:
        return exp.DataType.build("VARCHAR")
    if isinstance(node, exp.Ordered) and isinstance(node.this, exp.Column):
        column = node.this.this
        if node.this.name == "ALL" and not node.this.table and not column.args.get("quoted"):
            node.set("this", exp.Var(this="ALL"))
    if isinstance(node, exp.Collate):
        node.set("expression", exp.Var(this=collation(node.expression.name)))
    return _text(node)


def collation(specification: str) -> str:
    """The engine's collation that ignores case or accents where Snowflake's does."""
    parts = specification.lower().split("-")
    ignored = [name for part, name in (("ci", "NOCASE"), ("ai", "NOACCENT")) if part in parts]
    return ".".join(ignored) or "C"


_ZONES = {"%f_nine": "%f000", "%:z": "+00:00", "%-z": "+00", "%z": "+0000"}
_TEXTS = (exp.DType.VARCHAR, exp.DType.TEXT)
_MOMENTS = (exp.DType.TIMESTAMPLTZ, exp.DType.TIMESTAMPNTZ, exp.DType.TIMESTAMPTZ)


def _formats(root: exp.Expr) -> None:
    """TO_VARCHAR with a format: all values are in UTC, and have six digits of a second."""
    for node in list(root.find_all(exp.TimeToStr)):
        if not isinstance(node.args["format"], exp.Literal):
            continue
        text = node.args["format"].name
        for code, value in _ZONES.items():
            text = text.replace(code, value)
        node.set("format", exp.Literal.string(text))
        node.set("this", exp.cast(node.this, exp.DType.TIMESTAMP))


def _text(node: exp.Expr) -> exp.Expr:
    """A column or a moment as text, in the default output format of its type."""
    to_text = type(node) is exp.Cast and node.to.this in _TEXTS
    if not to_text and not (isinstance(node, exp.ToChar) and not node.args.get("format")):
        return node
    inner = node.this.unnest()
    moment = isinstance(inner, exp.CurrentTimestamp) or (
        type(inner) is exp.Cast and inner.to.this in (*_MOMENTS, exp.DType.TIMESTAMP)
    )
    if moment or isinstance(inner, exp.Column):
        node.set("this", exp.Anonymous(this="emu_text", expressions=[inner]))
    return node


def _is_hash(node: exp.Expr) -> bool:
    return isinstance(node, exp.HashAgg) or (
        isinstance(node, exp.Anonymous) and node.name.upper() == "HASH"
    )


def _hashes(duck: duckdb.DuckDBPyConnection, root: exp.Expr) -> None:
    """HASH and HASH_AGG over plain texts of their arguments, a star written out first."""
    for node in reversed(list(root.find_all(exp.HashAgg, exp.Anonymous))):
        if not _is_hash(node):
            continue
        distinct = isinstance(node.this, exp.Distinct)
        if isinstance(node, exp.HashAgg):
            first = node.this.expressions if distinct else [node.this]
            arguments = [*first, *node.args.get("expressions", [])]
        else:
            arguments = node.expressions
        written = [part for argument in arguments for part in _written_out(duck, argument)]
        if isinstance(node, exp.HashAgg):
            _refuse_geo(node, written)
        plain = [exp.Anonymous(this="emu_plain", expressions=[part.copy()]) for part in written]
        hashed: exp.Expr = exp.Anonymous(this="hash", expressions=plain)
        if isinstance(node, exp.HashAgg):
            number = exp.cast(hashed, exp.DType.INT128)
            total = exp.Sum(this=exp.Distinct(expressions=[number]) if distinct else number)
            window = node.parent if isinstance(node.parent, exp.Window) else None
            summed: exp.Expr = total
            if window is not None:
                window.set("this", total)
                summed = window.copy()
            value = exp.Mod(
                this=exp.Coalesce(this=summed, expressions=[exp.Literal.number(0)]),
                expression=exp.Literal.number(2**63 - 25),
            )
            (window or node).replace(exp.cast(exp.Paren(this=value), exp.DType.BIGINT))
        else:
            node.replace(exp.Anonymous(this="emu_signed", expressions=[hashed]))


def _refuse_geo(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    select = node.find_ancestor(exp.Select)
    sources = sources_of(select) if isinstance(select, exp.Select) else {}
    for argument in arguments:
        type_ = type_of(argument, sources)
        if type_ in ("GEOGRAPHY", "GEOMETRY"):
            text = f"Invalid argument types for function 'HASH_AGG': ({type_})"
            raise errors.compilation(1044, "42P13", f"error line 1 at position 0\n{text}")


def _written_out(duck: duckdb.DuckDBPyConnection, argument: exp.Expr) -> list[exp.Expr]:
    star: exp.Expr | None = argument if isinstance(argument, exp.Star) else None
    if isinstance(argument, exp.Column) and isinstance(argument.this, exp.Star):
        star = argument
    if star is None:
        return [argument]
    select = argument.find_ancestor(exp.Select)
    if select is None:
        raise errors.not_snowflake("* outside a query")
    probe = exp.Select(expressions=[argument.copy()])
    for key in ("from_", "joins", "laterals"):
        value = select.args.get(key)
        if value:
            copied = [v.copy() for v in value] if isinstance(value, list) else value.copy()
            probe.set(key, copied)
    ctes: list[exp.Expr] = []
    outer: exp.Expr | None = select
    while outer is not None:
        if with_ := outer.args.get("with_"):
            ctes = [cte.copy() for cte in with_.expressions if not cte.find(exp.HashAgg)] + ctes
        outer = outer.parent
    if ctes:
        probe.set("with_", exp.With(expressions=ctes))
    names = Answer(duck, to_duckdb(duck, probe)).names
    table = star.args.get("table") if isinstance(star, exp.Column) else None
    return [
        exp.Column(this=exp.to_identifier(name, quoted=True), table=table.copy() if table else None)
        for name in names
    ]
