"""The errors of the emulator, with the codes, SQLSTATEs and texts that Snowflake sends.

Everything a client may see is a SnowflakeError. `not_emulated` is the one that Snowflake itself
never sends: the statement may well be valid, but this emulator would have to guess.
"""

from __future__ import annotations

import re

import duckdb

RELATIONS = ("Table", "View", "Object", "Materialized View", "Dynamic Table", "External Table")


class SnowflakeError(Exception):
    """What the server answers instead of a result: a code, an SQLSTATE and a text."""

    def __init__(self, code: int, sqlstate: str, message: str) -> None:
        super().__init__(message)
        self.code, self.sqlstate, self.message = code, sqlstate, message

    def __str__(self) -> str:
        return f"{self.code:06d} ({self.sqlstate}): {self.message}"


def compilation(code: int, sqlstate: str, text: str) -> SnowflakeError:
    return SnowflakeError(code, sqlstate, f"SQL compilation error:\n{text}")


def syntax(unexpected: str, text: str = "", start: int = 0) -> SnowflakeError:
    line = text.count("\n", 0, start) + 1
    position = start - (text.rfind("\n", 0, start) + 1)
    where = f"syntax error line {line} at position {position} unexpected '{unexpected}'."
    return compilation(1003, "42000", where)


def not_snowflake(why: str) -> SnowflakeError:
    """Strict mode: the statement would run on the emulator's engine, but not on Snowflake."""
    return compilation(1003, "42000", f"syntax error: {why}.")


def not_emulated(what: str) -> SnowflakeError:
    return SnowflakeError(99999, "0A000", f"snowflake_emulator does not emulate: {what}")


def unsupported(feature: str) -> SnowflakeError:
    return SnowflakeError(2, "0A000", f"Unsupported feature '{feature}'.")


def missing(kind: str, name: str) -> SnowflakeError:
    state = "42S02" if kind in RELATIONS else "02000"
    return compilation(2003, state, f"{kind} '{name}' does not exist or not authorized.")


def impossible() -> SnowflakeError:
    return compilation(2043, "02000", "Object does not exist, or operation cannot be performed.")


def exists(name: str) -> SnowflakeError:
    return compilation(2002, "42710", f"Object '{name}' already exists.")


def insufficient(kind: str, name: str) -> SnowflakeError:
    text = f"Insufficient privileges to operate on {kind.lower()} '{name}'"
    return SnowflakeError(3001, "42501", f"SQL access control error:\n{text}")


def no_database(command: str) -> SnowflakeError:
    return SnowflakeError(
        90105,
        "22000",
        f"Cannot perform {command}. This session does not have a current database. "
        "Call 'USE DATABASE', or use a qualified name.",
    )


def no_schema(command: str) -> SnowflakeError:
    return SnowflakeError(
        90106,
        "22000",
        f"Cannot perform {command}. This session does not have a current schema. "
        "Call 'USE SCHEMA', or use a qualified name.",
    )


def role_not_granted(role: str) -> SnowflakeError:
    return SnowflakeError(
        3013,
        "42501",
        f"SQL access control error:\nRequested role '{role}' is not assigned to the executing "
        "user. Specify another role to activate.",
    )


def unknown_role(role: str) -> SnowflakeError:
    return SnowflakeError(
        390189,
        "08001",
        f"Role '{role}' specified in the connect string does not exist or not authorized. Contact "
        "your local system administrator, or attempt to login with another role, e.g. PUBLIC.",
    )


def transient_clone() -> SnowflakeError:
    return compilation(2120, "0A000", "Transient object cannot be cloned to a permanent object.")


def no_time_travel(kind: str, name: str) -> SnowflakeError:
    return SnowflakeError(
        707,
        "02000",
        f"Time travel data is not available for {kind.lower()} {name}. The requested time is "
        "either beyond the allowed time travel period or before the object creation time.",
    )


def hybrid_clone() -> SnowflakeError:
    return SnowflakeError(
        391411, "0A000", "This feature is not supported for hybrid tables: 'CLONE'."
    )


