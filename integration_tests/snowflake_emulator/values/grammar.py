"""Every statement form the emulator accepts, apart from queries and DML (see `strict`).

Keys name the handlers; the forms are those of Snowflake's SQL reference, cut down to what the
emulator models. A statement that starts like one of these and matches none is a syntax error;
one that starts with an entry of NOT_EMULATED is refused as such (both: `recognise`).
"""

from __future__ import annotations

from .lexer import phrases, words

_REPLACE = "CREATE [ OR REPLACE ]:replace"
_EXISTS = "[ IF NOT EXISTS ]:exists"
_AT = "[ { AT | BEFORE }:when <at:parens> ]"
_TEMPORARY = (
    "[ { TRANSIENT }:transient | { [ LOCAL | GLOBAL ] { TEMP | TEMPORARY } | VOLATILE }:temporary ]"
)
_TAG = "[ WITH ] TAG <tag:parens>"
_TABLE_OPTIONS = f"""[* CLUSTER BY <cluster:parens> | {{ COPY GRANTS }}:copy_grants | COPY TAGS
    | {_TAG}
    | COMMENT = <comment:text> | DATA_RETENTION_TIME_IN_DAYS = <retention:integer>
    | MAX_DATA_EXTENSION_TIME_IN_DAYS = <extension:integer> | CHANGE_TRACKING = <tracking:boolean>
    | ENABLE_SCHEMA_EVOLUTION = <evolution:boolean> | DEFAULT_DDL_COLLATION = <collation:text> *]"""
_GRANTEE = """{ [ ROLE ] <role:ident> | DATABASE ROLE <database_role:name> | USER <user:ident>
    | SHARE <share:ident> }"""
# dbt leaves the object type out for tables and views: GRANT SELECT ON db.schema.t TO r.
_ON = """{ { ALL | FUTURE }:scope <kinds:kinds> IN { SCHEMA | DATABASE }:container <inside:name>
    | { ACCOUNT }:account | [ <kind:kind> ] <name:name> [ <arguments:parens> ] }"""
_IN = """[ IN { { ACCOUNT }:account | { DATABASE }:database [ <database_name:ident> ]
    | { SCHEMA }:schema [ <schema_name:name> ] | <scope_name:name> } ]"""
_FILTER = "[ STARTS WITH <starts:text> ] [ LIMIT <limit:integer> [ FROM <after:text> ] ]"
_LISTED = """{ OBJECTS | TABLES | VIEWS | MATERIALIZED VIEWS | DYNAMIC TABLES | EXTERNAL TABLES
    | HYBRID TABLES | STREAMS | TASKS | STAGES | PIPES | SEQUENCES | PROCEDURES | USER PROCEDURES
    | FUNCTIONS | USER FUNCTIONS | FILE FORMATS | ALERTS | ICEBERG TABLES | EVENT TABLES }:what"""

