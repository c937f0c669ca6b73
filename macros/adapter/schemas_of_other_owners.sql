{#
    The audit schemas of the pairs that the build has given to another role, which sees the candidate then: [{database,
    schema, owner}]. A schema belongs to the role that makes it, to the owner of prod's schema, or to the role that gets
    every new schema of the database. Reads only.
#}
{% macro schemas_of_other_owners(pairs) %}
    {%- do return(adapter.dispatch("schemas_of_other_owners", "dbt_wap")(pairs=pairs)) -%}
{% endmacro %}

{% macro default__schemas_of_other_owners(pairs) %}
    {%- do dbt_wap.unsupported("schemas_of_other_owners") -%}
{% endmacro %}

{# Nobody owns a schema. Atomic: yes, reads nothing. #}
{% macro duckdb__schemas_of_other_owners(pairs) %} {%- do return([]) -%} {% endmacro %}

{# Atomic: no, a SHOW a database, and a second one where an owner is another than is to be expected. #}
{% macro snowflake__schemas_of_other_owners(pairs) %}
    {%- set role, found, heirs = dbt_wap.session_role(), [], {} -%}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(pairs)) -%}
    {%- for pair in pairs -%}
        {%- set audit = schemas.get(dbt_wap.schema_key(pair["database"], pair["audit"])) -%}
        {%- set prod = schemas.get(dbt_wap.schema_key(pair["database"], pair["prod"]), {}) -%}
        {%- if audit and audit["owner"] not in [role, prod.get("owner")] -%}
            {%- if pair["database"] not in heirs -%}
                {%- do heirs.update({pair["database"]: dbt_wap._snowflake_owners_to_come(pair["database"])}) -%}
            {%- endif -%}
            {%- if audit["owner"] not in heirs[pair["database"]] -%}
                {%- do found.append(
                    {"database": pair["database"], "schema": pair["audit"], "owner": audit["owner"]}
                ) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The roles that own every new schema of a database. #}
{% macro _snowflake_owners_to_come(database) %}
    {%- set owners = [] -%}
    {%- set rows = dbt_wap._snowflake_show("future grants in database", dbt_wap.identifier(database)) -%}
    {%- for row in rows if row["grant_on"] == "SCHEMA" and row["privilege"] == "OWNERSHIP" -%}
        {%- do owners.append(dbt_wap._snowflake_grantee_of({}, row, database)["name"]) -%}
    {%- endfor -%}
    {%- do return(owners) -%}
{% endmacro %}
