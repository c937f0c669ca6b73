"""The declared types of a query's columns, as far as they can be read off the query.

The engine forgets what it does not need (VARCHAR(10), TIMESTAMP_LTZ, GEOGRAPHY). Where a column
of the result is a cast or a plain column of a known table or view, its declared type is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from ..values import errors
from .parsing import folded

Columns = list[tuple[str, str | None]]


def declared(query: exp.Expr, ctes: dict[str, Columns] | None = None) -> Columns | None:
    """(name, declared type or None) of each column; None when even the columns are unknown.

    On the way every column name is compared with the columns in reach: the engine takes names in
    any case, Snowflake only the exact one.
    """
    known = dict(ctes or {})
    if with_ := query.args.get("with_"):
        for cte in with_.expressions:
            if (columns := declared(cte.this, known)) is not None:
                known[folded(cte.args["alias"].this)] = _renamed(columns, cte.args["alias"])
    if isinstance(query, exp.Subquery):
        return declared(query.this, known)
    if isinstance(query, exp.SetOperation):
        left, right = declared(query.left, known), declared(query.right, known)
        if left is None or right is None or len(left) != len(right):
            return None
        return [
            (name, type_ if type_ == other else None)
            for (name, type_), (_, other) in zip(left, right, strict=True)
        ]
    return _select(query, known) if isinstance(query, exp.Select) else None


def _select(query: exp.Select, ctes: dict[str, Columns]) -> Columns | None:
    sources = _sources(query, ctes)
    _check_case(query, sources)
    found: Columns = []
    for item in query.expressions:
        star = item if isinstance(item, exp.Star) else None
        table = ""
        if isinstance(item, exp.Column) and isinstance(item.this, exp.Star):
            star, table = item.this, folded(item.args["table"]) if item.args.get("table") else ""
        if star is None:
            found.append((_alias(item), type_of(item, sources)))
            continue
        wanted = [c for name, c in sources.items() if not table or name == table]
        if not wanted or any(columns is None for columns in wanted):
            return None
        if star.args.get("rename") or star.args.get("replace"):
            return None
        dropped = {folded(column.this) for column in star.args.get("except_") or []}
        if len(sources) > 1 and not table and any(j.args.get("using") for j in query.args["joins"]):
            return None
        found += [c for columns in wanted for c in columns or [] if c[0] not in dropped]
    return found


def _check_case(query: exp.Select, sources: dict[str, Columns | None]) -> None:
    aliases = {_alias(item) for item in query.expressions if isinstance(item, exp.Alias)}
    for column in _own_columns(query):
        table = folded(column.args["table"]) if column.args.get("table") else ""
        wanted = [c for name, c in sources.items() if not table or name == table]
        if not wanted or any(columns is None for columns in wanted):
            continue
        name = folded(column.this)
        known = [known for columns in wanted for known, _ in columns or []]
        if name in known or (not table and name in aliases):
            continue
        if any(other.upper() == name.upper() for other in known):
            shown = f'"{name}"' if column.this.args.get("quoted") else name
            raise errors.compilation(
                904, "42000", f"error line 1 at position 0\ninvalid identifier '{shown}'"
            )


def _own_columns(query: exp.Select) -> Iterator[exp.Column]:
    """The columns that the query names itself, not those of its subqueries."""
    stack = [child for key, child in _children(query) if key not in ("from_", "with_")]
    while stack:
        node = stack.pop()
        if isinstance(node, exp.Column) and not isinstance(node.this, exp.Star):
            yield node
        elif not isinstance(node, (exp.Query, exp.Table, exp.Lateral)):
            stack += [child for _, child in _children(node)]


def _children(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    for key, value in node.args.items():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, exp.Expr):
                yield key, child


def _sources(query: exp.Select, ctes: dict[str, Columns]) -> dict[str, Columns | None]:
    nodes: list[exp.Expr] = []
    if from_ := query.args.get("from_"):
        nodes.append(from_.this)
    nodes += [join.this for join in query.args.get("joins") or []]
    nodes += query.args.get("laterals") or []
    sources: dict[str, Columns | None] = {}
    for i, node in enumerate(nodes):
        alias = node.args.get("alias")
        columns: Columns | None = None
        if "columns" in node.meta:
            columns = list(node.meta["columns"])
        elif isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            columns = ctes.get(folded(node.this))
            alias = alias or exp.TableAlias(this=node.this)
        elif isinstance(node, exp.Subquery):
            columns = declared(node, ctes)
        named = isinstance(alias, exp.TableAlias) and alias.this is not None
        if columns is not None and isinstance(alias, exp.TableAlias):
            columns = _renamed(columns, alias)
        sources[folded(alias.this) if alias and named else f"?{i}"] = columns
    return sources


def sources_of(query: exp.Select) -> dict[str, Columns | None]:
    """What the query selects from, with the CTEs of the queries around it in reach."""
    chain: list[exp.Expr] = [query]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    known: dict[str, Columns] = {}
    for outer in reversed(chain):
        if with_ := outer.args.get("with_"):
            for cte in with_.expressions:
                if (columns := declared(cte.this, known)) is not None:
                    known[folded(cte.args["alias"].this)] = _renamed(columns, cte.args["alias"])
    return _sources(query, known)


def _renamed(columns: Columns, alias: exp.Expr) -> Columns:
    names = [folded(column) for column in alias.args.get("columns") or []]
    if len(names) != len(columns):
        return columns
    return [(name, type_) for name, (_, type_) in zip(names, columns, strict=True)]


def type_of(item: exp.Expr, sources: dict[str, Columns | None]) -> str | None:
    item = item.unalias()
    while isinstance(item, exp.Paren):
        item = item.this
    if isinstance(item, exp.Cast) and isinstance(item.to, exp.DataType):
        return type_name(item.to)
    if isinstance(item, exp.Column):
        table = folded(item.args["table"]) if item.args.get("table") else ""
        name = folded(item.this)
        for source, columns in sources.items():
            if table and source != table:
                continue
            if columns is None:
                return None
            for column, type_ in columns:
                if column == name:
                    return type_
    return None


def _alias(item: exp.Expr) -> str:
    if isinstance(item, exp.Alias):
        return folded(item.args["alias"])
    return folded(item.this) if isinstance(item, exp.Column) else ""


_D = exp.DType
_NAMES = {
    _D.BIGINT: "NUMBER(38,0)", _D.INT: "NUMBER(38,0)", _D.SMALLINT: "NUMBER(38,0)",
    _D.TINYINT: "NUMBER(38,0)", _D.DOUBLE: "FLOAT", _D.FLOAT: "FLOAT", _D.BOOLEAN: "BOOLEAN",
    _D.DATE: "DATE", _D.TIME: "TIME(9)", _D.TIMESTAMP: "TIMESTAMP_NTZ(9)",
    _D.DATETIME: "TIMESTAMP_NTZ(9)", _D.TIMESTAMPNTZ: "TIMESTAMP_NTZ(9)",
    _D.TIMESTAMPLTZ: "TIMESTAMP_LTZ(9)", _D.TIMESTAMPTZ: "TIMESTAMP_TZ(9)",
    _D.VARIANT: "VARIANT", _D.OBJECT: "OBJECT", _D.ARRAY: "ARRAY", _D.MAP: "MAP",
    _D.GEOGRAPHY: "GEOGRAPHY", _D.GEOMETRY: "GEOMETRY",
}  # fmt: skip


def type_name(data_type: exp.DataType) -> str:
    """The type as DESCRIBE prints it."""
    sizes = [str(part.name) for part in data_type.expressions if part.name.isdigit()]
    kind = data_type.this
    if kind in (_D.VARCHAR, _D.TEXT, _D.NVARCHAR):
        return f"VARCHAR({sizes[0] if sizes else 16777216})"
    if kind in (_D.CHAR, _D.NCHAR):
        return f"VARCHAR({sizes[0] if sizes else 1})"
    if kind in (_D.BINARY, _D.VARBINARY):
        return f"BINARY({sizes[0] if sizes else 8388608})"
    if kind == _D.DECIMAL:
        precision, scale = (*sizes, "38", "0")[:2] if len(sizes) != 1 else (sizes[0], "0")
        return f"NUMBER({precision},{scale})"
    if kind in (_D.TIME, _D.TIMESTAMPNTZ, _D.TIMESTAMPLTZ, _D.TIMESTAMPTZ) and sizes:
        return _NAMES[kind].replace("9", sizes[0])
    return _NAMES.get(kind, data_type.sql(dialect="snowflake").upper())


_ENGINE = {
    "BIGINT": "NUMBER(38,0)", "DOUBLE": "FLOAT", "VARCHAR": "VARCHAR(16777216)",
    "BOOLEAN": "BOOLEAN", "DATE": "DATE", "TIME": "TIME(9)", "TIMESTAMP": "TIMESTAMP_NTZ(9)",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP_LTZ(9)", "JSON": "VARIANT", "BLOB": "BINARY(8388608)",
}  # fmt: skip


def engine_type(type_: str) -> str:
    """The Snowflake type of one of the engine's plain types."""
    if type_.startswith("DECIMAL"):
        return type_.replace("DECIMAL", "NUMBER")
    return _ENGINE[type_]


def columns_of(query: exp.Expr, names: list[str], types: list[str]) -> list[tuple[str, str]]:
    """The columns of a bound query: declared types where they are known, else the engine's."""
    known = declared(query)
    if known is None or len(known) != len(names):
        known = [(name, None) for name in names]
    return [
        (name, declared_type or engine_type(type_))
        for name, type_, (_, declared_type) in zip(names, types, known, strict=True)
    ]
