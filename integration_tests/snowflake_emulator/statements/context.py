"""USE, SET, ALTER SESSION, ALTER ACCOUNT: what later statements find."""

from __future__ import annotations

from ..query.queries import select
from ..session.parameters import PARAMETERS, typed
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from ..values.results import OTHER, USE, Result, status
from .statement import statement


@statement("USE ROLE <name:ident>")
def use_role(session: Session, captures: Captures, text: str) -> Result:
    if captures["name"] not in session.account.roles:
        raise errors.role_not_granted(captures["name"])
    session.role = captures["name"]
    return status(type_id=USE)


@statement("USE WAREHOUSE <name:ident>")
def use_warehouse(session: Session, captures: Captures, text: str) -> Result:
    session.warehouse = captures["name"]
    return status(type_id=USE)


@statement("USE DATABASE <name:ident>")
def use_database(session: Session, captures: Captures, text: str) -> Result:
    _use_database(session, captures["name"])
    return status(type_id=USE)


def _use_database(session: Session, name: str) -> None:
    try:
        database = session.names.database(name)
    except errors.SnowflakeError:
        raise errors.impossible() from None
    session.database = database.name
    session.schema = "PUBLIC" if "PUBLIC" in database.schemas else None


@statement("USE SCHEMA <name:name>", "USE <name:name>")
def use_schema(session: Session, captures: Captures, text: str) -> Result:
    """USE SCHEMA, and USE <name>, which is a database if it is a single name."""
    parts = captures["name"]
    if len(parts) == 1 and text.split()[1].upper() != "SCHEMA":
        _use_database(session, parts[0])
        return status(type_id=USE)
    try:
        schema = session.names.schema(parts, "USE SCHEMA")
    except errors.SnowflakeError as error:
        raise errors.impossible() from error
    session.database, session.schema = schema.database.name, schema.name
    return status(type_id=USE)


@statement("USE SECONDARY ROLES { ALL | NONE }:roles")
def use_secondary_roles(session: Session, captures: Captures, text: str) -> Result:
    session.secondary = captures["roles"] == "ALL"
    return status(type_id=USE)


@statement("ALTER SESSION SET <set:assignments>", "ALTER SESSION UNSET <unset:idents>")
def alter_session(session: Session, captures: Captures, text: str) -> Result:
    for key, value in captures.get("set", {}).items():
        if key not in PARAMETERS and not key.startswith(("CLIENT_", "PYTHON_", "JDBC_", "ODBC_")):
            raise errors.compilation(1006, "22023", f"invalid parameter '{key}'")
        if key == "AUTOCOMMIT":
            session.transaction.commit()
        session.parameters[key] = typed(key, value)
    for key in captures.get("unset", []):
        session.parameters.pop(key, None)
    return status(type_id=OTHER)


@statement("ALTER ACCOUNT SET <set:assignments>", "ALTER ACCOUNT UNSET <unset:idents>")
def alter_account(session: Session, captures: Captures, text: str) -> Result:
    if session.role != "ACCOUNTADMIN":
        raise errors.insufficient("account", session.account.record.name)
    for key, value in captures.get("set", {}).items():
        session.account.parameters[key] = typed(key, value)
    for key in captures.get("unset", []):
        session.account.parameters.pop(key, None)
    return status(type_id=OTHER)


@statement("SET <name:ident> = <value:rest>")
def set_variable(session: Session, captures: Captures, text: str) -> Result:
    result = select(session, f"select ({captures['value'].text}) as v")
    (session.variables[captures["name"]],) = result.table.column("V").to_pylist()
    return status(type_id=OTHER)


@statement("UNSET <name:ident>")
def unset_variable(session: Session, captures: Captures, text: str) -> Result:
    session.variables.pop(captures["name"], None)
    return status(type_id=OTHER)
