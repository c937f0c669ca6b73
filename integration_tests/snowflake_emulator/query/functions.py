"""Functions of the session and the catalog; they become literals before the engine sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from ..catalog.records import ACCOUNT_NAME, STORED, VIEWS, Grantee, Obj
from ..values import errors
from ..values.kinds import parse_name
from . import get_ddl

if TYPE_CHECKING:
    from ..session.session import Session
    from .resolver import Resolver

VERSION = "9.99.0 (emulator)"


def literal(value: Any) -> exp.Expr:
    return exp.Null() if value is None else exp.convert(value)


def variable(session: Session, name: str) -> exp.Expr:
    if name.upper() not in session.variables:
        text = f"error line 1 at position 0\nSession variable '${name.upper()}' does not exist"
        raise errors.compilation(2211, "02000", text)
    return literal(session.variables[name.upper()])


def replace(resolver: Resolver, node: exp.Func) -> None:
    """Puts the value in the place of the call, if it is one of ours."""
    name = (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).upper()
    if name in _CALLS:
        arguments = list(node.expressions) if isinstance(node, exp.Anonymous) else []
        node.replace(literal(_CALLS[name](resolver, [_constant(a) for a in arguments])))
    elif name.startswith("SYSTEM$"):
        raise errors.not_emulated(f"the function {name}")


def _constant(argument: exp.Expr) -> Any:
    if isinstance(argument, exp.Boolean):
        return bool(argument.this)
    if isinstance(argument, exp.Neg):
        return -_constant(argument.this)
    if isinstance(argument, exp.Literal):
        return argument.name if argument.is_string else int(argument.name)
    raise errors.not_emulated("this function over anything but a constant")


def _database(resolver: Resolver, _: list[Any]) -> str | None:
    return resolver.home.database.name if resolver.home else resolver.session.database


def _schema(resolver: Resolver, _: list[Any]) -> str | None:
    if resolver.home:
        return resolver.home.name
    return resolver.session.schema if resolver.session.current() else None


def _last_query(resolver: Resolver, arguments: list[Any]) -> str | None:
    known = list(resolver.session.results)
    at = arguments[0] if arguments else -1
    try:
        return known[at] if at < 0 else known[at - 1]
    except IndexError:
        return None


def _in_session(resolver: Resolver, arguments: list[Any]) -> bool:
    return Grantee("ROLE", str(arguments[0]).upper()) in resolver.access.active


def _roles(resolver: Resolver, _: list[Any]) -> str:
    return "[" + ", ".join(f'"{role}"' for role in sorted(resolver.session.account.roles)) + "]"


def _secondary(resolver: Resolver, _: list[Any]) -> str:
    session = resolver.session
    if not session.secondary:
        return '{"roles":"","value":""}'
    user = Grantee("USER", session.user)
    roles = sorted(role.name for role in session.account.roles.values() if user in role.members)
    return f'{{"roles":"{",".join(roles)}","value":"ALL"}}'


def _warehouse(resolver: Resolver, _: list[Any]) -> str | None:
    """None where the role may not use it; one that nobody has created is everybody's."""
    named = resolver.session.warehouse
    known = resolver.session.account.named.get(("WAREHOUSE", named))
    return None if known and not resolver.access.has(known, "USAGE") else named


def _cancel_all(resolver: Resolver, arguments: list[Any]) -> str:
    canceled = resolver.session.engine.cancel(int(arguments[0]))
    return f"{canceled} queries cancelled."


def _abort(resolver: Resolver, arguments: list[Any]) -> str:
    resolver.session.engine.abort(int(arguments[0]))
    return f"Session {arguments[0]} terminated."


def _wait(resolver: Resolver, arguments: list[Any]) -> str:
    """The wait itself comes when the statement runs, and holds no lock."""
    resolver.session.waits = float(arguments[0])
    return f"waited {arguments[0]} seconds"


def _ddl(resolver: Resolver, arguments: list[Any]) -> str:
    kind, name = str(arguments[0]).upper(), str(arguments[1])
    full = bool(arguments[2]) if len(arguments) > 2 else False
    return get_ddl.of(resolver.session, kind, parse_name(name), full)


def _change_token(resolver: Resolver, arguments: list[Any]) -> int:
    obj = resolver.session.names.object(parse_name(str(arguments[0])), "Table")
    return max((stored.token for stored in underlying(resolver, obj)), default=0)


def underlying(resolver: Resolver, obj: Obj) -> list[Obj]:
    """The tables a view reads, through any number of views; a table is its own."""
    if obj.kind in STORED:
        return [obj]
    if obj.kind not in VIEWS:
        return []
    read = len(resolver.read)
    resolver.view_query(obj)
    found = resolver.read[read:]
    del resolver.read[read:]
    return found


_CALLS: dict[str, Callable[[Resolver, list[Any]], Any]] = {
    "CURRENT_ROLE": lambda r, _: r.session.role,
    "CURRENT_ROLE_TYPE": lambda r, _: "ROLE",
    "CURRENT_SECONDARY_ROLES": _secondary,
    "CURRENT_AVAILABLE_ROLES": _roles,
    "CURRENT_USER": lambda r, _: r.session.user,
    "CURRENT_WAREHOUSE": _warehouse,
    "CURRENT_DATABASE": _database,
    "CURRENT_SCHEMA": _schema,
    "CURRENT_SCHEMAS": lambda r, _: f'["{_database(r, [])}.{_schema(r, [])}"]',
    "CURRENT_SESSION": lambda r, _: str(r.session.id),
    "CURRENT_ACCOUNT": lambda r, _: ACCOUNT_NAME,
    "CURRENT_ACCOUNT_NAME": lambda r, _: ACCOUNT_NAME,
    "CURRENT_ORGANIZATION_NAME": lambda r, _: "EMULATORS",
    "CURRENT_REGION": lambda r, _: "LOCAL",
    "CURRENT_VERSION": lambda r, _: VERSION,
    "CURRENT_CLIENT": lambda r, _: "emulator",
    "CURRENT_TRANSACTION": lambda r, _: str(r.session.id) if r.session.open else None,
    "LAST_QUERY_ID": _last_query,
    "IS_ROLE_IN_SESSION": _in_session,
    "INVOKER_ROLE": lambda r, _: r.session.role,
    "GET_DDL": _ddl,
    "SYSTEM$LAST_CHANGE_COMMIT_TIME": _change_token,
    "SYSTEM$CANCEL_ALL_QUERIES": _cancel_all,
    "SYSTEM$CANCEL_QUERY": lambda r, a: f"query [{a[0]}] terminated.",
    "SYSTEM$ABORT_SESSION": _abort,
    "SYSTEM$WAIT": _wait,
}
