"""USE, SET, ALTER SESSION, BEGIN, COMMIT, ROLLBACK."""

from __future__ import annotations

from ..query.queries import select
from ..session.parameters import PARAMETERS, typed
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import OTHER, TRANSACTION, USE, Result, status
from .registry import handles

_DONE = "Statement executed successfully."


@handles("use_role")
def use_role(session: Session, captures: Captures, text: str) -> Result:
    if captures["name"] not in session.account.roles:
        raise errors.role_not_granted(captures["name"])
    session.role = captures["name"]
    return status(_DONE, USE)


@handles("use_warehouse")
def use_warehouse(session: Session, captures: Captures, text: str) -> Result:
    session.warehouse = captures["name"]
    return status(_DONE, USE)


@handles("use_database")
def use_database(session: Session, captures: Captures, text: str) -> Result:
    try:
        database = session.names.database(captures["name"])
    except errors.SnowflakeError:
        raise errors.impossible() from None
    session.database = database.name
    session.schema = "PUBLIC" if "PUBLIC" in database.schemas else None
    return status(_DONE, USE)


@handles("use_schema")
def use_schema(session: Session, captures: Captures, text: str) -> Result:
    """USE SCHEMA, and USE <name>, which is a database if it is a single name."""
    parts = captures["name"]
    if len(parts) == 1 and text.split()[1].upper() != "SCHEMA":
        return use_database(session, {"name": parts[0]}, text)
    try:
        schema = session.names.schema(parts, "USE SCHEMA")
    except errors.SnowflakeError as error:
        raise errors.impossible() from error
    session.database, session.schema = schema.database.name, schema.name
    return status(_DONE, USE)


@handles("use_secondary_roles")
def use_secondary_roles(session: Session, captures: Captures, text: str) -> Result:
    session.secondary = captures["roles"] == "ALL"
    return status(_DONE, USE)


@handles("alter_session")
def alter_session(session: Session, captures: Captures, text: str) -> Result:
    for key, value in captures.get("set", {}).items():
        if key not in PARAMETERS and not key.startswith(("CLIENT_", "PYTHON_", "JDBC_", "ODBC_")):
            raise errors.compilation(1006, "22023", f"invalid parameter '{key}'")
        if key == "AUTOCOMMIT":
            session.transaction.commit()
        session.parameters[key] = typed(key, value)
    for key in captures.get("unset", []):
        session.parameters.pop(key, None)
    return status(_DONE, OTHER)


@handles("alter_account")
def alter_account(session: Session, captures: Captures, text: str) -> Result:
    if session.role != "ACCOUNTADMIN":
        raise errors.insufficient("account", session.account.record.name)
    for key, value in captures.get("set", {}).items():
        session.account.parameters[key] = typed(key, value)
    for key in captures.get("unset", []):
        session.account.parameters.pop(key, None)
    return status(_DONE, OTHER)


@handles("set_variable")
def set_variable(session: Session, captures: Captures, text: str) -> Result:
    result = select(session, f"select ({captures['value'].text}) as v")
    (session.variables[captures["name"]],) = result.table.column("V").to_pylist()
    return status(_DONE, OTHER)


@handles("unset_variable")
def unset_variable(session: Session, captures: Captures, text: str) -> Result:
    session.variables.pop(captures["name"], None)
    return status(_DONE, OTHER)


@handles("begin")
def begin(session: Session, captures: Captures, text: str) -> Result:
    session.transaction.open = True
    return status(_DONE, TRANSACTION)


@handles("commit")
def commit(session: Session, captures: Captures, text: str) -> Result:
    session.transaction.commit()
    return status(_DONE, TRANSACTION)


@handles("rollback")
def rollback(session: Session, captures: Captures, text: str) -> Result:
    session.transaction.rollback()
    return status(_DONE, TRANSACTION)