STATEMENTS: dict[str, list[str]] = {
    # --- session and transactions
    "use_role": ["USE ROLE <name:ident>"],
    "use_warehouse": ["USE WAREHOUSE <name:ident>"],
    "use_database": ["USE DATABASE <name:ident>"],
    "use_schema": ["USE SCHEMA <name:name>", "USE <name:name>"],
    "use_secondary_roles": ["USE SECONDARY ROLES { ALL | NONE }:roles"],
    "alter_session": [
        "ALTER SESSION SET <set:assignments>",
        "ALTER SESSION UNSET <unset:idents>",
    ],
    "alter_account": [
        "ALTER ACCOUNT SET <set:assignments>",
        "ALTER ACCOUNT UNSET <unset:idents>",
    ],
    "set_variable": ["SET <name:ident> = <value:rest>"],
    "unset_variable": ["UNSET <name:ident>"],
    "begin": [
        "BEGIN [ WORK | TRANSACTION ] [ NAME <name:ident> ]",
        "START TRANSACTION [ NAME <name:ident> ]",
    ],
    "commit": ["COMMIT [ WORK ]"],
    "rollback": ["ROLLBACK [ WORK ]"],
    # --- account objects
    "create_database": [
        f"""{_REPLACE} [ TRANSIENT ]:transient DATABASE {_EXISTS} <name:ident>
        [* COMMENT = <comment:text> | DATA_RETENTION_TIME_IN_DAYS = <retention:integer>
         | {_TAG} *]"""
    ],
    "create_account_object": [
        f"""{_REPLACE} {{ ROLE | USER | WAREHOUSE }}:kind {_EXISTS} <name:ident> [ WITH ]
        [ <options:assignments> ]""",
        f"CREATE {{ SHARE }}:kind {_EXISTS} <name:ident> [ <options:assignments> ]",
    ],
    "create_database_role": [
        f"{_REPLACE} DATABASE ROLE {_EXISTS} <name:name> [ COMMENT = <comment:text> ]"
    ],
    "drop_account_object": [
        "DROP { DATABASE ROLE }:kind [ IF EXISTS ]:exists <name:name>",
        "DROP { ROLE | USER | WAREHOUSE | SHARE }:kind [ IF EXISTS ]:exists <name:ident>",
    ],
    "alter_account_object": [
        """ALTER { USER | WAREHOUSE | ROLE | SHARE }:kind [ IF EXISTS ] <name:ident>
        { SET <set:assignments> | UNSET <unset:idents> | SUSPEND | RESUME [ IF SUSPENDED ]
        | ADD ACCOUNTS = <accounts:idents> | REMOVE ACCOUNTS = <accounts:idents> }""",
    ],
    # --- databases and schemas
    "create_schema": [
        f"""{_REPLACE} [ TRANSIENT ]:transient SCHEMA {_EXISTS} <name:name>
        [ CLONE <source:name> {_AT} [ IGNORE TABLES WITH INSUFFICIENT DATA RETENTION ]:ignore_old
          [ IGNORE HYBRID TABLES ]:ignore_hybrid [ INCLUDE INTERNAL STAGES ]:stages ]
        [* {{ WITH MANAGED ACCESS }}:managed | DATA_RETENTION_TIME_IN_DAYS = <retention:integer>
         | MAX_DATA_EXTENSION_TIME_IN_DAYS = <extension:integer> | COMMENT = <comment:text>
         | DEFAULT_DDL_COLLATION = <collation:text> | LOG_LEVEL = <log_level:value>
         | TRACE_LEVEL = <trace_level:value> | {_TAG} *]"""
    ],
    "rename_container": [
        "ALTER { SCHEMA | DATABASE }:kind [ IF EXISTS ]:exists <name:name> RENAME TO <target:name>"
    ],
    "swap_schema": ["ALTER SCHEMA [ IF EXISTS ]:exists <name:name> SWAP WITH <target:name>"],
    "swap_database": ["ALTER DATABASE [ IF EXISTS ]:exists <name:ident> SWAP WITH <target:ident>"],
    "alter_container": [
        """ALTER { SCHEMA | DATABASE }:kind [ IF EXISTS ]:exists <name:name>
        { SET TAG <tags:rest> | UNSET TAG <tags:rest> | SET <set:assignments>
        | UNSET <unset:idents> | { ENABLE | DISABLE }:managed MANAGED ACCESS }"""
    ],
    "drop_container": [
        "DROP { SCHEMA | DATABASE }:kind [ IF EXISTS ]:exists <name:name> [ CASCADE | RESTRICT ]"
    ],
    "undrop": [
        "UNDROP { SCHEMA | DATABASE | TABLE }:kind IDENTIFIER ( <id:integer> )",
        "UNDROP { SCHEMA | DATABASE | TABLE | DYNAMIC TABLE }:kind <name:name>",
    ],
    # --- tables and views
    "create_table_as": [
        f"""{_REPLACE} {_TEMPORARY} TABLE {_EXISTS} <name:name> [ <columns:parens> ]
        {_TABLE_OPTIONS} AS <query:rest>"""
    ],
    "create_table_clone": [
        f"""{_REPLACE} {_TEMPORARY} [ {{ DYNAMIC | HYBRID }}:special ] TABLE {_EXISTS} <name:name>
        CLONE <source:name> {_AT} [* {{ COPY GRANTS }}:copy_grants | COPY TAGS *]""",
    ],
    "create_table_like": [
        f"{_REPLACE} {_TEMPORARY} TABLE {_EXISTS} <name:name> LIKE <source:name> {_TABLE_OPTIONS}"
    ],
    "create_table": [
        f"{_REPLACE} {_TEMPORARY} TABLE {_EXISTS} <name:name> <columns:parens> {_TABLE_OPTIONS}",
        f"""{_REPLACE} {{ HYBRID | EVENT }}:special TABLE {_EXISTS} <name:name> [ <columns:parens> ]
        [ COMMENT = <comment:text> ]""",
        f"""{_REPLACE} {{ EXTERNAL }}:special TABLE {_EXISTS} <name:name> [ <columns:parens> ]
        [ WITH ] [ <options:assignments> ]""",
    ],
    "create_view": [
        f"""{_REPLACE} [ SECURE ]:secure {_TEMPORARY} [ RECURSIVE ]:recursive VIEW {_EXISTS}
        <name:name> [ <columns:parens> ]
        [* {{ COPY GRANTS }}:copy_grants | COPY TAGS | COMMENT = <comment:text> | {_TAG}
         | CHANGE_TRACKING = <tracking:boolean> *] AS <query:rest>"""
    ],
    "create_materialized_view": [
        f"""{_REPLACE} [ SECURE ]:secure MATERIALIZED VIEW {_EXISTS} <name:name>
        [ <columns:parens> ] [* {{ COPY GRANTS }}:copy_grants | COMMENT = <comment:text>
         | CLUSTER BY <cluster:parens> *] AS <query:rest>"""
    ],
    "create_dynamic_table": [
        f"""{_REPLACE} [ TRANSIENT ]:transient DYNAMIC TABLE {_EXISTS} <name:name>
        [ <columns:parens> ] [ <options:assignments> ] [ {{ COPY GRANTS }}:copy_grants ]
        AS <query:rest>"""
    ],
    "rename_object": ["ALTER <kind:kind> [ IF EXISTS ]:exists <name:name> RENAME TO <target:name>"],
    "swap_table": [
        """ALTER { TABLE | DYNAMIC TABLE }:kind [ IF EXISTS ]:exists <name:name>
        SWAP WITH <target:name>"""
    ],
    "alter_table": [
        """ALTER { TABLE | DYNAMIC TABLE | ICEBERG TABLE }:kind [ IF EXISTS ]:exists <name:name>
        { ADD [ COLUMN ] [ IF NOT EXISTS ]:add_exists <add:rest>
        | RENAME COLUMN <column:ident> TO <new_column:ident>
        | DROP [ COLUMN ] [ IF EXISTS ]:drop_exists <drop:idents>
        | DROP CLUSTERING KEY | { SUSPEND | RESUME } RECLUSTER | CLUSTER BY <cluster:parens>
        | { DROP PRIMARY KEY }:constraints | SET TAG <tags:rest> | UNSET TAG <tags:rest>
        | SET <set:assignments> | UNSET <unset:idents>
        | { SUSPEND | RESUME | REFRESH }:state
        | { ALTER | MODIFY } [ COLUMN ] <alter:rest> }"""
    ],
    "alter_view": [
        """ALTER [ MATERIALIZED ] VIEW [ IF EXISTS ]:exists <name:name>
        { SET { SECURE }:secure | UNSET { SECURE }:insecure | SET TAG <tags:rest>
        | UNSET TAG <tags:rest> | SET <set:assignments> | UNSET <unset:idents>
        | { SUSPEND | RESUME }:state | { ALTER | MODIFY } [ COLUMN ] <alter:rest> }"""
    ],
    "alter_object": [
        "ALTER { TASK | ALERT }:kind [ IF EXISTS ]:exists <name:name> { SUSPEND | RESUME }:state",
        """ALTER { STREAM | TASK | PIPE | STAGE | SEQUENCE | ALERT }:kind [ IF EXISTS ]:exists
        <name:name> { SET <set:assignments> | UNSET <unset:idents> }""",
    ],
    "truncate": ["TRUNCATE [ TABLE ] [ IF EXISTS ]:exists <name:name>"],
    "drop_object": [
        """DROP <kind:kind> [ IF EXISTS ]:exists <name:name> [ <arguments:parens> ]
        [ CASCADE | RESTRICT ]"""
    ],
    "comment": [
        "COMMENT [ IF EXISTS ]:exists ON COLUMN <column:name> . <field:ident> IS <text:text>",
        "COMMENT [ IF EXISTS ]:exists ON COLUMN <column:name> IS <text:text>",
        """COMMENT [ IF EXISTS ]:exists ON <kind:kind> <name:name> [ <arguments:parens> ]
        IS <text:text>""",
    ],
    # --- objects of which only the record exists
    "create_object": [
        f"""{_REPLACE} {{ STREAM }}:kind {_EXISTS} <name:name> [ {{ COPY GRANTS }}:copy_grants ]
        ON {{ TABLE | VIEW | DYNAMIC TABLE | EXTERNAL TABLE }}:source_kind <source:name>
        [ <options:assignments> ]""",
        f"""{_REPLACE} {{ TASK }}:kind {_EXISTS} <name:name> [ <options:assignments> ]
        [ AFTER <after:idents> ] [ WHEN <condition:parens> ] AS <definition:rest>""",
        f"""{_REPLACE} {{ ALERT }}:kind {_EXISTS} <name:name> [ <options:assignments> ]
        IF <condition:parens> THEN <definition:rest>""",
        f"""{_REPLACE} {{ PIPE }}:kind {_EXISTS} <name:name> [ <options:assignments> ]
        AS <definition:rest>""",
        f"""{_REPLACE} {{ STAGE | FILE FORMAT }}:kind {_EXISTS} <name:name>
        [ <options:assignments> ]""",
        f"""{_REPLACE} {{ SEQUENCE }}:kind {_EXISTS} <name:name> [ WITH ]
        [* START [ WITH ] [ = ] <start:integer> | INCREMENT [ BY ] [ = ] <step:integer>
         | ORDER | NOORDER | COMMENT = <comment:text> *]""",
        f"""{_REPLACE} [ SECURE ] {{ FUNCTION | PROCEDURE }}:kind {_EXISTS} <name:name>
        <arguments:parens> RETURNS <definition:rest>""",
    ],
    # --- grants
    "grant_role": [
        "GRANT ROLE <granted:ident> TO { ROLE <role:ident> | USER <user:ident> }",
        """GRANT DATABASE ROLE <granted_database_role:name> TO { ROLE <role:ident>
        | DATABASE ROLE <database_role:name> | SHARE <share:ident> }""",
    ],
    "revoke_role": [
        "REVOKE ROLE <granted:ident> FROM { ROLE <role:ident> | USER <user:ident> }",
        """REVOKE DATABASE ROLE <granted_database_role:name> FROM { ROLE <role:ident>
        | DATABASE ROLE <database_role:name> | SHARE <share:ident> }""",
    ],
    "grant_ownership": [
        f"""GRANT OWNERSHIP ON {_ON} TO {{ ROLE <role:ident> | DATABASE ROLE <database_role:name> }}
        [ {{ REVOKE | COPY }}:current CURRENT GRANTS ]"""
    ],
    "grant_inherited": [
        """GRANT INHERITED <privileges:privileges> ON ALL <kinds:kinds> IN
        { { ACCOUNT }:account | { SCHEMA | DATABASE }:container <inside:name> }
        TO { ROLE <role:ident> | DATABASE ROLE <database_role:name> | USER <user:ident> }"""
    ],
    "revoke_inherited": [
        """REVOKE INHERITED <privileges:privileges> ON ALL <kinds:kinds> IN
        { { ACCOUNT }:account | { SCHEMA | DATABASE }:container <inside:name> }
        FROM { ROLE <role:ident> | DATABASE ROLE <database_role:name> | USER <user:ident> }"""
    ],
    "grant": [f"GRANT <privileges:privileges> ON {_ON} TO {_GRANTEE} [ WITH GRANT OPTION ]:option"],
    "revoke": [
        f"""REVOKE [ GRANT OPTION FOR ]:only_option <privileges:privileges> ON {_ON}
        FROM {_GRANTEE} [ RESTRICT | CASCADE ]:mode"""
    ],
    # --- listings
    "show_schemas": [
        f"""SHOW [ TERSE ]:terse SCHEMAS [ HISTORY ]:history [ LIKE <like:text> ] {_IN} {_FILTER}"""
    ],
    "show_objects": [
        f"SHOW [ TERSE ]:terse {_LISTED} [ HISTORY ]:history [ LIKE <like:text> ] {_IN} {_FILTER}"
    ],
    "show_account_objects": [
        f"""SHOW [ TERSE ]:terse {{ DATABASES | ROLES | USERS | WAREHOUSES | SHARES }}:what
        [ HISTORY ]:history [ LIKE <like:text> ] {_FILTER}""",
        "SHOW { DATABASE ROLES }:what IN DATABASE <database_name:ident> [ LIMIT <limit:integer> ]",
    ],
    "show_columns": ["SHOW COLUMNS [ LIKE <like:text> ] IN [ TABLE | VIEW ] <name:name>"],
    "show_keys": [
        """SHOW [ TERSE ]:terse { PRIMARY KEYS | UNIQUE KEYS | IMPORTED KEYS }:what
        [ IN { TABLE <table:name> | SCHEMA <schema_name:name>
        | { DATABASE }:database [ <database_name:ident> ] } ]"""
    ],
    "show_parameters": [
        """SHOW PARAMETERS [ LIKE <like:text> ] [ { IN | FOR } { { SESSION | ACCOUNT }:level
        | { SCHEMA | DATABASE | TABLE | WAREHOUSE | USER | TASK }:kind [ <name:name> ] } ]"""
    ],
    "show_grants_on": [
        "SHOW GRANTS ON { ACCOUNT }:account [ LIMIT <limit:integer> ]",
        """SHOW GRANTS ON [ <kind:kind> ] <name:name> [ <arguments:parens> ]
        [ LIMIT <limit:integer> ]""",
    ],
    "show_grants_to": [
        "SHOW GRANTS [ LIMIT <limit:integer> ]",
        """SHOW GRANTS TO { ROLE <role:ident> | DATABASE ROLE <database_role:name>
        | USER <user:ident> | SHARE <share:ident> } [ LIMIT <limit:integer> ]""",
    ],
    "show_grants_of": [
        """SHOW GRANTS OF { ROLE <role:ident> | DATABASE ROLE <database_role:name>
        | SHARE <share:ident> } [ LIMIT <limit:integer> ]"""
    ],
    "show_future_grants": [
        """SHOW FUTURE GRANTS { IN { SCHEMA | DATABASE }:container <inside:name>
        | TO ROLE <role:ident> | TO DATABASE ROLE <database_role:name> }
        [ LIMIT <limit:integer> ]"""
    ],
    "show_inherited_grants": [
        """SHOW INHERITED GRANTS IN { { ACCOUNT }:account
        | { SCHEMA | DATABASE }:container <inside:name> } [ LIMIT <limit:integer> ]"""
    ],
    "show_transactions": [
        "SHOW TRANSACTIONS [ IN ACCOUNT ]",
        "SHOW { LOCKS }:locks [ IN ACCOUNT ]",
    ],
    "describe": [
        "{ DESCRIBE | DESC } <kind:kind> <name:name> [ <arguments:parens> ] [ TYPE = COLUMNS ]"
    ],
}

QUERY_WORDS = words("SELECT WITH VALUES INSERT UPDATE DELETE MERGE")
NOT_EMULATED = phrases(
    """CALL | EXECUTE | DECLARE | COPY INTO | PUT | GET | LIST | LS | REMOVE | RM | EXPLAIN |
    CREATE OR ALTER | CREATE MASKING | CREATE ROW | CREATE TAG | CREATE AGENT |
    CREATE INTEGRATION | CREATE ICEBERG | CREATE OR REPLACE MASKING | CREATE OR REPLACE ROW |
    CREATE OR REPLACE TAG | CREATE OR REPLACE ICEBERG | SHOW TAGS | SHOW MASKING | SHOW LOCKS IN |
    SHOW VARIABLES"""
)