def dependent_grant(privilege: str, securable: str, role: str) -> SnowflakeError:
    return SnowflakeError(
        3036,
        "23001",
        f"SQL execution error: Dependent grant of privilege '{privilege}' on securable "
        f"'{securable}' to role '{role}' exists. It must be revoked first. More than one "
        "dependent grant may exist: use 'SHOW GRANTS' command to view them. To revoke all "
        "dependent grants while transferring object ownership, use convenience command "
        "'GRANT OWNERSHIP ON <target_objects> TO <target_role> REVOKE CURRENT GRANTS'.",
    )


def partial_revoke(revoked: int, skipped: int) -> SnowflakeError:
    return SnowflakeError(
        3935,
        "23001",
        f"Revoke partially executed: {revoked} grant(s) revoked, {skipped} grant(s) skipped due "
        "to dependent grants and no CASCADE is specified.",
    )


def ownership_not_revocable() -> SnowflakeError:
    return SnowflakeError(3937, "23001", "SQL execution error: OWNERSHIP can only be transferred.")


def lock_timeout(table: str) -> SnowflakeError:
    return SnowflakeError(
        625,
        "57014",
        f"Statement has locked table '{table}' in another transaction and this lock has not yet "
        "been released. Your statement was aborted because it waited longer than LOCK_TIMEOUT.",
    )


def canceled() -> SnowflakeError:
    return SnowflakeError(604, "57014", "SQL execution canceled")


def timed_out(seconds: int) -> SnowflakeError:
    text = f"Statement reached its statement or warehouse timeout of {seconds} second(s)"
    return SnowflakeError(630, "57014", f"{text} and was canceled.")


def unknown_function(name: str) -> SnowflakeError:
    return compilation(2140, "42601", f"Unknown function {name}")


def view_expansion(name: str, cause: SnowflakeError) -> SnowflakeError:
    text = f"Failure during expansion of view '{name}': {cause.message}"
    return compilation(2037, "42601", text)


def view_columns(name: str, declared: int, produced: int) -> SnowflakeError:
    return compilation(
        2057,
        "42601",
        f"View definition for '{name}' declared {declared} column(s), "
        f"but view query produces {produced} column(s).",
    )


def duplicate_row() -> SnowflakeError:
    return SnowflakeError(
        100090, "42P18", "Duplicate row detected during DML action\nRow Values: []"
    )


_IDENTIFIER = re.compile(r'(?:column|table|alias|Referenced column) (?:named )?"([^"]+)"')


def from_duckdb(error: duckdb.Error) -> SnowflakeError:
    """The engine's refusal of a statement that passed our own checks, in Snowflake's terms."""
    text = str(error).split("\n")[0]
    if isinstance(error, duckdb.InterruptException):
        return canceled()
    if isinstance(error, duckdb.ConversionException):
        return SnowflakeError(100038, "22018", f"Value is not recognized: {text}")
    if isinstance(error, duckdb.ConstraintException):
        if "NOT NULL" in text:
            column = text.rsplit(".", 1)[-1]
            return SnowflakeError(
                100072, "22000", f"NULL result in a non-nullable column: {column}"
            )
        return SnowflakeError(200001, "22000", f"A constraint is violated: {text}")
    if isinstance(error, duckdb.TransactionException):
        return SnowflakeError(625, "57014", f"The engine could not serialize the writes: {text}")
    if isinstance(error, duckdb.OutOfRangeException):
        return SnowflakeError(100046, "22003", f"Number out of representable range: {text}")
    if "Division by zero" in text:
        return SnowflakeError(100051, "22012", "Division by zero")
    if "Values were not provided" in text:
        return not_emulated("columns by number ($1)")
    if isinstance(error, duckdb.ParserException):
        return not_emulated(f"the engine cannot parse the translation: {text}")
    if isinstance(error, duckdb.BinderException):
        if found := _IDENTIFIER.search(text):
            return compilation(
                904, "42000", f"error line 1 at position 0\ninvalid identifier '{found[1]}'"
            )
        if "specified" in text and "columns available" in text:
            return compilation(2057, "42601", text)
        return compilation(1007, "22023", text)
    if isinstance(error, duckdb.CatalogException):
        # Strict mode has let the function pass, so it is Snowflake's.
        return not_emulated(f"what the engine does not have: {text}")
    return SnowflakeError(300002, "XX000", f"The engine failed: {text}")
