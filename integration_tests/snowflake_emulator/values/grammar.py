"""Parts that the forms of several statements share, and what is not a statement.

The forms stand with their statements, in the notation of `patterns`; they are those of Snowflake's
SQL reference, cut down to what the emulator models.
"""

from __future__ import annotations

from .lexer import phrases, words

REPLACE = "CREATE [ OR REPLACE ]:replace"
EXISTS = "[ IF NOT EXISTS ]:exists"
AT = "[ { AT | BEFORE }:when <at:parens> ]"
TEMPORARY = (
    "[ { TRANSIENT }:transient | { [ LOCAL | GLOBAL ] { TEMP | TEMPORARY } | VOLATILE }:temporary ]"
)
TAG = "[ WITH ] TAG <tag:parens>"
GRANTEE = """{ [ ROLE ] <role:ident> | DATABASE ROLE <database_role:name> | USER <user:ident>
    | SHARE <share:ident> }"""
# dbt leaves the object type out for tables and views: GRANT SELECT ON db.schema.t TO r.
ON = """{ { ALL | FUTURE }:scope <kinds:kinds> IN { SCHEMA | DATABASE }:container <inside:name>
    | { ACCOUNT }:account | [ <kind:kind> ] <name:name> [ <arguments:parens> ] }"""

QUERY_WORDS = words("SELECT WITH VALUES INSERT UPDATE DELETE MERGE")
NOT_EMULATED = phrases(
    """CALL | EXECUTE | DECLARE | COPY INTO | PUT | GET | LIST | LS | REMOVE | RM | EXPLAIN |
    CREATE OR ALTER | CREATE MASKING | CREATE ROW | CREATE TAG | CREATE AGENT |
    CREATE INTEGRATION | CREATE ICEBERG | CREATE OR REPLACE MASKING | CREATE OR REPLACE ROW |
    CREATE OR REPLACE TAG | CREATE OR REPLACE ICEBERG | SHOW TAGS | SHOW MASKING | SHOW LOCKS IN |
    SHOW VARIABLES"""
)
