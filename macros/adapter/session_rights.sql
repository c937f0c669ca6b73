{#
    Return what this session, or another role, may do on the warehouse and in schemas: {role, user, warehouse, primary,
    all, rows, lacking, schemas}, or {} if the engine has no roles. primary: what the role has and inherits, {roles,
    database_roles, user}; all: the same, including the session's secondary roles; rows: the privileges on databases,
    warehouses and the account, [{on, name, privilege, inherited, primary}]; lacking: {database: [privilege]}, without
    USAGE the role cannot use the database; schemas: {schema key: {database, schema, name: for SQL, owner, options,
    comment, retention, grants: rows of SHOW}}, only those that the role can see. Reads only.
#}
{% macro session_rights(role, places) %}
    {%- do return(adapter.dispatch("session_rights", "dbt_wap")(role=role, places=places)) -%}
{% endmacro %}

{% macro default__session_rights(role, places) %}
    {%- do dbt_wap.unsupported("session_rights") -%}
{% endmacro %}

{# DuckDB has no roles. Atomic: yes, reads nothing. #}
{% macro duckdb__session_rights(role, places) %} {%- do return({}) -%} {% endmacro %}

{#
    CREATE needs the primary role; a secondary role may give any other privilege. Atomic: no, one SHOW for each role of
    the session, each database and each schema.
#}
{% macro snowflake__session_rights(role, places) %}
    {%- set sql %}
        select current_role() as role, current_user() as user, current_warehouse() as warehouse,
            current_secondary_roles() as others
    {% endset -%}
    {%- set at = dbt_wap.rows_of(sql)[0] -%}
    {%- set own = role is none -%}
    {%- set role = at["role"] if own else dbt_wap.stored_as_typed(role) -%}
    {%- if not role -%}
        {%- do dbt_wap.refuse("privileges", "the session has no role; set one in profiles.yml", next="wap doctor") -%}
    {%- endif -%}
    {%- set primary, rows = {"roles": [], "database_roles": [], "user": none}, [] -%}
    {%- for each in [role, "PUBLIC"] -%}
        {%- do dbt_wap._snowflake_take_role(primary, rows, each, true) -%}
    {%- endfor -%}
    {%- set held = {
        "roles": primary["roles"] | list,
        "database_roles": primary["database_roles"] | list,
        "user": at["user"] if own,
    } -%}
    {%- set others = ((fromjson(at["others"] or "{}") or {}).get("roles") or "").split(",") if own else [] -%}
    {%- for each in others if each -%}
        {%- do dbt_wap._snowflake_take_role(held, rows, dbt_wap.unquoted_name(each | trim), false) -%}
    {%- endfor -%}
    {%- set warehouse = at["warehouse"] if own else dbt_wap._snowflake_warehouse_in(rows) -%}
    {%- set rights = {"role": role, "user": at["user"], "warehouse": warehouse, "primary": primary, "all": held} -%}
    {%- do rights.update({"rows": rows, "lacking": {}, "schemas": {}}) -%}
    {%- do dbt_wap._snowflake_take_places(rights, places) -%}
    {%- do return(rights) -%}
{% endmacro %}

{# Return the warehouse of profiles.yml if the rows give the right to use it, or none. Pure. #}
{% macro _snowflake_warehouse_in(rows) %}
    {%- set wanted = dbt_wap.stored_as_typed(target.warehouse) if target.warehouse else none -%}
    {%- for row in rows if row["on"] == "WAREHOUSE" and row["privilege"] in ["USAGE", "OWNERSHIP"] -%}
        {%- if row["name"] == wanted or row["inherited"] -%} {%- do return(wanted) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}

{#
    Add a role and the roles that it inherits to `found`, and their privileges on databases, warehouses and the account
    to `rows`. Reads only.
#}
{% macro _snowflake_take_role(found, rows, role, primary) %}
    {%- if role not in found["roles"] -%}
        {%- do found["roles"].append(role) -%}
        {%- for row in dbt_wap._snowflake_show("grants to role", dbt_wap.identifier(role)) -%}
            {%- set on = row["granted_on"] | upper | replace("_", " ") -%}
            {%- set name = dbt_wap.unquoted_name(row["name"] or "") -%}
            {%- if on == "ROLE" and row["privilege"] == "USAGE" -%}
                {%- do dbt_wap._snowflake_take_role(found, rows, name, primary) -%}
            {%- elif on == "DATABASE ROLE" and row["privilege"] == "USAGE" -%}
                {%- do found["database_roles"].append(row["name"]) -%}
            {%- elif on in ["ACCOUNT", "DATABASE", "WAREHOUSE"] -%}
                {%- set inherited = row.get("is_inherited") | string | lower == "true" -%}
                {%- do rows.append(
                    {"on": on, "name": name, "privilege": row["privilege"], "inherited": inherited, "primary": primary}
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}

{# Add to the rights what the role lacks on the databases, and the schemas that it can see. Reads only. #}
{% macro _snowflake_take_places(rights, places) %}
    {%- set open = [] -%}
    {%- for database in places | map(attribute="database") | unique(case_sensitive=true) -%}
        {%- set lacking = dbt_wap._snowflake_lacking_on_database(rights, database) -%}
        {%- do rights["lacking"].update({database: lacking}) -%}
        {%- if "USAGE" not in lacking -%} {%- do open.append(database) -%} {%- endif -%}
    {%- endfor -%}
    {%- set seen = dbt_wap._snowflake_schemas(open) -%}
    {%- for place in places -%}
        {%- set key = dbt_wap.schema_key(place["database"], place["schema"]) -%}
        {%- if key in seen -%}
            {%- set name = dbt_wap.relation_name(place["database"], place["schema"]) -%}
            {%- set grants = dbt_wap._snowflake_show("grants on schema", name) -%}
            {%- do rights["schemas"].update({key: dict(seen[key], name=name, grants=grants)}) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#
    Return which of USAGE and CREATE SCHEMA the role lacks on a database. A database role also gives USAGE. Only a role
    with USAGE can list the grants on the database. Reads only.
#}
{% macro _snowflake_lacking_on_database(rights, database) %}
    {%- set opening, creating = [], [] -%}
    {%- for row in rights["rows"] if row["on"] == "DATABASE" and (row["name"] == database or row["inherited"]) -%}
        {%- if row["privilege"] in ["USAGE", "OWNERSHIP"] -%} {%- do opening.append(row) -%} {%- endif -%}
        {%- if row["privilege"] in ["CREATE SCHEMA", "OWNERSHIP"] and row["primary"] -%}
            {%- do creating.append(row) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for role in rights["all"]["database_roles"] if role.startswith(database ~ ".") -%}
        {%- do opening.append(role) -%}
    {%- endfor -%}
    {%- if opening and not creating -%}
        {%- set rows = dbt_wap._snowflake_show("grants on database", dbt_wap.identifier(database)) -%}
        {%- if dbt_wap._snowflake_allows(rights["primary"], rows, ["CREATE SCHEMA"], database) -%}
            {%- do creating.append(1) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do return(([] if opening else ["USAGE"]) + ([] if creating else ["CREATE SCHEMA"])) -%}
{% endmacro %}

{# Return true if these rows of SHOW GRANTS ON give one of the privileges to one of the roles. Pure. #}
{% macro _snowflake_allows(held, rows, privileges, database) %}
    {%- for row in rows if row["privilege"] in privileges -%}
        {%- set to = dbt_wap._snowflake_grantee_of({"account": ""}, row, database) -%}
        {%- if dbt_wap._snowflake_is_held(held, to["kind"], to["name"], database) -%}
            {%- do return(true) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{# Return true if a grantee is one of the roles. SHOW lists a database role with or without its database. Pure. #}
{% macro _snowflake_is_held(held, kind, name, database=none) %}
    {%- if kind == "ROLE" -%} {%- do return(name in held["roles"]) -%} {%- endif -%}
    {%- if kind == "DATABASE_ROLE" -%}
        {%- do return(name in held["database_roles"] or ((database or "") ~ "." ~ name) in held["database_roles"]) -%}
    {%- endif -%}
    {%- do return(kind == "USER" and name == held["user"]) -%}
{% endmacro %}

{# Return true if an owner, as SHOW lists it, is one of the roles. It may be a role or a database role. Pure. #}
{% macro _snowflake_owns(held, database, owner) %}
    {%- if dbt_wap._snowflake_is_held(held, "ROLE", owner) -%} {%- do return(true) -%} {%- endif -%}
    {%- do return(dbt_wap._snowflake_is_held(held, "DATABASE_ROLE", owner, database)) -%}
{% endmacro %}
