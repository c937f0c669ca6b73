{#
    List the candidate's schemas that the build gave to another role, which can then see the candidate: [{database,
    schema, owner}]. The expected owners are the role that creates the schema, the owner of the prod schema, and a role
    that gets every new schema of the database. Reads only.
#}
{% macro schemas_of_other_owners(places, prods) %}
    {%- do return(adapter.dispatch("schemas_of_other_owners", "dbt_wap")(places=places, prods=prods)) -%}
{% endmacro %}

{% macro default__schemas_of_other_owners(places, prods) %}
    {%- do dbt_wap.unsupported("schemas_of_other_owners") -%}
{% endmacro %}

{# Schemas have no owners. Atomic: yes, reads nothing. #}
{% macro duckdb__schemas_of_other_owners(places, prods) %} {%- do return([]) -%} {% endmacro %}

{# Atomic: no, one SHOW per database, or two if an owner is unexpected. #}
{% macro snowflake__schemas_of_other_owners(places, prods) %}
    {%- set role, found, heirs = dbt_wap.session_role(places), [], {} -%}
    {%- set seen = dbt_wap._snowflake_seen(places) -%}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(places + prods), seen) -%}
    {%- for place in places -%}
        {%- set at, prod = dbt_wap.schema_key(place["database"], place["schema"]), prods[loop.index0] -%}
        {%- set owner = schemas.get(at, {}).get("owner") -%}
        {%- set known = schemas.get(dbt_wap.schema_key(prod["database"], prod["schema"]), {}).get("owner") -%}
        {%- if at in schemas and owner not in [role, known] -%}
            {%- if place["database"] not in heirs -%}
                {%- do heirs.update({place["database"]: dbt_wap._snowflake_owners_to_come(place["database"])}) -%}
            {%- endif -%}
            {%- if owner not in heirs[place["database"]] -%}
                {%- do found.append(dict(place, owner=owner)) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# List the roles that own every new schema of a database. Reads only. #}
{% macro _snowflake_owners_to_come(database) %}
    {%- set owners = [] -%}
    {%- set rows = dbt_wap._snowflake_show("future grants in database", dbt_wap.identifier(database)) -%}
    {%- for row in rows if row["grant_on"] == "SCHEMA" and row["privilege"] == "OWNERSHIP" -%}
        {%- do owners.append(dbt_wap._snowflake_grantee_of({}, row, database)["name"]) -%}
    {%- endfor -%}
    {%- do return(owners) -%}
{% endmacro %}
