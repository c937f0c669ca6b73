"""Which privileges exist on which kind of record; an unknown one is refused."""

from __future__ import annotations

from ..values import errors
from ..values.lexer import phrases

_TABLE = phrases(
    """SELECT | INSERT | UPDATE | DELETE | TRUNCATE | REFERENCES | APPLYBUDGET | EVOLVE SCHEMA"""
)
_CREATED = phrases(
    """TABLE | VIEW | MATERIALIZED VIEW | DYNAMIC TABLE | EXTERNAL TABLE | HYBRID TABLE |
    ICEBERG TABLE | EVENT TABLE | STREAM | TASK | STAGE | SEQUENCE | PIPE | FUNCTION | PROCEDURE |
    FILE FORMAT | ALERT | TAG | MASKING POLICY | ROW ACCESS POLICY | SECRET | MODEL | NOTEBOOK |
    STREAMLIT | TEMPORARY TABLE"""
)

PRIVILEGES: dict[str, list[str]] = {
    "DATABASE": ["USAGE", "MODIFY", "MONITOR", "CREATE SCHEMA", "CREATE DATABASE ROLE",
                 "REFERENCE_USAGE", "IMPORTED PRIVILEGES", "APPLYBUDGET", "MANAGE GRANTS"],
    "SCHEMA": ["USAGE", "MODIFY", "MONITOR", "ADD SEARCH OPTIMIZATION", "APPLYBUDGET",
               "MANAGE GRANTS", *(f"CREATE {kind}" for kind in _CREATED)],
    "TABLE": _TABLE,
    "HYBRID TABLE": _TABLE[:6],
    "ICEBERG TABLE": _TABLE[:6],
    "EVENT TABLE": ["SELECT", "DELETE", "TRUNCATE", "REFERENCES"],
    "EXTERNAL TABLE": ["SELECT", "REFERENCES"],
    "DYNAMIC TABLE": ["SELECT", "MONITOR", "OPERATE"],
    "VIEW": ["SELECT", "REFERENCES"],
    "MATERIALIZED VIEW": ["SELECT", "REFERENCES", "APPLYBUDGET"],
    "STREAM": ["SELECT"],
    "TASK": ["MONITOR", "OPERATE", "APPLYBUDGET"],
    "PIPE": ["MONITOR", "OPERATE", "APPLYBUDGET"],
    "STAGE": ["USAGE", "READ", "WRITE"],
    "SEQUENCE": ["USAGE"],
    "FUNCTION": ["USAGE"],
    "PROCEDURE": ["USAGE"],
    "FILE FORMAT": ["USAGE"],
    "WAREHOUSE": ["USAGE", "MODIFY", "MONITOR", "OPERATE", "APPLYBUDGET"],
    "USER": ["MONITOR"],
    "ACCOUNT": phrases(
        """CREATE DATABASE | CREATE ROLE | CREATE USER | CREATE WAREHOUSE | CREATE SHARE |
        CREATE INTEGRATION | MANAGE GRANTS | MONITOR USAGE | EXECUTE TASK | IMPORT SHARE |
        EXECUTE MANAGED TASK | MONITOR EXECUTION | APPLY TAG | OVERRIDE SHARE RESTRICTIONS"""
    ),
}  # fmt: skip


def expanded(kind: str, privileges: list[str]) -> list[str]:
    """The privileges by name, ALL written out."""
    known = PRIVILEGES.get(kind, [])
    if privileges in (["ALL"], ["ALL PRIVILEGES"]):
        return [p for p in known if p not in ("MANAGE GRANTS", "IMPORTED PRIVILEGES")]
    for privilege in privileges:
        if privilege not in known and privilege != "OWNERSHIP":
            raise errors.compilation(
                3008, "22023", f"unsupported privilege '{privilege}' on object type '{kind}'"
            )
    return privileges
