{#
    What would not stop a run but should be known before it, in sentences: who could see a candidate, what cannot be
    brought back, what the role cannot see. rights and state: as in missing_privileges. Reads only.
#}
{% macro privilege_warnings(pairs, rights, state) %}
    {%- do return(
        adapter.dispatch("privilege_warnings", "dbt_wap")(pairs=pairs, rights=rights, state=state)
    ) -%}
{% endmacro %}

{% macro default__privilege_warnings(pairs, rights, state) %}
    {%- do dbt_wap.unsupported("privilege_warnings") -%}
{% endmacro %}

{# There are no roles. Atomic: yes, reads nothing. #}
{% macro duckdb__privilege_warnings(pairs, rights, state) %} {%- do return([]) -%} {% endmacro %}

{# For databases that are open to the role. Atomic: no, each SHOW sees its own moment. #}
{% macro snowflake__privilege_warnings(pairs, rights, state) %}
    {%- set warnings, unseen, open = [], [], [] -%}
    {%- set fault = dbt_wap.quoted_case_fault() -%}
    {%- if fault -%}
        {%- do warnings.append(fault ~ " for this user: names in quotes lose their case") -%}
    {%- endif -%}
    {%- for database in pairs | map(attribute="database") | unique if "USAGE" not in rights["lacking"][database] -%}
        {%- do open.append(database) -%}
        {%- do warnings.extend(dbt_wap._snowflake_new_schema_warnings(database)) -%}
    {%- endfor -%}
    {%- for pair in pairs if pair["database"] in open -%}
        {%- set schema = rights["schemas"].get(dbt_wap.schema_key(pair["database"], pair["prod"])) -%}
        {%- if schema -%}
            {%- do warnings.extend(dbt_wap._snowflake_grant_warnings(rights, schema)) -%}
            {%- do warnings.extend(dbt_wap._snowflake_schema_warnings(rights, schema)) -%}
        {%- else -%} {%- do unseen.append(pair["prod"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set state_key = dbt_wap.schema_key(state["database"], state["schema"]) -%}
    {%- if state["database"] in open and state_key not in rights["schemas"] -%}
        {%- do unseen.append(state["schema"]) -%}
    {%- endif -%}
    {%- if unseen -%}
        {%- set to = "to role " ~ dbt_wap.identifier(rights["role"]) ~ " copy current grants" -%}
        {%- do warnings.append(
            rights["role"] ~ " sees no schema " ~ unseen | join(", ") ~ ": right before a first publish, which makes"
            ~ " them; for one that is there, have an administrator grant ownership on schema <name> " ~ to
        ) -%}
    {%- endif -%}
    {%- do return(warnings | unique | list) -%}
{% endmacro %}

{# Who gets something on each new schema of a database. #}
{% macro _snowflake_new_schema_warnings(database) %}
    {%- set warnings = [] -%}
    {%- set rows = dbt_wap._snowflake_show("future grants in database", dbt_wap.identifier(database)) -%}
    {%- for row in rows if row["grant_on"] == "SCHEMA" -%}
        {%- do warnings.append(
            row["grantee_name"] ~ " gets " ~ row["privilege"] ~ " on every new schema of " ~ database
            ~ ": an audit schema is open to it until the clone is there and takes that away"
        ) -%}
    {%- endfor -%}
    {%- do return(warnings) -%}
{% endmacro %}

{# What is granted to others on prod's schema, and by the database on all of its schemas. #}
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
                ~ ": it can see audit schemas, and no REVOKE on one of them takes that away"
            ) -%}
        {%- elif other and row["privilege"].startswith("CREATE ") and to["name"] not in creators -%}
            {%- do creators.append(to["name"]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if creators -%}
        {%- do warnings.append(
            creators | join(", ") ~ " can create in " ~ schema["schema"] ~ ": what " ~ rights["role"]
            ~ " has no privilege on it cannot see, and a publish would leave that behind in the archive"
        ) -%}
    {%- endif -%}
    {%- do return(warnings) -%}
{% endmacro %}

{# What a drop, a swap and later grants would come upon in prod's schema. #}
{% macro _snowflake_schema_warnings(rights, schema) %}
    {%- set warnings, name, owner = [], schema["schema"], schema["owner"] -%}
    {%- if schema["retention"] == "0" -%}
        {%- do warnings.append(
            name ~ " keeps no history (DATA_RETENTION_TIME_IN_DAYS 0): a dropped archive cannot be brought back"
        ) -%}
    {%- endif -%}
    {%- set owned = dbt_wap._snowflake_owns(rights["primary"], schema["database"], owner) -%}
    {%- if not owned and dbt_wap._snowflake_owns(rights["all"], schema["database"], owner) -%}
        {%- do warnings.append(
            name ~ " belongs to " ~ owner
            ~ ", a secondary role of this session: whether a swap accepts that is not documented"
        ) -%}
    {%- endif -%}
    {%- set managed = "MANAGED ACCESS" in schema["options"] | upper -%}
    {%- set grants = managed or dbt_wap._snowflake_manages_grants(rights, schema["database"]) -%}
    {%- if not grants and dbt_wap._snowflake_show("future grants in schema", schema["name"]) -%}
        {%- do warnings.append(
            name ~ " has future grants: a clone has them too, but if they change before the publish " ~ rights["role"]
            ~ " cannot put that right without MANAGE GRANTS, and the publish stops"
        ) -%}
    {%- endif -%}
    {%- do return(warnings) -%}
{% endmacro %}
