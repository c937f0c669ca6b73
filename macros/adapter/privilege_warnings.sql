{#
    List warnings, as sentences, that do not stop a run: who could see a candidate, what cannot be restored, what the
    role cannot see. `reading`: the role only reads prod. Reads only.
#}
{% macro privilege_warnings(pairs, rights, state, reading) %}
    {%- do return(
        adapter.dispatch("privilege_warnings", "dbt_wap")(
            pairs=pairs, rights=rights, state=state, reading=reading
        )
    ) -%}
{% endmacro %}

{% macro default__privilege_warnings(pairs, rights, state, reading) %}
    {%- do dbt_wap.unsupported("privilege_warnings") -%}
{% endmacro %}

{# DuckDB has no roles. Atomic: yes, reads nothing. #}
{% macro duckdb__privilege_warnings(pairs, rights, state, reading) %} {%- do return([]) -%} {% endmacro %}

{# Check only the databases that the role can use. Atomic: no, each SHOW sees a different point in time. #}
{% macro snowflake__privilege_warnings(pairs, rights, state, reading) %}
    {%- set warnings, unseen, open = [], [], [] -%}
    {%- set fault = dbt_wap.quoted_case_fault() -%}
    {%- if fault -%}
        {%- do warnings.append(fault ~ " for this user: quoted names lose their case") -%}
    {%- endif -%}
    {%- for database in pairs | map(attribute="database") | unique if "USAGE" not in rights["lacking"][database] -%}
        {%- do open.append(database) -%}
        {%- do warnings.extend(dbt_wap._snowflake_new_schema_warnings(database)) -%}
    {%- endfor -%}
    {%- for pair in pairs if pair["database"] in open -%}
        {%- set schema = rights["schemas"].get(dbt_wap.schema_key(pair["database"], pair["prod"])) -%}
        {%- if schema -%}
            {%- do warnings.extend(dbt_wap._snowflake_grant_warnings(rights, schema)) -%}
            {%- if not reading -%}
                {%- do warnings.extend(dbt_wap._snowflake_schema_warnings(rights, schema)) -%}
            {%- endif -%}
        {%- else -%} {%- do unseen.append(pair["prod"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set state_key = dbt_wap.schema_key(state["database"], state["schema"]) -%}
    {%- if state["database"] in open and state_key not in rights["schemas"] -%}
        {%- do unseen.append(state["schema"]) -%}
    {%- endif -%}
    {%- if unseen -%}
        {%- set privilege, rest = ("usage", "") if reading else ("ownership", " copy current grants") -%}
        {%- set to = dbt_wap.identifier(rights["role"]) ~ rest -%}
        {%- do warnings.append(
            rights["role"] ~ " cannot see the schema " ~ unseen | join(", ") ~ ": that is normal before"
            ~ " the first publish; if it exists, ask an administrator to grant " ~ privilege
            ~ " on schema <name> to role " ~ to
        ) -%}
    {%- endif -%}
    {%- do return(warnings | unique | list) -%}
{% endmacro %}

{# Warn about grantees that get a privilege on every new schema of a database. Reads only. #}
{% macro _snowflake_new_schema_warnings(database) %}
    {%- set warnings = [] -%}
    {%- set rows = dbt_wap._snowflake_show("future grants in database", dbt_wap.identifier(database)) -%}
    {%- for row in rows if row["grant_on"] == "SCHEMA" -%}
        {%- do warnings.append(
            row["grantee_name"] ~ " gets " ~ row["privilege"] ~ " on every new schema of " ~ database
            ~ ": it can see an audit schema until dbt-wap revokes the privilege, right after the clone"
        ) -%}
    {%- endfor -%}
    {%- do return(warnings) -%}
{% endmacro %}

{# Warn about what others are granted on the prod schema, directly or on all schemas of the database. Reads only. #}
{% macro _snowflake_grant_warnings(rights, schema) %}
    {%- set warnings, creators, known = [], [], {} -%}
    {%- for row in schema["grants"] -%}
        {%- set to = dbt_wap._snowflake_grantee_of(known, row, schema["database"]) -%}
        {%- set other = not dbt_wap._snowflake_is_held(rights["all"], to["kind"], to["name"], schema["database"]) -%}
        {%- set inherited = row.get("is_inherited") | string | lower == "true" -%}
        {%- if other and inherited and row["inherited_from"] | upper != "SCHEMA" -%}
            {%- do warnings.append(
                to["name"] ~ " inherits " ~ row["privilege"] ~ " on every schema of the "
                ~ row["inherited_from"] | lower
                ~ ": it can see audit schemas, and a REVOKE on one does not change that"
            ) -%}
        {%- elif other and row["privilege"].startswith("CREATE ") and to["name"] not in creators -%}
            {%- do creators.append(to["name"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if creators -%}
        {%- do warnings.append(
            creators | join(", ") ~ " can create objects in " ~ schema["schema"] ~ ": " ~ rights["role"]
            ~ " cannot see objects that it has no privilege on, and a publish would leave them in the archive"
        ) -%}
    {%- endif -%}
    {%- do return(warnings) -%}
{% endmacro %}

{# Warn about properties of the prod schema that affect a drop, a swap or later grants. Reads only. #}
{% macro _snowflake_schema_warnings(rights, schema) %}
    {%- set warnings, name, owner = [], schema["schema"], schema["owner"] -%}
    {%- if schema["retention"] == "0" -%}
        {%- do warnings.append(
            name ~ " keeps no history (DATA_RETENTION_TIME_IN_DAYS 0): a dropped archive cannot be restored"
        ) -%}
    {%- endif -%}
    {%- set owned = dbt_wap._snowflake_owns(rights["primary"], schema["database"], owner) -%}
    {%- if not owned and dbt_wap._snowflake_owns(rights["all"], schema["database"], owner) -%}
        {%- do warnings.append(
            name ~ " is owned by " ~ owner
            ~ ", a secondary role of this session: Snowflake does not document whether a swap accepts that"
        ) -%}
    {%- endif -%}
    {%- set managed = "MANAGED ACCESS" in schema["options"] | upper -%}
    {%- set grants = managed or dbt_wap._snowflake_manages_grants(rights, schema["database"]) -%}
    {%- if not grants and dbt_wap._snowflake_show("future grants in schema", schema["name"]) -%}
        {%- do warnings.append(
            name ~ " has future grants, which a clone keeps, but if they change before the publish, " ~ rights["role"]
            ~ " cannot fix that without MANAGE GRANTS, and the publish fails"
        ) -%}
    {%- endif -%}
    {%- do return(warnings) -%}
{% endmacro %}
