{#
    What this session may do, or what another role could: {role, user, warehouse, primary, all, rows}. `primary` is what
    the role holds and inherits, `all` that of the other active roles too: {roles, database_roles, user}; rows: [{on,
    name, privilege, inherited, primary}] of the database, warehouse and account privileges. {} where there are no roles.
    Reads only.
#}
{% macro session_rights(role=none) %}
    {%- do return(adapter.dispatch("session_rights", "dbt_wap")(role=role)) -%}
{% endmacro %}

{% macro default__session_rights(role) %} {%- do dbt_wap.unsupported("session_rights") -%} {% endmacro %}

{# There are no roles. Atomic: yes, reads nothing. #}
{% macro duckdb__session_rights(role) %} {%- do return({}) -%} {% endmacro %}

{#
    CREATE is a matter of the primary role; whatever else is asked for may come from a secondary one as well.
    Atomic: no, a SHOW for each role that the session has.
#}
{% macro snowflake__session_rights(role) %}
    {%- set at = dbt_wap.rows_of(
        "select current_role() as role, current_user() as user, current_warehouse() as warehouse, current_secondary_roles() as others"
    )[0] -%}
    {%- set own = role is none -%}
    {%- set role = at["role"] if own else dbt_wap.stored_as_typed(role) -%}
    {%- if not role -%}
        {%- do dbt_wap.refuse("privileges", "the session has no role; name one in profiles.yml", next="wap doctor") -%}
    {%- endif -%}
    {%- set primary, rows = {"roles": [], "database_roles": [], "user": none}, [] -%}
    {%- for each in [role, "PUBLIC"] -%}
        {%- do dbt_wap._snowflake_take_role(primary, rows, each, true) -%}
    {%- endfor -%}
    {%- set everything = {
        "roles": primary["roles"] | list, "database_roles": primary["database_roles"] | list, "user": at["user"] if own
    } -%}
    {%- set others = ((fromjson(at["others"] or "{}") or {}).get("roles") or "").split(",") if own else [] -%}
    {%- for each in others if each -%}
        {%- do dbt_wap._snowflake_take_role(everything, rows, dbt_wap.unquoted_name(each | trim), false) -%}
    {%- endfor -%}
    {%- set warehouse = at["warehouse"] if own else dbt_wap._snowflake_warehouse_in(rows) -%}
    {%- do return(
        {"role": role, "user": at["user"], "warehouse": warehouse, "primary": primary, "all": everything, "rows": rows}
    ) -%}
{% endmacro %}

{# The warehouse of profiles.yml, if the rows have the right to use it. #}
{% macro _snowflake_warehouse_in(rows) %}
    {%- set wanted = dbt_wap.stored_as_typed(target.warehouse) if target.warehouse else none -%}
    {%- set found = namespace(is=none) -%}
    {%- for row in rows if row["on"] == "WAREHOUSE" and row["privilege"] in ["USAGE", "OWNERSHIP"] -%}
        {%- if row["name"] == wanted or row["inherited"] -%} {%- set found.is = wanted -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(found.is) -%}
{% endmacro %}

{# Puts a role into `found`, with those that it inherits, and what they hold on databases, warehouses and the account into `rows`. #}
{% macro _snowflake_take_role(found, rows, role, primary) %}
    {%- if role not in found["roles"] -%}
        {%- do found["roles"].append(role) -%}
        {%- for row in dbt_wap.rows_of("show grants to role " ~ dbt_wap.identifier(role)) -%}
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

{# Whether one of the roles has one of the privileges by these rows of SHOW GRANTS ON. #}
{% macro _snowflake_allows(held, rows, privileges, database=none) %}
    {%- set found = namespace(is=false) -%}
    {%- for row in rows if row["privilege"] in privileges -%}
        {%- set to = dbt_wap._snowflake_grantee_of({}, row, database or "") -%}
        {%- if dbt_wap._snowflake_is_held(held, to["kind"], to["name"], database) -%}
            {%- set found.is = true -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found.is) -%}
{% endmacro %}

{# Whether a grantee is one of the roles. A database role is shown with its database or without. #}
{% macro _snowflake_is_held(held, kind, name, database=none) %}
    {%- if kind == "ROLE" -%} {%- do return(name in held["roles"]) -%} {%- endif -%}
    {%- if kind == "DATABASE_ROLE" -%}
        {%- do return(name in held["database_roles"] or ((database or "") ~ "." ~ name) in held["database_roles"]) -%}
    {%- endif -%}
    {%- do return(kind == "USER" and name == held["user"]) -%}
{% endmacro %}

{# Whether the owner that a list shows, a role or a role of the database, is one of the roles. #}
{% macro _snowflake_owns(held, database, owner) %}
    {%- do return(
        dbt_wap._snowflake_is_held(held, "ROLE", owner) or dbt_wap._snowflake_is_held(held, "DATABASE_ROLE", owner, database)
    ) -%}
{% endmacro %}
