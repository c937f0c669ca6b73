{#
    The schemas of a candidate that the build has given to another role, which sees the candidate then: [{database,
    schema, owner}]. places, prods: [{database, schema}] of the candidate and of prod, in one order. A schema belongs to
    the role that makes it, to the owner of prod's schema, or to the role that gets every new schema of the database.
    Reads only.
#}
{% macro schemas_of_other_owners(places, prods) %}
    {%- do return(adapter.dispatch("schemas_of_other_owners", "dbt_wap")(places=places, prods=prods)) -%}
{% endmacro %}

{% macro default__schemas_of_other_owners(places, prods) %}
    {%- do dbt_wap.unsupported("schemas_of_other_owners") -%}
{% endmacro %}

{# Nobody owns a schema. Atomic: yes, reads nothing. #}
{% macro duckdb__schemas_of_other_owners(places, prods) %} {%- do return([]) -%} {% endmacro %}

{# Atomic: no, a SHOW a database, and a second one where an owner is another than is to be expected. #}
{% macro snowflake__schemas_of_other_owners(places, prods) %}
    {%- set role, found, heirs = dbt_wap.session_role(), [], {} -%}
    {%- set schemas = dbt_wap._snowflake_schemas(dbt_wap.databases_of(places + prods)) -%}
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

{# The roles that own every new schema of a database. #}
{% macro _snowflake_owners_to_come(database) %}
    {%- set owners = [] -%}
    {%- set rows = dbt_wap._snowflake_show("future grants in database", dbt_wap.identifier(database)) -%}
    {%- for row in rows if row["grant_on"] == "SCHEMA" and row["privilege"] == "OWNERSHIP" -%}
        {%- do owners.append(dbt_wap._snowflake_grantee_of({}, row, database)["name"]) -%}
    {%- endfor -%}
    {%- do return(owners) -%}
{% endmacro %}
