"""Functions of the session and the catalog; they become literals before the engine sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from ..catalog.access import Access
from ..catalog.records import ACCOUNT_NAME, Grantee, Obj, Schema
from ..session.session import Session
from ..values import errors
from ..values.kinds import parse_name
from . import get_ddl

VERSION = "9.99.0 (emulator)"


@dataclass(frozen=True)
class Caller:
    """Whose functions they are: the session, the rights of the reader, the schema of a view."""

    session: Session
    access: Access
    home: Schema | None
    underlying: Callable[[Obj], list[Obj]]
    """The tables that a table or view reads."""


def literal(value: Any) -> exp.Expr:
    return exp.Null() if value is None else exp.convert(value)


def variable(session: Session, name: str) -> exp.Expr:
    if name.upper() not in session.variables:
        text = f"error line 1 at position 0\nSession variable '${name.upper()}' does not exist"
        raise errors.compilation(2211, "02000", text)
    return literal(session.variables[name.upper()])


def replace(caller: Caller, node: exp.Func) -> None:
    """Puts the value in the place of the call, if it is one of ours."""
    name = (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).upper()
    if name in _CALLS:
        arguments = list(node.expressions) if isinstance(node, exp.Anonymous) else []
        node.replace(literal(_CALLS[name](caller, [_constant(a) for a in arguments])))
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


def _database(caller: Caller, _: list[Any]) -> str | None:
    return caller.home.database.name if caller.home else caller.session.database


def _schema(caller: Caller, _: list[Any]) -> str | None:
    if caller.home:
        return caller.home.name
    return caller.session.schema if caller.session.current() else None


def _last_query(caller: Caller, arguments: list[Any]) -> str | None:
    known = list(caller.session.results)
    at = arguments[0] if arguments else -1
    try:
        return known[at] if at < 0 else known[at - 1]
    except IndexError:
        return None


def _in_session(caller: Caller, arguments: list[Any]) -> bool:
    return Grantee("ROLE", str(arguments[0]).upper()) in caller.access.active


def _roles(caller: Caller, _: list[Any]) -> str:
    return "[" + ", ".join(f'"{role}"' for role in sorted(caller.session.account.roles)) + "]"


def _secondary(caller: Caller, _: list[Any]) -> str:
    session = caller.session
    if not session.secondary:
        return '{"roles":"","value":""}'
    user = Grantee("USER", session.user)
    roles = sorted(role.name for role in session.account.roles.values() if user in role.members)
    return f'{{"roles":"{",".join(roles)}","value":"ALL"}}'


def _warehouse(caller: Caller, _: list[Any]) -> str | None:
    """None where the role may not use it; one that was never created is open to all."""
    named = caller.session.warehouse
    known = caller.session.account.named.get(("WAREHOUSE", named))
    return None if known and not caller.access.has(known, "USAGE") else named


def _cancel_all(caller: Caller, arguments: list[Any]) -> str:
    canceled = caller.session.sessions.cancel(int(arguments[0]))
    return f"{canceled} queries cancelled."


def _abort(caller: Caller, arguments: list[Any]) -> str:
    caller.session.sessions.abort(int(arguments[0]))
    return f"Session {arguments[0]} terminated."


def _wait(caller: Caller, arguments: list[Any]) -> str:
    """The wait itself comes when the statement runs, and holds no lock."""
    caller.session.waits = float(arguments[0])
    return f"waited {arguments[0]} seconds"


def _ddl(caller: Caller, arguments: list[Any]) -> str:
    kind, name = str(arguments[0]).upper(), str(arguments[1])
    full = bool(arguments[2]) if len(arguments) > 2 else False
    return get_ddl.of(caller.session, kind, parse_name(name), full)


def _change_token(caller: Caller, arguments: list[Any]) -> int:
    obj = caller.session.names.object(parse_name(str(arguments[0])), "Table")
    return max((stored.token for stored in caller.underlying(obj)), default=0)


_CALLS: dict[str, Callable[[Caller, list[Any]], Any]] = {
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
    "CURRENT_TRANSACTION": lambda r, _: str(r.session.id) if r.session.transaction.open else None,
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
